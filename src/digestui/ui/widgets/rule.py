"""The one-cell rule between panes, which is also the scrollbar of the pane at its left.

`Scroll` and `rule_strip` are the arithmetic and the drawing, for panes that draw their rule as their own
last column; `Grip` tells a drag along the rule (scroll) from one across it (resize); `Ruled` is what every
widget with a rule does with the mouse.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.strip import Strip

from digestui.records import dataclass
from digestui.ui.glyphs import Glyphs
from digestui.ui.show import ink
from digestui.ui.show.ink import Ink, Piece
from digestui.ui.themes import Theme
from digestui.ui.widgets.drawn import Drawn

_TRACK, _THUMB, _HELD = Ink("line"), Ink("faint"), Ink("accent")


class Scroll(NamedTuple):
    """How much of something is in sight: `shown` rows of `total` from `first` on."""

    first: int = 0
    shown: int = 0
    total: int = 0

    @lru_cache(16)  # noqa: B019 - of values, and few: each line of a frame asks for the same
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
    return _painted(rule_piece(row, height, scroll, glyphs, held=held), theme, on)


def rule_end(glyphs: Glyphs, theme: Theme) -> Strip:
    """The cell beside the titles of panes."""
    return _painted(Piece(glyphs.rule, _TRACK), theme, "panel")


@lru_cache(64)
def _painted(piece: Piece, theme: Theme, on: str) -> Strip:
    """There are few such cells, and each frame has a hundred of them."""
    return ink.paint((piece,), theme, 1, on=on)


@dataclass
class Grip:
    """A press on the rule: the first step away from it says what the drag is."""

    x: int
    y: int
    height: int
    scroll: Scroll
    kind: str = ""
    """`across` or `along`, empty until the pointer has moved; `title` for a press on the title."""

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


class Ruled(Drawn):
    """A widget whose last column is the rule: drawn along it scrolls, drawn aside it resizes.

    Subclasses say what is in sight (`scroll_state`), where the track begins (`head`), whether there is a rule
    (`ruled`), and how to go to a place (`scroll_to_part`). Rows above the track can be a handle as well
    (`lifts`): drawn up or down they move the border that the title stands on.
    """

    class RuleDragged(Message):
        """The rule was drawn to the column `x` of the screen."""

        def __init__(self, widget: Ruled, x: int) -> None:
            self.widget = widget
            self.x = x
            super().__init__()

        @property
        def control(self) -> Ruled:
            return self.widget

    class TitleDragged(Message):
        """The title was drawn to the row `y` of the screen."""

        def __init__(self, widget: Ruled, y: int) -> None:
            self.widget = widget
            self.y = y
            super().__init__()

        @property
        def control(self) -> Ruled:
            return self.widget

    grip: Grip | None = None
    """The press on the rule or the title that goes on now."""
    lifts = False
    """Whether the title is a border that can be drawn."""
    _dragged = False

    @property
    def ruled(self) -> bool:
        """Whether the last column is the rule."""
        return True

    @property
    def head(self) -> int:
        """Rows above the track."""
        return 0

    @property
    def scroll_state(self) -> Scroll:
        """How much is in sight."""
        raise NotImplementedError

    def scroll_to_part(self, part: float) -> None:
        """Bring the place into sight that is `part` (0 to 1) of what is hidden down."""
        raise NotImplementedError

    def redraw_rule(self) -> None:
        """Draw the rule again: it is held, or let go."""
        self.refresh()

    def on_rule(self, event: events.MouseEvent) -> bool:
        """Whether the pointer is on the rule, or on a title that is a border."""
        if event.y < self.head:
            return self.lifts
        return self.ruled and event.x == self.size.width - 1

    def was_dragged(self) -> bool:
        """Whether the click that is being told ended a drag, and so means nothing; told once."""
        dragged, self._dragged = self._dragged, False
        return dragged

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._dragged = False
        if self.on_rule(event):
            event.stop()
            self.capture_mouse()
            height = self.size.height - self.head
            kind = "title" if event.y < self.head else ""
            self.grip = Grip(event.screen_x, event.screen_y, height, self.scroll_state, kind)
            if not kind:
                self.redraw_rule()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        grip = self.grip
        if grip is None:
            return
        event.stop()
        if grip.kind == "title":
            if event.screen_y != grip.y:
                grip.y = event.screen_y
                self._dragged = True
                self.post_message(self.TitleDragged(self, event.screen_y))
            return
        meant = grip.drag(event.screen_x, event.screen_y)
        self._dragged = bool(grip.kind)
        if isinstance(meant, float):
            self.scroll_to_part(meant)
        elif meant is not None:
            self.post_message(self.RuleDragged(self, event.screen_x))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self.grip is None:
            return
        event.stop()
        grip, self.grip = self.grip, None
        self.release_mouse()
        if grip.kind == "title":
            return
        self.redraw_rule()
        if not grip.kind and (place := grip.click(event.y - self.head)) is not None:
            self.scroll_to_part(place)
