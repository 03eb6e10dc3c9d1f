"""What RSS and Atom readers share: texts, people, links and dates of entries, and feeds too broken for XML.

What makes a feed one of arXiv's, and which field wins, is in the readers.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from digestui.model.digest import DigestFacts
from digestui.sources import when
from digestui.sources.base import Finding, Mended, Reject
from digestui.sources.build import Raw, findings
from digestui.sources.markup import inline, plain
from digestui.sources.xmlfile import Document, child, children, local, space, words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_OTHERS = ("search.yahoo.com/mrss", "itunes", "www.georss.org", "purl.org/syndication", "wellformedweb.org")
_MAIL = re.compile(r"\s*[^\s()@]+@[^\s()@]+\s*(?:\(([^()]*)\))?\s*")


def own(entry: Element) -> Iterator[Element]:
    """The children of an entry that speak of the entry itself, not of its pictures and talks."""
    for one in entry:
        if local(one) and not any(other in space(one) for other in _OTHERS):
            yield one


def texts(entry: Element, name: str) -> list[str]:
    """The texts of an entry's own children of that name."""
    return [words(one).strip() for one in own(entry) if local(one) == name]


def first(entry: Element, *names: str) -> str:
    """The first text that is not empty, of the first of these names."""
    return next((text for name in names for text in texts(entry, name) if text), "")


def atom_text(element: Element | None) -> str:
    """An Atom text construct (`type` text, html or xhtml) as plain text."""
    if element is None:
        return ""
    kind = (element.get("type") or "text").lower()
    if kind == "xhtml" or len(element):
        return _xhtml(element)
    text = element.text or ""
    if "html" in kind:
        return plain(text)
    # Declared as plain text, yet many feeds put HTML there; plain text passes unchanged.
    return plain(text) if re.search(r"</(?:p|i|b|em|a|div|strong|sub|sup)>", text) else text


_BLOCKS = frozenset(("p", "div", "li", "ul", "ol", "br", "h1", "h2", "h3", "h4", "blockquote", "table", "tr"))


def _xhtml(element: Element) -> str:
    parts: list[str] = []
    # A stack of our own: elements may be nested deeper than Python likes to call.
    todo: list[Element | str] = [element]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        name = local(one)
        if name in ("script", "style"):
            continue
        around = "\n\n" if name in _BLOCKS else ""
        parts += [around, re.sub(r"\s+", " ", one.text or "")]
        after: list[Element | str] = []
        for inner in one:
            after += [inner, re.sub(r"\s+", " ", inner.tail or "")]
        todo += [around, *reversed(after)]
    return "".join(parts).strip()


def people(entry: Element) -> str | list[str]:
    """The authors of an entry: one text that names several, or a list."""
    found: list[str] = []
    for one in own(entry):
        if local(one) not in ("author", "creator"):
            continue
        name = child(one, "name")
        text = inline(words(name if name is not None else one))
        mail = _MAIL.fullmatch(text)
        text = (mail[1] or "").strip() if mail else text
        if text:
            found.append(text)
    return found[0] if len(found) == 1 else found


def addresses(entry: Element, around: Iterable[Element], base: str = "") -> list[str]:
    """The addresses that an Atom entry's links name, the page first, each made whole by `xml:base`."""
    for one in (*around, entry):
        base = urljoin(base, one.get(_BASE) or "") if _joins(base, one.get(_BASE)) else base
    links = sorted(children(entry, "link"), key=lambda link: (link.get("rel") or "alternate") != "alternate")
    out = []
    for link in links:
        if (link.get("rel") or "alternate") not in ("alternate", "related", "via", "canonical", "enclosure"):
            continue
        href = (link.get("href") or "").strip()
        start = base
        if link.get(_BASE) and _joins(base, link.get(_BASE)):
            start = urljoin(base, link.get(_BASE) or "")
        if href and _joins(start, href):
            whole = urljoin(start, href)
            if whole.lower().startswith(("http://", "https://")) or "://" in href:
                out.append(whole)
    return out


def _joins(base: str, href: str | None) -> bool:
    """Whether two addresses can be joined: odd brackets in them make the standard library raise."""
    try:
        urljoin(base, href or "")
    except ValueError:
        return False
    return True


def day(*values: str) -> str | None:
    """The first of these that is a date, as ISO."""
    for value in values:
        found, _ = when.partial(value)
        if found:
            return found
    return None


def told(document: Document, entries: list[tuple[str, Raw]], facts: DigestFacts) -> Iterator[Finding]:
    """What a feed's reader yields: facts, remarks, entries, and where the file breaks off."""
    yield facts
    yield from document.remarks
    for record, raw in entries:
        yield from findings(record, None, raw)
    if document.broken:
        reason, line = document.broken
        yield Reject("the rest of the file", f"not well-formed: {reason}; nothing behind it is read", line)


def salvage(document: Document) -> tuple[dict[str, str], list[tuple[str, Raw]]]:
    """(title and date of the feed, entries) of a feed that is no XML any more, as feedparser makes it out."""
    import feedparser

    try:
        parsed = feedparser.parse(io.BytesIO(document.raw), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        parsed = {}  # damage that the parser of last resort stumbles over, too
    head = parsed.get("feed", {})
    top = {"title": _text(head.get("title")), "updated": _text(head.get("updated") or head.get("published"))}
    entries: list[tuple[str, Raw]] = []
    for number, entry in enumerate(parsed.get("entries", ()), 1):
        content = next((_text(c.get("value")) for c in entry.get("content") or ()), "")
        raw = Raw(
            title=inline(_text(entry.get("title"))),
            abstract=plain(content or _text(entry.get("summary"))),
            authors=[inline(_text(a.get("name"))) for a in entry.get("authors") or ()],
            published=_text(entry.get("published") or entry.get("updated")),
            maybe=[_text(entry.get("id")), _text(entry.get("prism_doi"))],
            urls=[_text(entry.get("link"))],
        )
        entries.append((raw.title or f"entry {number}", raw))
    if entries and document.broken:
        reason, line = document.broken
        document.remarks.append(Mended("", f"not well-formed: {reason}; read as far as it makes sense", line))
        document.broken = None
    return top, entries


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
