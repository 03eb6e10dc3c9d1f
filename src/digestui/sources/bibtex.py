"""`bibtex`: BibTeX and BibLaTeX. What the fields mean; the text is taken apart in `bib_split`.

A broken entry is refused by its key and line, and the next one is read. Files named in entries are never
looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from digestui.errors import BadInput
from digestui.model.digest import DigestFacts
from digestui.sources import decode, signs
from digestui.sources.base import Finding, Hint, Mended, Reader, Reject
from digestui.sources.bib_split import Broken, Entry, Splitter
from digestui.sources.bib_tex import decode as text_of
from digestui.sources.build import Raw, findings
from digestui.sources.names import given_first
from digestui.sources.names import split as split_list
from digestui.sources.when import month_number

_NO_PAPERS = frozenset(("set", "xdata", "control", "bibnote", "customa", "jabref-meta"))
_VOLUMES = frozenset(("proceedings", "collection", "mvproceedings", "mvcollection", "book", "mvbook"))
_INHERITED = {"title": "booktitle", "subtitle": "booksubtitle", "booktitle": "booktitle"}
_NOT_INHERITED = frozenset((
    "crossref", "xref", "xdata", "ids", "label", "entryset", "related", "keywords", "abstract", "author",
    "doi", "url", "eprint", "eprinttype", "eprintclass", "archiveprefix", "primaryclass", "note", "file",
    "shorttitle",
))  # fmt: skip
_VENUES = (
    "journaltitle", "journal", "booktitle", "eventtitle", "school", "institution", "organization",
    "publisher",
)  # fmt: skip
_ID_FIELDS = ("arxiv", "arxivid", "arxiv_id", "openreview")
_MENTIONS = (
    "journal", "journaltitle", "howpublished", "note", "number", "volume", "publisher", "pages", "annote",
)  # fmt: skip
"""Fields in which people and programs mention an arXiv id."""
_PARENT = re.compile(r"\b(?:crossref|xdata)\s*=\s*[{\"]?\s*([^}\"\n]+)", re.IGNORECASE)
_ARXIV = re.compile(
    r"\barxiv(?:\.org/(?:abs|pdf)/|\s*[:\s]\s*)([a-z.-]{2,20}/\d{7}|\d{4}\.\d{4,5})(v\d+)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\\(?:url|href)\s*\{\s*([^{}\s]+)\s*\}")
_MONTH = re.compile(r"\s*(?:(\d{1,2})\b|[^a-z]*([a-z]{3}))", re.IGNORECASE)
_YEAR = re.compile(r"\b(\d{4})\b")


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    """The entries of a file that are papers, in order."""
    text, remarks = decode.text(stream, hint)
    splitter = Splitter(text)
    parents = _parents(splitter)
    first = next(splitter.entries(), None)
    if first is None:
        raise BadInput(
            hint.name or "standard input", "holds no BibTeX entry", "give a file with @article{...}"
        )
    yield DigestFacts(source="BibTeX", archive=True)
    yield from remarks
    seen: dict[str, int] = {}
    for entry in splitter.entries():
        record = entry.key or f"the entry in line {entry.line}"
        if isinstance(entry, Broken):
            yield Reject(record, entry.reason, entry.line)
            continue
        if entry.kind in _NO_PAPERS or (entry.kind in _VOLUMES and entry.key.lower() in parents):
            continue
        for line, reason in entry.remarks:
            yield Mended(record, reason, line)
        if entry.key and entry.key in seen:
            told = f"the key was used in line {seen[entry.key]} already; both are read"
            yield Mended(record, told, entry.line)
        seen.setdefault(entry.key, entry.line)
        yield from _paper(entry, record, parents)


def _parents(splitter: Splitter) -> dict[str, Entry]:
    """The entries that others take fields from, by key in lower case; they may stand anywhere."""
    named = ",".join(found[1] for found in _PARENT.finditer(splitter.text))
    wanted = {key.strip().lower() for key in named.split(",") if key.strip()}
    if not wanted:
        return {}
    return {e.key.lower(): e for e in splitter.entries() if isinstance(e, Entry) and e.key.lower() in wanted}


def _paper(entry: Entry, record: str, parents: Mapping[str, Entry]) -> Iterator[Finding]:
    fields = _with_parents(entry, parents)
    raw = Raw(
        title=_title(entry, fields),
        abstract=text_of(fields.get("abstract", "")),
        authors=_people(fields.get("author") or (fields.get("editor", "") if entry.kind in _VOLUMES else "")),
        published=_date(fields),
        venue=_venue(fields),
    )
    _identify(raw, fields)
    for found in findings(record, entry.line, raw):
        if isinstance(found, Reject) and "title" in found.reason and entry.remarks:
            found = Reject(found.record, f"{found.reason} ({entry.remarks[0][1]})", found.line)
        yield found


def _with_parents(entry: Entry, parents: Mapping[str, Entry]) -> dict[str, str]:
    """The entry's fields, filled from `xdata` (as they are) and `crossref` (its title is our book title)."""
    fields = {name: value for name, value in entry.fields.items() if value.strip()}
    for key in fields.get("xdata", "").split(","):
        parent = parents.get(key.strip().lower())
        if parent is not None:
            for name, value in parent.fields.items():
                fields.setdefault(name, value)
    parent = parents.get(fields.get("crossref", "").strip().lower())
    if parent is not None and parent is not entry:
        for name, value in parent.fields.items():
            if name not in _NOT_INHERITED:
                fields.setdefault(_INHERITED.get(name, name), value)
    return fields


