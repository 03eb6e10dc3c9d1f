"""`digest`: what arrived or what a query finds, grouped as in the library, each paper with its reason.

`--since last` remembers which papers were sent, not only when: a digest that is fetched twice a day grows,
and what came late into it is sent too, once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date as Day
from datetime import datetime

from digestui.exporters import digest_page
from digestui.exporters.digest_page import FORMATS, Group
from digestui.exporters.formats import Options
from digestui.library import search
from digestui.library.library import Library
from digestui.model.rows import Detail
from digestui.model.triage import Place
from digestui.records import dataclass, replace
from digestui.storage import digests as stored
from digestui.storage import journal, papers, remembered
from digestui.text import dates

LAST = "digest-last"
"""Under this name the library remembers when the last digest was made and what was in it."""
LOOKED_BACK = 7 * 86_400
"""Seconds before the last digest from which papers are sent that were not in it."""
REMEMBERED = 5_000
"""Papers remembered as sent."""
MOST = 500
"""Papers in one digest; more than that nobody reads in a mail."""

__all__ = ["FORMATS", "Made", "made", "make", "render"]


@dataclass(frozen=True, slots=True)
class Made:
    """A digest, ready to be written."""

    groups: tuple[Group, ...]
    heading: str
    left_out: int = 0
    """Papers beyond `MOST`."""

    @property
    def count(self) -> int:
        return sum(len(group.papers) for group in self.groups)


def make(lib: Library, query: str = "", since: int | None = None, but: frozenset[int] = frozenset()) -> Made:
    """The papers of `query` that arrived from `since` (seconds; None: whenever); with neither, what is new.
    Papers in `but` are left out.

    Dismissed and snoozed papers are left out as everywhere, unless the query asks for them.
    """
    text = query.strip() or ("is:new" if since is None else "")
    understood = search.understand(lib, text)
    if since is None:
        ids = list(search.find(lib, understood.query).ids)
    else:
        arrived = [p for p in stored.papers_added_since(lib.database, since) if p not in but]
        ids = search.among(lib, understood.query, arrived)
    details = search.details(lib, ids[:MOST])
    rules = journal.rules_that_acted(lib.database, [detail.id for detail in details])
    today = Day.fromtimestamp(lib.now())
    named = [replace(detail, why=_why(detail, rules.get(detail.id, ()), today)) for detail in details]
    shown = f"{today.day} {today:%b} {today.year}"
    return Made(_grouped(named, today), f"Papers, {shown}", max(0, len(ids) - MOST))


@dataclass(frozen=True, slots=True)
class Last:
    """The last digest that was made for `--since last`."""

    at: int
    keys: tuple[str, ...]
    """Of the papers that were sent: a number may be another paper's once its own has left the library."""
    sent: frozenset[int]
    """Those of them that are here."""


def last(lib: Library) -> Last | None:
    """When the last digest was made and what has been sent; None if there was none."""
    try:
        said = json.loads(remembered.get(lib.database, LAST) or "null")
        at, keys = int(said["at"]), tuple(map(str, said["sent"]))
    except (ValueError, TypeError, KeyError):
        return None
    return Last(at, keys, frozenset(paper for paper, _ in papers.by_keys(lib.database, keys).values()))


def made(lib: Library, at: int, digest: Made) -> None:
    """Remember that a digest was made, for `--since last`."""
    before = last(lib)
    sent = [*(before.keys if before else ()), *(d.paper.key for group in digest.groups for d in group.papers)]
    with lib.database.write():
        remembered.put(lib.database, LAST, json.dumps({"at": at, "sent": sent[-REMEMBERED:]}))


def render(lib: Library, digest: Made, format: str, *, width: int | None, sender: str, to: str = "") -> bytes:
    """The digest in one of `FORMATS`, as UTF-8."""
    day = datetime.fromtimestamp(lib.now()).date().isoformat()
    options = Options(heading=digest.heading, day=day, now=lib.now(), width=width)
    if format == "email":
        return digest_page.mail(digest.groups, options, sender, to)
    ways = {"text": digest_page.text, "markdown": digest_page.as_markdown, "html": digest_page.html}
    return ways[format](digest.groups, options).encode("utf-8", "replace")


def _grouped(details: Sequence[Detail], today: Day) -> tuple[Group, ...]:
    """By the digest that brought each last, in the order of the papers."""
    groups: dict[str, list[Detail]] = {}
    for detail in details:
        first = detail.digests[0] if detail.digests else None
        name = f"{first.name}, {dates.show_day(first.date, today)}" if first else "Other papers"
        groups.setdefault(name, []).append(detail)
    return tuple(Group(name, tuple(papers)) for name, papers in groups.items())


def _why(detail: Detail, rules: Sequence[str], today: Day) -> str:
    """Why a paper is here: what one decided, what a rule did, else that it is new."""
    triage = detail.triage
    reasons = []
    if triage.starred:
        reasons.append("starred")
    if triage.place is Place.QUEUE:
        reasons.append("in your reading list")
    if detail.note:
        reasons.append("you have a note on it")
    if triage.tags:
        reasons.append("tagged " + " ".join(f"#{tag}" for tag in triage.tags))
    reasons += [f"your rule {rule} chose it" for rule in rules]
    if triage.watched and not rules:
        reasons.append("watched")
    if not reasons and detail.digests:
        reasons.append(f"new in {detail.digests[0].name}")
    return "; ".join(reasons)
