"""Foreign text never controls the terminal, and nothing that can be read is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.text import safe

anything = st.text(st.characters(), max_size=200)
nasty = st.text(
    st.sampled_from(
        "a é\x1b\x00\x07\x9b\u202e\u200b\u200d\u0301\u0327\u1ab0\ufeff\U000e0041\r\n\t\x85\u2028"
    ),
    max_size=120,
)


def forbidden(ch: str) -> bool:
    if ch in "\n\t\u200c\u200d":
        return False
    return unicodedata.category(ch) in ("Cc", "Cs") or ch in "\u200b\u200e\u200f\u202e\u2066\ufeff\U000e0041"


@given(anything | nasty)
def test_nothing_that_controls_a_terminal_passes(text: str) -> None:
    assert not [ch for ch in safe.clean(text) if forbidden(ch)]
    assert not [ch for ch in safe.terminal(text) if forbidden(ch) or ch == "\t"]
    assert not set("\n\r\t\u2028\x85") & set(safe.one_line(text))


@given(anything | nasty)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    for clean in (safe.clean, safe.one_line, safe.terminal):
        once = clean(text)
        assert clean(once) == once


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S", "Zs"))))
def test_plain_ascii_comes_back_as_it_is(text: str) -> None:
    assert safe.clean(text) == text


@given(anything | nasty, st.integers(0, 30))
def test_a_limit_is_kept(text: str, limit: int) -> None:
    assert len(safe.one_line(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("\x1b]52;c;aGk=\x07done", "]52;c;aGk=done"),
        ("\x1b\x1b[[2J", "[[2J"),
        ("e\u0301", "é"),
        ("a\u202eb\u2066c\u200bd\ufeffe\xadf", "abcdef"),
        ("\U000e0068\U000e0069x\ud800\ufffe", "x"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("[/INST] [@click=app.quit] \\", "[/INST] [@click=app.quit] \\"),
        ("\ue000", "\ue000"),
    ],
)
def test_examples(text: str, expected: str) -> None:
    assert safe.clean(text) == expected


def test_marks_past_eight_on_one_letter_are_dropped() -> None:
    assert safe.clean("x" + "\u0335" * 100 + "y") == "x" + "\u0335" * 8 + "y"
    assert safe.clean("x" + "\u0335\u200d" * 50).count("\u0335") == 8
    assert safe.clean("हिन्दी भाषा") == "हिन्दी भाषा"


def test_a_million_marks_take_no_time() -> None:
    text = "x" + "\u0316\u0301" * 500_000
    assert len(safe.clean(text)) <= 9


def test_one_line_is_single_spaced() -> None:
    assert safe.one_line(" a \n\n b\t\u3000c\xa0d ") == "a b c d"
    assert safe.one_line("abcdef", 4) == "abc…"
    assert safe.clean("  keep\n  lines ") == "  keep\n  lines "


@pytest.mark.parametrize("text", ["", " ", "\u200d\u200c", "\u3000\xa0", "\u2800"])
def test_text_without_anything_to_see_is_blank(text: str) -> None:
    assert safe.blank(safe.clean(text))


@pytest.mark.parametrize("text", ["a", "?", "中", "👍", "\ue000"])
def test_text_with_something_to_see_is_not_blank(text: str) -> None:
    assert not safe.blank(text)
