"""What a failure of SQLite means to a person."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from digestui.errors import Interrupted, LibraryTrouble

_DAMAGED = "run `digestui doctor`, or restore a backup with `digestui restore FILE`"
_MEANINGS = (
    (
        ("SQLITE_BUSY", "SQLITE_LOCKED"),
        "cannot write",
        "another program is writing to it",
        "try again in a moment",
    ),
    (("SQLITE_FULL",), "cannot write", "the disk is full", "free some space; the last act was not kept"),
    (("SQLITE_READONLY",), "cannot write", "it may only be read", "check who owns the file and its folder"),
    (
        ("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"),
        "cannot open",
        "the system refuses it",
        "check who owns the file and its folder",
    ),
    (("SQLITE_IOERR",), "cannot use", "the disk answers with an error ({})", "check the disk"),
    (("SQLITE_CORRUPT", "SQLITE_NOTADB"), "cannot read", "the file is damaged", _DAMAGED),
)


def trouble(error: sqlite3.Error, path: Path) -> Exception:
    """What a failure of SQLite means to a person; the error itself where it is a defect of ours."""
    name = str(getattr(error, "sqlite_errorname", None) or "")
    text = str(error)
    if name.startswith("SQLITE_INTERRUPT"):
        return Interrupted(text)
    for prefixes, what, why, do in _MEANINGS:
        if name.startswith(prefixes):
            return LibraryTrouble(f"{what} {path}", why.format(text), do)
    if "malformed" in text or text.startswith("Could not decode to UTF-8"):
        return LibraryTrouble(f"cannot read {path}", "the file is damaged", _DAMAGED)
    return error
