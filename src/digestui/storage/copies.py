"""Copies of a library file: made whole, checked, moved into place. Which and when: library.backup."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from digestui.durable import sync_file, sync_folder
from digestui.errors import LibraryTrouble
from digestui.paths import make_private_folder
from digestui.storage import address, header, still

if TYPE_CHECKING:
    from digestui.storage.database import Database


def copy(database: Database, target: Path, *, beside: bool = False, as_it_is: bool = False) -> Path:
    """Write a copy of a library to `target`, checked and durable, or nothing; gives where it lies.

    An existing file is replaced; with `beside` it is left, and the copy takes the next free name. Raises
    `LibraryTrouble` for a library that is damaged; one whose hashes alone are wrong is copied `as_it_is`.

    The whole file is copied in one step: a copy by pages never ends while somebody else writes.
    """
    return _copy(database, target, "choose another place", beside, as_it_is)


def _copy(database: Database, target: Path, do: str, beside: bool = False, as_it_is: bool = False) -> Path:
    """The copy; `do` is what one can do where it cannot be written."""
    from digestui.storage.troubles import trouble

    # A name of its own: two programs may copy at the same moment.
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        make_private_folder(target.parent)
        part.unlink(missing_ok=True)
        into = sqlite3.connect(part, isolation_level=None)
        try:
            database.connection.backup(into, pages=-1)
            into.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            into.close()
        if fault := fault_of(part, hashes=not as_it_is):
            raise LibraryTrouble(
                f"cannot copy to {target}", f"the library is damaged ({fault})", "see `digestui doctor`"
            )
        sync_file(part)
        if beside:
            target = _settle(part, target)
        else:
            part.replace(target)
        sync_folder(target.parent)
        return target
    except sqlite3.Error as error:
        raise trouble(error, target) from error
    except OSError as error:
        raise LibraryTrouble(f"cannot write {target}", error.strerror or str(error), do) from error
    finally:
        clear(part)


def _settle(part: Path, target: Path) -> Path:
    """Give a finished copy the first free name of `target`, `target-2`, ...; gives the name.

    Two programs may copy in the same second.
    """
    for number in count(1):
        place = target if number == 1 else target.with_name(f"{target.stem}-{number}{target.suffix}")
        try:
            os.link(part, place)
            return place
        except FileExistsError:
            continue
        except OSError:  # File systems without hard links.
            if not place.exists():
                return part.replace(place)
    raise AssertionError("numbers do not end")


def fault_of(file: Path, *, hashes: bool = True) -> str:
    """What is wrong with a copy, read anew from the disk: as SQLite's own check finds it, tables against
    their indexes too, and by the hashes of notes and acts. Empty for a whole one."""
    from digestui.storage.database import Database

    try:
        header.look_at_header(file)
        connection = sqlite3.connect(address.uri(file, "ro"), uri=True, isolation_level=None)
        try:
            found = unsound(connection)
            if hashes and not found:
                found = altered(Database(file, connection, readonly=True))
        finally:
            connection.close()
    except (sqlite3.Error, LibraryTrouble) as error:
        return str(error)
    return found[0] if found else ""


def altered(database: Database) -> list[str]:
    """Notes and acts that are not what was written, by their hashes."""
    from digestui.storage import examine

    notes = [f"the note on {key} is not what was saved" for _, key in examine.broken_notes(database)]
    return notes + [f"act {number} is not what was written" for number in examine.broken_batches(database)]


def clear(part: Path) -> None:
    """Remove a file that was being made, with what SQLite puts beside it."""
    for end in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            part.with_name(part.name + end).unlink(missing_ok=True)


def unsound(connection: sqlite3.Connection) -> list[str]:
    """What SQLite's own check finds; empty for a whole file. Not its quick one, which takes three quarters of
    the time and does not hold tables against their indexes.

    From 3.44 on it also tells of an index of words that has drifted, which is no damage: it can be made anew.
    """
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
    return [fault for fault in found if fault != "ok" and "FTS5 table" not in fault]


def identity(database: Database) -> str:
    """The name a library was born with, 12 hex digits: another for each, the same in all its copies."""
    return str(database.value("SELECT library FROM identity"))


def copy_before_upgrade(database: Database, version: int) -> Path:
    """Keep the library as the older program left it, beside it, checked and durable. Raises `LibraryTrouble`:
    without that copy nothing is brought up to date."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    target = database.path.with_name(f"{database.path.stem}-before-format-{version + 1}-{stamp}.db")
    _copy(database, target, "check the folder of the library", as_it_is=True)
    return target


def take_over(source: Path, part: Path, *, epoch: int) -> None:
    """Copy a backup to `part`, bring it up to date, check it, and begin a new epoch in it.

    A copy begins a life of its own: its acts must not be taken for those of the library it came from, nor for
    those of one it replaces, so `epoch` is a number that grows with time.
    """
    from digestui.storage.database import Database
    from digestui.storage.troubles import trouble

    # Held while it is read: the library itself may be in the same file.
    held = header.hold(source)
    clear(part)
    try:
        out, _ = still.reading(source, lambda uri: sqlite3.connect(uri, uri=True, isolation_level=None))
        into = sqlite3.connect(part, isolation_level=None)
        try:
            out.backup(into, pages=-1)
            into.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            into.close()
            out.close()
        database = Database.open(part)
        try:
            if faults := unsound(database.connection) or altered(database):
                why = f"it is damaged ({faults[0]})"
                raise LibraryTrouble(f"cannot use {source}", why, "try another backup")
            database.execute("UPDATE identity SET epoch = max(epoch + 1, ?)", (epoch,))
            database.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            database.close()
        sync_file(part)
    except sqlite3.Error as error:
        raise trouble(error, source) from error
    except OSError as error:
        raise LibraryTrouble(
            f"cannot write beside {part}", error.strerror or str(error), "check the folder of the library"
        ) from error
    finally:
        header.let_go(held)


def replace(library: Path, part: Path, kept: Path) -> None:
    """Put a finished file in the library's place and keep the library it replaces, whole or damaged.

    At no moment is there no library. Refused while another program has the old one open: it would go on
    writing into a file that is no longer the library.
    """
    try:
        if library.exists():
            _fold_log(library)
            _second_name(library, kept)
            for end in ("-wal", "-shm", "-journal"):  # Only a damaged library still has one.
                with suppress(FileNotFoundError):
                    library.with_name(library.name + end).replace(kept.with_name(kept.name + end))
        part.replace(library)
        sync_folder(library.parent)
    except OSError as error:
        raise LibraryTrouble(
            f"cannot replace {library}", error.strerror or str(error), "check its folder"
        ) from error


def _fold_log(library: Path) -> None:
    """Bring what the log holds into the file; that takes the library for oneself."""
    with suppress(sqlite3.DatabaseError):
        connection = sqlite3.connect(address.uri(library, "rw"), uri=True, isolation_level=None, timeout=1)
        try:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise LibraryTrouble(
                    f"cannot replace {library}",
                    "another program has it open",
                    "close the reader, then try again",
                ) from error
        finally:
            connection.close()


def _second_name(library: Path, kept: Path) -> None:
    try:
        os.link(library, kept)
    except FileExistsError:
        raise
    except OSError:  # File systems without hard links.
        import shutil

        shutil.copy2(library, kept)
