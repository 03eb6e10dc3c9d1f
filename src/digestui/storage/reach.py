"""Which papers an index gives for a condition, so that a search need not look at all of them.

Only where to read; whether a paper passes is `storage.conditions`. Both must agree: tests compare them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from digestui.model.query import (
    DateField,
    Days,
    Has,
    HasName,
    In,
    Is,
    Leaf,
    Named,
    NameField,
    Number,
    NumberField,
    StateName,
    Text,
    TextField,
    Where,
)
from digestui.records import dataclass
from digestui.storage import names
from digestui.storage.conditions import AS_PLACE, PLACE_NUMBER, Terms, between, numbers


@dataclass(frozen=True, slots=True)
class Source:
    """Papers that an index gives: `FROM table WHERE condition`, their ids in `column`."""

    table: str
    column: str
    condition: str
    ordered: bool = False
    """The index gives the ids in order."""
    repeats: bool = False
    """It may give an id more than once."""
    whole: bool = True
    """Exactly the papers that pass; else some that do not are among them."""
    count: str = ""
    """SQL that says about how many there are, from the counters; empty where only counting them can."""


def source(terms: Terms, leaf: Leaf) -> Source | None:
    """Where the papers that pass `leaf` come from, or None where only looking at each can tell."""
    match leaf:
        case Is(state):
            return _state(terms, state)
        case In(place):
            return _place(terms, place)
        case Has(HasName.NOTE):
            return _state(terms, StateName.NOTED)
        case Has(HasName.TAGS):
            return _state(terms, StateName.TAGGED)
        case Named():
            return _named(terms, leaf)
        case Days():
            return _days(terms, leaf)
        case Number(NumberField.YEAR):
            return _years(leaf)
        case Number():
            condition = f"s.upvotes IS NOT NULL AND {between('s.upvotes', leaf)}"
            return Source("papers s INDEXED BY papers_upvotes", "s.id", condition)
        case Text(field=TextField.NOTE) if terms.spelt(leaf).match:
            match = terms.bind(terms.spelt(leaf).match)
            return Source("note_fts s", "s.rowid", f"s.note_fts MATCH {match}", ordered=True)
        case _:
            return None


def _state(terms: Terms, state: StateName) -> Source | None:
    if state in AS_PLACE:
        return _place(terms, AS_PLACE[state])
    match state:
        case StateName.STARRED:
            table = "triage s INDEXED BY triage_starred"
            return Source(table, "s.paper", "s.starred = 1", ordered=True, count=_counted("flag", "(1)"))
        case StateName.WATCHED:
            table = "triage s INDEXED BY triage_watched"
            return Source(table, "s.paper", "s.watched = 1", ordered=True, count=_counted("flag", "(3)"))
        case StateName.NOTED:
            return Source("notes s", "s.paper", "1", ordered=True, count=_counted("flag", "(2)"))
        case StateName.UPDATED:
            return Source("revised s", "s.paper", "1", ordered=True, count=_counted("flag", "(4)"))
        case StateName.TAGGED:
            return Source("paper_tags s", "s.paper", "1", repeats=True)
        case StateName.NEW:
            newest = names.newest_digests(terms.database)
            return _entries(newest, whole=False)
        case _:
            return None


def _place(terms: Terms, place: Where) -> Source | None:
    match place:
        case Where.SNOOZED:
            table = "triage s INDEXED BY triage_snoozed"
            return Source(table, "s.paper", f"s.snoozed_until > {terms.now}")
        case Where.QUEUE | Where.DONE | Where.DISMISSED:
            condition = f"s.place = {PLACE_NUMBER[place]} AND s.place > 0"
            return Source("triage s INDEXED BY triage_place", "s.paper", condition, ordered=True, whole=False)
        case _:
            return None


def _named(terms: Terms, leaf: Named) -> Source | None:
    database = terms.database
    match leaf.field:
        case NameField.TAG:
            tags = names.tags(database, leaf.value, leaf.prefix)
            return _listed("paper_tags", "tag", tags)
        case NameField.CATEGORY:
            return _listed(
                "paper_categories", "category", names.categories(database, leaf.value, leaf.prefix)
            )
        case NameField.DIGEST | NameField.SOURCE:
            return _entries(terms.digests(leaf))
        case NameField.VENUE:
            venues = terms.bind(json.dumps(names.venues(database, leaf.value, leaf.prefix)))
            condition = f"s.venue IS NOT NULL AND s.venue IN (SELECT value FROM json_each({venues}))"
            return Source("papers s INDEXED BY papers_venue", "s.id", condition)
        case NameField.KEY:
            keys = terms.keys(leaf)
            rows = f"SELECT {keys} AS paper" if keys.isdigit() else keys
            return Source(f"({rows}) s", "s.paper", "1", repeats=True)
        case _:
            return None


def _counted(facet: str, values: str) -> str:
    return f"SELECT coalesce(sum(n), 0) FROM counters WHERE facet = '{facet}' AND value IN {values}"


def _listed(table: str, column: str, values: Sequence[int]) -> Source:
    one = len(values) == 1
    condition = f"s.{column} = {values[0]}" if one else f"s.{column} IN {numbers(values)}"
    return Source(
        f"{table} s",
        "s.paper",
        condition,
        ordered=one,
        repeats=not one,
        count=_counted(column, numbers(values)),
    )


def _entries(digests: Sequence[int], whole: bool = True) -> Source:
    found = _listed("entries", "digest", digests)
    return Source(
        found.table, found.column, found.condition, found.ordered, found.repeats, whole, found.count
    )


def _years(leaf: Number) -> Source:
    """Years by the index on days, whose first four letters they are."""
    condition = ["s.published IS NOT NULL"]
    low = None if leaf.low is None else leaf.low + leaf.over
    high = None if leaf.high is None else leaf.high + (not leaf.under)
    if low is not None:
        condition.append(
            f"s.published >= '{min(max(low, 0), 10_000):04}'" if low < 10_000 else "s.published >= '~'"
        )
    if high is not None and high < 10_000:
        condition.append(f"s.published < '{max(high, 0):04}'")
    within = f"value >= {-1 if low is None else low} AND value <= {10_000 if high is None else high}"
    count = f"SELECT coalesce(sum(n), 0) FROM counters WHERE facet = 'year' AND {within}"
    return Source("papers s INDEXED BY papers_published", "s.id", " AND ".join(condition), count=count)


def _days(terms: Terms, days: Days) -> Source | None:
    match days.field:
        case DateField.PUBLISHED:
            condition = terms.within("s.published", days)
            low, high = int((days.low or "0")[:4]), int((days.high or "9999")[:4])
            count = (
                "SELECT coalesce(sum(n), 0) FROM counters"
                f" WHERE facet = 'year' AND value BETWEEN {low} AND {high}"
            )
            return Source("papers s INDEXED BY papers_published", "s.id", condition, count=count)
        case DateField.DATE:
            condition = terms.within("d.date", days)
            table = "digests d CROSS JOIN entries s ON s.digest = d.id"
            count = (
                "SELECT coalesce(sum(c.n), 0) FROM digests d CROSS JOIN counters c"
                f" ON c.facet = 'digest' AND c.value = d.id WHERE {terms.within('d.date', days)}"
            )
            return Source(table, "s.paper", condition, repeats=True, count=count)
        case DateField.READ:
            return Source(f"({terms.read_within(days)}) s", "s.paper", "1", repeats=True, whole=False)
        case _:
            return None
