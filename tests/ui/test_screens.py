"""Help, history, digests and earlier notes, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.screen import Screen

from digestui.library.library import Library
from digestui.model.digest import Digest
from digestui.model.journal import HistoryEntry
from digestui.records import replace
from digestui.ui.glyphs import ASCII, UNICODE
from digestui.ui.keymap import Keymap
from digestui.ui.screens.difference import below, beside, changed_spans, pairs
from digestui.ui.screens.digests import DigestsScreen
from digestui.ui.screens.help import HelpScreen
from digestui.ui.screens.history import HistoryScreen
from digestui.ui.screens.notes_compare import NotesCompareScreen, Version
from digestui.ui.screens.page import Page
from digestui.ui.show import ink
from digestui.ui.widgets.long_words import LongWords
from digestui.ui.widgets.words import Words
from library.feeding import feed, paper
from ui.fingers import press, settle
from ui.reading import reading
from ui.stage import NOTHING, Stage, typed

NOW = datetime(2025, 4, 28, 15, 0).timestamp()
HOSTILE = "[/INST] [@click=app.quit]x[/] \x1b]52;c;aGk=\x07 \u202eevil"


async def use(screen: Screen[Any], *keys: str, size: tuple[int, int] = (120, 36)) -> object:
    """What a screen answers to keys; words of several letters that are no keys are typed."""
    app = Stage(screen)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in keys:
            await (typed(pilot, key[1:]) if key.startswith("'") else press(pilot, key))
            await settle(pilot)
        return app.answer


def shown(screen: Page[Any], id: str) -> str:
    return screen.query_one(id, Words).text


# ---- help ----------------------------------------------------------------------------------------------


def help_screen(**more: Any) -> HelpScreen:
    return HelpScreen(Keymap.build()[0], **more)


async def test_help_shows_every_group_and_the_marks() -> None:
    app = Stage(help_screen())
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        page = app.screen.query_one(LongWords)
        text = "\n".join(ink.plain(line) for line in page.all_lines)
        assert len(page.all_lines) <= page.size.height
    for word in (
        "Move",
        "Decide",
        "Find",
        "Write and open",
        "Select",
        "Everything else",
        "Marks",
        "in queue",
    ):
        assert word in text


async def test_typing_in_help_narrows_and_enter_runs() -> None:
    assert await use(help_screen(), "/", "'zoom", "enter") == "zoom"


async def test_help_runs_what_the_cursor_stands_on() -> None:
    assert await use(help_screen(), "j", "j", "enter") == "first"


async def test_escape_in_help_first_takes_the_filter_away() -> None:
    assert await use(help_screen(), "/", "'zoom", "escape") is NOTHING
    assert await use(help_screen(), "/", "'zoom", "escape", "escape") is None


async def test_a_click_on_a_row_of_help_runs_it() -> None:
    app = Stage(help_screen())
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.click("LongWords", offset=(4, 2))
        await settle(pilot)
    assert app.answer == "down"


async def test_what_is_wrong_with_the_users_keys_is_said_in_help() -> None:
    app = Stage(help_screen(problems=["star: no such key: foo"]))
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        assert "no such key" in shown(app.screen, "#status")  # type: ignore[arg-type]


# ---- history -------------------------------------------------------------------------------------------


def entries(count: int) -> list[HistoryEntry]:
    """Newest first: every second act is one of a batch of two, every fifth batch was taken back."""
    made = []
    for n in range(count):
        batch = (count - n) // 2
        at = (datetime(2025, 4, 28, 14, 2) - timedelta(minutes=n)).isoformat()
        title = HOSTILE if n == 3 else f"Paper {n}"
        made.append(
            HistoryEntry(
                count - n,
                at,
                "star",
                f"arxiv:{n}",
                title,
                "1",
                "0",
                batch % 5 == 0,
                batch,
                "starred",
                reached=batch if batch % 5 else 0,
                steps=batch if batch % 5 else 0,
            )
        )
    return made


class Journal:
    """A journal to load from, and what was undone."""

    def __init__(self, count: int = 40) -> None:
        self.entries = entries(count)
        self.asked: list[tuple[int, int]] = []
        self.undone: list[int] = []

    async def load(self, offset: int, limit: int) -> Sequence[HistoryEntry]:
        self.asked.append((offset, limit))
        return self.entries[offset : offset + limit]

    async def undo(self, batch: int) -> str:
        self.undone.append(batch)
        return f"undid down to {batch}"

    async def redo(self) -> str:
        return "redid starred"

    def screen(self) -> HistoryScreen:
        return HistoryScreen(self.load, self.undo, redo=self.redo, now=NOW)


async def test_enter_goes_to_the_paper_of_an_act() -> None:
    assert await use(Journal().screen(), "j", "enter") == "arxiv:1"


async def test_undo_is_asked_for_the_batch_that_the_act_under_the_cursor_stands_in() -> None:
    journal = Journal(39)  # batches 19, 19, 18, 18, 17, 17, 16, 16, 15 (taken back), 15, 14
    await use(journal.screen(), *["j"] * 10, "u")
    assert journal.undone == [14]


async def test_what_was_taken_back_already_is_not_undone_again() -> None:
    journal = Journal(39)
    await use(journal.screen(), *["j"] * 8, "u")
    assert journal.undone == []


async def test_what_one_step_did_to_one_paper_is_one_line() -> None:
    journal = Journal(4)
    journal.entries = [replace(entry, batch=1, key="arxiv:1") for entry in journal.entries]
    app = Stage(journal.screen())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.screen.count() == "1 act"  # type: ignore[attr-defined]


async def test_what_one_step_did_to_several_papers_is_one_line_each() -> None:
    journal = Journal(6)
    journal.entries = [
        replace(entry, batch=1, key=f"arxiv:{n % 3}", verb="read" if n > 2 else "place")
        for n, entry in enumerate(journal.entries)
    ]
    app = Stage(journal.screen())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.screen.count() == "3 acts"  # type: ignore[attr-defined]
        await press(pilot, "/", "p", "enter")
        await settle(pilot)
        assert app.screen.count() == "3 acts"  # type: ignore[attr-defined]


async def test_a_long_journal_is_read_as_far_as_one_looks() -> None:
    journal = Journal(1000)
    app = Stage(journal.screen())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert journal.asked == [(0, 300)]
        assert "300+ acts" in app.screen.count()  # type: ignore[attr-defined]
        for _ in range(6):
            await press(pilot, "G")
            await settle(pilot)
        assert journal.asked == [(0, 300), (300, 300), (600, 300), (900, 300)]
        assert app.screen.count() == "1,000 acts"  # type: ignore[attr-defined]


async def test_narrowing_the_journal_looks_back_until_it_finds() -> None:
    assert await use(Journal(1000).screen(), "/", "'paper 777", "enter", "enter") == "arxiv:777"


async def test_an_empty_journal_says_so() -> None:
    app = Stage(Journal(0).screen())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "nothing was decided yet" in app.export_screenshot().replace("&#160;", " ")


# ---- digests -------------------------------------------------------------------------------------------

DIGESTS = [
    Digest(1, "Hugging Face Papers", "2025-04-28", "Hugging Face", 105, 101, 99),
    Digest(2, 'arXiv "cs.CV"', "2025-04-25", "arXiv", 187),
    Digest(3, HOSTILE, "2024-12-24", HOSTILE, 3, 2, 1),
]


class Shelf:
    def __init__(self) -> None:
        self.digests = list(DIGESTS)

    async def load(self) -> Sequence[Digest]:
        return list(self.digests)

    async def remove(self, digest: Digest) -> str:
        self.digests.remove(digest)
        return f"removed {digest.name}"

    def screen(self, **more: Any) -> DigestsScreen:
        return DigestsScreen(self.load, self.remove, now=NOW, **more)


async def test_enter_opens_the_digest_under_the_cursor() -> None:
    assert await use(Shelf().screen(), "j", "enter") == DIGESTS[1]


async def test_the_cursor_starts_on_the_digest_that_is_open() -> None:
    for digest in DIGESTS[:2]:
        current = f"{digest.name} {digest.date}"
        assert await use(Shelf().screen(current=current), "enter") == digest


async def test_g_d_starts_on_the_digest_on_show(library: Path) -> None:
    with Library.open(library, device="test") as lib:
        feed(lib, [paper("Older")], name="Another", date="2025-04-01")
    async with reading(library) as r:
        await r.press("g", "d", "j", "enter")
        assert "Another" in r.header()
        await r.press("g", "d")
        assert r.app.screen.digest().name == "Another"
        await r.press("escape", "[")
        assert "no older digest" in r.text()
        await r.press("]")
        assert "no older digest" not in r.text()
        assert "Another" not in r.header()


async def test_a_digest_is_removed_on_the_second_press_only() -> None:
    shelf = Shelf()
    await use(shelf.screen(), "X", "j", "X")
    assert len(shelf.digests) == 3
    await use(shelf.screen(), "X", "X")
    assert [digest.id for digest in shelf.digests] == [2, 3]


async def test_digests_are_narrowed_by_name_source_and_day() -> None:
    for words in ("'cs.cv", "'25 apr", "'arxiv 2025-04"):
        assert "cs.CV" in str(await use(Shelf().screen(), "/", words, "enter", "enter")), words


# ---- earlier notes -------------------------------------------------------------------------------------

VERSIONS = [
    Version("one\ntwo", "2025-04-28T13:20:00"),
    Version("zero", "2025-04-20T10:00:00"),
    Version("", ""),
]


async def test_an_earlier_text_can_be_taken_again() -> None:
    assert await use(NotesCompareScreen("T", "one\nthree", VERSIONS, now=NOW), "j", "enter") == "zero"
    assert await use(NotesCompareScreen("T", "one", [], now=NOW), "enter", "escape") is None


async def test_both_texts_are_shown_with_what_differs() -> None:
    app = Stage(NotesCompareScreen("T", "one\nthree", VERSIONS, now=NOW))
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        lines = [" ".join(ink.plain(line).split()) for line in app.screen.query_one(LongWords).all_lines]
    assert "one │ one" in lines
    assert "- two │ + three" in lines


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_no_line_of_either_text_is_lost_in_a_comparison(left: str, right: str) -> None:
    found = pairs(left, right)
    assert [pair.left for pair in found if pair.left is not None] == left.splitlines()
    assert [pair.right for pair in found if pair.right is not None] == right.splitlines()
    assert all(pair.same == (pair.left == pair.right) for pair in found)


@given(st.text(max_size=200), st.text(max_size=200), st.integers(24, 140))
def test_a_comparison_keeps_to_its_width(left: str, right: str, width: int) -> None:
    for line in (*beside(left, right, width), *below(left, right, width)):
        assert ink.line_width(line) <= width


def test_only_changed_words_are_marked() -> None:
    assert [("a big dog"[a:b]) for a, b in changed_spans("a big dog", "a dog")] == ["big"]


# ---- all of them ---------------------------------------------------------------------------------------

ALL = {
    "help": help_screen,
    "history": lambda: Journal().screen(),
    "digests": lambda: Shelf().screen(),
    "notes": lambda: NotesCompareScreen(HOSTILE, HOSTILE, [Version(HOSTILE * 3, HOSTILE, HOSTILE)], now=NOW),
}


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast", "no-color"])
@pytest.mark.parametrize("size", [(80, 24), (40, 10), (200, 60)])
@pytest.mark.parametrize("name", ALL)
async def test_every_screen_fits_shows_how_to_leave_and_leaves(
    name: str, size: tuple[int, int], theme: str
) -> None:
    app = Stage(ALL[name](), theme=theme, glyphs=ASCII if theme == "no-color" else UNICODE)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        foot = app.screen.query_one("#foot", Words)
        assert foot.region.bottom == size[1]
        assert foot.text.rstrip().endswith("esc back")
        strips = app.screen._compositor.render_strips()
        screen = "".join(segment.text for strip in strips for segment in strip)
        assert all(strip.cell_length == size[0] for strip in strips)
        assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c == "\u202e" for c in screen)
        await press(pilot, "j", "ctrl+d", "G", "k", "escape")
        await settle(pilot)
    assert app.answer is None


async def test_a_screen_changes_with_the_theme() -> None:
    app = Stage(help_screen())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        before = app.export_screenshot()
        app.theme = "light"
        await settle(pilot)
        assert "#15171c" not in app.export_screenshot()
        assert "#15171c" in before
