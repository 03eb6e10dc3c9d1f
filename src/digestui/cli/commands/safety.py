"""`backup`, `restore`, `doctor`: copies of the library, and whether it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui import paths
from digestui.cli.command import JSON, Command, Option
from digestui.cli.output import times
from digestui.errors import BadInput, Exit, LibraryTrouble

if TYPE_CHECKING:
    from pathlib import Path

    from digestui.cli.session import Session
    from digestui.library.library import Library


def _backup(session: Session) -> int:
    from digestui.library import backup

    session.want_words(0, 1, "one FILE at most")
    lib = session.library(readonly=True)
    target = session.env.path(session.words[0]) if session.words else None
    written = backup.backup(lib, target)
    session.wrote = True
    if session.has("--json"):
        session.out.json({"file": str(written)})
    else:
        session.out.line(f"copied the library to {written} and checked the copy")
    return Exit.DONE


def _restore(session: Session) -> int:
    from digestui.library import backup

    session.want_words(1, 1, "the FILE of a backup")
    source = session.env.path(session.words[0])
    if not source.is_file():
        raise BadInput(str(source), "no such file", "digestui backup says where it writes")
    paths.make_private_folder(session.library_path.parent)
    kept = backup.restore(session.library_path, source, clock=session.env.clock)
    session.wrote = True
    if session.has("--json"):
        session.out.json({"library": str(session.library_path), "kept": str(kept) if kept else None})
        return Exit.DONE
    session.out.line(f"restored {session.library_path} from {source}")
    if kept:
        session.out.line(f"the library it replaced is kept as {kept}")
    return Exit.DONE


def _doctor(session: Session) -> int:
    session.want_words(0, 0, "no word")
    facts = _facts(session)
    findings = [
        {
            "what": "settings",
            "why": c.sentence(session.loaded.file.name),
            "do": "mend the file",
            "fixed": False,
        }
        for c in session.loaded.complaints
    ]
    findings += _library_findings(session, facts)
    session.may_have_decided = session.has("--fix")
    open_ones = [finding for finding in findings if not finding["fixed"]]
    if session.has("--json"):
        session.out.json({"ok": not open_ones, **facts, "problems": open_ones, "fixed": _fixed(findings)})
        for finding in open_ones:
            session.out.aside(f"digestui: {finding['what']}: {finding['why']}: {finding['do']}")
    else:
        for name, value in facts.items():
            lines = value if isinstance(value, list) else [value]
            for line in lines[:LISTED]:
                session.out.line(f"{name.replace('_', ' '):<9} {line}")
            if len(lines) > LISTED:
                session.out.line(
                    f"{name.replace('_', ' '):<9} and {len(lines) - LISTED:,} more: --json has all"
                )
        for finding in findings:
            state = "mended" if finding["fixed"] else "found"
            session.out.line(
                f"{state}: " + ": ".join(str(finding[k]) for k in ("what", "why", "do") if finding[k])
            )
        session.out.line(f"{times(len(open_ones), 'problem')} found" if open_ones else "all is well")
    return Exit.PARTLY if open_ones else Exit.DONE


LISTED = 20
"""Lines of one kind that `doctor` says; a library of every paper there is has many with another's title."""


def _fixed(findings: list[dict[str, object]]) -> list[dict[str, object]]:
    return [finding for finding in findings if finding["fixed"]]


def _facts(session: Session) -> dict[str, object]:
    from digestui import __version__

    environ = session.env.environ
    path: Path = paths.library_file(
        session.line.get("--library"), session.loaded.settings.library, environ, session.env.cwd
    )
    facts: dict[str, object] = {
        "version": __version__,
        "library": str(path) if path.exists() else f"{path} (not there yet)",
        "settings": str(session.loaded.file),
        "log": str(paths.log_file(environ)),
        "terminal": environ.get("TERM", "") or "none",
        "marks": 'unicode; where they stand crooked, set glyphs = "ascii"'
        if session.env.unicode
        else "ascii",
    }
    return facts


def _for_examination(session: Session) -> Library:
    """The library, open for writing where that is possible: only so can its indexes be looked at."""
    try:
        return session.library()
    except LibraryTrouble:
        return session.library(readonly=True)


def _library_findings(session: Session, facts: dict[str, object]) -> list[dict[str, object]]:
    from digestui.library import backup, carried, doctor

    if not session.library_exists:
        return []
    newest = backup.newest(session.library_path, session.backup_folder)
    facts["newest_copy"] = str(newest) if newest else "none"
    try:
        lib = _for_examination(session)
        problems = doctor.examine(lib, fix=session.has("--fix"))
        facts["journal_mode"] = lib.database.journal_mode
        facts["unfinished_imports"] = [
            f"{name} ({done:,} records are in; import it again to resume)"
            for name, done in doctor.unfinished(lib)
        ]
        facts["doubtful"] = [
            f"{title}: {key} and {other}: same title, other authors, left apart"
            for key, other, title in doctor.doubtful(lib)
        ]
    except LibraryTrouble as trouble:
        problems = [doctor.Problem(trouble.what, trouble.why, trouble.do)]
    if carrier := carried.problem(session.library_path):
        problems.append(carrier)
    return [{"what": p.what, "why": p.why, "do": p.do, "fixed": p.fixed} for p in problems]


COMMANDS = {
    "backup": Command(
        name="backup",
        summary="copy the library, and check the copy",
        usage="[FILE] [--json]",
        examples=(
            ("digestui backup", "to the folder of backups"),
            ("digestui backup /media/usb/papers.db", "to a file"),
        ),
        details="An earlier backup of the same library is replaced, unless it was worked with since. Any "
        "other file stays as it is.",
        options=(JSON,),
        files=True,
        run=_backup,
    ),
    "restore": Command(
        name="restore",
        summary="put a copy in the library's place; the library it replaces is kept",
        usage="FILE [--json]",
        examples=(("digestui restore backups/library-2025-04-28.db", "go back to that day"),),
        options=(JSON,),
        files=True,
        run=_restore,
    ),
    "doctor": Command(
        name="doctor",
        summary="say where everything lies and whether the library is whole",
        usage="[--fix] [--json]",
        examples=(
            ("digestui doctor", "look"),
            ("digestui doctor --fix", "mend what can be rebuilt from what is whole"),
        ),
        details="Checks the file, the index of words, the journal against the present state, the folder, and "
        "the settings. --fix copies the library before it mends anything. Leaves with 1 where something was "
        "found.",
        options=(Option("--fix", "rebuild what can be rebuilt"), JSON),
        run=_doctor,
    ),
}
