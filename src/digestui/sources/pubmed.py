"""`pubmed`: what PubMed exports, as tagged lines (nbib, MEDLINE) or as XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from digestui.errors import BadInput
from digestui.model.digest import DigestFacts
from digestui.sources import decode, signs, xmlfile
from digestui.sources.base import Finding, Hint, Reader, Reject
from digestui.sources.build import Raw, findings
from digestui.sources.containers import HEAD
from digestui.sources.xmlfile import child, children, words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")
_DOI = re.compile(r"(\S+)\s+\[doi\]")
_NO_TITLE = re.compile(r"\[?\s*not available\s*\]?\.?", re.IGNORECASE)
_PAGE = "https://pubmed.ncbi.nlm.nih.gov/{}/"
_FACTS = DigestFacts(source="PubMed", archive=True)


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    """The articles of a file, in order; which of the two shapes it has shows at its beginning."""
    raw = decode.whole(stream, hint)
    head = raw[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    return _read_xml(raw, hint) if head.startswith(b"<") or b"\0<" in head[:8] else _read_lines(raw, hint)


# --- tagged lines ---------------------------------------------------------------------------------------


def _read_lines(raw: bytes, hint: Hint) -> Iterator[Finding]:
    text, remarks = decode.decoded(raw)
    begun = False
    for number, (line, tags) in enumerate(_records(text), 1):
        if not begun:
            begun = True
            yield _FACTS
            yield from remarks
        name = _first(tags, "PMID")
        yield from findings(f"PMID {name}" if name else f"record {number}", line, _from_tags(tags))
    if not begun:
        raise BadInput(
            hint.name or "standard input", "holds no PubMed record", "a record begins with `PMID- `"
        )


def _records(text: str) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """(line of its beginning, values by tag) of each record; blank lines part them, deep lines go on."""
    tags: dict[str, list[str]] = {}
    start, last = 0, ""
    for number, line in enumerate(chain(text.split("\n"), ("",)), 1):
        found = _TAG.match(line)
        if found is None:
            if line.startswith("    ") and last and line.strip():
                tags[last][-1] += " " + line.strip()
            elif not line.strip():
                if tags:
                    yield start, tags
                tags, last = {}, ""
            continue
        if found[1] == "PMID" and ("PMID" in tags or "TI" in tags):
            yield start, tags
            tags = {}
        if not tags:
            start = number
        last = found[1]
        tags.setdefault(last, []).append(found[2].strip())


def _first(tags: dict[str, list[str]], *names: str) -> str:
    return next((value for name in names for value in tags.get(name, ()) if value), "")


def _from_tags(tags: dict[str, list[str]]) -> Raw:
    title = _first(tags, "TI")
    if not title or _NO_TITLE.fullmatch(title):
        title = _first(tags, "TT", "BTI", "CTI") or title
    found = (_DOI.search(value) for name in ("LID", "AID") for value in tags.get(name, ()))
    pmid = _first(tags, "PMID")
    return Raw(
        title=title,
        abstract=_first(tags, "AB", "OAB"),
        authors=[
            *(tags.get("FAU") or tags.get("AU") or ()),
            *(c.replace(",", "") for c in tags.get("CN", ())),
        ],
        ids=[doi[1] for doi in found if doi][:1],
        published=_first(tags, "DP", "DEP"),
        venue=_first(tags, "JT", "TA"),
        urls=[_PAGE.format(pmid)] if pmid.isdecimal() else [],
    )


# --- XML ------------------------------------------------------------------------------------------------


def _read_xml(raw: bytes, hint: Hint) -> Iterator[Finding]:
    import io

    document = xmlfile.read(io.BytesIO(raw), hint, doctype=True)
    begun = False
    for number, found in enumerate(document.items("pubmedarticle", "pubmedbookarticle"), 1):
        if not begun:
            begun = True
            yield _FACTS
            yield from document.remarks
        record = found.element
        body = child(record, "medlinecitation", "bookdocument")
        pmid = words(_within(body, "pmid")).strip() if body is not None else ""
        yield from findings(
            f"PMID {pmid}" if pmid else f"record {number}", None, _from_xml(record, body, pmid)
        )
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
        yield _FACTS


def _within(element: Element | None, *path: str) -> Element | None:
    """The element that a path of child names leads to."""
    for name in path:
        element = child(element, name) if element is not None else None
    return element


def _from_xml(record: Element, body: Element | None, pmid: str) -> Raw:
    article = _within(body, "article")
    if article is None:
        article = body if body is not None else record
    title = words(child(article, "articletitle"))
    if not title.strip() or _NO_TITLE.fullmatch(title.strip()):
        title = (
            words(child(article, "vernaculartitle")) or words(_within(article, "book", "booktitle")) or title
        )
    ids = [words(e) for e in children(article, "elocationid") if (e.get("EIdType") or "").lower() == "doi"]
    for where in ("pubmeddata", "pubmedbookdata"):
        listed = _within(record, where, "articleidlist")
        for one in children(listed, "articleid") if listed is not None else ():
            if (one.get("IdType") or "").lower() == "doi":
                ids.append(words(one))
    return Raw(
        title=" ".join(title.split()),
        abstract=_abstract(child(article, "abstract")),
        authors=_people(child(article, "authorlist")),
        ids=[one.strip() for one in ids if one.strip()][:1],
        published=_date(article),
        venue=words(_within(article, "journal", "title"))
        or words(_within(article, "journal", "isoabbreviation")),
        urls=[_PAGE.format(pmid)] if pmid.isdecimal() else [],
    )


def _abstract(element: Element | None) -> str:
    """The parts of an abstract, each with its label, as paragraphs."""
    parts = []
    for one in children(element, "abstracttext") if element is not None else ():
        text = " ".join(words(one).split())
        label = (one.get("Label") or "").strip()
        if text:
            parts.append(f"{label}: {text}" if label and label.upper() != "UNLABELLED" else text)
    return "\n\n".join(parts)


def _people(listed: Element | None) -> list[str]:
    found = []
    for one in children(listed, "author") if listed is not None else ():
        group = words(child(one, "collectivename"))
        parts = (
            words(child(one, *names)) for names in (("forename", "initials"), ("lastname",), ("suffix",))
        )
        found.append(
            " ".join(" ".join(p.split()) for p in ((group,) if group else parts) if p).replace(",", "")
        )
    return found


def _date(article: Element) -> str:
    """The issue's date; the electronic one where the issue only knows its year."""
    issue = _within(article, "journal", "journalissue", "pubdate")
    if issue is None:
        issue = _within(article, "book", "pubdate")
    printed = _parts(issue)
    if len(printed) <= 4:
        electronic = _parts(child(article, "articledate"))
        if electronic[:4] == printed or not printed:
            return electronic or printed
    return printed


def _parts(date: Element | None) -> str:
    if date is None:
        return ""
    loose = words(child(date, "medlinedate")).strip()
    parts = [t for t in (words(child(date, n)).strip() for n in ("year", "month", "day")) if t]
    return loose or ("-" if len(parts) > 1 and parts[1].isdecimal() else " ").join(parts)


READER = Reader("pubmed", signs.pubmed, read, archive=True)
