"""The one-cell rule between panes, which is also the scrollbar of the pane at its left.

`Scroll` and `rule_strip` are the arithmetic and the drawing, for panes that draw their rule as their own
last column; `Grip` tells a drag along the rule (scroll) from one across it (resize); `Rule` is a widget.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from digestui.ui import themes
from digestui.ui.glyphs import Glyphs
from digestui.ui.show import ink
from digestui.ui.show.ink import Ink, Piece
from digestui.ui.themes import Theme

_TRACK, _THUMB, _HELD = Ink("line"), Ink("faint"), Ink("accent")


class Scroll(NamedTuple):
    """How much of something is in sight: `shown` rows of `total` from `first` on."""

    first: int = 0
    shown: int = 0
    total: int = 0

    def thumb(self, height: int) -> tuple[int, int]:
        """First row and length of the thumb on a track of `height` rows; no length where all is in sight."""
        if self.total <= self.shown or height <= 0:
            return 0, 0
        length = max(1, round(height * self.shown / self.total))
        free = height - length
        hidden = self.total - self.shown
        first = round(free * min(self.first, hidden) / hidden)
        if self.first > 0 and free:
            first = max(1, first)  # a thumb touches an end only at that end
        if self.first < hidden and free:
            first = min(free - 1, first) if free > 1 or self.first == 0 else first
        return max(0, first), length


def rule_piece(row: int, height: int, scroll: Scroll, glyphs: Glyphs, *, held: bool = False) -> Piece:
    """The cell of the rule in `row` of a track of `height` rows."""
    first, length = scroll.thumb(height)
    if first <= row < first + length:
        return Piece(glyphs.thumb, _HELD if held else _THUMB)
    return Piece(glyphs.rule, _HELD if held else _TRACK)


def rule_strip(
    row: int, height: int, scroll: Scroll, glyphs: Glyphs, theme: Theme, *, on: str = "bg", held: bool = False
) -> Strip:
    """That cell painted."""
    return ink.paint((rule_piece(row, height, scroll, glyphs, held=held),), theme, 1, on=on)


def rule_end(glyphs: Glyphs, theme: Theme) -> Strip:
    """The cell beside the titles of panes."""
    return ink.paint((Piece(glyphs.rule, _TRACK),), theme, 1, on="panel")


@dataclass
class Grip:
    """A press on the rule: the first step away from it says what the drag is."""

    x: int
    y: int
    height: int
    scroll: Scroll
    kind: str = ""
    """`across` or `along`, empty until the pointer has moved."""

    def drag(self, x: int, y: int) -> int | float | None:
        """What a move to `x`, `y` of the screen means: columns (int), a place from 0 to 1 (float), None."""
        if not self.kind:
            if x == self.x and y == self.y:
                return None
            self.kind = "across" if abs(x - self.x) >= abs(y - self.y) else "along"
        if self.kind == "across":
            delta, self.x = x - self.x, x
            return delta or None
        return self.place(y - self.y)

    def place(self, rows: int) -> float:
        """Where the first row is after the thumb was drawn `rows` down, as a part of what is hidden."""
        _, length = self.scroll.thumb(self.height)
        free = max(1, self.height - length)
        hidden = max(1, self.scroll.total - self.scroll.shown)
        return min(1.0, max(0.0, self.scroll.first / hidden + rows / free))

    def click(self, row: int) -> float | None:
        """Where a click in `row` of the track leads: half a thumb around the row; None on the thumb."""
        first, length = self.scroll.thumb(self.height)
        if not length or first <= row < first + length:
            return None
        free = max(1, self.height - length)
        return min(1.0, max(0.0, (row - length / 2) / free))


class Rule(Widget):
    """The rule as a widget of one column."""

    DEFAULT_CSS = """
    Rule { width: 1; background: $bg; pointer: ew-resize; }
    """

    class Dragged(Message):
        """The rule was drawn aside by `delta` columns since the last word, `final` when let go."""

        def __init__(self, rule: Rule, delta: int, final: bool = False) -> None:
            self.rule = rule
            self.delta = delta
            self.final = final
            super().__init__()

        @property
        def control(self) -> Rule:
            return self.rule

    class ScrollTo(Message):
        """The thumb was drawn or the track clicked: 0 is the first row in sight first, 1 the last."""

        def __init__(self, rule: Rule, fraction: float) -> None:
            self.rule = rule
            self.fraction = fraction
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Rule.ScrollTo)

        @property
        def control(self) -> Rule:
            return self.rule

    def __init__(self, glyphs: Glyphs, *, head: int = 1, id: str | None = None) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs
        self.head = head
        """Rows beside the titles of the panes: drawn on their ground, no track."""
        self._scroll = Scroll()
        self._grip: Grip | None = None

    def show(self, scroll: Scroll) -> None:
        """Show how much of the pane is in sight."""
        if scroll != self._scroll:
            height = self.size.height - self.head
            moved = scroll.thumb(height) != self._scroll.thumb(height)
            self._scroll = scroll
            if moved:
                self.refresh()

    def render_line(self, y: int) -> Strip:
        theme = themes.of(self)
        if y < self.head:
            return rule_end(self.glyphs, theme)
        height, held = self.size.height - self.head, self._grip is not None
        return rule_strip(y - self.head, height, self._scroll, self.glyphs, theme, held=held)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        self.capture_mouse()
        self._grip = Grip(event.screen_x, event.screen_y, self.size.height - self.head, self._scroll)
        self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._grip is None:
            return
        event.stop()
        meant = self._grip.drag(event.screen_x, event.screen_y)
        if isinstance(meant, float):
            self.post_message(self.ScrollTo(self, meant))
        elif meant is not None:
            self.post_message(self.Dragged(self, meant))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._grip is None:
            return
        event.stop()
        grip, self._grip = self._grip, None
        self.release_mouse()
        self.refresh()
        if grip.kind == "across":
            self.post_message(self.Dragged(self, 0, final=True))
        elif not grip.kind and (place := grip.click(event.y - self.head)) is not None:
            self.post_message(self.ScrollTo(self, place))
