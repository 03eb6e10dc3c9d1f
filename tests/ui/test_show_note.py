"""A note as it reads: a small, safe part of Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.ui import show
from digestui.ui.glyphs import UNICODE
from digestui.ui.show import ink


def seen(text: str, width: int = 60) -> list[str]:
    return [ink.plain(line) for line in show.preview(text, width, UNICODE)]


def targets(text: str) -> list[tuple[str, str]]:
    return [
        (p.target.kind, p.target.value) for line in show.preview(text, 60, UNICODE) for p in line if p.target
    ]


def test_headings_lose_their_signs_and_are_bold() -> None:
    line = show.preview("## Label errors ##", 60, UNICODE)[0]
    assert ink.plain(line) == "Label errors"
    assert line[0].ink == ink.STRONG


def test_items_hang_by_their_sign() -> None:
    assert seen("- one two three\n  - four\n1. five", 12) == ["• one two", "  three", "  • four", "1. five"]


def test_blank_rows_are_single_and_none_at_the_ends() -> None:
    assert seen("\n\na\n\n\nb\n\n") == ["a", "", "b"]


def test_emphasis_and_code_lose_their_signs() -> None:
    line = show.preview("a **b** *c* _d_ `e*f*`", 60, UNICODE)[0]
    assert ink.plain(line) == "a b c d e*f*"
    assert [p.text for p in line if p.ink.bold] == ["b"]
    assert [p.text for p in line if p.ink.italic] == ["c", "d"]


@pytest.mark.parametrize(
    "text", ["2*3*4", "snake_case_name", "* not an item*", "a ** b ** c", "#1 place", "a#b"]
)
def test_signs_that_mean_nothing_stay(text: str) -> None:
    assert seen(text)[0].replace("• ", "* ") == text


def test_links_show_text_and_host_and_only_web_addresses_can_be_clicked() -> None:
    assert seen("[paper](https://arxiv.org/abs/1)") == ["paper (arxiv.org)"]
    assert targets("[paper](https://arxiv.org/abs/1)") == [("link", "https://arxiv.org/abs/1")]
    for bad in ("/etc/passwd", "vscode://x", "javascript:alert(1)", "file:///etc/passwd"):
        assert targets(f"[x]({bad})") == []
        assert seen(f"[x]({bad})") == [f"[x]({bad})"]


def test_a_label_cannot_hide_where_a_link_leads() -> None:
    assert seen("[arxiv.org](https://evil.example/x)") == ["arxiv.org (evil.example)"]


def test_addresses_and_tags_are_live() -> None:
    assert targets("See https://labelerrors.com/x_y. #labels #eval/top") == [
        ("link", "https://labelerrors.com/x_y"),
        ("tag", "labels"),
        ("tag", "eval/top"),
    ]
    assert seen("See https://labelerrors.com/x_y.") == ["See labelerrors.com/x_y."]


def test_entities_and_markup_stay_as_typed() -> None:
    assert seen("&#8238; [b]x[/b] <b>") == ["&#8238; [b]x[/b] <b>"]


def test_fenced_code_keeps_its_signs() -> None:
    assert seen("```python\n# not a heading\n*x*\n```") == ["  # not a heading", "  *x*"]


@given(st.text(max_size=300), st.integers(1, 80))
def test_any_text_is_shown_within_its_measure(text: str, width: int) -> None:
    for line in show.preview(text, width, UNICODE):
        assert ink.line_width(line) <= max(width, 14)
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in ink.plain(line))
