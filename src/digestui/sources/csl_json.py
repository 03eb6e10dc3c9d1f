"""`csl-json`: what Zotero, Mendeley and pandoc write for citations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from digestui.model.digest import DigestFacts
from digestui.sources import jsonfile, signs
from digestui.sources.base import Finding, Hint, Reader, Reject
from digestui.sources.build import Raw, findings, text_of
from digestui.sources.markup import inline, plain

_COMMENT = re.compile(r"\n\s*Comment: (.*)\Z", re.DOTALL)
_CLASSES = re.compile(r"(?:[a-z-]+(?:\.[A-Za-z-]{2,})?)(?:\s*,\s*[a-z-]+(?:\.[A-Za-z-]{2,})?)*")
_MENTIONS = ("number", "archive_location", "archiveLocation", "note", "URL", "annote", "citation-key")
_ARXIV = re.compile(r"\barxiv(?:\.org/(?:abs|pdf)/|\s*:\s*)(\S+)", re.IGNORECASE)
_DOI = re.compile(r"\bdoi:?\s*(10\.\d{4,9}/\S+)", re.IGNORECASE)


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    """The items of a list, in order."""
    document = jsonfile.read(stream, hint, ("items", "references", "data"))
    yield DigestFacts(source="CSL", archive=True)
    for item in document.items:
        if not isinstance(item, jsonfile.Item):
            yield item
            continue
        if not isinstance(item.value, dict):
            yield Reject(f"record {item.number}", "is no object", item.line)
            continue
        record = text_of(item.value.get("id"))[0] or f"record {item.number}"
        yield from findings(record, item.line, _raw(item.value))


def _raw(item: dict[str, Any]) -> Raw:
    abstract = plain(_text(item, "abstract"))
    comment = _COMMENT.search(abstract)
    venue = inline(_text(item, "container-title", "event-title", "event"))
    keywords = _text(item, "keyword")
    raw = Raw(
        title=inline(_text(item, "title", "title-short", "shortTitle")),
        abstract=abstract[: comment.start()] if comment else abstract,
        comment=comment[1] if comment else None,
        authors=[_name(one) for one in item["author"]]
        if isinstance(item.get("author"), list)
        else item.get("author"),
        published=_date(item.get("issued")),
        venue="" if re.match(r"arxiv|corr$", venue, re.IGNORECASE) else venue,
        categories=keywords.split(",") if "." in keywords and _CLASSES.fullmatch(keywords) else None,
        ids=[item["DOI"]] if item.get("DOI") else [],
        urls=[item["URL"]] if item.get("URL") else [],
    )
    for name in _MENTIONS:
        value = _text(item, name)
        for pattern, prefix in ((_ARXIV, "arXiv:"), (_DOI, "doi:")):
            found = pattern.search(value)
            if found:
                raw.maybe.append(prefix + found[1])
    return raw


def _text(item: dict[str, Any], *names: str) -> str:
    """The first of these fields that has a text; some writers make a list of one."""
    for name in names:
        value = item.get(name)
        if isinstance(value, list):
            value = next((one for one in value if isinstance(one, str)), None)
        text = text_of(value)[0]
        if text.strip():
            return text
    return ""


def _name(author: Any) -> Any:
    """Given name, particles, family name, suffix; a group's name whole."""
    if not isinstance(author, dict):
        return author
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    if any(isinstance(author.get(part), str) for part in ("given", "family")):
        whole = " ".join(author[part].strip() for part in parts if isinstance(author.get(part), str))
    else:
        whole = next((author[n] for n in ("literal", "name") if isinstance(author.get(n), str)), "")
    return inline(whole).replace(",", "")


def _date(issued: Any) -> Any:
    """`date-parts` with numbers or strings, `raw`, `literal`; the beginning of a range."""
    if not isinstance(issued, dict):
        return issued if isinstance(issued, str | int) else None
    parts = issued.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list):
        numbers = [text_of(one)[0].strip() for one in first[:3]]
        known: list[str] = []
        for number in numbers:
            if not re.fullmatch(r"\d{1,4}", number):
                break
            known.append(number)
        if known:
            return "-".join([known[0].zfill(4), *(one.zfill(2) for one in known[1:])])
    for name in ("raw", "literal", "string"):
        value = issued.get(name)
        if isinstance(value, str) and re.search(r"\d{4}", value):
            return value
    return None


READER = Reader("csl-json", signs.csl_json, read, archive=True)
