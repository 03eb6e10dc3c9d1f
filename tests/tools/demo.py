"""Make `screenshots/demo.svg`: a walk through the reader that moves by itself.

    python tests/tools/demo.py screenshots

Rows that stay the same from one step to the next are drawn once. What shows no movement (a printer, a viewer
without animation) shows the first step.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.render import CELL, FONTS, ROW, SIZE, redraw
from ui.reading import make_library, reading

WIDTH, HEIGHT = 120, 32
_Y = re.compile(r' y="([\d.]+)"')
_TEXT = re.compile(r"<text ")


@dataclass(frozen=True)
class Step:
    """Keys, what is said of them under the screen, and how long it stands in seconds."""

    keys: tuple[str, ...]
    words: str
    seconds: float = 2.5


STEPS = (
    Step((), "digestui: the day's papers, and one you have not decided yet under the cursor", 3),
    Step(("d",), "d  not for me"),
    Step(("d",), "d  nor this one", 1.5),
    Step(("s",), "s  a star"),
    Step(("a",), "a  onto the reading list; the cursor goes on by itself"),
    Step(("space",), "space  page through the abstract"),
    Step(("b", "4"), "b 4  not now: back on Monday"),
    Step(("u",), "u  whatever you did, u takes it back"),
    Step(("t", *"+backbone"), "t  tags, completed as you type"),
    Step(("enter", "c", *"Compare with Swin at equal FLOPs."), "c  a note, typing at once", 3),
    Step(("escape",), "esc  saved, and back in the list"),
    Step(("/", *"label noise"), "/  search the whole library as you type", 3),
    Step(("enter",), "enter  into the results, matches marked"),
    Step(("escape", "f"), "f  filters, with counts under what is on show", 3),
    Step(("escape", "g", "q"), "g q  the reading list"),
    Step(("T",), "T  what you read, day by day", 3),
    Step(("escape", "?"), "?  every key, and each can be changed", 4),
)


async def frames() -> list[list[list[str]]]:
    """Each step's screen as rows of drawn elements."""
    made = []
    with tempfile.TemporaryDirectory() as scratch:
        library = make_library(Path(scratch) / "library.db")
        async with reading(library, (WIDTH, HEIGHT)) as r:
            for step in STEPS:
                for key in step.keys:
                    await r.press("space" if key == " " else key)
                made.append(rows(redraw(r.app.export_screenshot(simplify=True))))
    return made


def rows(svg: str) -> list[list[str]]:
    """The elements of a redrawn screen by its rows."""
    out: list[list[str]] = [[] for _ in range(HEIGHT)]
    for line in svg.split("\n"):
        if (found := _Y.search(line)) and f'height="{HEIGHT * ROW}"' not in line:
            y = float(found[1]) - (16 if _TEXT.match(line) else 0)
            out[min(HEIGHT - 1, int(y // ROW))].append(line)
    return out


def animated(made: list[list[list[str]]]) -> str:
    """All steps as one drawing that shows them one after another."""
    ends = [0.0]
    for step in STEPS:
        ends.append(ends[-1] + step.seconds)
    whole = ends[-1]
    tall = (HEIGHT + 2) * ROW
    size = f'width="{WIDTH * CELL}" height="{tall}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {WIDTH * CELL} {tall}">',
        f'<rect width="{WIDTH * CELL}" height="{tall}" fill="#0c0c0c"/>',
        f'<g font-family="{FONTS}" font-size="{SIZE}" xml:space="preserve">',
    ]
    for row in range(HEIGHT):
        shown: dict[str, list[int]] = {}
        for number, frame in enumerate(made):
            shown.setdefault("\n".join(frame[row]), []).append(number)
        parts += [during(drawn, steps, ends, whole) for drawn, steps in shown.items()]
    for number, step in enumerate(STEPS):
        key, _, words = step.words.partition("  ")
        bold = f'<tspan fill="#8ab4f8" font-weight="bold">{escape(key)}</tspan>' if words else ""
        at = f'x="20" y="{(HEIGHT + 1) * ROW + 6}"'
        said = f'<text {at} fill="#f4f6f9">{bold}  {escape(words or key)}</text>'
        parts.append(during(said, [number], ends, whole))
    return "\n".join([*parts, "</g></svg>\n"])


def during(drawn: str, steps: list[int], ends: list[float], whole: float) -> str:
    """Something drawn that shows during some steps only."""
    if len(steps) == len(STEPS):
        return drawn
    values, times = [], []
    for number in range(len(STEPS)):
        value = "inline" if number in steps else "none"
        if not values or values[-1] != value:
            values.append(value)
            times.append(f"{ends[number] / whole:.4f}".rstrip("0").rstrip(".") or "0")
    return (
        f'<g display="{values[0]}"><animate attributeName="display" calcMode="discrete" dur="{whole:g}s"'
        f' repeatCount="indefinite" values="{";".join(values)}" keyTimes="{";".join(times)}"/>\n{drawn}</g>'
    )


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    folder.mkdir(exist_ok=True)
    made = asyncio.run(frames())
    (folder / "demo.svg").write_text(animated(made), encoding="utf-8")
    print(f"demo.svg: {len(made)} steps")


if __name__ == "__main__":
    main()
