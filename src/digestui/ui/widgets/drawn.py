"""Widgets that draw their lines whole: ground, colours and width are theirs, no style is laid over them.

Textual takes every line through paddings, borders, tints and filters, which for these widgets change nothing
and cost more than the drawing. Where the terminal's own colours are used the filters matter, and the lines go
the usual way.
"""

from __future__ import annotations

from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from digestui.ui import themes


class Drawn(Widget):
    """A widget whose `drawn_line` gives what is to be seen."""

    _drawn_size: Size | None = None
    """Its size while it is drawn: Textual looks it up anew each time, and every line asks several times."""

    @property
    def size(self) -> Size:
        return self._drawn_size or super().size

    def drawn_line(self, y: int) -> Strip:
        """A line as it is seen; `render_line` may also say what the mouse would find in it."""
        return self.render_line(y)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region of the widget."""
        size = self.size
        if themes.of(self).plain or size != self.outer_size:
            return super().render_lines(crop)
        width = size.width
        self._drawn_size = size
        try:
            lines = [self.drawn_line(y) for y in crop.line_range]
        finally:
            self._drawn_size = None
        lines = [line if line.cell_length == width else line.adjust_cell_length(width) for line in lines]
        first, last = crop.column_span
        return lines if (first, last) == (0, width) else [line.crop(first, last) for line in lines]
