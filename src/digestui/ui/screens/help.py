"""Every key by what it is for, the marks, and a way to run a command from here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from textual import events
from textual.widget import Widget

from digestui.text import widths
from digestui.ui.glyphs import Glyphs
from digestui.ui.keymap import HelpRow, Keymap
from digestui.ui.screens.page import Page
from digestui.ui.show import ink
from digestui.ui.show.ink import BLANK, KEY, SOFT, STRONG, TEXT, Ink, Line, Piece, Target
from digestui.ui.widgets.long_words import LongWords
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.words import Hint

GAP = 4
LEAST = 32
"""The narrowest column that still reads."""
KEYS = 14
"""Cells for the keys of a row."""


class HelpScreen(Page[str]):
    """Shows the key table; answers with the name of a command to run, or None."""

    NAME = "Keys"
    NARROWS = "type to filter keys and commands"

    def __init__(self, keymap: Keymap, *, problems: Sequence[str] = ()) -> None:
        """`problems` are sentences about the user's own keys."""
        super().__init__()
        self.keymap = keymap
        self._problems = list(problems)
        self._groups = keymap.help()
        self._text = ""
        self._cursor = -1
        self.page = LongWords(self._write, left=2, right=2)
        """The body."""

    def about(self) -> str:
        return f"{self.keymap.preset} preset"

    def count(self) -> str:
        number = sum(len(row.commands) for row in self._flat())
        return f"{number} commands" if number != 1 else "1 command"

    def body(self) -> Sequence[Widget]:
        return (self.page,)

    def offers(self) -> Sequence[Hint]:
        return (
            Hint("j k", "choose"),
            Hint("/", "filter", "/"),
            Hint("enter", "run", "enter"),
            Hint(":", "command line", ":"),
            Hint("esc", "back", "escape"),
        )

    def typing_offers(self) -> Sequence[Hint]:
        return (
            Hint("enter", "run", "enter"),
            Hint(marks(self).arrows, "choose"),
            Hint("esc", "all again", "escape"),
        )

    def status(self, width: int) -> Line:
        if self._problems:
            return (Piece("Your keys  ", Ink("warn", bold=True)), Piece("; ".join(self._problems), SOFT))
        keys = [self.keymap.keys_of(name) for name in ("dismiss", "queue", "done")]
        return (
            Piece("Tip  ", STRONG),
            Piece(" ".join(key for key in keys if key), KEY),
            Piece(" decide and go on; ", SOFT),
            Piece(self.keymap.keys_of("undo"), KEY),
            Piece(" comes back to the paper it restored.", SOFT),
        )

    # ---- what is shown -------------------------------------------------------------------------------

    def _rows(self, rows: Sequence[HelpRow]) -> list[HelpRow]:
        words = self._text.casefold().split()
        fits = []
        for row in rows:
            if not row.keys and not words:
                continue
            said = f"{' '.join(row.keys)} {row.text} {' '.join(row.commands)}".casefold()
            if all(word in said for word in words) or self._text in row.keys:
                fits.append(row)
        return fits

    def _shown(self) -> list[tuple[str, list[HelpRow]]]:
        return [(group, fits) for group, rows in self._groups if (fits := self._rows(rows))]

    def _flat(self) -> list[HelpRow]:
        return [row for _, rows in self._shown() for row in rows]

    def _write(self, width: int) -> list[Line]:
        columns = 1 if marks(self).plain else max(1, min(3, (width + GAP) // (LEAST + GAP)))
        cells = (width - GAP * (columns - 1)) // columns
        lines: list[Line] = []
        shown = self._shown()
        if not shown:
            lines.append((Piece(f"No key or command holds {self._text}.", SOFT),))
        for start in range(0, len(shown), columns):
            blocks = [self._block(group, rows, cells) for group, rows in shown[start : start + columns]]
            for parts in zip_longest(*blocks, fillvalue=BLANK):
                line: Line = BLANK
                for number, part in enumerate(parts):
                    gap = (cells + GAP) * number - ink.line_width(line)
                    line = (*line, Piece(" " * gap), *part) if part else line
                lines.append(line)
            lines.append(BLANK)
        return lines + self._marks(width)

    def _block(self, group: str, rows: Sequence[HelpRow], width: int) -> list[Line]:
        glyphs = marks(self)
        lines: list[Line] = [(Piece(group, STRONG),), (Piece(glyphs.level * width, Ink("line")),)]
        here = self._here()
        for row in rows:
            target = Target("run", row.commands[0])
            spaced = any(" " in key for key in row.keys)
            keys = ("  " if spaced else " ").join(row.keys) or f":{row.commands[0]}"
            keyed = widths.pad(keys, max(KEYS, widths.width(keys) + 1))
            look = Ink("bright", bold=True, underline=True) if row is here else TEXT
            for number, text in enumerate(widths.wrap(row.text, max(8, width - widths.width(keyed)))):
                before = Piece(" " * widths.width(keyed) if number else keyed, KEY, target)
                lines.append((before, Piece(text, look, target)))
        return lines

    def _marks(self, width: int) -> list[Line]:
        if self._text:
            return []
        glyphs = marks(self)
        lines: list[Line] = [(Piece("Marks", STRONG),), (Piece(glyphs.level * width, Ink("line")),)]
        return [*lines, *_flow(_legend(glyphs, self.keymap.keys_of("refresh")), width)]

    def _here(self) -> HelpRow | None:
        flat = self._flat()
        return flat[self._cursor] if 0 <= self._cursor < len(flat) else None

    # ---- keys ----------------------------------------------------------------------------------------

    def press(self, key: str, event: events.Key) -> bool:
        if key == "enter":
            self._run()
        elif key in ("?", "f1"):
            self.leave()
        elif key == ":":
            self.answer("command-line")
        elif key in ("j", "down", "k", "up"):
            self._move(1 if key in ("j", "down") else -1)
        else:
            return self.page.press(key)
        return True

    def _type(self, key: str, event: events.Key) -> None:
        if key in ("down", "up"):
            self._move(1 if key == "down" else -1)
        elif key == "enter" and self._here():
            self._run()
        else:
            super()._type(key, event)

    def _move(self, by: int) -> None:
        count = len(self._flat())
        self._cursor = max(0, min(count - 1, self._cursor + by))
        self.page.say()
        here = self._here()
        for number, line in enumerate(self.page.all_lines):
            if here and any(piece.target == Target("run", here.commands[0]) for piece in line):
                self.page.here = number
                self.page.reveal(number)
                break

    def _run(self) -> None:
        if here := self._here():
            self.answer(here.commands[0])

    def narrow(self, text: str) -> None:
        self._text = text
        self._cursor = 0 if text else -1
        self.page.here = None
        self.page.say()
        self.page.reveal(0)

    def on_long_words_hit(self, event: LongWords.Hit) -> None:
        event.stop()
        self.answer(event.target.value)


def _legend(glyphs: Glyphs, refresh: str) -> list[Line]:
    """Each mark with its word, as pieces that stay together."""
    marked = (
        (glyphs.unread, "accent", "unread"),
        (glyphs.queue, "queue", "in queue"),
        (glyphs.done, "done", "done"),
        (glyphs.dismissed, "soft", "dismissed"),
        (glyphs.snoozed, "warn", "snoozed"),
        (glyphs.starred, "star", "starred"),
        (glyphs.noted, "note", "noted"),
        (glyphs.tagged, "soft", "tagged"),
        (glyphs.elsewhere, "soft", "matched in abstract or authors"),
        (glyphs.selected, "note", "selected"),
        (glyphs.cursor, "accent", "cursor"),
    )
    lines: list[Line] = [(Piece(f"{mark} ", Ink(role)), Piece(word, TEXT)) for mark, role, word in marked]
    gone: Line = (
        Piece("slanted", Ink("faint", italic=True)),
        Piece(" no longer matches, leaves at ", SOFT),
        Piece(refresh or ":refresh", KEY),
    )
    return [*lines, gone]


def _flow(parts: Sequence[Line], width: int) -> list[Line]:
    """Parts one after another, three cells between, whole ones on each line."""
    lines: list[Line] = []
    line: Line = BLANK
    used = 0
    for part in parts:
        cells = ink.line_width(part)
        if used and used + cells > width:
            lines.append(line)
            line, used = BLANK, 0
        line = (*line, *part, Piece("   "))
        used += cells + 3
    return [*lines, line]
