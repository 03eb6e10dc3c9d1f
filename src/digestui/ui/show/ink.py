"""Foreign text as lines of inked pieces: breaking, colouring, hitting. Never markup, never a colour.

A `Line` says what stands on a row and in which role; `paint` turns it into cells with a theme. Lines can
therefore be laid out once, compared in tests as plain values, and painted again when the theme changes.
Text that comes here is clean (`text.safe`) and, where it is wrapped, has single spaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from digestui.patterns import later
from digestui.text import widths

if TYPE_CHECKING:
    from textual.strip import Strip

    from digestui.ui.themes import Theme


class Ink(NamedTuple):
    """How a piece is written."""

    role: str = "text"
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False


class Target(NamedTuple):
    """What a click on a piece means: `link` an address, `tag` a tag, `open` page, pdf or code."""

    kind: str
    value: str


class Piece(NamedTuple):
    """A run of text in one ink."""

    text: str
    ink: Ink = Ink()
    target: Target | None = None


class Span(NamedTuple):
    """Ink over a stretch of a text, by offsets. Later spans win."""

    start: int
    end: int
    ink: Ink
    target: Target | None = None


Line = tuple[Piece, ...]
"""One row of cells."""

TEXT = Ink()
BRIGHT = Ink("bright")
STRONG = Ink("bright", bold=True)
SOFT = Ink("soft")
FAINT = Ink("faint")
KEY = Ink("accent", bold=True)
LINK = Ink("accent", underline=True)
MATCH = Ink("match", bold=True, underline=True)
RULED = Ink("line")
BLANK: Line = ()

_WORD = later(r"[^ ]+")
_HYPHEN = later(r"(?<=[^\W\d_]{2}[-‐–])(?=[^\W\d_]{2})|(?<=—)(?=\w)")
"""Where a word may part: after a hyphen with two letters on each side (`self-|supervised`, not `k-means`)."""
_CLOSING = frozenset("。，、」』）】》〉！？：；…・ー")
"""Characters that East Asian text does not begin a line with."""


def pieces(
    text: str, ink: Ink = TEXT, spans: Iterable[Span] = (), start: int = 0, end: int | None = None
) -> Line:
    """The stretch `start:end` of `text` with `spans` laid over `ink`."""
    stop = len(text) if end is None else end
    inside = [s for s in spans if s.start < stop and s.end > start and s.end > s.start]
    if not inside:
        return (Piece(text[start:stop], ink),) if stop > start else BLANK
    edges = sorted({start, stop, *(max(start, s.start) for s in inside), *(min(stop, s.end) for s in inside)})
    out: list[Piece] = []
    for left, right in pairwise(edges):
        over, target = ink, None
        for span in inside:
            if span.start <= left and span.end >= right:
                over, target = span.ink, span.target or target
        out.append(Piece(text[left:right], over, target))
    return tuple(out)


def wrap(
    text: str,
    width: int,
    ink: Ink = TEXT,
    spans: Sequence[Span] = (),
    *,
    keep: Sequence[tuple[int, int]] = (),
    hang: int = 0,
) -> list[Line]:
    """`text` in lines of at most `width` cells; stretches in `keep` are not broken where one fits a line.

    Lines after the first are indented by `hang` cells.
    """
    lines: list[Line] = []
    for start, end in breaks(text, width, keep=keep, hang=hang):
        line = pieces(text, ink, spans, start, end)
        lines.append((Piece(" " * hang, ink), *line) if lines and hang else line)
    return lines


def breaks(
    text: str, width: int, *, keep: Sequence[tuple[int, int]] = (), hang: int = 0
) -> list[tuple[int, int]]:
    """Start and end offsets of each line that `text` makes in `width` cells. No line is empty."""
    lines: list[tuple[int, int]] = []
    first = last = -1
    used = 0
    room = max(1, width)

    def turn() -> None:
        nonlocal first, last, used, room
        if first >= 0:
            lines.append((first, last))
            room = max(1, width - hang)
        first, last, used = -1, -1, 0

    for start, end, solid in _atoms(text, keep):
        cells = widths.width(text[start:end])
        gap = start - last if first >= 0 else 0
        wide = not solid and cells > end - start
        if used + gap + cells > room and not (wide and used + gap + 2 <= room):
            turn()
            gap = 0
        while used + gap + cells > room:
            # Longer than a line, or East Asian text, which breaks anywhere: fill this one with what fits.
            free = room - used - gap
            near = text[start : min(end, start + 10 * free + 16)]  # a cell holds nine characters at most
            part = _fitting(near, free, at_least_one=first < 0)
            if part:
                first = start if first < 0 else first
                last = start + part
                cells -= widths.width(text[start:last])
                start = last
            turn()
            gap = 0
            while start < end and text[start] == " ":
                start, cells = start + 1, cells - 1
        if start < end:
            first = start if first < 0 else first
            used += gap + cells
            last = end
    turn()
    return lines


def balanced(text: str, width: int) -> list[tuple[int, int]]:
    """Like `breaks`, for titles: no more lines, but where it can be no last line of one lone word."""
    lines = breaks(text, width)
    if len(lines) < 2 or " " in text[slice(*lines[-1])]:
        return lines
    for narrower in range(width - 1, width * 2 // 3, -1):
        tried = breaks(text, narrower)
        if len(tried) > len(lines):
            break
        if " " in text[slice(*tried[-1])]:
            return tried
    return lines


def _fitting(text: str, cells: int, *, at_least_one: bool) -> int:
    """How many characters of `text` go into `cells`, not leaving closing punctuation to begin a line."""
    count = len(widths.cut(text, cells, "")) if cells > 0 else 0
    if 1 < count < len(text) and text[count] in _CLOSING:
        count -= 1
    return count or (1 if at_least_one else 0)


def _atoms(text: str, keep: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, bool]]:
    """Stretches that stay on one line where they can, and whether each is one that was asked for."""
    kept = sorted(keep)
    at = 0
    position = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        if end <= position:
            continue
        start = max(start, position)
        solid = False
        while at < len(kept) and kept[at][1] <= start:
            at += 1
        while at < len(kept) and kept[at][0] < end:
            solid = True
            space = text.find(" ", max(end, kept[at][1]))
            end = len(text) if space < 0 else space
            at += 1
        position = end
        if solid or not ("-" in match[0] or not match[0].isascii()):
            yield start, end, solid
            continue
        left = start
        for cut in _HYPHEN.finditer(text, start, end):
            yield left, cut.start(), False
            left = cut.start()
        yield left, end, False


@lru_cache(maxsize=512)
def line_width(line: Line) -> int:
    """Cells a line takes."""
    return sum(widths.width(piece.text) for piece in line)


def cut(line: Line, width: int, ellipsis: str = "…") -> Line:
    """`line` in at most `width` cells, the ellipsis inside them."""
    if line_width(line) <= width:
        return line
    out: list[Piece] = []
    room = max(0, width - widths.width(ellipsis))
    for piece in line:
        cells = widths.width(piece.text)
        if cells > room:
            part = widths.cut(piece.text, room, "") if room > 0 else ""
            out.append(piece._replace(text=part.rstrip(" ") + ellipsis if width > 0 else ""))
            break
        out.append(piece)
        room -= cells
    return tuple(out)


def spread(left: Line, right: Line, width: int, ellipsis: str = "…", fill: str = " ") -> Line:
    """`left` and `right` at the two ends of `width` cells, `fill` between; the left one gives way."""
    cells = line_width(right)
    if cells > width - 4:
        right, cells = BLANK, 0
    room = width - cells - (2 if right else 0)
    left = cut(left, room, ellipsis)
    gap = width - cells - line_width(left)
    between = f" {fill * (gap - 2)} " if fill != " " and gap > 3 else " " * gap
    return (*left, Piece(between, RULED), *right)


def hit(line: Line, column: int) -> Target | None:
    """What stands at `column` of `line`."""
    for piece in line:
        column -= widths.width(piece.text)
        if column < 0:
            return piece.target
    return None


def plain(line: Line) -> str:
    """The text of a line."""
    return "".join(piece.text for piece in line)


def paint(line: Line, theme: Theme, width: int, *, on: str = "bg", left: int = 0) -> Strip:
    """`line` as `width` cells on the ground `on`, `left` blank cells before it."""
    from rich.segment import Segment
    from textual.strip import Strip

    ground = theme.style("text", on)
    if line_width(line) > width - left:
        line = cut(line, max(0, width - left), "")
    segments = [Segment(" " * left, ground)] if left else []
    for text, look, _ in line:
        role, bold, italic, underline, strike = look
        style = theme.style(role, on, bold=bold, italic=italic, underline=underline, strike=strike)
        segments.append(Segment(text, style))
    rest = width - left - line_width(line)
    if rest > 0:
        segments.append(Segment(" " * rest, ground))
    return Strip(segments, max(width, 0))
