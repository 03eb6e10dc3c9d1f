"""Figures as lines: numbers, the year as a heatmap, bars. Pure.

Colour says how much, and where there is none shape does: the five degrees of the heatmap are five marks then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import zip_longest

from digestui.model.statistics import PERIODS, DigestFunnel, Figures, Funnel
from digestui.records import dataclass
from digestui.text import dates, safe, widths
from digestui.ui.glyphs import Glyphs
from digestui.ui.show import ink
from digestui.ui.show.ink import BLANK, FAINT, SOFT, STRONG, TEXT, Ink, Line, Piece, Target

WEEKS = 106
"""Weeks of the heatmap at most."""
LABEL = 5
"""Cells of the weekdays' names beside it."""
GAP = 4
TWO_FROM, THREE_FROM = 96, 168
"""Cells from which there are two and three columns of figures."""
BAR = Ink("h3")
NAMES = 22
"""Cells of a name before its bar at most."""


@dataclass(frozen=True, slots=True)
class Look:
    """How figures are drawn."""

    glyphs: Glyphs
    coloured: bool = True
    """Whether degrees are told by colour."""

    @property
    def plain(self) -> bool:
        """Numbers only: what is drawn is read out."""
        return self.glyphs.plain

    def degree(self, level: int) -> Piece:
        """One cell of the heatmap."""
        if self.coloured:
            return Piece(self.glyphs.square, Ink(f"h{level}"))
        return Piece(self.glyphs.heat[level], Ink("text"))


