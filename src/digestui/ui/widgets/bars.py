"""The rows around the panes: header, the way between panes, status, footer. Each draws one line of spans.

They are given words and draw them; none asks anything of anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from digestui.text import safe, widths
from digestui.ui import themes
from digestui.ui.glyphs import Glyphs
from digestui.ui.row_layout import Span
from digestui.ui.strips import strip
from digestui.ui.themes import Theme
from digestui.ui.widgets.drawn import Drawn
from digestui.ui.widgets.marks import marks


def fit(
    left: Sequence[Span], right: Sequence[Span], width: int, *, pad: int = 2, ellipsis: str = "…"
) -> list[Span]:
    """Left words, then blanks, then right words, exactly `width` cells; the left gives way."""
    right_width = sum(widths.width(s.text) for s in right)
    if right_width > width - pad - 1:
        right, right_width = [], 0
    room = max(0, width - pad - right_width - 1)
    out = [Span(" " * min(pad, width), "text")]
    used = 0
    for span in left:
        cells = widths.width(span.text)
        if used + cells > room:
            cut = widths.cut(span.text, room - used, ellipsis) if room - used > 0 else ""
            out.append(span._replace(text=cut))
            used += widths.width(cut)
            break
        out.append(span)
        used += cells
    out.append(Span(" " * (room - used), "text"))
    out += right
    out.append(Span(" ", "text"))
    total = sum(widths.width(s.text) for s in out)
    if total < width:
        out.append(Span(" " * (width - total), "text"))
    return out


class Bar(Drawn):
    """One line of spans on the panel ground."""

    DEFAULT_CSS = """
    Bar { height: 1; width: 100%; background: $panel; }
    """
    GROUND = "panel"

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._strip: Strip | None = None
        self._drawn: tuple[object, ...] = ()
        self._theme: Theme | None = None

    def spans(self) -> list[Span]:
        """The words of the line, exactly as wide as the widget."""
        raise NotImplementedError

    def update_line(self) -> None:
        """Draw again if the words changed."""
        if not self.is_mounted or not self.size.width:
            return
        words = tuple(self.spans())
        if words != self._drawn:
            first = _first_difference(self._drawn, words)
            self._strip = None
            self.refresh(Region(first, 0, self.size.width - first, 1))

    def render_line(self, y: int) -> Strip:
        theme = themes.of(self)
        if self._strip is None or self._strip.cell_length != self.size.width or theme is not self._theme:
            words = self.spans()
            self._drawn, self._theme = tuple(words), theme
            self._strip = self._paint(words, theme).crop(0, self.size.width)
        return self._strip

    def _paint(self, words: Sequence[Span], theme: Theme) -> Strip:
        return strip(words, theme, self.GROUND, self.size.width)

    def on_resize(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        """Draw whatever changed, colours included."""
        self._strip = None
        self._drawn = ()
        self.refresh()


def _first_difference(old: Sequence[object], new: Sequence[object]) -> int:
    """The first column at which two lines of spans differ."""
    column = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        column += widths.width(one.text)  # type: ignore[attr-defined]
    return column


WIDE = 100
"""Columns from which the header says the order."""


class Header(Bar):
    """Name of the program, the query over the list, and at right how many papers in which order."""

    class SearchClicked(Message):
        """The box was clicked."""

    def __init__(self) -> None:
        super().__init__("header")
        self.list_left = 0
        self.list_width = 0
        self.query_spans: list[Span] = []
        self.facts: list[Span] = []
        self.order = ""
        """The order of the list, which is said where there is room for it."""

    def spans(self) -> list[Span]:
        width = self.size.width
        left = self.list_left
        room = max(1, min(self.list_width or width, width - left))
        out = fit([Span("digestui", "accent", "b")], [], left) if left else []
        prompt = [Span(" / ", "soft")] if room > 10 else []
        words = self.query_spans or [Span("type to search", "faint")]
        box = prompt + _cut_spans(words, room - 4, marks(self).ellipsis)
        used = sum(widths.width(s.text) for s in box)
        box.append(Span(" " * (room - used), "text"))
        out += [span._replace(kind=span.kind + "r") for span in box]
        rest = width - left - room
        order = [Span(f"  {self.order}", "soft")] if self.order and width >= WIDE else []
        facts = [*self.facts, *order]
        facts_width = sum(widths.width(s.text) for s in facts) + 2
        if facts_width <= rest:
            out += fit([], facts, rest)
        elif facts_width <= width - left - used - 2:
            # Where the list is all there is, the facts stand at the end of the box.
            blank = room - used - facts_width + rest
            out[-1] = Span(" " * max(0, blank), "text", "r")
            out += [*(s._replace(kind=s.kind + "r") for s in facts), Span("  ", "text", "r")]
        else:
            out.append(Span(" " * rest, "text"))
        return out

    def _paint(self, words: Sequence[Span], theme: Theme) -> Strip:
        grounds = ("raised" if "r" in span.kind else "panel" for span in words)
        parts = zip(words, grounds, strict=True)
        return Strip.join(strip([span], theme, ground, widths.width(span.text)) for span, ground in parts)

    def on_click(self, event: events.Click) -> None:
        if self.list_left <= event.x < self.list_left + max(1, self.list_width):
            self.post_message(self.SearchClicked())


def _cut_spans(spans: Sequence[Span], room: int, ellipsis: str) -> list[Span]:
    out: list[Span] = []
    for span in spans:
        cells = widths.width(span.text)
        if cells > room:
            if room > 0:
                out.append(span._replace(text=widths.cut(span.text, room, ellipsis)))
            break
        out.append(span)
        room -= cells
    return out


class Status(Bar):
    """Where one is, what happened, how to undo it, and news at the right."""

    def __init__(self) -> None:
        super().__init__("status")
        self.spoken = False
        """What happened comes before where one is: so it is wanted where the line is read out."""
        self.where: list[Span] = []
        self.happened: list[Span] = []
        self.news: list[Span] = []

    def spans(self) -> list[Span]:
        dots = marks(self).ellipsis
        room = self.size.width - 4 - sum(widths.width(s.text) for s in self.news)
        where = list(self.where)
        gap = [Span("  ", "text")] if where and self.happened else []
        used = sum(widths.width(s.text) for s in [*where, *gap])
        if self.spoken:
            words = [*self.happened, *gap, *where]
            return fit(_give_way(words, room, dots), self.news, self.size.width, ellipsis=dots)
        return fit(
            [*where, *gap, *_give_way(self.happened, room - used, dots)],
            self.news,
            self.size.width,
            ellipsis=dots,
        )

    def say(self, *words: Span) -> None:
        """Say what happened."""
        self.happened = list(words)
        self.update_line()


def _give_way(spans: Sequence[Span], room: int, ellipsis: str) -> list[Span]:
    """Shorten the spans marked `t` (titles), evenly, so that what stands after them stays."""
    cells = [widths.width(s.text) for s in spans]
    titles = sorted(n for n, s in zip(cells, spans, strict=True) if "t" in s.kind)
    if sum(cells) <= room or not titles:
        return list(spans)
    left = max(0, room - (sum(cells) - sum(titles)))
    share = 0
    for after, size in zip(range(len(titles), 0, -1), titles, strict=True):
        share = left // after
        left -= min(share, size)
    least = max(4, share)
    return [
        span._replace(text=widths.cut(span.text, least, ellipsis)) if "t" in span.kind else span
        for span in spans
    ]


class Footer(Bar):
    """The keys that work here now: whole items only, help last."""

    class Clicked(Message):
        """An item was clicked: run its command."""

        def __init__(self, command: str) -> None:
            self.command = command
            super().__init__()

    def __init__(self) -> None:
        super().__init__("footer")
        self.items: list[tuple[str, str, str]] = []
        """(keys, word, command), most used first."""
        self.last: tuple[str, str, str] = ("?", "help", "help")
        self._zones: list[tuple[int, int, str]] = []

    def show(self, items: Sequence[tuple[str, str, str]], last: tuple[str, str, str]) -> None:
        """Show these items."""
        self.items, self.last = list(items), last
        self.update_line()

    def spans(self) -> list[Span]:
        width = self.size.width
        last = [Span(self.last[0], "accent", "b"), Span(" " + self.last[1], "soft")]
        room = width - 4 - sum(widths.width(s.text) for s in last)
        left: list[Span] = []
        used = 0
        self._zones = []
        for keys, word, command in self.items:
            cells = widths.width(keys) + 1 + widths.width(word)
            gap = 3 if left else 0
            if used + gap + cells > room - 1:
                break
            left += [Span(" " * gap, "soft"), Span(keys, "accent", "b"), Span(" " + word, "soft")]
            self._zones.append((2 + used + gap, 2 + used + gap + cells, command))
            used += gap + cells
        self._zones.append((width - 1 - sum(widths.width(s.text) for s in last), width, self.last[2]))
        return fit(left, last, width)

    def on_click(self, event: events.Click) -> None:
        for start, end, command in self._zones:
            if start <= event.x < end:
                self.post_message(self.Clicked(command))
                return


class Tabs(Bar):
    """The way between panes where there is room for one."""

    class Chosen(Message):
        """A pane was clicked."""

        def __init__(self, pane: str) -> None:
            self.pane = pane
            super().__init__()

    PANES = ("filters", "list", "abstract", "note")

    def __init__(self, glyphs: Glyphs, keys: tuple[str, str]) -> None:
        super().__init__("tabs")
        self.glyphs = glyphs
        self.keys = keys
        """The keys that lead left and right."""
        self.front = "list"
        self.info = ""
        self._zones: list[tuple[int, int, str]] = []

    def spans(self) -> list[Span]:
        left: list[Span] = []
        column = 2
        self._zones = []
        for pane in self.PANES:
            word = pane.capitalize()
            if pane == self.front:
                word = f"{word} (here)" if self.glyphs.plain else word
                left += [Span(self.glyphs.cursor, "accent", "f"), Span(f" {word} ", "bright", "bf")]
            else:
                left.append(Span(f"  {word} ", "soft"))
            self._zones.append((column, column + len(word) + 3, pane))
            column += len(word) + 3
        back, forth = self.keys
        way = [
            Span(f" {back}", "accent", "b"),
            Span(f" {self.glyphs.back} {self.glyphs.forth} ", "soft"),
            Span(forth, "accent", "b"),
        ]
        # What the pane in front says comes before the keys, and neither over the names of the panes.
        room = self.size.width - column
        info = safe.one_line(self.info)
        info = info if widths.width(info) <= room else ""
        if sum(widths.width(span.text) for span in way) + max(1, widths.width(info)) < room:
            left += way
        return fit(left, [Span(info, "soft")] if info else [], self.size.width, pad=1)

    def render_line(self, y: int) -> Strip:
        words = self.spans()
        self._drawn = tuple(words)
        theme = themes.of(self)
        parts = [
            strip([span], theme, "focus" if "f" in span.kind else "panel", widths.width(span.text))
            for span in words
        ]
        return Strip.join(parts).crop(0, self.size.width)

    def on_click(self, event: events.Click) -> None:
        for start, end, pane in self._zones:
            if start <= event.x < end:
                self.post_message(self.Chosen(pane))
                return
