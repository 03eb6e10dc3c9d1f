"""Where a piece of text stands in another, case and accents aside; any characters, not only words."""

from __future__ import annotations

from digestui.text.folding import fold


def within(text: str, wanted: str) -> list[tuple[int, int]]:
    """Every stretch of `text` that reads as `wanted`, in order, none overlapping; none for nothing wanted."""
    sought = fold(wanted)
    if not sought:
        return []
    folded: list[str] = []
    begins: list[int] = []
    """For each folded character, where the one it came from begins."""
    for at, character in enumerate(text):
        found = fold(character)
        folded.append(found)
        begins += [at] * len(found)
    whole = "".join(folded)
    begins.append(len(text))
    places: list[tuple[int, int]] = []
    at = whole.find(sought)
    while at >= 0:
        end = at + len(sought)
        places.append((begins[at], max(begins[end - 1] + 1, begins[end])))
        at = whole.find(sought, end)
    return places
