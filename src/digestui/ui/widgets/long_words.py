"""Lines of words that may be longer than the screen: scrolled by lines and pages, with a bar at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from digestui.ui import themes
from digestui.ui.show import ink
from digestui.ui.show.ink import Line, Target
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.rule import Scroll, rule_strip

WHEEL = 3


class LongWords(Widget):
    """Lines written for the width there is."""

    DEFAULT_CSS = "LongWords { height: 1fr; width: 1fr; }"

    class Hit(Message):
        """A word with a target was clicked."""

        def __init__(self, words: LongWords, target: Target) -> None:
            super().__init__()
            self.words = words
            self.target = target

    def __init__(
        self,
        write: Callable[[int], Sequence[Line]],
        *,
        ground: str = "bg",
        left: int = 2,
        right: int = 1,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._write = write
        self._ground = ground
        self._left, self._right = left, right
        self._lines: Sequence[Line] = ()
        self._width = -1
        self.top = 0
        self.here: int | None = None
        """The line one has chosen."""

    @property
    def spot(self) -> Offset:
        """Where the terminal's cursor stands, if it shows."""
        line = self.top if self.here is None else self.here
        return Offset(self._left, max(0, line - self.top))

    @property
    def all_lines(self) -> Sequence[Line]:
        """Every line, as written for the present width."""
        inner = max(1, self.size.width - self._left - self._right)
        if inner != self._width:
            self._width = inner
            self._lines = self._write(inner)
        return self._lines

    def say(self, write: Callable[[int], Sequence[Line]] | None = None) -> None:
        """Write again, by another function if one is given."""
        if write is not None:
            self._write = write
        self._width = -1
        self.to(self.top)
        self.refresh()

    def to(self, top: int) -> None:
        """Put line `top` at the top, as far as there are lines below it."""
        if not self.size.width:
            return  # not on the screen yet: there is no width to write for
        top = max(0, min(top, len(self.all_lines) - self.size.height))
        if top != self.top:
            self.top = top
            self.refresh()

    def reveal(self, line: int) -> None:
        """Scroll as little as brings a line into view."""
        if line < self.top:
            self.to(0 if line < 4 else line)
        elif line >= self.top + self.size.height:
            self.to(line - self.size.height + 1)

    def press(self, key: str) -> bool:
        """Take a key that scrolls; False for any other."""
        if not self.size.width:
            return False  # not on the screen yet
        page = max(1, self.size.height - 1)
        steps = {
            "j": 1,
            "down": 1,
            "k": -1,
            "up": -1,
            "space": page,
            "pagedown": page,
            "ctrl+f": page,
            "backspace": -page,
            "pageup": -page,
            "ctrl+b": -page,
            "ctrl+d": page // 2,
            "ctrl+u": -(page // 2),
            "g": -len(self.all_lines),
            "home": -len(self.all_lines),
            "G": len(self.all_lines),
            "end": len(self.all_lines),
        }
        if key not in steps:
            return False
        self.to(self.top + steps[key])
        return True

    def render_line(self, y: int) -> Strip:
        theme, glyphs, width = themes.of(self), marks(self), self.size.width
        lines = self.all_lines
        index = self.top + y
        line = lines[index] if index < len(lines) else ()
        line = ink.cut(line, self._width, glyphs.ellipsis)
        if len(lines) <= self.size.height:
            return ink.paint(line, theme, width, on=self._ground, left=self._left)
        body = ink.paint(line, theme, width - 1, on=self._ground, left=self._left)
        seen = Scroll(self.top, self.size.height, len(lines))
        return Strip.join([body, rule_strip(y, self.size.height, seen, glyphs, theme, on=self._ground)])

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.to(self.top + WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.to(self.top - WHEEL)

    def on_click(self, event: events.Click) -> None:
        index = self.top + event.y
        lines = self.all_lines
        if index < len(lines) and (target := ink.hit(lines[index], event.x - self._left)):
            event.stop()
            self.post_message(self.Hit(self, target))

    def on_resize(self) -> None:
        self.to(self.top)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()
