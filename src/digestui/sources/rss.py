"""`rss`: RSS of every version and RDF, as blogs and journals make it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from digestui.errors import BadInput
from digestui.model.digest import DigestFacts
from digestui.sources import feed, signs, xmlfile
from digestui.sources.base import Finding, Hint, Reader
from digestui.sources.build import Raw
from digestui.sources.markup import inline, plain

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    """The items of a channel, as it orders them; its date is the channel's, else its newest item's."""
    document = xmlfile.read(stream, hint)
    entries: list[tuple[str, Raw]] = []
    root = ""
    for number, found in enumerate(document.items("item"), 1):
        root = root or xmlfile.local(found.around[0])
        raw = _raw(found.element)
        entries.append((raw.title or f"item {number}", raw))
    top = document.top
    if document.broken:
        top, entries = feed.salvage(document)
        if not entries:
            reason, line = document.broken
            raise BadInput(
                hint.name or "standard input", f"not well-formed: {reason} in line {line}", "get it again"
            )
    newest = max((d for d in (feed.day(raw.published or "") for _, raw in entries) if d), default=None)
    date = feed.day(*(top.get(n, "") for n in ("pubdate", "lastbuilddate", "date", "updated"))) or newest
    facts = DigestFacts(
        inline(plain(top.get("title", ""))) or None, date if date and len(date) == 10 else None, "Feed"
    )
    yield from feed.told(document, entries, facts)


def _raw(item: Element) -> Raw:
    content = plain(feed.first(item, "encoded"))
    teaser = plain(feed.first(item, "description", "summary", "abstract"))
    dois = [t for name in ("doi", "identifier") for t in feed.texts(item, name)]
    links = feed.texts(item, "link") + [x.get("href") or "" for x in feed.own(item) if x.get("href")]
    guids = feed.texts(item, "guid") + [v for k, v in item.attrib.items() if k.endswith("}about")]
    raw = Raw(
        title=inline(feed.first(item, "title")),
        abstract=content or teaser,
        authors=feed.people(item),
        published=feed.first(item, "pubdate", "publicationdate", "date", "published", "issued", "created"),
        venue=inline(feed.first(item, "publicationname", "source") if dois else ""),
        categories=[inline(t) for t in feed.texts(item, "category") + feed.texts(item, "subject")],
        maybe=[*dois, *guids],
        urls=[link for link in links if link],
    )
    if not raw.urls:
        raw.urls = [guid for guid in guids if guid.lower().startswith(("http://", "https://"))]
    return raw


READER = Reader("rss", signs.rss, read)
