"""Which papers nobody has touched, what was taken back, and whether there are rules. Reading only."""

from __future__ import annotations

import json
from collections.abc import Sequence

from digestui.storage import notes
from digestui.storage.database import Database

_BARE = (
    "(t.paper IS NULL OR NOT (t.read OR t.starred OR t.place OR t.watched OR t.snoozed_until IS NOT NULL))"
    " AND NOT EXISTS(SELECT 1 FROM paper_tags x WHERE x.paper = {})"
)


def has_rules(database: Database) -> bool:
    """Whether any rule is kept."""
    return database.value("SELECT 1 FROM rules LIMIT 1") is not None


def untouched(database: Database, papers: Sequence[int]) -> set[int]:
    """Those of `papers` with no state and no tag."""
    return {
        row[0]
        for row in database.rows(
            "SELECT j.value FROM json_each(?) j LEFT JOIN triage t ON t.paper = j.value"
            f" WHERE {_BARE.format('j.value')}",
            (json.dumps(list(papers)),),
        )
    }


def taken_back(database: Database) -> set[int]:
    """Papers that had a state or a tag of which nothing is left. Reads the whole journal, for no index knows
    its keys."""
    return {
        row[0]
        for row in database.rows(
            "SELECT k.paper FROM (SELECT DISTINCT key FROM journal"
            " WHERE verb IN ('place', 'read', 'star', 'snooze', 'watch', 'tag')) j"
            " CROSS JOIN paper_keys k ON k.key = j.key LEFT JOIN triage t ON t.paper = k.paper"
            f" WHERE {_BARE.format('k.paper')}"
        )
    }


def noted(database: Database, paper: int, text: str) -> bool:
    """Whether the note of a paper ever said just this."""
    return any(said == text for _, _, said in notes.history(database, paper))
