"""Moments, views inside queries, and queries changed by choices in the filters."""

from __future__ import annotations

from datetime import date

import pytest

from digestui.model.query import (
    EMPTY,
    DateField,
    Days,
    Never,
    Order,
    OrderBy,
    Text,
    opens_everything,
)
from digestui.query.dates import moment, moments, period
from digestui.query.edit import excludes, holds, toggle
from digestui.query.parse import parse
from digestui.query.settle import settle

TODAY = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2025-04-28", "2025-04-28", "2025-04-28"),
        ("today", "2025-03-31", "2025-03-31"),
        ("yesterday", "2025-03-30", "2025-03-30"),
        ("3d", "2025-03-28", "2025-03-28"),
        ("2w", "2025-03-17", "2025-03-17"),
        ("1m", "2025-02-28", "2025-02-28"),
        ("1y", "2024-03-31", "2024-03-31"),
        ("9999y", "0001-01-01", "0001-01-01"),
    ],
)
def test_a_moment_is_a_whole_period(text: str, first: str, last: str) -> None:
    days = period(text, TODAY)
    assert (days[0].isoformat(), days[1].isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["2025-13", "2025-02-30", "0000", "x", "", "20250", "soon", "..", "1..2..3"])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert moment(text) is None
    assert moments(text) is None


def days(text: str) -> object:
    return settle(parse(text).query, TODAY, lambda _: None).where


def test_after_includes_its_end_and_before_does_not() -> None:
    assert days("after:2025-03") == Days(DateField.DATE, "2025-03-01", None)
    assert days("before:2025-03") == Days(DateField.DATE, None, "2025-02-28")
    assert days("date:2025-02..2025-03") == Days(DateField.DATE, "2025-02-01", "2025-03-31")
    assert days("date:2025..2024-05") == Days(DateField.DATE, "2024-05-01", "2025-12-31")
    assert days("newer:3d") == Days(DateField.DATE, "2025-03-28", None)
    assert days("older:3d") == Days(DateField.DATE, None, "2025-03-27")
    assert days("published:2017") == Days(DateField.PUBLISHED, "2017-01-01", "2017-12-31")


VIEWS = {
    "vit": "vision transformer sort:title limit:3",
    "gone": "in:dismissed",
    "both": "q:vit q:gone",
    "loop": "a1 q:pool",
    "pool": "q:loop OR q:self",
    "self": "q:self",
    "all": "",
}


def settled(text: str) -> object:
    return settle(parse(text).query, TODAY, VIEWS.get)


def test_a_view_says_what_its_query_says() -> None:
    assert settle(parse("q:vit").query, TODAY, VIEWS.get) == parse(VIEWS["vit"]).query
    inner = settle(parse("q:vit -is:read").query, TODAY, VIEWS.get)
    assert inner.order == Order(OrderBy.TITLE)
    assert inner.limit is None


def test_views_that_use_each_other_end() -> None:
    for name in ("loop", "pool", "self", "nothing"):
        settled(f"q:{name} -q:{name}")
    assert settle(parse("q:self").query, TODAY, VIEWS.get).where == Never()


def test_a_view_that_is_everything_is_everything() -> None:
    assert settle(parse("q:all").query, TODAY, VIEWS.get) == EMPTY
    assert settle(parse("q:all x1").query, TODAY, VIEWS.get).where == Text("x1")
    assert settle(parse("-q:all").query, TODAY, VIEWS.get).where == Never()


def test_a_view_that_looks_at_dismissed_papers_opens_the_query_that_uses_it() -> None:
    assert opens_everything(settle(parse("q:both").query, TODAY, VIEWS.get).where)
    assert not opens_everything(settle(parse("q:vit").query, TODAY, VIEWS.get).where)


@pytest.mark.parametrize(
    ("text", "term", "after"),
    [
        ("", "is:unread", "is:unread"),
        ("is:unread", "is:unread", ""),
        ("vit is:unread", "is:starred", "vit is:unread is:starred"),
        ("vit year:2020 x1", "year:2021", "vit year:2021 x1"),
        ("vit year:2021", "year:2021", "vit"),
        ("vit #a1", "tag:b1", "vit tag:a1 tag:b1"),
        ("in:inbox vit", "is:done", "is:done vit"),
        ("a1 OR b1", "is:unread", "(a1 OR b1) is:unread"),
        ("(a1 OR b1) is:unread", "is:unread", "a1 OR b1"),
        ("digest:x sort:title", 'digest:"y z"', 'digest:"y z" sort:title'),
        ("vit -tag:a1", "tag:a1", "vit tag:a1"),
        ("-digest:x", "digest:x", "digest:x"),
        ("-year:2020 -year:2021", "year:2021", "-year:2020 year:2021"),
    ],
)
def test_choosing_a_filter_changes_the_text(text: str, term: str, after: str) -> None:
    assert toggle(text, term) == after


@pytest.mark.parametrize(
    ("text", "term", "how", "after"),
    [
        ("vit tag:a", "tag:b", "also", "vit (tag:a OR tag:b)"),
        ("vit (tag:a OR tag:b)", "tag:c", "also", "vit (tag:a OR tag:b OR tag:c)"),
        ("vit (tag:a OR tag:b)", "tag:a", "also", "vit tag:b"),
        ("tag:a", "tag:a", "also", ""),
        ("cat:cs.CV sort:title", "cat:cs.LG", "also", "(cat:cs.CV OR cat:cs.LG) sort:title"),
        ("(cat:cs.CV OR cat:cs.LG) vit", "cat:cs.CL", "only", "cat:cs.CL vit"),
        ("(cat:cs.CV OR cat:cs.LG) vit", "cat:cs.CV", "only", "cat:cs.LG vit"),
        ("vit is:starred", "is:noted", "also", "vit (is:starred OR is:noted)"),
        ("vit", "tag:a", "not", "vit -tag:a"),
        ("vit -tag:a", "tag:a", "not", "vit"),
        ("vit tag:a", "tag:a", "not", "vit -tag:a"),
        ("vit -tag:a", "tag:a", "also", "vit tag:a"),
        ("year:2024", "year:..2020", "also", "year:2024 OR year:..2020"),
    ],
)
def test_values_stand_beside_each_other_or_are_left_out(text, term, how, after) -> None:
    found = toggle(text, term, how)
    assert parse(found).query == parse(after).query
    assert toggle(found, term, how) != found


def test_a_chosen_term_is_known_as_chosen() -> None:
    unread = parse("is:unread").query.where
    assert holds(parse("vit is:unread").query.where, unread)
    assert holds(parse("vit (is:starred OR is:unread)").query.where, unread)
    assert not holds(parse("vit OR is:unread").query.where, unread)
    assert not holds(parse("vit -is:unread").query.where, unread)
    assert excludes(parse("vit -is:unread").query.where, unread)
