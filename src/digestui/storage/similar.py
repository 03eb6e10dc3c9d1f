"""What nearness is reckoned from: how common words are, and which papers hold some of them. Reads only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from digestui.storage.database import Database

COUNTED = 200
"""Papers up to which a word is counted exactly."""
WINDOW = 3_000
"""The newest papers, by which the commoner words are reckoned."""
MOST_KNOWN = 50_000


def papers(database: Database) -> int:
    """How many papers there are."""
    return int(database.value("SELECT coalesce(sum(n), 0) FROM counters WHERE facet = 'all'"))


def frequencies(database: Database, words: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """In how many papers each word stands in one of its forms (folded), words that none has left out.

    Exact up to `COUNTED` papers. Beyond, and in libraries larger than `WINDOW`, it is reckoned from how many
    of the newest papers hold the word: to count a common word to its end takes longer than all else.
    """
    known = _known(database)
    asked = {word: _any_of(forms) for word, forms in words.items() if word not in known}
    if asked:
        known |= dict.fromkeys(asked, 0) | _reckoned(database, asked)
    return {word: known[word] for word in words if known[word]}


def _known(database: Database) -> dict[str, int]:
    """What was reckoned of words since the index last changed; its record of averages tells."""
    stamp = database.value("SELECT block FROM fts_data WHERE id = 1")
    known: dict[str, int]
    before, known = database.kept.get("similar", (None, {}))
    if before != stamp or len(known) > MOST_KNOWN:
        known = {}
        database.kept["similar"] = (stamp, known)
    return known


def _reckoned(database: Database, asked: Mapping[str, str]) -> dict[str, int]:
    counted = _counts(database, asked, COUNTED, 0)
    common = {word: asked[word] for word, n in counted.items() if n == COUNTED}
    if not common:
        return counted
    oldest = database.value("SELECT id FROM papers ORDER BY id DESC LIMIT 1 OFFSET ?", (WINDOW - 1,))
    recent = _counts(database, common, -1, oldest or 0)
    if oldest is None:
        return counted | recent
    times = papers(database) / WINDOW
    return counted | {word: max(COUNTED, round(recent.get(word, 0) * times)) for word in common}


def _counts(database: Database, asked: Mapping[str, str], most: int, oldest: int) -> dict[str, int]:
    """Papers from an id on that match each expression, at most so many; -1 is all."""
    return {
        word: n
        for word, n in database.rows(
            "SELECT j.key, (SELECT count(*) FROM (SELECT 1 FROM fts WHERE fts MATCH j.value AND rowid >= ?"
            " LIMIT ?)) FROM json_each(?) j",
            (oldest, most, json.dumps(asked)),
        )
        if n
    }


def _any_of(words: Iterable[str]) -> str:
    return " OR ".join('"' + word.replace('"', '""') + '"' for word in words)


def holding(database: Database, words: Iterable[str], most: int) -> list[int]:
    """The papers that hold most of some words, best first; words in titles count three times."""
    return [
        row[0]
        for row in database.rows(
            "SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY bm25(fts, 3, 1, 0, 3, 1, 0) LIMIT ?",
            (_any_of(words), most),
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
