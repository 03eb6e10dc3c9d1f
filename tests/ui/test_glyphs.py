"""Marks: one cell each, told apart by shape, ASCII where the terminal needs it."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from digestui.model.triage import Place, Triage
from digestui.records import fields
from digestui.ui import glyphs


@pytest.mark.parametrize("table", [glyphs.UNICODE, glyphs.ASCII], ids=lambda t: t.name)
def test_every_mark_is_one_cell_and_the_marks_of_a_row_differ(table: glyphs.Glyphs) -> None:
    for f in fields(table):
        text = getattr(table, f.name)
        if f.name != "name":
            assert cell_len(text) == len(text)
    row = [table.unread, table.queue, table.done, table.dismissed, table.snoozed, table.starred, table.noted]
    assert len({*row, table.tagged}) == 8
    assert len({table.cursor, table.selected, table.both, " "}) == 4


def test_ascii_marks_are_ascii() -> None:
    assert all(getattr(glyphs.ASCII, f.name).isascii() for f in fields(glyphs.ASCII))


def test_plain_marks_are_letters_and_win_over_every_setting() -> None:
    table = glyphs.PLAIN
    row = [table.unread, table.queue, table.done, table.dismissed, table.snoozed, table.starred, table.noted]
    assert len(set(row)) == 7
    assert all(len(mark) == 1 and mark.isascii() and mark.isalpha() for mark in row)
    drawn = (table.cursor, table.rule, table.thumb, table.level, table.square, table.block)
    assert not "".join(drawn).strip()
    assert glyphs.pick("unicode", {}, plain=True) is table


@pytest.mark.parametrize(
    ("setting", "env", "expected"),
    [
        ("auto", {"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"}, "unicode"),
        ("auto", {"LANG": "de_DE.ISO-8859-1"}, "ascii"),
        ("auto", {"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "ascii"),
        ("auto", {"LC_CTYPE": "C.UTF-8"}, "unicode"),
        ("auto", {"LANG": "en_GB.UTF-8", "LC_ALL": "C"}, "ascii"),
        ("auto", {"LANG": "en_GB.UTF-8", "TERM": "linux"}, "ascii"),
        ("auto", {}, "unicode"),
        ("unicode", {"LC_ALL": "C", "TERM": "linux"}, "unicode"),
        ("ascii", {"LANG": "en_GB.UTF-8"}, "ascii"),
    ],
)
def test_the_table_follows_setting_locale_and_terminal(
    setting: str, env: dict[str, str], expected: str
) -> None:
    assert glyphs.pick(setting, env).name == expected


def test_a_running_snooze_hides_the_place() -> None:
    triage = Triage(place=Place.QUEUE, snoozed_until=100)
    assert glyphs.UNICODE.where(triage, 99) == "◷"
    assert glyphs.UNICODE.where(triage, 100) == "≡"
    assert glyphs.UNICODE.where(Triage(), 0) == " "


def test_the_bar_tells_cursor_selection_and_both() -> None:
    g = glyphs.UNICODE
    bars = [g.bar(cursor=c, selected=s) for c in (False, True) for s in (False, True)]
    assert bars == [" ", "┃", "▌", "█"]
