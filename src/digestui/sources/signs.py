"""By what a file's beginning shows which format it is: one cheap test for each, 0 (no) to 100.

A test gets up to 64 KB as UTF-8 without byte order mark and leading blanks. Content decides; the name only
tips the scale where content is silent. No library beyond the standard one is imported here, and no reader.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from digestui.model import keys
from digestui.records import dataclass
from digestui.sources.base import Hint
from digestui.sources.blanks import after_blanks

_DECODE = json.JSONDecoder(strict=False).raw_decode
_KEY = re.compile(r'"((?:[^"\\]|\\.){1,60})"\s*:')


@dataclass(frozen=True, slots=True)
class Shape:
    """What the beginning of a JSON file looks like."""

    top: str = ""
    """`[`, `{` or empty where it is no JSON."""
    keys: frozenset[str] = frozenset()
    """Names in the top object, as far as it was seen."""
    lists: tuple[str, ...] = ()
    """Those whose value is a list."""
    first: frozenset[str] = frozenset()
    """Names in the first record: the first object of a list, or the top object itself."""
    record: Any = None
    """The first record, where it was seen whole."""
    lines: bool = False
    """One object fills the first line and another begins the next."""


def _record(text: str, at: int) -> tuple[Any, frozenset[str], int]:
    """The object at `at`: (itself or None where it is cut, its names, where it ends)."""
    try:
        value, end = _DECODE(text, at)
    except (ValueError, RecursionError):
        return None, frozenset(_KEY.findall(text, at, at + 20_000)), len(text)
    return value, frozenset(value) if isinstance(value, dict) else frozenset(), end


@lru_cache(maxsize=2)
def shape(head: bytes) -> Shape:
    """What `head` looks like as JSON."""
    if head[:1] not in (b"[", b"{"):
        return Shape()
    text = head.decode("utf-8", "replace")
    if text[0] == "[":
        at = after_blanks(text, 1)
        for _ in range(20):  # the first object, past what is none
            if at >= len(text) or text[at] == "{":
                break
            try:
                _, at = _DECODE(text, at)
            except (ValueError, RecursionError):
                return Shape("[")
            at = after_blanks(text, at)
            at = after_blanks(text, at + 1) if text[at : at + 1] == "," else len(text)
        if at >= len(text):
            return Shape("[")
        value, names, _ = _record(text, at)
        return Shape("[", first=names, record=value)
    value, names, end = _record(text, 0)
    lines = text.find("\n", 0, end) < 0 and text[after_blanks(text, end) : after_blanks(text, end) + 1] == "{"
    top, lists, inner, inner_names = _walk(text)
    if inner_names and not lines and not _titled(top):
        return Shape("{", top, lists, inner_names, inner)
    # Of an object that is cut, `names` come from any depth.
    return Shape("{", top if value is None else names, lists, names, value, lines)


def _walk(text: str) -> tuple[frozenset[str], tuple[str, ...], Any, frozenset[str]]:
    """Names of the top object, those of lists, and the first object of the first list of objects."""
    at = after_blanks(text, 1)
    found: list[str] = []
    lists: list[str] = []
    inner: Any = None
    names: frozenset[str] = frozenset()
    try:
        while text[at] == '"' and len(found) < 200:
            name, at = _DECODE(text, at)
            found.append(name)
            at = after_blanks(text, at)
            if text[at] != ":":
                break
            at = after_blanks(text, at + 1)
            if text[at] == "[":
                lists.append(name)
                begin = after_blanks(text, at + 1)
                if not names and text[begin] == "{":
                    inner, names, _ = _record(text, begin)
            _, at = _DECODE(text, at)
            at = after_blanks(text, at)
            if text[at] != ",":
                break
            at = after_blanks(text, at + 1)
    except (ValueError, IndexError, RecursionError):
        pass
    return frozenset(found), tuple(lists), inner, names


_TITLES = frozenset(("title", "name", "paper_title", "papertitle"))


def _titled(names: frozenset[str]) -> bool:
    return any(name.lower().replace(" ", "_") in _TITLES for name in names)


# --- JSON -----------------------------------------------------------------------------------------------


def hf_json(head: bytes, hint: Hint) -> int:
    seen = shape(head)
    if seen.lines:
        return 0
    if "paper" in seen.first:
        paper = seen.record.get("paper") if isinstance(seen.record, dict) else None
        return 92 if paper is None or (isinstance(paper, dict) and "id" in paper) else 75
    if "dailyPapers" in seen.keys:
        return 92
    if {"summary", "title", "id"} <= seen.first and seen.first & {
        "upvotes", "submittedOnDailyAt", "discussionId", "ai_summary",
    }:  # fmt: skip
        return 90
    return 0


def kaggle_arxiv(head: bytes, hint: Hint) -> int:
    seen = shape(head)
    return (
        95 if {"authors_parsed", "id"} <= seen.first or {"versions", "update_date", "id"} <= seen.first else 0
    )


def openalex(head: bytes, hint: Hint) -> int:
    seen = shape(head)
    ident = seen.record.get("id") if isinstance(seen.record, dict) else None
    if isinstance(ident, str) and ident.startswith("https://openalex.org/W"):
        return 95
    if "results" in seen.lists and b"https://openalex.org/W" in head and "title" in seen.first:
        return 90
    return 90 if {"abstract_inverted_index", "authorships"} & seen.first and b"openalex.org" in head else 0


def semantic_scholar(head: bytes, hint: Hint) -> int:
    seen = shape(head)
    if "paperId" in seen.first or ("externalIds" in seen.first and "corpusid" in map(str.lower, seen.first)):
        return 92
    return 0


def openreview(head: bytes, hint: Hint) -> int:
    seen = shape(head)
    if "content" in seen.first and (
        "notes" in seen.lists or {"forum", "invitation", "invitations"} & seen.first
    ):
        return 92
    return 85 if "notes" in seen.lists and "count" in seen.keys else 0


_CSL_TYPES = frozenset(
    """article article-journal article-magazine article-newspaper book chapter dataset paper-conference report
    thesis webpage manuscript entry-encyclopedia entry entry-dictionary post post-weblog speech bill broadcast
    legal_case legislation map motion_picture patent personal_communication review software standard
    """.split()  # noqa: SIM905
)


def csl_json(head: bytes, hint: Hint) -> int:
    seen = shape(head)
    if seen.lines:
        return 0
    record = seen.record if isinstance(seen.record, dict) else {}
    issued = record.get("issued")
    if isinstance(issued, dict) and {"date-parts", "raw", "literal"} & issued.keys():
        return 88
    if record.get("type") in _CSL_TYPES and "title" in seen.first:
        return 80
    return 80 if {"issued", "type"} <= seen.first else 0


def jsonl(head: bytes, hint: Hint) -> int:
    seen = shape(head)
    if seen.top != "{":
        return 0
    if seen.lines:
        return 70 if _titled(seen.first) else 45
    if hint.name.lower().endswith((".jsonl", ".ndjson")):
        return 65
    if head.find(b"\n", 0, len(head) - 1) < 0:
        if {"key", "title", "place", "tags"} <= seen.first:
            return 60
        if seen.record is None and _titled(seen.keys) and len(head) >= 1 << 15:
            return (
                60  # One record fills all that is seen of the file: lines are read alike, and more of them.
            )
    # The first of many lines may be the broken one.
    lines = [line for line in head.split(b"\n")[:8] if line.strip()]
    starts = sum(line.startswith(b'{"') and line.rstrip().endswith(b"}") for line in lines)
    return 50 if len(lines) > 1 and starts * 2 > len(lines) else 0


def generic_json(head: bytes, hint: Hint) -> int:
    seen = shape(head)
    if not seen.top:
        # A lone string or number, or text after JSON, is worth a JSON reader's own complaint.
        return 5 if hint.name.lower().endswith(".json") else 0
    return 40 if _titled(seen.first) else 20


# --- XML and HTML ---------------------------------------------------------------------------------------

_ROOT = re.compile(rb"<(?![?!])(?:[a-z0-9_]+:)?([a-z0-9_]+)", re.IGNORECASE)
_PROLOG = re.compile(
    rb"(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|\s)*", re.DOTALL | re.IGNORECASE
)


@lru_cache(maxsize=2)
def root(head: bytes) -> str:
    """The name of the root element in lower case, or empty where the file does not begin like XML."""
    m = _PROLOG.match(head)
    at = m.end() if m else 0
    found = _ROOT.match(head, at)
    if found is None and head[:1] == b"<":
        # A prolog that is broken or hides entities: the first element that looks like a root.
        found = _ROOT.search(head)
    return found[1].decode("ascii").lower() if found else ""


def hf_html(head: bytes, hint: Hint) -> int:
    if b'data-target="DailyPapers"' in head or b"data-target='DailyPapers'" in head:
        return 96
    # The island may lie behind 64 KB of styles.
    return 60 if root(head) == "html" and b"huggingface.co" in head and b"Daily Papers" in head else 0


def arxiv_atom(head: bytes, hint: Hint) -> int:
    if root(head) != "feed":
        return 0
    return (
        95 if re.search(rb"arxiv\.org/api|export\.arxiv\.org|ArXiv Query:|arXiv Query:", head[:6000]) else 0
    )


def arxiv_rss(head: bytes, hint: Hint) -> int:
    if root(head) not in ("rss", "feed", "rdf"):
        return 0
    if b"announce_type" in head or b"Announce Type:" in head:
        return 97
    return (
        90 if re.search(rb"(?:rss|export)\.arxiv\.org/(?:rss|atom)|updates on arXiv\.org", head[:6000]) else 0
    )


def rss(head: bytes, hint: Hint) -> int:
    return 60 if root(head) in ("rss", "rdf") else 0


def atom(head: bytes, hint: Hint) -> int:
    return 60 if root(head) == "feed" else 0


def opml(head: bytes, hint: Hint) -> int:
    return 95 if root(head) == "opml" else 0


def acl(head: bytes, hint: Hint) -> int:
    return 95 if root(head) == "collection" and re.search(rb"<collection\s[^>]*\bid=", head) else 0


def pubmed(head: bytes, hint: Hint) -> int:
    if root(head) in ("pubmedarticleset", "pubmedarticle", "medlinecitationset", "pubmedbookarticleset"):
        return 95
    # Other tags may stand before it: `OWN - NLM`.
    tagged = re.match(rb"[A-Z]{2,4} *- ", head) and re.search(rb"^PMID- *\d", head[:8000], re.MULTILINE)
    return 93 if tagged else 0


def arxiv_listing_html(head: bytes, hint: Hint) -> int:
    if re.search(rb"<dl\s+id=['\"]?articles", head):
        return 95
    return 70 if root(head) == "html" and b"arxiv" in head and b"list-identifier" in head else 0


# --- plain text -----------------------------------------------------------------------------------------


def hf_text(head: bytes, hint: Hint) -> int:
    lines = [line.strip() for line in head.split(b"\n", 60)[:60] if line.strip()]
    if any(b"Get trending papers in your email inbox" in line for line in lines[:10]):
        return 96
    for at, line in enumerate(lines[:10]):
        if re.fullmatch(rb"[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?", line):
            rest = [len(line) for line in lines[at + 1 : at + 9]]
            pairs = list(zip(rest[::2], rest[1::2], strict=False))
            if pairs and all(short < 300 < long and long > 2 * short for short, long in pairs):
                return 75
    return 0


def bibtex(head: bytes, hint: Hint) -> int:
    m = re.search(rb"^[ \t]*@[a-z]+\s*[{(]", head, re.IGNORECASE | re.MULTILINE)
    if not m or head[:1] in (b"<", b"{", b"["):
        return 0
    return 90 if m.start() == 0 else 75 if hint.name.lower().endswith((".bib", ".bibtex")) else 58


def ris(head: bytes, hint: Hint) -> int:
    return 92 if re.search(rb"^TY {1,2}- ?", head, re.MULTILINE) and head[:1] not in (b"<", b"{", b"[") else 0


def arxiv_mail(head: bytes, hint: Hint) -> int:
    if head[:1] in (b"<", b"{", b"["):
        return 0
    return 94 if re.search(rb"^\\\\\s*\r?\n(?:arXiv:|Paper:? )", head, re.MULTILINE) else 0


_HEADINGS = frozenset(
    """title titles paper_title papertitle article_title document_title titel titre titulo título titolo name
    primary_title t1 ti
    """.split()  # noqa: SIM905
)


def _heading(head: bytes) -> tuple[str, str]:
    """(the heading row, the sign that parts it)."""
    text = head[:20_000].decode("utf-8", "replace")
    for line in text.split("\n")[:6]:
        line = line.strip("\r\ufeff ")
        if line.lower().startswith("sep=") or not line:
            continue
        best = max("\t;,|", key=line.count)
        return line, best if line.count(best) else ""
    return "", ""


def _names_title(line: str, sign: str) -> bool:
    cells = line.split(sign) if sign else [line]
    named = {re.sub(r"[\s_-]+", "_", cell.strip().strip("\"'").strip().lower()) for cell in cells}
    return bool(named & _HEADINGS)


def csv(head: bytes, hint: Hint) -> int:
    line, sign = _heading(head)
    if head[:1] in (b"<", b"{", b"[") or not line:
        return 0
    if _names_title(line, sign):
        return 72 if sign in (",", ";", "|") and sign else 30 if sign != "\t" else 0
    return 25 if hint.name.lower().endswith(".csv") and not _binary(head) else 0


def tsv(head: bytes, hint: Hint) -> int:
    line, sign = _heading(head)
    if sign == "\t" and _names_title(line, sign):
        return 74
    return 25 if hint.name.lower().endswith((".tsv", ".tab")) and not _binary(head) else 0


_PAPER_LINK = re.compile(
    rb"(?:arxiv\.org/(?:abs|pdf|html)/|doi\.org/10\.|openreview\.net/(?:forum|pdf)\?|aclanthology\.org/"
    rb"|huggingface\.co/papers/|aclweb\.org/anthology)",
    re.IGNORECASE,
)
_ITEM = re.compile(rb"^[ \t>]*(?:[-*+]|\d{1,3}[.)]|\|)[ \t]*\S", re.MULTILINE)


def markdown(head: bytes, hint: Hint) -> int:
    if head[:1] in (b"<", b"{") and not hint.name.lower().endswith((".md", ".markdown")):
        return 0
    named = hint.name.lower().endswith((".md", ".markdown", ".mkd"))
    linked = sum(bool(_PAPER_LINK.search(line)) for line in head.split(b"\n") if _ITEM.match(line))
    if linked:
        return 70 if named else 52
    return 15 if named else 0


def ids(head: bytes, hint: Hint) -> int:
    lines = [line.split(b"#")[0].strip() for line in head.split(b"\n")[:200]]
    lines = [line for line in lines if line]
    if not lines or head[:1] in (b"<", b"{"):
        return 0
    known = sum(keys.from_text(line.decode("utf-8", "replace")) is not None for line in lines)
    if known * 2 >= len(lines):
        return 68
    return 20 if known else 0


def _binary(head: bytes) -> bool:
    return b"\0" in head[:64] or sum(byte < 9 for byte in head[:1024]) > 20
