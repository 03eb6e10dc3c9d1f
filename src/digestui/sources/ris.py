"""`ris`: the tagged lines of reference managers, read record by record.

rispy knows the tags; the cutting into records and the mending of what exporters get wrong is here, so that a
record is named by its line and the next one is read whatever happened to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from digestui.errors import BadInput
from digestui.model.digest import DigestFacts
from digestui.sources import decode, signs
from digestui.sources.base import Finding, Hint, Mended, Reader, Reject
from digestui.sources.build import Raw, findings
from digestui.sources.when import month_number

_TAG = re.compile(r"([A-Z][A-Z0-9]) {0,2}-(?: (.*)|\s*)$", re.DOTALL)
_BOOKS = frozenset(("BOOK", "CONF", "EDBOOK", "WEB", "ELEC", "BLOG", "SER"))
_BOOK_TITLES = ("secondary_title", "tertiary_title", "short_title")
_INITIALS = re.compile(r"([^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)?) ((?:[^\W\d_]\.-?)+)")
_MENTIONS = (
    "type_of_work", "notes", "note", "accession_number", "id", "custom1", "custom7", "label", "publisher",
    "journal_name", "alternate_title3", "secondary_title", "volume", "number", "start_page",
)  # fmt: skip
"""Fields in which exporters and people mention an id."""
_ARXIV = re.compile(r"arxiv(?:\.org/(?:abs|pdf)/|\s*:\s*)(\S+)", re.IGNORECASE)
_DOI = re.compile(r"\b10\.\d{4,9}/\S+")
_LONGEST = 2_000_000
"""Characters of one record."""


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    """The records of a file, in order."""
    text, remarks = decode.text(stream, hint)
    begun = False
    for number, (line, record) in enumerate(_records(text), 1):
        if not begun:
            begun = True
            yield DigestFacts(source="RIS", archive=True)
            yield from remarks
        yield from _read_record(number, line, record)
    if not begun:
        raise BadInput(hint.name or "standard input", "holds no RIS record", "a record begins with `TY  - `")


def _records(text: str) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """(line of its beginning, tags and values) of each record; a value may go on in the next lines."""
    record: list[tuple[str, str]] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        # A form feed, a byte order mark or blanks before the tag are none of the text's.
        found = _TAG.match(line.lstrip(" \t\ufeff\x0c"))
        if found is None:
            if record and line.strip():
                tag, value = record[-1]
                record[-1] = (tag, f"{value}\n{line.strip()}")
            continue
        tag, value = found[1], (found[2] or "").strip()
        if tag in ("TY", "ER") and record:
            yield start, record
            record = []
        if tag == "ER" or (not record and tag != "TY" and not value):
            continue
        if not record:
            start = number
        record.append((tag, value))
    if record:
        yield start, record


def _read_record(number: int, line: int, record: list[tuple[str, str]]) -> Iterator[Finding]:
    from rispy.config import TAG_KEY_MAPPING as names

    fields: dict[str, list[str]] = {}
    for tag, value in record:
        if value:
            fields.setdefault(names.get(tag, tag), []).append(value)
    name = _first(fields, "id", "accession_number", "label", "title", "primary_title") or f"record {number}"
    if record[0][0] != "TY":
        yield Mended(name, "does not begin with a TY line", line)
    if sum(len(value) for _, value in record) > _LONGEST:
        yield Reject(name, f"is longer than {_LONGEST:,} characters", line)
        return
    yield from findings(name, line, _raw(fields))


def _raw(fields: dict[str, list[str]]) -> Raw:
    kind = _first(fields, "type_of_reference")
    title = _first(fields, "title", "primary_title", "CT")
    if not title:
        # A book's own title may stand where a chapter has that of its book.
        title = _first(fields, "BT", *(_BOOK_TITLES if kind in _BOOKS else ()))
    raw = Raw(
        title=title,
        abstract=_first(fields, "abstract", "notes_abstract"),
        authors=[_name(one) for one in fields.get("authors") or fields.get("first_authors") or ()],
        published=_date(fields),
        venue=_venue(fields, title),
    )
    for value in (*fields.get("doi", ()), *fields.get("DI", ())):
        raw.ids += [one for one in value.split() if "10." in one] or [value]
    for field in _MENTIONS:
        for value in fields.get(field, ()):
            arxiv = _ARXIV.search(value)
            doi = _DOI.search(value) if "doi" in value.lower() else None
            raw.maybe += [found for found in (arxiv and "arXiv:" + arxiv[1], doi and doi[0]) if found]
    for field in ("urls", "LK", "file_attachments1", "file_attachments2"):
        for value in fields.get(field, ()):
            # Files on somebody's disk (`internal-pdf://`, `C:\\`) are no addresses, and nobody's business.
            raw.urls += [
                one for one in re.split(r"[;\s]+", value) if one.lower().startswith(("http", "www."))
            ]
    return raw


def _name(name: str) -> str:
    """`Devlin, Jacob` is turned by the build; `Liu R.D.` of some databases is turned here."""
    name = " ".join(name.split())
    initials = _INITIALS.fullmatch(name)
    return f"{initials[2]} {initials[1]}" if initials else name.replace(" ,", ",").strip(", ")


def _date(fields: dict[str, list[str]]) -> str:
    """The fullest of the dates given; `2013/01/16/` has year, month, day and a word of the manager's."""
    found: list[str] = []
    for value in (v for f in ("date", "year", "publication_year") for v in fields.get(f, ())):
        parts = [part.strip() for part in value.split("/")]
        if len(parts) < 2 or not re.fullmatch(r"\d{4}", parts[0]):
            found.append(value)
            continue
        month = int(parts[1][:3]) if parts[1].isdecimal() else month_number(parts[1]) if parts[1] else None
        iso = parts[0]
        if month and 1 <= month <= 12:
            iso += f"-{month:02}"
            if len(parts) > 2 and re.fullmatch(r"\d{1,2}", parts[2]) and 1 <= int(parts[2]) <= 31:
                iso += f"-{int(parts[2]):02}"
        found.append(iso)
    return max(
        found,
        key=lambda date: (bool(re.match(r"\d{4}", date)), len(date) if len(date) <= 10 else 5),
        default="",
    )


def _venue(fields: dict[str, list[str]], title: str) -> str:
    names = (
        "journal_name",
        "secondary_title",
        "alternate_title3",
        "BT",
        "alternate_title2",
        "alternate_title1",
    )
    venue = _first(fields, *names)
    return "" if venue == title or _ARXIV.search(venue) or venue.lower() in ("arxiv", "arxiv.org") else venue


def _first(fields: dict[str, list[str]], *names: str) -> str:
    return next((fields[name][0] for name in names if fields.get(name)), "")


READER = Reader("ris", signs.ris, read, archive=True)
