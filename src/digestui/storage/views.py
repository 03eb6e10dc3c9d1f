"""Rows of saved views."""

from __future__ import annotations

from digestui.storage.database import Database


def listed(database: Database) -> list[tuple[str, str]]:
    """(name, query) in the order they were first saved."""
    return [
        (row[0], row[1]) for row in database.rows("SELECT name, query FROM views ORDER BY position, name")
    ]


def put(database: Database, name: str, query: str) -> None:
    """Save a query under a name; an old one of that name keeps its place. Inside a transaction."""
    database.execute("DELETE FROM views WHERE name <> ? AND lower(name) = lower(?)", (name, name))
    database.execute(
        "INSERT INTO views(name, position, query)"
        " VALUES(?, (SELECT coalesce(max(position), 0) + 1 FROM views), ?)"
        " ON CONFLICT(name) DO UPDATE SET query = excluded.query",
        (name, query),
    )


def remove(database: Database, name: str) -> bool:
    """Remove a view; False where there is none. Inside a transaction."""
    return database.execute("DELETE FROM views WHERE lower(name) = lower(?)", (name,)).rowcount > 0
