"""A list of lines, fast at any length: it asks for the lines it shows, and draws its own bar.

It holds a count, the first line on screen and the cursor; what a line says comes from a function. It never
takes the focus: its screen moves it. Papers have a list of their own (`paper_list`).
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from digestui.ui import themes
from digestui.ui.show import ink
from digestui.ui.show.ink import Ink, Line, Piece
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.rule import Scroll, rule_strip

Draw = Callable[[int, int, bool], Line]
"""`draw(index, width, cursor)`: the words of a line, in at most `width` cells."""

WHEEL = 3


class Lines(Widget):
    """A list of one-line rows."""

    DEFAULT_CSS = """
    Lines { height: 1fr; width: 100%; }
    """

    class Moved(Message):
        """The cursor is on another line."""

        def __init__(self, lines: Lines, index: int) -> None:
            super().__init__()
            self.lines = lines
            self.index = index

        @property
        def control(self) -> Lines:
            return self.lines

    class Chosen(Moved):
        """A line was clicked, or chosen with `choose`."""

    def __init__(
        self,
        draw: Draw,
        count: int = 0,
        *,
        ground: str = "bg",
        inset: int = 0,
        bar: bool = False,
        empty: str = "",
        id: str | None = None,
    ) -> None:
        """`inset` cells stand blank before each line, `bar` puts the accent bar before the cursor's one,
        `empty` is what a list without lines says."""
        super().__init__(id=id)
        self._draw = draw
        self._ground = ground
        self._inset = inset
        self._bar = bar
        self._empty = empty
        self.count = count
        self.top = 0
        self.cursor = 0 if count else -1
        self._jump: tuple[int, bool] | None = None

    # ---- what others do to it ------------------------------------------------------------------------

    def show(self, count: int, cursor: int = 0, *, empty: str | None = None) -> None:
        """Show `count` lines, all of them new; the cursor goes to `cursor`."""
        self.count = max(0, count)
        if empty is not None:
            self._empty = empty
        self.cursor = max(0, min(cursor, self.count - 1)) if self.count else -1
        self._follow()
        self.refresh()

    def grow(self, count: int) -> None:
        """More lines have come below; nothing the eye rests on moves."""
        self.count = max(self.count, count)
        if self.cursor < 0 and self.count:
            self.cursor = 0
        self.refresh()

    def go(self, index: int) -> None:
        """Put the cursor on a line, the nearest there is."""
        if not self.count:
            return
        old, old_top = self.cursor, self.top
        self.cursor = max(0, min(index, self.count - 1))
        self._follow()
        if self.top != old_top:
            self.refresh()
        elif self.cursor != old:
            self._refresh_lines(old, self.cursor)
        if self.cursor != old:
            self.post_message(self.Moved(self, self.cursor))

    def move(self, by: int) -> None:
        """Move the cursor by so many lines."""
        self.go(self.cursor + by)

    def turn(self, direction: int, *, half: bool = False) -> None:
        """Move the cursor by a page, or half of one."""
        self.move(direction * max(1, self.size.height // (2 if half else 1)))

    def choose(self) -> bool:
        """Choose the line under the cursor; False where there is none."""
        if self.cursor < 0:
            return False
        self.post_message(self.Chosen(self, self.cursor))
        return True

    def press(self, key: str, *, letters: bool = False) -> bool:
        """Take a key that moves in a list; False for any other. `letters`: also `j k g G`."""
        if key in ("down", "ctrl+n") or (letters and key == "j"):
            self.move(1)
        elif key == "up" or (letters and key in ("k", "ctrl+p")):
            self.move(-1)
        elif key == "pagedown" or (letters and key in ("ctrl+f", "space")):
            self.turn(1)
        elif key == "pageup" or (letters and key in ("ctrl+b", "backspace")):
            self.turn(-1)
        elif letters and key in ("ctrl+d", "ctrl+u"):
            self.turn(1 if key == "ctrl+d" else -1, half=True)
        elif letters and key in ("g", "home"):
            self.go(0)
        elif letters and key in ("G", "end"):
            self.go(self.count - 1)
        else:
            return False
        return True

    @property
    def spot(self) -> Offset | None:
        """Where the terminal's cursor stands, if it shows."""
        return Offset(self._inset, self.cursor - self.top) if self.cursor >= 0 else None

    @property
    def scrolls(self) -> bool:
        """Whether there are more lines than rows: then the bar has the last column."""
        return self.count > self.size.height

    # ---- drawing -------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Scroll as little as brings the cursor into view."""
        height = max(1, self.size.height)
        if self.cursor < self.top:
            self.top = max(0, self.cursor)
        elif self.cursor >= self.top + height:
            self.top = self.cursor - height + 1
        self.top = max(0, min(self.top, self.count - height))

    def _refresh_lines(self, *indexes: int) -> None:
        for index in indexes:
            y = index - self.top
            if 0 <= y < self.size.height:
                self.refresh(Region(0, y, self.size.width, 1))

    def refresh_line(self, index: int) -> None:
        """Draw one line again."""
        self._refresh_lines(index)

    def render_line(self, y: int) -> Strip:
        theme = themes.of(self)
        width = self.size.width
        glyphs = marks(self)
        scrolls = self.scrolls
        room = width - self._inset - (2 if scrolls else 1)
        index = self.top + y
        if not 0 <= index < self.count:
            said = self._empty if y == 0 and not self.count else ""
            body = ink.paint(
                (Piece(said, Ink("soft")),), theme, width - scrolls, on=self._ground, left=self._inset
            )
        else:
            here = index == self.cursor
            line = ink.cut(self._draw(index, room, here), room, glyphs.ellipsis)
            ground = "cursor" if here else self._ground
            if here and self._bar and self._inset:
                line = (
                    Piece(glyphs.cursor, Ink("accent")),
                    Piece(" " * (self._inset - 1)),
                    *line,
                )
                body = ink.paint(line, theme, width - scrolls, on=ground)
            else:
                body = ink.paint(line, theme, width - scrolls, on=ground, left=self._inset)
        if not scrolls:
            return body
        seen = Scroll(self.top, self.size.height, self.count)
        return Strip.join([body, rule_strip(y, self.size.height, seen, glyphs, theme, on=self._ground)])

    # ---- mouse ---------------------------------------------------------------------------------------

    def _scroll(self, by: int) -> None:
        top = max(0, min(self.top + by, self.count - self.size.height))
        if top == self.top:
            return
        self.top = top
        kept = max(top, min(self.cursor, top + self.size.height - 1))
        if kept != self.cursor:
            self.cursor = kept
            self.post_message(self.Moved(self, kept))
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-WHEEL)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if event.x == self.size.width - 1 and self.scrolls:
            self._scroll(event.y * self.count // max(1, self.size.height) - self.top)
            return
        index = self.top + event.y
        if index < self.count:
            self.go(index)
            self.choose()

    def on_resize(self) -> None:
        self._follow()
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()
