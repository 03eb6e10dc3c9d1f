"""Which papers nobody has touched, and whether there are rules. Reading only."""

from __future__ import annotations

import json
from collections.abc import Sequence

from digestui.storage.database import Database


def has_rules(database: Database) -> bool:
    """Whether any rule is kept."""
    return database.value("SELECT 1 FROM rules LIMIT 1") is not None


def untouched(database: Database, papers: Sequence[int]) -> set[int]:
    """Those of `papers` with no state and no tag."""
    return {
        row[0]
        for row in database.rows(
            "SELECT j.value FROM json_each(?) j LEFT JOIN triage t ON t.paper = j.value"
            " WHERE (t.paper IS NULL OR NOT (t.read OR t.starred OR t.place OR t.watched"
            " OR t.snoozed_until IS NOT NULL))"
            " AND NOT EXISTS(SELECT 1 FROM paper_tags x WHERE x.paper = j.value)",
            (json.dumps(list(papers)),),
        )
    }
