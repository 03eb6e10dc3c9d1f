"""One line of text that is being typed: cursor, words, completion shown ahead, colours from outside.

It never takes the focus: its screen hands it keys (`press`) and pastes (`paste`), so that not one key typed
before it is on screen is lost. The cursor does not blink: an idle reader writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from digestui.text import safe, widths
from digestui.ui import themes
from digestui.ui.show import ink
from digestui.ui.show.ink import FAINT, SOFT, Ink, Piece

Colours = Callable[[str], Sequence[ink.Span]]
"""Gives stretches of the text an ink of their own."""

CURSOR = "line-edit--cursor"


def _safe(text: str) -> str:
    return safe.terminal(text).replace("\n", " ")


class LineEdit(Widget):
    """A text box of one line on the ground of the panes."""

    DEFAULT_CSS = """
    LineEdit { height: 1; width: 100%; background: $bg; color: $bright; }
    LineEdit > .line-edit--cursor { background: $accent; color: $bg; }
    LineEdit:ansi > .line-edit--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
    """
    COMPONENT_CLASSES = {CURSOR}  # noqa: RUF012 - Textual's own declaration

    value: reactive[str] = reactive("", init=False)
    """The text."""
    cursor: reactive[int] = reactive(0, init=False)
    """Where typing goes, as an offset into the text; always between two graphemes."""
    active: reactive[bool] = reactive(True, init=False)
    """Whether one types here now: only then the cursor shows."""
    ghost: reactive[str] = reactive("", init=False)
    """What completion would add after the text, shown after a cursor that stands at its end."""

    class Changed(Message):
        """The text is another one now."""

        def __init__(self, edit: LineEdit, value: str) -> None:
            super().__init__()
            self.edit = edit
            self.value = value

        @property
        def control(self) -> LineEdit:
            return self.edit

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        colours: Colours | None = None,
        ground: str = "bg",
        prompt: str = "",
        limit: int = 2000,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.set_reactive(LineEdit.value, safe.one_line(value))
        self.set_reactive(LineEdit.cursor, len(self.value))
        self.placeholder = placeholder
        self.prompt = prompt
        """Stands before the text and cannot be edited."""
        self._colours = colours
        self._ground = ground
        self._limit = limit
        self._left = 0
        self._cleared = ""

    # ---- what others do to it ------------------------------------------------------------------------

    def put(self, value: str, cursor: int | None = None) -> None:
        """Replace the text; the cursor goes to its end, or to `cursor`."""
        self.cursor = 0
        # Whole, not piece by piece: what is typed may join what stands before it.
        self.value = _safe(value)[: self._limit]
        if cursor is None:
            self.cursor = len(self.value)
        else:
            self.cursor = min(len(_safe(value[: max(0, cursor)])), len(self.value))

    def insert(self, text: str) -> None:
        """Type `text` at the cursor, made safe and on one line."""
        text = _safe(text)
        room = self._limit - len(self.value)
        text = text[: max(0, room)]
        at = self.cursor
        self.put(self.value[:at] + text + self.value[at:], at + len(text))

    def paste(self, text: str) -> None:
        """Insert pasted text; its line breaks become spaces."""
        self.insert(" ".join(text.split()))

    def press(self, event: events.Key) -> bool:
        """Take a key; False where it is not one that edits a line."""
        edit = _EDITS.get(event.key)
        if edit is not None:
            edit(self)
            return True
        if event.character and event.is_printable:
            self.insert(event.character)
            return True
        return False

    # ---- editing -------------------------------------------------------------------------------------

    def _before(self) -> int:
        """Where the grapheme before the cursor begins."""
        clusters = widths.clusters(self.value[: self.cursor])
        return self.cursor - len(clusters[-1]) if clusters else 0

    def _after(self) -> int:
        clusters = widths.clusters(self.value[self.cursor :])
        return self.cursor + len(clusters[0]) if clusters else self.cursor

    def _word_before(self) -> int:
        at = len(self.value[: self.cursor].rstrip())
        return self.value.rfind(" ", 0, at) + 1 if at else 0

    def _word_after(self) -> int:
        rest = self.value[self.cursor :]
        skipped = len(rest) - len(rest.lstrip())
        space = rest.find(" ", skipped)
        return len(self.value) if space < 0 else self.cursor + space

    def _cut(self, start: int, end: int, *, keep: bool = False) -> None:
        if keep and end > start:
            self._cleared = self.value[start:end]
        self.put(self.value[:start] + self.value[end:], start)

    def _go(self, at: int) -> None:
        self.cursor = max(0, min(at, len(self.value)))

    # ---- drawing -------------------------------------------------------------------------------------

    def watch_value(self, value: str) -> None:
        self.post_message(self.Changed(self, value))

    def watch_cursor(self) -> None:
        self.tell_terminal()

    def on_mount(self) -> None:
        self.tell_terminal()

    def on_resize(self) -> None:
        self.tell_terminal()

    def tell_terminal(self) -> None:
        """Say where the cursor is, for input methods that open beside it."""
        if self.active and self.is_mounted and self.size.width:
            region = self.content_region
            x = self._column(self.cursor) - self._left
            self.app.cursor_position = Offset(region.x + max(0, min(x, region.width - 1)), region.y)

    def _column(self, at: int) -> int:
        return widths.width(self.prompt) + widths.width(self.value[:at])

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        theme = themes.of(self)
        spans = self._colours(self.value) if self._colours else ()
        line = ink.pieces(self.value, Ink("bright"), spans)
        line = (Piece(self.prompt, Ink("accent", bold=True)), *line)
        if self.cursor == len(self.value) and self.ghost:
            line = (*line, Piece(self.ghost, FAINT))
        elif not self.value and self.placeholder:
            line = (*line, Piece(self.placeholder, SOFT))
        at = self._column(self.cursor)
        if at < self._left + 1:
            self._left = max(0, at - width // 2)
        elif at > self._left + width - 2:
            self._left = at - width + 2
        if not self.active:
            return ink.paint(line, theme, width, on=self._ground)
        whole = max(ink.line_width(line), at + 1, self._left + width)
        strip = ink.paint(line, theme, whole, on=self._ground)
        under = strip.crop(at, at + self._cells_under(line, at))
        style = self.get_component_rich_style(CURSOR)
        block = Strip([segment._replace(style=style) for segment in under])
        parts = [strip.crop(0, at), block, strip.crop(at + under.cell_length)]
        return Strip.join(parts).crop(self._left, self._left + width)

    def _cells_under(self, line: ink.Line, at: int) -> int:
        """Cells of the character the cursor stands on."""
        text = ink.plain(line)
        seen = 0
        for cluster in widths.clusters(text):
            cells = widths.width(cluster)
            if seen >= at and cells:
                return cells
            seen += cells
        return 1

    def on_mouse_down(self, event: events.MouseDown) -> None:
        event.stop()
        text = widths.cut(self.value, max(0, event.x + self._left - widths.width(self.prompt)), "")
        self._go(len(text))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()


_EDITS: dict[str, Callable[[LineEdit], None]] = {
    "left": lambda e: e._go(e._before()),
    "right": lambda e: e._go(e._after()),
    "home": lambda e: e._go(0),
    "ctrl+a": lambda e: e._go(0),
    "end": lambda e: e._go(len(e.value)),
    "ctrl+e": lambda e: e._go(len(e.value)),
    "ctrl+left": lambda e: e._go(e._word_before()),
    "alt+left": lambda e: e._go(e._word_before()),
    "alt+b": lambda e: e._go(e._word_before()),
    "ctrl+right": lambda e: e._go(e._word_after()),
    "alt+right": lambda e: e._go(e._word_after()),
    "alt+f": lambda e: e._go(e._word_after()),
    "backspace": lambda e: e._cut(e._before(), e.cursor),
    "ctrl+h": lambda e: e._cut(e._before(), e.cursor),
    "delete": lambda e: e._cut(e.cursor, e._after()),
    "ctrl+d": lambda e: e._cut(e.cursor, e._after()),
    "ctrl+w": lambda e: e._cut(e._word_before(), e.cursor, keep=True),
    "alt+backspace": lambda e: e._cut(e._word_before(), e.cursor, keep=True),
    "ctrl+u": lambda e: e._cut(0, e.cursor, keep=True),
    "ctrl+k": lambda e: e._cut(e.cursor, len(e.value), keep=True),
    "ctrl+y": lambda e: e.insert(e._cleared),
}
"""The keys of a shell's line, which is where they were learnt."""
