"""`import`: files into the library, and a plain account of what became of each."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from digestui.cli import progress
from digestui.cli.command import DRY_RUN, JSON, Command, Option
from digestui.cli.output import papers, times
from digestui.errors import Exit
from digestui.records import replace

if TYPE_CHECKING:
    from digestui.cli.session import Session
    from digestui.library.library import Library
    from digestui.model.rows import ImportedFile, ImportReport, Remark

REMARKS_SHOWN = 20


def _import(session: Session) -> int:
    from digestui.library import intake

    session.want_words(1, None, "a FILE, or - for standard input")
    env, line = session.env, session.line
    names = [word if word == "-" else str(env.path(word)) for word in session.words]
    lib = _library(session)
    with progress.bar(env, "importing") as bar, stopping() as stop:
        report = intake.import_files(
            lib,
            names,
            format=line.get("--format"),
            digest=line.get("--digest"),
            date=line.get("--date"),
            dry_run=session.has("--dry-run"),
            stdin=env.stdin if "-" in names else None,
            progress=lambda p: bar.show(p.done, p.total, p.file),
            stop=stop.is_set,
        )
    if stop.is_set():
        session.out.aside("digestui: import: stopped: import the file again to go on where it stopped")
    report = _relabelled(session, report)
    code = outcome(report)
    if session.has("--json"):
        session.out.json(as_json(report))
    elif code != Exit.NOTHING:
        _tell(session, report)
    _complain(session, report, code)
    return Exit.INTERRUPTED if stop.is_set() else code


def _library(session: Session) -> Library:
    """The library; a dry run without one uses one that is gone afterwards."""
    if session.has("--dry-run") and not session.library_exists:
        return session.library_for_a_dry_run()
    return session.library(create=True)


def _relabelled(session: Session, report: ImportReport) -> ImportReport:
    """Files named as the user named them: from the working folder, unless the line says otherwise."""
    here = str(session.env.cwd).rstrip(os.sep) + os.sep
    if any(word.startswith(here) for word in session.words):
        return report
    files = tuple(replace(file, file=file.file.removeprefix(here)) for file in report.files)
    return replace(report, files=files)


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; the second one ends the program as usual."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def first(number: int, frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, first)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def outcome(report: ImportReport) -> Exit:
    """0 all in; 1 something refused while something is in; 2 nothing is in and something was refused."""
    refused = report.rejected or any(file.error for file in report.files)
    if not refused:
        return Exit.DONE
    arrived = any(_arrived(file) for file in report.files)
    return Exit.PARTLY if arrived else Exit.NOTHING


def _arrived(file: ImportedFile) -> int:
    return file.added + file.updated + file.unchanged + file.sources


def as_json(report: ImportReport) -> dict[str, object]:
    """The contract's account of an import."""
    return {
        "files": [file_as_json(file) for file in report.files],
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "rejected": report.rejected,
        "resumed": report.resumed,
    }


def file_as_json(file: ImportedFile) -> dict[str, object]:
    """The account of one file."""
    return {
        "file": file.file,
        "format": file.format,
        "digest": file.digest,
        "date": file.date,
        "added": file.added,
        "updated": file.updated,
        "unchanged": file.unchanged,
        "rejected": file.rejected,
        "warnings": [
            {"record": r.record, "line": r.line, "reason": r.reason, "refused": r.refused}
            for r in file.warnings
        ],
        "error": file.error or None,
    }


def _tell(session: Session, report: ImportReport) -> None:
    dry = "would have " if session.has("--dry-run") else ""
    for file in report.files:
        if file.error:
            continue
        counts = [
            f"{count:,} {word}"
            for count, word in (
                (file.added, "added"),
                (file.updated, "updated"),
                (file.unchanged, "unchanged"),
                (file.sources, "subscriptions"),
                (file.rejected, "refused"),
            )
            if count
        ]
        digest = ", ".join(part for part in (file.digest, file.date) if part)
        where = f"  ({digest})" if digest else ""
        session.out.line(f"{file.file}: {dry}{', '.join(counts) or 'no papers'}{where}")
    if report.resumed:
        session.out.line("went on where an interrupted import had stopped")
    if len(report.files) > 1:
        session.out.line(f"{dry}{papers(report.added)} added from {times(len(report.files), 'file')}")


def _complain(session: Session, report: ImportReport, code: Exit) -> None:
    """Files that were refused, each in a line; then records that were, then what was guessed, as many as one
    reads."""
    refused: list[str] = []
    guessed: list[str] = []
    for file in report.files:
        remarks = list(file.warnings)
        if file.error:
            session.out.aside(f"digestui: {file.file}: {file.error}")
            continue
        if code == Exit.NOTHING or (file.rejected and not _arrived(file)):
            first = next((r for r in remarks if r.refused), None)
            why = f" ({sentence(first)})" if first else ""
            whole = f"all {times(file.rejected, 'record')} refused" if file.rejected else "no papers in it"
            session.out.aside(f"digestui: {file.file}: {whole}{why}: look at the file, or name its --format")
            if first:
                remarks.remove(first)
        for remark in remarks:
            (refused if remark.refused else guessed).append(f"digestui: {file.file}: {sentence(remark)}")
    if code == Exit.NOTHING or session.has("--json"):
        return
    lines = refused + guessed
    for line in lines[:REMARKS_SHOWN]:
        session.out.aside(line)
    if len(lines) > REMARKS_SHOWN:
        more = len(lines) - REMARKS_SHOWN
        session.out.aside(f"digestui: {more:,} more remarks: import --json names them all")


def sentence(remark: Remark) -> str:
    """`line 70: vaswani2017: refused, has no title`."""
    where = f"line {remark.line}" if remark.line else ""
    refused = "refused, " if remark.refused else ""
    return ": ".join(part for part in (where, remark.record, refused + remark.reason) if part)


COMMANDS = {
    "import": Command(
        name="import",
        summary="bring papers in from files",
        usage="FILE... [--format NAME] [--digest NAME] [--date YYYY-MM-DD] [--dry-run] [--json]",
        examples=(
            ("digestui import papers.bib", "the format is found out"),
            ("digestui import ~/Downloads/arxiv*.eml", "several files"),
            ("pbpaste | digestui import - --digest 'Reading group' --date 2025-04-28", "what was copied"),
            ("digestui import --dry-run saved/", "a whole folder, only to see"),
        ),
        details="Reads saved Hugging Face and arXiv pages and mails, RSS, Atom, BibTeX, RIS, CSV, CSL-JSON, "
        "JSON, PubMed, ACL, OpenAlex, Semantic Scholar, OpenReview, Markdown lists, lists of ids; folders, "
        ".gz and .zip too. What you decided about a paper is never changed by a file.",
        options=(
            Option("--format", "the file's format, where the guess is wrong", value="NAME"),
            Option("--digest", "call the digest NAME", value="NAME"),
            Option("--date", "the digest's date", value="YYYY-MM-DD"),
            DRY_RUN,
            JSON,
        ),
        files=True,
        run=_import,
    )
}
