"""Copies of the library: when they are made, how long they are kept, and going back to one.

A copy is whole, checked, and moved into place (`storage.copies`). The library a restore replaces is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from digestui.errors import LibraryTrouble
from digestui.library.library import Library
from digestui.storage import copies

FOLDER = "backups"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many copies are kept: one a day, then one a week, then one a month."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12
    folder: Path | None = None
    """Where they are; None is the folder `backups` beside the library."""


def folder_of(path: Path, folder: Path | None = None) -> Path:
    """Where the copies of a library go: a folder that was chosen, or its own."""
    return folder or path.parent / FOLDER


def backup(lib: Library, target: Path | None = None, *, folder: Path | None = None) -> Path:
    """Copy the library to `target`, or into its folder of backups under today's date and time."""
    if target is None:
        stamp = datetime.fromtimestamp(lib.clock()).strftime("%Y-%m-%d-%H%M%S")
        target = folder_of(lib.path, folder) / f"{lib.path.stem}-{stamp}.db"
    elif target.is_dir():
        stamp = datetime.fromtimestamp(lib.clock()).strftime("%Y-%m-%d-%H%M%S")
        target = target / f"{lib.path.stem}-{stamp}.db"
    if target.resolve() == lib.path.resolve():
        raise LibraryTrouble(f"cannot copy to {target}", "that is the library itself", "name another file")
    copies.copy(lib.database, target)
    return target


def daily(lib: Library, keeping: Keeping | None = None) -> Path | None:
    """Make today's copy unless there is one, and let go of those that are too many; gives the new one."""
    today = datetime.fromtimestamp(lib.clock()).date()
    made = None
    keeping = keeping or Keeping()
    if today not in {day for day, _ in _dated(lib.path, keeping.folder)}:
        made = backup(lib, folder=keeping.folder)
    rotate(lib.path, today, keeping)
    return made


def rotate(path: Path, today: date, keeping: Keeping) -> list[Path]:
    """Remove the copies that no day, week or month needs; gives those removed."""
    dated = _dated(path, keeping.folder)
    kept = to_keep([day for day, _ in dated], today, keeping)
    gone = []
    latest: dict[date, Path] = {}
    for day, file in dated:
        if day not in kept or day in latest:
            gone.append(file)
        else:
            latest[day] = file
    for file in [*gone, *_abandoned(path, keeping.folder)]:
        with suppress(OSError):
            file.unlink()
    return gone


def _abandoned(path: Path, folder: Path | None) -> list[Path]:
    """What copies left behind that were killed halfway."""
    hour_ago = time.time() - 3600
    return [
        part
        for part in folder_of(path, folder).glob(f".{path.stem}-*.part*")
        if part.exists() and part.stat().st_mtime < hour_ago
    ]


def to_keep(days: Sequence[date], today: date, keeping: Keeping) -> set[date]:
    """Which days' copies stay: the last `daily` days that have one, the newest of each of the last `weekly`
    weeks and of each of the last `monthly` months."""
    ordered = sorted({day for day in days if day <= today}, reverse=True)
    kept = set(ordered[: keeping.daily])
    weeks: dict[tuple[int, int], date] = {}
    months: dict[tuple[int, int], date] = {}
    for day in ordered:
        weeks.setdefault(day.isocalendar()[:2], day)
        months.setdefault((day.year, day.month), day)
    kept |= set(list(weeks.values())[: keeping.weekly])
    kept |= set(list(months.values())[: keeping.monthly])
    return kept | {day for day in days if day > today}


def _dated(path: Path, chosen: Path | None = None) -> list[tuple[date, Path]]:
    """The copies in the folder with their days, newest first."""
    found = []
    folder = folder_of(path, chosen)
    if folder.is_dir():
        for file in folder.glob(f"{path.stem}-*.db"):
            stamp = file.stem.removeprefix(f"{path.stem}-")
            with suppress(ValueError):
                found.append((datetime.strptime(stamp, "%Y-%m-%d-%H%M%S").date(), file))
    return sorted(found, key=lambda pair: pair[1].name, reverse=True)


def restore(path: Path, source: Path, *, clock: Callable[[], float] = time.time) -> Path | None:
    """Put a copy in the library's place; gives where the library it replaces is kept.

    The copy is checked before anything is touched; a library that a reader has open is not replaced. The
    restored library begins a new epoch, so that acts it does from now on are told from those it had already
    exchanged.
    """
    if source.resolve() == path.resolve() or (path.exists() and source.samefile(path)):
        raise LibraryTrouble(f"cannot restore {source}", "that is the library itself", "name a backup")
    part = path.with_name(f".{path.name}.restoring")
    try:
        copies.take_over(source, part, epoch=int(clock()))
        kept = _free_name(path, clock) if path.exists() else None
        copies.replace(path, part, kept or path)
    finally:
        copies.clear(part)
    return kept


def _free_name(path: Path, clock: Callable[[], float]) -> Path:
    """What the library that is replaced will be called."""
    stamp = datetime.fromtimestamp(clock()).strftime("%Y%m%d-%H%M%S")
    kept = path.with_name(f"{path.stem}-replaced-{stamp}{path.suffix}")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.stem}-replaced-{stamp}-{number}{path.suffix}")
    return kept


def before_import(lib: Library) -> Path | None:
    """A copy before an import too large for one transaction; the last one is replaced. None where the disk
    has no room for it: the import says so soon enough."""
    with suppress(LibraryTrouble):
        target = folder_of(lib.path) / f"{lib.path.stem}-before-import.db"
        copies.copy(lib.database, target)
        return target
    return None


def is_due(lib: Library) -> bool:
    """Whether today's copy is still to be made."""
    today = datetime.fromtimestamp(lib.clock()).date()
    return not any(today - day < timedelta(days=1) for day, _ in _dated(lib.path))
