"""How many papers have each value: from the counters where they can say it, else from the ids of a query.

`Simple` says which cells of the counters a query is the sum of; snoozes, which the counters do not know,
are taken into account. What a value is called and how it is chosen is `library.facets`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from digestui.model.triage import Place
from digestui.records import dataclass
from digestui.storage import within
from digestui.storage.database import Database

PLACES = frozenset(int(place) for place in Place)
READS = frozenset({0, 1})
FEW = 4
"""Digests of which it is looked up whether each holds every paper."""


@dataclass(frozen=True, slots=True)
class Simple:
    """A query that is about place and read alone."""

    places: frozenset[int] = PLACES - {int(Place.DISMISSED)}
    reads: frozenset[int] = READS
    snoozed: bool = False
    """Whether papers whose snooze runs count too; then all places are meant."""


# One table of grouped counts over the papers that `ids` names: (value, place, read, n).
_GROUPED = {
    "all": "SELECT 0 value, {keys} FROM {ids} LEFT JOIN triage t ON t.paper = i.paper",
    "year": "SELECT p.year value, {keys} FROM {ids} CROSS JOIN papers p INDEXED BY papers_facets"
    " ON p.id = i.paper LEFT JOIN triage t ON t.paper = i.paper WHERE p.year IS NOT NULL",
    "category": "SELECT x.category value, {keys} FROM {ids}"
    " CROSS JOIN paper_categories x ON x.paper = i.paper LEFT JOIN triage t ON t.paper = i.paper",
    "digest": "SELECT e.digest value, {keys} FROM {ids} CROSS JOIN entries e ON e.paper = i.paper"
    " LEFT JOIN triage t ON t.paper = i.paper",
    "source": "SELECT value, {keys} FROM (SELECT DISTINCT i.paper paper, d.source value FROM {ids}"
    " CROSS JOIN entries e ON e.paper = i.paper CROSS JOIN digests d ON d.id = e.digest) i"
    " LEFT JOIN triage t ON t.paper = i.paper",
    "tag": "SELECT x.tag value, {keys} FROM {ids} CROSS JOIN paper_tags x ON x.paper = i.paper"
    " LEFT JOIN triage t ON t.paper = i.paper",
}
# The values of papers of whom only the number is wanted, as one JSON array: counting them here takes a third
# less than grouping there.
_OF_IDS = {
    "year": "SELECT json_group_array(p.year) FROM json_each(:ids) j"
    " CROSS JOIN papers p INDEXED BY papers_facets ON p.id = j.value WHERE p.year IS NOT NULL",
    "category": "SELECT json_group_array(x.category) FROM json_each(:ids) j"
    " CROSS JOIN paper_categories x ON x.paper = j.value",
    "digest": "SELECT json_group_array(e.digest) FROM json_each(:ids) j CROSS JOIN entries e"
    " ON e.paper = j.value",
    "source": "SELECT json_group_array(source) FROM (SELECT DISTINCT e.paper, d.source FROM json_each(:ids) j"
    " CROSS JOIN entries e ON e.paper = j.value CROSS JOIN digests d ON d.id = e.digest)",
    "tag": "SELECT json_group_array(x.tag) FROM json_each(:ids) j"
    " CROSS JOIN paper_tags x ON x.paper = j.value",
}
# The categories of each paper in one text: few texts over many papers.
_COMBINED = (
    "SELECT json_group_array((SELECT group_concat(x.category) FROM paper_categories x"
    " WHERE x.paper = j.value)) FROM json_each(:ids) j"
)
_KEYS = "coalesce(t.place, 0) place, coalesce(t.read, 0) read"
# Papers that are not where the counters have them: snoozed ones, and done or dismissed ones that a snooze
# which ended has left in the inbox.
_ELSEWHERE = (
    "(SELECT paper FROM triage INDEXED BY triage_snoozed"
    " WHERE snoozed_until IS NOT NULL AND (snoozed_until > :now OR place > 1)) i"
)
_ELSEWHERE_WITH_CATEGORIES = (
    "SELECT categories, place, read, running, count(*) FROM (SELECT"
    " (SELECT group_concat(x.category) FROM paper_categories x WHERE x.paper = i.paper) categories,"
    f" {_KEYS}, t.snoozed_until > :now running FROM {_ELSEWHERE} LEFT JOIN triage t ON t.paper = i.paper)"
    " WHERE categories IS NOT NULL GROUP BY 1, 2, 3, 4"
)


class Totals:
    """How many papers simple queries hold, all of them from one look at the counters."""

    def __init__(self, database: Database, now: int) -> None:
        self._database = database
        self._now = now
        self._cells: list[tuple[int, int, int]] = database.rows(
            "SELECT place, read, n FROM counters WHERE facet = 'all'"
        )

    @cached_property
    def _elsewhere(self) -> list[tuple[int, int, int, int]]:
        """What the counters do not know, read when a query asks for it."""
        return [row[1:] for row in _elsewhere(self._database, "all", self._now)]

    def of(self, simple: Simple) -> int:
        """How many papers a query holds."""
        held = sum(n for place, read, n in self._cells if place in simple.places and read in simple.reads)
        return held if simple.snoozed else held + sum(_shift(simple, *row) for row in self._elsewhere)


def of_simple(database: Database, facet: str, simple: Simple, now: int) -> dict[int, int]:
    """How many papers of a simple query have each value of a facet."""
    found = _cells(database, facet, simple)
    if simple.snoozed:
        return found
    for value, *row in _elsewhere(database, facet, now):
        found[value] = found.get(value, 0) + _shift(simple, *row)
    return {value: n for value, n in found.items() if n > 0}


def _cells(database: Database, facet: str, simple: Simple) -> dict[int, int]:
    """What the counters say of each value."""
    return dict(
        database.rows(
            "SELECT value, sum(n) FROM counters WHERE facet = ?"
            " AND place IN (SELECT value FROM json_each(?)) AND read IN (SELECT value FROM json_each(?))"
            " GROUP BY value HAVING sum(n) > 0",
            (facet, json.dumps(sorted(simple.places)), json.dumps(sorted(simple.reads))),
        )
    )


def _elsewhere(database: Database, facet: str, now: int) -> list[tuple[int, int, int, int, int]]:
    """Papers that are not where the counters have them, counted: (value, place, read, running, n)."""
    inner = _GROUPED[facet].format(keys=f"{_KEYS}, t.snoozed_until > :now running", ids=_ELSEWHERE)
    return database.rows(
        f"SELECT value, place, read, running, count(*) FROM ({inner}) GROUP BY 1, 2, 3, 4", {"now": now}
    )


def _shift(simple: Simple, place: int, read: int, running: int, n: int) -> int:
    """By how many papers such a group makes a query hold more or less than the counters say."""
    if read not in simple.reads:
        return 0
    leave = -n if place in simple.places else 0
    return leave + (n if not running and int(Place.INBOX) in simple.places else 0)


def of_families(database: Database, simple: Simple, now: int) -> dict[int, int]:
    """How many papers of a simple query are in each kept family of categories, by its head."""
    heads = within.kept_heads(database)
    if not heads:
        return {}
    found = {**dict.fromkeys(heads, 0), **_cells(database, within.FACET, simple)}
    if simple.snoozed:
        return found
    rows = database.rows(_ELSEWHERE_WITH_CATEGORIES, {"now": now})
    there = within.kept(database) if rows else {}
    for categories, *row in rows:
        for head in within.heads_of(there, map(int, categories.split(","))):
            found[head] += _shift(simple, *row)
    return found


def of_ids(database: Database, facet: str, ids_json: str) -> dict[int, int]:
    """How many of these papers, a JSON array of ids, have each value of a facet."""
    if facet == "tag" and database.value("SELECT 1 FROM paper_tags LIMIT 1") is None:
        return {}
    if facet == "digest" and (every := _digests_of_all(database)) is not None:
        number = number_of(ids_json)
        return dict.fromkeys(every, number) if number else {}
    return Counter(json.loads(database.value(_OF_IDS[facet], {"ids": ids_json})))


def combined(database: Database, ids_json: str) -> dict[tuple[int, ...], int]:
    """How many of these papers have each set of categories: what `of_ids` says of each, and of several."""
    found = Counter(json.loads(database.value(_COMBINED, {"ids": ids_json})))
    return {tuple(map(int, text.split(","))): n for text, n in found.items() if text}


def of_categories(sets: Mapping[tuple[int, ...], int], families: Sequence[frozenset[int]]) -> list[int]:
    """How many papers have any category of each family; a paper may have several of one."""
    held_by: dict[int, list[int]] = {}
    for number, family in enumerate(families):
        for category in family:
            held_by.setdefault(category, []).append(number)
    found = [0] * len(families)
    for categories, n in sets.items():
        for number in {number for category in categories for number in held_by.get(category, ())}:
            found[number] += n
    return found


def number_of(ids_json: str) -> int:
    """How many ids a JSON array holds, which nobody need take apart for that."""
    return ids_json.count(",") + (ids_json != "[]")


def _digests_of_all(database: Database) -> list[int] | None:
    """The digests, if each of them holds every paper there is: as after a single import, however large."""
    of_digests = "FROM counters WHERE facet = 'digest'"
    if database.value(f"SELECT count(*) FROM (SELECT DISTINCT value {of_digests} LIMIT {FEW + 1})") > FEW:
        return None
    held = dict(database.rows(f"SELECT value, sum(n) {of_digests} GROUP BY value HAVING sum(n) > 0"))
    papers = database.value("SELECT sum(n) FROM counters WHERE facet = 'all'")
    return list(held) if set(held.values()) <= {papers} else None


def names(database: Database, facet: str, values: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """What values are called: (name,) of a category, source or tag, (name, date, source) of a digest."""
    tables = {
        "category": "SELECT c.id, c.name FROM categories c",
        "source": "SELECT c.id, c.name FROM sources c",
        "tag": "SELECT c.id, c.name FROM tags c",
        "digest": "SELECT c.id, c.name, c.date, s.name FROM digests c JOIN sources s ON s.id = c.source",
    }
    return {
        row[0]: tuple(row[1:])
        for row in database.rows(
            f"{tables[facet]} WHERE c.id IN (SELECT value FROM json_each(?))", (json.dumps(list(values)),)
        )
    }
