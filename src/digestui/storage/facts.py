"""What services say of a paper besides its record: one value a field and source, with its day.

Facts are nobody's decision: they are not in the journal, and a later answer takes the place of an earlier.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from digestui.model.facts import Fact
from digestui.storage.database import Database


def put(database: Database, facts: Sequence[tuple[int, Fact]]) -> None:
    """Keep facts of papers."""
    database.executemany(
        "INSERT INTO facts(paper, field, source, value, at) VALUES(?, ?, ?, ?, ?)"
        " ON CONFLICT(paper, field, source) DO UPDATE SET value = excluded.value, at = excluded.at",
        [(paper, fact.field, fact.source, fact.value, fact.at) for paper, fact in facts],
    )


def of_paper(database: Database, paper: int) -> tuple[Fact, ...]:
    """All facts of a paper, by field, the newest first."""
    return tuple(
        Fact(*row)
        for row in database.rows(
            "SELECT field, value, source, at FROM facts WHERE paper = ? ORDER BY field, at DESC", (paper,)
        )
    )


def asked_since(database: Database, source: str, day: str, ids: Sequence[int]) -> set[int]:
    """Which of these papers a source was asked about on `day` (ISO) or later."""
    return {
        row[0]
        for row in database.rows(
            "SELECT DISTINCT f.paper FROM json_each(?) j CROSS JOIN facts f ON f.paper = j.value"
            " WHERE f.source = ? AND f.at >= ?",
            (json.dumps(list(ids)), source, day),
        )
    }
