"""Exchanging with one's other machines behind the reader, and saying what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from digestui import paths
from digestui.errors import Trouble
from digestui.text import safe
from digestui.ui.control.arrival import in_the_background
from digestui.ui.row_layout import Span

if TYPE_CHECKING:
    from digestui.library.library import Library
    from digestui.model.exchange import SyncReport
    from digestui.ui.desk import Desk


def exchange(desk: Desk, folder: str = "") -> None:
    """Exchange through a folder, else through the one of the settings. What comes waits for a refresh."""
    from digestui.library import syncing

    named = folder or desk.settings.sync.folder
    if not named:
        raise Trouble("sync", "no folder is set", "type :sync DIR, or set [sync] folder")
    place = paths.absolute(named, desk.env)

    def progress(words: str) -> None:
        desk.app.soon(lambda: desk.words.say(Span(f"sync: {words}", "soft")))

    def job(lib: Library) -> SyncReport:
        return syncing.sync(lib, place, progress=progress)

    def then(report: SyncReport) -> None:
        if report.ahead:
            desk.words.say(f"{syncing.shown(report)}  ", Span(syncing.OURS_AHEAD, "warn"))
        elif report.skipped:
            first = report.skipped[0]
            told = f"{safe.one_line(Path(first.file).name, 24)}: {first.why}"
            desk.words.say(f"{syncing.shown(report)}  ", Span(told, "warn"))
        else:
            desk.words.say(syncing.shown(report))
        desk.watcher.elsewhere()

    in_the_background(desk, "sync", job, then)
