"""Papers of the Semantic Scholar API: a page of results, a list, or one paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from digestui.model.digest import DigestFacts
from digestui.sources import jsonfile, signs
from digestui.sources.base import Finding, Hint, Reader, Reject
from digestui.sources.build import Raw, findings
from digestui.sources.jsonfile import Item

LISTS = ("data", "recommendedPapers", "papers", "results", "matches")
_WRAPPED = ("citedPaper", "citingPaper", "paper")


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    document = jsonfile.read(stream, hint, LISTS)
    yield DigestFacts(None, None, "Semantic Scholar", archive=True)
    for one in document.items:
        if not isinstance(one, Item):
            yield one
        elif isinstance(one.value, dict):
            yield from paper(one.value, one.number, one.line)
        else:
            # The batch interface answers null for ids it does not know.
            reason = "the service does not know this paper" if one.value is None else "is not an object"
            yield Reject(f"record {one.number}", reason, one.line)


def paper(value: dict[str, Any], number: int, line: int | None) -> Iterator[Finding]:
    """What one record gives."""
    for name in _WRAPPED:
        inner = value.get(name)
        if isinstance(inner, dict) and "title" not in value:
            value = inner
    external = value.get("externalIds") or value.get("externalids")
    ids = {k.lower(): v for k, v in external.items()} if isinstance(external, dict) else {}
    journal = value.get("journal")
    free = value.get("openAccessPdf")
    ident = value.get("paperId")
    acl = ids.get("acl")
    raw = Raw(
        title=value.get("title"),
        abstract=value.get("abstract"),
        authors=value.get("authors"),
        ids=[one for one in (ids.get("arxiv"),) if one],
        maybe=[ids.get("doi"), f"acl:{acl}" if isinstance(acl, str) else None],
        published=value.get("publicationDate") or value.get("publicationdate") or value.get("year"),
        venue=value.get("venue") or (journal.get("name") if isinstance(journal, dict) else None),
        urls=[value.get("url"), free.get("url") if isinstance(free, dict) else None],
    )
    yield from findings(
        f"record {number} ({ident})" if isinstance(ident, str) else f"record {number}", line, raw
    )


READER = Reader("semantic-scholar", signs.semantic_scholar, read, archive=True)
