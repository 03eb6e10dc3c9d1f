"""Is the library whole? Says what is wrong, what is lost, what saves it; with `fix` mends what can be.

What can be rebuilt from the journal or from the papers is; what cannot is named with the way back. Nothing
here ever overwrites a damaged file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digestui.errors import LibraryTrouble
from digestui.library.library import Library
from digestui.storage import digests
from digestui.storage import examine as file
from digestui.text import safe

BACK = "restore a backup with `digestui restore FILE`"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding."""

    what: str
    why: str
    do: str
    fixed: bool = False


def findings(lib: Library, fix: bool = False) -> Iterator[Problem]:
    """Every finding, the worst first."""
    database = lib.database
    faults = file.damaged(database)
    if faults:
        yield Problem("the file", f"is damaged: {safe.one_line('; '.join(faults), 200)}", BACK)
        return
    for number in (broken := file.broken_batches(database)):
        yield Problem(f"journal batch {number}", "is not what was written", BACK)
    for device, there, last in file.gaps(database):
        yield Problem("the journal", f"{there} of {last} acts of {safe.one_line(device)} are there", BACK)
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
        yield Problem("the counts of the filters", "are wrong", "digestui doctor --fix counts anew", fix)
    if lost := file.orphans(database):
        yield Problem("the tables", f"{lost} rows belong to papers that are not there", BACK)


def examine(lib: Library, fix: bool = False) -> list[Problem]:
    """`findings` as a list. Where `lib` may only be read, a connection that may write looks for what SQLite
    tells only to one: drifted indexes and counts."""
    if not lib.database.readonly:
        return list(findings(lib, fix))
    try:
        with lib.another(readonly=False) as writing:
            return list(findings(writing, fix))
    except LibraryTrouble:
        return list(findings(lib, False))


def _notes(lib: Library, fix: bool, *, sound: bool) -> Iterator[Problem]:
    for paper, key in file.broken_notes(lib.database):
        mended = fix and sound and file.restore_note(lib.database, paper)
        yield Problem(
            f"note of {safe.one_line(key)}",
            "is not the text that was saved",
            "digestui doctor --fix takes it from the journal",
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
        "digestui doctor --fix takes it from the journal",
        fix and sound,
    )


def _indexes(lib: Library, fix: bool) -> Iterator[Problem]:
    for table in file.drifted(lib.database):
        if fix:
            file.rebuild_index(lib.database, table)
        what = "the index of words" if table == "fts" else "the index of notes"
        yield Problem(what, "does not say what the papers say", "digestui doctor --fix makes it anew", fix)


def doubtful(lib: Library) -> list[tuple[str, str, str]]:
    """Papers of one title by different people, which were left apart: (key, other key, title)."""
    return list(file.doubtful(lib.database))


def unfinished(lib: Library) -> list[tuple[str, int]]:
    """Files whose import was cut short, and how many of their records are in: importing one again resumes."""
    return digests.unfinished_imports(lib.database)
