"""Exchange: 100,000 acts told and taken in, the papers of a library, and an exchange that finds nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from common import Context, Line

ACTS = 100_000
STEP = 5
"""Papers a step of the reader's is about."""
SCHEMA = """
CREATE TABLE journal(id INTEGER PRIMARY KEY, writer, seq, batch, verb, key, subject, old, new);
CREATE UNIQUE INDEX journal_seq ON journal(writer, seq);
CREATE TABLE batches(id INTEGER PRIMARY KEY, writer, first, last, at, offset, logical, label, hash);
CREATE TABLE triage(key TEXT PRIMARY KEY, read, starred, place) WITHOUT ROWID;
"""
RECORDS = """
SELECT p.key, title, abstract, authors, published, updated, categories, venue, urls, upvotes, version,
  comment, d.name, d.date, e.rank FROM papers p JOIN entries e ON e.paper = p.id
JOIN digests d ON d.id = e.digest"""
DECISIONS = """
SELECT j.seq, b.at, b.offset, b.logical, b.label, j.verb, j.key, j.subject, j.old, j.new FROM journal j
JOIN batches b ON b.id = j.batch ORDER BY j.seq"""
NEWS = "SELECT id FROM papers p WHERE NOT EXISTS(SELECT 1 FROM shared s WHERE s.paper = p.id)"


def measure(context: Context) -> Iterator[Line]:
    from digestui.library import syncing
    from digestui.library.library import Library

    folder = context.folder / "sync-shared"
    shutil.rmtree(folder, ignore_errors=True)
    one = Library.open(context.copy(context.library, "sync-one.db"), device="1" * 16)
    other = Library.open(_empty(context, "sync-other.db"), create=True, device="2" * 16)
    with one, other:
        told = _timed(lambda: syncing.sync(one, folder))
        taken = _timed(lambda: syncing.sync(other, folder))
        size = f"{context.size:,} papers"
        yield Line(f"{size} told", told, _floor_tell(one.path, RECORDS, context), 8)
        yield Line(f"{size} taken in", taken, _floor_import(context), 3, note="beside their import")
        _act(one)
        told = _timed(lambda: syncing.sync(one, folder))
        acts = sorted(folder.rglob("acts-*.jsonl"))
        yield Line(f"{ACTS:,} acts told", told, _floor_tell(one.path, DECISIONS, context), 4)
        taken = _timed(lambda: syncing.sync(other, folder))
        yield Line(f"{ACTS:,} acts taken in", taken, _floor_take(acts, context), 5)
        assert other.database.value("SELECT count(*) FROM journal") == ACTS
        nothing = min(_timed(lambda: syncing.sync(other, folder)) for _ in range(5))
        yield Line("an exchange that finds nothing", nothing, _floor_look(folder, other.path), 3)


def _empty(context: Context, name: str) -> Path:
    path = context.folder / name
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    return path


def _act(lib: Any) -> None:
    """100,000 acts, five at a time, on all papers in turn."""
    from digestui.library import triage
    from digestui.model.triage import Action, ActionKind

    ids = [row[0] for row in lib.database.rows("SELECT id FROM papers ORDER BY id DESC")]
    kinds = (ActionKind.STAR, ActionKind.QUEUE, ActionKind.READ, ActionKind.UNSTAR, ActionKind.INBOX)
    kinds = (*kinds, ActionKind.UNREAD)
    done, place, turn = 0, 0, 0
    print("making acts ...", file=sys.stderr)
    lib.database.execute("PRAGMA synchronous = OFF")
    while done < ACTS:
        some = ids[place : place + min(STEP, ACTS - done)]
        done += triage.act(lib, some, Action(kinds[turn % len(kinds)])).count
        place += len(some)
        if place >= len(ids):
            place, turn = 0, turn + 1
    lib.database.execute("PRAGMA synchronous = FULL")


def _timed(call: Callable[[], Any]) -> float:
    """Processor milliseconds: what else runs on the machine, and how slow its disk is, are no part of it."""
    import resource

    def used() -> float:
        both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in both)

    start = used()
    call()
    return (used() - start) * 1000


def _floor_tell(library: Path, sql: str, context: Context) -> float:
    """The same rows read by bare SQL, each written as a line of JSON, hashed, and made durable."""
    db = sqlite3.connect(library)
    target = context.folder / "sync-floor.jsonl"
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def tell() -> None:
        data = ("\n".join(map(encode, db.execute(sql))) + "\n").encode()
        hashlib.blake2b(data).hexdigest()
        with target.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())

    took = _timed(tell)
    db.close()
    return took


def _floor_take(files: list[Path], context: Context) -> float:
    """The same acts, hashed, parsed, and written by bare SQL: rows of a journal, and a state by upsert."""
    path = context.folder / "sync-floor.db"
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.executescript(SCHEMA)
    fields = {"read": "read", "star": "starred", "place": "place"}

    def take() -> None:
        number = step = 0
        for file in files:
            data = file.read_bytes()
            hashlib.blake2b(data).hexdigest()
            values = json.loads("[" + data.decode().rstrip("\n").replace("\n", ",") + "]")
            rows, heads, state = [], [], []
            for value in values[1:]:
                if isinstance(value, dict):
                    step += 1
                    said = (value["at"], value["offset"], value["logical"], value["label"])
                    heads.append((step, 1, number + 1, number + 1, *said, b"0" * 16))
                    continue
                number += 1
                rows.append((number, 1, number, step, *value))
                state.append(value)
            db.execute("BEGIN IMMEDIATE")
            db.executemany("INSERT INTO journal VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            db.executemany("INSERT INTO batches VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", heads)
            for verb, column in fields.items():
                db.executemany(
                    f"INSERT INTO triage(key, {column}) VALUES(?, ?)"
                    f" ON CONFLICT(key) DO UPDATE SET {column} = excluded.{column}",
                    [(value[1], value[4]) for value in state if value[0] == verb],
                )
            db.execute("COMMIT")

    took = _timed(take)
    db.close()
    return took


def _floor_import(context: Context) -> float:
    """The same papers imported by this program from the file they came in."""
    from digestui.library import intake
    from digestui.library.library import Library

    with Library.open(_empty(context, "sync-import.db"), create=True, device="3" * 16) as lib:
        took = _timed(lambda: intake.import_files(lib, [context.corpus]))
    _empty(context, "sync-import.db")
    return took


def _floor_look(folder: Path, library: Path) -> float:
    """The folder's names and sizes, and the papers and segments that are known, by bare SQL."""

    def look() -> None:
        for place in os.scandir(folder):
            for entry in os.scandir(place.path):
                entry.stat()
        db = sqlite3.connect(library)
        db.execute("SELECT * FROM exchanged").fetchall()
        db.execute(NEWS).fetchall()
        db.close()

    return min(_timed(look) for _ in range(5))
