"""Rows of subscriptions: name, address, and how the last attempt went."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from digestui.storage.database import Database


def listed(database: Database) -> list[tuple[str, str, dict[str, Any]]]:
    """(name, address, state) in order."""
    rows = database.rows("SELECT name, address, state FROM subscriptions ORDER BY position, name")
    return [(name, address, _object(state)) for name, address, state in rows]


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def put(database: Database, name: str, address: str) -> str | None:
    """Keep an address under a name; another address of that name, in any case, gets a number. Gives the
    name it got, None where the address is known."""
    if database.value("SELECT 1 FROM subscriptions WHERE address = ?", (address,)) is not None:
        return None
    plain, number = name, 1
    taken = {known.casefold() for known, _, _ in listed(database)}
    while name.casefold() in taken:
        number += 1
        name = f"{plain} {number}"
    database.execute(
        "INSERT INTO subscriptions(name, address, position)"
        " VALUES(?, ?, (SELECT coalesce(max(position), 0) + 1 FROM subscriptions))",
        (name, address),
    )
    return name


def remove(database: Database, name: str) -> None:
    """Forget a subscription; what it brought stays."""
    database.execute("DELETE FROM subscriptions WHERE name = ?", (name,))


def remember(database: Database, address: str, state: Mapping[str, Any]) -> None:
    """Keep how the last attempt went."""
    database.execute(
        "UPDATE subscriptions SET state = ? WHERE address = ?",
        (json.dumps(state, ensure_ascii=False), address),
    )
