"""The plain reader: what a screen reader is given is words, and the terminal's cursor stands where one is."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pyte
import pytest

from digestui.library import intake
from digestui.library.library import Library
from digestui.serve.child import Child
from digestui.settings import Settings
from digestui.ui import real_cursor
from ui.reading import Clock, Reading, reading
from ui.walking import leave_it, walk

PLAIN = Settings(plain=True)
LEADS_OUT = frozenset({"open-page", "open-pdf", "open-code", "editor", "note-editor"})


@pytest.fixture(scope="session")
def ascii_library(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """A library in which no paper has a character outside ASCII: what else there is, the reader has drawn."""
    folder = tmp_path_factory.mktemp("ascii")
    digest = folder / "huggingface-papers-imagenet.txt"
    text = (project / "data" / digest.name).read_text("utf-8")
    digest.write_bytes(text.encode("ascii", "ignore"))
    with Library.open(folder / "library.db", create=True, clock=Clock(), device="test") as lib:
        assert intake.import_files(lib, [str(digest)], digest="Papers", date="2025-04-28").added > 100
    return folder / "library.db"


@pytest.fixture
def words(ascii_library: Path, tmp_path: Path) -> Path:
    for file in ascii_library.parent.glob("library.db*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path / "library.db"


def strange(read: Reading) -> set[str]:
    return {character for character in read.text() if not character.isascii()}


async def test_nothing_is_drawn_but_words(words: Path) -> None:
    async with reading(words, (110, 36), settings=PLAIN) as read:
        found: dict[str, set[str]] = {"start": strange(read)}
        for keys in ("s", "a", "t+x", "cwords\u001b", "x", "bb"):
            await read.press(*("escape" if key == "\u001b" else key for key in keys))
            found[keys] = strange(read)
            await read.press(*(["enter"] if keys == "t+x" else []))
            await leave_it(read)
        async for name in walk(read, LEADS_OUT):
            found[name] = strange(read)
        assert {name: strange for name, strange in found.items() if strange} == {}


def focused_line(read: Reading) -> str:
    """The line of the screen that the terminal's cursor is put on."""
    spot = real_cursor.place(read.app) or read.app.cursor_position
    return read.lines()[spot.y]


async def test_the_cursor_stands_on_what_has_the_focus(words: Path) -> None:
    async with reading(words, settings=PLAIN) as read:
        assert read.title()[:20] in focused_line(read)
        await read.press("j", "j", "d")
        assert read.title()[:20] in focused_line(read)
        await read.press("G")
        assert read.title()[:20] in focused_line(read)
        await read.press("l")
        assert read.title()[:20] in focused_line(read)
        await read.press("h", "h")
        await read.press("j")
        assert "New" in focused_line(read)
        await read.press("escape", "S", "j", "j")
        assert "newest published first" in focused_line(read)
        await read.press("escape", "colon", "t", "a")
        assert ":ta" in focused_line(read)
        await read.press("escape", "slash", *"swin")
        assert "swin" in focused_line(read)
        spot = real_cursor.place(read.app)
        assert spot is not None
        assert spot.x == focused_line(read).index("swin") + 4
        await read.press("enter", "c", *"mine")
        assert "mine" in focused_line(read)


async def test_every_change_is_said(words: Path) -> None:
    async with reading(words, (300, 30), settings=PLAIN) as read:
        total = len(read.listing)
        assert read.status().startswith(f"list, Inbox: {total} papers, {total} unread  row 1 of {total}: ")
        await read.press("j")
        assert read.status() == f"row 2 of {total}: {read.title()}, unread"
        before = read.title()
        await read.press("a")
        assert read.status().startswith(f"queued {before}")
        assert read.status().endswith(f"row 3 of {total}, kept 1: {read.title()}, unread")
        await read.press("s", "x")
        await read.press("k")
        assert read.status().endswith(", unread, starred, selected")
        await read.press("escape", "u")
        assert read.status().startswith("undid starred")
        await read.press("l")
        assert read.status().startswith("abstract")
        await read.press("l")
        assert read.status().startswith(("note", "start here"))
        await read.press("h", "h")
        assert read.status().startswith("list, Inbox: ")
        await read.press("g", "q")
        assert read.status().startswith("list, Queue: 1 paper, 1 unread  row 1 of 1, kept 1: ")
        await read.press("slash", *"qqqqzz", "enter")
        assert "no papers here" in read.status()


async def test_scrolling_an_abstract_says_how_far(words: Path) -> None:
    async with reading(words, (60, 16), settings=PLAIN) as read:
        await read.press("l")
        first = read.status()
        await read.press("space")
        assert read.status() != first
        assert read.status().startswith("abstract, ")


async def test_two_titles_share_a_narrow_line(words: Path) -> None:
    async with reading(words, (80, 24), settings=PLAIN) as read:
        await read.press("d")
        line = read.status()
        assert line.startswith("dismissed Elucid")
        assert "u undo  row 2 of" in line
        assert ": Reinforc" in line


@asynccontextmanager
async def terminal(
    library: Path, size: tuple[int, int], **env: str
) -> AsyncIterator[tuple[Child, pyte.Screen, Callable[[Callable[[], bool]], object]]]:
    """The plain reader in a terminal, and what the terminal shows."""
    sources = Path(__file__).resolve().parents[2] / "src"
    surroundings = {n: v for n, v in os.environ.items() if n.startswith(("XDG_", "PATH"))} | {
        "HOME": str(library.parent),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(sources),
    }
    command = (sys.executable, "-m", "digestui", "open", "--plain", "--library", str(library))
    child = await Child.start(command, surroundings | env, size)
    screen = pyte.Screen(*size)
    stream = pyte.ByteStream(screen)

    async def until(holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not holds():
                data = await child.read()
                assert data
                stream.feed(data.replace(b"\x1b[?2026$p", b"").replace(b"\x1b[>1u", b""))

    try:
        yield child, screen, until
    finally:
        await child.stop()


@pytest.mark.parametrize("env", [{"COLORTERM": "truecolor"}, {"NO_COLOR": "1"}])
async def test_in_a_terminal_its_own_cursor_is_shown_on_the_row(words: Path, env: dict[str, str]) -> None:
    async with terminal(words, (90, 24), **env) as (child, screen, until):
        line = lambda: screen.display[screen.cursor.y]  # noqa: E731
        await until(lambda: "Elucidating" in line() and not screen.cursor.hidden)
        await child.write(b"j")
        await until(lambda: "Reinforce" in line() and "row 2 of" in screen.display[-2])
        await child.write(b"d")
        await until(lambda: "Pervasive" in line() and "dismissed Reinforce" in screen.display[-2])
        assert "".join(screen.display).isascii()
        await child.write(b"t")
        await until(lambda: "+new -old" in "".join(screen.display) and screen.cursor.y > 4)
        await child.write(b"+mine")
        await until(lambda: "+mine" in line())
        assert screen.cursor.x == line().index("+mine") + 5
        assert not screen.cursor.hidden


async def test_the_value_under_the_cursor_of_the_filters_is_said(words: Path) -> None:
    async with reading(words, (110, 36), settings=PLAIN) as read:
        await read.press("f")
        assert "filters" in read.status()
        assert "views: Inbox, 1" in read.status()
        await read.press("j", "j")
        assert "views: Unread" in read.status()
        await read.press("enter", "l")
        assert "row 1 of" in read.status()