def _title(entry: Entry, fields: Mapping[str, str]) -> str:
    title = fields.get("title", "")
    if not title and entry.kind in _VOLUMES:
        title = fields.get("booktitle", "") or fields.get("maintitle", "")
    title = text_of(title).strip()
    subtitle = text_of(fields.get("subtitle", "")).strip()
    if title and subtitle:
        return f"{title.rstrip(':')}: {subtitle}" if title[-1] not in "?!" else f"{title} {subtitle}"
    return title


def _people(field: str) -> list[str]:
    """The names of an author field, given name first; a name in braces stays whole."""
    if not field.strip():
        return []
    from bibtexparser.middlewares.names import split_multiple_persons_names

    field = " ".join(field.split())
    listed = split_multiple_persons_names(field)
    if len(listed) == 1 and (";" in field or field.count(",") > 2) and "=" not in field and field[0] != "{":
        return split_list(text_of(field))  # not BibTeX's way, but people's
    names = (_name(one.strip()) for one in listed)
    return [name for name in names if name and name.lower() not in ("others", "et al.", "et al")]


def _name(name: str) -> str:
    if name.startswith("{") and name.endswith("}") and name.find("}") == len(name) - 1:
        # `given_first` of the build turns what holds a comma; a group's name must not be turned.
        return text_of(name).replace(",", "")
    if ("=" in name and "," in name) or name.lower().startswith("family="):
        parts = dict(p.split("=", 1) for p in re.split(r",\s*(?=[a-z-]+\s*=)", name) if "=" in p)
        known = {k.strip().lower(): text_of(v).strip(' "') for k, v in parts.items()}
        return " ".join(
            known[k] for k in ("given", "prefix", "family", "suffix") if known.get(k) and "-i" not in k
        ).replace(",", "")
    decoded = text_of(name)
    if "," not in name:
        return decoded.replace(",", "")
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    try:
        whole = parse_single_name_into_parts(name, strict=False).merge_first_name_first
    except (ValueError, IndexError, StopIteration):
        whole = given_first(decoded)
    return text_of(whole).strip().replace(",", "")


def _date(fields: Mapping[str, str]) -> str:
    """`date` of BibLaTeX, else `year`, `month` and `day`; the month by number, name or macro."""
    date = text_of(fields.get("date", "")).strip()
    if date:
        return date.split("/")[0].strip() if "/" in date and date[:4].isdecimal() else date
    year = _YEAR.search(fields.get("year", ""))
    if year is None:
        return ""
    month = _MONTH.match(fields.get("month", ""))
    number = 0
    if month is not None:
        number = int(month[1]) if month[1] else 0
        if month[2]:
            number = month_number(month[2]) or 0
    if not 1 <= number <= 12:
        return year[1]
    day = re.search(r"\d{1,2}", fields.get("day", ""))
    return f"{year[1]}-{number:02}" + (f"-{int(day[0]):02}" if day and 1 <= int(day[0]) <= 31 else "")


def _venue(fields: Mapping[str, str]) -> str:
    for name in _VENUES:
        venue = text_of(fields.get(name, "")).strip()
        if venue:
            # `arXiv preprint arXiv:1706.03762` says where to find it, not where it appeared.
            return "" if _ARXIV.search(venue) or venue.lower() in ("arxiv", "arxiv.org", "corr") else venue
    return ""


def _identify(raw: Raw, fields: Mapping[str, str]) -> None:
    """Ids, categories and addresses, from the many fields in which they are kept."""
    eprint = text_of(fields.get("eprint", "")).strip()
    kind = (fields.get("eprinttype") or fields.get("archiveprefix") or "").strip().lower()
    if eprint and kind in ("", "arxiv"):
        (raw.ids if kind else raw.maybe).append(eprint)
        category = text_of(fields.get("eprintclass") or fields.get("primaryclass") or "").strip()
        raw.categories = [category] if category else None
    doi = text_of(fields.get("doi", "")).strip()
    if doi:
        raw.ids.append(doi)
    raw.maybe += [text_of(fields[n]).strip() for n in _ID_FIELDS if n in fields]
    for name in _MENTIONS:
        found = _ARXIV.search(fields.get(name, ""))
        if found:
            raw.maybe.append(found[1] + (found[2] or ""))
    for name, value in fields.items():
        if name in ("url", "link", "ee", "pdf", "code", "github", "biburl-") or name.startswith("bdsk-url"):
            raw.urls += [_plain(one) for one in value.split() if "://" in one or name == "url"]
        elif name in ("howpublished", "note", "annote"):
            raw.urls += [_plain(found[1]) for found in _ADDRESS.finditer(value)]


def _plain(address: str) -> str:
    """An address as written in a BibTeX file: without `\\url`, escapes and braces."""
    inside = _ADDRESS.search(address)
    address = inside[1] if inside else address.strip("{}<>")
    address = re.sub(r"\{?\\textasciitilde\}?(?:\{\})?", "~", address)
    return re.sub(r"\\([_%#&~$])", r"\1", address)


READER = Reader("bibtex", signs.bibtex, read, archive=True)
