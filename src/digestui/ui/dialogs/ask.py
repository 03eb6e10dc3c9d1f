"""One line asked for: a name, a path, a command."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.widget import Widget

from digestui.text import safe
from digestui.ui.dialogs.base import Dialog
from digestui.ui.show import ink
from digestui.ui.show.ink import SOFT, Ink, Line, Piece
from digestui.ui.widgets.line_edit import LineEdit
from digestui.ui.widgets.words import Hint, Words


class AskDialog(Dialog[str]):
    """Asks for one line; answers with it, without blanks at the ends, or None."""

    def __init__(
        self,
        title: str,
        *,
        value: str = "",
        placeholder: str = "",
        about: str = "",
        verb: str = "go",
        check: Callable[[str], str] | None = None,
        complete: Callable[[str], Sequence[str]] | None = None,
    ) -> None:
        """`about` is one quiet line under the box; `check` says what is wrong with a text (empty: nothing);
        `complete` gives whole lines that begin with a text."""
        super().__init__()
        self.TITLE_WORDS = safe.one_line(title)
        self._value = value
        self._placeholder = placeholder
        self._about = about
        self._verb = verb
        self._check = check
        self._complete = complete
        self._offered: list[str] = []

    def body(self) -> Sequence[Widget]:
        return (
            LineEdit(self._value, placeholder=self._placeholder, prompt=" "),
            Words(self._say, left=1, id="about"),
        )

    def offers(self) -> Sequence[Hint]:
        tab = (Hint("tab", "complete", "tab"),) if self._complete else ()
        return (Hint("enter", self._verb, "enter"), *tab, Hint("esc", "leave", "escape"))

    def _text(self) -> str:
        return (self.edit.value if self.edit else self._value).strip()

    def wrong(self) -> str:
        """What is wrong with the text; empty where it can be answered."""
        return self._check(self._text()) if self._check and self._text() else ""

    def _say(self, width: int) -> list[Line]:
        wrong = self.wrong()
        said = Piece(safe.one_line(wrong), Ink("warn")) if wrong else Piece(safe.one_line(self._about), SOFT)
        return [ink.cut((said,), width)]

    def press(self, event: events.Key) -> bool:
        if event.key == "enter":
            if self._text() and not self.wrong():
                self.answer(self._text())
        elif event.key == "tab":
            self._take()
        else:
            return False
        return True

    def _take(self) -> None:
        """Take what completion shows ahead."""
        edit = self.edit
        if edit is None or not self._complete:
            return
        if edit.ghost:
            edit.put(edit.value + edit.ghost)

    def _find(self, text: str) -> None:
        if self.edit is None or not self._complete:
            return
        self._offered = [offer for offer in self._complete(text) if offer.startswith(text) and offer != text]
        self.edit.ghost = self._offered[0][len(text) :] if text and self._offered else ""

    def on_line_edit_changed(self, event: LineEdit.Changed) -> None:
        event.stop()
        self._find(event.value)
        self.retell()
