"""`sources`: subscriptions listed, added, removed, tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.cli import progress
from digestui.cli.command import JSON, Command, Option, want_text
from digestui.cli.output import columns, times
from digestui.errors import BadUsage, Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digestui.cli.session import Session
    from digestui.library.library import Library
    from digestui.library.subscriptions import Subscription


def _sources(session: Session) -> int:
    verb, *rest = session.words or ["list"]
    if verb == "list":
        session.want_words(0, 1, "list alone")
        return _list(session)
    if verb == "add":
        session.want_words(2, None, "an address, an arXiv category, a file or a folder")
        return _add(session, rest)
    if verb == "remove":
        session.want_words(2, 2, "the NAME of a source")
        return _remove(session, rest[0])
    if verb == "check":
        return _check(session, rest)
    raise BadUsage("sources", f"{verb} means nothing here", session.usage)


def _library(session: Session, *, readonly: bool = False) -> Library:
    """The library; where there is none an empty one is made, as `fetch` does."""
    there = session.library_exists
    return session.library(create=not there, readonly=readonly and there)


def _list(session: Session) -> int:
    from digestui.library import subscriptions

    listed = subscriptions.subscriptions(_library(session, readonly=True))
    if session.has("--json"):
        session.out.json([as_json(one) for one in listed])
        return Exit.DONE
    for line in columns([(one.name, _how(one), one.address) for one in listed]):
        session.out.line(line)
    if not listed:
        session.out.aside("no sources yet; digestui sources add cs.CV makes one")
    return Exit.DONE


def as_json(one: Subscription) -> dict[str, object]:
    """A subscription with how the last attempt went."""
    state = one.state
    return {
        "name": one.name,
        "address": one.address,
        "kind": str(one.kind),
        "last": state.get("last"),
        "added": state.get("added"),
        "expected": state.get("expected"),
        "got": state.get("got"),
        "error": state.get("error") or None,
    }


def _how(one: Subscription) -> str:
    state = one.state
    if state.get("error"):
        return f"failed: {state['error']}"
    if not state.get("last"):
        return "not fetched yet"
    return f"{str(state['last'])[:16].replace('T', ' ')}, {state.get('added') or 0} new"


def _add(session: Session, addresses: Sequence[str]) -> int:
    from digestui.cli.commands.intake import sentence
    from digestui.library import subscriptions

    if not all(address.strip() for address in addresses):
        raise BadUsage("sources", "an address is empty", session.usage)
    lib = session.library(create=True)
    name = session.line.get("--name") or ""
    if name and len(addresses) > 1:
        raise BadUsage("sources", "--name goes with one address", "add them one by one")
    # A search of several words need not be quoted.
    if len(addresses) > 1 and addresses[0].startswith("arxiv:"):
        addresses = [" ".join(addresses)]
    added: list[Subscription] = []
    refused: list[str] = []
    troubles: list[BadUsage] = []
    for address in addresses:
        on_disk = session.env.path(address)
        named = str(on_disk) if "://" not in address and on_disk.exists() else address
        try:
            want_text("sources", named, "give the file and its folders names in UTF-8")
            got = subscriptions.add(lib, named, name)
        except BadUsage as trouble:
            troubles.append(trouble)
            continue
        added += got.new
        refused += [f"{address}: {sentence(remark)}" for remark in got.refused]
    nothing_done = len(troubles) == len(addresses)
    if not nothing_done:
        _told(session, added)
    for one in troubles[: -1 if nothing_done else None]:
        session.out.trouble(one)
    if nothing_done:
        raise troubles[-1]
    for line in refused:
        session.out.aside(f"digestui: {line}")
    return Exit.PARTLY if troubles or refused else Exit.DONE


def _told(session: Session, added: Sequence[Subscription]) -> None:
    if session.has("--json"):
        session.out.json([as_json(one) for one in added])
        return
    for one in added:
        session.out.line(f"added {one.name}  {one.address}")
    session.out.aside("digestui fetch gets what is new" if added else "known already: nothing added")


def _remove(session: Session, name: str) -> int:
    from digestui.library import subscriptions

    one = subscriptions.remove(_library(session), name)
    if session.has("--json"):
        session.out.json({"name": one.name, "removed": True})
    else:
        session.out.line(f"removed {one.name}; what came from there stays")
    return Exit.DONE


def _check(session: Session, names: Sequence[str]) -> int:
    from digestui.cli.commands import fetch
    from digestui.cli.commands.intake import stopping
    from digestui.library import fetching

    lib = _library(session, readonly=True)
    with progress.bar(session.env, "asking") as bar, stopping() as stop:
        report = fetching.check(
            lib,
            names,
            settings=session.settings.sources,
            env=session.env.environ,
            told=lambda words: bar.show(0, None, words),
            stop=stop.is_set,
        )
    if session.has("--json"):
        session.out.json(fetch.as_json(report))
    else:
        for one in report.sources:
            papers = one.added + one.updated
            verdict = one.error or f"answers, with {times(papers, 'paper')}"
            session.out.line(f"{one.name}: {verdict}")
        fetch.name_refused(session, report)
    return Exit.INTERRUPTED if stop.is_set() else fetch.outcome(report)


COMMANDS = {
    "sources": Command(
        name="sources",
        summary="list and change subscriptions",
        usage="[list | add ADDRESS... [--name NAME] | remove NAME | check [NAME...]] [--json]",
        examples=(
            ("digestui sources add cs.CV", "an arXiv category"),
            ("digestui sources add 'arxiv:ti:diffusion AND cat:cs.LG'", "an arXiv search"),
            ("digestui sources add hf", "the daily papers of Hugging Face"),
            ("digestui sources add https://example.org/feed.xml --name 'A lab'", "a feed"),
            ("digestui sources add ~/feeds.opml", "all feeds of another reader"),
            ("digestui sources check", "does each of them answer?"),
        ),
        details="A source is a feed or any file we read at an http or https address, an arXiv category or "
        "search, the daily papers of Hugging Face, or a file or folder of this machine. fetch asks them.",
        options=(Option("--name", "call it NAME", value="NAME"), JSON),
        run=_sources,
    )
}
