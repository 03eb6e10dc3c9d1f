"""The filters: values to choose from, each with how many papers choosing it would show.

A group in which one value can be chosen (digest, category, year, source) leaves its own choice out of its
counts; states and tags add up, so theirs are under the whole query. Counts are exact, or None where they
would take too long; a choice is always a change of the query's text (`choose`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from digestui.library.counting import FIELDS, MOST, Counting, weight
from digestui.library.library import Library
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
from digestui.text import dates

DIGESTS, TAGS, CATEGORIES, SOURCES, YEARS = 5, 10, 8, 8, 4
"""Values of a group before `more`."""
AT_ONCE, PATIENTLY = MOST, 10**12
"""Hits that are looked at to count them by value: so many in the time a reader waits, or all there are."""
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
    lib: Library,
    query: Query,
    *,
    quick: bool = False,
    whole: frozenset[str] = frozenset(),
    most: int = AT_ONCE,
) -> list[FacetGroup]:
    """The groups of the filters under a query. `whole` names groups wanted with all their values; `quick`
    asks only the counters: what they cannot say is None, as is what more than `most` hits would have to be
    looked at for."""
    # A choice takes the place of what cannot be searched by.
    counting = Counting(lib, Query(None, None, query.limit) if query.void else query, quick, most)
    return [
        group
        for group in (
            _views(counting, query.where),
            _digests(counting, "digests" in whole),
            _states(counting),
            _named(counting, "tags", "tag", MANY if "tags" in whole else TAGS),
            _named(counting, "categories", "category", MANY if "categories" in whole else CATEGORIES),
            _years(counting, "years" in whole),
            _named(counting, "sources", "source", MANY if "sources" in whole else SOURCES),
        )
        if group.values
    ]


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


def _value(counting: Counting, label: str, node: Node, number: int | None) -> FacetValue:
    where = counting.where
    if number is not None and counting.limit is not None:
        number = min(number, counting.limit)
    return FacetValue(label, _term(node), number, edit.holds(where, node), edit.excludes(where, node))


# ---- the groups --------------------------------------------------------------------------------------------


def _views(counting: Counting, where: Node | None) -> FacetGroup:
    from digestui.library import search, views

    values = []
    for view in views.views(counting.lib):
        understood = search.understand(counting.lib, view.query).query
        chosen = understood.where == where
        values.append(FacetValue(view.name, view.query, counting.total(understood), chosen))
    return FacetGroup("views", tuple(values))


def _digests(counting: Counting, whole: bool) -> FacetGroup:
    under = _without_group(counting.where, Named(NameField.DIGEST, ""))
    counts = counting.by_value("digest", under)
    database = counting.lib.database
    from digestui.storage import digests

    listed = {digest.id: digest for digest in digests.listed(database, counting.lib.now())}
    if counts is not None:
        listed = {number: digest for number, digest in listed.items() if counts.get(number)}
    # Newest first, as they are listed.
    places = {number: -place for place, number in enumerate(listed)}
    lines = counting.lines("digest", {n: f"{d.name} {d.date}" for n, d in listed.items()}, places)
    today = date.fromtimestamp(counting.lib.now())
    # Of one source and day there may be several: then the source says nothing.
    alike = Counter((digest.date, digest.source) for digest in listed.values())
    shown = lines if whole else lines[:DIGESTS]
    values = []
    for line, number in zip(shown, counting.of_lines("digest", under, shown, counts), strict=True):
        digest = listed[line.value]
        source = digest.source if alike[digest.date, digest.source] == 1 else ""
        label = f"{dates.show_day(digest.date, today)} {source or digest.name}"
        values.append(_value(counting, label, line.node, number))
    return FacetGroup("digests", tuple(values), len(lines) - len(shown))


_STATES = (
    ("unread", StateName.UNREAD),
    ("starred", StateName.STARRED),
    ("queued", StateName.QUEUED),
    ("noted", StateName.NOTED),
    ("snoozed", StateName.SNOOZED),
    ("done", StateName.DONE),
    ("dismissed", StateName.DISMISSED),
)


def _states(counting: Counting) -> FacetGroup:
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


def _named(counting: Counting, name: str, facet: str, most: int) -> FacetGroup:
    field = FIELDS[facet]
    under = _without_group(counting.where, Named(field, "")) if field in _SINGLE else counting.where
    counts = counting.by_value(facet, under)
    if counts is not None and field not in _SINGLE and _chooses(counting.where, field):
        # Values that no hit has beside the chosen ones can still stand beside them as alternatives.
        counts = {**dict.fromkeys(counting.everywhere(facet), 0), **counts}
    # The values are known even where their counts are not: those of the whole library, biggest first.
    known = counting.everywhere(facet) if counts is None else counts
    called = {value: row[0] for value, row in stored.names(counting.lib.database, facet, list(known)).items()}
    lines = counting.lines(facet, called, known)
    lines.sort(key=lambda line: -weight(line, known))
    shown = list(zip(lines, counting.of_lines(facet, under, lines[:most], counts), strict=False))
    shown.sort(key=lambda pair: -(weight(pair[0], known) if pair[1] is None else pair[1]))
    values = [_value(counting, called[line.value], line.node, number) for line, number in shown]
    return FacetGroup(name, tuple(values), len(lines) - len(shown))


def _years(counting: Counting, whole: bool) -> FacetGroup:
    under = _without_group(counting.where, Number(NumberField.YEAR, None, None))
    counts = counting.by_value("year", under)
    known = counts
    if known is None:
        known = counting.everywhere("year")
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
