"""People's names: a field split into authors, and each with the given name first. Pure."""

from __future__ import annotations

import re

_STRONG = re.compile(r"\s*[;|\n]\s*")
_AND = re.compile(r",?\s+(?:and|und|et(?!\s+al\b)|&)\s+|\s*&\s*", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]*){1,4}", re.UNICODE)
_SUFFIXES = (
    re.compile(r"(?:Jr|Sr|Ph\.?D)\.?", re.IGNORECASE),
    re.compile(r"II|III|IV|VI|MD", re.IGNORECASE),
    re.compile(r"[IV]\.?|M\.? ?D\.", re.IGNORECASE),
)
"""What may follow a name, surest first: nothing but a suffix; initials as well, as of Ivan Ivanovich Petrov;
mostly initials."""
_SINGLE = re.compile(r"[^\W\d_]\.?|(?:[^\W\d_]\.[\s-]*){2,4}", re.UNICODE)
"""Initials that no short name could be."""
_OTHERS = re.compile(r"(?:and\s+)?(?:others|et\s+al\.?|\.\.\.|…)", re.IGNORECASE)
_AND_OTHERS = re.compile(r"(?:,?\s+et\s+al\.?|,?\s+and\s+others|\s*…|\s*\.\.\.)$", re.IGNORECASE)
_OTHERS_BEGIN = frozenset("aAoOeE.…")
_CLOSING = (")", "]")
_NUMBERED = re.compile(r"\s*[\[(]\d+(?:,\s*\d+)*[\])]$")


def given_first(name: str) -> str:
    """`Gomez, Aidan N.` as `Aidan N. Gomez`; `King, Jr., Martin` with the suffix last; others unchanged."""
    parts = [part.strip() for part in name.split(",")]
    parts = [part for part in parts if part]
    if len(parts) == 2:
        family, given = parts
        # `Smith, II` lacks a given name, so that it is one; `John Smith, II` has his.
        if _doubt(given) < (2 if " " in family else 1):
            return f"{family} {given}"
        return f"{given} {family}"
    if len(parts) == 3:
        second, third = map(_doubt, parts[1:])
        if second <= third and second < len(_SUFFIXES):
            return f"{parts[2]} {parts[0]} {parts[1]}"
        if third < len(_SUFFIXES):
            return f"{parts[1]} {parts[0]} {parts[2]}"
    return " ".join(name.split()).strip(" ,")


def _doubt(part: str) -> int:
    """How doubtful it is that `part` is a suffix: its place in `_SUFFIXES`, or their number for none."""
    found = (place for place, pattern in enumerate(_SUFFIXES) if pattern.fullmatch(part))
    return next(found, len(_SUFFIXES))


def split(text: str) -> list[str]:
    """The authors that one field names, given name first.

    Parted by `;`, `|` or line ends where there are any; else by `and`, `&` and commas, whereby
    `Liu, Z., Lin, Y.` is two people and `Ze Liu, Yutong Lin` as well.
    """
    text = _AND_OTHERS.sub("", text.strip().strip(";,|"))
    if not text:
        return []
    if _STRONG.search(text):
        pieces = [given_first(piece) for whole in _STRONG.split(text) for piece in _ands(whole)]
    else:
        joined = _ands(text)
        if len(joined) > 1 and all("," in piece for piece in joined) and not _listed(joined[0]):
            pieces = [given_first(piece) for piece in joined]
        else:
            pieces = [name for piece in joined for name in _commas(piece)]
    return tidy(pieces)


def tidy(names: list[str]) -> list[str]:
    """`names` without empty ones, repeated blanks and `et al.`."""
    out = []
    for name in names:
        name = " ".join(name.split()).strip(" ,;")
        # The patterns are asked only where they can match: a digest names thousands of people.
        if name[-1:] in _CLOSING:
            name = _NUMBERED.sub("", name)
        if name and (name[0] not in _OTHERS_BEGIN or not _OTHERS.fullmatch(name)):
            out.append(name)
    return out


def _ands(text: str) -> list[str]:
    return [piece for piece in _AND.split(text) if piece and piece.strip()]


def _listed(text: str) -> bool:
    """`A, B` of a list `A, B and C`, as against one `Family, Given`: two full names stand there."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return len(parts) > 2 or all(" " in part for part in parts)


def _commas(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 2:
        return [text.strip()]
    if people := _paired(parts):
        return people
    # Suffixes belong to the name before them.
    joined: list[str] = []
    for part in parts:
        if joined and " " in joined[-1] and _doubt(part) < len(_SUFFIXES):
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    if people := _paired(joined):
        return people
    if len(joined) == 2 and " " not in joined[0] and " " not in joined[1]:
        return [f"{joined[1]} {joined[0]}"]
    if len(joined) == 2 and " " not in joined[0] and _INITIALS.fullmatch(joined[1].split()[-1]):
        return [f"{joined[1]} {joined[0]}"]
    return joined


def _paired(parts: list[str]) -> list[str]:
    """`Liu, Z., Lin, Y.` as two people; empty where family names and initials do not take turns."""
    families, initials = parts[::2], parts[1::2]
    if len(parts) % 2 or any(_doubt(one) == 0 for one in initials):
        return []
    if all(" " in one for one in families):
        pattern = _SINGLE
        # `John Smith, M.D., Jane Roe, M.D.`: what all of them have is no initials.
        if all(re.fullmatch(r"M\.? ?D\.", one, re.IGNORECASE) for one in initials) and len(parts) > 2:
            return []
    else:
        pattern = _INITIALS
    if not all(map(pattern.fullmatch, initials)):
        return []
    return [f"{given} {family}" for family, given in zip(families, initials, strict=True)]
