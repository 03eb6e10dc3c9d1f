"""The filters: values to choose from, each with how many papers choosing it would show.

A group in which one value can be chosen (digest, category, year, source) leaves its own choice out of its
counts; states and tags add up, so theirs are under the whole query. Counts are exact, or None where they
would take too long; a choice is always a change of the query's text (`choose`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from digestui.library.library import Library
from digestui.library.search import count, settled
from digestui.library.simple import counted, simple_of
from digestui.model.query import (
    And,
    In,
    Is,
    Named,
    NameField,
    Node,
    Not,
    Number,
    NumberField,
    Or,
    Query,
    StateName,
    Where,
)
from digestui.model.rows import FacetGroup, FacetValue
from digestui.query import edit, show
from digestui.storage import facets as stored
from digestui.storage.counters import single_digests
from digestui.storage.facets import Simple, Totals
from digestui.storage.search import array_of, plan
from digestui.text import dates

MOST = 50_000
"""Hits above which a query that the counters cannot answer is not counted by value."""
DIGESTS, TAGS, CATEGORIES, SOURCES, YEARS = 5, 10, 8, 8, 4
"""Values of a group before `more`."""
MANY = 10_000
"""Values of a group opened whole."""

_PLACE_STATES = frozenset(
    {StateName.QUEUED, StateName.DONE, StateName.DISMISSED, StateName.SNOOZED, StateName.INBOX}
)
_SINGLE = frozenset({NameField.DIGEST, NameField.SOURCE, NameField.CATEGORY})


def choose(text: str, term: str, how: str = edit.ONLY) -> str:
    """The query's text with a term chosen, or taken out where it was chosen; `how` is `only`, `also` (any of
    several values) or `not`."""
    return edit.toggle(text, term, how)


def facets(
    lib: Library, query: Query, *, quick: bool = False, whole: frozenset[str] = frozenset()
) -> list[FacetGroup]:
    """The groups of the filters under a query. `whole` names groups wanted with all their values; `quick`
    asks only the counters: what they cannot say is None."""
    counting = _Counting(lib, query, quick)
    return [
        group
        for group in (
            _views(counting),
            _digests(counting, "digests" in whole),
            _states(counting),
            _named(counting, "tags", "tag", NameField.TAG, MANY if "tags" in whole else TAGS),
            _named(
                counting,
                "categories",
                "category",
                NameField.CATEGORY,
                MANY if "categories" in whole else CATEGORIES,
            ),
            _years(counting, "years" in whole),
            _named(counting, "sources", "source", NameField.SOURCE, MANY if "sources" in whole else SOURCES),
        )
        if group.values
    ]


class _Counting:
    """Counts under one query, each list of ids fetched once."""

    def __init__(self, lib: Library, query: Query, quick: bool) -> None:
        self.lib = lib
        self.where = query.where
        self.quick = quick
        self._ids: dict[Node | None, str | None] = {}
        self._counts: dict[tuple[str, Node | None], dict[int, int]] = {}
        self._totals = Totals(lib.database, lib.now())

    def total(self, query: Query) -> int | None:
        """How many papers another query holds; None where that would take too long."""
        known = counted(self.lib, query, self._totals)
        return known if known is not None or self.quick else count(self.lib, query)

    def by_value(self, facet: str, where: Node | None) -> dict[int, int] | None:
        """Papers of a condition by the values of a facet; None where that would take too long."""
        simple = simple_of(where)
        if simple is not None:
            return stored.of_simple(self.lib.database, facet, simple, self.lib.now())
        ids = self._held(where)
        return None if ids is None else self._counted(facet, where, ids)

    def _counted(self, facet: str, where: Node | None, ids: str) -> dict[int, int]:
        if (facet, where) not in self._counts:
            database = self.lib.database
            if facet == "source" and (single := single_digests(database)) is not None:
                found = {single[digest]: n for digest, n in self._counted("digest", where, ids).items()}
            else:
                found = stored.of_ids(database, facet, ids)
            self._counts[facet, where] = found
        return self._counts[facet, where]

    def unread(self) -> int | None:
        """Papers of the query that are not read, where its ids are at hand: all but the read ones, which are
        found sooner. None where they are not, or where the query itself asks what is read."""
        if simple_of(self.where) is not None or (ids := self._held(self.where)) is None:
            return None
        read = edit.with_choice(self.where, Is(StateName.READ))
        asked = edit.conditions_of(self.where)
        if Is(StateName.READ) in asked or not set(asked) <= set(edit.conditions_of(read)):
            return None
        return stored.number_of(ids) - count(self.lib, Query(read))

    def _held(self, where: Node | None) -> str | None:
        """The ids of a condition's papers as a JSON array, which nobody here need take apart; None for more
        than are counted."""
        if self.quick:
            return None
        if where not in self._ids:
            found = plan(self.lib.database, settled(self.lib, Query(where)), self.lib.now())
            ids = array_of(self.lib.database, found.select(f" LIMIT {MOST + 1}"), found.params)
            self._ids[where] = None if stored.number_of(ids) > MOST else ids
        return self._ids[where]


def _without_group(where: Node | None, wanted: Node) -> Node | None:
    """`where` without the conditions that choosing `wanted` would replace."""
    return _joined([node for node in edit.conditions_of(where) if not _gives_way(node, wanted)])


def _gives_way(node: Node, wanted: Node) -> bool:
    if isinstance(node, Or):
        return all(_gives_way(item, wanted) for item in node.items)
    return (
        (isinstance(node, Named) and isinstance(wanted, Named) and node.field is wanted.field)
        or (_is_place(node) and _is_place(wanted))
        or (_is_year(node) and _is_year(wanted))
    )


def _chooses(where: Node | None, field: NameField) -> bool:
    """Whether a value of a field is among the conditions at the top, also as one of several or left out."""
    for condition in edit.conditions_of(where):
        inner = condition.item if isinstance(condition, Not) else condition
        nodes = inner.items if isinstance(inner, Or) else (inner,)
        if any(isinstance(node, Named) and node.field is field for node in nodes):
            return True
    return False


def _is_place(node: Node) -> bool:
    return (isinstance(node, In) and node.name is not Where.ANY) or (
        isinstance(node, Is) and node.name in _PLACE_STATES
    )


def _is_year(node: Node) -> bool:
    return isinstance(node, Number) and node.field is NumberField.YEAR


def _joined(nodes: Sequence[Node]) -> Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def _term(node: Node) -> str:
    return show.show(Query(node))


def _value(counting: _Counting, label: str, node: Node, number: int | None) -> FacetValue:
    where = counting.where
    return FacetValue(label, _term(node), number, edit.holds(where, node), edit.excludes(where, node))


# ---- the groups --------------------------------------------------------------------------------------------


def _views(counting: _Counting) -> FacetGroup:
    from digestui.library import search, views

    values = []
    for view in views.views(counting.lib):
        understood = search.understand(counting.lib, view.query).query
        chosen = understood.where == counting.where
        values.append(FacetValue(view.name, view.query, counting.total(understood), chosen))
    return FacetGroup("views", tuple(values))


def _digests(counting: _Counting, whole: bool) -> FacetGroup:
    under = _without_group(counting.where, Named(NameField.DIGEST, ""))
    counts = counting.by_value("digest", under)
    database = counting.lib.database
    from digestui.storage import digests

    listed = digests.listed(database, counting.lib.now())
    if counts is not None:
        listed = [digest for digest in listed if counts.get(digest.id)]
    today = date.fromtimestamp(counting.lib.now())
    shown = listed if whole else listed[:DIGESTS]
    values = [
        _value(
            counting,
            f"{dates.show_day(digest.date, today)} {digest.source or digest.name}",
            Named(NameField.DIGEST, f"{digest.name} {digest.date}"),
            None if counts is None else counts.get(digest.id, 0),
        )
        for digest in shown
    ]
    return FacetGroup("digests", tuple(values), len(listed) - len(shown))


_STATES = (
    ("unread", StateName.UNREAD),
    ("starred", StateName.STARRED),
    ("queued", StateName.QUEUED),
    ("noted", StateName.NOTED),
    ("snoozed", StateName.SNOOZED),
    ("done", StateName.DONE),
    ("dismissed", StateName.DISMISSED),
)


def _states(counting: _Counting) -> FacetGroup:
    """Each state as the query would be with it chosen: another place, or read for unread, gives way to it."""
    values = []
    for label, state in _STATES:
        node = Is(state)
        wanted = edit.with_choice(counting.where, node)
        number = counting.unread() if state is StateName.UNREAD else None
        if number is None:
            number = counting.total(Query(wanted))
        values.append(_value(counting, label, node, number))
    return FacetGroup("state", tuple(values))


def _named(counting: _Counting, name: str, facet: str, field: NameField, most: int) -> FacetGroup:
    under = _without_group(counting.where, Named(field, "")) if field in _SINGLE else counting.where
    counts = counting.by_value(facet, under)
    if counts is not None and field not in _SINGLE and _chooses(counting.where, field):
        # Values that no hit has beside the chosen ones can still stand beside them as alternatives.
        everywhere = stored.of_simple(counting.lib.database, facet, Simple(stored.PLACES), counting.lib.now())
        counts = {**dict.fromkeys(everywhere, 0), **counts}
    known = counts
    if known is None:
        # The values are known even where their counts are not: those of the whole library, biggest first.
        known = stored.of_simple(counting.lib.database, facet, Simple(stored.PLACES), counting.lib.now())
    called = stored.names(counting.lib.database, facet, list(known))
    ordered = sorted(
        (value for value in known if value in called), key=lambda v: (-known[v], called[v][0].casefold())
    )
    values = [
        _value(
            counting,
            called[value][0],
            Named(field, called[value][0]),
            None if counts is None else counts[value],
        )
        for value in ordered[:most]
    ]
    return FacetGroup(name, tuple(values), max(0, len(ordered) - most))


def _years(counting: _Counting, whole: bool) -> FacetGroup:
    under = _without_group(counting.where, Number(NumberField.YEAR, None, None))
    counts = counting.by_value("year", under)
    known = counts
    if known is None:
        known = stored.of_simple(counting.lib.database, "year", Simple(stored.PLACES), counting.lib.now())
    years = sorted(known, reverse=True)
    if whole or len(years) <= YEARS + 1:
        shown, older = years, []
    else:
        shown, older = years[:YEARS], years[YEARS:]
    values = [
        _value(
            counting,
            str(year),
            Number(NumberField.YEAR, year, year),
            None if counts is None else counts[year],
        )
        for year in shown
    ]
    if older:
        total = None if counts is None else sum(counts[year] for year in older)
        label = f"{older[0]} and older"
        values.append(_value(counting, label, Number(NumberField.YEAR, None, older[0]), total))
    return FacetGroup("years", tuple(values), len(older))
