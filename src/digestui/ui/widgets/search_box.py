"""The search box: Textual's input in the header's row, coloured as a query. Loaded on the first search."""

from __future__ import annotations

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input

from digestui.text import safe
from digestui.ui import themes


class QueryInk(Highlighter):
    """`field:` soft, the rest bright."""

    def __init__(self, box: SearchBox) -> None:
        self.box = box

    def highlight(self, text: Text) -> None:
        theme = themes.of(self.box)
        text.highlight_regex(r"(?<![^\s(-])[a-zA-Z]+:", theme.style("soft"))
        text.highlight_regex(r"(?<!\S)#\S+", theme.style("queue"))


class SearchBox(Input):
    """Types a query. Keys that are commands of the search box go to `press` first."""

    DEFAULT_CSS = """
    SearchBox, SearchBox:focus {
        layer: over; position: absolute; height: 1; border: none; padding: 0 1 0 0;
        background: $raised; color: $bright;
        &:ansi { text-style: none; }
    }
    SearchBox > .input--cursor { background: $accent; color: $bg; text-style: none; }
    SearchBox > .input--placeholder { color: $faint; }
    """

    virtual_size = Reactive(Size(0, 0))
    """How long the text is. Textual would lay out the whole screen for each letter, in a third of the time
    from the letter to the papers it finds; the box itself never changes its size."""

    class Typed(Message):
        """The text changed under the fingers."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    @property
    def spot(self) -> Offset:
        """Where one types, within the box."""
        return Offset(self._position_to_cell(self.cursor_position) - self.scroll_offset.x, 0)

    def __init__(self) -> None:
        super().__init__(placeholder="type to search", id="search", select_on_focus=False)
        self.cursor_blink = False
        self.highlighter = QueryInk(self)
        self.taken = ""
        """What ctrl+u, ctrl+k or ctrl+w took out last; ctrl+y puts it in again."""
        self.quiet: str | None = None
        """The text that was put in, not typed."""

    def delete(self, start: int, end: int) -> None:
        """Take a stretch out; one longer than a letter may be put in again."""
        if abs(end - start) > 1:
            self.taken = self.value[min(start, end) : max(start, end)]
        super().delete(start, end)

    def put(self, text: str) -> None:
        """Put a text in without saying that it was typed."""
        self.quiet = text
        self.value = text
        self.cursor_position = len(text)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "ctrl+y" and self.taken:
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(self.taken)
            return
        if self.screen.press(event):  # type: ignore[attr-defined]
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)

    def on_resize(self) -> None:
        """Where there is less room now, the cursor is still seen."""
        self._watch_selection(self.selection)

    def _on_paste(self, event: events.Paste) -> None:
        event.text = safe.one_line(event.text)[:4000]  # Textual's own box takes it after this

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        clean = safe.one_line(event.value) if event.value.strip() else event.value
        if len(clean) < len(event.value.strip()):
            self.put(clean)
        elif event.value != self.quiet:
            self.post_message(self.Typed(event.value))
        self.quiet = None
