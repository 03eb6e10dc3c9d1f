"""Text is measured, cut, padded and wrapped by cells, and no character is torn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.text.safe import clean
from digestui.text.widths import clusters, cut, pad, width, wrap

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60).map(clean) | st.text(
    st.sampled_from("ab c中é́👩\u200d🔬🇫🇷❤\ufe0f🏽가क्षि"), max_size=30
)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("中文", 4),
        ("é", 1),
        ("e\u0301", 1),
        ("👩\u200d🔬", 2),
        ("🇫🇷", 2),
        ("🇫", 1),
        ("❤\ufe0f", 2),
        ("👍🏽", 2),
        ("─│✓", 3),
        ("한", 2),
        ("क्", 1),
    ],
)
def test_widths(text: str, cells: int) -> None:
    assert width(text) == cells


@given(texts)
def test_clusters_join_to_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text


@given(texts, st.integers(0, 40))
def test_a_cut_text_fits_and_a_padded_one_fits_exactly(text: str, cells: int) -> None:
    assert width(cut(text, cells)) <= cells
    assert width(pad(text, cells)) == cells


@given(texts, st.integers(4, 40), st.integers(0, 4))
def test_wrapped_lines_fit_and_lose_no_word(text: str, cells: int, hang: int) -> None:
    lines = wrap(text, cells, hang)
    assert lines
    assert all(width(line) <= cells for line in lines)
    squeezed = "".join(lines).replace(" ", "")
    assert squeezed == text.replace(" ", "").replace("\n", "").replace("\t", "")


def test_wrapping_hangs_and_keeps_empty_lines() -> None:
    assert wrap("one two three four", 9, 2) == ["one two", "  three", "  four"]
    assert wrap("a\n\nb", 10) == ["a", "", "b"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("", 10) == [""]


def test_a_wide_character_never_straddles_the_edge() -> None:
    assert cut("中文字", 5) == "中文…"
    assert cut("中文字", 4) == "中…"
    assert pad("中文字", 4) == "中… "
    assert cut("👩\u200d🔬👩\u200d🔬", 3) == "👩\u200d🔬…"
