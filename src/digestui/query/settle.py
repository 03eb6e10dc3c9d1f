"""A query made independent of day and views: moments become days, saved views become what they say.

Pure: today and the views are given. What comes out is what `storage.search` compiles; it is never printed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from digestui.model.query import (
    And,
    DateField,
    Days,
    In,
    Named,
    NameField,
    Never,
    Node,
    Not,
    Or,
    Order,
    Query,
    When,
    Where,
    opens_everything,
)
from digestui.query.dates import period
from digestui.query.parse import parse

DEEPEST = 12
"""Views within views; a deeper one is taken for a cycle."""


def settle(query: Query, today: date, view: Callable[[str], str | None]) -> Query:
    """`query` with days for moments and, for views, what they say; `view` gives a view's query by name.

    A view that is unknown, or uses itself, holds nothing. Where a query is a view and nothing else, the
    view's limit counts; its order counts wherever the query names none. `in:any` is added where a used view
    itself says where to look, so that one look at the result tells whether dismissed papers are left out.
    """
    settler = _Settler(today, view)
    where = settler.node(query.where, ()) if query.where is not None else None
    if where is not None and settler.opened and not opens_everything(where):
        where = And((where, In(Where.ANY)))
    alone = isinstance(query.where, Named) and query.where.field is NameField.VIEW
    limit = query.limit if query.limit is not None or not alone else settler.limit
    return Query(where, query.order or settler.order, limit)


def views_in(node: Node | None) -> list[str]:
    """Names of the views that `node` uses, as they are written there."""
    match node:
        case And(items) | Or(items):
            return [name for item in items for name in views_in(item)]
        case Not(item):
            return views_in(item)
        case Named(NameField.VIEW, name):
            return [name]
        case _:
            return []


class _Settler:
    def __init__(self, today: date, view: Callable[[str], str | None]) -> None:
        self.today = today
        self.view = view
        self.order: Order | None = None
        self.limit: int | None = None
        self.opened = False

    def node(self, node: Node, inside: tuple[str, ...]) -> Node | None:
        """`node` settled; None is a view that holds everything. `inside` names the views around."""
        match node:
            case And(items):
                kept = tuple(item for each in items if (item := self.node(each, inside)) is not None)
                return And(kept) if len(kept) > 1 else kept[0] if kept else None
            case Or(items):
                settled = [self.node(each, inside) for each in items]
                if any(item is None for item in settled):
                    return None
                return Or(tuple(item for item in settled if item is not None))
            case Not(item):
                inner = self.node(item, inside)
                return Never() if inner is None else Not(inner)
            case When():
                return self._days(node)
            case Named(NameField.VIEW, name):
                return self._view(name, inside)
            case _:
                return node

    def _view(self, name: str, inside: tuple[str, ...]) -> Node | None:
        folded = name.casefold()
        text = self.view(name)
        if text is None or folded in inside or len(inside) >= DEEPEST:
            return Never()
        parsed = parse(text).query
        if not inside:
            self.order = self.order or parsed.order
            self.limit = parsed.limit
        self.opened = self.opened or opens_everything(parsed.where)
        return self.node(parsed.where, (*inside, folded)) if parsed.where is not None else None

    def _days(self, when: When) -> Days:
        low = period(when.low, self.today) if when.low else None
        high = period(when.high, self.today) if when.high else None
        match when.field:
            case DateField.AFTER | DateField.NEWER:
                return Days(DateField.DATE, low[0].isoformat() if low else None, None)
            case DateField.BEFORE | DateField.OLDER:
                return Days(DateField.DATE, None, _day_before(low[0]) if low else None)
            case field:
                if low and high and low[0] > high[1]:
                    low, high = high, low
                return Days(field, low[0].isoformat() if low else None, high[1].isoformat() if high else None)


def _day_before(day: date) -> str:
    return (day - timedelta(days=1)).isoformat() if day > date.min else "0000-00-00"
