"""Make the pictures in `screenshots/`: the reader on the bundled digest, as SVG and PNG.

    python tests/tools/screenshots.py screenshots [name ...]

Each picture is a walk of keys over a library made for it, so that anybody can make them again.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from digestui.settings import Settings
from tools.render import redraw, to_png
from ui.reading import Reading, make_library, reading


@dataclass(frozen=True)
class Shot:
    """One picture: size, theme, and the keys that lead to it."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    theme: str = "dark"
    glyphs: str = "unicode"
    no_color: bool = False


MORNING = (
    *("d", "a", "s", "t", *"+labels", "enter"),
    *("c", *"# Label errors", "enter", *"- 3.3% on average over ten test sets", "enter"),
    *(*"confident learning proposes, people check", "enter", "backspace", "backspace"),
    *(*"So before believing any gap under one point: re-score.", "escape"),
    *("j", "t", *"+vit +backbone", "enter", "s", "j", "j", "e", "b", "4"),
)
"""A few minutes with the bundled digest: something of each kind of mark."""

SHOTS = (
    Shot("reader", (120, 36), MORNING),
    Shot("reader", (160, 45), MORNING),
    Shot("reader", (80, 24), MORNING),
    Shot("reader", (200, 60), MORNING),
    Shot("reader", (120, 36), MORNING, theme="light"),
    Shot("reader", (160, 45), MORNING, theme="light"),
    Shot("reader", (80, 24), MORNING, glyphs="ascii", no_color=True),
    Shot("abstract", (80, 24), (*MORNING, "k", "l")),
    Shot("search", (120, 36), (*MORNING, "/", *"tranformer")),
    Shot("note", (120, 36), (*MORNING, "k", "k", "k", "k", "c")),
    Shot("tags", (100, 30), (*MORNING, "x", "x", "x", "t", *"+back")),
    Shot("help", (120, 36), ("?",)),
    Shot("filters", (120, 36), (*MORNING, "f")),
    Shot("history", (120, 36), (*MORNING, "g", "h")),
    Shot("statistics", (120, 36), (*MORNING, "T")),
    Shot("near", (160, 45), (*MORNING, "g", "g", "j", "j", "j", "L")),
    Shot("palette", (120, 36), ("ctrl+p", *"un")),
    Shot("inbox-zero", (120, 36), ("V", "d", "r")),
    Shot("start", (120, 36)),
)


async def take(shot: Shot, folder: Path) -> None:
    """Make one picture."""
    with tempfile.TemporaryDirectory() as scratch:
        library = make_library(Path(scratch) / "library.db")
        settings = Settings(theme=shot.theme, glyphs=shot.glyphs)
        env = {"NO_COLOR": "1"} if shot.no_color else {}
        async with reading(library, shot.size, settings=settings, env=env) as r:
            await walk(r, shot.keys)
            svg = r.app.export_screenshot(simplify=True)
    theme = "nocolor" if shot.no_color else shot.theme
    name = f"{shot.name}-{theme}-{shot.size[0]}x{shot.size[1]}"
    drawn = redraw(svg)

    (folder / f"{name}.svg").write_text(drawn, encoding="utf-8")
    to_png(svg, folder / f"{name}.png")
    print(name)


async def walk(r: Reading, keys: tuple[str, ...]) -> None:
    """Press the keys, each once the last has had its effect."""
    for key in keys:
        await r.press({" ": "space"}.get(key, key))


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    folder.mkdir(exist_ok=True)
    wanted = sys.argv[2:]
    for shot in SHOTS:
        if not wanted or shot.name in wanted or f"{shot.name}-{shot.theme}" in wanted:
            asyncio.run(take(shot, folder))


if __name__ == "__main__":
    main()
