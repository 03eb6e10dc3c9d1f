"""What services say of a paper besides its record: one value a field and source, with its day.

Facts are nobody's decision: they are not in the journal, and a later answer takes the place of an earlier.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from digestui.model.facts import ASKED, Fact
from digestui.storage.database import Database


def put(database: Database, facts: Sequence[tuple[int, Fact]]) -> None:
    """Keep facts of papers; what was said on an earlier day never replaces what is kept."""
    database.executemany(
        "INSERT INTO facts(paper, field, source, value, at) VALUES(?, ?, ?, ?, ?)"
        " ON CONFLICT(paper, field, source) DO UPDATE SET value = excluded.value, at = excluded.at"
        " WHERE excluded.at >= facts.at",
        [(paper, fact.field, fact.source, fact.value, fact.at) for paper, fact in facts],
    )


def move(database: Database, paper: int, to: int) -> None:
    """What is said of a paper is said of another, which it turned out to be: the later answer stands."""
    database.execute(
        "INSERT INTO facts(paper, field, source, value, at) SELECT ?, field, source, value, at FROM facts"
        " WHERE paper = ? ON CONFLICT(paper, field, source) DO UPDATE SET value = excluded.value,"
        " at = excluded.at WHERE excluded.at > facts.at",
        (to, paper),
    )


def still_true(database: Database, paper: int, source: str, day: str) -> None:
    """Everything a source said of a paper stands as of `day`."""
    database.execute("UPDATE facts SET at = ? WHERE paper = ? AND source = ?", (day, paper, source))


def asked(database: Database, source: str, ids: Sequence[int]) -> dict[int, Fact]:
    """When a source was last asked about these papers, and the mark it gave; only those it was."""
    return {
        row[0]: Fact(ASKED, row[1], source, row[2])
        for row in database.rows(
            "SELECT f.paper, f.value, f.at FROM json_each(?) j CROSS JOIN facts f ON f.paper = j.value"
            " WHERE f.field = ? AND f.source = ?",
            (json.dumps(list(ids)), ASKED, source),
        )
    }


def value(database: Database, paper: int, field: str, source: str) -> str | None:
    """What a source says of a paper under a field."""
    found = database.value(
        "SELECT value FROM facts WHERE paper = ? AND field = ? AND source = ?", (paper, field, source)
    )
    return None if found is None else str(found)


def saying(database: Database, source: str, field: str, ids: Sequence[int]) -> set[int]:
    """Those of these papers of which a source says something under a field."""
    return {
        row[0]
        for row in database.rows(
            "SELECT f.paper FROM json_each(?) j CROSS JOIN facts f ON f.paper = j.value"
            " WHERE f.field = ? AND f.source = ?",
            (json.dumps(list(ids)), field, source),
        )
    }
