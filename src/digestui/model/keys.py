"""Paper keys: recognised in what people and sources write, ordered, and turned into addresses. Pure.

A key is `arxiv:2401.01234` (old: `arxiv:math/0309136`), `doi:10.x/y`, `openreview:ID`, `acl:ID`, or `title:`
and 16 hex digits. Making a title key needs folding and lives in `text.folding`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from digestui.patterns import later

ORDER = ("arxiv", "doi", "openreview", "acl", "title")
"""Kinds of keys, best first."""
_RANKS = {kind: number for number, kind in enumerate(ORDER)}

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|"
    "dg-ga|econ|eess|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|"
    "patt-sol|physics|plasm-ph|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con"
)
_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,6}"
_OLD = rf"(?:{_ARCHIVES})(?:\.[a-z]{{2}}(?:-[a-z]{{2,4}})?)?/\d{{7}}"
_VERSION = r"(?:v(?P<version>[1-9]\d{0,2}))?"
_ARXIV = later(rf"(?P<id>{_NEW}|{_OLD}){_VERSION}(?:\.pdf|\.html)?", re.IGNORECASE)
_VERSIONED = later(rf"(?:{_NEW}|{_OLD})v([1-9]\d{{0,2}})(?!\d)", re.IGNORECASE)
_ARXIV_PREFIX = later(r"(?:oai:)?arxiv(?:\.org)?[:/\s]\s*(?:abs/|pdf/|html/)?", re.IGNORECASE)
_ARXIV_DOI = later(r"10\.48550/arxiv\.(?P<rest>.+)", re.IGNORECASE)
_DOI = later(r"10\.\d{1,9}(?:\.\d+)*/\S{1,300}")
_BARE_NEW = later(_NEW, re.ASCII)
_BARE_DOI = later(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_PREFIX = later(r"(?:https?://)?(?:dx\.|www\.)?doi(?:\.org)?[:/]\s*", re.IGNORECASE)
_ADDRESS = later(
    r"(?:https?://)?(?P<host>[a-z0-9.-]+\.[a-z]{2,})(?::\d+)?(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.I,
)
_ACL = later(r"[A-Z]\d{2}-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+", re.IGNORECASE)
_OPENREVIEW = later(r"[A-Za-z0-9_-]{6,40}")
_TITLE = later(r"title:[0-9a-f]{16}")
_ID_PARAMETER = later(r"(?:^|&)id=([^&]*)")

_ARXIV_HOSTS = ("arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org", "alphaxiv.org", "scirate.com")
_ARXIV_PATH = later(
    r"/(?:abs|pdf|html|format|ps|src|e-print|overview|arxiv|[a-z]{2}/abs)/(?P<rest>.+)", re.IGNORECASE
)
_PAPER_PATH = later(r"/(?:[a-z]{2}/)?papers?/(?:arxiv/)?(?P<rest>[^/]+)/?", re.IGNORECASE)
_PLAIN = later(r"[A-Za-z0-9/:;().,_\-~+*]+")
"""An id that an address needs no percent codes for."""
_TRAILING = ".,;:!?)]}>'\"”’*"


def _arxiv(text: str) -> str | None:
    m = _ARXIV.fullmatch(text.strip("/ "))
    if m is None:
        return None
    found = m["id"].lower()
    if "/" in found:
        # `math.AG/0309136` and `math/0309136` are one paper.
        archive, _, number = found.partition("/")
        found = f"{archive.partition('.')[0]}/{number}"
    return f"arxiv:{found}"


def _doi(text: str) -> str | None:
    text = unquote(text) if "%" in text else text
    text = _trim(text.split("?", 1)[0].split("#", 1)[0] if "#" in text or "?" in text else text)
    m = _DOI.fullmatch(text)
    if m is None or any(ch < " " for ch in text):
        return None
    as_arxiv = _ARXIV_DOI.fullmatch(text)
    if as_arxiv:
        return _arxiv(as_arxiv["rest"]) or f"doi:{text.lower()}"
    return f"doi:{text.lower()}"


def _trim(text: str) -> str:
    """Without the punctuation of the sentence around an id; a bracket stays where its pair is inside."""
    while text and text[-1] in _TRAILING:
        pair = {")": "(", "]": "[", ">": "<"}.get(text[-1])
        if pair and text.count(pair) >= text.count(text[-1]):
            break
        text = text[:-1]
    return text


def _acl(text: str) -> str | None:
    text = re.sub(r"(?:v\d+)?\.(?:pdf|bib|xml|html)$", "", text.strip("/"))
    if not _ACL.fullmatch(text):
        return None
    return f"acl:{text.upper() if text[0].isalpha() else text.lower()}"


def _address(text: str) -> str | None:
    m = _ADDRESS.fullmatch(text)
    if m is None:
        return None
    host, path, query = m["host"].lower().removeprefix("www."), unquote(m["path"] or ""), m["query"] or ""
    if host in _ARXIV_HOSTS or host.endswith(".arxiv.org"):
        found = _ARXIV_PATH.fullmatch(path)
        return _arxiv(found["rest"]) if found else None
    if host in (
        "huggingface.co",
        "hf.co",
        "paperswithcode.com",
        "semanticscholar.org",
        "api.semanticscholar.org",
    ):
        found = _PAPER_PATH.fullmatch(path)
        return _arxiv(found["rest"].removeprefix("arxiv:")) if found else None
    if host in ("doi.org", "dx.doi.org"):
        return _doi(path.lstrip("/"))
    if host.endswith("openreview.net"):
        found = _ID_PARAMETER.search(query)
        return f"openreview:{found[1]}" if found and _OPENREVIEW.fullmatch(found[1]) else None
    if host in ("aclanthology.org", "aclweb.org", "aclanthology.info"):
        return _acl(path.rstrip("/").rsplit("/", 1)[-1])
    # Publishers carry the DOI in the path.
    at = path.find("/10.")
    if at >= 0:
        found_doi = _doi(re.sub(r"/(?:full|abstract|pdf|epdf|meta|html)/?$|\.pdf$", "", path[at + 1 :]))
        if found_doi:
            return found_doi
    return None


def from_text(text: str) -> str | None:
    """The key that `text` names, canonical, or None: a bare or prefixed id, or an address of a paper's page.

    Any version of an arXiv id is the paper. White space and punctuation around it are passed over.
    """
    text = text.strip()
    if _BARE_NEW.fullmatch(text):
        return f"arxiv:{text}"
    if not text or len(text) > 600:
        return None
    text = text.strip("<>[]()\"'` ") if text[0] in "<[(\"'`" else text
    if _TITLE.fullmatch(text.lower()):
        return text.lower()
    found = _arxiv(_trim(text))
    if found:
        return found
    m = _ARXIV_PREFIX.match(text)
    if m:
        found = _arxiv(_trim(text[m.end() :].split("[")[0].split(" ")[0]))
        if found:
            return found
    if _BARE_DOI.match(text):
        return _doi(text)
    m = _DOI_PREFIX.match(text)
    if m:
        return _doi(text[m.end() :].split(" ")[0])
    lower = text.lower()
    if lower.startswith("openreview:"):
        rest = text[11:].strip()
        return f"openreview:{rest}" if _OPENREVIEW.fullmatch(rest) else None
    if lower.startswith("acl:"):
        return _acl(text[4:].strip())
    if "." in text and "/" in text and " " not in text:
        return _address(_trim(text))
    return None


def best_first(keys: Iterable[str]) -> tuple[str, ...]:
    """`keys` without repeats, best kind first; keys of one kind keep their order."""
    unique = tuple(dict.fromkeys(keys))
    return unique if len(unique) < 2 else tuple(sorted(unique, key=_rank))


def _rank(key: str) -> int:
    return _RANKS.get(key.partition(":")[0], len(ORDER))


def arxiv_version(text: str) -> int | None:
    """The version that an arXiv id or address names (`2401.01234v3` is 3), or None."""
    m = _VERSIONED.search(text) if "v" in text or "V" in text else None
    return int(m[1]) if m else None


def page_url(key: str) -> str | None:
    """The address of the paper's page; None for a title key."""
    kind, _, rest = key.partition(":")
    if kind == "arxiv":
        return f"https://arxiv.org/abs/{rest}"
    if kind == "doi":
        return "https://doi.org/" + (rest if _PLAIN.fullmatch(rest) else quote(rest, safe="/:;().,_-~+*"))
    if kind == "openreview":
        return f"https://openreview.net/forum?id={quote(rest, safe='_-')}"
    if kind == "acl":
        return f"https://aclanthology.org/{quote(rest, safe='._-')}/"
    return None


def pdf_url(key: str) -> str | None:
    """The address of the paper's PDF where the key alone tells it (not for DOIs)."""
    kind, _, rest = key.partition(":")
    if kind == "arxiv":
        return f"https://arxiv.org/pdf/{rest}"
    if kind == "openreview":
        return f"https://openreview.net/pdf?id={quote(rest, safe='_-')}"
    if kind == "acl":
        return f"https://aclanthology.org/{quote(rest, safe='._-')}.pdf"
    return None
