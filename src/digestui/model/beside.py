"""Notes written apart: which texts stand, told from nothing but the acts in their order. Pure.

Every act of a note names the text it began with. One that began with what stood there takes its place; one
that began with anything else was written somewhere else meanwhile, and both are kept, one under the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

BESIDE = "\n\n---\n\n"
"""Stands between two notes that were written apart and are both kept."""
LOOKED_AT = 6
"""So many texts side by side are tried in every selection; of more only all, one, or none."""

Standing = tuple[str, ...]
"""The texts that stand, oldest first; more than one where they were written apart."""


def together(standing: Standing) -> str:
    """The note as it is shown and stored; empty for none."""
    return BESIDE.join(standing)


def after(standing: Standing, old: str, new: str) -> Standing:
    """What stands after an act that found `old` and left `new` (empty takes the note away)."""
    left = _without(standing, old)
    if not new:
        return left
    if any(new in text for text in left):
        return left
    return (*(text for text in left if text not in new), new)


def with_part(whole: str, old: str, new: str) -> str:
    """A text that several wrote, after one of them went on from `old`, their part of it, to `new`. What the
    others wrote stays. Where `old` is not in it, or empty, `new` stands beside all there is."""
    before, behind = _around(whole, old)
    others = BESIDE.join(part for part in (before, behind) if part)
    if not new or _holds(others, new):
        return others
    if not others or _holds(new, others):
        return new
    return BESIDE.join(part for part in (before, new, behind) if part)


def _holds(text: str, other: str) -> bool:
    """Whether `other` is in a text, line by line: as a piece of a word nobody took it in knowingly."""
    return f"\n{other}\n" in f"\n{text}\n"


def _around(whole: str, part: str) -> tuple[str, str]:
    """What stands before and after a part of a text; all of it before, where it is no part."""
    if not part:
        return whole, ""
    before, found, behind = f"{BESIDE}{whole}{BESIDE}".rpartition(f"{BESIDE}{part}{BESIDE}")
    return (before.removeprefix(BESIDE), behind.removesuffix(BESIDE)) if found else (whole, "")


def _without(standing: Standing, old: str) -> Standing:
    """`standing` without the texts that `old` was made of: whoever wrote on it knew them."""
    if old == together(standing):
        return ()
    numbers = range(len(standing))
    sizes: Sequence[int] = range(len(standing) - 1, 0, -1) if len(standing) <= LOOKED_AT else (1,)
    for size in sizes:
        for chosen in combinations(numbers, size):
            if BESIDE.join(standing[n] for n in chosen) == old:
                return tuple(standing[n] for n in numbers if n not in chosen)
    return standing
