"""One row over the list: a correction, a mistyped field. It takes no room while it has nothing to say."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from digestui.text import widths
from digestui.ui import themes
from digestui.ui.row_layout import Span
from digestui.ui.widgets.marks import marks


class Banner(Widget):
    """Spans on one line; kind `x` is struck through."""

    DEFAULT_CSS = """
    Banner { height: 1; background: $bg; display: none; }
    """

    def __init__(self) -> None:
        super().__init__(id="banner")
        self._spans: list[Span] = []

    def show(self, spans: list[Span]) -> None:
        """Show these words, or go away."""
        if spans != self._spans:
            self._spans = spans
            self.display = bool(spans)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        theme, width = themes.of(self), self.size.width
        segments = [Segment("  ", theme.style("text", "bg"))]
        used = 2
        for span in self._spans:
            text = widths.cut(span.text, max(0, width - used), marks(self).ellipsis)
            style = theme.style(span.role, "bg", bold="b" in span.kind, strike="x" in span.kind)
            segments.append(Segment(text, style))
            used += widths.width(text)
        segments.append(Segment(" " * max(0, width - used), theme.style("text", "bg")))
        return Strip(segments, max(width, used))
