"""The views every library has, beside those that readers save. Saved ones of the same name win."""

from __future__ import annotations

STANDARD_VIEWS = (
    ("Inbox", "in:inbox"),
    ("New", "is:new"),
    ("Unread", "is:unread"),
    ("Queue", "in:queue"),
    ("Starred", "is:starred"),
    ("Noted", "is:noted"),
    ("Snoozed", "in:snoozed"),
    ("Done", "in:done"),
    ("Dismissed", "in:dismissed"),
    ("Everything", "in:any"),
)
"""Name and query, in the order they are shown."""


def standard_query(name: str) -> str | None:
    """The query of a standard view, by its name in any case."""
    folded = name.casefold()
    return next((query for known, query in STANDARD_VIEWS if known.casefold() == folded), None)
