"""Queries said and changed by the reader: orders, terms, narrower queries, and what a state rules out.

Pure: nothing here asks the library. Front ends come here instead of to `query`, whose house rules they
need not know.
"""

from __future__ import annotations

from dataclasses import replace

from digestui.model.digest import Digest
from digestui.model.query import (
    And,
    DateField,
    Has,
    HasName,
    In,
    Is,
    Named,
    NameField,
    Node,
    Not,
    Or,
    Order,
    OrderBy,
    Query,
    StateName,
    When,
    Where,
    leaves,
    opens_everything,
)
from digestui.model.rows import Row
from digestui.model.triage import Place
from digestui.query import parse, show


def with_order(text: str, order: str) -> str:
    """The canonical text of a query in another order: `-date`, `title`; `digest` is the order without any."""
    query = parse.parse(text).query
    name = order.removeprefix("-")
    if name not in OrderBy:
        return show.show(query)
    return show.show(replace(query, order=Order(OrderBy(name), order.startswith("-"))))


def named(field: str, value: str) -> str:
    """The term that names a value: `digest:"Hugging Face Papers"`."""
    return show.name(NameField(field), value)


def tag_term(tag: str) -> str:
    """The term for a tag."""
    return named("tag", tag)


def digest_term(digest: Digest) -> str:
    """The query for one digest: its name and its day."""
    where = And((Named(NameField.DIGEST, digest.name), When(DateField.DATE, digest.date, digest.date)))
    return show.show(Query(where))


def digest_of(query: Query) -> tuple[str | None, str | None]:
    """The digest a query names: its name and its day, where it says them."""
    name = day = None
    for leaf, negated in leaves(query.where):
        if negated:
            continue
        if isinstance(leaf, Named) and leaf.field is NameField.DIGEST:
            name = leaf.value
        elif isinstance(leaf, When) and leaf.field is DateField.DATE and leaf.low == leaf.high:
            day = leaf.low
    return name, day


_NARROWER: dict[str, Node] = {
    "unread": Is(StateName.UNREAD),
    "read": Is(StateName.READ),
    "starred": Is(StateName.STARRED),
    "undecided": In(Where.INBOX),
    "noted": Is(StateName.NOTED),
    "tagged": Is(StateName.TAGGED),
}


def narrowed(query: Query, state: str) -> Query:
    """The papers of a query that are `unread`, `read`, `starred`, `undecided`, `noted` or `tagged`.

    What the query leaves out by default stays left out.
    """
    more = _NARROWER[state]
    if query.where is None:
        return replace(query, where=more)
    return replace(query, where=And((query.where, more)))


def is_inbox(query: Query) -> bool:
    """Whether a query shows the inbox: then the next paper is the next undecided one."""
    where = query.where
    items = where.items if isinstance(where, And) else (where,)
    return any(isinstance(item, In) and item.name is Where.INBOX for item in items)


def pieces(text: str) -> list[tuple[str, str, str]]:
    """A canonical query in words for the eye: (field, colon, value); a plain word has no field."""
    out: list[tuple[str, str, str]] = []
    for word in _words(text):
        head, colon, tail = word.partition(":")
        if colon and head.lstrip("-(").isalpha():
            out.append((head, colon, tail))
        else:
            out.append(("", "", word))
    return out


def _words(text: str) -> list[str]:
    """Words of a canonical query; quotes hold one together."""
    words, word, quoted = [], "", False
    for character in text:
        if character == '"':
            quoted = not quoted
        if character == " " and not quoted:
            if word:
                words.append(word)
            word = ""
        else:
            word += character
    return [*words, word] if word else words


# ---- what a state rules out ------------------------------------------------------------------------------


def verdict(query: Query, row: Row, now: int) -> bool | None:
    """Whether a row still matches, as far as its state alone can tell; None where only the library knows."""
    answer = True if query.where is None else _judge(query.where, row, now)
    if not opens_everything(query.where) and (row.triage.place is Place.DISMISSED or row.triage.snoozed(now)):
        # A view inside the query may hold the word that lets dismissed papers in.
        uses_view = any(
            isinstance(leaf, Named) and leaf.field is NameField.VIEW for leaf, _ in leaves(query.where)
        )
        return None if uses_view and answer is not False else False
    return answer


def _judge(node: Node, row: Row, now: int) -> bool | None:
    if isinstance(node, And):
        answers = [_judge(item, row, now) for item in node.items]
        return False if False in answers else None if None in answers else True
    if isinstance(node, Or):
        answers = [_judge(item, row, now) for item in node.items]
        return True if True in answers else None if None in answers else False
    if isinstance(node, Not):
        answer = _judge(node.item, row, now)
        return None if answer is None else not answer
    if isinstance(node, Is):
        return _state(node.name, row, now)
    if isinstance(node, In):
        return _place(node.name, row, now)
    if isinstance(node, Has):
        known = {HasName.NOTE: row.noted, HasName.TAGS: bool(row.triage.tags), HasName.CODE: row.has_code}
        return known.get(node.name)
    return None


def _state(name: StateName, row: Row, now: int) -> bool | None:
    triage = row.triage
    known: dict[StateName, bool] = {
        StateName.READ: triage.read,
        StateName.UNREAD: not triage.read,
        StateName.STARRED: triage.starred,
        StateName.QUEUED: triage.place is Place.QUEUE,
        StateName.DONE: triage.place is Place.DONE,
        StateName.DISMISSED: triage.place is Place.DISMISSED,
        StateName.SNOOZED: triage.snoozed(now),
        StateName.NOTED: row.noted,
        StateName.TAGGED: bool(triage.tags),
        StateName.INBOX: triage.undecided(now),
        StateName.KEPT: triage.kept,
    }
    return known.get(name)


def _place(name: Where, row: Row, now: int) -> bool | None:
    if name is Where.ANY:
        return True
    snoozed = row.triage.snoozed(now)
    if name is Where.SNOOZED:
        return snoozed
    return not snoozed and row.triage.place.word == name.value
