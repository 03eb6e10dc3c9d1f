"""Rows of digests and of the papers in them, and what is remembered of each imported file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from digestui.model.digest import Digest
from digestui.records import dataclass, field
from digestui.storage.database import Database

_LISTED = """
SELECT d.id, d.name, d.date, s.name,
  coalesce(sum(c.n), 0), coalesce(sum(c.n) FILTER (WHERE c.read = 0), 0),
  coalesce(sum(c.n) FILTER (WHERE c.place = 0), 0) + coalesce(w.n, 0)
FROM digests d JOIN sources s ON s.id = d.source
LEFT JOIN counters c ON c.facet = 'digest' AND c.value = d.id
LEFT JOIN (
  SELECT e.digest, sum(CASE WHEN t.snoozed_until > :now THEN -(t.place = 0) ELSE 1 END) n
  FROM triage t INDEXED BY triage_snoozed CROSS JOIN entries e ON e.paper = t.paper
  WHERE t.snoozed_until IS NOT NULL AND (t.snoozed_until > :now OR t.place > 1) GROUP BY e.digest
) w ON w.digest = d.id
"""
# The counters know no snooze: one that runs takes a paper out of the inbox, and one that ended over done or
# dismissed has brought it there.


def listed(database: Database, now: int, *, name: str | None = None) -> list[Digest]:
    """All digests, newest first, counted by the counters; `now` ends snoozes."""
    where = " WHERE d.name = :name" if name is not None else ""
    rows = database.rows(
        f"{_LISTED}{where} GROUP BY d.id ORDER BY d.date DESC, d.id DESC", {"now": now, "name": name}
    )
    return [Digest(*row) for row in rows]


def find_or_make(
    database: Database, name: str, date: str, source: int, archive: bool, now: int
) -> tuple[int, int]:
    """(id, source) of the digest with this name and date, which is made if need be."""
    found = database.row("SELECT id, source FROM digests WHERE name = ? AND date = ?", (name, date))
    if found is not None:
        return found[0], found[1]
    database.execute(
        "INSERT INTO digests(name, date, source, archive, added_at) VALUES(?, ?, ?, ?, ?)",
        (name, date, source, int(archive), now),
    )
    return int(database.value("SELECT last_insert_rowid()")), source


def find(database: Database, name: str, date: str) -> int | None:
    """The digest with this name and date."""
    found: int | None = database.value("SELECT id FROM digests WHERE name = ? AND date = ?", (name, date))
    return found


def members(database: Database, digest: int, papers: Sequence[int]) -> set[int]:
    """Which of `papers` are in the digest already."""
    return {
        row[0]
        for row in database.rows(
            "SELECT e.paper FROM json_each(?) j CROSS JOIN entries e ON e.digest = ? AND e.paper = j.value",
            (json.dumps(list(papers)), digest),
        )
    }


def last_rank(database: Database, digest: int) -> int:
    """The rank of the last paper in a digest, 0 if it is empty."""
    return int(database.value("SELECT coalesce(max(rank), 0) FROM entries WHERE digest = ?", (digest,)))


def add(database: Database, entries: Sequence[tuple[int, int, int]]) -> None:
    """Put papers into digests: (digest, rank, paper). A paper that is in keeps its rank."""
    database.executemany("INSERT OR IGNORE INTO entries(digest, rank, paper) VALUES(?, ?, ?)", entries)


def forget(database: Database, digest: int) -> list[int]:
    """Take out a digest and its memberships; gives the papers that were in it. Counts are the caller's."""
    papers = [row[0] for row in database.rows("SELECT paper FROM entries WHERE digest = ?", (digest,))]
    database.execute("DELETE FROM entries WHERE digest = ?", (digest,))
    database.execute("DELETE FROM digests WHERE id = ?", (digest,))
    database.execute("DELETE FROM counters WHERE facet = 'digest' AND value = ?", (digest,))
    return papers


@dataclass(slots=True)
class ImportRecord:
    """What is remembered of one file's content."""

    hash: bytes
    asked: str
    """Name and date that were asked for: they make another digest of the same bytes."""
    file: str
    format: str
    done: int = 0
    """How many findings of the file are committed."""
    finished: bool = False
    report: dict[str, Any] = field(default_factory=dict)


def recall_import(database: Database, content: bytes, asked: str) -> ImportRecord | None:
    """What is remembered of this content, if anything is."""
    row = database.row(
        "SELECT file, format, done, finished, report FROM imports WHERE hash = ? AND asked = ?",
        (content, asked),
    )
    if row is None:
        return None
    return ImportRecord(content, asked, row[0], row[1], row[2], bool(row[3]), _object(row[4]))


