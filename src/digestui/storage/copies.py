"""Copies of a library file: made whole, checked, moved into place. Which and when: library.backup."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from digestui.errors import LibraryTrouble

if TYPE_CHECKING:
    from digestui.storage.database import Database


def copy(database: Database, target: Path) -> None:
    """Write a copy of a library to `target`, checked and durable, or nothing. An existing file is replaced.

    The whole file is copied in one step: a copy by pages never ends while somebody else writes.
    """
    from digestui.storage.database import sync_file, sync_folder
    from digestui.storage.troubles import trouble

    # A name of its own: two programs may copy at the same moment.
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        into = sqlite3.connect(part, isolation_level=None)
        try:
            database.connection.backup(into, pages=-1)
            into.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            into.close()
        verify(part)
        sync_file(part)
        part.replace(target)
        sync_folder(target.parent)
    except sqlite3.Error as error:
        raise trouble(error, target) from error
    except OSError as error:
        raise LibraryTrouble(
            f"cannot write {target}", error.strerror or str(error), "choose another place"
        ) from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                part.with_name(part.name + end).unlink(missing_ok=True)


def verify(path: Path) -> None:
    """Raise `LibraryTrouble` unless the file opens as a library and passes SQLite's own check."""
    from digestui.storage.database import Database
    from digestui.storage.troubles import trouble

    database = Database.open(path, readonly=True)
    try:
        faults = database.rows("PRAGMA quick_check(5)")
    except sqlite3.Error as error:
        raise trouble(error, path) from error
    finally:
        database.close()
    if faults != [("ok",)]:
        raise LibraryTrouble(f"cannot use {path}", f"the copy is damaged ({faults[0][0]})", "try another one")


def copy_before_upgrade(database: Database, version: int) -> Path:
    """Keep the library as the older program left it, beside it."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    target = database.path.with_name(f"{database.path.stem}-before-format-{version + 1}-{stamp}.db")
    part = target.with_name(f".{target.name}.part")
    into = sqlite3.connect(part, isolation_level=None)
    try:
        database.connection.backup(into, pages=-1)
    finally:
        into.close()
    part.replace(target)
    return target


def sync(path: Path) -> None:
    """Make a file and its name durable."""
    from digestui.storage.database import sync_file, sync_folder

    sync_file(path)
    sync_folder(path.parent)


def begin_epoch(database: Database) -> None:
    """A copy begins a life of its own: its acts must not be taken for those of the library it came from."""
    with database.write():
        database.execute("UPDATE identity SET epoch = epoch + 1")
