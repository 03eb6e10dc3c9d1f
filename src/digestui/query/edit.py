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
    Not,
    Number,
    NumberField,
    Or,
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


ONLY, ALSO, NOT = "only", "also", "not"
"""How a term is chosen: in the place of what it excludes, beside others of its field, or left out."""


def toggle(text: str, term: str, how: str = ONLY) -> str:
    """The canonical text of `text` with the condition `term` chosen, or taken out where it was chosen.

    A choice that can have one value at a time (digest, source, category, year, view, place) replaces the one
    there is; tags and other states add up. With `ALSO` any of the values will do, `(tag:a OR tag:b)`; with
    `NOT` none may have it, `-tag:a`.
    """
    query = parse(text).query
    if query.void:  # nothing to search for: nothing to keep beside a choice
        query = Query(None, query.order, query.limit)
    wanted = parse(term).query.where
    if wanted is None:
        return show(query)
    where: Node | None
    if how == NOT:
        where = _with_not(query.where, wanted)
    elif how == ALSO:
        where = _with_also(query.where, wanted)
    elif wanted in conditions_of(query.where):
        where = without(query.where, wanted)
    elif holds(query.where, wanted):
        where = _with_also(query.where, wanted)
    else:
        where = with_choice(query.where, wanted)
    return show(Query(where, query.order, query.limit))


def _with_not(where: Node | None, unwanted: Node) -> Node | None:
    denial = Not(unwanted)
    kept = [c for c in conditions_of(where) if c not in (unwanted, denial)]
    if denial not in conditions_of(where):
        kept.append(denial)
    return _joined(kept)


def _with_also(where: Node | None, wanted: Node) -> Node | None:
    kept = [c for c in conditions_of(where) if c != Not(wanted)]
    family = _family(wanted)
    for place in range(len(kept) - 1, -1, -1):
        there = _alternatives(kept[place])
        if all(_family(item) == family for item in there):
            items = tuple(i for i in there if i != wanted) if wanted in there else (*there, wanted)
            kept[place : place + 1] = [Or(items)] if len(items) > 1 else list(items)
            return _joined(kept)
    return _joined([*kept, wanted])


def _alternatives(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Or) else (node,)


def _family(node: Node) -> object:
    """Conditions of one kind, whose values can stand beside each other."""
    match node:
        case Named(field, _):
            return field
        case Number(field=NumberField.YEAR):
            return NumberField.YEAR
        case Is() | In():
            return "state"
        case _:
            return node


def with_choice(where: Node | None, wanted: Node) -> Node:
    """`where` with the condition `wanted`, in the place of what it excludes."""
    group = _group(wanted)
    kept: list[Node] = []
    for condition in conditions_of(where):
        if condition == Not(wanted):
            continue
        if group is None or _group(condition) != group:
            kept.append(condition)
        elif wanted not in kept:
            kept.append(wanted)
    if wanted not in kept:
        kept.append(wanted)
    return kept[0] if len(kept) == 1 else And(tuple(kept))


def holds(where: Node | None, node: Node) -> bool:
    """Whether `node` is one of the conditions that every hit must meet, or of values that stand beside each
    other."""
    return any(
        node in (items := _alternatives(condition)) and len({_family(item) for item in items}) == 1
        for condition in conditions_of(where)
    )


def excludes(where: Node | None, node: Node) -> bool:
    """Whether no hit may meet `node`."""
    return Not(node) in conditions_of(where)


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
        case Or(items):
            groups = {_group(item) for item in items}
            return groups.pop() if len(groups) == 1 else None
        case _:
            return None
