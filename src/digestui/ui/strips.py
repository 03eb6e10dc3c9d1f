"""Spans with roles become strips of styled cells: the last step before the screen.

Text in spans has been made safe where it entered; here it is only coloured.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from digestui.ui.row_layout import Span
from digestui.ui.themes import Theme


def style_of(theme: Theme, span: Span, ground: str | None) -> Style:
    """The style of one span on a ground. Kinds: `b` bold, `i` italic, `u` unread, `m` match."""
    if "m" in span.kind:
        return theme.style("match", ground)
    bold = "b" in span.kind or ("u" in span.kind and theme.bold_unread)
    return theme.style(span.role, ground, bold=bold, italic="i" in span.kind, underline="l" in span.kind)


def strip(spans: Sequence[Span], theme: Theme, ground: str | None, width: int) -> Strip:
    """One line of spans that are `width` cells together."""
    return Strip([Segment(span.text, style_of(theme, span, ground)) for span in spans if span.text], width)
