"""The small widgets that dialogs and screens are made of."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from digestui.text import safe, widths
from digestui.ui.show import ink
from digestui.ui.show.ink import Line, Piece
from digestui.ui.widgets.line_edit import LineEdit
from digestui.ui.widgets.lines import Lines
from digestui.ui.widgets.words import Hint, hints
from ui.fingers import settle
from ui.tiny import Tiny


def press(edit: LineEdit, *keys: str) -> str:
    for key in keys:
        character = " " if key == "space" else key if len(key) == 1 else None
        edit.press(events.Key(key, character))
    return edit.value


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        (("backspace",), "one tw"),
        (("ctrl+w",), "one "),
        (("ctrl+w", "ctrl+w"), ""),
        (("ctrl+u",), ""),
        (("home", "ctrl+k"), ""),
        (("home", "x"), "xone two"),
        (("left", "left", "delete"), "one to"),
        (("alt+b", "x"), "one xtwo"),
        (("home", "alt+f", "x"), "onex two"),
        (("ctrl+w", "home", "ctrl+y"), "twoone "),
        (("ctrl+a", "ctrl+d"), "ne two"),
        (("space", "3"), "one two 3"),
    ],
)
def test_a_line_is_edited_as_in_a_shell(keys: tuple[str, ...], after: str) -> None:
    assert press(LineEdit("one two"), *keys) == after


def test_a_character_of_several_code_points_goes_whole() -> None:
    assert press(LineEdit("a👩‍🔬"), "backspace") == "a"
    assert press(LineEdit("e\u0302\u0301x"), "left", "backspace") == "x"


def test_keys_that_edit_nothing_are_left_to_others() -> None:
    edit = LineEdit("x")
    assert not edit.press(events.Key("f1", None))
    assert not edit.press(events.Key("enter", "\r"))
    assert edit.value == "x"


@given(st.lists(st.one_of(st.text(max_size=3), st.sampled_from(["backspace", "left", "ctrl+w", "delete"]))))
def test_whatever_is_typed_stays_safe_and_the_cursor_inside(keys: list[str]) -> None:
    edit = LineEdit()
    for key in keys:
        if key in ("backspace", "left", "ctrl+w", "delete"):
            edit.press(events.Key(key, None))
        else:
            edit.insert(key)
        assert 0 <= edit.cursor <= len(edit.value)
        assert safe.terminal(edit.value).replace("\n", " ") == edit.value


@pytest.mark.parametrize("text", ["x" * 200, "汉字" * 60, "👩‍🔬" * 50])
async def test_a_long_line_scrolls_with_its_cursor_and_keeps_its_width(text: str) -> None:
    edit = LineEdit(text, prompt=": ")
    app = Tiny(edit)
    async with app.tiny((30, 5)) as pilot:
        await settle(pilot)
        assert edit.render_line(0).cell_length == 30
        for _ in range(120):
            edit.press(events.Key("left", None))
            assert edit.render_line(0).cell_length == 30
        await pilot.resize_terminal(12, 5)
        await settle(pilot)
        assert edit.render_line(0).cell_length == 12


def draw(index: int, width: int, cursor: bool) -> Line:
    return (Piece(f"line {index}"),)


async def test_a_list_of_a_hundred_thousand_lines_draws_only_what_it_shows() -> None:
    drawn: list[int] = []

    def counted(index: int, width: int, cursor: bool) -> Line:
        drawn.append(index)
        return draw(index, width, cursor)

    lines = Lines(counted, 100_000, inset=2, bar=True)
    app = Tiny(lines)
    async with app.tiny((80, 24)) as pilot:
        await settle(pilot)
        assert len(set(drawn)) == 24
        drawn.clear()
        began = time.perf_counter()
        lines.go(99_999)
        await settle(pilot)
        assert min(drawn) >= 99_976
        assert time.perf_counter() - began < 1
        drawn.clear()
        lines.move(-1)
        await settle(pilot)
        assert sorted(set(drawn)) == [99_998, 99_999], "a move inside the page draws two lines"


async def test_the_wheel_scrolls_and_a_click_chooses() -> None:
    lines = Lines(draw, 100)
    app = Tiny(lines)
    async with app.tiny((40, 10)) as pilot:
        await settle(pilot)
        await pilot._post_mouse_events([events.MouseScrollDown], lines, (3, 3))
        await settle(pilot)
        assert lines.top == 3
        await pilot.click(lines, offset=(3, 2))
        await settle(pilot)
        assert [message.index for message in app.said(Lines.Chosen)] == [5]


async def test_growing_moves_nothing() -> None:
    lines = Lines(draw, 20)
    app = Tiny(lines)
    async with app.tiny((40, 10)) as pilot:
        await settle(pilot)
        lines.go(15)
        before = (lines.top, lines.cursor)
        lines.grow(500)
        await settle(pilot)
        assert (lines.top, lines.cursor) == before
        lines.show(3)
        assert (lines.top, lines.cursor) == (0, 0)


offers = st.lists(
    st.builds(Hint, st.text("abc+", min_size=1, max_size=8), st.text("xyz ", min_size=1, max_size=14)),
    min_size=1,
    max_size=9,
)


@given(offers, st.integers(40, 120))
def test_hints_are_whole_fit_and_end_with_the_last(given_offers: list[Hint], width: int) -> None:
    (line,) = hints(given_offers, width, last_right=True)
    text = ink.plain(line)
    assert widths.width(text) <= width
    last = given_offers[-1]
    assert text.endswith(f"{last.keys} {last.word}")
    for row in hints(given_offers, width, rows=2):
        assert ink.line_width(row) <= width + 3


def test_marks_typed_one_by_one_stand_in_the_order_that_is_kept() -> None:
    edit = LineEdit()
    edit.insert("\u0300")
    edit.insert("\U000116b6")
    assert safe.terminal(edit.value) == edit.value
