"""The look, held: every screen at three sizes in both themes and at the least size, as text with its colours;
the other themes, marks and states where they say something new.

Read the difference of a picture that changed, then accept it: `pytest tests/snapshots --snapshot-update`.
A snapshot is the screen's lines, and under them the runs of style of each line, so that a colour that moves
shows as plainly as a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.style import Style
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from digestui.errors import LibraryTrouble
from digestui.library.intake import Progress
from digestui.library.library import Library
from digestui.settings import Settings
from digestui.ui import themes
from ui.reading import Clock, Reading, reading

SIZES = ((80, 24), (120, 36), (160, 45))
THEMES = ("dark", "light")
LEAST = (40, 10)

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
    "wrong-value": (*MORNING, REST, "/", *"is", REST, *":stared"),
    "completion": (*MORNING, REST, "/", *"is", REST, ":"),
    "quote": (*MORNING, REST, "g", "g", "j", "enter", "v", "j", "j"),
    "zoom": ("l", "z"),
    "pipe": ("|", *"jq ."),
    "find": (*MORNING, REST, "g", "g", "j", "j", "c", "ctrl+f", *"label"),
    "compare-notes": (
        *("c", *"One sentence about it.", "escape", REST),
        *("c", "enter", *"And a second one.", "escape", REST, "ctrl+t"),
    ),
    "fetch": ("R",),
}
"""Each screen by the keys that lead to it."""

ONLY: dict[str, tuple[tuple[tuple[int, int], ...], tuple[str, ...]]] = {
    "statistics": (((80, 24), (120, 36)), ("dark",)),
    "similar": (((80, 24), (160, 45)), ("dark",)),
    "wrong-value": (((120, 36),), THEMES),
    "completion": (((80, 24), (120, 36)), ("dark",)),
    "quote": (((80, 24), (120, 36)), THEMES),
    "zoom": (((120, 36), (160, 45)), ("dark",)),
    "pipe": (((120, 36),), ("dark",)),
    "find": (((80, 24), (120, 36)), ("dark",)),
    "compare-notes": (((80, 24), (120, 36)), THEMES),
    "fetch": (((120, 36),), ("dark",)),
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
        await walk(r, SCREENS[name])
        for width, height in sizes:
            await r.pilot.resize_terminal(width, height)
            await r.settle()
            for theme in names:
                r.app.theme = theme
                await r.settle()
                seen = drawn(r)
                (other,) = {"dark", "light"} - {theme}
                foreign = set(themes.get(other).colours.values()) - set(themes.get(theme).colours.values())
                assert not foreign & set(re.findall("#[0-9a-f]{6}", seen)), "colours of the other theme"
                assert seen == picture(name=f"{width}x{height}-{theme}")
        r.app.theme = "dark"
        await r.pilot.resize_terminal(*LEAST)
        await r.settle()
        assert drawn(r) == picture(name="40x10-dark")


async def walk(r: Reading, keys: tuple[str, ...]) -> None:
    """Press the keys, and rest where they say so."""
    while REST in keys:
        await r.press(*keys[: keys.index(REST)])
        keys = keys[keys.index(REST) + 1 :]
    await r.press(*keys)


OTHERS: dict[str, tuple[Settings, dict[str, str]]] = {
    "high-contrast": (Settings(theme="high-contrast"), {}),
    "ansi": (Settings(theme="ansi"), {}),
    "no-colour-ascii": (Settings(glyphs="ascii"), {"NO_COLOR": "1"}),
    "plain": (Settings(plain=True), {}),
}
"""Looks that are chosen before the reader starts."""


@pytest.mark.parametrize("name", ["morning", "results", "tags", "statistics"])
@pytest.mark.parametrize("look", OTHERS)
async def test_other_looks(library: Path, picture: SnapshotAssertion, look: str, name: str) -> None:
    settings, env = OTHERS[look]
    async with reading(library, SIZES[1], settings=settings, env=env) as r:
        await walk(r, SCREENS[name])
        assert drawn(r) == picture


def full(r: Reading) -> None:
    r.desk.words.not_saved(LibraryTrouble("the library", "disk full", "free space, ctrl+s again"))


STATES: dict[str, Callable[[Reading], None]] = {
    "importing": lambda r: r.desk.words.importing(Progress("arxiv.jsonl", 1200, 9846)),
    "fetching": lambda r: r.desk.words.fetching("arXiv cs.CV: 100 of 230"),
    "not-saved": full,
    "note-not-saved": lambda r: r.screen.note.not_saved("disk full"),
}
"""States that come from outside, as the parts that learn of them tell the screen."""


@pytest.mark.parametrize("name", STATES)
async def test_state(library: Path, picture: SnapshotAssertion, name: str) -> None:
    async with reading(library, SIZES[1]) as r:
        await r.press("j")
        STATES[name](r)
        for theme in THEMES:
            r.app.theme = theme
            await r.settle()
            assert drawn(r) == picture(name=theme)


@pytest.mark.parametrize("size", [*SIZES, LEAST, (39, 9)], ids=lambda size: "x".join(map(str, size)))
async def test_a_library_without_papers(
    tmp_path: Path, picture: SnapshotAssertion, size: tuple[int, int]
) -> None:
    path = tmp_path / "empty.db"
    Library.open(path, create=True, clock=Clock(), device="test").close()
    async with reading(path, size) as r:
        assert drawn(r) == picture
