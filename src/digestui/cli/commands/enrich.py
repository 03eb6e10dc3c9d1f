"""`fetch --enrich`: what services know of papers one has, told and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli import asking, progress
from digestui.cli.output import papers
from digestui.errors import Exit

if TYPE_CHECKING:
    from digestui.cli.session import Session
    from digestui.library.enriching import EnrichReport
    from digestui.library.library import Library

_TOLD = ("citations", "venue", "upvotes", "code")


def enrich(session: Session, lib: Library, before: dict[str, object], query: str | None = None) -> int:
    """Ask about the papers of `query`, or those that are due; `before` is what a fetch has to say in the same
    JSON document."""
    from digestui.cli.commands.intake import stopping
    from digestui.library import enriching

    ids = asking.ids_to_act_on(session, lib, query) if query is not None else None
    with progress.bar(session.env, "asking about papers") as bar, stopping() as stop:
        report = enriching.enrich(
            lib,
            ids=ids,
            settings=session.settings.sources,
            env=session.env.environ,
            told=lambda done, total: bar.show(done, total),
            stop=stop.is_set,
        )
    if session.has("--json"):
        session.out.json(before | {"enriched": as_json(report)})
    else:
        _tell(session, report)
    if report.offline:
        session.out.aside("digestui: fetch: offline: no service can be reached: look at the connection")
    else:
        for name, why in report.errors.items():
            session.out.aside(f"digestui: {name}: {why}")
    if stop.is_set():
        session.out.aside("digestui: fetch: stopped: what had come is kept")
        return Exit.INTERRUPTED
    if not report.errors:
        return Exit.DONE
    return Exit.PARTLY if any(report.said.values()) else Exit.NOTHING


def as_json(report: EnrichReport) -> dict[str, object]:
    """The account of it."""
    return {
        "asked": report.asked,
        "recent": report.recent,
        "nameless": report.nameless,
        "more": report.more,
        "said": report.said,
        "newer": report.newer,
        "changed": len(report.changed),
        "batch": report.batch,
        "errors": report.errors,
    }


def _tell(session: Session, report: EnrichReport) -> None:
    if not report.asked:
        why = []
        if report.recent:
            why.append(f"{papers(report.recent)} asked about in the last week")
        if report.nameless:
            why.append(f"{papers(report.nameless)} without arXiv id or DOI (digestui resolve finds them)")
        session.out.line("0 papers to ask about" + (": " + ", ".join(why) if why else ""))
        return
    said = [f"{name} of {report.said[name]:,}" for name in _TOLD if report.said[name]]
    session.out.line(f"asked about {papers(report.asked)}: {', '.join(said) or 'nothing new'}")
    for key in report.newer:
        session.out.line(f"  newer version: {key}")
    if report.more:
        session.out.line("there are more: fetch --enrich again goes on")
    if report.batch is not None:
        session.out.line("digestui undo takes back the venues and code that were filled in")
