"""`csl`: CSL-JSON, what Zotero, pandoc and citeproc read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from digestui.exporters.citekey import CiteKeys
from digestui.exporters.fields import date_parts, known_as, page_of
from digestui.exporters.formats import Options
from digestui.exporters.people import split
from digestui.exporters.venues import Kind, kind
from digestui.exporters.words import authors_of
from digestui.model.rows import Detail
from digestui.text.latex import to_unicode
from digestui.text.safe import one_line

_TYPES = {Kind.ARTICLE: "article-journal", Kind.TALK: "paper-conference", Kind.PREPRINT: "article"}


def write(details: Iterable[Detail], options: Options) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    keys = CiteKeys()
    before = "[\n"
    for detail in details:
        yield before + encode(item(detail, keys.of(detail)))
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def item(detail: Detail, citekey: str) -> dict[str, Any]:
    """One item; absent fields are left out, as CSL wants."""
    paper = detail.paper
    out: dict[str, Any] = {
        "id": citekey,
        "citation-key": citekey,
        "type": _TYPES[kind(detail)],
        "title": _plain(paper.title) or "(untitled)",
        "author": [_name(author) for author in authors_of(detail)],
        "container-title": _plain(paper.venue or ""),
        "abstract": _plain(paper.abstract),
        "DOI": known_as(detail, "doi"),
        "URL": page_of(detail),
        "keyword": ", ".join(map(one_line, (*paper.categories, *detail.triage.tags))),
    }
    parts = date_parts(paper.published)
    if parts:
        out["issued"] = {"date-parts": [list(parts)]}
    arxiv = known_as(detail, "arxiv")
    if arxiv:
        out["number"] = f"arXiv:{arxiv}"
        out["archive"] = "arXiv"
        if not paper.venue:
            out["publisher"] = "arXiv"
    return {name: value for name, value in out.items() if value}


def _name(author: str) -> dict[str, str]:
    name = split(author)
    if name.literal or not name.family:
        return {"literal": name.literal or author}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _plain(text: str) -> str:
    return one_line(to_unicode(text))
