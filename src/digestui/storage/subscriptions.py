"""Rows of subscriptions."""

from __future__ import annotations

from digestui.storage.database import Database


def listed(database: Database) -> list[tuple[str, str]]:
    """(name, address) in order."""
    return [
        (row[0], row[1])
        for row in database.rows("SELECT name, address FROM subscriptions ORDER BY position, name")
    ]


def put(database: Database, name: str, address: str) -> bool:
    """Keep an address under a name; another address of that name gets a number. False where it is known."""
    if database.value("SELECT 1 FROM subscriptions WHERE address = ?", (address,)) is not None:
        return False
    plain, number = name, 1
    while database.value("SELECT 1 FROM subscriptions WHERE name = ?", (name,)) is not None:
        number += 1
        name = f"{plain} {number}"
    database.execute(
        "INSERT INTO subscriptions(name, address, position)"
        " VALUES(?, ?, (SELECT coalesce(max(position), 0) + 1 FROM subscriptions))",
        (name, address),
    )
    return True
