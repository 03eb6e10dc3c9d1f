"""Times against the size of the library, drawn: `python bench/growth.py 111 10000 100000 1000000`.

Writes docs/growth.json and from it docs/growth.svg; sizes measured before and not named now stay as they
were. `--draw` only draws. No floors here: each curve is held against its own smallest size.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from common import BENCH, Context, took
from run import machine

DOCS = BENCH.parent / "docs"
TITLE = "Milliseconds against papers in the library"
READY = r"re:\w{4,} \w{3,}"
WIDTH, HEIGHT = 860, 470
LEFT, RIGHT, TOP, BOTTOM = 64, 250, 46, 52
COLOURS = {
    "start": "#0072b2",
    "key j": "#e69f00",
    "search": "#009e73",
    "facets": "#cc79a7",
    "facets of a word": "#999999",
    "act": "#d55e00",
}
MEANING = {
    "start": "start, whole first screen",
    "key j": "j, to the first byte back",
    "search": "common word, newest 100",
    "facets": "counts of all filters",
    "facets of a word": "counts under a common word",
    "act": "star one paper, on disk",
}


def measure(context: Context) -> dict[str, float]:
    """Milliseconds of each job at one size."""
    from digestui.library import facets, search, triage
    from digestui.library.library import Library
    from digestui.model.triage import Action, ActionKind

    path = context.copy(context.library, "growth.db")
    found = _reader(context, path)
    with Library.open(path, device="bench") as lib:
        word = search.understand(lib, f"{common_word(lib)} in:any sort:digest").query
        inbox = search.understand(lib, "in:inbox").query
        found["search"] = _median(lambda: search.first_page(lib, word, 100), 50)
        found["facets"] = _median(lambda: facets.facets(lib, inbox), 20)
        found["facets of a word"] = took(lambda: facets.facets(lib, word), 3)
        times = []
        for paper in search.first_page(lib, inbox, 100):
            start = time.perf_counter()
            triage.act(lib, [paper], Action(ActionKind.STAR))
            times.append((time.perf_counter() - start) * 1000)
        found["act"] = statistics.median(times)
    path.unlink()
    return {name: round(value, 3) for name, value in found.items()}


def common_word(lib: Any) -> str:
    """The word in most papers of those with four letters or more: the same at every size of one corpus."""
    from digestui.library import search

    words = ("model", "models", "learning", "results", "method", "image", "with", "that")
    return max(words, key=lambda word: search.count(lib, search.understand(lib, f"{word} in:any").query))


def _median(call: Callable[[], Any], times: int) -> float:
    call()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.median(found)


def _reader(context: Context, path: Path) -> dict[str, float]:
    import ptybench

    report = ptybench.run_scenario(
        {
            "cmd": [sys.executable, "-m", "digestui", "--library", str(path)],
            "size": (120, 40),
            "ready": READY,
            "env": context.env,
            "runs": 7,
            "steps": [{"name": "j", "keys": "j", "repeat": 30, "warmup": 3}],
        }
    )
    return {"start": report["start"]["settled"]["p50"], "key j": report["steps"][0]["first"]["p50"]}


# -- drawing ------------------------------------------------------------------------------------------------


def draw(document: dict[str, Any]) -> str:
    """The figures as SVG, both axes logarithmic; readable on light and dark pages."""
    sizes = sorted(int(size) for size in document["sizes"])
    values = [ms for figures in document["sizes"].values() for ms in figures.values()]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    left, right = math.log10(sizes[0]), math.log10(max(sizes[-1], sizes[0] * 10))

    def x(size: float) -> float:
        return LEFT + (math.log10(size) - left) / (right - left) * (WIDTH - LEFT - RIGHT)

    def y(ms: float) -> float:
        return TOP + (high - math.log10(ms)) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
            ' font-family="sans-serif" font-size="13">'
        ),
        f"<title>{TITLE}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="24" font-size="15" fill="#222222">{TITLE}</text>',
    ]
    for power in range(low, high + 1):
        at = y(10.0**power)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        label = f"{10.0**power:g} ms"
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end" fill="#555555">{label}</text>')
    for size in sizes:
        at, foot = x(size), HEIGHT - BOTTOM
        parts.append(f'<path d="M{at:.1f} {TOP}V{foot}" stroke="#eeeeee"/>')
        parts.append(
            f'<text x="{at:.1f}" y="{foot + 20}" text-anchor="middle" fill="#555555">{size:,}</text>'
        )
    ends = []
    for name, colour in COLOURS.items():
        points = [
            (x(size), y(document["sizes"][str(size)][name]))
            for size in sizes
            if name in document["sizes"][str(size)]
        ]
        if not points:
            continue
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{colour}"/>' for a, b in points]
        ends.append((points[-1][1], name, colour))
    place = 0.0
    for at, name, colour in sorted(ends):
        place = max(at + 4, place + 17)
        parts.append(f'<text x="{WIDTH - RIGHT + 12}" y="{place:.1f}" fill="{colour}">{MEANING[name]}</text>')
    parts += [
        (
            f'<text x="{LEFT}" y="{HEIGHT - 10}" font-size="11" fill="#777777">'
            f"{document['date']}, {document['machine']}</text>"
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="papers in the libraries to measure")
    parser.add_argument("--draw", action="store_true", help="measure nothing")
    chosen = parser.parse_args()
    file = DOCS / "growth.json"
    document: dict[str, Any] = {"sizes": {}}
    if file.exists():
        document = json.loads(file.read_text(encoding="utf-8"))
    for size in () if chosen.draw else chosen.sizes or (111, 10_000, 100_000):
        figures = measure(Context(size))
        print(f"{size:>9,}  " + "  ".join(f"{name} {ms:g} ms" for name, ms in figures.items()), flush=True)
        document["sizes"][str(size)] = figures
        document.update(date=str(date.today()), machine=machine())
        file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    (DOCS / "growth.svg").write_text(draw(document), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
