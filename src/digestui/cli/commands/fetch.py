"""`fetch`: what is new at the subscriptions, with what was expected and what came."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from digestui.cli import progress
from digestui.cli.command import JSON, Command, Option
from digestui.cli.commands.enrich import enrich
from digestui.cli.output import papers
from digestui.errors import BadUsage, Exit

if TYPE_CHECKING:
    from digestui.cli.session import Session
    from digestui.library.fetching import Fetched, FetchReport
    from digestui.model.rows import ImportedFile


def _fetch(session: Session) -> int:
    from digestui.cli.commands.intake import stopping
    from digestui.library import enriching, fetching, subscriptions

    if session.has("--pdf"):
        from digestui.cli.commands.pdfs import keep

        return keep(session)
    lib = session.library(create=True)
    asked = session.has("--enrich")
    if asked and session.words:
        return enrich(session, lib, {"sources": [], "added": 0}, session.query())
    if not subscriptions.named(lib, session.words):
        if asked:
            return enrich(session, lib, {"sources": [], "added": 0})
        raise BadUsage("fetch", "there are no sources yet", "digestui sources add cs.CV makes one")
    with progress.bar(session.env, "asking") as bar, stopping() as stop:
        report = fetching.fetch(
            lib,
            session.words,
            since=_since(session),
            settings=session.settings.sources,
            env=session.env.environ,
            told=lambda words: bar.show(0, None, words),
            stop=stop.is_set,
        )
    code = outcome(report)
    further = (asked or enriching.after_fetch(session.settings.sources)) and not stop.is_set()
    if not session.has("--json"):
        _tell(session, report)
    elif not further or report.offline:
        session.out.json(as_json(report))
    _complain(session, report)
    if stop.is_set():
        session.out.aside("digestui: fetch: stopped: what had come is kept")
        return Exit.INTERRUPTED
    if further and not report.offline:
        # Being offline is said once.
        return _both(code, enrich(session, lib, as_json(report)))
    return code


def _both(one: int, other: int) -> int:
    """The code of two things done one after the other."""
    if Exit.INTERRUPTED in (one, other):
        return Exit.INTERRUPTED
    return one if one == other else Exit.PARTLY


def _since(session: Session) -> date | None:
    text = session.line.get("--since")
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadUsage("--since", f"{text} is no day", "write it as 2025-04-28") from None


def outcome(report: FetchReport) -> Exit:
    """0 all came; 1 some failed; 2 nothing came at all and something failed.

    What was refused, and named, before is not told again by 1: else every night's fetch of a file with a
    broken record would fail, and nobody would look when something else does.
    """
    failed = [one for one in report.sources if one.failed]
    if not failed:
        return Exit.PARTLY if any(one.newly_refused for one in report.sources) else Exit.DONE
    came = any(one.added or one.updated or not one.failed for one in report.sources)
    return Exit.PARTLY if came else Exit.NOTHING


def as_json(report: FetchReport) -> dict[str, object]:
    """The account of a fetch."""
    from digestui.cli.commands.intake import file_as_json

    return {
        "sources": [
            {
                "name": one.name,
                "address": one.address,
                "kind": str(one.kind),
                "added": one.added,
                "updated": one.updated,
                "rejected": one.rejected,
                "rejected_before": one.refused_before,
                "expected": one.expected,
                "got": one.got,
                "unchanged": one.unchanged,
                "gap": one.gap or None,
                "error": one.error or None,
                "digests": [file_as_json(file) for file in one.files],
            }
            for one in report.sources
        ],
        "added": report.added,
    }


def _tell(session: Session, report: FetchReport) -> None:
    for one in report.sources:
        if one.failed and not (one.added or one.updated):
            continue
        counts = [
            f"{count:,} {word}"
            for count, word in (
                (one.added, "new"),
                (one.updated, "updated"),
                (one.rejected - one.refused_before, "refused"),
            )
            if count
        ]
        before = f"  ({one.refused_before:,} refused as before)" if one.refused_before else ""
        came = f"  ({one.got:,} of {one.expected:,} came)" if _worth_saying(one) else ""
        session.out.line(f"{one.name}: {', '.join(counts) or 'nothing new'}{before}{came}")
    if len(report.sources) > 1:
        session.out.line(f"{papers(report.added)} new from {len(report.sources)} sources")


def _worth_saying(one: Fetched) -> bool:
    return one.kind == "arxiv" and one.expected is not None and one.got is not None


def _complain(session: Session, report: FetchReport) -> None:
    """Each failure in one line; being offline is said once."""
    if report.offline:
        session.out.aside("digestui: fetch: offline: no source can be reached: look at the connection")
    for one in report.sources:
        if one.error and not (report.offline and one.offline):
            session.out.aside(f"digestui: {one.name}: {one.error}")
        if one.gap:
            session.out.aside(f"digestui: {one.name}: {one.gap}")
        for file in one.files:
            if file.error and file.error != one.error:
                session.out.aside(f"digestui: {one.name}: {file.error}")
    if not session.has("--json"):
        name_refused(session, report)


def name_refused(session: Session, report: FetchReport) -> None:
    """Each record that was refused for the first time, by its source and the file of it that it is in."""
    from digestui.cli.commands.intake import REMARKS_SHOWN, sentence

    lines = [
        f"digestui: {': '.join(part for part in (one.name, _within(one, file), sentence(remark)) if part)}"
        for one in report.sources
        for file, remark in one.newly_refused
    ]
    for line in lines[:REMARKS_SHOWN]:
        session.out.aside(line)
    if len(lines) > REMARKS_SHOWN:
        more = len(lines) - REMARKS_SHOWN
        session.out.aside(f"digestui: {more:,} more refused: {session.command.name} --json names them all")


def _within(one: Fetched, file: ImportedFile) -> str:
    """The name of a file in a folder one is subscribed to."""
    return file.file.removeprefix(one.address).lstrip("/\\") if one.kind == "path" else ""


COMMANDS = {
    "fetch": Command(
        name="fetch",
        summary="get new digests from subscriptions",
        usage="[SOURCE...] [--since YYYY-MM-DD] [--enrich [QUERY]] [--pdf QUERY] [--json]",
        examples=(
            ("digestui fetch", "all sources"),
            ("digestui fetch 'arXiv cs.CV' --since 2025-04-01", "one, back to a day"),
            ("digestui fetch --enrich", "also citations, upvotes, code and newer versions of what is new"),
            ("digestui fetch --enrich is:starred", "these of papers one has; no source is asked"),
            ("digestui fetch --pdf in:queue", "keep the PDFs of the reading list in pdf_folder"),
            ("digestui fetch --json | jq .added", "for scripts; docs/recipes.md has more"),
        ),
        details="Sources are asked at once, each as often as its owner likes (arXiv: one request in three "
        "seconds). A source that fails keeps no other out; ctrl-c keeps what has come. A record that "
        "is refused is named, and the exit code is 1; while it stays so it is only counted (--json names "
        "it).\n\n"
        "--enrich asks OpenAlex (or Semantic Scholar), Hugging Face and arXiv about papers with an arXiv id "
        "or DOI: those of the QUERY, else what is new and what is queued. An answer holds for a week. One "
        "undo takes back the venues and code repositories that were filled in.\n\n"
        "--pdf keeps PDFs, whole or not at all, in the folder that the setting pdf_folder names.",
        options=(
            Option("--since", "look back to that day", value="YYYY-MM-DD"),
            Option("--enrich", "ask about papers one has"),
            Option("--pdf", "keep the PDFs of papers one has"),
            JSON,
        ),
        run=_fetch,
    )
}
