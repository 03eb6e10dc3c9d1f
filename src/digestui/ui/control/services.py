"""Asking services what they know of papers, behind the reader, and saying what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from digestui.ui.control.arrival import in_the_background
from digestui.ui.control.words import number, papers
from digestui.ui.row_layout import Span

if TYPE_CHECKING:
    from digestui.library.enriching import EnrichReport
    from digestui.library.library import Library
    from digestui.ui.desk import Desk

_WORDS = {"citations": "cited", "venue": "with a venue", "upvotes": "with upvotes", "code": "with code"}


def enrich(desk: Desk, *, query: str = "", ids: Sequence[int] | None = None) -> None:
    """Ask about the papers named, else about those of a query; escape stops it."""

    def then(report: EnrichReport) -> None:
        say_enriched(desk, report)
        desk.watcher.elsewhere()

    desk.words.fetching("services")
    in_the_background(desk, "enrich", lambda lib: ask_services(desk, lib, query, ids), then)


def ask_services(desk: Desk, lib: Library, query: str = "", ids: Sequence[int] | None = None) -> EnrichReport:
    """The asking itself, on the lane of long work."""
    from digestui.library import enriching

    def told(done: int, total: int) -> None:
        desk.app.soon(lambda: desk.words.fetching(f"services: {done:,} of {total:,}"))

    return enriching.enrich(
        lib,
        query,
        ids=ids,
        settings=desk.settings.sources,
        env=desk.env,
        told=told,
        stop=lambda: desk.stopping,
    )


def say_enriched(desk: Desk, report: EnrichReport, after: str = "") -> None:
    """What services said of papers, and how to take back what they filled in."""
    if report.offline:
        desk.words.say(after, Span("offline: no service can be reached", "error"))
    elif report.asked:
        said = [f"{number(n)} {_WORDS[name]}" for name, n in report.said.items() if n and name in _WORDS]
        said += [f"{number(len(report.newer))} with a newer version"] if report.newer else []
        undo = desk.words.hint("undo", "undo") if report.batch is not None else ()
        asked = f"{after}asked about {papers(report.asked)}"
        if report.errors:
            name, why = next(iter(report.errors.items()))
            desk.words.say(f"{asked}  ", Span(f"{name}: {why}", "error"))
        else:
            desk.words.say(f"{asked}: {', '.join(said) or 'nothing known'}", *undo)
    elif report.recent:
        desk.words.say(f"{after}{papers(report.recent)} asked about in the last week")
    elif report.nameless:
        desk.words.say(f"{after}nobody can be asked without an arXiv id or DOI: digestui resolve finds them")
    else:
        desk.words.say(f"{after}no papers to ask about")
    desk.words.sticky = bool(report.errors)
