"""`sync`: exchange with one's other machines through a folder that something else carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui import paths
from digestui.cli import progress
from digestui.cli.command import JSON, Command
from digestui.errors import BadUsage, Exit

if TYPE_CHECKING:
    from pathlib import Path

    from digestui.cli.session import Session
    from digestui.model.exchange import SyncReport


def _sync(session: Session) -> int:
    from digestui.library import syncing

    session.want_words(0, 1, "one DIR at most")
    folder = _folder(session)
    lib = session.library(create=True)
    with progress.bar(session.env, "exchanging") as bar:
        report = syncing.sync(lib, folder, progress=lambda words: bar.show(0, None, words))
    session.may_have_decided |= report.received > 0
    if session.has("--json"):
        session.out.json(as_json(report))
    else:
        session.out.line(syncing.shown(report))
        if report.kept:
            session.out.line(f"a copy from before the two libraries met is kept as {report.kept}")
        if report.renewed:
            session.out.line("this library was an older copy of itself; what it did since is told anew")
    for skipped in report.skipped:
        session.out.aside(f"digestui: {skipped.file}: {skipped.why}: it is read again the next time")
    if report.ahead:
        session.out.aside(f"digestui: {session.library_path}: {syncing.OURS_AHEAD}")
    if folder.resolve() in session.library_path.resolve().parents:
        session.out.aside(
            f"digestui: {session.library_path}: it lies in the folder that is carried: keep the library "
            "elsewhere, only what `sync` writes there is made to travel"
        )
    return Exit.PARTLY if report.skipped or report.ahead else Exit.DONE


def _folder(session: Session) -> Path:
    """The folder on the line, else the one in the settings."""
    if session.words:
        return session.env.path(session.words[0])
    named = session.settings.sync.folder
    if not named:
        raise BadUsage(
            "sync", "it wants the DIR to exchange through", f"{session.usage}, or set [sync] folder"
        )
    return paths.absolute(named, session.env.environ, session.env.cwd)


def as_json(report: SyncReport) -> dict[str, object]:
    """What was exchanged, by number."""
    return {
        "folder": report.folder,
        "sent": report.sent,
        "received": report.received,
        "papers_sent": report.papers_sent,
        "papers_received": report.papers_received,
        "papers_updated": report.papers_updated,
        "changed": len(report.changed),
        "notes_beside": report.beside,
        "waiting": report.waiting,
        "skipped": [{"file": one.file, "why": one.why} for one in report.skipped],
        "backup": report.kept or None,
        "new_epoch": report.renewed,
        "ahead": report.ahead,
    }


COMMANDS = {
    "sync": Command(
        name="sync",
        summary="exchange with your other machines through a folder that anything carries",
        usage="[DIR] [--json]",
        examples=(
            ("digestui sync ~/Sync/papers", "tell the folder what is new here, learn what is new there"),
            ("digestui sync", "the same with [sync] folder of the settings"),
        ),
        details="Each machine keeps its own library and runs this now and then; Syncthing, a cloud drive or "
        "git carries the folder. Decisions, tags, notes, papers and digests end up the same everywhere, in "
        "whatever order files arrive; of two decisions about one thing the later stands, of two notes both. "
        "Never put the library itself in such a folder.\n\n"
        "Files that are damaged or not wholly there yet are named, skipped and read the next time; then it "
        "leaves with 1.",
        options=(JSON,),
        files=True,
        run=_sync,
    ),
}
