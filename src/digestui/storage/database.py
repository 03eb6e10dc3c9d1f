"""One SQLite file: opening it only if it is ours and whole, the settings of a connection, transactions.

No table is named here save those that opening needs. Every failure a person can act on leaves as
`LibraryTrouble`, a statement stopped by `interrupt` as `Interrupted`.
"""

from __future__ import annotations

import os
import sqlite3
import time
from _thread import allocate_lock
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from digestui.durable import sync_file, sync_folder
from digestui.errors import Interrupted, LibraryTrouble, OlderLibrary, TookTooLong
from digestui.paths import make_private_folder
from digestui.storage import address, header, migrations, still
from digestui.storage.troubles import trouble

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Params = Sequence[Any] | dict[str, Any]

BUSY_SECONDS = 20.0
"""How long a writer waits for its turn; in a crowd on a busy machine five were once too few."""
CACHE_KIB = 8192
STEPS = 10_000
"""Steps of SQLite's machine, a fraction of a millisecond, between two looks at the time."""
SETTINGS = (
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "synchronous = FULL",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "temp_store = MEMORY",
    f"cache_size = -{CACHE_KIB}",
)
"""What is set on every connection."""
FAMILIES = "families"
"""Kept of the connection under this name: what follows from the numbers of categories (`storage.within`)."""


