"""arXiv's whole metadata as Kaggle offers it: over 4 GB of JSON lines, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from digestui.model.digest import DigestFacts
from digestui.sources import decode, jsonfile, signs
from digestui.sources.base import Finding, Hint, Mended, Reader, Reject
from digestui.sources.build import Raw, findings


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    yield DigestFacts(None, None, "arXiv", archive=True)
    remarks: list[Mended] = []
    for number, line in decode.lines(stream, remarks):
        if remarks:
            yield from remarks
            remarks.clear()
        line = line.strip().rstrip(",")
        if not line or line in ("[", "]", "\ufeff"):
            continue
        try:
            value = jsonfile.loads(line)
        except ValueError as error:
            yield Reject(f"line {number}", str(error), number)
            continue
        if isinstance(value, dict):
            yield from paper(value, number)
        elif isinstance(value, list):
            for one in value:
                if isinstance(one, dict):
                    yield from paper(one, number)
        else:
            yield Reject(f"line {number}", "is not an object", number)
    yield from remarks


def paper(value: dict[str, Any], number: int) -> Iterator[Finding]:
    """What one line gives."""
    versions = value.get("versions")
    first = versions[0] if isinstance(versions, list) and versions and isinstance(versions[0], dict) else {}
    categories = value.get("categories")
    ident = value.get("id")
    doi = value.get("doi")
    raw = Raw(
        title=value.get("title"),
        abstract=value.get("abstract"),
        indented=True,
        authors=_authors(value),
        ids=[ident],
        # Some records hold several DOIs in one field.
        maybe=doi.split() if isinstance(doi, str) else [],
        published=first.get("created"),
        updated=value.get("update_date"),
        categories=categories.split() if isinstance(categories, str) else categories,
        venue=value.get("journal-ref"),
        version=len(versions) if isinstance(versions, list) and versions else None,
        comment=value.get("comments"),
    )
    yield from findings(
        f"line {number} ({ident})" if isinstance(ident, str) else f"line {number}", number, raw
    )


def _authors(value: dict[str, Any]) -> Any:
    """Names as given, family, suffix; affiliations behind them are not names."""
    parsed = value.get("authors_parsed")
    if not isinstance(parsed, list) or not parsed:
        return value.get("authors")
    names = []
    for one in parsed:
        if isinstance(one, list):
            family, given, *more = [*(part if isinstance(part, str) else "" for part in one[:3]), "", ""]
            name = f"{given} {family} {more[0] if len(one) > 2 else ''}"
            # A comma would make the family name of what stands before it.
            names.append(name.replace(",", " ") if "," in name else name)
    return names


READER = Reader("kaggle-arxiv", signs.kaggle_arxiv, read, archive=True)
