"""How one row of the list is written: marks, title, tags, code, year, as spans with roles.

Pure, and free of Textual, because the door writes the first titles with it before Textual is loaded.
Colours are not known here: a span names a role of `themes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from digestui.model.rows import Row
from digestui.model.triage import Place
from digestui.records import dataclass
from digestui.text import latex, safe, widths
from digestui.ui.columns import Columns, cells
from digestui.ui.glyphs import Glyphs

MARKS = 7
"""Columns before the title: bar, space, unread, place, star, note, space."""
HANG = 2


class Span(NamedTuple):
    """A run of text in one role; `kind` adds `b`old, `i`talic, `m`atch."""

    text: str
    role: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RowState:
    """What the screen knows of a row beyond its record."""

    cursor: bool = False
    selected: bool = False
    gone: bool = False
    """It no longer matches the view and leaves at the next refresh."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where the search matched in the displayed title."""
    where: str = ""
    """Where else it matched, if not in the title: `abstract`."""


def title_of(row: Row) -> str:
    """A row's title as it is shown."""
    return safe.one_line(latex.display(row.title)) or "(no title)"


def row_spans(
    row: Row, width: int, lines: int, columns: Columns, state: RowState, glyphs: Glyphs, now: int
) -> list[list[Span]]:
    """The lines of one row, each a list of spans exactly `width` cells wide."""
    room = max(4, width - MARKS - columns.width(lines) - 1)
    title = title_of(row)
    parts = _title_lines(title, room, lines, glyphs.ellipsis)
    tags = row.triage.tags
    out: list[list[Span]] = []
    role, kind = _title_style(row, state)
    for number in range(lines):
        text, start = parts[number] if number < len(parts) else ("", 0)
        indent = HANG if number and text else 0
        line = _marks(row, state, glyphs, now) if number == 0 else [_bar(state, glyphs), Span(" " * 6, role)]
        body: list[Span] = [Span(" " * indent, role)] if indent else []
        last = number == min(len(parts), lines) - 1
        tail: list[Span] = []
        if last and (tags or state.where):
            tail, text = _tail(row, text, room - indent, columns, state, glyphs)
        body += _marked(text, start, state.spans, role, kind, glyphs)
        used = indent + widths.width(text)
        if tail:
            wide = sum(widths.width(span.text) for span in tail)
            gap = max(2, room - used - wide) if lines == 1 else 2
            gap = min(gap, room - used - wide)
            body += [Span(" " * gap, role), *tail]
            used += gap + wide
        line += body
        rest = " " * (room - used)
        told = cells(row, columns, number, lines, now, glyphs.ellipsis) if columns.names else ""
        if state.cursor:
            # In the colours of the terminal its line is reversed: there a blank has the colour of its role.
            line += [Span(rest, role), Span(told, "faint"), Span(" ", role)]
        else:
            line.append(Span(f"{rest}{told} ", "faint" if told else role))
        out.append(line)
    return out


def _title_style(row: Row, state: RowState) -> tuple[str, str]:
    if state.gone:
        return ("soft" if state.cursor or state.selected else "faint"), "i"
    if state.cursor:
        return "bright", "b"
    return ("soft" if row.triage.read else "bright"), ("" if row.triage.read else "u")


def _bar(state: RowState, glyphs: Glyphs) -> Span:
    if state.cursor and state.selected:
        return Span(glyphs.both, "note")
    if state.cursor:
        return Span(glyphs.cursor, "accent")
    return Span(glyphs.selected, "note") if state.selected else Span(" ", "bright")


def place_mark(row: Row, glyphs: Glyphs, now: int) -> Span:
    """The mark of the place column: a running snooze hides the place."""
    if row.triage.snoozed(now):
        return Span(glyphs.snoozed, "warn")
    place = row.triage.stands
    if place is Place.QUEUE:
        return Span(glyphs.queue, "queue")
    if place is Place.DONE:
        return Span(glyphs.done, "done")
    if place is Place.DISMISSED:
        return Span(glyphs.dismissed, "faint")
    return Span(" ", "bright")


_READ = Span(" " * MARKS, "bright")
_BEFORE, _BEHIND = Span("  ", "bright"), Span("    ", "bright")
"""What stands about the mark of an unread paper that nothing else is known of."""


