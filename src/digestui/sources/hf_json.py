"""What the Hugging Face API says of daily papers: a list with a `paper` in each, or one paper alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

from digestui.model import keys
from digestui.model.digest import DigestFacts
from digestui.sources import jsonfile, signs, when
from digestui.sources.base import Finding, Hint, Reader, Reject
from digestui.sources.build import Raw, findings
from digestui.sources.hf_text import NAME, SOURCE
from digestui.sources.jsonfile import Item

LISTS = ("dailyPapers", "papers", "results", "items", "data")
_LOOK = 200
"""Records looked at to tell one day's digest from a dump of years."""
_DAYS = 40
"""Days that the submissions of one digest may lie apart."""


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    document = jsonfile.read(stream, hint, LISTS)
    begin = list(islice(document.items, _LOOK))
    yield facts([one.value for one in begin if isinstance(one, Item)], document.top.get("dateString"))
    for one in chain(begin, document.items):
        if isinstance(one, Item):
            yield from paper(one.value, f"record {one.number}", one.line)
        else:
            yield one


def facts(records: list[Any], said: object = None) -> DigestFacts:
    """The digest that records make: its day is the newest submission's; a dump of years has none."""
    day, _ = when.partial(said) if isinstance(said, str) else (None, "")
    if day and len(day) == 10:
        return DigestFacts(NAME, day, SOURCE)
    days = sorted(found for found in map(_submitted, records) if found)
    if not days:
        return DigestFacts(NAME, None, SOURCE)
    first, last = when.ordinal(days[0]), when.ordinal(days[-1])
    if last - first > _DAYS:
        return DigestFacts(NAME, None, SOURCE, archive=True)
    return DigestFacts(NAME, days[-1], SOURCE)


def _submitted(record: Any) -> str | None:
    inner = record.get("paper", record) if isinstance(record, dict) else None
    if not isinstance(inner, dict):
        return None
    for value in (inner.get("submittedOnDailyAt"), record.get("submittedOnDailyAt")):
        if isinstance(value, str):
            day, _ = when.partial(value)
            if day and len(day) == 10:
                return day
    return None


def paper(record: Any, name: str, line: int | None) -> Iterator[Finding]:
    """What one record of the API gives."""
    inner = record.get("paper", record) if isinstance(record, dict) else None
    if not isinstance(inner, dict):
        yield Reject(name, "is no record of a paper", line)
        return
    outer = record if inner is not record else {}
    ident = inner.get("id")
    urls: list[Any] = [inner.get("projectPage"), inner.get("githubRepo"), *_media(inner)]
    known = keys.from_text(ident) if isinstance(ident, str) else None
    if known and known.startswith("arxiv:"):
        urls.append(f"https://huggingface.co/papers/{known[6:]}")
    raw = Raw(
        title=inner.get("title") or outer.get("title"),
        abstract=inner.get("summary") or outer.get("summary"),
        authors=inner.get("authors"),
        ids=[ident],
        # The outer day is that of the listing, hours off; it stands in where there is no other.
        published=inner.get("publishedAt") or outer.get("publishedAt"),
        urls=[url for url in urls if url],
        upvotes=inner.get("upvotes"),
    )
    yield from findings(f"{name} ({ident})" if isinstance(ident, str) and ident else name, line, raw)


def _media(inner: dict[str, Any]) -> list[Any]:
    """Other addresses of the paper that the record names; pictures and films are none."""
    return [inner.get("url")] if isinstance(inner.get("url"), str) else []


READER = Reader("hf-json", signs.hf_json, read)
