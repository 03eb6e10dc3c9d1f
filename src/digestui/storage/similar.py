"""What nearness is reckoned from: how common words are, and which papers hold some of them. Reads only."""

from __future__ import annotations

import json
from collections.abc import Sequence

from digestui.storage.database import Database
from digestui.storage.vocabulary import vocabulary


def papers(database: Database) -> int:
    """How many papers there are."""
    return int(database.value("SELECT coalesce(sum(n), 0) FROM counters WHERE facet = 'all'"))


def frequencies(database: Database, words: Sequence[str]) -> dict[str, int]:
    """In how many papers each word (folded) stands; words that none has are left out."""
    vocabulary(database)  # makes the table that is read
    return {
        term: int(doc)
        for term, doc in database.rows(
            "SELECT v.term, v.doc FROM json_each(?) j CROSS JOIN temp.vocabulary v ON v.term = j.value",
            (json.dumps(list(words)),),
        )
    }


def holding(database: Database, words: Sequence[str], most: int) -> list[int]:
    """The papers that hold most of some words, best first; words in titles count three times."""
    expression = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
    return [
        row[0]
        for row in database.rows(
            "SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY bm25(fts, 3, 1, 0, 3, 1, 0) LIMIT ?",
            (expression, most),
        )
    ]


def texts(database: Database, ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    """Title, abstract and authors (one name a line) of papers."""
    return {
        row[0]: (row[1], row[2], row[3])
        for row in database.rows(
            "SELECT p.id, p.title, p.abstract, p.authors FROM json_each(?) j"
            " CROSS JOIN papers p ON p.id = j.value",
            (json.dumps(list(ids)),),
        )
    }
