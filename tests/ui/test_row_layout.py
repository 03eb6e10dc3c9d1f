"""How a row of the list is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.model.rows import Row
from digestui.model.triage import Place, Triage
from digestui.text import safe, widths
from digestui.ui.glyphs import ASCII, UNICODE
from digestui.ui.row_layout import Columns, RowState, columns_for, row_spans

LONG = "Reinforce Data, Multiply Impact: Improved Model Accuracy and Robustness with Dataset Reinforcement"


def row(title: str = "CvT: Introducing Convolutions", **kwargs) -> Row:
    triage = kwargs.pop("triage", Triage())
    return Row(id=1, key="arxiv:1", title=title, triage=triage, **kwargs)


def texts(*args, **kwargs) -> list[str]:
    return ["".join(span.text for span in line) for line in row_spans(*args, **kwargs)]


def test_marks_stand_in_their_columns() -> None:
    triage = Triage(starred=True, place=Place.QUEUE)
    (line,) = texts(row(triage=triage, noted=True), 60, 1, Columns(), RowState(cursor=True), UNICODE, 0)
    assert line[:7] == "▌ ●≡★✎ "
    (line,) = texts(row(triage=triage, noted=True), 60, 1, Columns(), RowState(cursor=True), ASCII, 0)
    assert line[:7] == '> o+*" '


def test_a_running_snooze_hides_the_place() -> None:
    triage = Triage(place=Place.QUEUE, snoozed_until=100)
    assert texts(row(triage=triage), 60, 1, Columns(), RowState(), UNICODE, 50)[0][3] == "◷"
    assert texts(row(triage=triage), 60, 1, Columns(), RowState(), UNICODE, 150)[0][3] == "≡"


def test_a_long_title_goes_on_in_the_next_line_hanging_by_two() -> None:
    first, second = texts(row(LONG), 50, 2, Columns(), RowState(), UNICODE, 0)
    assert first[7:].startswith("Reinforce Data, Multiply Impact:")
    assert second[7:9] == "  "
    assert second[9] != " "
    assert second.rstrip().endswith("…")


def test_year_stands_above_code_where_a_row_has_two_lines() -> None:
    first, second = texts(row(year=2021, has_code=True), 60, 2, Columns(True, True), RowState(), UNICODE, 0)
    assert first.endswith(" 2021 ")
    assert second.endswith(" code ")
    (line,) = texts(row(year=2021, has_code=True), 90, 1, Columns(True, True), RowState(), UNICODE, 0)
    assert line.endswith(" code 2021 ")


def test_tags_stand_after_the_title_where_they_fit_else_a_bare_mark() -> None:
    tagged = Triage(tags=("vit", "backbone"))
    assert "#vit #backbone" in texts(row(triage=tagged), 70, 1, Columns(), RowState(), UNICODE, 0)[0]
    line = texts(row(LONG, triage=tagged), 60, 1, Columns(), RowState(), UNICODE, 0)[0]
    assert line.endswith("… # ")


def test_columns_without_a_value_are_not_drawn() -> None:
    assert columns_for([row()], 90) == Columns()
    assert columns_for([row(year=2020)], 90) == Columns(year=True)
    assert columns_for([row(year=2020)], 50) == Columns()


def test_matches_are_set_apart_where_the_title_breaks() -> None:
    state = RowState(spans=((0, 9), (90, 103)))
    lines = row_spans(row(LONG), 60, 2, Columns(), state, UNICODE, 0)
    assert [s.text for s in lines[0] if "m" in s.kind] == ["Reinforce"]


@given(
    st.text(max_size=160),
    st.integers(20, 120),
    st.integers(1, 3),
    st.lists(st.text(min_size=1, max_size=12), max_size=4),
    st.booleans(),
)
def test_every_line_is_exactly_as_wide_as_the_list(title, width, lines, tags, code) -> None:
    tags = tuple(safe.one_line(tag) for tag in tags)
    made = row(title, year=2020, has_code=code, triage=Triage(tags=tags))
    for line in row_spans(made, width, lines, columns_for([made], width), RowState(), UNICODE, 0):
        assert sum(widths.width(span.text) for span in line) == width


@pytest.mark.parametrize("title", ["", "\x1b[31m", "   "])
def test_a_title_of_nothing_still_says_something(title: str) -> None:
    assert texts(row(title), 60, 1, Columns(), RowState(), UNICODE, 0)[0].strip(" ●")
