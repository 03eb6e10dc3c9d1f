"""A query printed in its canonical form: the text that, parsed again, gives the same query."""

from __future__ import annotations

import re

from digestui.model.query import (
    EMPTY,
    ONE_SIDED,
    And,
    Has,
    In,
    Is,
    Leaf,
    Named,
    NameField,
    Never,
    Node,
    Not,
    Number,
    Or,
    Order,
    Query,
    Text,
    When,
)
from digestui.patterns import later
from digestui.text.typed import as_typed

_TERM = later(r'(?:[^\s"]|"(?:\\"|[^"])*(?:"|\Z))+')
_FIELDED = later(r"([-(]*[a-z]+):(.*)", re.DOTALL)
_BARE = later(r'[^\s"()*,;!?#-][^\s"()*,;!?]*(?<![.:\\])')


def show(query: Query) -> str:
    """The canonical text of `query`; empty for the empty query."""
    if query == EMPTY:
        return ""
    parts = []
    if isinstance(query.where, Or):
        # At the top an OR needs no parentheses: order and limit belong to the whole wherever they stand.
        parts.append(" OR ".join(_node(item, "or") for item in query.where.items))
    elif query.where is not None:
        parts.append(_node(query.where, "and"))
    if query.order is not None:
        parts.append(show_order(query.order))
    if query.limit is not None:
        parts.append(f"limit:{query.limit}")
    return " ".join(parts)


def show_order(order: Order) -> str:
    """`sort:date`, `sort:-date`."""
    return f"sort:{'-' if order.reverse else ''}{order.by.value}"


def name(field: NameField, value: str) -> str:
    """The term that names `value` in `field`, quoted where it must be: `digest:"Hugging Face Papers"`."""
    return _leaf(Named(field, value))


def quote(value: str) -> str:
    """`value` as it must stand after a field's colon."""
    if _BARE.fullmatch(value):
        return value
    return '"' + as_typed(value).replace('"', '\\"') + '"'


def pieces(canonical: str) -> list[tuple[str, str, str]]:
    """A canonical text cut for showing: (field, colon, rest) of each term; field and colon may be empty."""
    out: list[tuple[str, str, str]] = []
    for term in _TERM.findall(canonical):
        found = _FIELDED.fullmatch(term)
        out.append((found[1], ":", found[2]) if found else ("", "", term))
    return out


def _node(node: Node, inside: str) -> str:
    """`inside` is the construct around: `or` binds weakest, then `and`, then `not`."""
    match node:
        case Or(items):
            text = " OR ".join(_node(item, "or") for item in items)
            return f"({text})"
        case And(items):
            text = " ".join(_node(item, "and") for item in items)
            return f"({text})" if inside == "not" else text
        case Not(item):
            return "-" + _node(item, "not")
        case _:
            return _leaf(node)


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Text():
            value = f'"{leaf.value}"' if leaf.quoted else leaf.value
            star = "*" if leaf.prefix else ""
            return f"{leaf.field.value}:{value}{star}" if leaf.field.value else value + star
        case Named():
            return f"{leaf.field.value}:{quote(leaf.value)}{'*' if leaf.prefix else ''}"
        case Is(state):
            return f"is:{state.value}"
        case Has(thing):
            return f"has:{thing.value}"
        case In(place):
            return f"in:{place.value}"
        case When():
            if leaf.field in ONE_SIDED or leaf.low == leaf.high:
                return f"{leaf.field.value}:{leaf.low}"
            return f"{leaf.field.value}:{leaf.low or ''}..{leaf.high or ''}"
        case Number():
            return f"{leaf.field.value}:{_number(leaf)}"
        case Never():
            return '""'
        case _:
            return ""


def _number(leaf: Number) -> str:
    if leaf.low == leaf.high:
        return str(leaf.low)
    if leaf.over:
        return f">{leaf.low}"
    if leaf.under:
        return f"<{leaf.high}"
    if leaf.high is None:
        return f"{leaf.low}.."
    if leaf.low is None:
        return f"..{leaf.high}"
    return f"{leaf.low}..{leaf.high}"