def _marks(row: Row, state: RowState, glyphs: Glyphs, now: int) -> list[Span]:
    triage = row.triage
    decided = triage.starred or row.noted or triage.place or triage.snoozed_until
    if not (decided or state.cursor or state.selected):
        # Most rows: fewer spans are drawn sooner.
        return [_READ] if triage.read else [_BEFORE, Span(glyphs.unread, "accent"), _BEHIND]
    return [
        _bar(state, glyphs),
        Span(" ", "bright"),
        Span(" " if row.triage.read else glyphs.unread, "accent"),
        place_mark(row, glyphs, now),
        Span(glyphs.starred if row.triage.starred else " ", "star"),
        Span(glyphs.noted if row.noted else " ", "soft"),
        Span(" ", "bright"),
    ]


def _title_lines(title: str, room: int, lines: int, ellipsis: str) -> list[tuple[str, int]]:
    """At most `lines` pieces of the title, each with its offset in the title; the last one is cut."""
    if widths.width(title) <= room:
        return [(title, 0)]
    if lines == 1:
        return [(widths.cut(title, room, ellipsis), 0)]
    pieces = widths.wrap(title, room, HANG)
    out: list[tuple[str, int]] = []
    at = 0
    for number, piece in enumerate(pieces):
        piece = piece.strip()
        at = max(at, title.find(piece, at)) if piece else at
        if number == lines - 1:
            rest = title[at:]
            out.append((widths.cut(rest, room - HANG, ellipsis), at))
            break
        out.append((piece, at))
        at += len(piece)
    return out


def _tail(
    row: Row, text: str, room: int, columns: Columns, state: RowState, glyphs: Glyphs
) -> tuple[list[Span], str]:
    """What stands behind a title that may be cut for it: tags, and where else the search matched."""
    tail: list[Span] = []
    if state.where:
        where = f"in {state.where}"
        if widths.width(text) + 2 + widths.width(where) > room:
            where = glyphs.elsewhere
        tail = [Span(where, "faint")]
        room -= widths.width(where) + 2
        if widths.width(text) > room:
            text = widths.cut(text, room, glyphs.ellipsis)
    if row.triage.tags:
        tags, text = _tags(row.triage.tags if columns.tags else (), text, room, glyphs.ellipsis)
        tail = [*tags, Span("  ", "faint"), *tail] if tail else tags
    return tail, text


def _tags(tags: Sequence[str], text: str, room: int, ellipsis: str) -> tuple[list[Span], str]:
    """The tags after the title where all fit, else a bare `#` at the right of a title cut for it."""
    words = _written(tags)
    used = widths.width(text)
    if words and used + 2 + widths.width(words) <= room:
        return [Span(words, "faint")], text
    if used + 2 <= room:
        return [Span("#", "faint")], text
    return [Span("#", "faint")], widths.cut(text, room - 2, ellipsis)


def tag_at(line: Sequence[Span], x: int, tags: Sequence[str]) -> str | None:
    """The tag that a line of a row (as `row_spans` made it) shows at a column; None where it shows none."""
    written = _written(tags)
    for span in line:
        cells = widths.width(span.text)
        if x < cells and span.text == written:
            for tag in tags:
                wide = widths.width(_written([tag]))
                if x < wide:
                    return tag
                x -= wide + 1
            return None
        x -= cells
        if x < 0:
            return None
    return None


def _written(tags: Sequence[str]) -> str:
    return " ".join("#" + safe.one_line(tag) for tag in tags)


def _marked(
    text: str, start: int, spans: Sequence[tuple[int, int]], role: str, kind: str, glyphs: Glyphs
) -> list[Span]:
    """The text with the parts that matched set apart."""
    if not spans or not text:
        return [Span(text, role, kind)] if text else []
    end = start + len(text) - (len(glyphs.ellipsis) if text.endswith(glyphs.ellipsis) else 0)
    out: list[Span] = []
    at = start
    for left, right in spans:
        left, right = max(left, at), min(right, end)
        if left >= right:
            continue
        if left > at:
            out.append(Span(text[at - start : left - start], role, kind))
        out.append(Span(text[left - start : right - start], role, kind + "m"))
        at = right
    if text[at - start :]:
        out.append(Span(text[at - start :], role, kind))
    return out