class Database:
    """An open library file. Used by one thread at a time, save `interrupt`, which any thread may call."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, readonly: bool) -> None:
        self.path = path
        self.connection = connection
        self.readonly = readonly
        self.still = False
        """Whether nothing can be written, and the file is read as it lies (`storage.still`)."""
        self.journal_mode = "wal"
        self.committed = False
        """Whether a transaction that changed something has been committed."""
        self.kept: dict[str, Any] = {}
        """What modules of this room keep of the connection while it is open, each under its own name."""
        self._closing = allocate_lock()  # what `threading` calls Lock, which a command need not load
        self._closed = False
        self._held: header.File | None = None

    # -- opening ----------------------------------------------------------------------------------------

    @classmethod
    def open(
        cls, path: Path, *, create: bool = False, readonly: bool = False, checked: bool = False
    ) -> Database:
        """Open a library, with `create` make one where there is none.

        `checked` says that this process has just opened the same file and need not compare its schema.
        Raises `LibraryTrouble` where there is no library, or it is damaged, foreign or of a newer program;
        such a file is left byte for byte as it is.
        """
        if (known := header.known_at(path)) is not None:
            header.check_place(path, known)
        if not path.exists():
            if not create or readonly:
                raise LibraryTrouble(
                    f"no library at {path}",
                    "nothing has been imported yet",
                    "run `digestui import FILE` or `digestui open`",
                )
            _make(path)
        held = header.hold(path)
        try:
            database = cls._connect(path, readonly=readonly, checked=checked)
        except BaseException as error:
            header.let_go(held)
            if isinstance(error, sqlite3.Error):
                raise trouble(error, path) from error
            raise
        database._held = held
        return database

    @classmethod
    def _connect(cls, path: Path, *, readonly: bool, checked: bool) -> Database:
        if readonly:
            connection, lies_still = still.reading(path, _connected)
            database = cls(path, connection, readonly=True)
            database.still = lies_still
        else:
            database = cls(path, _connection(path), readonly=False)
        try:
            try:
                database.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except sqlite3.OperationalError as error:
                if readonly or not _no_shared_memory(error):
                    raise
                database._leave_wal()
            if not checked:
                database._refuse_strangers()
            # SQLite before 3.41 fails every full-text trigger under OFF; the schema is known to be ours now.
            database.connection.execute("PRAGMA trusted_schema = ON")
            if not readonly:
                database._choose_journal()
        except BaseException:
            database.connection.close()
            raise
        return database

    def _refuse_strangers(self) -> None:
        connection = self.connection
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        header.check_version(self.path, version)
        if not migrations.is_ours(connection, version):
            raise LibraryTrouble(
                f"cannot open {self.path}",
                "its tables are not the ones this program makes",
                "restore a backup with `digestui restore FILE`",
            )
        if version < migrations.VERSION:
            if self.readonly:
                raise OlderLibrary(
                    f"cannot read {self.path}",
                    "it is of an older program",
                    "open it once with `digestui open`",
                )
            connection.execute("PRAGMA trusted_schema = ON")
            self._upgrade(version)

    def _upgrade(self, version: int) -> None:
        from digestui.storage.copies import copy_before_upgrade

        copy_before_upgrade(self, version)
        migrations.upgrade(self.connection)
        # The header in the main file must tell the new version to older programs that look at it.
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _choose_journal(self) -> None:
        connection = self.connection
        mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
        if mode != "wal":
            try:
                mode = str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
                if mode == "wal":
                    connection.execute("BEGIN IMMEDIATE")
                    connection.execute("UPDATE intake SET bulk = 0 WHERE bulk = 0")
                    connection.execute("COMMIT")
            except sqlite3.OperationalError as error:
                if not _no_shared_memory(error):
                    raise
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._leave_wal()
                mode = "delete"
        self.journal_mode = mode

    def _leave_wal(self) -> None:
        """Go back to a rollback journal where the file system cannot share memory between processes."""
        self.connection.close()
        self.connection = _connection(self.path)
        self.connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        self.connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        self.connection.execute("PRAGMA locking_mode = NORMAL")
        self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        self.journal_mode = "delete"

    # -- statements -------------------------------------------------------------------------------------

    def execute(self, sql: str, params: Params = ()) -> sqlite3.Cursor:
        """Run one statement."""
        try:
            return self.connection.execute(sql, params)
        except sqlite3.Error as error:
            raise trouble(error, self.path) from error

    def executemany(self, sql: str, params: Iterable[Params]) -> sqlite3.Cursor:
        """Run one statement for each of `params`."""
        try:
            return self.connection.executemany(sql, params)
        except sqlite3.Error as error:
            raise trouble(error, self.path) from error

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        try:
            return self.connection.execute(sql, params).fetchall()
        except sqlite3.Error as error:
            raise trouble(error, self.path) from error

    def row(self, sql: str, params: Params = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        try:
            found: tuple[Any, ...] | None = self.connection.execute(sql, params).fetchone()
        except sqlite3.Error as error:
            raise trouble(error, self.path) from error
        return found

    def value(self, sql: str, params: Params = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, params)
        return None if found is None else found[0]

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction that takes the write lock at once (a deferred one fails half the time in a crowd).

        Inside another `write` it joins that one. Anything raised rolls all of it back.
        """
        if self.connection.in_transaction:
            yield
            return
        self.check_place()
        self.execute("BEGIN IMMEDIATE")
        before = self.connection.total_changes
        try:
            yield
            self.check_place()
            self.execute("COMMIT")
            self.committed |= self.connection.total_changes > before
        except BaseException:
            if self.connection.in_transaction:
                with suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
            self.kept.pop(FAMILIES, None)  # categories that came in it have given their numbers back
            raise

    # -- the rest ---------------------------------------------------------------------------------------

    def interrupt(self) -> None:
        """Stop the running statement; it raises `Interrupted` in its own thread."""
        with self._closing:
            if not self._closed:
                self.connection.interrupt()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Stop statements that still run after so long: `TookTooLong`.

        SQLite looks at the time between its own steps; one that takes long by itself, as the reading of a
        very long list of the index of words, ends first.
        """
        end = time.monotonic() + seconds
        self.connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
        try:
            yield
        except Interrupted:
            if time.monotonic() <= end:
                raise  # something newer is wanted
            raise TookTooLong("search", f"it took more than {seconds:g} s and was stopped") from None
        finally:
            self.connection.set_progress_handler(None, STEPS)

    def check_place(self) -> None:
        """`LibraryTrouble` where the file was removed or replaced since it was opened."""
        if self._held is not None:
            header.check_place(self.path, self._held)

    def data_version(self) -> int:
        """A number that changes when another connection has committed. Raises as `check_place`."""
        self.check_place()
        return int(self.value("PRAGMA data_version"))

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self.kept.clear()
                self.connection.close()
                header.let_go(self._held)


def _connection(path: Path) -> sqlite3.Connection:
    """One that may write."""
    return _connected(address.uri(path, "rw"))


def _connected(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri,
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
        cached_statements=512,
    )
    for setting in SETTINGS:
        connection.execute("PRAGMA " + setting)
    return connection


def _no_shared_memory(error: sqlite3.OperationalError) -> bool:
    name = str(getattr(error, "sqlite_errorname", None) or "")
    return (
        name.startswith(("SQLITE_IOERR_SHM", "SQLITE_IOERR_LOCK", "SQLITE_PROTOCOL"))
        or name == "SQLITE_NOLFS"
    )


def _make(path: Path) -> None:
    """Make a library beside its place and move it there whole, so that no half-made file is ever found."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        make_private_folder(path.parent)
        _set_aside_orphans(path)
        beside.unlink(missing_ok=True)
        connection = sqlite3.connect(beside, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = OFF").fetchone()
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(f"PRAGMA application_id = {header.APPLICATION_ID}")
            connection.execute("BEGIN IMMEDIATE")
            migrations.create(connection)
            connection.execute(
                "INSERT INTO identity(one, library, created_at) VALUES(1, ?, ?)",
                (os.urandom(6).hex(), int(time.time())),
            )
            connection.execute("COMMIT")
        finally:
            connection.close()
        sync_file(beside)
        with suppress(FileExistsError):  # Another process was faster: its library is as good.
            _move(beside, path)
        sync_folder(path.parent)
    except sqlite3.Error as error:
        raise trouble(error, path) from error
    except OSError as error:
        raise LibraryTrouble(
            f"cannot create {path}", error.strerror or str(error), "give another path to --library"
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _set_aside_orphans(path: Path) -> None:
    """A write-ahead log left by a file that is gone would be played into the new one."""
    for end in ("-wal", "-shm", "-journal"):
        orphan = path.with_name(path.name + end)
        if orphan.exists():
            orphan.rename(path.with_name(f"{path.name}{end}.orphan-{int(time.time())}"))


def _move(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # File systems without hard links.
        os.rename(source, target)
