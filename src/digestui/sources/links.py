"""Web addresses in fields and in prose: found, cleaned, refused where they are none. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 2000

_FOUND = re.compile(r"https?://[^\s<>\"“”‘’|\\^`\x00-\x1f]+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s/?#:@]+(?:@[^\s/?#:@]+)?(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})|%(?:[01][0-9a-fA-F]|7[fF])")
_END = ".,;:!?'\"*_~…"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_BRACKETS = frozenset("()[]{}")
_BOUND = re.compile(r"https?://|[()\[\]{}]", re.IGNORECASE)
_BARE = re.compile(r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}/\S+", re.IGNORECASE)


def trim(address: str) -> str:
    """`address` without the punctuation of the sentence it stands in."""
    # An opening bracket that never closes is prose as well: `https://x.org/a{see`.
    for close, opening in _PAIRS.items():
        at = address.find(opening)
        if at > 0 and close not in address[at:]:
            address = address[:at]
    while address:
        last = address[-1]
        if last in _PAIRS:
            if address.count(last) <= address.count(_PAIRS[last]):
                break
        elif last not in _END:
            break
        address = address[:-1]
    return address


def tidy(address: str) -> str:
    """A found address without what is not part of it: `.git`, LaTeX, punctuation."""
    address = trim(address)
    if re.match(r"https?://(?:www\.)?(?:github|gitlab|bitbucket|codeberg)\.", address, re.IGNORECASE):
        address = address.removesuffix("/").removesuffix(".git")
    return address


def find(text: str) -> list[str]:
    """The addresses in prose, cleaned, in order, without repeats."""
    if "://" not in text:
        return []
    text = text.replace("\\_", "_").replace("\\%", "%").replace("\\#", "#").replace("\\&", "&")
    found = []
    for whole in (part for m in _FOUND.finditer(text) for part in _each(m[0])):
        address = tidy(whole[: LONGEST + 1])
        if len(address) > 10 and "." in address[8:] and len(address) <= LONGEST:
            found.append(address)
    return list(dict.fromkeys(found))


def _each(run: str) -> Iterator[str]:
    """The addresses in characters without a blank; each ends at a bracket that closes nothing in it, as in
    `https://a}{here}` and `https://a](https://b)`."""
    begin = -1
    open_: dict[str, int] = {}
    for m in _BOUND.finditer(run):
        sign = m[0]
        if begin < 0:
            if sign not in _BRACKETS:
                begin, open_ = m.start(), dict.fromkeys(_PAIRS.values(), 0)
        elif sign in open_:
            open_[sign] += 1
        elif sign in _PAIRS:
            if open_[_PAIRS[sign]]:
                open_[_PAIRS[sign]] -= 1
            else:
                yield run[begin : m.start()]
                begin = -1
    if begin >= 0:
        yield run[begin:]


def listed(value: str) -> list[str]:
    """The addresses of a field that holds several, parted by blanks; else the value as it is."""
    parts = value.split()
    return parts if len(parts) > 1 and all(_ADDRESS.fullmatch(part) for part in parts) else [value]


def clean(value: str) -> tuple[str | None, str]:
    """(a field's value as an http or https address, what is wrong with it or empty).

    (None, "") where there is nothing; (None, reason) where the value must not be opened. Control characters
    written in percent are told of but kept: they are only text.
    """
    address = value.strip()
    if not address:
        return None, ""
    if any(ch.isspace() or ch < " " or "\x7f" <= ch <= "\x9f" for ch in address):
        return None, "an address with blanks or line breaks in it is left out"
    if len(address) > LONGEST:
        return None, f"an address longer than {LONGEST} characters is left out"
    if not _SCHEME.match(address) and _BARE.fullmatch(address):
        address = "https://" + address
    if not _ADDRESS.fullmatch(address):
        return None, f"“{address[:60]}” is not a web address and is left out"
    if _PERCENT.search(address):
        return address, f"“{address[:60]}” has percent codes that mean nothing"
    return address, ""
