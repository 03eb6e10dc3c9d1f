"""How well words can be read on their grounds: contrast of two colours, weak pairs of a theme. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from digestui.ui.themes import Theme

WORDS = ("text", "bright", "soft", "faint", "accent", "star", "queue", "note", "done", "warn", "error")
GROUNDS = ("bg", "panel", "raised", "cursor", "cursor-blur", "focus", "selected")
LEAST = 4.5
"""What is asked of text for people whose sight is somewhat weaker."""


def luminance(colour: str) -> float:
    """How light `#rrggbb` is, from 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def weak(theme: Theme, changed: Iterable[str]) -> list[tuple[str, str]]:
    """What a user's `changed` roles have made hard to read: the role to blame, and a sentence on the worst
    pair. `faint` is not asked about where it gives way to `soft`."""
    changed = frozenset(changed)
    found: dict[str, tuple[float, str]] = {}
    for word, ground in (*((w, g) for w in WORDS for g in GROUNDS), ("match", "match-bg")):
        if not {word, ground} & changed or (word == "faint" and ground not in ("bg", "panel", "raised")):
            continue
        ratio = contrast(theme.colour(word), theme.colour(ground))
        blamed = word if word in changed else ground
        if ratio < LEAST and ratio < found.get(blamed, (LEAST, ""))[0]:
            found[blamed] = ratio, f"{word} on {ground} has a contrast of {ratio:.1f}, less than {LEAST}"
    return [(role, said) for role, (_, said) in found.items()]
