"""The rule that is a scrollbar, and the title bar that stands by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digestui.ui.glyphs import UNICODE
from digestui.ui.show import ink
from digestui.ui.widgets.rule import Grip, Scroll
from digestui.ui.widgets.title_bar import Part, Title, TitleBar, title_line
from ui.tiny import Tiny


@given(st.integers(0, 10_000), st.integers(1, 200), st.integers(0, 10_000), st.integers(1, 100))
def test_the_thumb_stays_on_its_track_and_touches_an_end_only_there(
    first: int, shown: int, total: int, height: int
) -> None:
    hidden = max(0, total - shown)
    first = min(first, hidden)
    start, length = Scroll(first, shown, total).thumb(height)
    assert start >= 0
    assert start + length <= height
    assert (length == 0) == (total <= shown)
    if length and height - length > 1:
        assert (start == 0) == (first == 0)
        assert (start + length == height) == (first == hidden)


@given(st.integers(-500, 500))
def test_a_drag_leads_somewhere_between_the_ends(rows: int) -> None:
    place = Grip(0, 0, 30, Scroll(20, 30, 90)).place(rows)
    assert 0 <= place <= 1


async def test_a_title_tells_which_of_its_words_was_clicked() -> None:
    title = Title("Inbox", info=(Part("code", "faint", "code"), Part("year", "faint", "year")), parted=1)
    app = Tiny(bar := TitleBar(title, UNICODE))
    async with app.tiny((40, 3)) as pilot:
        for column in (3, 20, 31, 36):
            await pilot.click(bar, offset=(column, 0))
        assert [m.part for m in app.said(TitleBar.Clicked)] == ["", "", "code", "year"]


@given(st.text(max_size=30), st.text(max_size=30), st.integers(1, 80), st.booleans())
def test_a_title_is_exactly_as_wide_as_its_bar(text: str, words: str, width: int, focused: bool) -> None:
    from digestui.text import safe

    title = Title(safe.one_line(text), info=(Part(safe.one_line(words)),))
    assert ink.line_width(title_line(title, width, UNICODE, focused=focused)) <= max(width, 4)
