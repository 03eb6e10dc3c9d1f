"""Queries said and changed by the reader: orders, terms, narrower queries.

Pure: nothing here asks the library. Front ends come here instead of to `query`, whose house rules they
need not know.
"""

from __future__ import annotations

from digestui.model.digest import Digest
from digestui.model.query import (
    And,
    In,
    Is,
    Named,
    NameField,
    Node,
    Order,
    OrderBy,
    Query,
    StateName,
    Where,
    leaves,
)
from digestui.query import edit, parse, show
from digestui.records import replace


def with_order(text: str, order: str) -> str:
    """The canonical text of a query in another order: `-date`, `title`; `digest` is the order without any."""
    query = parse.parse(text).query
    name = order.removeprefix("-")
    try:
        by = OrderBy(name)
    except ValueError:
        return show.show(query)
    return show.show(replace(query, order=Order(by, order.startswith("-"))))


def named(field: str, value: str) -> str:
    """The term that names a value: `digest:"Hugging Face Papers"`."""
    return show.name(NameField(field), value)


def tag_term(tag: str) -> str:
    """The term for a tag."""
    return named("tag", tag)


def digest_term(digest: Digest) -> str:
    """The query for one digest, by its name and day."""
    return named("digest", f"{digest.name} {digest.date}")


def digest_of(query: Query) -> str | None:
    """What a query calls the digest it is about: a name, a day, or both; None where it names none."""
    for leaf, negated in leaves(query.where):
        if not negated and isinstance(leaf, Named) and leaf.field is NameField.DIGEST:
            return leaf.value
    return None


def read_on(day: str, text: str = "") -> str:
    """The query for the papers of another one that were read on a day, wherever they are now."""
    query = parse.parse(text).query
    read = parse.parse(f"read:{day} in:any").query
    conditions = dict.fromkeys((*edit.conditions_of(query.where), *edit.conditions_of(read.where)))
    return show.show(Query(And(tuple(conditions)), query.order, query.limit))


def slip(text: str, *, typing: bool = False) -> str:
    """What is wrong with a query as it was typed; empty where nothing is."""
    parsed = parse.parse(text, typing=typing)
    if parsed.corrections:
        return f"{parsed.corrections[0]}{'?' if parsed.corrections[0].meant else ''}"
    return f"there is nothing to search for in {text}" if parsed.query.void else ""


def still_holds(text: str, view: str) -> bool:
    """Whether a query asks for all that a view asks for: then it shows that view, narrowed."""
    asked = edit.conditions_of(parse.parse(text).query.where)
    return all(condition in asked for condition in edit.conditions_of(parse.parse(view).query.where))


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


def is_all_of_inbox(query: Query) -> bool:
    """Whether a query shows the inbox, in whatever order, and no part of it."""
    return query.where == In(Where.INBOX) and query.limit is None


def is_inbox(query: Query) -> bool:
    """Whether a query shows the inbox: then the next paper is the next undecided one."""
    where = query.where
    items = where.items if isinstance(where, And) else (where,)
    return any(isinstance(item, In) and item.name is Where.INBOX for item in items)
