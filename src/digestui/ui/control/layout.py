"""Puts the panes where the geometry says. Knows widgets and numbers, nothing about papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.records import dataclass, replace
from digestui.ui.geometry import LEAST_FILTERS, MOST_FILTERS, Geometry, geometry, right_drawn

if TYPE_CHECKING:
    from digestui.ui.desk import Desk

ORDER = ("filters", "list", "abstract", "note")


@dataclass
class Layout:
    """Lays out the screen of a desk."""

    desk: Desk
    vacant: bool = False
    """Nothing is in the view: what it says about that has the body to itself."""

    def vacate(self, vacant: bool) -> None:
        """Say whether the view is empty."""
        if vacant != self.vacant:
            self.vacant = vacant
            self.apply()
            self.desk.screen.show_footer()

    def measure(self) -> Geometry:
        """The geometry of the present size and shape."""
        size = self.desk.app.size
        return geometry(size.width, size.height, self.desk.shape)

    def change(self, **shape: object) -> None:
        """Change what the user has chosen about the panes, and lay out again."""
        self.desk.shape = replace(self.desk.shape, **shape)  # type: ignore[arg-type]
        self.apply()

    def draw_rule(self, pane: str, x: int) -> None:
        """The rule at the right of a pane was drawn to a column of the screen."""
        g = self.desk.screen.geometry
        if pane == "filters" and g.filters and g.list:
            self.change(filters=max(LEAST_FILTERS, min(x, MOST_FILTERS)))
        elif pane == "list" and g.right and g.list:
            self.change(right=right_drawn(g.width, g.width - x - 1))

    def draw_note(self, y: int) -> None:
        """The title of the note was drawn to a row of the screen."""
        g = self.desk.screen.geometry
        if g.right and not g.tabs:
            self.change(note=max(3, min(g.body_top - 1 + g.body + 1 - y, g.body - 3)))

    def apply(self) -> None:
        """Give every pane its place and size; nothing is drawn that did not change."""
        screen = self.desk.screen
        g = self.measure()
        if g.tabs and not screen.geometry.tabs and (front := self._in_hand()) != self.desk.shape.pane:
            # There is room for one pane from now on: the one in hand, or keys would go where nobody looks.
            self.desk.shape = replace(self.desk.shape, pane=front)
            g = self.measure()
        if self.vacant and g.list and g.right:
            g = replace(g, list=g.list + g.right, right=0)
        screen.geometry = g
        shape = self.desk.shape
        screen.too_small.display = g.too_small
        screen.tabs.display = g.tabs
        self._filters(g)
        self._list(g)
        self._right(g)
        screen.header.list_left = g.list_left if g.list and not g.tabs else 0
        screen.header.list_width = g.list + 1 if g.list and not g.tabs and g.right else 0
        screen.header.redraw()
        screen.tabs.front = shape.zoomed or shape.pane
        screen.tabs.update_line()

    def _in_hand(self) -> str:
        """The pane that has the focus."""
        pane = self.desk.screen.pane
        return {"editing": "note", "search": "list"}.get(pane, pane)

    def _filters(self, g: Geometry) -> None:
        screen = self.desk.screen
        if not g.filters and screen.filters_made is None:
            return
        filters = screen.filters
        shown = bool(g.filters)
        if filters.display != shown:
            filters.display = shown
            if shown:
                self.desk.facts.ask_facets()
        if shown:
            filters.styles.width = g.filters + 1
            filters.titled = not g.tabs

    def _list(self, g: Geometry) -> None:
        screen = self.desk.screen
        screen.middle.display = bool(g.list)
        screen.list_title.display = not g.tabs
        screen.list.fit(g.list, g.row_lines, narrow=g.tabs)
        peek = g.peek if g.list else 0
        screen.peek.display = bool(peek)
        if peek:
            screen.peek.styles.height = peek + 1

    def _right(self, g: Geometry) -> None:
        screen, shape = self.desk.screen, self.desk.shape
        screen.right.display = bool(g.right)
        if not g.right:
            return
        screen.right.styles.width = g.right if g.list or g.filters else "1fr"
        alone = shape.zoomed if shape.zoomed in ("abstract", "note") else (shape.pane if g.tabs else "")
        screen.abstract.display = alone != "note"
        screen.note.display = alone != "abstract"
        screen.abstract.titled = screen.note.titled = not g.tabs
        screen.note.lifts = bool(screen.abstract.display) and not g.tabs
        screen.abstract.ruled = g.tabs or bool(shape.zoomed)
        self.note_height()

    def note_height(self) -> None:
        """The note has what it needs, five rows at least and a third at most, unless dragged otherwise."""
        screen, shape, g = self.desk.screen, self.desk.shape, self.desk.screen.geometry
        if not g.right or not screen.note.display:
            return
        if not screen.abstract.display:
            screen.note.styles.height = "1fr"
            return
        most = max(5, g.body // 3)
        if screen.note.editing:
            most = max(most, (g.body + 1) // 2)
            wanted = most
        else:
            wanted = shape.note or min(most, max(6, screen.note.rows_wanted(g.right)))
        screen.note.styles.height = max(3, min(wanted, g.body - 3))

    def panes(self) -> list[str]:
        """The panes one can step through now, left to right."""
        g = self.desk.screen.geometry
        if g.tabs:
            return list(ORDER)
        shown = {"filters": bool(g.filters), "list": bool(g.list)}
        shown["abstract"] = bool(g.right) and bool(self.desk.screen.abstract.display)
        shown["note"] = bool(g.right) and bool(self.desk.screen.note.display)
        return [name for name in ORDER if shown[name]]
