"""Widgets that draw their lines whole: ground, colours and width are theirs, no style is laid over them.

Textual takes every line through paddings, borders, tints and filters, which for these widgets change nothing
and cost more than the drawing. Where the terminal's own colours are used the filters matter, and the lines go
the usual way.
"""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from digestui.ui import themes


class Drawn(Widget):
    """A widget whose `render_line` gives what is to be seen."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region of the widget."""
        size = self.size
        if themes.of(self).plain or size != self.outer_size:
            return super().render_lines(crop)
        width = size.width
        lines = [self.render_line(y) for y in crop.line_range]
        lines = [line if line.cell_length == width else line.adjust_cell_length(width) for line in lines]
        first, last = crop.column_span
        return lines if (first, last) == (0, width) else [line.crop(first, last) for line in lines]
