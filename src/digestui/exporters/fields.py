"""The fields of a paper as `json`, `jsonl` and `csv` carry them, and small facts that several formats need.

Every text leaves through `text.safe`: what came in clean is cleaned again at the door out.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime

from digestui.model.facts import number
from digestui.model.rows import Detail
from digestui.text.safe import clean, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FIELDS = (
    "key", "title", "abstract", "authors", "published", "updated", "categories", "venue", "urls", "digests",
    "upvotes", "read", "starred", "place", "snoozed_until", "tags", "note", "score",
)  # fmt: skip
"""The contract's fields, in its order."""


def record(detail: Detail) -> dict[str, Any]:
    """The paper as plain values: absent ones null or empty, times ISO 8601 in UTC."""
    paper, triage = detail.paper, detail.triage
    out: dict[str, Any] = {
        "key": one_line(paper.key),
        "title": one_line(paper.title),
        "abstract": clean(paper.abstract),
        "authors": [one_line(a) for a in paper.authors],
        "published": paper.published,
        "updated": paper.updated,
        "categories": [one_line(c) for c in paper.categories],
        "venue": one_line(paper.venue) if paper.venue else None,
        "urls": [u for u in map(web, paper.urls) if u],
        "digests": [{"name": one_line(d.name), "date": d.date, "rank": d.rank} for d in detail.digests],
        "upvotes": paper.upvotes,
        "read": triage.read,
        "starred": triage.starred,
        "place": triage.place.word,
        "snoozed_until": moment(triage.snoozed_until),
        "tags": [one_line(t) for t in triage.tags],
        "note": clean(detail.note) if detail.note else None,
        "score": detail.score if detail.score is not None and math.isfinite(detail.score) else None,
    }
    if detail.why:
        out["why"] = one_line(detail.why)
    citations = number(detail.facts, "citations")
    if citations is not None:
        out["citations"] = citations
    if detail.facts:
        out["facts"] = [
            {"field": f.field, "value": one_line(f.value), "source": one_line(f.source), "date": f.at}
            for f in detail.facts
        ]
    return out


def extras(detail: Detail) -> dict[str, Any]:
    """What our own `jsonl` carries besides, so that it comes back whole; only what is there."""
    paper = detail.paper
    out: dict[str, Any] = {}
    if detail.digests:
        # Beside `digests`, one for each: scripts know what stands in those.
        out["digest_sources"] = [
            {"source": one_line(one.source), "archive": one.archive} for one in detail.digests
        ]
    aliases = [one_line(k) for k in dict.fromkeys((*paper.keys[1:], *detail.aliases)) if k != paper.key]
    if aliases:
        out["aliases"] = aliases
    if paper.version is not None:
        out["version"] = paper.version
    if paper.comment:
        out["comment"] = one_line(paper.comment)
    if detail.triage.watched:
        out["watched"] = True
    if detail.citekey:
        out["citekey"] = detail.citekey
    return out


def moment(seconds: int | None) -> str | None:
    """Seconds since 1970 as `2099-01-01T08:00:00+00:00`; None stays None."""
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (OverflowError, OSError, ValueError):
        return None


def web(url: str) -> str:
    """The address made safe if it is a web address, else empty."""
    url = one_line(url).strip()
    return url if url.lower().startswith(("http://", "https://")) else ""


def safe_url(url: str) -> str:
    """A web address with nothing in it that could end a link, a line or a field; empty for any other."""
    return web(url).translate(_QUOTED)


_QUOTED = {ord(c): f"%{ord(c):02X}" for c in ' "<>\\^`{|}'}


def known_as(detail: Detail, kind: str) -> str:
    """What stands after `kind:` in the first key of that kind (`arxiv`, `doi`, `acl` ...), or empty."""
    for key in (*detail.paper.keys, *detail.aliases):
        head, _, rest = key.partition(":")
        if head == kind:
            return one_line(rest)
    return ""


def date_parts(iso: str | None) -> tuple[int, ...]:
    """`2017-06-12T..` as (2017, 6, 12), `2017-06` as (2017, 6); empty for none or nonsense."""
    parts: list[int] = []
    for piece in (iso or "")[:10].split("-"):
        if not piece.isdecimal():
            break
        parts.append(int(piece))
    return tuple(parts[:3])


def page_of(detail: Detail) -> str:
    """The address a reader would open: the paper's own page."""
    from digestui.model.keys import page_url

    for key in (*detail.paper.keys, *detail.aliases):
        address = page_url(key)
        if address:
            return safe_url(address)
    return next((u for u in map(safe_url, detail.paper.urls) if u), "")
