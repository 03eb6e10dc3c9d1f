"""`arxiv-listing-html`: arXiv's pages of new and recent papers, saved from a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from digestui.errors import BadInput
from digestui.model.digest import DigestFacts
from digestui.sources import decode, signs, when
from digestui.sources.base import Finding, Hint, Reader, Reject
from digestui.sources.build import Raw, findings

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_ID = re.compile(r"arXiv:\s*(\S+)|/abs/([^\s\"'?#]+)")
_ARCHIVE = re.compile(r"/list/([a-z-]+(?:\.[A-Za-z-]+)?)/(?:new|recent|pastweek|current|\d{4})")
_DATE = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Z][a-z]{2,8})\.?,?\s+(\d{4})|([A-Z][a-z]{2,8})\s+(\d{1,2}),\s+(\d{4})"
)
_CLASS = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")
_NESTING = re.compile(
    r"<(/)?(?:div|span|dl|ul|ol|table|b|i|em|strong|font|a|section|article|blockquote|center)\b",
    re.IGNORECASE,
)
_UNCLOSED = 3000
"""Elements left open; each makes every later one dearer to the parser."""
_BEFORE = re.compile(r"\s*(?:Title|Authors?|Comments?|Journal-ref|Subjects?|Abstract):\s*")


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    """The listed papers, in order; a page of several days is several digests."""
    text, remarks = decode.text(stream, hint)
    from selectolax.lexbor import LexborHTMLParser

    if sum(-1 if found[1] else 1 for found in _NESTING.finditer(text)) > _UNCLOSED:
        raise BadInput(
            hint.name or "standard input", "leaves thousands of elements open", "save the page again"
        )
    page = LexborHTMLParser(text)
    archive = _ARCHIVE.search(text)
    heading = page.css_first("h1")
    name = "arXiv " + (archive[1] if archive else _words(heading) if heading is not None else "listing")
    date: str | None = None
    told: str | None = ""
    ident = ""
    fresh = begun = False
    for node in page.css("h2, h3, dt, dd"):
        if node.tag in ("h2", "h3"):
            heading_text = _words(node)
            date = _day(heading_text) or date
            fresh = _is_fresh(heading_text, fresh)
            continue
        if node.tag == "dt":
            ident = _ident(node)
            crossed = re.search(r"cross-list|replaced", _words(node)) is not None
            continue
        if not ident and node.css_first(".list-title") is None:
            continue
        if told != date:
            told = date
            yield DigestFacts(name, date, "arXiv")
            if not begun:
                yield from remarks
            begun = True
        if not ident:
            yield Reject(_words(node)[:60] or "an entry", "has no arXiv id")
            continue
        yield from findings(
            f"arXiv:{ident}", None, _raw(node, ident, date if fresh and not crossed else None)
        )
        ident = ""
    if not begun:
        if not re.search(r"arxiv", text, re.IGNORECASE):
            raise BadInput(
                hint.name or "standard input", "is no page of arXiv's listings", "save such a page"
            )
        yield DigestFacts(name, date, "arXiv")


def _is_fresh(heading: str, before: bool) -> bool:
    """Whether what follows a heading is new; pages of recent papers have dates for headings."""
    if re.match(r"(?:New submissions|.*\bnew listings?)", heading):
        return True
    if re.match(r"Cross|Replacement", heading):
        return False
    return before or _day(heading) is not None


def _words(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def _day(text: str) -> str | None:
    found = _DATE.search(text)
    if not found:
        return None
    day, _ = when.partial(found[0])
    return day if day and len(day) == 10 else None


def _ident(node: LexborNode) -> str:
    found = _ID.search(node.text()) or _ID.search(node.html or "")
    return (found[1] or found[2]).rstrip("[],") if found else ""


def _field(node: LexborNode, name: str) -> str:
    """The words of one part of an entry, without its label."""
    part = node.css_first(f".list-{name}")
    return _BEFORE.sub("", part.text(), count=1).strip() if part is not None else ""


def _raw(node: LexborNode, ident: str, published: str | None) -> Raw:
    names = [" ".join(link.text().split()) for link in node.css(".list-authors a")]
    subjects = _field(node, "subjects")
    abstract = node.css_first("p.mathjax") or node.css_first("p")
    return Raw(
        title=" ".join(_field(node, "title").split()),
        abstract=_BEFORE.sub("", abstract.text(), count=1) if abstract is not None else "",
        authors=[one.replace(",", "") for one in names if one] or _field(node, "authors"),
        ids=[ident],
        maybe=re.findall(r"\b10\.\d{4,9}/\S+", _field(node, "doi") + " " + _field(node, "journal-ref")),
        published=published,
        categories=_CLASS.findall(subjects),
        venue=_field(node, "journal-ref"),
        comment=_field(node, "comments"),
    )


READER = Reader("arxiv-listing-html", signs.arxiv_listing_html, read)
