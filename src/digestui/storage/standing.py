"""What stands where a file is to be written: nothing that can only be had there may be written over."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing, suppress

from digestui.errors import BadInput, LibraryTrouble
from digestui.storage import address, header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from digestui.storage.database import Database

_LOGS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""How a log of SQLite begins (sqlite.org/fileformat2.html#walformat)."""
_INSTEAD = "name another file, or remove this one first"


def refuse_database(path: Path) -> None:
    """Raise `BadInput` where a library, another database or the log of one stands: papers in another format
    are never meant for its place."""
    if header.is_held(path):
        raise BadInput(str(path), "it is the library itself", "name another file")
    head = _head(path)
    if header.ours(head):
        raise BadInput(str(path), "a library of digestui is there", _INSTEAD)
    if head.startswith(header.MAGIC):
        raise BadInput(str(path), "a database of another program is there", _INSTEAD)
    if head.startswith(_LOGS):
        raise BadInput(str(path), "it holds what was last written to a database", "name another file")


def refuse_other_than_copy(database: Database, path: Path) -> None:
    """Raise `BadInput` unless a copy of the library may be put at `path`: nothing is there, an empty file, or
    an earlier copy of the same library that holds nothing done since somewhere else."""
    if header.is_held(path):
        raise BadInput(str(path), "it is the library itself", "name another file")
    try:
        status = path.stat()
    except OSError:
        return
    if not stat.S_ISREG(status.st_mode):
        raise BadInput(str(path), "it is no file that can be replaced", "name a file")
    if not status.st_size:
        return
    head = _head(path)
    if not header.ours(head):
        refuse_database(path)
        raise BadInput(str(path), "another file is there, and no backup of this library", _INSTEAD)
    for end in ("-wal", "-journal"):
        with suppress(OSError):
            if path.with_name(path.name + end).stat().st_size:
                raise BadInput(str(path), "it is a library that somebody works with", "name another file")
    try:
        told = _told_there(database, path)
    except (sqlite3.Error, LibraryTrouble):
        raise BadInput(str(path), "what is there cannot be read", _INSTEAD) from None
    if told is not None:
        raise BadInput(str(path), told, _INSTEAD)


def _told_there(database: Database, path: Path) -> str | None:
    """Why the library at `path` is no earlier copy of this one; None where it is."""
    held = header.hold(path)
    try:
        # Without a log, as it has none: looking makes no file beside it.
        with closing(sqlite3.connect(address.uri(path, "ro", still=True), uri=True)) as there:
            if there.execute("SELECT library FROM identity").fetchone() != database.row(
                "SELECT library FROM identity"
            ):
                return "another library is there"
            # The hash is over all acts of a step: who has the last one has those before it.
            last = there.execute("SELECT id, at, hash FROM batches ORDER BY id DESC LIMIT 1").fetchone()
            if last and database.row("SELECT id, at, hash FROM batches WHERE id = ?", last[:1]) != last:
                return "a copy of this library is there in which other things were done since"
    finally:
        header.let_go(held)
    return None


def _head(path: Path) -> bytes:
    """The first bytes of a file; none where there is none, or where it is no file."""
    with suppress(OSError):
        if stat.S_ISREG(path.stat().st_mode):
            with path.open("rb") as file:
                return file.read(100)
    return b""
