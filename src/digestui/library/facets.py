"""The filters: values to choose from, each with how many papers choosing it would show.

A group in which one value can be chosen (digest, category, year, source) leaves its own choice out of its
counts; states and tags add up, so theirs are under the whole query. Counts are exact, or None where they
would take too long; a choice is always a change of the query's text (`choose`). What is chosen or left out
is always among the values given, or nobody could let it go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from digestui.library.counting import FIELDS, MOST, Counting, Line, weight
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
from digestui.text.typed import as_typed

DIGESTS, TAGS, CATEGORIES, SOURCES, YEARS = 5, 10, 8, 8, 4
"""Values of a group before `more`."""
AT_ONCE, PATIENTLY = MOST, 10**12
"""Hits that are looked at to count them by value: so many in the time a reader waits, or all there are."""
MANY = 10_000
"""Values of a group opened whole."""
OPENED = frozenset({"digests", "tags", "categories", "years", "sources"})
"""The groups that may have more values than are given at first."""

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


def _left_out(where: Node | None) -> list[Node]:
    """What the conditions at the top leave out."""
    return [condition.item for condition in edit.conditions_of(where) if isinstance(condition, Not)]


def _names_left_out(counting: Counting, facet: str) -> list[int]:
    """Values of a facet that are left out by their names: no hit has them."""
    denied = {
        node.value
        for node in _left_out(counting.where)
        if isinstance(node, Named) and node.field is FIELDS[facet]
    }
    if not denied:
        return []
    named = stored.names(counting.lib.database, facet, list(counting.everywhere(facet)))
    return [value for value, row in named.items() if as_typed(row[0]) in denied]


def _kept(counting: Counting, lines: list[Line], most: int) -> list[Line]:
    """The first lines, and of the others those that are chosen or left out."""
    return lines[:most] + [line for line in lines[most:] if _stands(counting, line.node)]


def _stands(counting: Counting, node: Node) -> bool:
    return edit.holds(counting.where, node) or edit.excludes(counting.where, node)


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
    left_out = edit.excludes(where, node)
    if left_out:  # no hit has it: choosing it lets go of that
        number = counting.total(Query(edit.with_choice(where, node)))
    if number is not None and counting.limit is not None:
        number = min(number, counting.limit)
    return FacetValue(label, _term(node), number, edit.holds(where, node), left_out)


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
        denied = {node.value for node in _left_out(counting.where) if isinstance(node, Named)}
        listed = {
            number: digest
            for number, digest in listed.items()
            if counts.get(number) or (denied and as_typed(f"{digest.name} {digest.date}") in denied)
        }
    # Newest first, as they are listed.
    places = {number: -place for place, number in enumerate(listed)}
    lines = counting.lines("digest", {n: f"{d.name} {d.date}" for n, d in listed.items()}, places)
    today = date.fromtimestamp(counting.lib.now())
    # Of one source and day there may be several: then the source says nothing.
    alike = Counter((digest.date, digest.source) for digest in listed.values())
    shown = lines if whole else _kept(counting, lines, DIGESTS)
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
    elif counts is not None:
        counts = {**dict.fromkeys(_names_left_out(counting, facet), 0), **counts}
    # The values are known even where their counts are not: those of the whole library, biggest first.
    known = counting.everywhere(facet) if counts is None else counts
    called = {value: row[0] for value, row in stored.names(counting.lib.database, facet, list(known)).items()}
    lines = counting.lines(facet, called, known)
    lines.sort(key=lambda line: -weight(line, known))
    kept = _kept(counting, lines, most)
    shown = list(zip(kept, counting.of_lines(facet, under, kept, counts), strict=True))
    shown.sort(key=lambda pair: -(weight(pair[0], known) if pair[1] is None else pair[1]))
    values = [_value(counting, called[line.value], line.node, number) for line, number in shown]
    return FacetGroup(name, tuple(values), len(lines) - len(shown))


def _years(counting: Counting, whole: bool) -> FacetGroup:
    under = _without_group(counting.where, Number(NumberField.YEAR, None, None))
    counts = counting.by_value("year", under)
    denied = [node for node in _left_out(counting.where) if isinstance(node, Number) and _is_year(node)]
    if counts is not None:
        counts = {**{node.high: 0 for node in denied if node.high and node.low == node.high}, **counts}
    years = sorted(counting.everywhere("year") if counts is None else counts, reverse=True)
    single = {year: Number(NumberField.YEAR, year, year) for year in years}
    if whole or len(years) <= YEARS + 1:
        shown, older = years, []
    else:
        older = [year for year in years[YEARS:] if not _stands(counting, single[year])]
        shown = [year for year in years if year not in set(older)]
    values = [
        _value(counting, str(year), single[year], None if counts is None else counts[year]) for year in shown
    ]
    if older:
        total = None if counts is None else sum(counts[year] for year in years if year <= older[0])
        node = Number(NumberField.YEAR, None, older[0])
        values.append(_value(counting, f"{older[0]} and older", node, total))
    # All years up to one that were left out together: none of them stands in a line of its own.
    values += [
        _value(counting, f"{node.high} and older", node, 0)
        for node in denied
        if node.low is None and node.high is not None and not (older and node.high == older[0])
    ]
    return FacetGroup("years", tuple(values), len(older))
