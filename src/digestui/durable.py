"""Files that are whole after any crash: made durable, or written beside their place and moved there.

A leaf: standard library only. What a file holds, and which trouble is told, is the caller's.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def sync_file(path: Path) -> None:
    """Make the bytes of a file durable."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def usual_mode(path: Path | None = None) -> int:
    """The rights of the file that is replaced, else those any new file would get."""
    if path is not None:
        with suppress(OSError):
            there = path.lstat()
            if stat.S_ISREG(there.st_mode):
                return stat.S_IMODE(there.st_mode)
    # Only setting it tells what it is; the value in between denies most.
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def write_whole(path: Path, pieces: Iterable[str], *, settled: bool = True) -> None:
    """Put text in a file: at any moment, and after a kill at any moment, the old text is there or the new.

    The file keeps its rights. What UTF-8 cannot say becomes a question mark. Whoever writes many files into
    one folder says `settled=False` and makes their names durable once, with `sync_folder`. Raises OSError;
    what was there is there still then.
    """
    import tempfile

    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        error.filename = str(path)  # of the other name nobody has heard
        raise
    part = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="") as out:
            out.writelines(pieces)
            out.flush()
            os.fsync(out.fileno())
        part.chmod(usual_mode(path))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    if settled:
        sync_folder(path.parent)
