"""The first bytes of a library, looked at before SQLite touches it, and which files nobody may look at.

SQLite locks a file for the whole process, and POSIX gives up all these locks as soon as the process closes
any other descriptor of the file, one that only read it included. Another process then takes itself for the
last one, and removes the log that this one goes on writing to: all that is written from then on is lost
(https://sqlite.org/howtocorrupt.html, 2.2). So a library that this process has open is opened by nobody else
in it: whoever opens files that a person named asks `is_held`.
"""

from __future__ import annotations

import os
from _thread import allocate_lock
from pathlib import Path

from digestui.errors import LibraryTrouble
from digestui.storage import migrations

APPLICATION_ID = 0x64676573  # 'dges'
MAGIC = b"SQLite format 3\x00"
File = tuple[int, int]
"""Device and inode: a file, whatever its path."""

_held: dict[File, int] = {}
_names: dict[Path, File] = {}
"""The file that is held under a path: another one that stands there later is not the library that is open."""
_lock = allocate_lock()


def hold(path: Path) -> File | None:
    """Look at a library and count it as open, until `let_go`; one that is open already has been looked at.
    Raises `LibraryTrouble` for what is none of ours."""
    # Under the lock: nobody may open the file through SQLite while another thread looks at it.
    with _lock:
        known = _names.get(path)
        if known is not None:
            check_place(path, known)
        file = _file(path)
        if file not in _held:
            look_at_header(path)
            file = _file(path)
        if file is not None:
            _held[file] = _held.get(file, 0) + 1
            _names[path] = file
        return file


def let_go(file: File | None) -> None:
    """A connection of SQLite to the file is closed."""
    with _lock:
        if file in _held:
            _held[file] -= 1
            if not _held[file]:
                del _held[file]
                for path in [path for path, named in _names.items() if named == file]:
                    del _names[path]


def check_place(path: Path, file: File) -> None:
    """`LibraryTrouble` unless the file that is open still stands in its place: SQLite goes on with one that
    was removed or replaced, and all that it writes then is lost, or damages the other."""
    there = _file(path)
    if there != file:
        why = "another file stands in its place" if there else "it is not in its place any more"
        raise LibraryTrouble(f"cannot write {path}", why, "put it back, or quit and begin again")


def known_at(path: Path) -> File | None:
    """The file that this process has open under a path."""
    with _lock:
        return _names.get(path)


def is_held(path: Path) -> bool:
    """Whether this process has the file open through SQLite: then nobody else in it may open it."""
    return bool(_held) and _file(path) in _held


def ours(head: bytes) -> bool:
    """Whether a file that begins with these hundred bytes is a library."""
    return head.startswith(MAGIC) and int.from_bytes(head[68:72], "big") == APPLICATION_ID


def _file(path: Path) -> File | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def look_at_header(path: Path) -> None:
    """Refuse what is not ours before SQLite touches it: opening alone may already write beside the file."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise LibraryTrouble(
            f"cannot open {path}",
            error.strerror or "the system refuses it",
            "check the path given to --library",
        ) from error
    if not head:
        raise LibraryTrouble(
            f"cannot open {path}",
            "the file is empty: if it was a library, it has lost its tables",
            "restore a backup with `digestui restore FILE`, or remove the file to begin anew",
        )
    if len(head) < 100 or not head.startswith(MAGIC):
        raise LibraryTrouble(
            f"cannot open {path}",
            "it is not a library of digestui, or its beginning is damaged",
            "give another --library, or restore a backup",
        )
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise LibraryTrouble(
            f"cannot open {path}", "it is a database of another program", "give another path to --library"
        )
    check_version(path, int.from_bytes(head[60:64], "big"))


def check_version(path: Path, version: int) -> None:
    """Refuse a format that this program does not know."""
    if version > migrations.VERSION:
        raise LibraryTrouble(
            f"cannot open {path}",
            f"it was written by a newer digestui (format {version}, this one knows {migrations.VERSION})",
            "update digestui",
        )
    if version < 1:
        raise LibraryTrouble(
            f"cannot open {path}", "it has lost its tables", "restore a backup with `digestui restore FILE`"
        )
