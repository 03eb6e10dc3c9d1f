"""The editor of a note: Textual's text area with our colours, light Markdown, and nothing unsafe in it.

Loaded on first use only: it is the heaviest widget of the reader. What is pasted or typed is cleaned on its
way into the document, so that undo never brings back what was dropped.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Selection, TextAreaTheme

from digestui.text import safe
from digestui.text.within import within
from digestui.ui import themes

_HEADING = re.compile(r"(#{1,6}\s+)(.*)$")
_ITEM = re.compile(r"\s*([-*+]|\d{1,3}[.)])\s")
_QUOTE = re.compile(r"\s*>")
_INLINE = re.compile(
    r"(?P<code>`[^`]+`)|(?P<link>https?://\S+|\[[^\]]+\]\([^)\s]+\))"
    r"|(?P<strong>(?<![\w*])\*\*[^*]+\*\*)|(?P<stress>(?<![\w*])\*[^\s*][^*]*\*(?![\w*]))"
    r"|(?P<tag>(?<![\w&/#])#[^\W\d]\w*(?:[-/]\w+)*)"
)
_CONTINUED = re.compile(r"(\s*)([-*+]|(\d{1,3})([.)]))(\s+)(\[[ xX]\]\s+)?(.*)$")
INDENT = 2
LEFT = 2


def _colours(name: str, theme: themes.Theme) -> TextAreaTheme:
    """The roles as the text area takes them: grounds only, so that the line's own colours stay."""
    cursor = Style(reverse=True) if theme.plain else theme.style("bg", "accent")
    chosen = Style(reverse=True) if theme.plain else theme.style("bright", "selected")
    return TextAreaTheme(
        f"note-{name}",
        cursor_style=cursor,
        cursor_line_style=Style() if theme.plain else Style(bgcolor=theme.colour("raised")),
        selection_style=chosen,
    )


def _lit(strip: Strip, ground: Color | None) -> Strip:
    segments = list(strip)
    if len(segments) < 2 or segments[0].text != " " * LEFT:
        return strip
    style = segments[1].style
    if style is None or style.bgcolor != ground:
        return strip
    return Strip([Segment(segments[0].text, style), *segments[1:]], strip.cell_length)


class NoteEditor(TextArea, inherit_bindings=True):
    """Types Markdown."""

    DEFAULT_CSS = """
    NoteEditor {
        border: none; padding: 1 0 0 2; margin: 1 0 0 0;
        width: 1fr; height: 1fr;
        background: $bg; color: $text;
        scrollbar-size-vertical: 1;
        &:focus { border: none; }
    }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(
            id=id, soft_wrap=True, tab_behavior="indent", show_line_numbers=False, highlight_cursor_line=True
        )
        self.indent_width = INDENT
        for name, theme in themes.THEMES.items():
            self.register_theme(_colours(name, theme))
        self.cursor_blink = False  # idle costs nothing, and the eye rests
        self.match_cursor_bracket = False

    def on_mount(self) -> None:
        self._take_colours()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._take_colours())

    def _take_colours(self) -> None:
        theme = themes.of(self)
        self.register_theme(_colours(theme.name, theme))  # the user's own may be another by now
        self.theme = f"note-{theme.name}"

    def render_lines(self, crop: Region) -> list[Strip]:
        """The cursor's line is lit over the padding too."""
        strips = super().render_lines(crop)
        lit = themes.of(self).style("text", "raised").bgcolor
        if crop.x or themes.of(self).plain:
            return strips
        return [_lit(strip, lit) for strip in strips]

    def begin(self, text: str, *, at_end: bool = True) -> None:
        """Start on another text, with nothing to undo."""
        self.load_text(safe.clean(text))
        self.move_cursor(self.document.end if at_end else (0, 0))

    def replace_all(self, text: str) -> None:
        """Put another text in as one step of undo."""
        self.history.checkpoint()
        self.replace(text, (0, 0), self.document.end)
        self.history.checkpoint()

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Bring the cursor into sight. Textual asks for that in the middle of an undo too, when the lines
        are those of before and the cursor still stands where the text was longer: it is asked again after."""
        row, column = self.cursor_location
        lines = self.document.lines
        if row >= len(lines) or column > len(lines[row]):
            return Offset()
        return super().scroll_cursor_visible(center, animate)

    def put_block(self, text: str) -> None:
        """Insert lines between blank ones as one step of undo, and go below them."""
        row, column = self.cursor_location
        before = self.document.get_text_range((0, 0), (row, column))
        ends = len(before) - len(before.rstrip("\n"))
        lead = "\n" * max(0, 2 - ends) if before.strip() else ""
        self.history.checkpoint()
        self.insert(f"{lead}{text}\n\n")
        self.history.checkpoint()

    def find(self, wanted: str, step: int = 1) -> tuple[int, int]:
        """Select the next place (`step` -1: the one before) that reads as `wanted`, around the ends.

        Gives which of how many it is, from 1; (0, 0) where there is none.
        """
        places = within(self.text, wanted)
        if not places:
            return 0, 0
        start, end = sorted((self._offset(self.selection.start), self._offset(self.selection.end)))
        if step > 0:
            at = next((n for n, place in enumerate(places) if place[0] >= end), 0)
        else:
            at = next((n for n in range(len(places) - 1, -1, -1) if places[n][1] <= start), len(places) - 1)
        begin, finish = (self._location(offset) for offset in places[at])
        self.selection = Selection(begin, finish)
        self.scroll_cursor_visible()
        return at + 1, len(places)

    def _offset(self, location: tuple[int, int]) -> int:
        row, column = location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    def _location(self, offset: int) -> tuple[int, int]:
        before = self.text[:offset]
        return before.count("\n"), offset - (before.rfind("\n") + 1)

    def edit(self, edit: Edit) -> EditResult:
        """Every change passes here: keys, paste, replace."""
        clean = safe.clean(edit.text)
        return super().edit(edit if clean == edit.text else replace(edit, text=clean))

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.prevent_default()  # leaving is a command of the reader, not a change of focus
            return
        if event.key == "enter" and self._continue_item():
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)

    def _continue_item(self) -> bool:
        """Enter at the end of an item begins the next one; on an empty item it ends the list."""
        row, column = self.cursor_location
        if self.selection.start != self.selection.end:
            return False
        line = self.document.get_line(row)
        item = _CONTINUED.match(line)
        if item is None or column < len(line) - len(item[7]):
            return False
        if not item[7].strip():
            self.replace("", (row, 0), (row, len(line)))
            return True
        sign = f"{int(item[3]) + 1}{item[4]}" if item[3] else item[2]
        self.insert(f"\n{item[1]}{sign}{item[5]}{'[ ] ' if item[6] else ''}")
        return True

    def get_line(self, line_index: int) -> Text:
        """A line with its signs made quiet and its words coloured."""
        line = super().get_line(line_index)
        theme, raw = themes.of(self), line.plain
        if heading := _HEADING.match(raw):
            line.stylize(theme.style("faint"), 0, heading.end(1))
            line.stylize(theme.style("bright", bold=True), heading.end(1), len(raw))
        elif item := _ITEM.match(raw):
            line.stylize(theme.style("accent"), item.start(1), item.end(1))
        elif _QUOTE.match(raw):
            line.stylize(theme.style("soft"))
        for match in _INLINE.finditer(raw):
            kind = match.lastgroup
            style = {
                "code": theme.style("bright"),
                "link": theme.style("accent", underline=True),
                "strong": theme.style("bright", bold=True),
                "stress": theme.style("text", italic=True),
                "tag": theme.style("queue"),
            }[kind or "code"]
            line.stylize(style, *match.span())
        return line
