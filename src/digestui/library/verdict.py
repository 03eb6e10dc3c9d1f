"""Whether a row on show still matches the view, judged from the row alone: pure, for the next frame."""

from __future__ import annotations

from digestui.model.query import (
    And,
    Has,
    HasName,
    In,
    Is,
    Leaf,
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
    opens_everything,
)
from digestui.model.rows import Row
from digestui.model.triage import Action, Place, Triage, after
from digestui.text.folding import fold

_PLACES = {
    Where.INBOX: Place.INBOX,
    Where.QUEUE: Place.QUEUE,
    Where.DONE: Place.DONE,
    Where.DISMISSED: Place.DISMISSED,
}
_STATES_OF_PLACE = {
    StateName.INBOX: Where.INBOX,
    StateName.QUEUED: Where.QUEUE,
    StateName.DONE: Where.DONE,
    StateName.DISMISSED: Where.DISMISSED,
    StateName.SNOOZED: Where.SNOOZED,
}


_TOLD = {*_STATES_OF_PLACE, StateName.READ, StateName.UNREAD, StateName.STARRED, StateName.KEPT}
"""States that read, starred, place and snooze tell."""
UNSEEN = -1
"""The id of a row of which nothing but these is known."""


def verdict(query: Query, row: Row, now: int) -> bool | None:
    """True or False where the row tells whether the query holds its paper, None where only a search can."""
    found = True if query.where is None else _node(query.where, row, now)
    if _uses_views(query.where):
        return False if found is False else None
    if opens_everything(query.where):
        return found
    if _in(Where.DISMISSED, row, now) or _in(Where.SNOOZED, row, now):
        return False
    return found


def rules_out(query: Query, action: Action, now: int) -> bool:
    """Whether a query holds no paper that an action was done to, whatever else is known of it: for papers
    whose rows have not been fetched."""
    return all(
        verdict(query, Row(UNSEEN, "", "", after(Triage(read, starred, place, until), action)), now) is False
        for read in (False, True)
        for starred in (False, True)
        for place in Place
        for until in (None, now + 1_000_000)
    )


def _uses_views(node: Node | None) -> bool:
    match node:
        case And(items) | Or(items):
            return any(_uses_views(item) for item in items)
        case Not(item):
            return _uses_views(item)
        case Named(NameField.VIEW):
            return True
        case _:
            return False


def _node(node: Node, row: Row, now: int) -> bool | None:
    match node:
        case And(items):
            parts = [_node(item, row, now) for item in items]
            return False if False in parts else None if None in parts else True
        case Or(items):
            parts = [_node(item, row, now) for item in items]
            return True if True in parts else None if None in parts else False
        case Not(item):
            inner = _node(item, row, now)
            return None if inner is None else not inner
        case _:
            return _leaf(node, row, now)


def _leaf(leaf: Leaf, row: Row, now: int) -> bool | None:
    if row.id == UNSEEN and not isinstance(leaf, In) and not (isinstance(leaf, Is) and leaf.name in _TOLD):
        return None
    match leaf:
        case In(place):
            return _in(place, row, now)
        case Is(state):
            return _is(state, row, now)
        case Has(HasName.NOTE):
            return row.noted
        case Has(HasName.CODE):
            return row.has_code
        case Has(HasName.TAGS):
            return bool(row.triage.tags)
        case Named(NameField.TAG, tag, prefix):
            wanted = fold(tag)
            return any(
                fold(has).startswith(wanted) if prefix else fold(has) == wanted for has in row.triage.tags
            )
        case Number(field, low, high, over, under):
            value = row.year if field is NumberField.YEAR else row.upvotes
            if value is None:
                return False
            return (low is None or value >= low + over) and (high is None or value <= high - under)
        case _:
            return None


def _is(state: StateName, row: Row, now: int) -> bool | None:
    if state in _STATES_OF_PLACE:
        return _in(_STATES_OF_PLACE[state], row, now)
    match state:
        case StateName.READ:
            return row.triage.read
        case StateName.UNREAD:
            return not row.triage.read
        case StateName.STARRED:
            return row.triage.starred
        case StateName.WATCHED:
            return row.triage.watched
        case StateName.NOTED:
            return row.noted
        case StateName.TAGGED:
            return bool(row.triage.tags)
        case StateName.UPDATED:
            return row.updated
        case StateName.KEPT:
            return row.triage.starred or _in(Where.QUEUE, row, now) or _in(Where.DONE, row, now)
        case _:
            return False if not _in(Where.INBOX, row, now) else None


def _in(place: Where, row: Row, now: int) -> bool:
    """A running snooze hides the place; one that ended leaves a done or dismissed paper in the inbox."""
    triage = row.triage
    if place is Where.ANY:
        return True
    if triage.snoozed(now):
        return place is Where.SNOOZED
    return _PLACES.get(place) is triage.stands
