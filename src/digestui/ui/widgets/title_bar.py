"""The title of a pane: its name at left, what is to be said about it at right, and three signs of focus.

`title_line` is the drawing, for panes that draw their title as their own first row; `TitleBar` is the same
as a widget.
"""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.strip import Strip

from digestui.records import dataclass
from digestui.ui import themes
from digestui.ui.glyphs import Glyphs
from digestui.ui.show import ink
from digestui.ui.show.ink import Ink, Line, Piece, Target
from digestui.ui.themes import Theme
from digestui.ui.widgets.drawn import Drawn


class Part(NamedTuple):
    """A word at the right of a title; `name` is what a click on it says, empty where it says nothing."""

    text: str
    role: str = "soft"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """What a title bar shows."""

    text: str
    extra: str = ""
    """Said softly after the name: `editing`."""
    info: tuple[Part, ...] = ()
    parted: int = 3
    """Cells between the words at the right: columns stand closer."""


def title_line(title: Title, width: int, glyphs: Glyphs, *, focused: bool, flat: bool = False) -> Line:
    """The words of a title bar in `width` cells: two cells of padding at left, one at right.

    `flat`: the bar has no ground of its own, and a line in its blank tells it from the text.
    """
    sign = Piece(glyphs.cursor, Ink("accent")) if focused else Piece(" ")
    name = Piece(title.text, Ink("bright", bold=True) if focused else Ink("soft"), Target("title", ""))
    left: Line = (sign, Piece(" "), name)
    if title.extra:
        left = (*left, Piece("   "), Piece(title.extra, Ink("soft")))
    right: list[Piece] = []
    for part in title.info:
        if right:
            right.append(Piece(" " * title.parted))
        right.append(Piece(part.text, Ink(part.role), Target("title", part.name) if part.name else None))
    right.append(Piece(" "))
    if ink.line_width(tuple(right)) > width - 8:
        # Of several words the last is the one that must be seen.
        right = right[-2:] if title.info else right
    fill = glyphs.level if flat and not focused else " "
    return ink.spread(left, tuple(right), width, glyphs.ellipsis, fill)


def title_strip(title: Title, width: int, glyphs: Glyphs, theme: Theme, *, focused: bool) -> Strip:
    """A title bar as cells."""
    line = title_line(title, width, glyphs, focused=focused, flat=theme.flat)
    return ink.paint(line, theme, width, on="focus" if focused else "panel")


class TitleBar(Drawn):
    """A title bar that stands by itself."""

    DEFAULT_CSS = """
    TitleBar { height: 1; background: $panel; }
    """

    class Clicked(Message):
        """A title bar was clicked; `part` names the word, empty for the title itself or its blank."""

        def __init__(self, bar: TitleBar, part: str) -> None:
            self.bar = bar
            self.part = part
            super().__init__()

        @property
        def control(self) -> TitleBar:
            return self.bar

    def __init__(self, title: Title, glyphs: Glyphs, id: str | None = None) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs
        self._title = title
        self._focused = False

    @property
    def title(self) -> Title:
        """What it shows."""
        return self._title

    def show(self, title: Title, *, focused: bool | None = None) -> None:
        """Show `title`, with the signs of focus or without; drawn again only if something changed."""
        focused = self._focused if focused is None else focused
        if title != self._title or focused != self._focused:
            self._title, self._focused = title, focused
            self.refresh()

    def render_line(self, y: int) -> Strip:
        return title_strip(self._title, self.size.width, self.glyphs, themes.of(self), focused=self._focused)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        line = title_line(self._title, self.size.width, self.glyphs, focused=self._focused)
        target = ink.hit(line, event.x)
        self.post_message(self.Clicked(self, target.value if target else ""))
