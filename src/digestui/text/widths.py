"""How many cells a text takes in a terminal, and cutting, padding and wrapping it by cells.

Everything counts by grapheme cluster: what a reader sees as one character is never torn. Text is expected to
be safe already (`safe`); a newline has no width. Nothing here draws.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from digestui.patterns import later

# A cluster: an emoji and what is joined to it, a pair of flag letters, Hangul jamo, a character and marks.
_EXTEND = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0816-\u082d"
    "\u0859-\u085b\u0898-\u089f\u08ca-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc"
    "\u09be-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83\u0abc\u0abe-\u0acd\u0b01-\u0b03"
    "\u0b3c\u0b3e-\u0b57\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c\u0c3e-\u0c56\u0c81-\u0c83\u0cbc\u0cbe-\u0cd6"
    "\u0d00-\u0d03\u0d3b\u0d3c\u0d3e-\u0d4d\u0d57\u0d81-\u0d83\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1"
    "\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e\u0f3f\u0f71-\u0f84\u0f86\u0f87\u0f8d-\u0fbc"
    "\u102b-\u103e\u1056-\u1059\u135d-\u135f\u17b4-\u17d3\u18a9\u1920-\u193b\u1ab0-\u1aff\u1b00-\u1b04\u1b34-\u1b44"
    "\u1dc0-\u1dff\u200c\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ua66f-\ua672\ua674-\ua67d\ua69e\ua69f\ua6f0\ua6f1"
    "\ua802\ua823-\ua827\ua880\ua881\ua8b4-\ua8c5\ua8e0-\ua8f1\uaa29-\uaa36\uabe3-\uabea\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U000e0100-\U000e01ef"
)
# A tone colours the picture before it; behind anything else it is a picture of its own.
_TONE = "[\U0001f3fb-\U0001f3ff]?"
_CLUSTER = later(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[\u1100-\u115e\ua960-\ua97c]+[\u1160-\u11ff]*[{_EXTEND}]*"
    f"|(?:[\u2190-\u2bff\U0001f000-\U0001faff]{_TONE}|.)"
    f"(?:[{_EXTEND}]|\u200d(?:[\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff](?=.|$){_TONE})?)*",
    re.DOTALL,
)
_PICTURE = later("[\u203c-\u3299\U0001f000-\U0001faff]")
_ELLIPSIS = "…"
_SPACES = later("[ \t\n]+")


@lru_cache(maxsize=4096)
def _cluster_width(cluster: str) -> int:
    first = cluster[0]
    if len(cluster) > 1 and "\ufe0f" in cluster and _PICTURE.match(first):
        return 2
    if "\U0001f1e6" <= first <= "\U0001f1ff":
        return 2 if len(cluster) == 2 else 1
    category = unicodedata.category(first)
    if category in ("Mn", "Me", "Cf", "Cc") or first in "\u1160\u200b":
        return 0
    return 2 if unicodedata.east_asian_width(first) in "WF" else 1


def clusters(text: str) -> list[str]:
    """`text` in grapheme clusters; joined they are `text`."""
    if text.isascii():
        return list(text)
    return _CLUSTER.findall(text)


def width(text: str) -> int:
    """Cells that `text` takes on one line."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_cluster_width, clusters(text)))


def _fit(text: str, cells: int) -> tuple[str, int]:
    """The longest beginning of `text` of at most `cells` cells, and its width."""
    if text.isascii() and text.isprintable():
        return text[:cells], min(len(text), cells)
    used, end = 0, 0
    for cluster in clusters(text):
        wide = _cluster_width(cluster)
        if used + wide > cells:
            break
        used += wide
        end += len(cluster)
    return text[:end], used


def cut(text: str, cells: int, ellipsis: str = _ELLIPSIS) -> str:
    """At most `cells` cells of `text`; where something is cut, it ends in `ellipsis`, inside the width."""
    if cells <= 0:
        return ""
    if width(text) <= cells:
        return text
    room = cells - width(ellipsis)
    if room <= 0:
        return _fit(ellipsis, cells)[0]
    return _fit(text, room)[0].rstrip() + ellipsis


def pad(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells: cut with an ellipsis, or filled with blanks."""
    if cells <= 0:
        return ""
    text = cut(text, cells)
    return text + " " * (cells - width(text))


def wrap(text: str, cells: int, hang: int = 0) -> list[str]:
    """`text` in lines of at most `cells` cells, broken at blanks; newlines end a line.

    Runs of blanks are one. Lines after the first of each paragraph begin with `hang` blanks, which count.
    A word longer than a line is broken between characters. Empty lines stay. Always at least one line.
    """
    cells = max(1, cells)
    hang = hang if hang + 2 <= cells else 0
    lines: list[str] = []
    for paragraph in text.split("\n"):
        _wrap_one(paragraph, cells, hang, lines)
    return lines


def _wrap_one(paragraph: str, cells: int, hang: int, lines: list[str]) -> None:
    indent = ""
    line, used = "", 0
    for word in _SPACES.split(paragraph.strip(" \t")):
        wide = width(word)
        if line and used + 1 + wide <= cells:
            line, used = f"{line} {word}", used + 1 + wide
            continue
        if line:
            lines.append(line)
            indent = " " * hang
        line, used = indent + word, len(indent) + wide
        while used > cells:
            head, _ = _fit(line, cells)
            if not head.strip(" "):
                # Not even one character fits beside the indent: let it stand alone, wider than asked.
                head = line[: len(indent)] + clusters(line[len(indent) :])[0]
            rest = line[len(head) :]
            if not rest:
                break
            lines.append(head)
            indent = " " * hang
            line = indent + rest
            used = width(line)
    lines.append(line)
