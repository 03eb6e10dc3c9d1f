"""The line after `:`, at the foot of the screen, with completion above it and what was typed before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from digestui.text import safe, widths
from digestui.ui import typed
from digestui.ui.dialogs.base import Dialog
from digestui.ui.dialogs.files import files
from digestui.ui.show import ink
from digestui.ui.show.ink import SOFT, TEXT, Ink, Line, Piece
from digestui.ui.widgets.line_edit import LineEdit
from digestui.ui.widgets.lines import Lines
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.words import Hint, Words, hints

Source = Callable[[], Sequence[str]]


class CommandLine(Dialog[str]):
    """Asks for a command; answers with the line as typed (`typed.parse` reads it), or None.

    The papers stay in sight: nothing is faded behind it.
    """

    DEFAULT_CSS = """
    CommandLine { align: left bottom; background: transparent; }
    CommandLine > .panel { width: 100%; padding: 0 0 0 1; }
    CommandLine.-low > .panel { padding: 0 0 0 1; }
    """
    ROWS = 8

    def __init__(
        self,
        sources: Mapping[str, Source] | None = None,
        *,
        history: Sequence[str] = (),
        value: str = "",
    ) -> None:
        """`sources` give the words of a kind of argument: `tag`, `view`, `digest`, `format`, `query`.
        `history` is what was typed before, oldest first."""
        super().__init__()
        self._sources = dict(sources or {})
        self._cache: dict[str, list[str]] = {}
        self._history = [safe.one_line(line) for line in history]
        self._at = len(self._history)
        self._own = ""
        self._value = value
        self._offers: list[typed.Offer] = []
        self._wrong = ""
        self._picked = False
        self._keep = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="panel"):
            yield Lines(self._draw, ground="raised", inset=1)
            yield LineEdit(self._value, prompt=":", ground="raised")
            yield Words(self._foot, id="hints")

    def on_mount(self) -> None:
        super().on_mount()
        self._find()

    def offers(self) -> Sequence[Hint]:
        return (
            Hint("enter", "run", "enter"),
            Hint("tab", "complete", "tab"),
            Hint(marks(self).arrows, "earlier lines"),
            Hint("esc", "leave", "escape"),
        )

    def _foot(self, width: int) -> list[Line]:
        if self._wrong:
            return [ink.cut((Piece(self._wrong, Ink("warn")),), width)]
        return hints(self.offers(), width - 1, last_right=True)

    def _rows(self, lines: Lines) -> int:
        return max(0, min(lines.count, self.ROWS, self.size.height - 3))

    def learn(self, sources: Mapping[str, Source]) -> None:
        """Take words of kinds of arguments that were still being read when the line opened."""
        self._sources |= sources
        self._cache.clear()
        if self.is_current and not self._picked:
            self._find()

    # ---- completion ----------------------------------------------------------------------------------

    def _give(self, kind: str, begun: str) -> Sequence[str]:
        if kind == "file" and kind not in self._sources:
            return files(begun)
        if kind not in self._cache and kind in self._sources:
            self._cache[kind] = [safe.one_line(word) for word in self._sources[kind]()]
        return self._cache.get(kind, [])

    def _find(self) -> None:
        edit = self.edit
        if edit is None:
            return
        self._picked = False
        self._offers = typed.complete(edit.value, self._give) if edit.cursor == len(edit.value) else []
        self._offers = [offer for offer in self._offers if offer.line != edit.value]
        self.show(len(self._offers), empty="")
        if self.lines:
            self.lines.cursor = -1  # nothing is chosen before tab: enter runs what is typed
        self._ahead()

    def _ahead(self) -> None:
        edit = self.edit
        if edit is None:
            return
        line = self._offers[0].line if self._offers else ""
        fits = edit.value and line.startswith(edit.value)
        edit.ghost = line[len(edit.value) :].rstrip() if fits else ""

    def _take(self, by: int) -> None:
        """Put the offer under the cursor into the line; once more goes on to the next one."""
        edit, lines = self.edit, self.lines
        if edit is None or lines is None or not self._offers:
            return
        if self._picked or lines.cursor < 0:
            lines.go((lines.cursor + by) % len(self._offers) if lines.cursor >= 0 else 0)
        self._picked = True
        self._keep = len(self._offers) > 1
        edit.put(self._offers[lines.cursor].line)
        edit.ghost = ""

    def _recall(self, by: int) -> None:
        """Go through the lines typed before that begin as this one does."""
        edit = self.edit
        if edit is None:
            return
        if self._at == len(self._history):
            self._own = edit.value
        at = self._at + by
        while 0 <= at < len(self._history) and not self._history[at].startswith(self._own):
            at += by
        if at < 0:
            return
        self._at = min(at, len(self._history))
        edit.put(self._history[self._at] if self._at < len(self._history) else self._own)

    def press(self, event: events.Key) -> bool:
        key = event.key
        if key == "enter":
            self._run()
        elif key in ("tab", "shift+tab"):
            self._take(1 if key == "tab" else -1)
        elif key in ("up", "ctrl+p", "down", "ctrl+n"):
            self._recall(-1 if key in ("up", "ctrl+p") else 1)
        elif key == "backspace" and self.edit and not self.edit.value:
            self.leave()
        else:
            self._at = len(self._history)
            return False
        return True

    def _run(self) -> None:
        text = self.edit.value.strip() if self.edit else ""
        if not text:
            self.leave()
            return
        said = typed.parse(text)
        if isinstance(said, str):
            self._wrong = safe.one_line(said).replace("…", marks(self).ellipsis)
            self.retell()
        else:
            self.answer(text)

    # ---- drawing and messages ------------------------------------------------------------------------

    def _draw(self, index: int, width: int, cursor: bool) -> Line:
        offer = self._offers[index]
        look = Ink("bright", bold=True) if cursor and self._picked else TEXT
        said = offer.help.replace("…", marks(self).ellipsis)
        return (Piece(widths.pad(offer.word, min(22, width)) + "  ", look), Piece(said, SOFT))

    def on_line_edit_changed(self, event: LineEdit.Changed) -> None:
        event.stop()
        self._wrong = ""
        if self._keep:  # the change is our own completion: its other offers stay
            self._keep = False
            self.retell()
        else:
            self._find()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        event.stop()
        self._picked = False
        self._take(0)
