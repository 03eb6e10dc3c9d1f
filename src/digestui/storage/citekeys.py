"""Citation keys that papers were given: a name stays with its paper and is never given to another.

A row names a key of the paper, as acts do: the name is still there where papers are joined, found again
under another key, or taken out and brought back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from digestui.records import dataclass
from digestui.storage.database import Database

OF_PAPER = (
    "(SELECT c.name FROM paper_keys k CROSS JOIN citekeys c ON c.key = k.key WHERE k.paper = p.id"
    " ORDER BY c.id LIMIT 1)"
)
"""The name of the paper `p`, or null. Where two papers became one, the name that was given first."""

_FACTS = (
    "p.id, p.key, p.title, substr(p.authors, 1,"
    " coalesce(nullif(instr(p.authors, char(10)), 0) - 1, length(p.authors))), p.published"
)


@dataclass(frozen=True, slots=True)
class Bare:
    """What a name is made of, of one paper."""

    id: int
    key: str
    title: str
    author: str
    """The first one, or empty."""
    published: str | None


def given(database: Database, ids: Sequence[int]) -> dict[int, str]:
    """The names of those of these papers that have one."""
    return dict(
        database.rows(
            f"SELECT p.id, {OF_PAPER} AS name FROM json_each(?) j CROSS JOIN papers p ON p.id = j.value"
            " WHERE name IS NOT NULL",
            (json.dumps(list(ids)),),
        )
    )


def bare(database: Database, ids: Sequence[int]) -> list[Bare]:
    """What names of these papers would be made of."""
    return [
        Bare(*row)
        for row in database.rows(
            f"SELECT {_FACTS} FROM json_each(?) j CROSS JOIN papers p ON p.id = j.value",
            (json.dumps(list(ids)),),
        )
    ]


def every(database: Database) -> Iterator[Bare]:
    """The same of all papers."""
    for row in database.execute(f"SELECT {_FACTS} FROM papers p"):
        yield Bare(*row)


def count(database: Database) -> int:
    """How many papers there are, about: enough to choose a way by."""
    return int(database.value("SELECT count(*) FROM papers") or 0)


def with_words(database: Database, words: Sequence[str], longest: int, year: str) -> list[Bare]:
    """Papers of a year (or of none) whose title holds these words; one of `longest` letters may go on."""
    match = " AND ".join(f'"{word}"' + ("*" if len(word) == longest else "") for word in words)
    return [
        Bare(*row)
        for row in database.rows(
            f"SELECT {_FACTS} FROM fts CROSS JOIN papers p ON p.id = fts.rowid"
            " WHERE fts MATCH ? AND p.year IS ?",
            (f"{{title also_title}} : ({match})", int(year) if year else None),
        )
    ]


def taken(database: Database, names: Iterable[str]) -> set[str]:
    """Those of these names that are given."""
    return {
        row[0]
        for row in database.rows(
            "SELECT c.name FROM json_each(?) j CROSS JOIN citekeys c ON c.name = j.value",
            (json.dumps(list(names)),),
        )
    }


def put(database: Database, names: Iterable[tuple[str, str]]) -> None:
    """Give names, each with the key of its paper; a name that is given stays where it is."""
    database.executemany("INSERT OR IGNORE INTO citekeys(name, key) VALUES(?, ?)", names)
