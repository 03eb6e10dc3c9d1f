"""A note beside its earlier texts: what was changed, and a way to take an earlier one again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from textual import events
from textual.containers import Horizontal
from textual.widget import Widget

from digestui.records import dataclass
from digestui.text import latex, safe
from digestui.ui.screens.difference import below, beside
from digestui.ui.screens.history import when
from digestui.ui.screens.page import Page
from digestui.ui.show import ink
from digestui.ui.show.ink import FAINT, SOFT, STRONG, TEXT, Ink, Line, Piece
from digestui.ui.widgets.lines import Lines
from digestui.ui.widgets.long_words import LongWords
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.words import Hint

BESIDE = 90
"""Columns from which two texts stand side by side."""


@dataclass(frozen=True, slots=True)
class Version:
    """One earlier text of a note."""

    text: str
    at: str = ""
    """When it was saved, ISO 8601."""
    label: str = ""
    """Said instead of the time: `from laptop`, `draft`."""


class NotesCompareScreen(Page[str]):
    """Shows earlier texts of a note against the present one; answers with a text to take again, or None."""

    NAME = "Note"
    NARROWS = ""
    DEFAULT_CSS = """
    NotesCompareScreen #sides { height: 1fr; }
    NotesCompareScreen #versions { width: 26; height: 1fr; }
    NotesCompareScreen.-slim #sides { layout: vertical; }
    NotesCompareScreen.-slim #versions { width: 100%; height: 4; }
    NotesCompareScreen.-low #versions { height: 2; }
    """

    def __init__(
        self,
        title: str,
        present: str,
        versions: Sequence[Version],
        *,
        now: float | None = None,
        present_label: str = "the note now",
    ) -> None:
        """`versions` stand newest first."""
        super().__init__()
        self._paper = latex.display(safe.one_line(title))
        self._present = present
        self._versions = list(versions)
        self._today = datetime.fromtimestamp(now).date() if now is not None else date.today()
        self._present_label = present_label
        self.page = LongWords(self._write, left=2, right=2)
        """The texts."""

    def about(self) -> str:
        return self._paper

    def count(self) -> str:
        count = len(self._versions)
        return f"{count} earlier texts" if count != 1 else "1 earlier text"

    def body(self) -> Sequence[Widget]:
        return (
            Horizontal(
                Lines(
                    self._draw,
                    len(self._versions),
                    inset=2,
                    bar=True,
                    empty="no earlier text",
                    id="versions",
                ),
                self.page,
                id="sides",
            ),
        )

    def offers(self) -> Sequence[Hint]:
        take = (Hint("enter", "take this text again", "enter"),) if self._versions else ()
        return (
            Hint("j k", "older, newer"),
            Hint("space", "read on", "space"),
            *take,
            Hint("esc", "back", "escape"),
        )

    def status(self, width: int) -> Line:
        if not self._versions:
            return (Piece("the first text is the present one", SOFT),)
        return (
            Piece("- ", Ink("error", bold=True)),
            Piece(f"{self._called(self.version())}   ", TEXT),
            Piece("+ ", Ink("done", bold=True)),
            Piece(self._present_label, TEXT),
            Piece("   taking one again keeps both", SOFT),
        )

    # ---- what is shown -------------------------------------------------------------------------------

    def version(self) -> Version:
        """The text under the cursor; the present one where there is no other."""
        cursor = self.lines.cursor if self.lines else 0
        return self._versions[cursor] if 0 <= cursor < len(self._versions) else Version(self._present)

    def _called(self, version: Version) -> str:
        return safe.one_line(version.label) or when(version.at, self._today)

    def _draw(self, index: int, width: int, cursor: bool) -> Line:
        version = self._versions[index]
        look = Ink("bright", bold=True) if cursor else TEXT
        words = len(version.text.split())
        size = f"{words:,} words" if words != 1 else "1 word"
        return ink.spread((Piece(self._called(version), look),), (Piece(size, FAINT),), width)

    def _write(self, width: int) -> list[Line]:
        earlier = self.version().text
        if width < BESIDE or marks(self).plain:
            return list(below(earlier, self._present, width))
        rule = f" {marks(self).rule} "
        half = (width - 3) // 2
        heads: Line = (
            Piece("  "),
            Piece(self._called(self.version()), STRONG),
            Piece(" " * max(1, half - 2 - len(self._called(self.version())))),
            Piece(rule, Ink("line")),
            Piece("  "),
            Piece(self._present_label, STRONG),
        )
        between: Line = (Piece(" " * half), Piece(rule, Ink("line")))
        return [heads, between, *beside(earlier, self._present, width, rule)]

    # ---- keys ----------------------------------------------------------------------------------------

    def press(self, key: str, event: events.Key) -> bool:
        if key == "enter":
            if self._versions:
                self.answer(self.version().text)
        elif key == "ctrl+t":
            self.leave()
        elif key in ("j", "down", "k", "up", "g", "G", "home", "end") and self.lines:
            return self.lines.press(key, letters=True)
        else:
            return self.page.press(key)
        return True

    def on_lines_moved(self, event: Lines.Moved) -> None:
        event.stop()
        self.page.top = 0
        self.page.say()
        self.retell()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        event.stop()
