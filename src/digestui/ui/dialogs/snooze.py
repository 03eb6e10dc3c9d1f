"""The snooze dialog: five days under one key each, or any day typed, read back as one types."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual import events
from textual.widget import Widget

from digestui.errors import BadUsage
from digestui.text import dates
from digestui.ui.dialogs.base import Dialog, Gap
from digestui.ui.show import ink
from digestui.ui.show.ink import KEY, SOFT, TEXT, Ink, Line, Piece
from digestui.ui.widgets.line_edit import LineEdit
from digestui.ui.widgets.lines import Lines
from digestui.ui.widgets.words import Hint, Words

QUICK = (
    ("1", "tonight", "Tonight"),
    ("2", "tomorrow", "Tomorrow"),
    ("3", "saturday", "Saturday"),
    ("4", "week", "Next week"),
    ("5", "month", "In a month"),
)
"""Key, WHEN, and what the list says."""


def reading(seconds: int, now: float) -> str:
    """A moment as one checks it: `Mon 5 May 06:00`, with the year where it is not this one."""
    when = datetime.fromtimestamp(seconds)
    weekday = dates.WEEKDAYS[when.weekday()][:3].title()
    year = "" if when.year == datetime.fromtimestamp(now).year else f" {when.year}"
    month = dates.MONTHS[when.month - 1]
    return f"{weekday} {when.day} {month}{year} {when.hour:02}:{when.minute:02}"


class SnoozeDialog(Dialog[int]):
    """Asks when a paper comes back; answers in seconds since 1970, or None.

    `1` to `5` answer at once while nothing is typed. A day that begins with such a digit is typed after a
    space: ` 3d`.
    """

    TITLE_WORDS = "Snooze"

    def __init__(self, now: float, *, papers: int = 1, typed: str = "") -> None:
        """`now` is the reader's clock, `typed` what was typed before the dialog came."""
        super().__init__()
        self.now = now
        self.papers = papers
        self._typed = typed
        self._quick = [dates.parse_when(when, now) for _, when, _ in QUICK]

    def aside(self) -> str:
        return f"{self.papers} papers" if self.papers != 1 else ""

    def body(self) -> Sequence[Widget]:
        return (
            Lines(self._draw, len(QUICK), ground="raised", inset=1),
            Gap(),
            LineEdit(self._typed, placeholder="or a day: friday, 3d, 2w, 2025-06-01", prompt=" "),
            Words(self._reading, left=1, id="reading"),
        )

    def offers(self) -> Sequence[Hint]:
        if self._text():
            return (Hint("enter", "snooze", "enter"), Hint("esc", "leave", "escape"))
        return (
            Hint("1-5", "at once"),
            Hint("enter", "snooze", "enter"),
            Hint("space", "type a day", "space"),
            Hint("esc", "leave", "escape"),
        )

    def _text(self) -> str:
        return (self.edit.value if self.edit else self._typed).strip()

    def _raw(self) -> str:
        return self.edit.value if self.edit else self._typed

    def _read(self) -> tuple[int | None, str]:
        """The moment typed, and what to say about it."""
        text = self._text()
        if not text:
            return None, ""
        try:
            moment = dates.parse_when(text, self.now)
        except BadUsage as trouble:
            past = "past" in trouble.why
            return None, "that is past" if past else "not a day yet: friday, 3d, 2w, 1m, 2025-06-01"
        return moment, reading(moment, self.now)

    def _reading(self, width: int) -> list[Line]:
        moment, said = self._read()
        return [(Piece(said, Ink("bright", bold=True) if moment else SOFT),)]

    def _draw(self, index: int, width: int, cursor: bool) -> Line:
        key, _, name = QUICK[index]
        strong = cursor and not self._text()
        return ink.spread(
            (Piece(key, KEY), Piece(f"  {name}", Ink("bright", bold=strong) if strong else TEXT)),
            (Piece(reading(self._quick[index], self.now), SOFT),),
            width,
        )

    def press(self, event: events.Key) -> bool:
        if event.key == "enter":
            if self._text():
                moment, _ = self._read()
                if moment is not None:
                    self.answer(moment)
            elif self.lines:
                self.answer(self._quick[self.lines.cursor])
        elif not self._raw() and event.key in "12345":
            self.answer(self._quick[int(event.key) - 1])
        elif event.key in ("space",) and not self._raw() and self.edit:
            self.edit.insert(" ")
        elif event.key == "tab" or (self.lines and self.lines.press(event.key)):
            pass
        else:
            return False
        return True

    def on_line_edit_changed(self, event: LineEdit.Changed) -> None:
        event.stop()
        self.retell()
        if self.lines:
            self.lines.refresh()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        event.stop()
        self.answer(self._quick[event.index])
