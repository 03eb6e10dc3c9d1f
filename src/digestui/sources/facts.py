"""What answers of services say of papers besides their records: citations, venue, upvotes, code.

Pure: bytes in, plain values out. An answer that cannot be read says nothing; a value that is none is left
out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from digestui.model import keys
from digestui.sources import jsonfile
from digestui.text.safe import one_line

Said = tuple[tuple[str, str], ...]
"""(field, value) with the fields of `model.facts.Fact`."""

VENUE = 200
"""Most characters of a venue."""
MOST = 1 << 31
_NO_VENUES = frozenset({"arxiv", "arxiv.org", "arxiv (cornell university)", "corr", "biorxiv", "ssrn"})
"""Where preprints lie: no venue."""
_FEED = re.compile(rb"<(?:\w+:)?feed[\s>]")


def is_arxiv(body: bytes) -> bool:
    """Whether this is an answer of the arXiv API, of whatever papers: a page to log in, say, is none."""
    return _FEED.search(body[:4096]) is not None


def is_openalex(body: bytes) -> bool:
    """Whether this is a page of works."""
    value = _value(body)
    return isinstance(value, dict) and isinstance(value.get("results"), list)


def is_semantic(body: bytes) -> bool:
    """Whether this is one paper of Semantic Scholar, or a page of them."""
    value = _value(body)
    return isinstance(value, dict) and ("paperId" in value or isinstance(value.get("data"), list))


def is_huggingface(body: bytes) -> bool:
    """Whether this is one paper on Hugging Face."""
    value = _value(body)
    return isinstance(value, dict) and isinstance(value.get("id"), str)


def openalex(body: bytes) -> dict[str, Said]:
    """What a page of works says, by DOI in lower case."""
    found: dict[str, Said] = {}
    for work in _objects(_value(body), "results"):
        doi = keys.from_text(one_line(_text(work.get("doi"))))
        ident = _text(work.get("doi")).lower().partition("doi.org/")[2]
        if doi is None or not ident:
            continue
        source = _inner(work, "primary_location", "source")
        venue = _inner(source, "display_name") if _inner(source, "type") != "repository" else None
        found[ident] = (*_count("citations", work.get("cited_by_count")), *_venue(venue))
    return found


def semantic(body: bytes) -> Said:
    """What one paper of Semantic Scholar says."""
    paper = _value(body)
    if not isinstance(paper, dict):
        return ()
    return (*_count("citations", paper.get("citationCount")), *_venue(paper.get("venue")))


def huggingface(body: bytes) -> Said:
    """What the page of one paper on Hugging Face says."""
    paper = _value(body)
    if not isinstance(paper, dict):
        return ()
    return (*_count("upvotes", paper.get("upvotes")), *_code(paper.get("githubRepo")))


def _value(body: bytes) -> Any:
    try:
        return jsonfile.loads(body.decode("utf-8", "replace"))
    except (ValueError, AttributeError):
        return None


def _objects(value: Any, name: str) -> Iterator[dict[str, Any]]:
    found = value.get(name) if isinstance(value, dict) else None
    return (one for one in found if isinstance(one, dict)) if isinstance(found, list) else iter(())


def _inner(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _count(field: str, value: Any) -> Said:
    good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST
    return ((field, str(value)),) if good else ()


def _venue(value: Any) -> Said:
    venue = one_line(_text(value), VENUE)
    return (("venue", venue),) if venue and venue.casefold() not in _NO_VENUES else ()


def _code(value: Any) -> Said:
    address = one_line(_text(value), 600)
    good = address.startswith(("https://", "http://")) and " " not in address
    return (("code", address),) if good else ()
