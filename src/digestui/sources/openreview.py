"""Submissions of OpenReview as its API gives them, version 1 and 2; reviews and comments are passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from digestui.model.digest import DigestFacts
from digestui.sources import jsonfile, signs
from digestui.sources.base import Finding, Hint, Reader, Reject
from digestui.sources.build import Raw, findings
from digestui.sources.jsonfile import Item

_SITE = "https://openreview.net"


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    document = jsonfile.read(stream, hint, ("notes",))
    yield DigestFacts(None, None, "OpenReview", archive=True)
    for one in document.items:
        if not isinstance(one, Item):
            yield one
        elif isinstance(one.value, dict) and isinstance(one.value.get("content"), dict):
            if not one.value.get("replyto"):
                yield from note(one.value, one.number, one.line)
        elif isinstance(one.value, dict) and document.single and one.value.get("notes") == []:
            continue
        else:
            yield Reject(f"record {one.number}", "is no submission", one.line)


def note(value: dict[str, Any], number: int, line: int | None) -> Iterator[Finding]:
    """What one submission gives."""
    content = value["content"]

    def said(*names: str) -> Any:
        for name in names:
            found = content.get(name)
            found = found.get("value") if isinstance(found, dict) else found
            if found:
                return found
        return None

    ident = value.get("forum") or value.get("id")
    pdf = said("pdf")
    if isinstance(pdf, str) and pdf.startswith("/"):
        pdf = _SITE + pdf
    code = said("code", "Code", "code_url", "github", "one-sentence_code_url")
    raw = Raw(
        title=said("title"),
        abstract=said("abstract", "Abstract"),
        authors=said("authors"),
        ids=[f"openreview:{ident}"] if isinstance(ident, str) and ident else [],
        published=value.get("pdate") or value.get("cdate") or value.get("tcdate"),
        updated=value.get("mdate"),
        venue=said("venue", "venueid"),
        urls=[pdf, code if isinstance(code, str) and code.startswith("http") else None],
    )
    yield from findings(
        f"record {number} ({ident})" if isinstance(ident, str) else f"record {number}", line, raw
    )


READER = Reader("openreview", signs.openreview, read, archive=True)
