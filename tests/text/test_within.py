"""Finding a piece of text in another, case and accents aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.text.folding import fold
from digestui.text.within import within


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Café and CAFE", "cafe", ["Café", "CAFE"]),
        ("Straße", "STRASSE", ["Straße"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("two words\nhere", "words\nhere", ["words\nhere"]),
        ("C++ and c++", "C++", ["C++", "c++"]),
        ("e\u0301t\u00e9", "été", ["e\u0301t\u00e9"]),
        ("nothing", "", []),
        ("", "x", []),
    ],
)
def test_text_is_found_as_it_reads(text: str, wanted: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in within(text, wanted)] == found


@given(st.text(max_size=60), st.text(max_size=4))
def test_what_is_found_reads_as_what_was_wanted_and_nothing_overlaps(text: str, wanted: str) -> None:
    last = 0
    for start, end in within(text, wanted):
        assert last <= start < end <= len(text)
        assert fold(wanted) in fold(text[start:end])
        last = end
