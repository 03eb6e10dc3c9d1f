"""The peek: title and first lines of the abstract under a narrow list, so that one can decide there."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from digestui.model.rows import Detail
from digestui.ui import show, themes
from digestui.ui.glyphs import Glyphs
from digestui.ui.show import ink
from digestui.ui.show.paper import Spans


class Peek(Widget):
    """A rule and a few lines of the paper under the cursor."""

    DEFAULT_CSS = """
    Peek { height: 5; background: $bg; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="peek")
        self.glyphs = glyphs
        self._detail: Detail | None = None
        self._spans: Spans | None = None
        self._lines: list[ink.Line] = []
        self._laid_for = Size(0, 0)

    def show(self, detail: Detail | None, spans: Spans | None) -> None:
        """Show a paper, or nothing; while hidden it is kept for when the screen has room for it."""
        self._detail, self._spans = detail, spans
        self._laid_for = Size(0, 0)
        if self.display:
            self._lay_out()
            self.refresh()

    def _lay_out(self) -> None:
        self._laid_for = self.size
        rows = self.size.height - 1
        if self._detail is None or rows < 1 or self.size.width < 8:
            self._lines = []
            return
        measure = max(8, self.size.width - 4)
        self._lines = show.peek(self._detail, measure, rows, self._spans, self.glyphs.ellipsis)

    def on_resize(self) -> None:
        self._lay_out()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if self._laid_for != self.size:
            self._lay_out()  # drawn before it was told its size
        theme, width = themes.of(self), self.size.width
        if y == 0:
            return Strip([Segment(self.glyphs.level * width, theme.style("line", "bg"))], width)
        line = self._lines[y - 1] if y - 1 < len(self._lines) else ink.BLANK
        return ink.paint(line, theme, width, on="bg", left=2)
