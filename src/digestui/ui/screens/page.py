"""What screens beside the reader share: a header with a box to narrow, a body, a line of facts, a footer.

Like dialogs they take keys as a screen, not by focus, and leave by escape or `q`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from digestui.text import safe
from digestui.ui.keys import canonical
from digestui.ui.show import ink
from digestui.ui.show.ink import SOFT, STRONG, Line, Piece
from digestui.ui.widgets.line_edit import LineEdit
from digestui.ui.widgets.lines import Lines
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.words import Hint, Words, hints

Answer = TypeVar("Answer")

WIDE = 100
LOW = 16


class Page(Screen[Answer | None]):
    """A screen with a title. Subclasses give `body`, `offers`, `status`, and say what keys do in `press`."""

    DEFAULT_CSS = """
    Page { background: $bg; }
    Page > #head { height: 1; layout: horizontal; background: $panel; }
    Page #title { width: 1fr; background: $panel; }
    Page #count { width: 1fr; background: $panel; }
    Page #narrow { width: 40; background: $raised; }
    Page.-slim #narrow { width: 1fr; }
    Page.-slim #count { display: none; }
    Page > #body { height: 1fr; padding-top: 1; }
    Page.-low > #body { padding-top: 0; }
    Page.-low #status { display: none; }
    """
    AUTO_FOCUS = None
    ALLOW_SELECT = False
    NAME = ""
    NARROWS = "type to narrow"
    """What the box says; empty for a screen without one."""

    def __init__(self) -> None:
        super().__init__()
        self.typing = False
        """Keys go to the box."""
        self.said: Line | None = None
        """What the status line says until the next key; None for `status`."""

    # ---- what subclasses give ------------------------------------------------------------------------

    def about(self) -> str:
        """What stands after the title."""
        return ""

    def count(self) -> str:
        """What stands at the right of the header."""
        return ""

    def body(self) -> Sequence[Widget]:
        """The widgets between header and status."""
        return ()

    def offers(self) -> Sequence[Hint]:
        """The footer, leaving last."""
        return (Hint("esc", "back", "escape"),)

    def typing_offers(self) -> Sequence[Hint]:
        """The footer while one types into the box."""
        return (
            Hint("enter", "keep", "enter"),
            Hint(marks(self).arrows, "move"),
            Hint("esc", "all again", "escape"),
        )

    def status(self, width: int) -> Line:
        """The line above the footer."""
        return ()

    def press(self, key: str, event: events.Key) -> bool:
        """Take a key (its canonical name); False where it means nothing here."""
        return False

    def narrow(self, text: str) -> None:
        """Show only what holds `text`."""

    # ---- the frame -----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        with Vertical(id="head"):
            yield Words(self._title, ground="panel", left=2, id="title")
            if self.NARROWS:
                box = LineEdit(prompt=" / ", placeholder=self.NARROWS, ground="raised", id="narrow")
                box.set_reactive(LineEdit.active, False)
                yield box
            yield Words(self._count, ground="panel", right=2, id="count")
        with Vertical(id="body"):
            yield from self.body()
        yield Words(self._status, ground="panel", left=2, right=1, id="status")
        yield Words(self._foot, ground="panel", left=2, right=2, id="foot")

    def _title(self, width: int) -> list[Line]:
        return [(Piece(self.NAME, STRONG), Piece(f"  {self.about()}", SOFT))]

    def _count(self, width: int) -> list[Line]:
        return [ink.spread((), (Piece(self.count(), SOFT),), width)]

    def _status(self, width: int) -> list[Line]:
        return [ink.cut(self.said if self.said is not None else self.status(width), width)]

    def _foot(self, width: int) -> list[Line]:
        offers = self.typing_offers() if self.typing else self.offers()
        return hints(offers, width, last_right=True)

    @property
    def box(self) -> LineEdit | None:
        """The box that narrows, if there is one."""
        return next(iter(self.query("#narrow").results(LineEdit)), None)

    @property
    def lines(self) -> Lines | None:
        """The list, if there is one."""
        return next(iter(self.query(Lines)), None)

    def say(self, *line: Piece) -> None:
        """Say something in the status line until the next key."""
        self.said = tuple(piece._replace(text=safe.terminal(piece.text).replace("\n", " ")) for piece in line)
        self.retell()

    def retell(self) -> None:
        """Write header, status and footer again."""
        for words in self.query(Words):
            words.say()

    async def on_mount(self) -> None:
        self.set_class(marks(self).ascii, "-ascii")
        self._fit(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        self.set_class(size.width < WIDE, "-slim")
        self.set_class(size.height < LOW, "-low")

    # ---- keys and mouse ------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.take(event)

    def take(self, event: events.Key) -> None:
        """Do what a key means here."""
        key = canonical(event.key)
        spoke, self.said = self.said is not None, None
        if self.typing:
            self._type(key, event)
        elif key == "/" and self.box is not None:
            self.start_typing()
        elif key == "escape" and self.box is not None and self.box.value:
            self.box.put("")
        elif key in ("escape", "q"):
            self.leave()
        else:
            self.press(key, event)
        if spoke or self.typing:
            self.retell()

    def start_typing(self) -> None:
        """Let keys go to the box."""
        self.typing = True
        if self.box is not None:
            self.box.active = True
        self.retell()

    def stop_typing(self) -> None:
        """Let keys be commands again."""
        self.typing = False
        if self.box is not None:
            self.box.active = False
        self.retell()

    def _type(self, key: str, event: events.Key) -> None:
        box = self.box
        if key == "escape" and box is not None:
            box.put("")
            self.stop_typing()
        elif key == "enter":
            self.stop_typing()
        elif self.lines is not None and self.lines.press(key):
            pass
        elif box is not None:
            box.press(event)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.typing and self.box is not None:
            self.box.paste(event.text)

    def on_line_edit_changed(self, event: LineEdit.Changed) -> None:
        event.stop()
        self.narrow(event.value.strip())
        self.retell()

    def on_words_hit(self, event: Words.Hit) -> None:
        event.stop()
        if event.target.kind == "press":
            self.take(events.Key(event.target.value, None))

    def on_click(self, event: events.Click) -> None:
        if self.box is not None and event.widget is self.box:
            self.start_typing()

    def leave(self) -> None:
        """Go back, with no answer."""
        self.answer(None)

    def answer(self, value: Answer | None) -> None:
        """Go back with an answer; a second one is not heard."""
        if self.is_current:
            self.dismiss(value)
