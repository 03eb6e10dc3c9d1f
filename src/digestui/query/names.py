"""The words of the query language: fields, their short forms, and the values that are fixed.

One table for the parser, the corrections and the completion, so that none knows a word another does not.
"""

from __future__ import annotations

from digestui.model.query import (
    DateField,
    HasName,
    NameField,
    NumberField,
    OrderBy,
    StateName,
    TextField,
    Where,
)

TEXT_FIELDS = {
    "title": TextField.TITLE,
    "abstract": TextField.ABSTRACT,
    "abs": TextField.ABSTRACT,
    "author": TextField.AUTHOR,
    "au": TextField.AUTHOR,
    "authors": TextField.AUTHOR,
    "note": TextField.NOTE,
    "notes": TextField.NOTE,
}
NAME_FIELDS = {
    **{name.value: name for name in NameField},
    "category": NameField.CATEGORY,
    "view": NameField.VIEW,
}
DATE_FIELDS = {name.value: name for name in DateField}
NUMBER_FIELDS = {name.value: name for name in NumberField}
STATES = {
    **{name.value: name for name in StateName},
    "queue": StateName.QUEUED,
    "undecided": StateName.INBOX,
}
HAS = {**{name.value: name for name in HasName}, "tag": HasName.TAGS, "notes": HasName.NOTE}
PLACES = {
    **{name.value: name for name in Where},
    "queued": Where.QUEUE,
    "all": Where.ANY,
    "anywhere": Where.ANY,
}
ORDERS = {
    **{name.value: name for name in OrderBy},
    "published": OrderBy.DATE,
    "year": OrderBy.DATE,
    "authors": OrderBy.AUTHOR,
}
FIXED = {"is", "has", "in", "sort", "limit"}
FIELDS = frozenset({*TEXT_FIELDS, *NAME_FIELDS, *DATE_FIELDS, *NUMBER_FIELDS, *FIXED})

SHOWN_FIELDS = (
    ("is:", "a state: unread, starred, queued, new"),
    ("in:", "a place: inbox, queue, done, dismissed, snoozed, any"),
    ("has:", "note, code, pdf, tags, abstract, id"),
    ("title:", "words of the title"),
    ("abstract:", "words of the abstract"),
    ("author:", "words of the authors"),
    ("note:", "words of your notes"),
    ("tag:", "a tag of yours"),
    ("digest:", "a digest by name"),
    ("source:", "where digests come from"),
    ("cat:", "a category, cs.CV"),
    ("venue:", "where it was published"),
    ("key:", "a paper's key, or its beginning"),
    ("q:", "a saved view"),
    ("year:", "2024 or 2020..2024"),
    ("published:", "the paper's own date"),
    ("added:", "when it came into the library"),
    ("read:", "when you read it"),
    ("date:", "the digest's date, a..b"),
    ("after:", "digests from this day on"),
    ("before:", "digests before this day"),
    ("newer:", "digests of the last 3d, 2w, 6m, 1y"),
    ("older:", "digests older than 3d, 2w, 6m, 1y"),
    ("upvotes:", ">50 or 10..100"),
    ("sort:", "an order; sort:-title the other way round"),
    ("limit:", "at most so many"),
)
"""Fields as completion offers them, most useful first, each with what it takes."""

SHOWN_VALUES: dict[str, tuple[str, ...]] = {
    "is": tuple(name.value for name in StateName),
    "has": tuple(name.value for name in HasName),
    "in": tuple(name.value for name in Where),
    "sort": (*(name.value for name in OrderBy), *(f"-{name.value}" for name in OrderBy)),
    "newer": ("today", "yesterday", "3d", "1w", "2w", "1m", "6m", "1y"),
    "older": ("3d", "1w", "2w", "1m", "6m", "1y"),
    "date": ("today", "yesterday"),
    "added": ("today", "yesterday"),
    "read": ("today", "yesterday"),
}

VALUES: dict[str, frozenset[str]] = {
    "is": frozenset(STATES),
    "has": frozenset(HAS),
    "in": frozenset(PLACES),
    "sort": frozenset(ORDERS),
}
"""Every value a fixed field takes, short forms too."""