def digests_of_content(database: Database, content: bytes) -> list[list[str]]:
    """The digests, as name and date, that this content came in as when it was last brought in."""
    report = database.value("SELECT report FROM imports WHERE hash = ? ORDER BY id DESC LIMIT 1", (content,))
    found = _object(report).get("digests", []) if report else []
    return [list(map(str, pair)) for pair in found]


def record_import(database: Database, record: ImportRecord, now: int) -> None:
    """Remember how far an import has come; part of the transaction of each chunk. The newest comes last."""
    database.execute("DELETE FROM imports WHERE hash = ? AND asked = ?", (record.hash, record.asked))
    database.execute(
        "INSERT INTO imports(hash, asked, file, format, done, finished, report, started_at)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.hash,
            record.asked,
            record.file,
            record.format,
            record.done,
            int(record.finished),
            json.dumps(record.report, ensure_ascii=False),
            now,
        ),
    )


def is_newest_import(database: Database, record: ImportRecord) -> bool:
    """Whether nothing has been imported since this content was."""
    row = database.row("SELECT hash, asked FROM imports ORDER BY id DESC LIMIT 1")
    return row == (record.hash, record.asked)


def unfinished_imports(database: Database) -> list[tuple[str, int]]:
    """Files whose import was cut short, with how many records are in."""
    return [
        (file, done)
        for file, done in database.rows(
            "SELECT file, done FROM imports INDEXED BY imports_unfinished WHERE finished = 0 ORDER BY id"
        )
    ]


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def papers_added_since(database: Database, since: int) -> list[int]:
    """Papers of the digests that came in from `since` (seconds) on: newest digest first, in its own order."""
    return [
        row[0]
        for row in database.rows(
            "SELECT e.paper FROM digests d CROSS JOIN entries e ON e.digest = d.id WHERE d.added_at >= ?"
            " GROUP BY e.paper ORDER BY max(d.date) DESC, min(d.id), min(e.rank)",
            (since,),
        )
    ]


def papers_of(database: Database, digest: int) -> list[int]:
    """The papers of a digest by rank."""
    return [
        row[0] for row in database.rows("SELECT paper FROM entries WHERE digest = ? ORDER BY rank", (digest,))
    ]


def of_paper(database: Database, paper: int) -> set[int]:
    """The digests a paper is in."""
    return {row[0] for row in database.rows("SELECT digest FROM entries WHERE paper = ?", (paper,))}


def only_here(database: Database, papers: Sequence[int]) -> list[int]:
    """Those of `papers` that are in no digest and carry nothing personal: no state, tag or note, nor acts
    under several keys."""
    bare = [
        row[0]
        for row in database.rows(
            "SELECT j.value FROM json_each(?) j"
            " WHERE NOT EXISTS(SELECT 1 FROM entries e WHERE e.paper = j.value)"
            " AND NOT EXISTS(SELECT 1 FROM triage t WHERE t.paper = j.value"
            " AND (t.read OR t.starred OR t.place OR t.watched OR t.snoozed_until IS NOT NULL))"
            " AND NOT EXISTS(SELECT 1 FROM paper_tags x WHERE x.paper = j.value)"
            " AND NOT EXISTS(SELECT 1 FROM notes n WHERE n.paper = j.value)"
            " AND NOT EXISTS"
            "(SELECT 1 FROM paper_keys k JOIN drafts d ON d.key = k.key WHERE k.paper = j.value)",
            (json.dumps(list(papers)),),
        )
    ]
    together = _told_by_several_keys(database, bare)
    return [paper for paper in bare if paper not in together]


def _told_by_several_keys(database: Database, papers: Sequence[int]) -> set[int]:
    """Papers whose acts are under more than one of their keys. What was starred under one may have been
    unstarred under another: whoever comes back under the first alone would be starred."""
    keys = "SELECT k.key FROM json_each(?) j CROSS JOIN paper_keys k ON k.paper = j.value"
    return {
        row[0]
        for row in database.rows(
            f"SELECT k.paper FROM (SELECT DISTINCT key FROM journal WHERE key IN ({keys})) a"
            " CROSS JOIN paper_keys k ON k.key = a.key GROUP BY k.paper HAVING count(*) > 1",
            (json.dumps(list(papers)),),
        )
    }


def forget_imports(database: Database, name: str, date: str) -> None:
    """Forget the files that made a digest, so that importing one again brings it back."""
    for number, report in database.rows("SELECT id, report FROM imports"):
        if [name, date] in _object(report).get("digests", []):
            database.execute("DELETE FROM imports WHERE id = ?", (number,))
