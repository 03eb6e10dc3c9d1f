"""Which addresses a paper offers: its page, its PDF, its code. Pure; opening them is somebody else's job."""

from __future__ import annotations

import re

from digestui.library.derive import pdf_address
from digestui.model import keys
from digestui.model.rows import Detail
from digestui.patterns import later
from digestui.records import dataclass

ADDRESS = later(
    r"https?://[^\s<>\"'`{}\\^|]+"
    r"|(?<![\w/.@:-])(?:www\.)?(?:github|gitlab|huggingface|bitbucket|codeberg)\.(?:com|co|org)/[^\s<>\"'`{}\\^|]+",
    re.IGNORECASE,
)
"""An address in running text; code hosts also without their scheme."""

_CODE = later(
    r"https?://(?:www\.)?(?:"
    r"(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/[^/\s]+/[^/\s]+"
    r"|huggingface\.co/(?:datasets/|spaces/)?(?!papers/|docs/|blog/|posts/|collections/)[^/\s]+/[^/\s]+)",
    re.IGNORECASE,
)
_PAIRS = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of one paper; each begins with http."""

    page: str | None = None
    pdf: str | None = None
    code: tuple[str, ...] = ()


def trim(address: str) -> str:
    """`address` without the punctuation of the sentence it stood in."""
    while address:
        last = address[-1]
        if last in ".,;:!?*'…" or (last in _PAIRS and address.count(last) > address.count(_PAIRS[last])):
            address = address[:-1]
        else:
            break
    return address


def addresses(text: str) -> list[tuple[int, int, str]]:
    """Start, end and full address of each address in `text`."""
    if "/" not in text:
        return []
    found = []
    for match in ADDRESS.finditer(text):
        address = trim(match[0])
        if len(address) < 8 or address.endswith("//"):
            continue
        whole = address if address[:4].lower() == "http" else f"https://{address}"
        found.append((match.start(), match.start() + len(address), whole))
    return found


def is_code(address: str) -> bool:
    """True for a repository, model, data set or space on a host of code."""
    return _CODE.match(address) is not None


def bare(address: str) -> str:
    """An address as people read it: no scheme, no closing slash."""
    return re.sub(r"^https?://(?:www\.)?", "", address, flags=re.IGNORECASE).rstrip("/")


def links(detail: Detail) -> Links:
    """What `o`, `O` and `C` open for this paper."""
    paper = detail.paper
    known = (paper.key, *paper.keys, *detail.aliases)
    code: list[str] = []
    seen: set[str] = set()
    for address in (*paper.urls, *(a for _, _, a in addresses(paper.abstract))):
        same = bare(address).lower().removesuffix(".git")
        if is_code(address) and same not in seen:
            seen.add(same)
            code.append(address)
    pdf = pdf_address(paper) or next((u for u in map(keys.pdf_url, detail.aliases) if u), None)
    page = next((u for u in map(keys.page_url, known) if u), None)
    page = page or next((u for u in paper.urls if u != pdf and not is_code(u)), None)
    return Links(page, pdf, tuple(code))
