"""Which reader a file is for: by what it holds, then by its name. The table of all formats.

Readers are imported when they are asked for, so that looking costs nothing. A new format is a module with a
`READER`, a test in `signs`, and a line here.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable

from digestui.errors import BadInput, BadUsage
from digestui.records import dataclass
from digestui.sources import decode, signs
from digestui.sources.base import Hint, Reader

LEAST = 20
"""A file of which no format is surer than this is refused."""


@dataclass(frozen=True, slots=True)
class Format:
    """A line of the table."""

    module: str
    sign: Callable[[bytes, Hint], int]


FORMATS: dict[str, Format] = {
    "hf-text": Format("hf_text", signs.hf_text),
    "hf-json": Format("hf_json", signs.hf_json),
    "hf-html": Format("hf_html", signs.hf_html),
    "arxiv-atom": Format("arxiv_atom", signs.arxiv_atom),
    "arxiv-rss": Format("arxiv_rss", signs.arxiv_rss),
    "arxiv-mail": Format("arxiv_mail", signs.arxiv_mail),
    "arxiv-listing-html": Format("arxiv_listing_html", signs.arxiv_listing_html),
    "rss": Format("rss", signs.rss),
    "atom": Format("atom", signs.atom),
    "bibtex": Format("bibtex", signs.bibtex),
    "ris": Format("ris", signs.ris),
    "csl-json": Format("csl_json", signs.csl_json),
    "csv": Format("csv_table", signs.csv),
    "tsv": Format("tsv_table", signs.tsv),
    "json": Format("generic_json", signs.generic_json),
    "jsonl": Format("jsonl", signs.jsonl),
    "openalex": Format("openalex", signs.openalex),
    "semantic-scholar": Format("semantic_scholar", signs.semantic_scholar),
    "openreview": Format("openreview", signs.openreview),
    "acl": Format("acl", signs.acl),
    "kaggle-arxiv": Format("kaggle_arxiv", signs.kaggle_arxiv),
    "opml": Format("opml", signs.opml),
    "pubmed": Format("pubmed", signs.pubmed),
    "markdown": Format("markdown", signs.markdown),
    "ids": Format("ids", signs.ids),
}
ALIASES = {
    "json-flat": "json", "ndjson": "jsonl", "bib": "bibtex", "biblatex": "bibtex", "md": "markdown",
    "zotero": "csv", "zotero-csv": "csv", "nbib": "pubmed", "csl": "csl-json", "kaggle": "kaggle-arxiv",
}  # fmt: skip

_NOT_OURS = (
    (
        b"SQLite format 3\0",
        "is a SQLite database",
        "use `digestui restore` for a backup, or `--library` to open it",
    ),
    (b"%PDF-", "is a PDF", "import a list of papers, not a paper"),
    (b"\x89PNG", "is a picture", "give a file with papers"),
    (b"\xff\xd8\xff", "is a picture", "give a file with papers"),
    (b"GIF8", "is a picture", "give a file with papers"),
    (b"\x7fELF", "is a program", "give a file with papers"),
    (b"MZ\x90", "is a program", "give a file with papers"),
    (b"BZh", "is packed with bzip2", "unpack it first"),
    (b"\xfd7zXZ\0", "is packed with xz", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "is packed with zstd", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "is packed with 7z", "unpack it first"),
    (b"\x1f\x9d", "is packed with compress", "unpack it first"),
)
_HTML = re.compile(
    rb"\s*(?:<!doctype html|<html|<head|<body|<!--|<h1|<title|<center|<p[ >]|<div)", re.IGNORECASE
)


def names() -> tuple[str, ...]:
    """The names of all formats, as `--format` takes them."""
    return tuple(FORMATS)


def reader(name: str) -> Reader:
    """The reader of a format, aliases allowed; an unknown name raises `BadUsage`."""
    known = ALIASES.get(name.lower(), name.lower())
    if known not in FORMATS:
        raise BadUsage(f"--format {name}", "there is no such format", "one of " + ", ".join(FORMATS))
    module = importlib.import_module(f"digestui.sources.{FORMATS[known].module}")
    found: Reader = module.READER
    return found


def prepared(head: bytes) -> bytes:
    """The beginning of a file as the tests take it: UTF-8, no byte order mark, no leading blanks."""
    name, skip = decode.mark(head)
    name = name or decode.unmarked(head)
    if name and name != "utf-8":
        head = head[skip:].decode(name, "replace").encode("utf-8", "replace")
    else:
        head = head[skip:]
    return head.lstrip(b" \t\r\n\xef\xbb\xbf") if head[:1] in b" \t\r\n\xef" else head


def recognise(head: bytes, hint: Hint) -> str:
    """The format's name for a file that begins with `head` (up to 64 KB); `BadInput` where it is none."""
    name = hint.shown
    for magic, why, do in _NOT_OURS:
        if head.startswith(magic):
            raise BadInput(name, why, do)
    seen = prepared(head)
    if not seen:
        raise BadInput(name, "is empty", "give a file with papers")
    sure, best = max(
        ((one.sign(seen, hint), name) for name, one in FORMATS.items()), key=lambda pair: pair[0]
    )
    if sure >= LEAST:
        return best
    if seen.count(b"\0") * 50 > len(seen) or sum(byte < 9 for byte in seen[:2000]) * 20 > len(seen[:2000]):
        raise BadInput(name, "is a binary file of an unknown kind", "give a file with papers")
    if _HTML.match(seen):
        raise BadInput(
            name, "looks like HTML, but not a page of papers that is known", "save the papers' own page"
        )
    if seen[:1] == b"<":
        raise BadInput(
            name, f"is XML (<{signs.root(seen)}>) of an unknown kind", "name the format with --format"
        )
    if sure > 0:
        return best
    raise BadInput(
        name, "no known format is recognised in it", "name the format with --format, or see `import --help`"
    )
