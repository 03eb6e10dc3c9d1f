"""Copies of the library: when they are made, how long they are kept, and going back to one.

A copy is whole, checked, and moved into place (`storage.copies`). The library a restore replaces is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from digestui.errors import LibraryTrouble
from digestui.library.library import Library
from digestui.records import dataclass
from digestui.storage import copies, standing

FOLDER = "backups"
STAMP = "%Y-%m-%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many of the daily copies are kept: one a day, then one a week, then one a month."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


def folder_of(lib: Library) -> Path:
    """Where the copies of a library go: a folder that was chosen, or one beside it."""
    return lib.backups or lib.path.parent / FOLDER


def _prefix(lib: Library) -> str:
    """How the names of its copies begin. A chosen folder may be that of several libraries of one name, and
    none may take another's copies for its own."""
    return f"{lib.path.stem}-" + (f"{copies.identity(lib.database)[:6]}-" if lib.backups else "")


def _stamp(lib: Library) -> str:
    return datetime.fromtimestamp(lib.clock()).strftime(STAMP)


def backup(lib: Library, target: Path | None = None) -> Path:
    """Copy the library by hand, to `target` or into its folder of backups; gives the copy.

    At `target` only an earlier copy of the same library is replaced. In a folder the name says that it was
    made by hand, for daily copies are thinned out and these never are.
    """
    folder = folder_of(lib) if target is None else target if target.is_dir() else None
    if folder is not None:
        return copies.copy(lib.database, folder / f"{_prefix(lib)}by-hand-{_stamp(lib)}.db", beside=True)
    assert target is not None
    standing.refuse_other_than_copy(lib.database, target)
    return copies.copy(lib.database, target)


def daily(lib: Library, keeping: Keeping | None = None) -> Path | None:
    """Make today's copy unless there is one, and let go of those that are too many; gives the new one."""
    made = None
    if is_due(lib):
        made = folder_of(lib) / f"{_prefix(lib)}{_stamp(lib)}.db"
        copies.copy(lib.database, made)
    rotate(lib, _today(lib), keeping or Keeping())
    return made


def is_due(lib: Library) -> bool:
    """Whether today's copy is still to be made."""
    return _today(lib) not in {day for day, _ in _dated(lib)}


def _today(lib: Library) -> date:
    return datetime.fromtimestamp(lib.clock()).date()


def rotate(lib: Library, today: date, keeping: Keeping) -> list[Path]:
    """Remove the daily copies that no day, week or month needs; gives those removed."""
    dated = _dated(lib)
    kept = to_keep([day for day, _ in dated], today, keeping)
    gone = []
    latest: dict[date, Path] = {}
    for day, file in dated:
        if day not in kept or day in latest:
            gone.append(file)
        else:
            latest[day] = file
    for file in [*gone, *_abandoned(lib)]:
        with suppress(OSError):
            file.unlink()
    return gone


def _abandoned(lib: Library) -> list[Path]:
    """What copies left behind that were killed halfway."""
    hour_ago = time.time() - 3600
    return [
        part
        for part in folder_of(lib).glob(f".{_prefix(lib)}*.part*")
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


def _dated(lib: Library) -> list[tuple[date, Path]]:
    """The daily copies with their days, newest first."""
    found = []
    folder, prefix = folder_of(lib), _prefix(lib)
    if folder.is_dir():
        for file in folder.glob(f"{prefix}*.db"):
            with suppress(ValueError):
                found.append((datetime.strptime(file.stem.removeprefix(prefix), STAMP).date(), file))
    return sorted(found, key=lambda pair: pair[1].name, reverse=True)


def newest(path: Path, folder: Path | None = None) -> Path | None:
    """The copy of the library at `path` that was written last, of whatever kind; None where there is none.
    Looks at names only: the library itself may be past opening."""
    return next(iter(_by_age(path, folder)), None)


def newest_whole(path: Path, folder: Path | None = None) -> Path | None:
    """The newest copy that is whole: each is read until one is."""
    return next((file for file in _by_age(path, folder) if not copies.fault_of(file)), None)


def _by_age(path: Path, folder: Path | None) -> list[Path]:
    found = []
    with suppress(OSError):
        for file in (folder or path.parent / FOLDER).glob(f"{path.stem}-*.db"):
            found.append((file.stat().st_mtime, file))
    return [file for _, file in sorted(found, reverse=True)]


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


def before(lib: Library, what: str) -> Path:
    """A copy before something large: `import`, `merge`, `mending`. The last one before the same is replaced,
    but before a mending: what was damaged is never written over. Raises `LibraryTrouble`."""
    name = f"{_prefix(lib)}before-{what}" + (f"-{_stamp(lib)}" if what == "mending" else "")
    mending = what == "mending"
    return copies.copy(lib.database, folder_of(lib) / f"{name}.db", beside=mending, as_it_is=mending)


def before_import(lib: Library) -> Path | None:
    """A copy before an import too large for one transaction. None where the disk has no room for it: the
    import says so soon enough."""
    with suppress(LibraryTrouble):
        return before(lib, "import")
    return None
