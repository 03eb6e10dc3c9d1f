"""What can be wrong inside a library file, each looked for by one function."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress

from digestui.errors import LibraryTrouble
from digestui.storage import acts, copies, counters, notes, orders, replay
from digestui.storage.database import Database


def damaged(database: Database) -> list[str]:
    """What SQLite's own check finds; empty for a whole file."""
    try:
        return copies.unsound(database.connection)
    except sqlite3.DatabaseError as error:
        return [str(error)]


def readable(database: Database) -> tuple[int, int, int, int]:
    """What of a damaged file can still be read: notes that are what was saved, all notes that can be counted,
    steps of the journal that are what was written, all that can be counted."""
    told: list[int] = []
    for table, sound in (("notes", _sound_notes), ("batches", _sound_batches)):
        try:
            told += [sound(database), int(database.value(f"SELECT count(*) FROM {table}"))]
        except LibraryTrouble:
            told += [0, 0]
    return told[0], told[1], told[2], told[3]


def _sound_notes(database: Database) -> int:
    sound = 0
    with suppress(LibraryTrouble, sqlite3.Error):
        for text, kept in database.execute("SELECT CAST(text AS BLOB), hash FROM notes"):
            sound += notes.note_hash(text or b"") == kept
    return sound


def _sound_batches(database: Database) -> int:
    sound = 0
    with suppress(LibraryTrouble, sqlite3.Error):
        for first, last, kept in database.execute("SELECT first, last, hash FROM batches").fetchall():
            with suppress(LibraryTrouble, sqlite3.Error):
                sound += acts.batch_hash(database, first, last) == kept
    return sound


def drifted(database: Database) -> list[str]:
    """Indexes of words that do not say what their tables say: `fts`, `note_fts`. Needs to write."""
    wrong: list[str] = []
    if database.readonly:
        return wrong
    for table in ("fts", "note_fts"):
        try:
            with database.write():
                database.connection.execute(
                    f"INSERT INTO {table}({table}, rank) VALUES('integrity-check', 1)"
                )
        except sqlite3.DatabaseError:
            wrong.append(table)
    return wrong


def rebuild_index(database: Database, table: str) -> None:
    """Make an index of words anew from its table."""
    with database.write():
        database.execute(f"INSERT INTO {table}({table}) VALUES('rebuild')")


def disordered(database: Database) -> bool:
    """Whether a kept order does not hold just the papers there are."""
    wrong = (
        "SELECT EXISTS(SELECT 1 FROM orders s WHERE s.whole = 1"
        " AND (SELECT count(*) FROM ordered o WHERE o.kind = s.kind"
        " AND NOT EXISTS(SELECT 1 FROM unordered u WHERE u.paper = o.paper))"
        " <> (SELECT count(*) FROM papers p INDEXED BY papers_facets"
        " WHERE NOT EXISTS(SELECT 1 FROM unordered u WHERE u.paper = p.id)))"
    )
    return bool(database.value(wrong))


def forget_orders(database: Database) -> None:
    """Take the kept orders out of the library; who wants one makes it again."""
    with database.write():
        orders.forget(database)


def broken_notes(database: Database) -> list[tuple[int, str]]:
    """Notes whose text is not what was saved: (paper, key)."""
    wrong = []
    for paper, text, kept, key in database.rows(
        "SELECT n.paper, CAST(n.text AS BLOB), n.hash, p.key FROM notes n"
        " LEFT JOIN papers p ON p.id = n.paper"
    ):
        if notes.note_hash(text or b"") != kept:
            wrong.append((paper, key or "?"))
    return wrong


def broken_batches(database: Database) -> list[int]:
    """Batches whose journal rows are not what was written."""
    return [
        number
        for number, first, last, kept in database.rows("SELECT id, first, last, hash FROM batches")
        if acts.batch_hash(database, first, last) != kept
    ]


def gaps(database: Database) -> list[tuple[str, int, int]]:
    """Writers whose acts are not numbered without a gap: (device, acts there, last number)."""
    return [
        (row[0], row[1], row[2])
        for row in database.rows(
            "SELECT w.device, count(j.id), w.seq FROM writers w LEFT JOIN journal j ON j.writer = w.id"
            " GROUP BY w.id HAVING count(j.id) <> w.seq OR coalesce(max(j.seq), 0) <> w.seq"
        )
    ]


def strays(database: Database) -> list[int]:
    """Papers whose tables do not say what their journal says."""
    return list(replay.differing(database))


def rebuild_state(database: Database, papers: list[int]) -> None:
    """Write what the journal says of these papers into the tables, and count anew."""
    with database.write():
        replay.rebuild(database, papers)
        counters.recount(database)


def miscounted(database: Database) -> bool:
    """Whether the counters are not what counting gives."""
    if database.readonly:
        return False
    before = counters.read_all(database)
    try:
        with database.write():
            counters.recount(database)
            after = counters.read_all(database)
            if after != before:
                raise _Differs
    except _Differs:
        return True
    return False


def recount(database: Database) -> None:
    """Count everything anew."""
    counters.recount(database)


def orphans(database: Database) -> int:
    """State, tags and notes of papers that are not there."""
    return int(
        database.value(
            "SELECT (SELECT count(*) FROM triage t"
            " WHERE NOT EXISTS(SELECT 1 FROM papers p WHERE p.id = t.paper)) + (SELECT count(*) FROM notes n"
            " WHERE NOT EXISTS(SELECT 1 FROM papers p WHERE p.id = n.paper))"
        )
    )


def doubtful(database: Database) -> Iterator[tuple[str, str, str]]:
    """Papers of one title by different people, left apart: (key, other key, title)."""
    for row in database.rows(
        "SELECT a.key, b.key, a.title FROM doubtful d"
        " JOIN papers a ON a.id = d.paper JOIN papers b ON b.id = d.other"
    ):
        yield row[0], row[1], row[2]


def restore_note(database: Database, paper: int) -> bool:
    """Put back the last text the journal has of a note; False where it has none."""
    told = replay.replay(database, {paper}).get(paper)
    if told is None:
        return False
    with database.write():
        notes.write(database, paper, told.note, told.noted_at)
    return True


def settings(database: Database) -> dict[str, str]:
    """How the connection works: journal mode, synchronous."""
    return {
        name: str(database.value(f"PRAGMA {name}"))
        for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
    }


def titles(database: Database, papers: list[int]) -> list[str]:
    """Keys of papers."""
    return [
        row[0]
        for row in database.rows(
            "SELECT p.key FROM json_each(?) j JOIN papers p ON p.id = j.value", (json.dumps(papers),)
        )
    ]


class _Differs(Exception):
    """Rolls the comparison back."""
