"""`resolve`: ids, authors and dates for papers known only by title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli import asking, progress
from digestui.cli.command import JSON, Command
from digestui.cli.output import papers
from digestui.errors import Exit

if TYPE_CHECKING:
    from digestui.cli.session import Session
    from digestui.library.resolving import Resolved, ResolveReport

SHOWN = 30


def _resolve(session: Session) -> int:
    from digestui.cli.commands.intake import stopping
    from digestui.library import resolving, search
    from digestui.model.query import In, Where

    if session.words:
        asking.want_query(session, session.query())
    lib = session.library()
    understood = asking.understand(session, lib, session.query(), acting=True)
    with progress.bar(session.env, "looking up") as bar, stopping() as stop:
        report = resolving.resolve(
            lib,
            session.query(),
            settings=session.settings.sources,
            env=session.env.environ,
            told=lambda done, total: bar.show(done, total),
            stop=stop.is_set,
        )
    if session.has("--json"):
        session.out.json(as_json(report))
    else:
        _tell(session, report)
    if not report.asked and not search.first_page(lib, search.narrowed(understood.query, In(Where.ANY)), 1):
        asking.suggest(session, lib, session.query(), understood)
    if report.error:
        session.out.aside(f"digestui: resolve: {report.error}")
    if report.stopped:
        session.out.aside("digestui: resolve: stopped: what had been found is written")
        return Exit.INTERRUPTED
    if report.error:
        return Exit.PARTLY if report.found else Exit.NOTHING
    return Exit.DONE


def as_json(report: ResolveReport) -> dict[str, object]:
    """The account of a resolve."""
    return {
        "asked": report.asked,
        "found": [_object(one) for one in report.found],
        "doubtful": [_object(one) for one in report.doubtful],
        "unknown": [_object(one) for one in report.unknown],
        "batch": report.receipt.batch,
        "error": report.error or None,
    }


def _object(one: Resolved) -> dict[str, object]:
    return {
        "key": one.key,
        "title": one.title,
        "found": one.found or None,
        "found_title": one.found_title or None,
        "source": one.source or None,
        "score": one.score,
        "why": one.why or None,
    }


def _tell(session: Session, report: ResolveReport) -> None:
    from digestui.text import latex

    if not report.asked:
        session.out.line("0 papers changed: none without an id" + (" among these" if session.words else ""))
        return
    if report.doubtful:
        session.out.line(f"{papers(len(report.doubtful))} left as they are, for you to judge:")
        for one in report.doubtful[:SHOWN]:
            session.out.line(f"  {latex.display(one.title)}")
            session.out.line(f"    {one.found}  {latex.display(one.found_title)}  ({one.source}: {one.why})")
        if len(report.doubtful) > SHOWN:
            session.out.line(f"  and {len(report.doubtful) - SHOWN:,} more: --json names them all")
    if report.unknown:
        session.out.line(f"{papers(len(report.unknown))} nobody knows")
    undo = "; digestui undo takes it back" if report.found else ""
    session.out.line(f"resolved {len(report.found):,} of {papers(report.asked)}{undo}")


COMMANDS = {
    "resolve": Command(
        name="resolve",
        summary="find ids and authors of papers known by title",
        usage="[QUERY] [--json]",
        examples=(
            ("digestui resolve", "all papers without an id"),
            ("digestui resolve is:queued", "those of the reading list"),
        ),
        details="Asks arXiv, and OpenAlex or Semantic Scholar where arXiv knows nothing sure. A paper is "
        "taken if the titles are 95 in 100 alike and no author contradicts; what is less sure is listed and "
        "left alone. One undo takes all of it back. The old keys go on working.",
        options=(JSON,),
        run=_resolve,
    )
}
