"""Is the library whole? Says what is wrong, what is lost, what saves it; with `fix` mends what can be.

What can be rebuilt from the journal or from the papers is; what cannot is named with the way back. A library
is copied as it is before anything in it is mended, and one whose file is damaged is not touched at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from digestui.errors import LibraryTrouble
from digestui.library import backup
from digestui.library.library import Library
from digestui.records import dataclass
from digestui.storage import digests
from digestui.storage import examine as file
from digestui.text import safe

MEND = "digestui doctor --fix"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding."""

    what: str
    why: str
    do: str
    fixed: bool = False


def way_back(lib: Library) -> str:
    """What saves a library that cannot be mended: its newest whole copy, or what can still be read of it."""
    copy = backup.newest_whole(lib.path, lib.backups)
    if copy is None:
        return "there is no whole copy in its folder: digestui export saves what can still be read"
    name = safe.one_line(str(copy))
    return f"digestui restore {name} goes back to its newest whole copy, and keeps this one"


def findings(lib: Library, fix: bool = False) -> Iterator[Problem]:
    """Every finding, the worst first. Mending is for `examine`, which copies the library before."""
    database = lib.database
    back = cache(lambda: way_back(lib))  # it reads copies
    faults = file.damaged(database)
    if faults:
        notes, all_notes, steps, all_steps = file.readable(database)
        left = f"{notes:,} of {all_notes:,} notes and {steps:,} of {all_steps:,} acts can still be read whole"
        yield Problem("the file", f"is damaged: {safe.one_line('; '.join(faults), 200)}; {left}", back())
        return
    for number in (broken := file.broken_batches(database)):
        why = "is not what was written: it cannot be believed, nor undone; what it decided stands as it is"
        yield Problem(f"journal batch {number}", why, back())
    for device, there, last in file.gaps(database):
        yield Problem("the journal", f"{there} of {last} acts of {safe.one_line(device)} are there", back())
    readable = True
    for problem in _notes(lib, fix, sound=not broken):
        readable = readable and problem.fixed
        yield problem
    if readable and not broken:
        yield from _state(lib, fix, sound=not broken)
    yield from _indexes(lib, fix)
    if file.miscounted(database):
        if fix:
            file.recount(database)
        yield Problem("the counts of the filters", "are wrong", f"{MEND} counts anew", fix)
    if lost := file.orphans(database):
        yield Problem("the tables", f"{lost} rows belong to papers that are not there", back())


def examine(lib: Library, fix: bool = False) -> list[Problem]:
    """`findings` as a list. Where `lib` may only be read, a connection that may write looks for what SQLite
    tells only to one: drifted indexes and counts. With `fix` a library with anything to mend is copied first;
    `LibraryTrouble` where it cannot be, and then nothing is mended."""
    if not lib.database.readonly:
        if not fix:
            return list(findings(lib))
        found = list(findings(lib))
        if not any(MEND in problem.do for problem in found):
            return found
        backup.before(lib, "mending")
        return list(findings(lib, fix=True))
    try:
        with lib.another(readonly=False) as writing:
            return examine(writing, fix)
    except LibraryTrouble:
        if fix:
            raise
        return list(findings(lib))


def _notes(lib: Library, fix: bool, *, sound: bool) -> Iterator[Problem]:
    for paper, key in file.broken_notes(lib.database):
        mended = fix and sound and file.restore_note(lib.database, paper)
        yield Problem(
            f"note of {safe.one_line(key)}",
            "is not the text that was saved",
            f"{MEND} takes it from the journal",
            mended,
        )


def _state(lib: Library, fix: bool, *, sound: bool) -> Iterator[Problem]:
    strays = file.strays(lib.database)
    if not strays:
        return
    keys = file.titles(lib.database, strays[:3])
    if fix and sound:
        file.rebuild_state(lib.database, strays)
    yield Problem(
        f"the state of {len(strays):,} papers",
        f"is not what the journal says ({', '.join(keys)})",
        f"{MEND} takes it from the journal",
        fix and sound,
    )


def _indexes(lib: Library, fix: bool) -> Iterator[Problem]:
    for table in file.drifted(lib.database):
        if fix:
            file.rebuild_index(lib.database, table)
        what = "the index of words" if table == "fts" else "the index of notes"
        yield Problem(what, "does not say what the papers say", f"{MEND} makes it anew", fix)
    if file.disordered(lib.database):
        if fix:
            file.forget_orders(lib.database)
        what = "the order by title or author"
        yield Problem(what, "does not hold just the papers there are", f"{MEND} has it made anew", fix)


def doubtful(lib: Library) -> list[tuple[str, str, str]]:
    """Papers of one title by different people, which were left apart: (key, other key, title)."""
    return list(file.doubtful(lib.database))


def unfinished(lib: Library) -> list[tuple[str, int]]:
    """Files whose import was cut short, and how many of their records are in: importing one again resumes."""
    return digests.unfinished_imports(lib.database)
