"""`atom`: Atom feeds of any maker."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from digestui.errors import BadInput
from digestui.model.digest import DigestFacts
from digestui.sources import feed, signs, xmlfile
from digestui.sources.base import Finding, Hint, Reader
from digestui.sources.build import Raw
from digestui.sources.markup import inline, plain
from digestui.sources.xmlfile import Found, child


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    """The entries of a feed, as it orders them; its date is the feed's, else its newest entry's."""
    document = xmlfile.read(stream, hint)
    entries: list[tuple[str, Raw]] = []
    for number, found in enumerate(document.items("entry"), 1):
        raw = _raw(found)
        entries.append((raw.title or f"entry {number}", raw))
    top = document.top
    if document.broken:
        top, entries = feed.salvage(document)
        if not entries:
            reason, line = document.broken
            raise BadInput(
                hint.name or "standard input", f"not well-formed: {reason} in line {line}", "get it again"
            )
    newest = max(
        (d for d in (feed.day(raw.updated or raw.published or "") for _, raw in entries) if d), default=None
    )
    date = feed.day(top.get("updated", ""), top.get("modified", "")) or newest
    facts = DigestFacts(
        inline(plain(top.get("title", ""))) or None, date if date and len(date) == 10 else None, "Feed"
    )
    yield from feed.told(document, entries, facts)


def _raw(found: Found) -> Raw:
    entry = found.element
    updated = feed.first(entry, "updated", "modified")
    published = feed.first(entry, "published", "issued", "created") or updated
    body, summary = child(entry, "content"), child(entry, "summary")
    abstract = feed.atom_text(summary)
    if body is not None and not body.get("src"):
        full = feed.atom_text(body)
        abstract = full if len(full) > len(abstract) else abstract
    return Raw(
        title=" ".join(feed.atom_text(child(entry, "title")).split()),
        abstract=abstract,
        authors=feed.people(entry),
        published=published,
        updated=updated if updated != published else None,
        venue=inline(feed.first(entry, "journal_ref", "publicationname")),
        comment=feed.first(entry, "comment"),
        categories=[
            one.get("term") or inline(xmlfile.words(one))
            for name in ("primary_category", "category")
            for one in xmlfile.children(entry, name)
        ],
        maybe=[*feed.texts(entry, "doi"), *feed.texts(entry, "identifier"), *feed.texts(entry, "id")],
        urls=feed.addresses(entry, found.around),
    )


READER = Reader("atom", signs.atom, read)
