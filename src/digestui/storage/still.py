"""Connections that read, also where nothing can be written: an archive, a medium that may only be read.

SQLite reads a library through its log, and wants to make one beside the file. Where it cannot, the file alone
is read as it lies, without locks (sqlite.org/wal.html#readonly), if that is safe: the file may not be written
by us, nobody has it open, and no log beside it holds more than the file does.
"""

from __future__ import annotations

import os
import sqlite3

from digestui.errors import LibraryTrouble
from digestui.storage import address

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NO_LOG = ("SQLITE_READONLY", "SQLITE_CANTOPEN")
"""How SQLite says that it can neither find nor make the log."""


def reading(path: Path, connect: Callable[[str], sqlite3.Connection]) -> tuple[sqlite3.Connection, bool]:
    """A connection that reads the library at `path`, and whether it reads the file as it lies.

    `connect` makes one from an address. Raises sqlite3.Error, or `LibraryTrouble` where the file alone does
    not hold all.
    """
    try:
        connection = connect(address.uri(path, "ro"))
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        name = str(getattr(error, "sqlite_errorname", None) or "")
        if not name.startswith(_NO_LOG) or not lies_still(path):
            raise
        return connect(address.uri(path, "ro", still=True)), True
    return connection, False


def lies_still(path: Path) -> bool:
    """Whether the file at `path`, beside which no log can be made, may be read alone.

    Raises `LibraryTrouble` with what to do where only a change of rights or a copy helps.
    """
    for end in ("-wal", "-journal"):
        log = path.with_name(path.name + end)
        if _size(log):
            raise LibraryTrouble(
                f"cannot read {path}",
                f"what was done last is in {log.name} beside it, and neither may be written here",
                "copy both into a folder of your own and read that copy",
            )
    if _size(path.with_name(path.name + "-shm")) is not None:
        return False  # somebody has it open
    if may_write(path):
        raise LibraryTrouble(
            f"cannot read {path}",
            "its folder may not be written, but the file may",
            "let the folder be written, or let both only be read",
        )
    return True


def may_write(path: Path) -> bool:
    """Whether the system would let us write in a file."""
    return os.access(path, os.W_OK)


def _size(path: Path) -> int | None:
    """Bytes of a file; None where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return None