def page(figures: Figures, width: int, look: Look, cursor: date, most: int = 8) -> list[Line]:
    """All figures for a screen of `width` cells; the heatmap's bracket stands on the day `cursor`.

    Lists of digests, tags, authors have `most` lines at most.
    """
    lines = [*numbers(figures, width, plain=look.plain), BLANK]
    if look.plain:
        width = min(width, TWO_FROM - 1)
    else:
        lines += [*heatmap(figures, width, look, cursor), BLANK]
    parts: list[_Part] = [
        _Steps(figures, look),
        _Funnels("By source", [(safe.one_line(name), f) for name, f in figures.sources], look, most),
        _Funnels("By digest", [(_called(d, figures.today), d.funnel) for d in figures.digests], look, most),
        _Ranked("Starred by tag", [(f"#{name}", n) for name, n in figures.tags], look, most),
        _Ranked("Starred by author", figures.authors, look, most),
    ]
    if not look.plain:
        parts.append(_Hours(figures, look))
    if width >= THREE_FROM:
        groups = [parts[:2], parts[2:3], parts[3:]]
        sizes = [width * 2 // 5 - GAP, width * 3 // 10 - GAP]
    elif width >= TWO_FROM:
        groups = [parts[:3], parts[3:]]
        sizes = [width - 30 - GAP]
    else:
        return [*lines, *_stack(parts, width)]
    sizes.append(width - sum(sizes) - GAP * len(sizes))
    return [*lines, *_beside([_stack(g, s) for g, s in zip(groups, sizes, strict=True)], sizes)]


class _Part:
    """A block of lines that is written for the width it gets."""

    def __init__(self, title: str, about: str = "") -> None:
        self.title, self.about = title, about

    def head(self) -> Line:
        said = (Piece(f"  {self.about}", SOFT),) if self.about else ()
        return (Piece(self.title, STRONG), *said)

    def lines(self, width: int) -> list[Line]:
        """Its lines under the title; none where it has nothing to say."""
        raise NotImplementedError


def _stack(parts: Sequence[_Part], width: int) -> list[Line]:
    out: list[Line] = []
    for part in parts:
        if body := part.lines(width):
            out += [*([BLANK] if out else []), *(ink.cut(line, width) for line in (part.head(), *body))]
    return out


def _beside(blocks: Sequence[Sequence[Line]], sizes: Sequence[int]) -> list[Line]:
    out: list[Line] = []
    for row in zip_longest(*blocks, fillvalue=BLANK):
        line: Line = BLANK
        start = 0
        for part, size in zip(row, sizes, strict=True):
            if part:
                line = (*line, Piece(" " * (start - ink.line_width(line))), *part)
            start += size + GAP
        out.append(line)
    return out


# ---- numbers -------------------------------------------------------------------------------------------


def numbers(figures: Figures, width: int, *, plain: bool = False) -> list[Line]:
    """The five numbers that matter, three lines each, in as many columns as fit; `plain` is one line each."""
    oldest = figures.oldest_queued
    week = "this week"
    count = max(1, min(5, width // 15))
    cells = width // count
    decided = f"{figures.decided_week:,} decided"
    said = [
        (f"{figures.read:,}", "papers read", f"{figures.read_week:,} {week}"),
        (days(figures.streak), "in a row", f"longest {figures.longest:,}"),
        (f"{figures.queue:,}", "in queue", f"oldest {_day(oldest, figures.today)}" if oldest else ""),
        (f"{figures.notes:,}", "notes", f"{figures.noted_week:,} {week}"),
        (f"{figures.inbox:,}", "inbox", f"{decided} {week}" if cells > 21 else decided),
    ]
    if plain:
        return [
            (Piece(", ".join(filter(None, (f"{number} {what}", more))), TEXT),) for number, what, more in said
        ]
    lines: list[Line] = []
    for start in range(0, len(said), count):
        for row, look in enumerate((STRONG, TEXT, SOFT)):
            lines.append(
                tuple(
                    Piece(widths.pad(widths.cut(item[row], cells - 1), cells), look)
                    for item in said[start : start + count]
                )
            )
    return lines


def days(count: int) -> str:
    """`1 day`, `17 days`."""
    return "1 day" if count == 1 else f"{count:,} days"


def _day(day: date, today: date) -> str:
    return dates.show_day(day.isoformat(), today)


# ---- the year ------------------------------------------------------------------------------------------


def heatmap(figures: Figures, width: int, look: Look, cursor: date) -> list[Line]:
    """A column for each week, a row for each day of the week, months above."""
    weeks = max(1, min(WEEKS, (width - LABEL) // 2))
    last = max(figures.today, cursor)
    first = last - timedelta(days=last.weekday() + 7 * (weeks - 1))
    if cursor < first:  # an earlier year is looked at: it ends with the cursor's week
        first = cursor - timedelta(days=cursor.weekday() + 7 * (weeks - 1))
        last = first + timedelta(days=7 * weeks - 1)
    busiest = figures.busiest
    about = f"busiest: {dates.WEEKDAYS[busiest][:3].title()}" if busiest is not None else ""
    left: Line = (Piece("Papers read each day", STRONG), Piece(f"  {about}" if about else "", SOFT))
    scale: list[Piece] = [Piece("fewer", SOFT)]
    for level in range(5):
        scale += [Piece(" "), look.degree(level)]
    scale.append(Piece(" more", SOFT))
    used = LABEL + 2 * weeks
    lines = [ink.spread(left, tuple(scale), min(width, used)), _months(first, weeks)]
    for weekday in range(7):
        name = dates.WEEKDAYS[weekday][:3].title() if weekday in (0, 2, 4) else ""
        line = [Piece(widths.pad(name, LABEL - 1), FAINT)]
        bracket = False
        for week in range(weeks):
            day = first + timedelta(days=7 * week + weekday)
            here = day == cursor
            line.append(Piece("[" if here else "]" if bracket else " ", Ink("accent", bold=True)))
            if day > last or day > figures.today:
                line.append(Piece(" "))
            else:
                line.append(look.degree(figures.level(day))._replace(target=Target("day", day.isoformat())))
            bracket = here
        if bracket:
            line.append(Piece("]", Ink("accent", bold=True)))
        lines.append(tuple(line))
    return lines


def _months(first: date, weeks: int) -> Line:
    text = " " * LABEL
    for week in range(weeks):
        monday = first + timedelta(days=7 * week)
        column = LABEL + 2 * week
        # A month is named over its first whole week, where the name before it leaves room.
        if (monday.day <= 7 or not week) and len(text.rstrip()) < column:
            name = dates.MONTHS[monday.month - 1]
            if week or monday.day <= 21:
                text = text.ljust(column) + name
    return (Piece(text[: LABEL + 2 * weeks], SOFT),)


# ---- what became of papers -----------------------------------------------------------------------------


def period(figures: Figures) -> str:
    """The period in words: `last 30 days`, `whole library`."""
    length = PERIODS[figures.period]
    return f"last {length} days" if length else "whole library"


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "0%"


class _Steps(_Part):
    def __init__(self, figures: Figures, look: Look) -> None:
        super().__init__(f"From inbox to note, {period(figures)}")
        self.figures, self.look = figures, look

    def lines(self, width: int) -> list[Line]:
        funnel = self.figures.funnel
        steps = (
            ("arrived", funnel.arrived, ""),
            ("seen", funnel.seen, f"{_share(funnel.seen, funnel.arrived)} of arrived"),
            ("kept", funnel.kept, f"{_share(funnel.kept, funnel.seen)} of seen"),
            ("read", funnel.read, f"{_share(funnel.read, funnel.kept)} of kept"),
            ("noted", funnel.noted, f"{_share(funnel.noted, funnel.read)} of read"),
        )
        room = max(4, width - 9 - 26)
        lines: list[Line] = []
        for name, count, said in steps:
            bar = _bar(count, funnel.arrived, room, self.look)
            number = Piece(f"{count:,}", STRONG)
            lines.append((Piece(f"{name:<9}", TEXT), *bar, Piece("  " if bar else ""), number))
            if said:
                lines[-1] = (*lines[-1], Piece(f"  {said}", SOFT))
        return [*lines, *_medians(self.figures, width)]


def _bar(count: int, most: int, room: int, look: Look) -> Line:
    cells = max(1, round(room * count / most)) if count and most and not look.plain else 0
    return (Piece(look.glyphs.block * cells, BAR),) if cells else BLANK


def _medians(figures: Figures, width: int) -> list[Line]:
    said = []
    if figures.to_decision is not None:
        said.append(f"from arrival to decision {span(figures.to_decision)}")
    if figures.to_done is not None:
        said.append(f"from queue to done {span(figures.to_done)}")
    return ink.wrap("Median " + "; ".join(said), width, SOFT) if said else []


def span(seconds: float) -> str:
    """A length of time in one unit: `45 s`, `12 min`, `9 h`, `4 days`."""
    for size, unit, until in ((1, "s", 60), (60, "min", 5400), (3600, "h", 129_600)):
        if seconds < until:
            return f"{max(1, round(seconds / size))} {unit}"
    return f"{round(seconds / 86_400):,} days"


class _Funnels(_Part):
    """Small funnels under each other: a bar of kept, seen and unseen papers, and the shares."""

    def __init__(self, title: str, rows: Sequence[tuple[str, Funnel]], look: Look, most: int) -> None:
        super().__init__(title, f"{len(rows) - most:,} more" if len(rows) > most else "")
        self.rows, self.look = rows[:most], look

    def lines(self, width: int) -> list[Line]:
        if not self.rows:
            return []
        most = max(funnel.arrived for _, funnel in self.rows)
        digits = len(f"{most:,}")
        tail = digits + 2 + 9 + 2 + 9
        names = min(30, max(widths.width(name) for name, _ in self.rows), max(8, width - tail - 12))
        room = 0 if self.look.plain else max(0, width - names - tail - 4)
        lines: list[Line] = []
        for name, funnel in self.rows:
            shown = widths.pad(widths.cut(name, names, self.look.glyphs.ellipsis), names)
            shares = (
                f"{_share(funnel.seen, funnel.arrived):>4} seen",
                f"{_share(funnel.kept, funnel.seen):>4} kept",
            )
            lines.append(
                (
                    Piece(shown + "  ", TEXT),
                    *self._stacked(funnel, most, room),
                    Piece(f"  {funnel.arrived:>{digits},}", Ink("bright")),
                    *(Piece(f"  {share}", SOFT) for share in shares),
                )
            )
        return lines

    def _stacked(self, funnel: Funnel, most: int, room: int) -> Line:
        cells = max(1, round(room * funnel.arrived / most)) if room and funnel.arrived else 0
        kept = min(cells, round(cells * funnel.kept / funnel.arrived)) if cells else 0
        kept = kept or (1 if funnel.kept and cells else 0)
        seen = max(kept, min(cells, round(cells * funnel.seen / funnel.arrived))) if cells else 0
        runs = ((kept, 4), (seen - kept, 2), (cells - seen, 0))
        glyphs = self.look.glyphs
        bar: Line
        if self.look.coloured:
            bar = tuple(Piece(glyphs.block * n, Ink(f"h{level}")) for n, level in runs if n)
        else:
            bar = tuple(Piece(glyphs.heat[level] * n, TEXT) for n, level in runs if n)
        return (*bar, Piece(" " * (room - cells)))


def _called(digest: DigestFunnel, today: date) -> str:
    return f"{dates.show_day(digest.date, today)} {safe.one_line(digest.source or digest.name)}"


class _Ranked(_Part):
    """Names with a count and a bar."""

    def __init__(self, title: str, rows: Sequence[tuple[str, int]], look: Look, most: int) -> None:
        super().__init__(title)
        self.rows, self.look = rows[:most], look

    def lines(self, width: int) -> list[Line]:
        if not self.rows:
            return []
        names = min(NAMES, max(widths.width(safe.one_line(name)) for name, _ in self.rows), width - 12)
        most = max(count for _, count in self.rows)
        digits = len(f"{most:,}")
        room = min(40, max(0, width - names - digits - 4))
        lines: list[Line] = []
        for name, count in self.rows:
            shown = widths.pad(widths.cut(safe.one_line(name), names, self.look.glyphs.ellipsis), names)
            lines.append(
                (
                    Piece(f"{shown}  ", TEXT),
                    Piece(f"{count:>{digits},}  ", SOFT),
                    *_bar(count, most, room, self.look),
                )
            )
        return lines


class _Hours(_Part):
    def __init__(self, figures: Figures, look: Look) -> None:
        super().__init__("By hour")
        self.figures, self.look = figures, look

    def lines(self, width: int) -> list[Line]:
        hours = self.figures.hours
        most = max(hours)
        if not most or width < 24:
            return []
        blocks = self.look.glyphs.blocks
        columns = "".join(blocks[min(7, -(-8 * n // most) - 1)] if n else " " for n in hours)
        axis = "".join(f"{hour:<6}" for hour in (0, 6, 12, 18))
        return [(Piece(columns, BAR),), (Piece(axis, SOFT),)]
