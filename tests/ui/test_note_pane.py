"""The note pane: a note as it reads, typing, drafts, and what is said of them."""

from __future__ import annotations

import asyncio
import re

import pytest
from textual import events

from digestui.ui.glyphs import UNICODE
from digestui.ui.panes.note import START, NotePane, clock, start_lines
from digestui.ui.show import ink
from ui.fingers import press, settle
from ui.samples import NOTE, NOW
from ui.tiny import Tiny


def rows(pane: NotePane) -> list[str]:
    return ["".join(s.text for s in pane.render_line(y)).rstrip() for y in range(pane.size.height)]


def info(pane: NotePane) -> list[tuple[str, str]]:
    return [(part.text, part.role) for part in pane.title.info]


async def test_a_note_reads_without_its_signs() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 10)):
        pane.show(NOTE, saved=NOW)
        assert rows(pane)[2:5] == [
            "  Convolution instead of position codes",
            "  • convolutional projection for q, k, v; strides shrink k and v",
            "  • position encoding can go: try at 384 px without resizing",
        ]
        assert info(pane)[0][0].startswith("saved ")


async def test_no_note_says_which_key_writes_one() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 6)):
        pane.show(None)
        assert "  No note. c to write" in rows(pane)
        pane.show(None, available=False)
        assert "No note" not in "".join(rows(pane))


async def test_typing_is_told_within_a_second_and_saved_on_leaving_with_its_base() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 12)) as pilot:
        pane.show("old")
        pane.edit()
        await settle(pilot)
        assert pane.title.extra == "editing"
        await press(pilot, "!", "é")
        pane.flush()
        await settle(pilot)
        assert [m.text for m in app.said(NotePane.NoteChanged)] == ["old!é"]
        pane.draft_kept(NOW)
        assert info(pane)[0][1] == "warn"
        pane.leave()
        await settle(pilot)
        assert [(m.text, m.base) for m in app.said(NotePane.NoteSaved)] == [("old!é", "old")]
        assert len(app.said(NotePane.NoteLeft)) == 1
        assert "  old!é" in rows(pane)
        pane.saved(NOW)
        assert info(pane)[0][0].startswith("saved")


async def test_the_draft_is_told_by_the_clock_alone() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 12)) as pilot:
        pane.show(None)
        pane.edit()
        await settle(pilot)
        await press(pilot, "a", "b", "c")
        async with asyncio.timeout(5):
            while not app.said(NotePane.NoteChanged):
                await pilot.pause()
        assert [m.text for m in app.said(NotePane.NoteChanged)] == ["abc"]


async def test_leaving_without_a_change_saves_nothing() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 12)) as pilot:
        pane.show("same")
        pane.edit()
        await settle(pilot)
        await press(pilot, "x", "backspace")
        pane.leave()
        await settle(pilot)
        assert app.said(NotePane.NoteSaved) == []


async def test_undo_takes_typing_back_and_never_the_note_before() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 12)) as pilot:
        pane.show("first")
        pane.edit()
        pane.leave()
        pane.show("second")
        pane.edit()
        await settle(pilot)
        await press(pilot, "!", "ctrl+z", "ctrl+z", "ctrl+z")
        assert pane.text == "second"


async def test_what_is_pasted_loses_its_controls() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 12)) as pilot:
        pane.show(None)
        pane.edit()
        await settle(pilot)
        app.post_message(events.Paste("a\x1b]52;c;aGk=\x07b\r\nc\u202ed\x00"))
        await settle(pilot)
        assert "\x1b" not in pane.text
        assert "\u202e" not in pane.text
        assert pane.text.splitlines()[1] == "cd"
        await press(pilot, "ctrl+z")
        assert "\x1b" not in pane.text


async def test_a_failed_save_keeps_the_text_and_says_why_in_a_word() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 12)) as pilot:
        pane.show("a")
        pane.edit()
        await settle(pilot)
        await press(pilot, "b")
        pane.save()
        pane.not_saved("disk full")
        assert info(pane) == [("not saved: disk full", "error")]
        assert pane.text == "ab"
        pane.save()
        await settle(pilot)
        assert [m.text for m in app.said(NotePane.NoteSaved)] == ["ab", "ab"]


