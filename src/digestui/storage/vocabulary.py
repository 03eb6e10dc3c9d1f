"""The words the index knows: those that begin somehow, commonest first, and those spelt nearly like another.

Reads FTS5's own vocabulary (fts5vocab) by ranges, never whole: at a million papers it is hundreds of
thousands of words. What was read is kept until the index changes.
"""

from __future__ import annotations

from collections import OrderedDict

from digestui.storage.database import Database

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST = 50
"""Words that stand for a beginning."""
_KEPT = 256
_READ = 20_000
"""Words looked through for a near spelling in one range."""


class Vocabulary:
    """The vocabulary of one connection."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stamp: object = None
        self._beginnings: OrderedDict[str, tuple[list[str], bool]] = OrderedDict()
        self._nearest: OrderedDict[str, str | None] = OrderedDict()
        database.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, fts, row)")

    def beginning(self, prefix: str) -> tuple[list[str], bool]:
        """The `MOST` commonest words that begin with `prefix` (folded), and whether these are all."""
        self._refresh()
        known = self._beginnings.get(prefix)
        if known is None:
            known = self._from_shorter(prefix) or self._read(prefix)
            _keep(self._beginnings, prefix, known)
        return known

    def of_authors(self, prefix: str) -> list[tuple[str, int]]:
        """The commonest words of authors' names that begin with `prefix` (folded), with how many papers have
        each."""
        database = self._database
        database.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.columns USING fts5vocab(main, fts, col)")
        return [
            (term, int(papers))
            for term, papers in database.rows(
                "SELECT term, doc FROM (SELECT term, doc FROM temp.columns WHERE term >= ? AND term < ?"
                " AND col = 'authors' LIMIT ?) ORDER BY doc DESC, term LIMIT ?",
                (prefix, _after(prefix), _READ, MOST),
            )
        ]

    def knows(self, word: str) -> bool:
        """True where some paper holds `word` (folded)."""
        return self._database.value("SELECT 1 FROM temp.vocabulary WHERE term = ?", (word,)) is not None

    def begins(self, prefix: str) -> bool:
        """True where some word begins with `prefix` (folded)."""
        sql = "SELECT 1 FROM temp.vocabulary WHERE term >= ? AND term < ? LIMIT 1"
        return self._database.value(sql, (prefix, _after(prefix))) is not None

    def nearest(self, word: str) -> str | None:
        """The commonest word nearest to an unknown `word` (folded); None for a known word or one like none.

        Only words that share a beginning, allowing for one slip in the first two letters, are looked at.
        """
        if len(word) < 3 or self.knows(word):
            return None
        self._refresh()
        if word not in self._nearest:
            _keep(self._nearest, word, self._look_for(word))
        return self._nearest[word]

    def _look_for(self, word: str) -> str | None:
        from rapidfuzz.distance import OSA

        allowed = 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3
        best: tuple[int, int, str] | None = None
        for prefix in dict.fromkeys((word[:2], word[1] + word[0], word[0] + word[2], word[1:3])):
            for term, papers in self._range(prefix, len(word), allowed):
                distance = OSA.distance(word, term, score_cutoff=allowed)
                if distance <= allowed and (best is None or (distance, -papers, term) < best):
                    best = (distance, -papers, term)
        return best[2] if best else None

    def _range(self, prefix: str, length: int, allowed: int) -> list[tuple[str, int]]:
        return [
            (term, papers)
            for term, papers in self._database.rows(
                "SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ?"
                " AND length(term) BETWEEN ? AND ? LIMIT ?",
                (prefix, _after(prefix), length - allowed, length + allowed, _READ),
            )
        ]

    def _read(self, prefix: str) -> tuple[list[str], bool]:
        rows = self._database.rows(
            "SELECT term FROM temp.vocabulary WHERE term >= ? AND term < ? ORDER BY doc DESC LIMIT ?",
            (prefix, _after(prefix), MOST + 1),
        )
        return [row[0] for row in rows[:MOST]], len(rows) <= MOST

    def _from_shorter(self, prefix: str) -> tuple[list[str], bool] | None:
        """What a shorter beginning, whose words are all known, says about this one."""
        for end in range(len(prefix) - 1, 3, -1):
            shorter = self._beginnings.get(prefix[:end])
            if shorter is not None and shorter[1]:
                return [word for word in shorter[0] if word.startswith(prefix)], True
        return None

    def _refresh(self) -> None:
        """Forget what was read before the index last changed; its record of averages tells."""
        stamp = self._database.value("SELECT block FROM fts_data WHERE id = 1")
        if stamp != self._stamp:
            self._stamp = stamp
            self._beginnings.clear()
            self._nearest.clear()


def vocabulary(database: Database) -> Vocabulary:
    """The vocabulary of a connection, made on first use."""
    known: Vocabulary | None = database.kept.get("vocabulary")
    if known is None:
        known = database.kept["vocabulary"] = Vocabulary(database)
    return known


def _keep(kept: OrderedDict[str, Any], name: str, value: Any) -> None:
    kept[name] = value
    if len(kept) > _KEPT:
        kept.popitem(last=False)


def _after(prefix: str) -> str:
    """The first text after all that begin with `prefix`."""
    return prefix + "\U0010ffff"
