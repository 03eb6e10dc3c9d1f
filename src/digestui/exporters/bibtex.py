"""`bibtex`: one entry a paper, UTF-8, for BibTeX and BibLaTeX alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from digestui.exporters.citekey import CiteKeys
from digestui.exporters.fields import date_parts, known_as, page_of
from digestui.exporters.formats import Options
from digestui.exporters.people import split
from digestui.exporters.tex import escape, protect
from digestui.exporters.venues import Kind, kind
from digestui.exporters.words import authors_of
from digestui.model.rows import Detail
from digestui.text.safe import one_line

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_TYPES = {Kind.ARTICLE: "article", Kind.TALK: "inproceedings", Kind.PREPRINT: "misc"}
_CLASS = re.compile(r"[A-Za-z][A-Za-z-]*(\.[A-Za-z-]+)?")


def write(details: Iterable[Detail], options: Options) -> Iterator[str]:
    keys = CiteKeys()
    before = ""
    for detail in details:
        yield before + entry(detail, keys.of(detail))
        before = "\n"


def entry(detail: Detail, citekey: str) -> str:
    """One entry, its fields in the order people write them."""
    lines = [f"@{_TYPES[kind(detail)]}{{{citekey},\n"]
    for name, value in _fields(detail):
        lines.append(f"  {name} = {value},\n")
    return "".join(lines) + "}\n"


def _fields(detail: Detail) -> Iterator[tuple[str, str]]:
    paper = detail.paper
    yield "title", "{" + (protect(one_line(paper.title)) or "(untitled)") + "}"
    if authors := authors_of(detail):
        yield "author", "{" + " and ".join(map(_name, authors)) + "}"
    parts = date_parts(paper.published)
    if parts:
        yield "year", f"{{{parts[0]:04d}}}"
    if len(parts) > 1 and 1 <= parts[1] <= 12:
        yield "month", _MONTHS[parts[1] - 1]
    if paper.venue and (what := kind(detail)) is not Kind.PREPRINT:
        field = "booktitle" if what is Kind.TALK else "journal"
        yield field, "{" + escape(one_line(paper.venue)) + "}"
    doi = known_as(detail, "doi")
    if doi and not set(doi) & set('{}\\"% \n'):
        yield "doi", "{" + doi + "}"
    arxiv = known_as(detail, "arxiv")
    if arxiv and not set(arxiv) & set('{}\\"% \n'):
        yield "eprint", "{" + arxiv + "}"
        yield "archiveprefix", "{arXiv}"
        if paper.categories and _CLASS.fullmatch(paper.categories[0]):
            yield "primaryclass", "{" + paper.categories[0] + "}"
    address = page_of(detail)
    if address:
        yield "url", "{" + address + "}"
    if detail.triage.tags:
        yield "keywords", "{" + ", ".join(escape(one_line(t)) for t in detail.triage.tags) + "}"
    if paper.abstract:
        yield "abstract", "{" + escape(one_line(paper.abstract)) + "}"


def _name(author: str) -> str:
    """`Family, Given`; a group in braces, so that no reader takes it apart."""
    name = split(author)
    if name.literal or not name.family:
        return "{" + escape(name.literal or author) + "}"
    family = escape(" ".join(p for p in (name.particle, name.family) if p))
    parts = [family, escape(name.suffix), escape(name.given)] if name.suffix else [family, escape(name.given)]
    return ", ".join(part for part in parts if part)
