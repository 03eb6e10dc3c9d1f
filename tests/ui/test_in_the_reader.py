"""Dialogs and screens inside the reader over a real library, with keys that do not wait for the screen."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from textual import events
from textual.screen import Screen

from digestui.library import notes, search, triage
from digestui.model.triage import Action, ActionKind, Place
from digestui.ui.screens.main import MainScreen
from ui.reading import Reading, reading


async def rush(reader: Reading, *keys: str) -> None:
    """Press keys all at once, before anything can follow the first of them."""
    for key in keys:
        reader.app.post_message(events.Key(key, " " if key == "space" else key if len(key) == 1 else None))
    await reader.settle()


async def test_a_tag_typed_right_behind_its_key_tags_the_paper_and_nothing_else(library: Path) -> None:
    async with reading(library) as reader:
        title = reader.title()
        await rush(reader, "t", *"vide", "enter")
        assert reader.title() == title
        assert reader.state().tags == ("vide",)
        assert reader.state().place is Place.INBOX
        assert not reader.listing.selected


async def test_the_number_of_a_view_typed_right_behind_the_views_opens_it(library: Path) -> None:
    async with reading(library) as reader:
        await rush(reader, "F", "3")
        assert isinstance(reader.app.screen, MainScreen)
        assert "Unread" in reader.text() or "Queue" in reader.text() or "Starred" in reader.text()


async def test_a_line_typed_right_behind_the_colon_is_run(library: Path) -> None:
    async with reading(library) as reader:
        await rush(reader, ":", *"tag", "space", "+", *"backbone", "enter")
        assert reader.state().tags == ("backbone",)


async def test_a_day_typed_right_behind_b_snoozes_to_it(library: Path) -> None:
    async with reading(library) as reader:
        title = reader.title()
        await rush(reader, "b", *"tomorrow", "enter")
        assert "snoozed" in reader.status()
        assert reader.title() != title


async def test_a_day_that_begins_with_a_digit_snoozes_one_paper_and_does_nothing_else(library: Path) -> None:
    async with reading(library) as reader:
        paper = reader.listing.ids[0]
        await rush(reader, "b", "b", *"3d", "enter")
        await rush(reader, "b", "b", *"2026-12-01", "enter")
        assert "snoozed to Tue 1 Dec 2026" in reader.status()
        states = [reader.listing.rows[i].triage for i in reader.listing.ids[:6]]
        until = reader.listing.rows[paper].triage.snoozed_until
        assert until == datetime(2025, 5, 3, 6).timestamp()
        assert [state.snoozed_until is not None for state in states] == [True, True, *[False] * 4]
        assert all(state.place is Place.INBOX for state in states)


async def test_b_and_a_digit_needs_no_dialog(library: Path) -> None:
    async with reading(library) as reader:
        await reader.press("b")
        assert "tonight" in reader.footer()
        assert isinstance(reader.app.screen, MainScreen)
        await reader.press("4")
        assert "snoozed to Mon 5 May" in reader.status()


async def test_help_runs_a_command_on_the_paper_under_the_cursor(library: Path) -> None:
    async with reading(library) as reader:
        await reader.press("question_mark", "slash", *"star or", "enter")
        assert reader.state().starred


async def test_the_palette_runs_a_command(library: Path) -> None:
    async with reading(library) as reader:
        await reader.press("ctrl+p", *"star or", "enter")
        assert reader.state().starred


async def test_undo_from_the_history_reaches_down_to_the_cursor(library: Path) -> None:
    async with reading(library) as reader:
        await reader.press("s", "j", "s", "j", "s")
        await reader.press("g", "h")
        await reader.press("j", "u")
        await reader.press("escape")
        with reader.library() as lib:
            assert (
                len(lib.database.connection.execute("select 1 from triage where starred = 1").fetchall()) == 1
            )


async def test_a_paper_is_reached_from_the_history(library: Path) -> None:
    async with reading(library) as reader:
        title = reader.title()
        await reader.press("s", "j", "j", "j")
        await reader.press("g", "h")
        await reader.press("enter")
        assert isinstance(reader.app.screen, MainScreen)
        assert reader.title() == title


async def test_a_digest_opens_from_its_list(library: Path) -> None:
    async with reading(library) as reader:
        await reader.press("g", "d")
        await reader.press("enter")
        assert isinstance(reader.app.screen, MainScreen)
        assert len(reader.listing.ids) == 111
        assert "digest:" in reader.header()


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 36)])
@pytest.mark.parametrize("keys", [("t",), ("b", "b"), ("F",), ("S",), ("asterisk",), ("colon",), ("ctrl+p",)])
async def test_every_dialog_opens_at_every_size_and_escape_leaves_all_as_it_was(
    library: Path, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    async with reading(library, size) as reader:
        title, before = reader.title(), reader.state()
        await reader.press(*keys)
        shown: Screen = reader.app.screen
        assert not isinstance(shown, MainScreen)
        assert "esc" in reader.text()
        await reader.press("escape")
        assert isinstance(reader.app.screen, MainScreen)
        assert (reader.title(), reader.state()) == (title, before)


async def test_tags_of_a_selection_are_counted(library: Path) -> None:
    async with reading(library) as reader:
        with reader.library() as lib:
            triage.act(lib, list(reader.listing.ids[:1]), Action(ActionKind.TAG, add=("vit",)))
        await reader.press("r")
        await reader.press("x", "x", "t")
        assert "#vit 1 of 2" in reader.text()


async def test_a_search_typed_all_at_once_reaches_the_box_and_then_the_list(library: Path) -> None:
    async with reading(library) as reader:
        await rush(reader, "/", *"swin", "enter", "s")
        assert "swin" in reader.header().casefold()
        assert "Swin" in reader.title()
        with reader.library() as lib:
            assert search.count(lib, search.understand(lib, "is:starred").query) == 1


async def test_a_note_typed_all_at_once_is_saved_whole_and_nothing_else_is_done(library: Path) -> None:
    async with reading(library) as reader:
        title = reader.title()
        await rush(reader, "c", *"dead", "enter", *"set", "escape", "s")
        assert reader.title() == title
        assert reader.state().starred
        assert reader.state().place is Place.INBOX
        with reader.library() as lib:
            assert notes.read_note(lib, reader.listing.row.id) == "dead\nset"


async def test_acts_pressed_all_at_once_each_take_the_paper_the_one_before_left(library: Path) -> None:
    async with reading(library) as reader:
        before = list(reader.listing.ids[:6])
        await rush(reader, *"dddae")
        with reader.library() as lib:
            places = [row.triage.place for row in search.rows(lib, before)]
    assert places == [Place.DISMISSED] * 3 + [Place.QUEUE, Place.DONE, Place.INBOX]
