"""Lines of words that do not move: titles, hints, a few facts. Words with a target can be clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from digestui.ui import themes
from digestui.ui.show import ink
from digestui.ui.show.ink import BLANK, KEY, SOFT, Line, Piece, Target
from digestui.ui.widgets.marks import marks

Write = Callable[[int], Sequence[Line]]
"""Gives the lines for a width in cells."""


class Hint(NamedTuple):
    """One offer: the keys as shown, what they do, and the key a click stands for (empty: not clickable)."""

    keys: str
    word: str
    press: str = ""


def hints(offers: Sequence[Hint], width: int, *, rows: int = 1, last_right: bool = False) -> list[Line]:
    """Offers as lines of at most `width` cells: whole ones only, the last one always among them.

    With one row, offers that do not fit are left out from the end, the last excepted; `last_right` sets it at
    the right edge.
    """
    drawn = [_offer(offer) for offer in offers]
    if not drawn:
        return [BLANK]
    sizes = [ink.line_width(line) for line in drawn]
    if rows > 1 and sum(sizes) + 3 * (len(sizes) - 1) > width:
        return _rows(drawn, sizes, width, rows)
    tail, tail_size = drawn[-1], sizes[-1]
    line: Line = BLANK
    used = 0
    for piece, size in zip(drawn[:-1], sizes[:-1], strict=True):
        if used + size + 3 + tail_size > width:
            break
        line = (*line, *piece, Piece("   "))
        used += size + 3
    if last_right:
        line = (*line, Piece(" " * max(0, width - used - tail_size)))
    return [(*line, *tail)]


def _rows(drawn: list[Line], sizes: list[int], width: int, rows: int) -> list[Line]:
    lines: list[Line] = []
    line: Line = BLANK
    used = 0
    for piece, size in zip(drawn, sizes, strict=True):
        if used and used + size > width:
            lines.append(line)
            line, used = BLANK, 0
        line = (*line, *piece, Piece("   "))
        used += size + 3
    lines.append(line)
    return lines[: rows - 1] + lines[-1:] if len(lines) > rows else lines


def _offer(offer: Hint) -> Line:
    target = Target("press", offer.press) if offer.press else None
    word = (Piece(f" {offer.word}", SOFT, target),) if offer.word else ()
    return (Piece(offer.keys, KEY, target), *word)


class Words(Widget):
    """Lines of words on a ground."""

    DEFAULT_CSS = """
    Words { height: auto; width: 100%; }
    """

    class Hit(Message):
        """A word with a target was clicked."""

        def __init__(self, words: Words, target: Target) -> None:
            super().__init__()
            self.words = words
            self.target = target

    def __init__(
        self, write: Write, *, ground: str = "raised", left: int = 0, right: int = 0, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._write = write
        self._ground = ground
        self._sides = (left, right)
        self._lines: Sequence[Line] = ()
        self._width = -1

    def say(self, write: Write | None = None) -> None:
        """Write again, other words if given; the height follows."""
        if write is not None:
            self._write = write
        before = len(self._lines)
        self._lines = self._write(self._width) if self._width >= 0 else ()
        self.refresh(layout=len(self._lines) != before)

    def lines(self, width: int) -> Sequence[Line]:
        """The lines for a width of the whole widget."""
        inner = max(1, width - sum(self._sides))
        if inner != self._width:
            self._width = inner
            self._lines = self._write(inner)
        return self._lines

    @property
    def text(self) -> str:
        """What is written, without colours."""
        return "\n".join(ink.plain(line).rstrip() for line in self.lines(self.size.width))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines(width))

    def render_line(self, y: int) -> Strip:
        lines = self.lines(self.size.width)
        line = lines[y] if y < len(lines) else BLANK
        left, right = self._sides
        inner = self.size.width - left - right
        line = ink.cut(line, inner, marks(self).ellipsis)
        return ink.paint(line, themes.of(self), self.size.width, on=self._ground, left=left)

    def on_click(self, event: events.Click) -> None:
        lines = self.lines(self.size.width)
        if event.y < len(lines) and (target := ink.hit(lines[event.y], event.x - self._sides[0])):
            event.stop()
            self.post_message(self.Hit(self, target))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()
