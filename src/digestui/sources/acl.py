"""`acl`: the XML of the ACL Anthology, a collection with its volumes and papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from digestui.errors import BadInput
from digestui.model.digest import DigestFacts
from digestui.sources import signs, xmlfile
from digestui.sources.base import Finding, Hint, Reader, Reject
from digestui.sources.build import Raw, findings
from digestui.sources.when import month_number
from digestui.sources.xmlfile import Found, child, children, local, words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OLD = re.compile(r"[A-Z]\d\d")


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    """The papers of all volumes, in order; front matter is none."""
    document = xmlfile.read(stream, hint)
    begun = False
    meta: Element | None = None
    number = 0
    for found in document.items("meta", "paper", "frontmatter"):
        if not begun:
            begun = True
            name = found.around[0].get("id") or ""
            yield DigestFacts(f"ACL Anthology {name}".strip(), None, "ACL Anthology", archive=True)
            yield from document.remarks
        kind = local(found.element)
        if kind == "meta":
            meta = found.element
        elif kind == "paper":
            number += 1
            ident = _ident(found)
            yield from findings(ident or f"paper {number}", None, _raw(found, meta, ident))
    if document.broken:
        reason, line = document.broken
        if not begun:
            raise BadInput(
                hint.name or "standard input",
                f"not well-formed: {reason} in line {line}",
                "get the file again",
            )
        yield Reject("the rest of the file", f"not well-formed: {reason}; nothing behind it is read", line)
    elif not begun:
        yield DigestFacts(source="ACL Anthology", archive=True)


def _ident(found: Found) -> str:
    """The Anthology's id: as its `url` says, else put together from collection, volume and paper."""
    said = words(child(found.element, "url")).strip()
    if said and "://" not in said:
        return said
    if len(found.around) < 2:
        return ""
    collection, volume = found.around[0].get("id") or "", found.around[1].get("id") or ""
    paper = found.element.get("id") or ""
    if not _OLD.fullmatch(collection):
        return f"{collection}-{volume}.{paper}" if collection and volume and paper else ""
    if not (re.fullmatch(r"\d{1,3}", volume) and re.fullmatch(r"\d{1,4}", paper)):
        return ""
    # Workshops have two digits for the volume, journals and conferences one.
    if collection[0] == "W" or collection == "C69" or (collection == "D19" and int(volume) >= 5):
        return f"{collection}-{int(volume):02}{int(paper):02}"
    return f"{collection}-{int(volume)}{int(paper):03}"


def _raw(found: Found, meta: Element | None, ident: str) -> Raw:
    paper = found.element
    doi = words(child(paper, "doi")).strip()
    return Raw(
        title=_text(child(paper, "title")),
        abstract=_text(child(paper, "abstract")),
        authors=[_name(one) for one in children(paper, "author")],
        ids=[doi] if doi else [],
        maybe=[f"acl:{ident}"] if ident else [],
        published=_date(paper, meta),
        venue=_text(child(meta, "booktitle", "journal-title")) if meta is not None else "",
        urls=[one.get("url") for one in children(paper, "pwccode") if one.get("url")]
        + [words(one).strip() for one in children(paper, "url") if "://" in words(one)],
    )


def _text(element: Element | None) -> str:
    """Words of a title or abstract; formulas with commands in them are marked as such."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for one in element:
        inside = _text(one) if len(one) else words(one)
        formula = local(one) == "tex-math" and re.search(r"[\\^_{]", inside)
        parts += [f"${inside}$" if formula else inside, one.tail or ""]
    return " ".join("".join(parts).split()) if local(element) in ("title", "abstract") else "".join(parts)


def _name(author: Element) -> str:
    parts = (words(child(author, name)) for name in ("first", "last", "suffix"))
    whole = " ".join(" ".join(part.split()) for part in parts if part.strip())
    return (whole or " ".join(words(author).split())).replace(",", "")


def _date(paper: Element, meta: Element | None) -> str:
    """The paper's own year where it has one, else its volume's, with the month."""
    own = words(child(paper, "year")).strip()
    year = own or (words(child(meta, "year")).strip() if meta is not None else "")
    month = words(child(paper, "month")) or (
        words(child(meta, "month")) if meta is not None and not own else ""
    )
    first = re.match(r"\s*([A-Za-z]+)", month)
    number = month_number(first[1]) if first else None
    return f"{year}-{number:02}" if number and re.fullmatch(r"\d{4}", year) else year


READER = Reader("acl", signs.acl, read, archive=True)
