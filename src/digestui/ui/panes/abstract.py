"""The abstract pane: one paper, whole, paged with the space bar, its matches stepped through.

It is given a `Detail` and says which tag, link or near paper was clicked. It asks for nothing but room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import time

from textual import events
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from digestui.model.rows import Detail, Row
from digestui.ui import show, themes
from digestui.ui.glyphs import Glyphs
from digestui.ui.panes.base import Pane
from digestui.ui.panes.chosen_lines import ChosenLines, words
from digestui.ui.show import ink
from digestui.ui.show.ink import Line, Piece, Target
from digestui.ui.show.paper import KEYS, Page, Spans
from digestui.ui.widgets.title_bar import Part

MEASURE = 72
"""Columns of text at most."""
AIRY_FROM = 30
"""Rows from which a blank one stands above the title."""
NEAR_FROM = 12
"""Spare rows from which near papers are shown."""
NEAR_ROWS = 6


class AbstractPane(Pane):
    """Shows one paper."""

    class TagClicked(Message):
        """A tag of the paper was clicked."""

        def __init__(self, tag: str) -> None:
            self.tag = tag
            super().__init__()

    class LinkClicked(Message):
        """An address was clicked: `kind` is `link` (then `address` is set), `page`, `pdf` or `code`."""

        def __init__(self, kind: str, address: str = "") -> None:
            self.kind = kind
            self.address = address
            super().__init__()

    class NearClicked(Message):
        """A near paper was clicked."""

        def __init__(self, paper: int) -> None:
            self.paper = paper
            super().__init__()

    class RoomForNear(Message):
        """There is room for near papers of `paper`, and none are known: `show_near` brings them."""

        def __init__(self, paper: int) -> None:
            self.paper = paper
            super().__init__()

    def __init__(
        self,
        glyphs: Glyphs,
        *,
        id: str | None = "abstract",
        keys: Mapping[str, str] = KEYS,
        ruled: bool = False,
    ) -> None:
        super().__init__("Abstract", glyphs, id=id, ruled=ruled)
        self.keys = keys
        """The keys named beside links: `page pdf code near`."""
        self.detail: Detail | None = None
        self.raw = False
        """Whether LaTeX is shown as it was written."""
        self._spans: Spans | None = None
        self._now: int | None = None
        self._page = Page()
        self._match = -1
        self._near: Sequence[Row] = ()
        self._near_of: int | None = None
        self._asked_near: int | None = None
        self._lines: tuple[Line, ...] = ()
        self._chosen: ChosenLines | None = None

    # What it shows.

    def show(self, detail: Detail | None, spans: Spans | None = None, *, now: int | None = None) -> None:
        """Show a paper, or none. The same paper again keeps the place where it was being read.

        `spans` gives the stretches of a text that the search matched; `now` is in seconds since 1970.
        """
        same = detail is not None and self.detail is not None and detail.id == self.detail.id
        if same and detail == self.detail and spans is self._spans:
            return
        self.detail, self._spans, self._now = detail, spans, now
        self._chosen = None
        if not same:
            self._top = 0
            self._match = -1
        self._changed_shape()

    def show_raw(self, raw: bool) -> None:
        """Show the text as the source wrote it, or made readable."""
        self.raw = raw
        self._changed_shape()

    def show_near(self, paper: int, rows: Sequence[Row]) -> None:
        """Near papers of `paper`, best first; dropped if another is shown by now."""
        if self.detail is not None and self.detail.id == paper:
            self._near, self._near_of = tuple(rows[:NEAR_ROWS]), paper
            self._changed_shape()

    @property
    def near(self) -> Sequence[Row]:
        """The near papers that are shown or known for this paper."""
        return self._near

    @property
    def percent(self) -> str:
        """How much has been in sight: `64%`, `whole`, or nothing without a paper."""
        if self.detail is None:
            return ""
        total = self.lines_total
        if total <= self.rows:
            return "whole"
        return f"{min(100, round(100 * (self._top + self.rows) / total))}%"

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self._top >= self.last_first

    @property
    def matches(self) -> int:
        """How many matches of the search there are."""
        return len(self._page.matches)

    def next_match(self, step: int = 1) -> bool:
        """Go to the next match (`n`), or back (`N`, step -1), around the ends; False where there is none."""
        places = self._page.matches
        if not places:
            return False
        if self._match < 0:
            below = [n for n, line in enumerate(places) if line + self._pad >= self._top]
            at = (below[0] if below else 0) if step > 0 else len(places) - 1
        else:
            at = (self._match + step) % len(places)
        self._match = at
        self.keep_in_sight(places[at] + self._pad, min(3, self.rows // 4))
        self._say()
        return True

    # Lines chosen to be quoted.

    @property
    def choosing(self) -> bool:
        """Whether lines are being chosen."""
        return self._chosen is not None

    def choose_lines(self) -> bool:
        """Begin to choose with the first line of the abstract that is in sight, or end it; False where there
        is no abstract."""
        if self._chosen is not None:
            self.end_choosing()
            return True
        first, last = self._page.body
        if self.detail is None or first >= last:
            return False
        start = max(first + self._pad, self._top)
        start = min(start, last - 1 + self._pad)
        self._chosen = ChosenLines(start, start)
        self.repaint_line(start)
        return True

    def draw_lines(self, by: int) -> None:
        """Draw the choice on by so many lines, back if negative."""
        if self._chosen is None:
            return
        first, last = self._page.body
        before = self._chosen
        self._chosen = before.drawn(by, first + self._pad, last - 1 + self._pad)
        for number in set(before.span) ^ set(self._chosen.span):
            self.repaint_line(number)
        self.keep_in_sight(self._chosen.head, 1)

    def end_choosing(self) -> bool:
        """Choose nothing; False if nothing was chosen."""
        if self._chosen is None:
            return False
        before, self._chosen = self._chosen, None
        for number in before.span:
            self.repaint_line(number)
        return True

    @property
    def chosen_words(self) -> str:
        """The words of the chosen lines, or of what the mouse selected; empty for none."""
        if self._chosen is not None:
            return words([self._lines[number] for number in self._chosen.span if number < len(self._lines)])
        selection = self.text_selection
        found = self.get_selection(selection) if selection is not None else None
        return words([(Piece(line),) for line in found[0].split("\n")]) if found else ""

    def ground(self, number: int) -> str:
        return "selected" if self._chosen is not None and number in self._chosen.span else "bg"

    # Layout.

    @property
    def measure(self) -> int:
        """Columns of text."""
        return max(1, min(MEASURE, self.columns - 3))

    @property
    def left(self) -> int:
        """Two columns, or what centres the text in a pane much wider than its measure."""
        spare = self.columns - 3 - self.measure
        return 2 if spare <= 0 else max(2, (self.columns - self.measure + 1) // 2)

    @property
    def _pad(self) -> int:
        return 1 if self.rows >= AIRY_FROM else 0

    @property
    def lines_total(self) -> int:
        return len(self._lines)

    def line(self, number: int) -> Line:
        return self._lines[number]

    def lay_out(self) -> None:
        self._chosen = None
        if self.detail is None:
            self._page, self._lines = Page(), ()
            self._say()
            return
        before = self.lines_total
        now = int(time()) if self._now is None else self._now
        self._page = show.abstract(
            self.detail, self.measure, self.glyphs, now, self._spans, self.keys, raw=self.raw
        )
        lines = [ink.BLANK] * self._pad + list(self._page.lines)
        spare = self.rows - len(lines)
        if spare >= NEAR_FROM:
            if self._near_of == self.detail.id:
                if self._near:
                    lines += [ink.BLANK, ink.BLANK]
                    lines += show.near(self._near, self.measure, self.glyphs, self.keys.get("near", "L"))
            elif self._asked_near != self.detail.id:
                self._asked_near = self.detail.id
                self.post_message(self.RoomForNear(self.detail.id))
        self._lines = tuple(lines)
        if self._top and before and before != self.lines_total:
            # Broken for another width: the words at the top of the pane stay about where they are.
            self._top = round(self._top * self.lines_total / before)
        self._top = max(0, min(self._top, self.last_first))
        self._match = min(self._match, len(self._page.matches) - 1)
        self._say()

    def scrolled(self) -> None:
        self._say()

    def _say(self) -> None:
        info: list[Part] = []
        if count := self.matches:
            place = f"{self._match + 1} of " if self._match >= 0 else ""
            info.append(Part(f"{place}{count} {'match' if count == 1 else 'matches'}"))
        if self.percent:
            info.append(Part(self.percent))
        self.entitle(info=tuple(info))

    # Clicks and selection.

    def clicked(self, number: int, target: Target | None, event: events.Click) -> None:
        if target is None:
            return
        if target.kind == "tag":
            self.post_message(self.TagClicked(target.value))
        elif target.kind == "link":
            self.post_message(self.LinkClicked("link", target.value))
        elif target.kind == "open":
            self.post_message(self.LinkClicked(target.value))
        elif target.kind == "near":
            self.post_message(self.NearClicked(int(target.value)))

    def render_line(self, y: int) -> Strip:
        """With the places in the text that a drag of the mouse asks for: they cost as much as the drawing."""
        strip, number = self.drawn_line(y), self._top + y - self.head
        if y < self.head or not 0 <= number < self.lines_total:
            return strip
        return strip.apply_offsets(-self.left, number)

    def drawn_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        number = self._top + y - self.head
        if y < self.head or not 0 <= number < self.lines_total:
            return strip
        chosen = self.text_selection
        if chosen is not None and (span := chosen.get_span(number)) is not None:
            strip = self._selected(strip, number, *span)
        return strip

    def _selected(self, strip: Strip, number: int, start: int, end: int) -> Strip:
        cells = ink.line_width(self._lines[number])
        start = self.left + max(0, min(start, cells))
        end = self.left + (cells if end < 0 else min(end, cells))
        if start >= end:
            return strip
        inside = strip.crop(start, end).apply_style(themes.of(self).style("bright", "selected"))
        return Strip.join([strip.crop(0, start), inside, strip.crop(end, strip.cell_length)])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The words under a drag of the mouse, without the padding around them."""
        words = []
        for number, line in enumerate(self._lines):
            if (span := selection.get_span(number)) is not None:
                start, end = span
                text = ink.plain(line)
                words.append(text[max(0, start) : None if end < 0 else end])
        return "\n".join(words), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()
