"""The last figures as a table in docs/performance.md: `python bench/report.py 111.json 10000.json ...`.

Takes what `bench/run.py --json` wrote, one file a size; a second file of a size adds to it or replaces lines.
Everything in the document outside of the two marks stays as it is.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

PLACE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- figures: bench/report.py -->", "<!-- end of figures -->"


def read(files: list[Path]) -> dict[int, dict[str, Any]]:
    """What was measured, by size: date, machine, and lines by name."""
    found: dict[int, dict[str, Any]] = {}
    for file in files:
        said = json.loads(file.read_text(encoding="utf-8"))
        one = found.setdefault(said["size"], {"lines": {}})
        one |= {"date": said["date"], "machine": said["machine"]}
        one["lines"] |= {_name(line["name"]): line for line in said["lines"]}
    return dict(sorted(found.items()))


def _name(name: str) -> str:
    return re.sub(r"^import [\d,]+ papers$", "import", name)


def table(found: dict[int, dict[str, Any]]) -> str:
    """One row a job, one column a size: the figure, the ratio to its floor, and whether the budget is met."""
    names = list(dict.fromkeys(name for one in found.values() for name in one["lines"]))
    rows = ["| job | budget | " + " | ".join(f"{size:,} papers" for size in found) + " |"]
    rows.append("|---|---:|" + "---:|" * len(found))
    for name in names:
        lines = [one["lines"].get(name) for one in found.values()]
        some = next(line for line in lines if line)
        sign = "≥" if some["least"] else "≤"
        cells = [_cell(line) if line else "" for line in lines]
        rows.append(f"| {name} | {sign} {some['budget']:g}x | " + " | ".join(cells) + " |")
    met = [line["met"] for one in found.values() for line in one["lines"].values()]
    when = "; ".join(f"{size:,}: {one['date']}" for size, one in found.items())
    machine = next(iter(found.values()))["machine"]
    return "\n".join([f"{machine}. {when}. {sum(met)} of {len(met)} met.", "", *rows])


def _cell(line: dict[str, Any]) -> str:
    figure = f"{line['ours']:,.0f}" if line["ours"] >= 100 else f"{line['ours']:,.2g}"
    ratio = f"{line['ratio']:.2g}x" if line["ratio"] < 10 else f"{line['ratio']:,.0f}x"
    return f"{figure} {line['unit']}, {ratio}" if line["met"] else f"**{figure} {line['unit']}, {ratio}**"


def main() -> int:
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    text = PLACE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    made = f"{before}{BEGIN}\n{table(read([Path(name) for name in sys.argv[1:]]))}\n{END}{after}"
    PLACE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
