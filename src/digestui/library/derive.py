"""What follows from a record: its fingerprint, its other spellings, whether it has code or a PDF. Pure."""

from __future__ import annotations

import re

from digestui.hashes import blake2b
from digestui.model.keys import pdf_url
from digestui.model.paper import Paper, Spellings, StoredPaper
from digestui.patterns import later

_HOST = later(
    r"(?:https?://)?(?:www\.)?(?:"
    r"(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/[\w.\-]+/[\w.\-]+"
    r"|(?:huggingface\.co|hf\.co)/(?!papers\b|blog\b|docs\b|join\b|login\b|collections\b)"
    r"(?:(?:datasets|spaces)/)?[\w.\-]+/[\w.\-]+)",
    re.IGNORECASE,
)
_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "huggingface.co", "hf.co")
_PDF = later(r"/pdfs?(?:[/?]|$)|\.pdf(?:[?#]|$)", re.IGNORECASE)
MARK = 16
"""Bytes of a fingerprint."""
_TRAILING = ".,;:)"


def code_urls(paper: Paper) -> tuple[str, ...]:
    """Addresses of code hosts in the record or its abstract, in order, without repeats."""
    found: dict[str, str] = {}
    for text in filter(_may_name_one, (*paper.urls, paper.abstract, paper.comment or "")):
        for match in _HOST.finditer(text):
            url = match[0].rstrip(_TRAILING).removesuffix(".git")
            url = url if "://" in url else "https://" + url
            found.setdefault(url.lower().replace("://www.", "://"), url)
    return tuple(found.values())


def has_pdf(paper: Paper) -> bool:
    """True if an address of the whole text is known."""
    return pdf_address(paper) is not None


def pdf_address(paper: Paper) -> str | None:
    """An address of the whole text: one the record names, else what an id tells."""
    named = next((url for url in paper.urls if _PDF.search(url)), None)
    return named or next((url for url in map(pdf_url, paper.keys) if url), None)


def fingerprint(paper: Paper) -> bytes:
    """A hash over everything the record says."""
    said = (
        *paper.keys,
        "\x1e",
        paper.title,
        paper.abstract,
        *paper.authors,
        "\x1e",
        paper.published or "",
        paper.updated or "",
        *paper.categories,
        "\x1e",
        paper.venue or "",
        *paper.urls,
        "\x1e",
        str(paper.upvotes),
        str(paper.version),
        paper.comment or "",
    )
    return blake2b("\x1f".join(said).encode("utf-8", "surrogatepass"), digest_size=MARK).digest()


def stored(paper: Paper, seen: bytes, known_title_key: str | None = None) -> StoredPaper:
    """The record with all that is derived from it; `seen` is the fingerprint of the record as it came."""
    from digestui.text.folding import title_key
    from digestui.text.spell import spellings

    return StoredPaper(
        paper=paper,
        title_key=known_title_key or title_key(paper.title),
        spellings=Spellings(*spellings(paper.title, paper.abstract, paper.authors)),
        has_code=_has_code(paper),
        has_pdf=has_pdf(paper),
        fingerprint=seen,
    )


def _has_code(paper: Paper) -> bool:
    return any(
        _HOST.search(text)
        for text in (*paper.urls, paper.abstract, paper.comment or "")
        if _may_name_one(text)
    )


def _may_name_one(text: str) -> bool:
    """A look that costs a twentieth of the pattern: an address of a host needs its name and a slash."""
    if "/" not in text:
        return False
    text = text.lower()
    return any(host in text for host in _HOSTS)
