"""Small things the reader keeps about itself, each a text under a name."""

from __future__ import annotations

from digestui.storage.database import Database


def put(database: Database, name: str, value: str) -> None:
    """Keep a text under a name. Inside a transaction."""
    database.execute(
        "INSERT INTO remembered VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def get(database: Database, name: str) -> str | None:
    """The text under a name, or None."""
    found: str | None = database.value("SELECT value FROM remembered WHERE name = ?", (name,))
    return found
