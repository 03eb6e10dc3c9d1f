"""The text of a query changed by a choice in the filters, so that text and filters never disagree.

A term is a condition as text (`is:unread`, `digest:"Hugging Face Papers"`). Choosing one that stands in the
query takes it out; choosing another of the same single-valued field puts it in the old one's place.
"""

from __future__ import annotations

from digestui.model.query import (
    And,
    DateField,
    In,
    Is,
    Named,
    NameField,
    Node,
    Number,
    NumberField,
    Query,
    StateName,
    When,
    Where,
)
from digestui.query.parse import parse
from digestui.query.show import show

_SINGLE_NAMES = frozenset({NameField.DIGEST, NameField.SOURCE, NameField.CATEGORY, NameField.VIEW})
_PLACES = frozenset(
    {StateName.QUEUED, StateName.DONE, StateName.DISMISSED, StateName.SNOOZED, StateName.INBOX}
)


def toggle(text: str, term: str) -> str:
    """The canonical text of `text` with the condition `term` chosen, or taken out where it was chosen.

    A choice that can have one value at a time (digest, source, category, year, view, place) replaces the one
    there is; tags and other states add up.
    """
    query = parse(text).query
    wanted = parse(term).query.where
    if wanted is None:
        return show(query)
    if wanted in conditions_of(query.where):
        where = without(query.where, wanted)
    else:
        where = with_choice(query.where, wanted)
    return show(Query(where, query.order, query.limit))


def with_choice(where: Node | None, wanted: Node) -> Node:
    """`where` with the condition `wanted`, in the place of what it excludes."""
    group = _group(wanted)
    kept: list[Node] = []
    for condition in conditions_of(where):
        if group is None or _group(condition) != group:
            kept.append(condition)
        elif wanted not in kept:
            kept.append(wanted)
    if wanted not in kept:
        kept.append(wanted)
    return kept[0] if len(kept) == 1 else And(tuple(kept))


def chosen(where: Node | None, term: str) -> bool:
    """True where `term` is one of the conditions that every hit must meet."""
    return parse(term).query.where in conditions_of(where)


def conditions_of(where: Node | None) -> tuple[Node, ...]:
    """The conditions that every hit must meet, as they stand at the top of a query."""
    if where is None:
        return ()
    return where.items if isinstance(where, And) else (where,)


def without(where: Node | None, drop: Node) -> Node | None:
    """`where` without the condition `drop` at its top."""
    return _joined([condition for condition in conditions_of(where) if condition != drop])


def _joined(conditions: list[Node]) -> Node | None:
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else And(tuple(conditions))


def _group(node: Node) -> str | None:
    """What `node` excludes others of; None for conditions that add up."""
    match node:
        case Named(field, _) if field in _SINGLE_NAMES:
            return field.value
        case Number(field=NumberField.YEAR):
            return "year"
        case When(field=DateField.PUBLISHED):
            return "published"
        case In(place) if place is not Where.ANY:
            return "place"
        case Is(state) if state in _PLACES:
            return "place"
        case Is(StateName.READ | StateName.UNREAD):
            return "read"
        case _:
            return None
