"""Authors' names taken apart as reference formats want them: family, given, particle, suffix."""

from __future__ import annotations

import re

from digestui.records import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in parts, or a group's as `literal` alone."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""


_GROUP = re.compile(
    r"\b(collaborations?|consortium|consortia|group|team|project|initiative|network|committee|organi[sz]ation|"
    r"society|association|foundation|institutes?|university|working party|investigators|authors|community|"
    r"labs?|laborator(y|ies)|inc\.?|ltd\.?|llc|corp\.?|openai|deepmind)\b|[:/@&0-9]|\band\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.IGNORECASE)


def split(name: str) -> Name:
    """`Ludwig van Beethoven` -> family Beethoven, particle van, given Ludwig; a group stays whole."""
    words = name.split()
    if len(words) < 2 or _GROUP.search(name):
        return Name(literal=" ".join(words))
    if "," in name:
        return _inverted(name)
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    start = len(words) - 1
    while start > 1 and _lower(words[start - 1]):
        start -= 1
    if start == 1 and len(words) > 2 and _lower(words[0]):
        start = 0
    return Name(words[-1], " ".join(words[:start]), " ".join(words[start:-1]), suffix)


def _inverted(name: str) -> Name:
    """`Family, Given` and `Family, Jr., Given`, and what merely holds a comma."""
    parts = [p.strip() for p in name.split(",")]
    if all(parts) and len(parts) == 2:
        if _SUFFIX.fullmatch(parts[1]):
            plain = split(parts[0])
            return Name(plain.family or plain.literal, plain.given, plain.particle, parts[1])
        return Name(parts[0], parts[1])
    if all(parts) and len(parts) == 3 and _SUFFIX.fullmatch(parts[1]):
        return Name(parts[0], parts[2], "", parts[1])
    return Name(literal=" ".join(name.split()))


def _lower(word: str) -> bool:
    return word[:1].islower() and word.isalpha()
