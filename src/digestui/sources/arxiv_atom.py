"""`arxiv-atom`: answers of the arXiv API to a search or a list of ids, errors included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import unquote_plus

from digestui.errors import BadInput
from digestui.model.digest import DigestFacts
from digestui.sources import feed, signs, xmlfile
from digestui.sources.base import Finding, Hint, Reader, Reject
from digestui.sources.build import Raw, findings
from digestui.sources.xmlfile import Found, children, words

_QUERY = re.compile(r"search_query=([^&]*)(?:&id_list=([^&]*))?")


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    """The papers of an answer. One that is an error and nothing else raises `BadInput` with arXiv's words."""
    document = xmlfile.read(stream, hint)
    name = hint.name or "standard input"
    begun = False
    for number, found in enumerate(document.items("entry"), 1):
        error = _error(found)
        if not begun:
            if error:
                raise BadInput(name, f"arXiv answered with an error: {error}", "correct the request")
            begun = True
            yield _facts(document.top)
            yield from document.remarks
        if error:
            yield Reject(f"entry {number}", f"arXiv answered with an error: {error}")
            continue
        raw = _raw(found)
        yield from findings(feed.first(found.element, "id") or raw.title or f"entry {number}", None, raw)
    if document.broken:
        reason, line = document.broken
        if not begun:
            raise BadInput(name, f"not well-formed: {reason} in line {line}", "get the file again")
        yield Reject("the rest of the file", f"not well-formed: {reason}; nothing behind it is read", line)
    if not begun:
        yield _facts(document.top)


def _error(found: Found) -> str:
    ident = feed.first(found.element, "id")
    if "/api/errors" in ident:
        return " ".join(feed.first(found.element, "summary").split()) or "no reason given"
    return ""


def _facts(top: dict[str, str]) -> DigestFacts:
    """The digest's name is what was asked for."""
    asked = _QUERY.search(top.get("title", ""))
    words_ = unquote_plus(asked[1] or asked[2] or "").strip(" \"'") if asked else ""
    return DigestFacts(
        f"arXiv {words_[:80]}" if words_ else "arXiv", feed.day(top.get("updated", "")), "arXiv"
    )


def _raw(found: Found) -> Raw:
    entry = found.element
    primary = [one.get("term") for one in children(entry, "primary_category")]
    return Raw(
        title=feed.first(entry, "title"),
        abstract=feed.first(entry, "summary"),
        indented=True,
        authors=[
            " ".join(words(name).split()) for a in children(entry, "author") for name in children(a, "name")
        ],
        ids=[feed.first(entry, "id")],
        maybe=feed.texts(entry, "doi"),
        published=feed.first(entry, "published"),
        updated=feed.first(entry, "updated"),
        categories=[*primary, *(one.get("term") for one in children(entry, "category"))],
        venue=feed.first(entry, "journal_ref"),
        comment=feed.first(entry, "comment"),
        urls=feed.addresses(entry, found.around),
    )


READER = Reader("arxiv-atom", signs.arxiv_atom, read)
