"""Tags by name, and which papers somebody cares for. Reading only; changes go through `acts`."""

from __future__ import annotations

import json
from collections.abc import Sequence

from digestui.storage.database import Database
from digestui.text.folding import fold


def tags(database: Database) -> list[tuple[str, int]]:
    """(name, how many papers), most used first, then by name."""
    return [
        (name, count)
        for name, count in database.rows(
            "SELECT t.name, count(*) n FROM paper_tags x CROSS JOIN tags t ON t.id = x.tag GROUP BY x.tag"
            " ORDER BY n DESC, t.folded"
        )
    ]


def tagged(database: Database, name: str) -> list[int]:
    """Ids of the papers that have a tag."""
    return [
        row[0]
        for row in database.rows(
            "SELECT x.paper FROM tags t CROSS JOIN paper_tags x ON x.tag = t.id WHERE t.folded = ?"
            " ORDER BY x.paper DESC",
            (fold(name),),
        )
    ]


def undecided(database: Database, ids: Sequence[int], now: int) -> tuple[list[int], set[int]]:
    """Those of `ids` that wait in the inbox, in order, and those among them that are starred, noted,
    tagged or watched."""
    waiting: list[int] = []
    cared: set[int] = set()
    for paper, cares in database.rows(
        "SELECT j.value, coalesce(t.starred, 0) OR coalesce(t.watched, 0)"
        " OR EXISTS(SELECT 1 FROM notes n WHERE n.paper = j.value)"
        " OR EXISTS(SELECT 1 FROM paper_tags x WHERE x.paper = j.value)"
        " FROM json_each(?) j LEFT JOIN triage t ON t.paper = j.value"
        " WHERE (coalesce(t.place, 0) = 0 OR (t.place > 1 AND t.snoozed_until IS NOT NULL))"
        " AND coalesce(t.snoozed_until, 0) <= ? ORDER BY j.key",
        (json.dumps(list(ids)), now),
    ):
        waiting.append(paper)
        if cares:
            cared.add(paper)
    return waiting, cared
