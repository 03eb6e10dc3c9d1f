"""Groups of filters as lines: which are shown, which a needle leaves, how one is written. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from digestui.model.rows import FacetGroup, FacetValue
from digestui.text import folding, safe, widths
from digestui.ui.glyphs import Glyphs
from digestui.ui.show import ink
from digestui.ui.show.ink import Ink, Line, Piece, Target

SHOWN: Mapping[str, int] = {"views": 9, "digests": 5, "tags": 10, "categories": 8, "years": 5, "sources": 6}
"""Values of a group shown until it is opened."""
SHOWN_ELSE = 8
_STATES: Mapping[str, tuple[str, str]] = {
    "unread": ("unread", "accent"),
    "starred": ("starred", "star"),
    "queued": ("queue", "queue"),
    "in queue": ("queue", "queue"),
    "noted": ("noted", "note"),
    "snoozed": ("snoozed", "warn"),
    "done": ("done", "done"),
    "dismissed": ("dismissed", "soft"),
    "tagged": ("tagged", "soft"),
}
"""The mark and its role of each state."""


class Entry(NamedTuple):
    """One line of the pane. A heading has no value; `more` is a count of hidden values."""

    group: str
    value: FacetValue | None = None
    place: int = 0
    """Which value of its group, from 1."""
    more: int = 0
    heading: bool = False
    word: str = ""
    """Said in the place of values."""


def limit(group: FacetGroup) -> int:
    """How many of its values a group shows until it is opened."""
    shown = SHOWN.get(group.name, SHOWN_ELSE)
    if len(group.values) == shown + 1 and not group.more:
        return shown + 1  # one value takes no more room than the word that there is one more
    return shown


def hidden(group: FacetGroup) -> int:
    """How many values a group does not show until it is opened."""
    return max(0, len(group.values) - limit(group)) + group.more


def entries(
    groups: Sequence[FacetGroup],
    *,
    opened: Collection[str] = (),
    closed: Collection[str] = (),
    needle: str = "",
    airy: bool = True,
) -> list[Entry]:
    """The lines of all groups, a blank one between them, with `airy` one above the first too.

    With a `needle` only values that hold it, of all there are, whatever is opened or closed.
    """
    out: list[Entry] = []
    folded = folding.fold(needle)
    for group in groups:
        part = (
            _narrowed(group, folded) if folded else _listed(group, group.name in opened, group.name in closed)
        )
        if part:
            out += [Entry("")] if out or airy else []
            out += part
    if folded and not out and not any(group.more for group in groups):  # else others are on their way
        out = [*([Entry("")] if airy else []), Entry("", word=f"nothing here holds {needle}")]
    return out


def _listed(group: FacetGroup, opened: bool, closed: bool) -> list[Entry]:
    head = Entry(group.name, heading=True)
    if closed:
        return [head._replace(more=len(group.values) + group.more)]
    shown = len(group.values) if opened else limit(group)
    out = [head, *(Entry(group.name, value, n) for n, value in enumerate(group.values[:shown], 1))]
    rest = 0
    for n, value in enumerate(group.values[shown:], shown + 1):
        if value.chosen or value.excluded:  # always in sight, or one could not let it go
            out.append(Entry(group.name, value, n))
        else:
            rest += 1
    if rest + group.more:
        out.append(Entry(group.name, more=rest + group.more))
    return out if len(out) > 1 else []


def _narrowed(group: FacetGroup, needle: str) -> list[Entry]:
    found = [Entry(group.name, v, n) for n, v in enumerate(group.values, 1) if needle in _fold(v.label)]
    return [Entry(group.name, heading=True), *found] if found else []


@lru_cache(maxsize=20_000)
def _fold(label: str) -> str:
    return folding.fold(label)


def write(entry: Entry, width: int, glyphs: Glyphs, *, lit: bool = False, needle: str = "") -> Line:
    """One line with its two cells of padding; `lit` puts the bar of the cursor before it."""
    value = entry.value
    bar = Piece(glyphs.cursor, Ink("accent")) if lit or (value and value.chosen) else Piece(" ")
    if value is not None and value.excluded:
        return (bar, Piece("-", Ink("warn", bold=True)), *_value(entry, value, width, glyphs, needle))
    if value is not None:
        return (bar, Piece(" "), *_value(entry, value, width, glyphs, needle))
    if entry.heading:
        name = Piece(entry.group.upper(), Ink("faint", bold=True), Target("group", entry.group))
        count = (Piece(f"  {entry.more}", Ink("faint")),) if entry.more else ()
        return (bar, Piece(" "), name, *count)
    if entry.more:
        return (bar, Piece(" "), Piece(f"{entry.more:,} more {glyphs.ellipsis}", Ink("faint")))
    if entry.word:
        return (bar, Piece(" "), Piece(widths.cut(entry.word, width, glyphs.ellipsis), Ink("soft")))
    return ink.BLANK


def _value(entry: Entry, value: FacetValue, width: int, glyphs: Glyphs, needle: str) -> Line:
    label = safe.one_line(value.label)
    colour = Ink("bright", bold=True) if value.chosen else Ink("soft" if value.count == 0 else "text")
    if value.excluded:
        colour = Ink("warn", strike=True)
    sign: Line = ()
    if entry.group == "views":
        sign = (Piece(f"{entry.place} " if entry.place <= 9 else "  ", Ink("accent")),)
    elif entry.group == "tags":
        sign, label = (Piece("# ", Ink("faint")),), label.removeprefix("#")
    elif entry.group == "state" and label in _STATES:
        mark, role = _STATES[label]
        sign = (Piece(f"{getattr(glyphs, mark)} ", Ink(role)),)
    count = glyphs.ellipsis if value.count is None else f"{value.count:,}"
    tail = (Piece(count, Ink("bright" if value.chosen else "faint")),)
    return ink.spread((*sign, *_found(label, colour, needle)), tail, width, glyphs.ellipsis)


def _found(label: str, colour: Ink, needle: str) -> Line:
    at = label.lower().find(needle.lower()) if needle else -1
    if at < 0:
        return (Piece(label, colour),)
    end = at + len(needle)
    mark = colour._replace(role="bright", bold=True, underline=True)
    return (Piece(label[:at], colour), Piece(label[at:end], mark), Piece(label[end:], colour))
