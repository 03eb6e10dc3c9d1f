"""Lines of ink: breaking by cells, keeping what belongs together, cutting, hitting, painting."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.text import safe, widths
from digestui.ui import themes
from digestui.ui.show import ink
from digestui.ui.show.ink import Ink, Piece, Span, Target

texts = st.text(max_size=120).map(safe.one_line)
WORDS = ("a", "transformer", "self-supervised", "k-means", "国际会议", "👩\u200d🔬", "e\u0301té", "x" * 40)
words = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)


def broken(text: str, width: int, **more: object) -> list[str]:
    return [text[start:end] for start, end in ink.breaks(text, width, **more)]  # type: ignore[arg-type]


@given(st.one_of(texts, words), st.integers(1, 80))
def test_breaking_loses_nothing_but_spaces_and_keeps_the_order(text: str, width: int) -> None:
    lines = ink.breaks(text, width)
    assert all(start < end for start, end in lines)
    assert all(a[1] <= b[0] for a, b in pairwise(lines))
    assert "".join(text[start:end] for start, end in lines).replace(" ", "") == text.replace(" ", "")


@given(st.one_of(texts, words), st.integers(2, 80))
def test_no_line_is_wider_than_its_measure(text: str, width: int) -> None:
    assert all(widths.width(line) <= width for line in broken(text, width))


@given(words, st.integers(4, 60), st.integers(0, 60), st.integers(1, 30))
def test_spans_change_the_ink_and_never_the_text(text: str, width: int, start: int, length: int) -> None:
    span = Span(start, start + length, ink.MATCH)
    with_ink = ["".join(p.text for p in line) for line in ink.wrap(text, width, ink.TEXT, [span])]
    assert with_ink == broken(text, width)


def test_a_word_parts_at_a_hyphen_between_words_only() -> None:
    assert broken("uses self-supervised", 11) == ["uses self-", "supervised"]
    assert broken("uses of k-means", 10) == ["uses of", "k-means"]
    assert broken("on ImageNet-1k", 12) == ["on", "ImageNet-1k"]
    assert broken("gives -cosine", 8) == ["gives", "-cosine"]


def test_a_title_does_not_leave_one_word_alone_on_its_last_line() -> None:
    text = "Join the High Accuracy Club on ImageNet with an SNN Ticket"
    assert [text[a:b] for a, b in ink.breaks(text, 52)][-1] == "Ticket"
    assert [text[a:b] for a, b in ink.balanced(text, 52)] == [
        "Join the High Accuracy Club on ImageNet with an",
        "SNN Ticket",
    ]
    assert ink.balanced("one line", 52) == [(0, 8)]
    assert ink.balanced("Two Extraordinarilylongwords", 25) == [(0, 3), (4, 28)]


def test_what_is_kept_is_not_broken_where_it_fits_a_line() -> None:
    text = "see github.com/a-team/some-long-name for more"
    kept = text.index("github"), text.index(" for")
    assert broken(text, 33, keep=[kept]) == ["see", "github.com/a-team/some-long-name", "for more"]
    assert broken("by Lu Yuan, Lei Zhang", 12, keep=[(3, 10), (12, 21)]) == ["by Lu Yuan,", "Lei Zhang"]
    assert "".join(broken("x" * 25, 10, keep=[(0, 25)])) == "x" * 25


def test_east_asian_text_fills_its_lines_and_does_not_begin_one_with_a_stop() -> None:
    assert broken("国际会议论文摘要", 8) == ["国际会议", "论文摘要"]
    assert broken("国际会议。论文", 8) == ["国际会", "议。论文"]
    assert broken("on 国际会议", 9) == ["on 国际会", "议"]


def test_joined_emoji_stay_whole() -> None:
    assert broken("👩‍🔬👩‍🔬", 3) == ["👩‍🔬", "👩‍🔬"]


@given(words, st.integers(0, 60))
def test_cutting_keeps_the_ellipsis_inside_the_width(text: str, width: int) -> None:
    line = (Piece(text[:7]), Piece(text[7:], ink.STRONG))
    assert ink.line_width(ink.cut(line, width)) <= width or width == 0


def test_a_click_finds_what_stands_in_its_column() -> None:
    tag = Target("tag", "vit")
    line = (Piece("国 "), Piece("#vit", ink.SOFT, tag), Piece(" x"))
    assert [ink.hit(line, x) for x in (0, 2, 3, 6, 7, 99)] == [None, None, tag, tag, None, None]


@given(words, st.integers(0, 60), st.integers(0, 4))
def test_paint_fills_exactly_its_cells(text: str, width: int, left: int) -> None:
    strip = ink.paint((Piece(text),), themes.DARK, width, left=min(left, width))
    assert sum(widths.width(segment.text) for segment in strip) == width


def test_spread_gives_way_at_the_left() -> None:
    line = ink.spread((Piece("a long title"),), (Piece("2021"),), 14)
    assert ink.plain(line) == "a long…   2021" or ink.plain(line) == "a long …  2021"
    assert ink.line_width(line) == 14


@pytest.mark.parametrize("width", [1, 2, 5, 10])
def test_breaking_survives_any_measure(width: int) -> None:
    assert "".join(broken("国a-b self-supervised 👩‍🔬", width)).replace(" ", "") == "国a-bself-supervised👩‍🔬"


def test_later_spans_win_and_keep_the_target_beneath() -> None:
    link = Target("link", "https://x.org")
    line = ink.pieces("x.org", ink.TEXT, [Span(0, 5, ink.LINK, link), Span(2, 5, ink.MATCH)])
    assert line == (Piece("x.", ink.LINK, link), Piece("org", ink.MATCH, link))
    assert ink.pieces("ab", Ink("soft")) == (Piece("ab", Ink("soft")),)


def test_a_word_of_any_length_is_broken_in_time_that_grows_with_it() -> None:
    for text in ("x" * 60_000, "国" * 60_000, "e" + "\u0301" * 8 + "👩\u200d🔬" * 9_000):
        lines = ink.breaks(text, 62)
        assert sum(end - start for start, end in lines) == len(text)
