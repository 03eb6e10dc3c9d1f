"""Rows of `shared`: what other machines have been told of each paper, and which papers say something new.

A trigger sets `changed` to 1 when a paper, its keys or its digests change. What the fields mean is
`exchange.records` and `library.telling`; here they are bytes and text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from digestui.storage.database import Database

AGREED, CHANGED, TO_TELL = 0, 1, 2


class Told(NamedTuple):
    """What is remembered of one paper."""

    changed: int
    marks: bytes
    urls: int
    ranks: str


class In(NamedTuple):
    """One paper's place in one digest, with the facts of that digest."""

    name: str
    date: str
    rank: int
    source: str
    archive: bool


def told(database: Database, ids: Iterable[int]) -> dict[int, Told]:
    """What is remembered of papers; one that was never told of is left out."""
    return {
        row[0]: Told(*row[1:])
        for row in database.rows(
            "SELECT s.paper, s.changed, s.marks, s.urls, s.ranks FROM json_each(?) j"
            " CROSS JOIN shared s ON s.paper = j.value",
            (json.dumps(list(ids)),),
        )
    }


def write(database: Database, rows: Mapping[int, Told]) -> None:
    """Remember what is told of papers now."""
    database.executemany(
        "INSERT OR REPLACE INTO shared(paper, changed, marks, urls, ranks) VALUES(?, ?, ?, ?, ?)",
        ((paper, *row) for paper, row in rows.items()),
    )


def to_tell(database: Database) -> list[int]:
    """Papers that say something other machines were not told, the newest arrivals first, in the order of the
    list."""
    return [
        row[0]
        for row in database.rows(
            "SELECT id FROM papers p INDEXED BY papers_facets"
            " WHERE NOT EXISTS(SELECT 1 FROM shared s WHERE s.paper = p.id)"
            " UNION ALL SELECT paper FROM shared WHERE changed > 0 ORDER BY 1 DESC"
        )
    ]


def tell_all(database: Database) -> None:
    """Let every paper be told of again: the folder is another one, or has lost what was in it."""
    database.execute("UPDATE shared SET changed = ? WHERE changed = ?", (TO_TELL, AGREED))


def digests_of(database: Database, ids: Iterable[int]) -> dict[int, list[In]]:
    """The digests that papers are in."""
    found: dict[int, list[In]] = {}
    for paper, name, date, rank, source, archive in database.rows(
        "SELECT e.paper, d.name, d.date, e.rank, s.name, d.archive FROM json_each(?) j"
        " CROSS JOIN entries e ON e.paper = j.value CROSS JOIN digests d ON d.id = e.digest"
        " CROSS JOIN sources s ON s.id = d.source",
        (json.dumps(list(ids)),),
    ):
        found.setdefault(paper, []).append(In(name, date, rank, source, bool(archive)))
    return found


def sources_of(database: Database, ids: Iterable[int]) -> dict[int, str]:
    """The family of the digest that first brought each paper."""
    return dict(
        database.rows(
            "SELECT p.id, s.name FROM json_each(?) j CROSS JOIN papers p ON p.id = j.value"
            " CROSS JOIN sources s ON s.id = p.source",
            (json.dumps(list(ids)),),
        )
    )


def place(database: Database, ranks: Sequence[tuple[int, str, str, int]]) -> None:
    """Give papers (paper, digest's name, date, rank) their place in digests where it is an earlier one."""
    database.executemany(
        "UPDATE entries SET rank = ? WHERE paper = ? AND rank > ?"
        " AND digest = (SELECT id FROM digests WHERE name = ? AND date = ?)",
        [(rank, paper, rank, name, date) for paper, name, date, rank in ranks],
    )
