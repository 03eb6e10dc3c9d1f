"""A short list to choose one of: an order, a view, a repository, a state."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.widget import Widget

from digestui.records import dataclass
from digestui.text import safe
from digestui.ui.dialogs.base import Dialog, Gap
from digestui.ui.keys import canonical
from digestui.ui.show import ink
from digestui.ui.show.ink import FAINT, KEY, SOFT, TEXT, Ink, Line, Piece
from digestui.ui.widgets.line_edit import LineEdit
from digestui.ui.widgets.lines import Lines
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.words import Hint


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list."""

    value: str
    """What is answered."""
    label: str
    key: str = ""
    """Chooses it at once."""
    note: str = ""
    """Stands at the right: a count, an address."""
    mark: str = ""
    """A mark before the label, with `role` for its colour."""
    role: str = "soft"
    chosen: bool = False
    """It is so now: the cursor starts there."""


class ChooseDialog(Dialog[str]):
    """Asks for one of several; answers with its value, or None."""

    ROWS = 12

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice] | None,
        *,
        narrow: bool = False,
        aside: str = "",
        verb: str = "choose",
    ) -> None:
        """With `narrow`, typing narrows the list, and only keys that are digits choose at once. Where the
        choices must be read first, open with None and `fill` it then: keys typed meanwhile are not lost."""
        super().__init__()
        self.TITLE_WORDS = safe.one_line(title)
        self.choices: list[Choice] = []
        self._shown: list[Choice] = []
        self._waiting = choices is None
        self._early: list[events.Key] = []
        self._narrow = narrow
        self._aside = aside
        self._verb = verb
        self._take(choices or ())

    def _take(self, choices: Sequence[Choice]) -> None:
        self.choices = list(choices)
        self._shown = list(choices)
        self._marked = any(choice.mark for choice in choices)
        self._keyed = any(choice.key for choice in choices)

    def fill(self, choices: Sequence[Choice]) -> None:
        """Take the choices, as soon as they are known, and then the keys that came before them."""
        self._waiting = False
        self._take(choices)
        if not self.is_current:
            return
        self.show(len(choices), self._now())
        early, self._early = self._early, []
        for event in early:
            if not self.press(event) and self.edit is not None:
                self.edit.press(event)

    def _now(self) -> int:
        return next((place for place, choice in enumerate(self.choices) if choice.chosen), 0)

    def aside(self) -> str:
        return self._aside

    def body(self) -> Sequence[Widget]:
        lines = Lines(self._draw, len(self.choices), ground="raised", inset=1)
        lines.cursor = self._now() if self.choices else -1
        if not self._narrow:
            return (lines,)
        return (LineEdit(placeholder="type to narrow", prompt=" "), Gap(), lines)

    def offers(self) -> Sequence[Hint]:
        moves = (Hint(marks(self).arrows, "move"),) if self._narrow else (Hint("j k", "move"),)
        return (Hint("enter", self._verb, "enter"), *moves, Hint("esc", "leave", "escape"))

    def _draw(self, index: int, width: int, cursor: bool) -> Line:
        choice = self._shown[index]
        label = safe.one_line(choice.label)
        look = Ink("bright", bold=True) if cursor else TEXT
        text = self.edit.value.strip() if self.edit else ""
        at = label.casefold().find(text.casefold()) if text else -1
        spans = [ink.Span(at, at + len(text), Ink("bright", bold=True, underline=True))] if at >= 0 else []
        before: Line = ()
        if self._keyed:
            before = (Piece(f"{choice.key or ' '}  ", KEY),)
        if self._marked:
            before = (*before, Piece(f"{choice.mark or ' '} ", Ink(choice.role)))
        now = (Piece("  now", FAINT),) if choice.chosen else ()
        return ink.spread(
            (*before, *ink.pieces(label, look, spans), *now),
            (Piece(safe.one_line(choice.note), SOFT),) if choice.note else (),
            width,
        )

    def press(self, event: events.Key) -> bool:
        key = canonical(event.key)
        if self._waiting:
            self._early.append(event)
            return True
        quick = next((c for c in self.choices if c.key and c.key == key), None)
        typing = self._narrow and (self.edit is None or bool(self.edit.value) or not key.isdigit())
        if event.key == "enter":
            if self.lines and self.lines.cursor >= 0:
                self.answer(self._shown[self.lines.cursor].value)
        elif quick and not typing:
            self.answer(quick.value)
        elif event.key in ("tab", "shift+tab"):
            if self.lines:
                self.lines.move(1 if event.key == "tab" else -1)
        elif self.lines and self.lines.press(key, letters=not self._narrow):
            pass
        else:
            return not self._narrow
        return True

    def on_line_edit_changed(self, event: LineEdit.Changed) -> None:
        event.stop()
        words = event.value.casefold().split()
        self._shown = [c for c in self.choices if all(word in c.label.casefold() for word in words)]
        self.show(len(self._shown), empty="nothing of that name")

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        event.stop()
        self.answer(self._shown[event.index].value)
