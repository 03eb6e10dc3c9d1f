"""The look, held: every screen at three sizes in both themes, as text with its colours.

Read the difference of a picture that changed, then accept it: `pytest tests/snapshots --snapshot-update`.
A snapshot is the screen's lines, and under them the runs of style of each line, so that a colour that moves
shows as plainly as a word.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.style import Style
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from ui.reading import Reading, reading

SIZES = ((80, 24), (120, 36), (160, 45))
THEMES = ("dark", "light")

REST = "rest"
"""Stands in a walk where the reader waits until what the keys before did has been said."""

MORNING = (
    *("d", "a", "s", "t", *"+labels", "enter"),
    *("c", *"# Label errors", "enter", *"- 3.3% on average", "escape"),
    *("j", "t", *"+vit", "enter", "s", "j", "e", "b", "4"),
)
"""A few decisions, so that every kind of mark is on the screen."""

SCREENS: dict[str, tuple[str, ...]] = {
    "start": (),
    "morning": MORNING,
    "abstract": (*MORNING, "k", "enter"),
    "note": (*MORNING, REST, "g", "g", "j", "j", "c"),
    "search": (*MORNING, REST, "/", *"tranformer"),
    "results": (*MORNING, REST, "/", *"vision transformer", "enter"),
    "nothing": ("/", *"qqqqzzzz", "enter"),
    "filters": (*MORNING, "f"),
    "selection": ("x", "x", "x"),
    "tags": (*MORNING, REST, "t", *"+la"),
    "snooze": ("b", "b"),
    "sort": ("S",),
    "views": ("F",),
    "help": ("?",),
    "palette": ("ctrl+p", *"un"),
    "command-line": (":", *"ta"),
    "history": (*MORNING, "g", "h"),
    "digests": ("g", "d"),
    "inbox-zero": ("V", "d", REST, "r"),
    "prefix": ("y",),
    "statistics": (*MORNING, "T", "h"),
    "similar": (*MORNING, REST, "g", "g", "j", "j", "j", REST, "L", "j"),
}
"""Each screen by the keys that lead to it."""

ONLY: dict[str, tuple[tuple[tuple[int, int], ...], tuple[str, ...]]] = {
    "statistics": (((80, 24), (120, 36)), ("dark",)),
    "similar": (((80, 24), (160, 45)), ("dark",)),
}
"""Screens that are held at some sizes and in some themes only, where the others would say nothing new."""


class ScreenExtension(SingleFileSnapshotExtension):
    """One readable file a picture."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(ScreenExtension)


def drawn(r: Reading) -> str:
    """The screen as lines of text, then its styles by line: `row: start-end style`."""
    lines: list[str] = []
    styles: list[str] = []
    for number, strip in enumerate(r.app.screen._compositor.render_strips()):
        text = "".join(segment.text for segment in strip)
        timed = re.search(r"\b\d+ ms", text)
        lines.append(re.sub(r"\b\d+ ms", "0 ms", text).rstrip())
        if timed:  # how long it took has no fixed width, and so its colours have no fixed columns
            styles.append(f"{number}: timed")
            continue
        runs: list[str] = []
        column, begun, last = 0, 0, None
        for segment in strip:
            style = _style(segment.style)
            if style != last:
                if last is not None and column > begun:
                    runs.append(f"{begun}-{column} {last}")
                begun, last = column, style
            column += segment.cell_length
        runs.append(f"{begun}-{column} {last}")
        styles.append(f"{number}: " + "; ".join(runs))
    return "\n".join([*lines, "", *styles, ""])


def _style(style: Style | None) -> str:
    """Colours and weight of a style, without what Textual keeps in it for itself."""
    if style is None:
        return "-"
    colour = style.color.name if style.color else "-"
    ground = style.bgcolor.name if style.bgcolor else "-"
    marks = "".join(
        mark
        for mark, on in (
            ("b", style.bold),
            ("i", style.italic),
            ("u", style.underline),
            ("s", style.strike),
            ("r", style.reverse),
        )
        if on
    )
    return f"{colour}/{ground}{' ' + marks if marks else ''}"


@pytest.mark.parametrize("name", SCREENS)
async def test_screen(library: Path, picture: SnapshotAssertion, name: str) -> None:
    """One walk of keys, then the screen it leads to at every size in both themes, resized as it stands."""
    sizes, names = ONLY.get(name, (SIZES, THEMES))
    async with reading(library, SIZES[1]) as r:
        walk = SCREENS[name]
        while REST in walk:
            await r.press(*walk[: walk.index(REST)])
            walk = walk[walk.index(REST) + 1 :]
        await r.press(*walk)
        for width, height in sizes:
            await r.pilot.resize_terminal(width, height)
            await r.settle()
            for theme in names:
                r.app.theme = theme
                await r.settle()
                assert drawn(r) == picture(name=f"{width}x{height}-{theme}")
