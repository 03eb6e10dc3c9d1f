"""Make the pictures in `screenshots/`: the reader on the bundled digest, as SVG and PNG.

    python tests/tools/screenshots.py screenshots [name ...]

Each picture is a walk of keys over a library made for it, so that anybody can make them again.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from digestui.library import notes, search, triage
from digestui.library.library import Library
from digestui.settings import Settings
from tools.render import redraw, to_png
from ui.reading import NOW, Clock, Reading, make_library, reading


@dataclass(frozen=True)
class Shot:
    """One picture: size, theme, and the keys that lead to it."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    theme: str = "dark"
    glyphs: str = "unicode"
    no_color: bool = False
    lived: bool = False
    """Over a library that has been read in for a year."""


MORNING = (
    *("d", "a", "s", "t", *"+labels", "enter"),
    *("c", *"# Label errors", "enter", *"- 3.3% on average over ten test sets", "enter"),
    *(*"confident learning proposes, people check", "enter", "backspace", "backspace"),
    *(*"So before believing any gap under one point: re-score.", "escape"),
    *("j", "t", *"+vit +backbone", "enter", "s", "j", "j", "e", "b", "4"),
)
"""A few minutes with the bundled digest: something of each kind of mark."""

HABITS = (
    *(("dismiss",), ("dismiss",), ("read",), ("read", "star"), ("star", "done"), ("queue",)),
    *(("read", "queue"), ("done",), ("star", "queue")),
)
TOPICS = ("vit", "vit", "vit", "robustness", "robustness", "diffusion", "distillation", "labels")
DAY = 86_400

LOOKING = (*MORNING, "k", "k", "k", "k", "k")
"""The cursor back on the paper with a note."""
FOUND = (*MORNING, "/", *"label noise", "enter")

SHOTS = (
    Shot("reader", (120, 36), LOOKING),
    Shot("reader", (160, 45), LOOKING),
    Shot("reader", (80, 24), LOOKING),
    Shot("reader", (200, 60), LOOKING),
    Shot("reader", (120, 36), LOOKING, theme="light"),
    Shot("reader", (160, 45), LOOKING, theme="light"),
    Shot("reader", (80, 24), LOOKING, theme="light"),
    Shot("reader", (120, 36), LOOKING, theme="high-contrast"),
    Shot("reader", (80, 24), LOOKING, glyphs="ascii", no_color=True),
    Shot("abstract", (80, 24), (*MORNING, "k", "l")),
    Shot("search", (120, 36), (*MORNING, "/", *"tranformer")),
    Shot("results", (120, 36), FOUND),
    Shot("results", (120, 36), FOUND, theme="light"),
    Shot("note", (120, 36), (*LOOKING, "c")),
    Shot("note", (120, 36), (*LOOKING, "c"), theme="light"),
    Shot("tags", (100, 30), (*MORNING, "x", "x", "x", "t", *"+back")),
    Shot("help", (120, 36), ("?",)),
    Shot("filters", (120, 36), (*MORNING, "f")),
    Shot("history", (120, 36), (*MORNING, "g", "h")),
    Shot("statistics", (120, 36), ("T",), lived=True),
    Shot("statistics", (120, 36), ("T",), theme="light", lived=True),
    Shot("near", (160, 45), (*MORNING, "g", "g", "j", "j", "j", "L")),
    Shot("palette", (120, 36), ("ctrl+p", *"un")),
    Shot("inbox-zero", (120, 36), ("V", "d", "r")),
    Shot("start", (120, 36)),
)


async def take(shot: Shot, folder: Path) -> None:
    """Make one picture."""
    with tempfile.TemporaryDirectory() as scratch:
        library = (make_lived if shot.lived else make_library)(Path(scratch) / "library.db")
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


def make_lived(path: Path) -> Path:
    """A library of the bundled digest in which somebody read now and then for a year."""
    chance = random.Random(28)
    clock = Clock(NOW - 330 * DAY)
    make_library(path, clock)
    with Library.open(path, clock=clock, device="test") as lib:
        papers = list(search.find(lib, search.understand(lib, "in:any").query).ids)
        days = sorted(330 - int(330 * chance.betavariate(1, 1.6)) for _ in papers[:96])
        for number, (paper, day) in enumerate(zip(papers, days, strict=False)):
            hour = chance.choice((8, 8, 9, 9, 13, 21))
            clock.at = NOW - (330 - day) * DAY - 14 * 3600 + hour * 3600 + number * 7
            for act in chance.choice(HABITS):
                triage.act(lib, [paper], triage.parse_action(act))
            if number % 4 == 0:
                triage.act(lib, [paper], triage.parse_tags(f"+{chance.choice(TOPICS)}"))
            if number % 6 == 0:
                notes.save_note(lib, paper, "Read twice; see the ablation.", base=None)
    return path


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
