"""`arxiv-rss`: arXiv's daily announcements as RSS, Atom or (until 2024) RDF. A weekend's feed is empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from digestui.errors import BadInput
from digestui.model.digest import DigestFacts
from digestui.sources import feed, signs, xmlfile
from digestui.sources.base import Finding, Hint, Reader, Reject
from digestui.sources.build import Raw, findings
from digestui.sources.markup import inline, plain
from digestui.sources.xmlfile import Found, children, words

_LEAD = re.compile(
    r"\s*arXiv:(?P<id>\S+)\s+Announce Type:\s*(?P<kind>[\w-]+)\s*(?:Abstract:\s*)?", re.IGNORECASE
)
_TAIL = re.compile(r"\s*\(arXiv:(?P<id>\S+)\s+\[(?P<class>[\w.-]+)\][^()]*\)\s*$")
_NAME = re.compile(r"(?P<what>.+?) updates on (?:the )?arXiv\.org")
_OAI = re.compile(r"oai:arXiv\.org:", re.IGNORECASE)


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    """The announced papers, in order. The digest's date is the announcement's."""
    document = xmlfile.read(stream, hint)
    begun = False
    for number, found in enumerate(document.items("item", "entry"), 1):
        if not begun:
            begun = True
            yield _facts(document.top, found)
            yield from document.remarks
        raw = _raw(found)
        yield from findings(raw.ids[0] if raw.ids else raw.title or f"item {number}", None, raw)
    if document.broken:
        reason, line = document.broken
        if not begun:
            raise BadInput(
                hint.name or "standard input",
                f"not well-formed: {reason} in line {line}",
                "get the file again",
            )
        yield Reject("the rest of the file", f"not well-formed: {reason}; nothing behind it is read", line)
    if not begun:
        yield _facts(document.top, None)


def _facts(top: dict[str, str], found: Found | None) -> DigestFacts:
    title = inline(top.get("title", ""))
    named = _NAME.match(title)
    announced = [top.get(n, "") for n in ("pubdate", "updated", "date", "lastbuilddate")]
    if found is not None:
        announced.append(feed.first(found.element, "pubdate", "published", "updated", "date"))
    return DigestFacts(f"arXiv {named['what']}" if named else title or "arXiv", feed.day(*announced), "arXiv")


def _raw(found: Found) -> Raw:
    item = found.element
    title = inline(feed.first(item, "title"))
    tail = _TAIL.search(title)
    text = plain(feed.first(item, "description", "summary", "content"))
    lead = _LEAD.match(text)
    kind = (feed.first(item, "announce_type") or (lead["kind"] if lead else "")).lower()
    categories = [one.get("term") or words(one) for one in children(item, "category")]
    creators = feed.people(item)
    announced = feed.first(item, "pubdate", "published")
    idents = [lead["id"]] if lead else [tail["id"]] if tail else []
    for name in ("guid", "id"):
        idents += [_OAI.sub("", one) for one in feed.texts(item, name) if "arxiv" in one.lower()]
    return Raw(
        title=title[: tail.start()].rstrip(" .") if tail else title,
        abstract=text[lead.end() :] if lead else text,
        indented=True,
        authors=creators,
        ids=idents[:1],
        maybe=[*idents[1:], *feed.texts(item, "doi")],
        # Only for a new paper is the announcement near its submission; a replacement's says nothing of it.
        published=announced if kind == "new" else None,
        categories=categories or ([tail["class"]] if tail else None),
        venue=inline(feed.first(item, "journal_reference", "journal_ref")),
        comment=inline(feed.first(item, "comment")),
        urls=[one for one in feed.texts(item, "link") if one] or feed.addresses(item, found.around),
    )


READER = Reader("arxiv-rss", signs.arxiv_rss, read)
