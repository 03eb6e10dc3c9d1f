"""A disk that can be watched and can fail, under the real SQL of our storage.

SQLite's own file layer is given a Python one (apsw's VFS) that notes every write, sync, truncation and
removal, and can refuse the n-th of them. `connect` opens a library on it with the settings of a connection
that `storage.database` makes, behind the few methods of `sqlite3` that storage uses; what apsw raises becomes
what `sqlite3` would have raised. What is simulated is the disk; the statements are ours.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

from digestui.storage import database
from digestui.storage.database import Database

SECTOR = 512

Op = tuple[str, str, int, bytes]
"""(write | sync | truncate | remove | said, file, offset or length or number said, bytes)."""


@dataclass
class Disk:
    """What happened, in order, and what is to be refused."""

    log: list[Op] = field(default_factory=list)
    fail_at: int = 0
    """The how manyeth write, sync, truncation or removal is refused; 0 refuses none."""
    error: type[apsw.Error] = apsw.IOError
    refused: bool = False
    count: int = 0
    for_good: bool = False
    """Everything after the refused one is refused, too: a disk that stays full or has gone."""

    def note(self, kind: str, file: str, number: int = 0, data: bytes = b"") -> None:
        self.count += 1
        if self.fail_at and (self.count == self.fail_at or (self.for_good and self.refused)):
            self.refused = True
            raise self.error(f"refused {kind} number {self.count}")
        self.log.append((kind, file, number, data))

    def said(self, number: int) -> None:
        """Somebody was told that act `number` is kept."""
        self.log.append(("said", "", number, b""))


class _Vfs(apsw.VFS):
    def __init__(self, disk: Disk, name: str) -> None:
        self.disk = disk
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return _File(self.disk, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:
        self.disk.note("remove", name)
        super().xDelete(name, sync)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self.disk = disk
        self.name = name.filename() if hasattr(name, "filename") else str(name)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self.disk.note("write", self.name, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        self.disk.note("truncate", self.name, size)
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        self.disk.note("sync", self.name)


class _Cursor:
    def __init__(self, cursor: apsw.Cursor, connection: apsw.Connection, changed: int) -> None:
        self._cursor = cursor
        self.rowcount = connection.total_changes() - changed
        self.lastrowid = connection.last_insert_rowid()

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        with _as_sqlite3():
            yield from self._cursor

    def fetchone(self) -> tuple[Any, ...] | None:
        with _as_sqlite3():
            return self._cursor.fetchone()

    def fetchall(self) -> list[tuple[Any, ...]]:
        with _as_sqlite3():
            return self._cursor.fetchall()


class _Connection:
    """The part of `sqlite3.Connection` that storage uses, over apsw."""

    def __init__(self, path: Path, vfs: str) -> None:
        with _as_sqlite3():
            self._apsw = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE, vfs=vfs)

    def execute(self, sql: str, params: Any = ()) -> _Cursor:
        with _as_sqlite3():
            changed = self._apsw.total_changes()
            return _Cursor(self._apsw.execute(sql, params), self._apsw, changed)

    def executemany(self, sql: str, params: Iterable[Any]) -> _Cursor:
        with _as_sqlite3():
            changed = self._apsw.total_changes()
            return _Cursor(self._apsw.executemany(sql, params), self._apsw, changed)

    @property
    def in_transaction(self) -> bool:
        return self._apsw.in_transaction

    @property
    def total_changes(self) -> int:
        return self._apsw.total_changes()

    def create_function(self, name: str, count: int, call: Any, deterministic: bool = False) -> None:
        self._apsw.create_scalar_function(name, call, count, deterministic=deterministic)

    def interrupt(self) -> None:
        self._apsw.interrupt()

    def close(self) -> None:
        with suppress(apsw.Error):  # sqlite3 hears nothing of a last checkpoint that failed
            self._apsw.close()


_KINDS: dict[type[apsw.Error], tuple[type[sqlite3.Error], str]] = {
    apsw.ConstraintError: (sqlite3.IntegrityError, "SQLITE_CONSTRAINT"),
    apsw.CorruptError: (sqlite3.DatabaseError, "SQLITE_CORRUPT"),
    apsw.NotADBError: (sqlite3.DatabaseError, "SQLITE_NOTADB"),
    apsw.FullError: (sqlite3.OperationalError, "SQLITE_FULL"),
    apsw.IOError: (sqlite3.OperationalError, "SQLITE_IOERR_WRITE"),
    apsw.BusyError: (sqlite3.OperationalError, "SQLITE_BUSY"),
    apsw.CantOpenError: (sqlite3.OperationalError, "SQLITE_CANTOPEN"),
}
"""What `sqlite3` raises where apsw raises this."""


@contextmanager
def _as_sqlite3() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        kind, name = _KINDS.get(type(error), (sqlite3.OperationalError, "SQLITE_ERROR"))
        raised = kind(str(error))
        raised.sqlite_errorname = name
        raise raised from error


_numbers = iter(range(1, 1 << 30))


@contextmanager
def on_disk(path: Path, disk: Disk, *, synchronous: str = "") -> Iterator[Database]:
    """The library at `path`, which exists, opened on `disk`."""
    name = f"faults-{next(_numbers)}"
    vfs = _Vfs(disk, name)
    connection = _Connection(path, name)
    for setting in database.SETTINGS:
        connection.execute("PRAGMA " + setting).fetchall()
    if synchronous:
        connection.execute(f"PRAGMA synchronous = {synchronous}").fetchall()
    connection.execute("PRAGMA trusted_schema = ON").fetchall()
    opened = Database(path, connection, readonly=False)  # type: ignore[arg-type]
    try:
        yield opened
    finally:
        opened.close()
        vfs.unregister()


class Platter:
    """The files as they would lie there if the power failed: what was synced, and some of what was not."""

    def __init__(self, at_first: dict[str, bytes]) -> None:
        self.whole = {name: bytearray(data) for name, data in at_first.items()}
        self._waiting: dict[str, list[Op]] = {}

    def feed(self, op: Op) -> None:
        """One more thing happened."""
        kind, file, _, _ = op
        if kind == "sync":
            for waiting in self._waiting.pop(file, []):
                _apply(self.whole, waiting)
        elif kind == "remove":
            self._waiting.pop(file, None)
            self.whole.pop(file, None)
        elif kind != "said":
            self._waiting.setdefault(file, []).append(op)

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """The power fails now: of each unsynced write any of its sectors may have arrived, or none."""
        left = {name: bytearray(data) for name, data in self.whole.items()}
        share = chance.choice((0.0, 0.5, 0.9, 1.0))
        for ops in self._waiting.values():
            for kind, file, number, data in ops:
                if kind == "truncate":
                    if chance.random() < share:
                        _apply(left, (kind, file, number, data))
                    continue
                for start in range(0, len(data), SECTOR):
                    if chance.random() < share:
                        piece = data[start : start + SECTOR]
                        _apply(left, (kind, file, number + start, piece))
        return {name: bytes(data) for name, data in left.items()}


def _apply(files: dict[str, bytearray], op: Op) -> None:
    kind, file, number, data = op
    lies = files.setdefault(file, bytearray())
    if kind == "truncate":
        del lies[number:]
        return
    if len(lies) < number:
        lies.extend(bytes(number - len(lies)))
    lies[number : number + len(data)] = data


def lay_down(files: dict[str, bytes], there: Path, names: Sequence[tuple[str, str]]) -> None:
    """Write files to a folder under new names; the names of all files that may be there come in pairs."""
    for name, new in names:
        target = there / new
        target.unlink(missing_ok=True)
        if name in files:
            target.write_bytes(files[name])
