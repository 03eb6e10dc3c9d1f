"""The snooze dialog: five days by their number, or any day typed, read back as one types."""

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
"""Number, WHEN, and what the list says."""


def reading(seconds: int, now: float) -> str:
    """A moment as one checks it: `Mon 5 May 06:00`, with the year where it is not this one."""
    when = datetime.fromtimestamp(seconds)
    weekday = dates.WEEKDAYS[when.weekday()][:3].title()
    year = "" if when.year == datetime.fromtimestamp(now).year else f" {when.year}"
    month = dates.MONTHS[when.month - 1]
    return f"{weekday} {when.day} {month}{year} {when.hour:02}:{when.minute:02}"


class SnoozeDialog(Dialog[int]):
    """Asks when a paper comes back; answers in seconds since 1970, or None.

    A number alone is that line of the list, and Enter takes it. It answers no sooner: it may be the beginning
    of `3d` or `2026-12-01`, and what follows must not reach the list, where keys decide.
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
        leads = () if self._text() else (Hint("1-5", "choose"),)
        return (*leads, Hint("enter", "snooze", "enter"), Hint("esc", "leave", "escape"))

    def _text(self) -> str:
        return (self.edit.value if self.edit else self._typed).strip()

    def _numbered(self) -> int | None:
        """The line whose number is all that is typed."""
        return next((line for line, (number, _, _) in enumerate(QUICK) if number == self._text()), None)

    def _read(self) -> tuple[int | None, str]:
        """The moment typed, and what to say about it."""
        text = self._text()
        if not text:
            return None, ""
        line = self._numbered()
        if line is not None:
            return self._quick[line], reading(self._quick[line], self.now)
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
        key, when, name = QUICK[index]
        day = datetime.fromtimestamp(self._quick[index]).date()
        if when == "tonight" and day != datetime.fromtimestamp(self.now).date():
            name = "Tomorrow evening"  # it is evening already
        strong = cursor and (not self._text() or index == self._numbered())
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
        elif self.lines and self.lines.press(event.key):
            if self.edit and self._numbered() is not None:
                self.edit.put("")  # the cursor says now which line is meant
        else:
            return event.key == "tab"
        return True

    def on_line_edit_changed(self, event: LineEdit.Changed) -> None:
        event.stop()
        self.retell()
        if self.lines:
            line = self._numbered()
            if line is not None:
                self.lines.go(line)
            self.lines.refresh()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        event.stop()
        self.answer(self._quick[event.index])
