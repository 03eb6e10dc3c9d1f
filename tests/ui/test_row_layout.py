"""How a row of the list is written."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digestui.model.rows import Row
from digestui.model.triage import Place, Triage
from digestui.text import safe, widths
from digestui.ui.columns import Columns, columns_for, headings, sorted_by
from digestui.ui.glyphs import ASCII, UNICODE
from digestui.ui.row_layout import RowState, row_spans

LONG = "Reinforce Data, Multiply Impact: Improved Model Accuracy and Robustness with Dataset Reinforcement"

FULL = {"published": "2020-03-29", "upvotes": 7, "author": "Ada Lovelace", "venue": "ICLR"}


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
    first, second = texts(
        row(year=2021, has_code=True), 60, 2, Columns(("code", "year")), RowState(), UNICODE, 0
    )
    assert first.endswith(" 2021 ")
    assert second.endswith(" code ")
    (line,) = texts(row(year=2021, has_code=True), 90, 1, Columns(("code", "year")), RowState(), UNICODE, 0)
    assert line.endswith(" code 2021 ")


def test_tags_stand_after_the_title_where_they_fit_else_a_bare_mark() -> None:
    tagged = Triage(tags=("vit", "backbone"))
    assert "#vit #backbone" in texts(row(triage=tagged), 70, 1, Columns(), RowState(), UNICODE, 0)[0]
    line = texts(row(LONG, triage=tagged), 60, 1, Columns(), RowState(), UNICODE, 0)[0]
    assert line.endswith("… # ")


def test_columns_without_a_value_are_not_drawn() -> None:
    assert columns_for([row()], 90) == Columns()
    assert columns_for([row(year=2020)], 90) == Columns(("year",))
    assert columns_for([row(year=2020)], 50) == Columns()


def test_columns_of_the_users_choice_stand_in_their_order() -> None:
    full = row(
        year=2020, published="2020-03-29", upvotes=7, author="Ada Lovelace", venue="ICLR", has_code=True
    )
    wanted = ("code", "author", "upvotes", "date", "venue", "year")
    columns = columns_for([full], 140, wanted=wanted)
    (line,) = texts(full, 140, 1, columns, RowState(), UNICODE, 0)
    assert " ".join(line.split()[-9:]) == "code Ada Lovelace 7 29 Mar 2020 ICLR 2020"
    assert [name for _, name in headings(columns, 1)] == list(wanted)
    upper, lower = texts(full, 140, 2, columns, RowState(), UNICODE, 0)
    assert upper.split()[-5:] == ["Ada", "Lovelace", "ICLR", "code", "2020"]
    assert lower.split() == ["29", "Mar", "2020", "7"]


def test_optional_columns_give_way_to_the_title() -> None:
    full = row(
        year=2020, published="2020-03-29", upvotes=7, author="Ada Lovelace", venue="ICLR", has_code=True
    )
    wanted = ("code", "author", "upvotes", "date", "venue", "year")
    assert columns_for([full], 84, wanted=wanted).names == ("code", "upvotes", "date", "year")
    assert columns_for([full], 60, wanted=wanted).names == ("code", "year")


def test_tags_that_are_not_wanted_leave_their_mark() -> None:
    tagged = row(triage=Triage(tags=("vit",)))
    line = texts(tagged, 70, 1, columns_for([tagged], 70, wanted=("year",)), RowState(), UNICODE, 0)[0]
    assert "#vit" not in line
    assert "#" in line


def test_a_heading_sorts_and_the_second_click_turns_it_round() -> None:
    assert sorted_by("year", "digest") == "-date"
    assert sorted_by("year", "-date") == "date"
    assert sorted_by("author", "-date") == "author"
    assert sorted_by("venue", "digest") == ""


def test_matches_are_set_apart_where_the_title_breaks() -> None:
    state = RowState(spans=((0, 9), (90, 103)))
    lines = row_spans(row(LONG), 60, 2, Columns(), state, UNICODE, 0)
    assert [s.text for s in lines[0] if "m" in s.kind] == ["Reinforce"]


@example("\U0001f3fb", 74, 2, [], False)
@given(
    st.text(max_size=160),
    st.integers(20, 120),
    st.integers(1, 3),
    st.lists(st.text(min_size=1, max_size=12), max_size=4),
    st.booleans(),
)
def test_every_line_is_exactly_as_wide_as_the_list(title, width, lines, tags, code) -> None:
    tags = tuple(safe.one_line(tag) for tag in tags)
    made = row(
        title,
        year=2020,
        author=title,
        venue=title,
        published="2020-12-28",
        has_code=code,
        triage=Triage(tags=tags),
    )
    wanted = ("code", "author", "venue", "date", "year")
    columns = columns_for([made], width, lines, wanted=wanted)
    for line in row_spans(made, width, lines, columns, RowState(), UNICODE, 0):
        assert sum(widths.width(span.text) for span in line) == width


SCRIPTS = (
    "Plain words and nothing else",
    "图像识别的深度残差学习：一种统一的视角",
    "画像認識のための深層残差学習 with English in it",
    "이미지 인식을 위한 심층 잔차 학습",
    "Emoji 👩\u200d🔬🇫🇷❤\ufe0f👍🏽 in a title",
    "Combining e\u0301 a\u0308\u0323 o\u0302\u0301 marks",
    "क्षि हिन्दी में एक शीर्षक",
    "שלום עולם and مرحبا بالعالم",
)


@pytest.mark.parametrize("width", [40, 56, 57, 80, 81, 120])
@pytest.mark.parametrize("lines", [1, 2])
def test_columns_stand_under_each_other_whatever_the_script(width: int, lines: int) -> None:
    rows = [row(title * 2, year=2020, has_code=True, triage=Triage(tags=("标签",))) for title in SCRIPTS]
    columns = columns_for(rows, width, lines)
    places = set()
    for made, state in product(rows, (RowState(), RowState(cursor=True))):
        for number, line in enumerate(row_spans(made, width, lines, columns, state, UNICODE, 0)):
            at = 0
            for span in line:
                if (told := span.text.strip()) in ("2020", "code", "code 2020"):
                    places.add((number, told, at + span.text.index(told)))
                at += widths.width(span.text)
            assert at == width
    assert len(places) == (lines if columns.names else 0)


@pytest.mark.parametrize("title", ["", "\x1b[31m", "   "])
def test_a_title_of_nothing_still_says_something(title: str) -> None:
    assert texts(row(title), 60, 1, Columns(), RowState(), UNICODE, 0)[0].strip(" ●")


def test_where_else_the_search_matched_stands_behind_the_title_or_is_a_mark() -> None:
    state = RowState(where="abstract")
    (line,) = texts(row(), 80, 1, Columns(), state, UNICODE, 0)
    assert line.rstrip().endswith("in abstract")
    (line,) = texts(row(LONG), 60, 1, Columns(), state, UNICODE, 0)
    assert line.split()[-1] == "¶"
    assert "…" in line
    tagged = row(triage=Triage(tags=("vit",)))
    first, _ = texts(tagged, 80, 2, Columns(), state, UNICODE, 0)
    assert first.rstrip().endswith("CvT: Introducing Convolutions  #vit  in abstract")
    for width in range(20, 90):
        for lines in (1, 2, 3):
            drawn = texts(
                row(LONG, triage=Triage(tags=("vit", "a-long-tag"))),
                width,
                lines,
                Columns(),
                state,
                UNICODE,
                0,
            )
            assert {widths.width(line) for line in drawn} == {width}