async def test_a_change_elsewhere_is_said() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((75, 12)):
        pane.show("a")
        pane.saved(NOW, conflict=True)
        assert info(pane) == [("changed elsewhere: both kept, ctrl+t to compare", "warn")]


async def test_another_paper_never_takes_the_text_being_typed() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 12)) as pilot:
        pane.show("mine")
        pane.edit()
        await settle(pilot)
        pane.show("another's")
        assert pane.text == "mine"


async def test_an_unsaved_draft_is_what_one_sees_and_goes_on_with() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 12)) as pilot:
        pane.show("saved text", saved=NOW, draft="saved text and more", draft_at=NOW)
        assert info(pane)[0][0].startswith("draft kept")
        assert "  saved text and more" in rows(pane)
        pane.edit()
        pane.leave()
        await settle(pilot)
        assert [(m.text, m.base) for m in app.said(NotePane.NoteSaved)] == [
            ("saved text and more", "saved text")
        ]


async def test_enter_continues_a_list_and_ends_it_on_an_empty_item() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 12)) as pilot:
        pane.show("1. one")
        pane.edit()
        await settle(pilot)
        await press(pilot, "enter", "t", "w", "o", "enter", "enter", "x")
        assert pane.text == "1. one\n2. two\nx"


async def test_the_editor_is_loaded_on_first_use_only() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 12)) as pilot:
        pane.show(NOTE)
        assert not pane.children
        pane.edit()
        pane.leave()
        pane.edit()
        await settle(pilot)
        assert len(pane.children) == 1


async def test_start_here_stands_where_there_is_no_note_until_it_is_ended() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 8)):
        pane.show(None)
        pane.show_start()
        assert rows(pane)[0].lstrip("▌ ").startswith("Start here")
        assert rows(pane)[0].endswith("leaves after ten acts")
        assert "  j k     move            space   read on" in rows(pane)
        pane.edit()
        assert (pane.title.text, info(pane)) == ("Note", [])
        pane.leave()
        assert rows(pane)[0].lstrip("▌ ").startswith("Start here")
        pane.show("a note")
        assert rows(pane)[0].lstrip("▌ ").startswith("Note")
        pane.show(None)
        pane.show_start(None)
        assert "  No note. c to write" in rows(pane)


@pytest.mark.parametrize("width", [10, 30, 62, 72])
def test_start_here_fits_its_pane(width: int) -> None:
    lines = start_lines(START, width)
    assert len(lines) == (10 if width < 50 else 5)
    assert all(ink.line_width(line) <= max(width, 24) for line in lines)


async def test_a_double_click_wants_to_write_and_links_are_told() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 8)) as pilot:
        pane.show("see https://a.org/x and #tag")
        y = next(n for n, row in enumerate(rows(pane)) if "a.org" in row)
        await pilot.click(pane, offset=(8, y))
        await pilot.click(pane, offset=(rows(pane)[y].index("#tag") + 1, y))
        await pilot.double_click(pane, offset=(50, y))
        assert [m.address for m in app.said(NotePane.LinkClicked)] == ["https://a.org/x"]
        assert [m.tag for m in app.said(NotePane.TagClicked)] == ["tag"]


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast", "ansi", "no-color"])
async def test_typing_is_drawn_in_every_theme(theme: str) -> None:
    app = Tiny(pane := NotePane(UNICODE), theme=theme)
    async with app.tiny((65, 12)) as pilot:
        pane.show(NOTE)
        pane.edit()
        await settle(pilot)
        await press(pilot, "enter", "#", "a")
        assert "#a" in app.export_screenshot()


async def test_a_note_after_start_here_says_when_it_was_saved() -> None:
    app = Tiny(pane := NotePane(UNICODE))
    async with app.tiny((65, 8)):
        pane.show(None)
        pane.show_start()
        pane.show("a note", saved=NOW)
        assert info(pane)[0][0].startswith("saved")


async def test_a_moment_of_today_is_a_time_and_of_another_day_a_date() -> None:
    assert re.fullmatch(r"\d\d:\d\d", clock(NOW, NOW))
    assert clock(NOW - 40 * 86400, NOW) == "19 Mar"
    assert clock(NOW - 400 * 86400, NOW) == "24 Mar 2024"
