"""What the panes have in common: a title in their first row, lines below it that scroll, and a rule.

A pane keeps its first line and draws its own rule, so that a scroll is one refresh. Its lines are ink
(`show.ink`): laid out when the content or the width changes, painted when the focus or the theme does.
"""

from __future__ import annotations

from textual import events
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip

from digestui.ui import themes
from digestui.ui.glyphs import Glyphs
from digestui.ui.show import ink
from digestui.ui.show.ink import Line, Target
from digestui.ui.widgets.rule import Ruled, Scroll, rule_end, rule_strip
from digestui.ui.widgets.title_bar import Part, Title, title_line, title_strip

WHEEL = 3
"""Lines of one notch of the wheel."""
OVERLAP = 2
"""Lines of the last page that stay in sight on the next, so that the eye finds on."""


class Pane(Ruled, can_focus=True):
    """A title, lines that scroll, a rule at the right edge where it is asked for."""

    DEFAULT_CSS = """
    Pane { background: $bg; height: 1fr; width: 1fr; }
    """

    class Titled(Message):
        """The words at the right of a pane's title changed."""

        def __init__(self, pane: Pane) -> None:
            self.pane = pane
            super().__init__()

    class TitleClicked(Message):
        """The title was clicked; `part` names the word at the right, else empty."""

        def __init__(self, pane: Pane, part: str) -> None:
            self.pane = pane
            self.part = part
            super().__init__()

    def __init__(self, name: str, glyphs: Glyphs, *, id: str | None = None, ruled: bool = False) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs
        self._title = Title(name)
        self._titled = True
        self._laid_for = Size(0, 0)
        """The size the lines were broken for."""
        self._ruled = ruled
        self._top = 0
        self._painted: dict[int, Strip] = {}
        self._painted_for: object = None

    # What a pane of one kind says.

    @property
    def lines_total(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def line(self, number: int) -> Line:
        """One of them."""
        raise NotImplementedError

    def ground(self, number: int) -> str:
        """The ground it stands on."""
        return "bg"

    def lay_out(self) -> None:
        """The width changed: break the lines again."""

    def clicked(self, number: int, target: Target | None, event: events.Click) -> None:
        """A line was clicked."""

    # Space.

    @property
    def titled(self) -> bool:
        """Whether the title stands in the first row; where one pane is shown at a time it does not."""
        return self._titled

    @titled.setter
    def titled(self, value: bool) -> None:
        if value != self._titled:
            self._titled = value
            self._changed_shape()

    @property
    def ruled(self) -> bool:
        """Whether the last column is the rule, which is the scrollbar."""
        return self._ruled

    @ruled.setter
    def ruled(self, value: bool) -> None:
        if value != self._ruled:
            self._ruled = value
            self._changed_shape()

    @property
    def head(self) -> int:
        """Rows of the title."""
        return 1 if self._titled else 0

    @property
    def rows(self) -> int:
        """Rows for lines."""
        return max(0, self.size.height - self.head)

    @property
    def columns(self) -> int:
        """Columns for lines and their padding."""
        return max(0, self.size.width - (1 if self._ruled else 0))

    @property
    def left(self) -> int:
        """Blank columns before a line."""
        return 2

    @property
    def spot(self) -> Offset:
        """Where the terminal's cursor stands, if it shows: on the first line in sight that says something."""
        in_sight = range(self.first, min(self.lines_total, self.first + self.rows))
        said = (n for n in in_sight if any(piece.text.strip() for piece in self.line(n)))
        return Offset(self.left, self.head + next(said, self.first) - self.first)

    # Title.

    @property
    def title(self) -> Title:
        """What the title says."""
        return self._title

    def entitle(
        self, text: str | None = None, extra: str | None = None, info: tuple[Part, ...] | None = None
    ) -> None:
        """Change the title, or the parts of it that are given."""
        old = self._title
        new = Title(
            old.text if text is None else text,
            old.extra if extra is None else extra,
            old.info if info is None else info,
        )
        if new != old:
            self._title = new
            if self._titled:
                self.refresh(Region(0, 0, self.size.width, 1))
            if self.is_mounted:
                self.post_message(self.Titled(self))

    @property
    def in_focus(self) -> bool:
        """Whether the pane, or what one types into inside it, has the focus."""
        return self.has_focus or self.has_focus_within

    # Scrolling.

    @property
    def first(self) -> int:
        """The first line in sight."""
        return self._top

    @property
    def last_first(self) -> int:
        """The first line in sight when the end is."""
        return max(0, self.lines_total - self.rows)

    @property
    def scroll_state(self) -> Scroll:
        """How much is in sight."""
        return Scroll(self._top, self.rows, self.lines_total)

    def scroll_to_part(self, part: float) -> None:
        self.go_to(round(part * self.last_first))

    def redraw_rule(self) -> None:
        self.repaint_body()

    def go_to(self, line: int) -> bool:
        """Bring `line` to the top, as far as there are lines; False if nothing moved."""
        line = max(0, min(line, self.last_first))
        if line == self._top:
            return False
        self._top = line
        self.repaint_body()
        self.scrolled()
        return True

    def scroll(self, lines: int) -> bool:
        """Move on by `lines`, back if negative; False if nothing moved."""
        return self.go_to(self._top + lines)

    def page_down(self) -> bool:
        """Page on; True when the end had been in sight already, so that nothing moved."""
        return not self.scroll(max(1, self.rows - OVERLAP))

    def page_up(self) -> bool:
        """Page back; True when the beginning had been in sight already."""
        return not self.scroll(-max(1, self.rows - OVERLAP))

    def half_page(self, sign: int = 1) -> bool:
        """Move half a page; False if nothing moved."""
        return self.scroll(sign * max(1, self.rows // 2))

    def scrolled(self) -> None:
        """The first line changed."""

    def keep_in_sight(self, line: int, margin: int = 0) -> None:
        """Scroll as little as brings `line` into sight."""
        if line < self._top + margin:
            self.go_to(line - margin)
        elif line >= self._top + self.rows - margin:
            self.go_to(line - self.rows + 1 + margin)

    # Drawing.

    def repaint_body(self) -> None:
        """Draw the lines again as they are."""
        self.refresh(Region(0, self.head, self.size.width, self.rows))

    def repaint_line(self, number: int) -> None:
        """Draw one line again."""
        self._painted.pop(number, None)
        row = number - self._top
        if 0 <= row < self.rows:
            self.refresh(Region(0, self.head + row, self.size.width, 1))

    def renew(self) -> None:
        """The lines are others now: forget what was painted, stay within them."""
        self._painted.clear()
        self._top = max(0, min(self._top, self.last_first))
        self.repaint_body()

    def relay(self) -> None:
        """Lay everything out and draw it again: marks, keys or days are written otherwise now."""
        self._changed_shape()

    def _changed_shape(self) -> None:
        self._laid_for = self.size  # of a pane that is hidden none: it is laid out when it is seen again
        if self.size.width:
            self.lay_out()
        self._painted.clear()
        self._top = max(0, min(self._top, self.last_first))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if self._laid_for != self.size:
            self._changed_shape()  # drawn before it was told its size: the first frame shall be whole
        theme = themes.of(self)
        if y < self.head:
            strip = title_strip(self._title, self.columns, self.glyphs, theme, focused=self.in_focus)
            return Strip([*strip, *rule_end(self.glyphs, theme)], self.size.width) if self._ruled else strip
        row = y - self.head
        strip = self._paint(self._top + row)
        if not self._ruled:
            return strip
        cell = rule_strip(row, self.rows, self.scroll_state, self.glyphs, theme, held=self.grip is not None)
        return Strip([*strip, *cell], self.size.width)

    def _paint(self, number: int) -> Strip:
        theme = themes.of(self)
        look = (theme, self.columns, self.in_focus)
        if look != self._painted_for:
            self._painted.clear()
            self._painted_for = look
        strip = self._painted.get(number)
        if strip is None:
            line = self.line(number) if 0 <= number < self.lines_total else ink.BLANK
            ground = self.ground(number)
            strip = ink.paint(line, theme, self.columns, on=ground, left=self.left)
            self._painted[number] = strip
        return strip

    # Events.

    def on_resize(self) -> None:
        if self._laid_for != self.size:
            self._changed_shape()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_descendant_focus(self) -> None:
        self.refresh()

    def on_descendant_blur(self) -> None:
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll(-WHEEL)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if self.was_dragged():
            return
        if event.y < self.head:
            line = title_line(self._title, self.columns, self.glyphs, focused=self.in_focus)
            target = ink.hit(line, event.x)
            self.post_message(self.TitleClicked(self, target.value if target else ""))
            return
        number = self._top + event.y - self.head
        if event.x < self.columns and 0 <= number < self.lines_total:
            self.clicked(number, ink.hit(self.line(number), event.x - self.left), event)
