"""The note pane: a note as it reads, and typing into it. It writes nothing: it says what is to be written.

What is typed is told as `NoteChanged` at most a second later (somebody keeps a draft), on ctrl+s and on
leaving as `NoteSaved` with the text it began with. What became of it comes back through `draft_kept`,
`saved` and `not_saved`. Until that answer the text stays here, whatever happens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from time import time
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from digestui.text import dates, safe
from digestui.ui import show
from digestui.ui.glyphs import Glyphs
from digestui.ui.panes.base import Pane
from digestui.ui.show import ink
from digestui.ui.show.ink import Ink, Line, Piece, Target
from digestui.ui.show.paper import Spans
from digestui.ui.widgets.title_bar import Part

if TYPE_CHECKING:
    from digestui.ui.panes.note_editor import NoteEditor

PAUSE = 1.0
"""Seconds at most between a key and the draft that holds it."""
MEASURE = 72
AIRY_FROM = 30
"""Rows from which a blank one stands above a note that has no title over it."""
START: Sequence[tuple[str, str]] = (
    ("j k", "move"),
    ("space", "read on"),
    ("a", "queue"),
    ("d", "dismiss"),
    ("s", "star"),
    ("e", "done"),
    ("/", "search"),
    ("u", "undo anything"),
    ("c", "note"),
    ("?", "all keys"),
)
"""What a first reader needs, keys and words."""


def clock(seconds: int, now: float) -> str:
    """A moment as `14:02`, or as its day if that is not today."""
    when, today = datetime.fromtimestamp(seconds), datetime.fromtimestamp(now).date()
    return f"{when:%H:%M}" if when.date() == today else dates.show_day(when.date().isoformat(), today)


class NotePane(Pane):
    """Shows a note, or the editor over it."""

    class NoteChanged(Message):
        """Text was typed; `text` is all of it."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class NoteSaved(Message):
        """`text` is to be saved; the editor began with `base` (None: there was no note)."""

        def __init__(self, text: str, base: str | None) -> None:
            self.text = text
            self.base = base
            super().__init__()

    class NoteLeft(Message):
        """The editor was left; what changed has been told as `NoteSaved` before."""

    class EditWanted(Message):
        """The pane was double-clicked: the user wants to type."""

    class LinkClicked(Message):
        """An address in the note was clicked."""

        def __init__(self, address: str) -> None:
            self.address = address
            super().__init__()

    class TagClicked(Message):
        """A `#tag` in the note was clicked."""

        def __init__(self, tag: str) -> None:
            self.tag = tag
            super().__init__()

    def __init__(
        self,
        glyphs: Glyphs,
        *,
        id: str | None = "note",
        key: str = "c",
        compare_key: str = "ctrl+t",
        now: Callable[[], float] = time,
    ) -> None:
        super().__init__("Note", glyphs, id=id)
        self._key = key
        self._compare_key = compare_key
        self._now = now
        self._text: str | None = None
        self._base: str | None = None
        self._available = False
        self._spans: Spans | None = None
        self._start: Sequence[tuple[str, str]] | None = None
        self._lines: Sequence[Line] = ()
        self._editor: NoteEditor | None = None
        self._editing = False
        self._told: str | None = None
        """The text last told as changed."""
        self._pause: Timer | None = None

    # What it shows.

    @property
    def editing(self) -> bool:
        """Whether one types into it now."""
        return self._editing

    @property
    def typing_in(self) -> Widget | None:
        """The editor, while one types."""
        return self._editor if self._editing else None

    @property
    def text(self) -> str:
        """The text as it is here, typed or shown."""
        if self._editing and self._editor is not None:
            return self._editor.text
        return self._text or ""

    def show(
        self,
        text: str | None,
        *,
        saved: int | None = None,
        draft: str | None = None,
        draft_at: int | None = None,
        available: bool = True,
        spans: Spans | None = None,
    ) -> None:
        """Show the note of a paper, or with `available` False that there is no paper.

        A `draft` that differs from the note is text that was typed and not saved: it is what is shown and
        edited. Times are seconds since 1970. While one types this does nothing: leave first.
        """
        if self._editing:
            return
        other = draft is not None and draft != (text or "")
        now_shown = (draft if other else text, available, spans)
        changed = now_shown != (self._text, self._available, self._spans) or self._top != 0
        self._base = text
        self._text = draft if other else text
        self._available, self._spans = available, spans
        self._top = 0
        self._name_it()
        if other and draft_at is not None:
            self._state(f"draft kept {clock(draft_at, self._now())}", "warn")
        elif text and saved is not None:
            self._state(f"saved {clock(saved, self._now())}")
        elif not self.starting:
            self._state("")
        if changed:
            self._changed_shape()

    def name_keys(self, key: str, compare_key: str) -> None:
        """The keys that write and compare are others now."""
        self._key, self._compare_key = key, compare_key

    def show_start(self, keys: Sequence[tuple[str, str]] | None = START) -> None:
        """Show *Start here* where there is no note, keys and words in two columns; None ends it."""
        self._start = keys
        self._changed_shape()

    @property
    def starting(self) -> bool:
        """Whether *Start here* is what is seen."""
        return self._start is not None and not self._text and not self._editing

    def rows_wanted(self, width: int) -> int:
        """Rows the note would take in a pane of `width` columns, its title and a blank one included."""
        if self._editing:
            text = self.text
            return 3 + sum(1 + len(line) // max(1, width - 3) for line in text.split("\n"))
        return self.head + 1 + len(self._make(self._measure_of(width)))

    # States, in the words of the title bar.

    def draft_kept(self, at: int) -> None:
        """The draft is on the disk."""
        if self._editing:
            self._state(f"draft kept {clock(at, self._now())}", "warn")

    def saved(self, at: int, *, conflict: bool = False, text: str | None = None) -> None:
        """The note is on the disk; `conflict`: another had been saved meanwhile, and both are kept."""
        self._base = self.text if text is None else text
        if conflict:
            kept = f"both kept, {self._compare_key} to compare" if self._base else "it stays"
            self.entitle(info=(Part(f"changed elsewhere: {kept}", "warn"),))
        elif self._base == self.text:
            self._state(f"saved {clock(at, self._now())}" if self._base else "")

    def not_saved(self, why: str = "") -> None:
        """The disk refused. The text is still here."""
        self._state(f"not saved: {safe.one_line(why)}" if why else "not saved", "error")

    def _state(self, words: str, role: str = "soft") -> None:
        self.entitle(info=(Part(words, role),) if words else ())

    # Typing.

    def edit(self, *, at_end: bool = True) -> None:
        """Begin to type: the editor is made on first use, for it is costly to load."""
        if self._editing or not self._available:
            return
        if self._editor is None:
            from digestui.ui.panes.note_editor import NoteEditor

            self._editor = NoteEditor(id="note-editor")
            self._editing = True
            self.mount(self._editor)
        self._editing = True
        self._told = self._text or ""
        self._editor.display = True
        self._editor.begin(self._text or "", at_end=at_end)
        self.screen.set_focus(self._editor, scroll_visible=False)
        begun = () if self.title.text != "Note" else None  # *Start here* takes its words along
        self.entitle("Note", extra="editing", info=begun)
        self._changed_shape()

    def save(self) -> None:
        """Ask for the text to be saved, if it differs from what was."""
        self._stop_pause()
        text = self.text
        if text != (self._base or "") or self._told != (self._base or ""):
            # Also where what was typed has been taken back: its draft is to go.
            self.post_message(self.NoteSaved(text, self._base))

    def leave(self) -> None:
        """Save what changed and show the note as it reads."""
        if not self._editing or self._editor is None:
            return
        self.save()
        self._text = self._editor.text
        self._editing = False
        self._editor.display = False
        self._top = 0
        self.entitle(extra="")
        self._changed_shape()
        self.post_message(self.NoteLeft())

    def replace(self, text: str) -> None:
        """Put another text in the editor, as one step of its undo: what came back from an outside editor."""
        if self._editing and self._editor is not None:
            self._editor.replace_all(text)
        else:
            self._text = safe.clean(text)
            self._changed_shape()

    def quote(self, text: str) -> None:
        """Put a quotation at the cursor of the editor, on lines of its own, the cursor after it."""
        if self._editing and self._editor is not None:
            self._editor.put_block(text)

    def find(self, wanted: str, step: int = 1) -> tuple[int, int]:
        """Select the next place of `wanted` in what is typed, or the one before; which of how many."""
        if not self._editing or self._editor is None:
            return 0, 0
        return self._editor.find(wanted, step)

    @property
    def selected(self) -> str:
        """What is selected in the editor; empty for nothing."""
        return self._editor.selected_text if self._editing and self._editor is not None else ""

    def undo_typing(self) -> None:
        """Take back the last stroke in the editor."""
        if self._editing and self._editor is not None:
            self._editor.undo()

    def flush(self) -> None:
        """Tell what was typed now, without waiting: the program is about to end."""
        self._stop_pause()
        if self._editing and self.text != self._told:
            self._told = self.text
            self.post_message(self.NoteChanged(self._told))

    def typed(self) -> None:
        """The editor's text changed: tell it within a second, however fast one types."""
        if self._editing and self._pause is None:
            self._pause = self.set_timer(PAUSE, self.flush)

    def _stop_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def on_text_area_changed(self, event: Message) -> None:
        """The editor's text changed."""
        event.stop()
        self.typed()

    # Lines.

    def _measure_of(self, width: int) -> int:
        return max(1, min(MEASURE, width - 3))

    @property
    def left(self) -> int:
        measure = self._measure_of(self.columns)
        spare = self.columns - 3 - measure
        return 2 if spare <= 0 else max(2, (self.columns - measure + 1) // 2)

    @property
    def lines_total(self) -> int:
        return len(self._lines)

    def line(self, number: int) -> Line:
        return self._lines[number]

    def lay_out(self) -> None:
        lines = [] if self._editing else self._make(self._measure_of(self.columns))
        if self._editor is not None:
            self._editor.styles.margin = (self.head, 0, 0, 0)
        if len(lines) < self.rows and (self.titled or self.rows >= AIRY_FROM):
            lines = [ink.BLANK, *lines]
        self._lines = lines
        self._name_it()

    def _name_it(self) -> None:
        if self.starting:
            self.entitle("Start here", info=(Part("leaves after ten acts"),))
        elif self.title.text != "Note":
            self.entitle("Note", info=())

    def _make(self, width: int) -> list[Line]:
        if self._text:
            return show.preview(self._text, width, self.glyphs, self._spans)
        if self._start is not None:
            return start_lines(self._start, width)
        if not self._available:
            return []
        return [(Piece("No note. ", Ink("soft")), Piece(self._key, ink.KEY), Piece(" to write", Ink("soft")))]

    def clicked(self, number: int, target: Target | None, event: events.Click) -> None:
        if target is not None and target.kind == "link":
            self.post_message(self.LinkClicked(target.value))
        elif target is not None and target.kind == "tag":
            self.post_message(self.TagClicked(target.value))
        elif event.chain == 2 or not self._text:
            self.post_message(self.EditWanted())


def start_lines(keys: Sequence[tuple[str, str]], width: int) -> list[Line]:
    """Keys and what they do: two columns where they fit, else one."""
    key_cells = max((len(key) for key, _ in keys), default=0) + 3
    word_cells = max((len(word) for _, word in keys), default=0) + 2
    two = width >= 2 * (key_cells + word_cells)
    column = max(key_cells + word_cells, width * 2 // 5) if two else width
    lines: list[Line] = []
    for n in range(0, len(keys), 2 if two else 1):
        row: list[Piece] = []
        for key, word in keys[n : n + 2] if two else keys[n : n + 1]:
            said = word + " " * (column - key_cells - len(word)) if not row and two else word
            row += [Piece(key, ink.KEY), Piece(" " * (key_cells - len(key))), Piece(said, Ink("text"))]
        lines.append(tuple(row))
    return lines
