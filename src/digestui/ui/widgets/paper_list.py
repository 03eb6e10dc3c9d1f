"""The list of papers: draws only the rows on the screen, scrolls by itself, carries its own rule.

The widget keeps its first row and draws the rule at its right edge, which is also its scrollbar, so that a
scroll is one refresh and a move within the page repaints two rows. It reads a `Listing`; who fills that, and
what follows a move, is the screen's business (`moved`, `need`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from digestui.model.rows import Row
from digestui.records import replace
from digestui.ui import themes
from digestui.ui.columns import USUAL, Columns, columns_for
from digestui.ui.glyphs import Glyphs
from digestui.ui.listing import Listing
from digestui.ui.row_layout import RowState, row_spans, tag_at, title_of
from digestui.ui.strips import LeanStrip, strip
from digestui.ui.widgets.rule import Ruled, Scroll, rule_strip

CACHED = 600
"""Drawn rows kept."""


class PaperList(Ruled, can_focus=True):
    """Rows of papers with a cursor."""

    DEFAULT_CSS = """
    PaperList { background: $bg; width: 1fr; height: 1fr; }
    """

    class Opened(Message):
        """A paper was double-clicked."""

    class TagClicked(Message):
        """A tag behind a title was clicked."""

        def __init__(self, tag: str) -> None:
            self.tag = tag
            super().__init__()

    def __init__(self, listing: Listing, glyphs: Glyphs, clock: Callable[[], int]) -> None:
        super().__init__(id="list")
        self.listing = listing
        self.glyphs = glyphs
        self.clock = clock
        self.lines = 2
        """Lines of one row."""
        self.top = 0
        """Place of the first row shown."""
        self.room = 0
        """Cells of a line as the panes are laid out: known before the widget has its size."""
        self.columns = Columns()
        self.recolumned: Callable[[], None] = lambda: None
        """Called when other columns stand there than before: they have a heading elsewhere."""
        self._valued: tuple[str, ...] = ()
        """Columns in which some paper of the view was seen to have a value: they stay while the view does."""
        self.wanted: Sequence[str] = USUAL
        """Columns that are to stand beside titles, if there is room and any row has a value."""
        self.matcher: Callable[[str], list[tuple[int, int]]] | None = None
        """Gives the spans of a title that the search matched."""
        self.moved: Callable[[], None] = lambda: None
        """Called after the cursor moved."""
        self.still: Callable[[], bool] = lambda: False
        """Whether the wheel leaves the list as it is: somebody writes about the paper under the cursor."""
        self.need: Callable[[int, int], None] = lambda first, last: None
        """Called with places whose rows are about to be shown."""
        self.empty: list[Strip] = []
        """What stands in the middle of a list without papers."""
        self.narrow = False
        """One pane has the screen to itself."""
        self._cache: dict[tuple[object, ...], tuple[Row | None, list[Strip]]] = {}
        """The lines of a row by all that they show, with the row itself: a new one of the same paper shows
        other things, wherever in memory it lies."""
        self._cache_look: object = None
        self._rule: dict[int, Strip] = {}
        self._rule_look: tuple[int, Scroll, themes.Theme, bool] | None = None
        self._look = (1, "")
        """Cells of a line and the name of the theme, for all lines of a frame."""
        self._pending_top = False

    # ---- geometry ------------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """Rows that fit whole."""
        return max(1, self.size.height // self.lines)

    @property
    def spot(self) -> Offset:
        """Where the terminal's cursor stands, if it shows."""
        if not len(self.listing):
            return Offset(0, max(0, (self.size.height - len(self.empty)) // 2 - 1))
        return Offset(0, max(0, self.listing.cursor - self.top) * self.lines)

    @property
    def text_width(self) -> int:
        return max(1, self.size.width - (1 if self.ruled else 0))

    def fit(self, room: int, lines: int, *, narrow: bool) -> None:
        """Rows of so many lines and cells from now on, `narrow` where one pane has the screen to itself; the
        cursor keeps its place on the screen."""
        if (room, lines, narrow) == (self.room, self.lines, self.narrow):
            return
        at = self.listing.cursor - self.top
        if lines != self.lines:
            self.lines = lines
            self.top = max(0, self.listing.cursor - min(at, self.page - 1))
        self.room, self.narrow = room, narrow
        self.reload()

    def other_view(self) -> None:
        """What is shown next is another view: its columns are its own."""
        self._valued = ()

    # ---- drawing -------------------------------------------------------------------------------------

    def reload(self, *, anew: bool = False) -> None:
        """Everything may have changed: draw all, from the cache what looks as it did; `anew` where the
        settings are others."""
        self._into_view()
        self._choose_columns()
        hour = self.clock() // 3600  # a row may tell how long ago something was
        look = (self.columns, self.matcher, self.lines, self.glyphs, hour)
        if anew or look != self._cache_look:
            self._cache_look = look
            self._cache.clear()
        self._ask()
        self.refresh()

    def repaint(self) -> None:
        """Rows may have changed: draw what is shown, from the cache where it still holds."""
        if self.listing.rows and not self.columns.whole:
            before = self.columns
            self._choose_columns()
            if before != self.columns:
                self._cache.clear()
        self.refresh()

    def _choose_columns(self) -> None:
        before = self.columns
        self.columns = columns_for(
            self._some_rows(),
            self.room,
            self.lines,
            narrow=self.narrow,
            wanted=self.wanted,
            known=self._valued,
        )
        self._valued = self.columns.there or self._valued
        if self.columns != before:
            self.recolumned()

    def repaint_papers(self, papers: list[int]) -> None:
        """Draw again the rows of these papers, where they are shown."""
        wanted = set(papers)
        last = min(len(self.listing.ids), self.top + self.page + 1)
        for place in range(self.top, last):
            if self.listing.ids[place] in wanted:
                self._repaint_row(place)

    def _repaint_row(self, place: int) -> None:
        y = (place - self.top) * self.lines
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.text_width, self.lines))

    def _some_rows(self) -> list[Row]:
        rows = self.listing.rows
        ids = self.listing.ids[self.top : self.top + 100]
        return [rows[i] for i in ids if i in rows]

    def _ask(self) -> None:
        self.need(self.top, self.top + self.page + 1)

    def render_line(self, y: int) -> Strip:
        if not len(self.listing):
            return self._empty_line(y)
        place, line = divmod(y, self.lines)
        place += self.top
        width, theme = self._look
        if place >= len(self.listing):
            body = Strip([Segment(" " * width, themes.of(self).style("text", "bg"))], width)
        else:
            body = self._row(place, width, theme)[line]
        return self._with_rule(body, y)

    def _row(self, place: int, width: int, theme: str) -> list[Strip]:
        listing = self.listing
        paper = listing.ids[place]
        row = listing.rows.get(paper)
        cursor = place == listing.cursor
        selected = paper in listing.selected
        gone = paper in listing.gone
        where = listing.where.get(paper, "")
        focus = self.has_focus if cursor else None
        key = (paper, cursor, selected, gone, where, focus, width, theme)
        known = self._cache.get(key)
        if known is None or known[0] is not row:
            if len(self._cache) > CACHED:
                self._cache.clear()
            known = row, self._draw(row, width, RowState(cursor, selected, gone, where=where))
            self._cache[key] = known
        return known[1]

    def _draw(self, row: Row | None, width: int, state: RowState) -> list[Strip]:
        theme = themes.of(self)
        ground = "bg"
        if state.cursor:
            ground = "cursor" if self.has_focus else "cursor-blur"
        elif state.selected:
            ground = "selected"
        if row is None:
            blank = " " * 7 + self.glyphs.ellipsis
            first = Segment(blank.ljust(width)[:width], theme.style("faint", ground))
            rest = Segment(" " * width, theme.style("faint", ground))
            return [Strip([first if n == 0 else rest], width) for n in range(self.lines)]
        spans = tuple(self.matcher(title_of(row))) if self.matcher else ()
        state = replace(state, spans=spans)
        lines = row_spans(row, width, self.lines, self.columns, state, self.glyphs, self.clock())
        if state.cursor and not self.has_focus:
            for line in lines:
                line[0] = line[0]._replace(role="soft")
        return [strip(line, theme, ground, width) for line in lines]

    def render_lines(self, crop: Region) -> list[Strip]:
        self._look_at_rule()
        self._look = (self.text_width, self.app.theme)
        return super().render_lines(crop)

    def _look_at_rule(self) -> None:
        """Once for all lines of a frame: none of them moves it."""
        look = (self.size.height, self.scroll_state, themes.of(self), self.grip is not None)
        if look != self._rule_look:
            self._rule_look, self._rule = look, {}

    def _with_rule(self, body: Strip, y: int) -> Strip:
        cell = self._rule.get(y)
        if cell is None:
            assert self._rule_look is not None
            height, scroll, theme, held = self._rule_look
            cell = self._rule[y] = rule_strip(y, height, scroll, self.glyphs, theme, held=held)
        return LeanStrip(body._segments + cell._segments, body.cell_length + 1)

    @property
    def scroll_state(self) -> Scroll:
        # Where papers above are not known yet, a thumb could only be in a wrong place.
        total = None if self.listing.above else self.listing.total
        return Scroll(self.top, self.page, len(self.listing) if total is None else total)

    def scroll_to_part(self, part: float) -> None:
        self.scroll_rows(round(part * max(0, len(self.listing) - self.page)) - self.top)

    def _empty_line(self, y: int) -> Strip:
        theme = themes.of(self)
        top = max(0, (self.size.height - len(self.empty)) // 2 - 1)
        width = self.text_width
        if 0 <= y - top < len(self.empty):
            text = self.empty[y - top]
            left = max(0, (width - text.cell_length) // 2)
            ground = theme.style("text", "bg")
            body = Strip(
                [
                    Segment(" " * left, ground),
                    *text,
                    Segment(" " * max(0, width - left - text.cell_length), ground),
                ]
            ).crop(0, width)
        else:
            body = Strip([Segment(" " * width, theme.style("text", "bg"))], width)
        return self._with_rule(body, y)

    # ---- moving --------------------------------------------------------------------------------------

    def move(self, to: int) -> None:
        """Put the cursor on a place and show it."""
        old = self.listing.cursor
        was_range = self.listing.anchor is not None
        if not self.listing.move(to):
            return
        new = self.listing.cursor
        if self._into_view() or was_range:
            self._ask()
            self.refresh()
        else:
            self._repaint_row(old)
            self._repaint_row(new)
        self.moved()

    def step(self, by: int) -> None:
        """Move by rows."""
        self.move(self.listing.cursor + by)

    def turn(self, pages: float) -> None:
        """Move by pages, the view with the cursor."""
        by = max(1, int(self.page * abs(pages))) * (1 if pages > 0 else -1)
        last_top = max(0, len(self.listing) - self.page)
        self.top = max(0, min(last_top, self.top + by))
        before = self.listing.cursor
        self.listing.move(before + by)
        self._into_view()
        self._ask()
        self.refresh()
        if self.listing.cursor != before:
            self.moved()

    def scroll_rows(self, by: int) -> None:
        """Scroll the view; the cursor follows only when it would leave the page."""
        last_top = max(0, len(self.listing) - self.page)
        top = max(0, min(last_top, self.top + by))
        if top == self.top:
            return
        self.top = top
        cursor = max(top, min(top + self.page - 1, self.listing.cursor))
        moved = self.listing.move(cursor)
        self._ask()
        self.refresh()
        if moved:
            self.moved()

    def _into_view(self) -> bool:
        """Scroll as little as it takes to show the cursor; True if it took any."""
        if not self.size.height:
            return False  # not laid out yet: where it begins is decided then
        cursor, page = self.listing.cursor, self.page
        top = self.top
        if cursor < top:
            top = cursor
        elif cursor >= top + page:
            top = cursor - page + 1
        top = max(0, min(top, max(0, len(self.listing) - page)))
        changed = top != self.top
        self.top = top
        return changed

    def anchor_cursor(self, line: int) -> None:
        """Put the cursor's row on the given row of the page, as far as the list's ends allow."""
        self.top = max(0, self.listing.cursor - line)
        self._into_view()

    # ---- events --------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        self.reload()

    def on_focus(self) -> None:
        self._repaint_row(self.listing.cursor)

    def on_blur(self) -> None:
        self._repaint_row(self.listing.cursor)

    def place_at(self, y: int) -> int | None:
        """The place of the row at a line of the widget."""
        place = self.top + y // self.lines
        return place if 0 <= place < len(self.listing) else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if not self.on_rule(event) and (place := self.place_at(event.y)) is not None:
            self.move(place)

    def on_click(self, event: events.Click) -> None:
        if self.was_dragged() or self.place_at(event.y) is None:
            return
        if tag := self._tag_at(event.x, event.y):
            self.post_message(self.TagClicked(tag))
        elif event.chain == 2:
            self.post_message(self.Opened())

    def _tag_at(self, x: int, y: int) -> str | None:
        """The tag that is written at a place of the widget."""
        place = self.place_at(y)
        row = self.listing.rows.get(self.listing.ids[place]) if place is not None else None
        if row is None or not row.triage.tags:
            return None
        state = RowState(where=self.listing.where.get(row.id, ""))
        lines = row_spans(row, self.text_width, self.lines, self.columns, state, self.glyphs, self.clock())
        return tag_at(lines[y % self.lines], x, row.triage.tags)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        if not self.still():
            self.scroll_rows(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        if not self.still():
            self.scroll_rows(-2)
