"""Rows of saved views. Names are the same whatever their case; SQL's `lower` knows ASCII only."""

from __future__ import annotations

from digestui.storage.database import Database


def listed(database: Database) -> list[tuple[str, str]]:
    """(name, query) in the order they were first saved."""
    return [
        (row[0], row[1]) for row in database.rows("SELECT name, query FROM views ORDER BY position, name")
    ]


def put(database: Database, name: str, query: str) -> None:
    """Save a query under a name; an old one of that name goes, and leaves its place. Inside a transaction."""
    old = _spelled(database, name)
    place = database.value("SELECT position FROM views WHERE name = ?", (old[0],)) if old else None
    _drop(database, old)
    database.execute(
        "INSERT INTO views(name, position, query)"
        " VALUES(?, coalesce(?, (SELECT coalesce(max(position), 0) + 1 FROM views)), ?)",
        (name, place, query),
    )


def remove(database: Database, name: str) -> bool:
    """Remove a view; False where there is none. Inside a transaction."""
    old = _spelled(database, name)
    _drop(database, old)
    return bool(old)


def _spelled(database: Database, name: str) -> list[str]:
    """The names in use that are this one, in order."""
    folded = name.casefold()
    return [known for known, _ in listed(database) if known.casefold() == folded]


def _drop(database: Database, names: list[str]) -> None:
    database.executemany("DELETE FROM views WHERE name = ?", [(name,) for name in names])
