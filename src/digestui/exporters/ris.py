"""`ris`: tagged lines for reference managers; no value can forge a line, for each is one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digestui.exporters.citekey import CiteKeys
from digestui.exporters.fields import date_parts, known_as, page_of, safe_url
from digestui.exporters.formats import Options
from digestui.exporters.people import split
from digestui.exporters.venues import Kind, kind
from digestui.exporters.words import authors_of
from digestui.model.rows import Detail
from digestui.text.latex import to_unicode
from digestui.text.safe import one_line

_TYPES = {Kind.ARTICLE: "JOUR", Kind.TALK: "CPAPER", Kind.PREPRINT: "UNPB"}


def write(details: Iterable[Detail], options: Options) -> Iterator[str]:
    keys = CiteKeys()
    for detail in details:
        lines = [f"{tag}  - {one_line(value)}\n" for tag, value in _tags(detail, keys.of(detail))]
        yield "".join(lines) + "ER  - \n\n"


def _tags(detail: Detail, citekey: str) -> Iterator[tuple[str, str]]:
    paper, what = detail.paper, kind(detail)
    yield "TY", _TYPES[what]
    yield "ID", citekey
    yield "TI", to_unicode(paper.title) or "(untitled)"
    for author in authors_of(detail):
        name = split(author)
        family = " ".join(p for p in (name.particle, name.family) if p)
        yield "AU", name.literal or ", ".join(p for p in (family, name.given, name.suffix) if p)
    parts = date_parts(paper.published)
    if parts:
        yield "PY", f"{parts[0]:04d}"
        yield "DA", "/".join([f"{parts[0]:04d}", *(f"{p:02d}" for p in parts[1:]), "", ""][:3])
    if paper.venue:
        yield ("JO" if what is Kind.ARTICLE else "T2"), to_unicode(paper.venue)
    if paper.abstract:
        yield "AB", to_unicode(paper.abstract)
    doi = known_as(detail, "doi")
    if doi:
        yield "DO", doi
    arxiv = known_as(detail, "arxiv")
    if arxiv:
        yield "M1", f"arXiv:{arxiv}"
    page = page_of(detail)
    for address in dict.fromkeys(a for a in (page, *map(safe_url, paper.urls)) if a):
        yield "UR", address
    for word in (*paper.categories, *detail.triage.tags):
        yield "KW", word
