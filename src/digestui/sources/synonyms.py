"""How spreadsheets and people's own JSON name the fields of a paper, in any case and spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from digestui.sources.build import Raw
from digestui.text.folding import fold

_SAME: dict[str, str] = {
    "title": """
        title papertitle articletitle documenttitle publicationtitleoriginal name primarytitle headline
        titel titre titulo titolo titles t1 ti
    """,
    "abstract": """
        abstract summary abstractnote abstracttext abstracts zusammenfassung kurzfassung resume resumen
        riassunto description n2 ab
    """,
    "authors": """
        authors author authornames authorname authorlist authorsnames creators creator autoren autor
        autores auteurs auteur autori verfasser firstauthors authorfullnames au a1
    """,
    "published": """
        published publisheddate publishedat publicationdate datepublished pubdate date submitted
        submitteddate submittedat submissiondate created createdat releasedate datum fecha data
        erscheinungsdatum
    """,
    "year": """
        year publicationyear publishedyear pubyear yearpublished jahr erscheinungsjahr annee ano anno
        py
    """,
    "updated": "updated updateddate updatedat updatedate lastupdated revised reviseddate",
    "venue": """
        venue journal journalname journaltitle journalref publicationtitle publicationname conference
        conferencename booktitle containertitle sourcetitle zeitschrift revue revista rivista
        periodical journalbook secondarytitle t2 jo
    """,
    "categories": """
        categories category arxivcategories primarycategory subjects subjectareas kategorien fachgebiet
    """,
    "arxiv": "arxivid arxiv arxividentifier arxivnumber eprint eprintid",
    "doi": "doi doilink digitalobjectidentifier dois",
    "ids": "openreviewid openreview aclid anthologyid paperkey citekeydoi",
    "maybe": "id paperid identifier ident key extra number externalid uid articleid",
    "url": """
        url link urls links paperurl paperlink absurl htmlurl arxivurl pageurl landingpageurl webpage
        adresse openurllink urlpaper entryurl
    """,
    "pdf": "pdf pdfurl pdflink urlpdf openaccesspdf",
    "code": """
        code codeurl codelink github githuburl githubrepo githublink repo repository repourl sourcecode
        project projecturl projectpage projectlink homepage website
    """,
    "upvotes": "upvotes upvote likes votes numupvotes",
    "comment": "comment comments",
    "version": "version",
}
FIELDS: dict[str, str] = {word: name for name, words in _SAME.items() for word in words.split()}

_SPOILT = re.compile(r"\d{4}\.\d{1,3}|\d+(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=2048)
def field(heading: str) -> str:
    """The field that a heading names, or empty."""
    folded = fold(heading[:80])
    found = FIELDS.get(_SIGNS.sub("", folded))
    if found is None:
        # `Autor/innen`, `Year (published)`: what stands before is the name.
        found = FIELDS.get(_SIGNS.sub("", re.split(r"[/(\[:*]", folded)[0]), "")
    return found


def gather(record: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    """The values of a record under their fields, in order; empty values and unknown headings left out."""
    pairs = record.items() if isinstance(record, Mapping) else record
    found: dict[str, list[Any]] = {}
    for heading, value in pairs:
        name = field(heading) if isinstance(heading, str) else ""
        if name and value is not None and value != "" and value != []:
            found.setdefault(name, []).append(value)
    return found


def raw(record: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Raw:
    """A record with headings in anybody's spelling as raw fields."""
    found = gather(record)

    def first(name: str) -> Any:
        values = found.get(name)
        return values[0] if values else None

    urls = [value for name in ("url", "code", "pdf") for value in found.get(name, ())]
    maybe = found.get("maybe", [])
    ids: list[Any] = [
        *found.get("arxiv", ()),
        *(_doi(value) for value in found.get("doi", ())),
        *found.get("ids", ()),
    ]
    # What a spreadsheet made of an arXiv id is worth a word; other numbers are nobody's business.
    ids += [value for value in maybe if _SPOILT.fullmatch(str(value).strip())]
    authors = found.get("authors", [])
    return Raw(
        title=first("title"),
        abstract=first("abstract"),
        authors=authors[0] if authors else None,
        ids=ids,
        maybe=[value for value in maybe if isinstance(value, str)],
        published=first("published") or first("year"),
        updated=first("updated"),
        categories=first("categories"),
        venue=first("venue"),
        urls=urls,
        upvotes=first("upvotes"),
        version=first("version"),
        comment=first("comment") if isinstance(first("comment"), str) else None,
    )


def _doi(value: Any) -> Any:
    """A DOI column may hold `DOI: 10...`, an address, or the bare id."""
    return value.strip() if isinstance(value, str) else value
