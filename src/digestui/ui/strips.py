"""Spans with roles become strips of styled cells: the last step before the screen.

Text in spans has been made safe where it entered; here it is only coloured.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.cache import FIFOCache
from textual.strip import Strip

from digestui.ui.row_layout import Span
from digestui.ui.themes import Theme

_new = tuple.__new__
"""What a named tuple does in the end; a page has some hundred segments."""


class LeanStrip(Strip):
    """A strip whose caches are made when they are asked for: seven of them take longer than all the rest, and
    a line that is drawn and shown asks none."""

    __slots__ = ()

    def __init__(self, segments: list[Segment], cell_length: int) -> None:
        self._segments = segments
        self._cell_length = cell_length
        self._render_cache = None
        self._link_ids = None
        self._cell_count = None

    def __getattr__(self, name: str) -> Any:
        if not name.endswith("_cache"):
            raise AttributeError(name)
        cache: FIFOCache[Any, Any] = FIFOCache(16)
        setattr(self, name, cache)
        return cache

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        cuts = list(cuts)
        # A line of a pane is cut where the pane ends, and so not at all.
        return [self] if cuts == [self._cell_length] else super().divide(cuts)


@lru_cache(1024)
def style_of(theme: Theme, role: str, kind: str, ground: str | None) -> Style:
    """The style of a span on a ground. Kinds: `b` bold, `i` italic, `u` unread, `m` match."""
    if "m" in kind:
        return theme.style("match", ground)
    bold = "b" in kind or ("u" in kind and theme.bold_unread)
    return theme.style(role, ground, bold=bold, italic="i" in kind, underline="l" in kind)


def strip(spans: Sequence[Span], theme: Theme, ground: str | None, width: int) -> Strip:
    """One line of spans that are `width` cells together."""
    segments = [
        _new(Segment, (text, style_of(theme, role, kind, ground), None)) for text, role, kind in spans if text
    ]
    return LeanStrip(segments, width)
