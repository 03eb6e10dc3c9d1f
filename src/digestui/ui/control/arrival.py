"""Coming and going: the first words, files named on the command line, and the place to come back to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from digestui.ui.control.decider import START_ACTS
from digestui.ui.row_layout import Span

if TYPE_CHECKING:
    from digestui.library.enriching import EnrichReport
    from digestui.library.library import Library
    from digestui.model.rows import ImportReport
    from digestui.ui.desk import Desk
    from digestui.ui.first import First
    from digestui.ui.keymap import KeyProblem


def place(desk: Desk) -> dict[str, Any]:
    """Where the reader is, as the next start needs it."""
    showing = desk.finder.before_search or desk.finder.showing
    row = desk.listing.row
    shape = desk.shape
    return {
        "view": showing.name,
        "query": showing.text,
        "key": row.key if row is not None else None,
        "drawer": shape.drawer,
        "right": shape.right,
        "note": shape.note,
        "filters": shape.filters,
        "acts": min(START_ACTS, desk.decider.acts),
        "light": desk.app.light,
    }


def start_here(desk: Desk, first: First) -> None:
    """The first keys, for who has not decided much yet: part of the first frame."""
    desk.decider.acts = int(first.remembered.get("acts") or 0)
    if desk.decider.acts < START_ACTS:
        desk.screen.note.show_start(_start_keys(desk))


def greet(desk: Desk, first: First, files: Sequence[str], problems: Sequence[KeyProblem]) -> None:
    """The first line of the status, and what was asked for on the command line."""
    if first.complaint:
        desk.words.say(Span(first.complaint, "warn"))
    elif problems:
        desk.words.say(Span(f"keys: {problems[0].name}: {problems[0].reason}", "warn"))
    elif first.welcome:
        desk.words.say(Span(first.welcome, "text"), *desk.words.hint("help", "keys"))
    if files:
        bring_in(desk, files)


def _start_keys(desk: Desk) -> list[tuple[str, str]]:
    shown = desk.keymap.keys_of
    table = [
        (f"{shown('down')} {shown('up')}", "move"),
        (shown("read-on"), "read on"),
        (shown("queue"), "queue"),
        (shown("dismiss"), "dismiss"),
        (shown("star"), "star"),
        (shown("done"), "done"),
        (shown("search"), "search"),
        (shown("undo"), "undo anything"),
        (shown("note"), "note"),
        (shown("help"), "all keys"),
    ]
    return [(keys, word) for keys, word in table if keys.strip()]


def bring_in(desk: Desk, files: Sequence[str]) -> None:
    """Import files in the background; the screen stays usable and the cursor where it is."""
    from digestui.library import intake

    def progress(state: intake.Progress) -> None:
        desk.app.soon(lambda: desk.words.importing(state))

    def job(lib: Library) -> ImportReport:
        return intake.import_files(lib, files, in_use=True, progress=progress, stop=lambda: desk.stopping)

    def then(report: ImportReport) -> None:
        desk.words.imported(report, stopped=desk.stopping)
        desk.watcher.elsewhere()

    in_the_background(desk, "import", job, then)


def fetch_new(desk: Desk) -> None:
    """Ask the subscriptions in the background; what is new waits for a refresh, the cursor stays."""
    from digestui.library import enriching, fetching, subscriptions
    from digestui.ui.control.services import ask_services, say_enriched

    def told(words: str) -> None:
        desk.app.soon(lambda: desk.words.fetching(words))

    def job(lib: Library) -> tuple[fetching.FetchReport, EnrichReport | None] | None:
        if not subscriptions.subscriptions(lib):
            return None
        report = fetching.fetch(
            lib,
            settings=desk.settings.sources,
            env=desk.env,
            told=told,
            stop=lambda: desk.stopping,
            in_use=True,
        )
        if report.offline or desk.stopping or not enriching.after_fetch(desk.settings.sources):
            return report, None
        return report, ask_services(desk, lib)

    def then(done: tuple[fetching.FetchReport, EnrichReport | None] | None) -> None:
        if done is None:
            desk.words.say("no sources yet: digestui sources add cs.CV makes one")
            return
        report, more = done
        desk.words.fetched(report)
        if more is not None and not desk.words.sticky:
            say_enriched(desk, more, after=f"fetched: {report.added:,} new  ")
        desk.watcher.elsewhere()

    desk.words.fetching("sources")
    in_the_background(desk, "fetch", job, then)


def in_the_background(
    desk: Desk, what: str, job: Callable[[Library], Any], then: Callable[[Any], None]
) -> None:
    """Long work beside the acts; escape stops it."""

    def done(answer: Any) -> None:
        desk.busy = ""
        then(answer)

    def failed(error: BaseException) -> None:
        desk.busy = ""
        desk.words.failed(error)

    desk.busy, desk.stopping = what, False
    desk.lanes.side.do(what, job, done, failed)
