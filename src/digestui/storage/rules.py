"""The table of rules. What a rule means is `library.rules`."""

from __future__ import annotations

import json

from digestui.model.rule import Rule
from digestui.storage.database import Database


def all_rules(database: Database) -> list[Rule]:
    """Every rule in the order they are done."""
    rows = database.rows("SELECT name, query, actions FROM rules ORDER BY position, name")
    return [Rule(name, query, tuple(json.loads(actions))) for name, query, actions in rows]


def put(database: Database, rule: Rule, made_at: int, old: str | None) -> None:
    """Keep a rule, in the place and turn of the one named `old`, if any. Inside a transaction."""
    actions = json.dumps(rule.actions, ensure_ascii=False)
    if old is not None:
        database.execute(
            "UPDATE rules SET name = ?, query = ?, actions = ? WHERE name = ?",
            (rule.name, rule.query, actions, old),
        )
        return
    database.execute(
        "INSERT INTO rules(name, position, query, actions, made_at)"
        " VALUES(?, (SELECT coalesce(max(position), 0) + 1 FROM rules), ?, ?, ?)",
        (rule.name, rule.query, actions, made_at),
    )


def remove(database: Database, name: str) -> bool:
    """Forget a rule; False where there is none of that name. Inside a transaction."""
    return database.execute("DELETE FROM rules WHERE name = ?", (name,)).rowcount > 0
