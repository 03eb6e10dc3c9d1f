"""Works of OpenAlex: a page of results, a list, or one work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from digestui.model.digest import DigestFacts
from digestui.sources import jsonfile, signs
from digestui.sources.base import Finding, Hint, Reader, Reject
from digestui.sources.build import Raw, findings
from digestui.sources.jsonfile import Item

_LONGEST = 20_000
"""Words of an abstract; positions beyond are nonsense."""


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    document = jsonfile.read(stream, hint, ("results",))
    yield DigestFacts(None, None, "OpenAlex", archive=True)
    for one in document.items:
        if not isinstance(one, Item):
            yield one
        elif isinstance(one.value, dict):
            yield from work(one.value, one.number, one.line)
        else:
            yield Reject(f"record {one.number}", "is not an object", one.line)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _inner(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def abstract(index: Any) -> str | None:
    """The text that an inverted index spells: each word with the places where it stands."""
    if not isinstance(index, dict):
        return None
    places: dict[int, str] = {}
    for word, at in index.items():
        for place in at if isinstance(at, list) else ():
            if isinstance(place, int) and 0 <= place < _LONGEST:
                places[place] = word
    return " ".join(places[place] for place in sorted(places))


def work(value: dict[str, Any], number: int, line: int | None) -> Iterator[Finding]:
    """What one work gives."""
    locations = [_inner(value, "primary_location"), *_dicts(value.get("locations"))]
    pages = [_inner(place, name) for place in locations for name in ("landing_page_url", "pdf_url")]
    pages = [page for page in pages if page]
    names = [
        {"name": _inner(one, "author", "display_name") or one.get("raw_author_name")}
        for one in _dicts(value.get("authorships"))
    ]
    source = _inner(value, "primary_location", "source")
    ident = value.get("id")
    raw = Raw(
        title=value.get("title") or value.get("display_name"),
        abstract=abstract(value.get("abstract_inverted_index")),
        authors=names,
        maybe=[value.get("doi"), _inner(value, "ids", "doi"), *pages],
        published=value.get("publication_date") or value.get("publication_year"),
        venue=_inner(source, "display_name") if _inner(source, "type") != "repository" else None,
        urls=[*pages[:6], _inner(value, "open_access", "oa_url"), ident],
    )
    yield from findings(
        f"record {number} ({ident})" if isinstance(ident, str) else f"record {number}", line, raw
    )


READER = Reader("openalex", signs.openalex, read, archive=True)
