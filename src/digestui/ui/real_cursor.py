"""Where the terminal's own cursor stands in the plain reader: on what has the focus, for programs that read a
screen out follow it. An editor puts it where one types by itself.

A widget that can have it has a `spot`: a place within itself, or None where it has none now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset
from textual.widget import Widget

from digestui.ui.screens.hears import Hears
from digestui.ui.widgets.line_edit import LineEdit
from digestui.ui.widgets.lines import Lines

if TYPE_CHECKING:
    from textual.app import App


def place(app: App[int]) -> Offset | None:
    """The cell of the screen; None where it stands right already."""
    if not app.screen_stack:
        return None
    screen = app.screen
    if isinstance(screen, Hears):
        return _seen(screen.typing_in or screen.in_front)
    boxes = [box for box in screen.query(LineEdit) if box.active and box.display]
    chosen = [lines for lines in screen.query(Lines) if lines.display and lines.cursor >= 0]
    # A list under a box has it once one has gone down into it.
    if boxes and not any(lines.cursor > 0 for lines in chosen):
        boxes[0].tell_terminal()
        return None
    others = [w for w in screen.walk_children(Widget) if w.display and hasattr(w, "spot")]
    return next(filter(None, map(_seen, [*chosen, *others])), None)


def _seen(widget: Widget) -> Offset | None:
    spot: Offset | None = getattr(widget, "spot", None)
    region = widget.region
    if spot is None or not region:
        return None
    return region.offset + Offset(min(spot.x, region.width - 1), min(spot.y, region.height - 1))
