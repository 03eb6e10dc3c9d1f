"""What all dialogs share: the raised ground with its bar, the title, the box to type in, the list, the hints.

A dialog has no box of lines around it and never takes keys by focus: everything typed comes to the screen,
which hands it on. So a key that follows the one that opened the dialog finds it, however fast it comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from digestui.ui import themes
from digestui.ui.show import ink
from digestui.ui.show.ink import SOFT, STRONG, Ink, Line, Piece
from digestui.ui.widgets.line_edit import LineEdit
from digestui.ui.widgets.lines import Lines
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.words import Hint, Words, hints

Answer = TypeVar("Answer")

WIDTH = 70
LOW = 16
"""Rows below which the blank lines of a dialog go."""


class Dialog(ModalScreen[Answer | None]):
    """A question. Subclasses give `body`, `hints`, and say what keys do in `press`."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $bg 45%; }
    Dialog > .panel {
        width: 70; max-width: 100%; height: auto; max-height: 100%;
        background: $raised; border-left: outer $accent; padding: 1 3;
    }
    Dialog.-low Gap { display: none; }
    Dialog.-low > .panel { padding: 0 1; }
    Dialog.-ascii > .panel { border-left: ascii $accent; }
    Dialog.-plain { background: $bg; }
    Dialog.-plain > .panel { border-left: blank; }
    Dialog Lines { height: auto; }
    """
    AUTO_FOCUS = None
    ALLOW_SELECT = False
    TITLE_WORDS = ""
    ROWS = 8
    """Most lines of the list that are shown at once."""

    # ---- what subclasses give ------------------------------------------------------------------------

    def aside(self) -> str:
        """What stands at the right of the title."""
        return ""

    def body(self) -> Sequence[Widget]:
        """The widgets between title and hints."""
        return ()

    def offers(self) -> Sequence[Hint]:
        """The hints at the foot, leaving last."""
        return (Hint("esc", "leave", "escape"),)

    def press(self, event: events.Key) -> bool:
        """Take a key that is not escape; False hands it to the box that is typed in."""
        return False

    # ---- the frame -----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        with Vertical(classes="panel"):
            yield Words(self._title, id="title")
            yield Gap()
            yield from self.body()
            yield Gap()
            yield Words(self._hints, id="hints")

    def _title(self, width: int) -> list[Line]:
        return [ink.spread((Piece(self.TITLE_WORDS, STRONG),), (Piece(self.aside(), SOFT),), width)]

    def _hints(self, width: int) -> list[Line]:
        return hints(self.offers(), width, rows=2)

    @property
    def edit(self) -> LineEdit | None:
        """The box that is typed in, if there is one."""
        return next(iter(self.query(LineEdit)), None)

    @property
    def lines(self) -> Lines | None:
        """The list, if there is one."""
        return next(iter(self.query(Lines)), None)

    def on_mount(self) -> None:
        self.set_class(marks(self).ascii, "-ascii")
        self.set_class(marks(self).plain, "-plain")
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Give up what is only air where the terminal is small, and keep the list to the rows there are."""
        self.set_class(self.size.height < LOW or self.size.width < 60, "-low")
        if self.lines is not None:
            self.lines.styles.height = self._rows(self.lines)

    def _rows(self, lines: Lines) -> int:
        """Rows for the list: what it has, at most `ROWS`, and what is left beside the rest."""
        low = self.has_class("-low")
        rest = 0 if low else 2
        width = max(1, min(self.size.width, WIDTH) - (3 if low else 7))
        for child in self.query(".panel > *"):
            if isinstance(child, Words):
                rest += len(child.lines(width))
            elif child is not lines and not (low and isinstance(child, Gap)):
                rest += 1
        return max(1, min(max(1, lines.count), self.ROWS, self.size.height - rest))

    def show(self, count: int, cursor: int = 0, *, empty: str = "nothing fits") -> None:
        """Give the list other lines; the dialog grows and shrinks with it."""
        if self.lines is not None:
            self.lines.show(count, cursor, empty=empty)
            self.lines.styles.height = self._rows(self.lines)
        self.retell()

    def retell(self) -> None:
        """Write title and hints again."""
        for words in self.query(Words):
            words.say()

    # ---- keys and mouse ------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.leave()
        elif not self.press(event) and self.edit is not None:
            self.edit.press(event)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.edit is not None:
            self.edit.paste(event.text)

    def leave(self) -> None:
        """Close, and change nothing."""
        self.answer(None)

    def answer(self, value: Answer | None) -> None:
        """Close with an answer; a second one is not heard."""
        if self.is_current:
            self.dismiss(value)

    async def on_words_hit(self, event: Words.Hit) -> None:
        event.stop()
        if event.target.kind == "press":
            key = event.target.value
            await self.on_key(events.Key(key, None))

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.leave()


class Gap(Widget):
    """A blank line where there is room for one."""

    DEFAULT_CSS = "Gap { height: 1; width: 100%; }"

    def render_line(self, y: int) -> Strip:
        return ink.paint((Piece("", Ink("text")),), themes.of(self), self.size.width, on="raised")
