"""Where everything stands on a terminal of a given size. Pure numbers: no widgets, no Textual.

The door paints the first titles by these numbers before Textual is loaded, and the screen places its
panes by them afterwards, so the two can never disagree.
"""

from __future__ import annotations

from digestui.records import dataclass

NARROW, WIDE, VAST = 100, 140, 190
"""Columns from which there are two panes, three panes, and a wider measure."""
FILTERS = 28
LEAST_FILTERS, MOST_FILTERS = 20, 44
LEAST_RIGHT, MOST_RIGHT = 60, 76
"""Between these the measure stays from 56 to 72."""
LEAST_LIST = 24
LEAST_WIDTH, LEAST_HEIGHT = 40, 10


@dataclass(frozen=True, slots=True)
class Shape:
    """What the user has chosen about the panes."""

    drawer: bool = False
    """The filters are open as a drawer (normal width)."""
    zoomed: str = ""
    """The pane that has the whole body, or empty."""
    pane: str = "list"
    """The pane in front when there is room for one only."""
    right: int = 0
    """Columns by which a drag has changed the right side."""
    note: int = 0
    """Rows of the note pane as dragged; 0 lets the note decide."""
    filters: int = 0
    """Columns of the filters as dragged; 0 is the usual width."""
    density: str = "auto"
    peek: int = 4
    plain: bool = False
    """One pane at a time at every width, one line a paper, nothing below it: a line is read out whole."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """Columns and rows of each pane; a width or height of 0 means: not shown."""

    width: int
    height: int
    filters: int
    """Width of the filters, without their rule."""
    list_left: int
    list: int
    """Width of the list, without its rule."""
    right: int
    """Width of abstract and note."""
    measure: int
    """Columns of text in the abstract."""
    row_lines: int
    """Lines of one row of the list."""
    tabs: bool
    """One pane at a time, with the way between them in the second row."""
    peek: int
    """Rows of the peek under the list, without its rule."""
    body_top: int
    body: int
    """Rows of the panes."""
    airy: bool
    """A blank row above the text of a pane: only where rows are plenty."""

    @property
    def too_small(self) -> bool:
        return self.width < LEAST_WIDTH or self.height < LEAST_HEIGHT

    @property
    def list_rows(self) -> int:
        """Lines the list has, its peek taken off."""
        return max(1, self.body - (self.peek + 1 if self.peek else 0))


def geometry(width: int, height: int, shape: Shape | None = None) -> Geometry:
    """Where everything stands on `width` by `height` cells."""
    shape = shape or Shape()
    body = max(1, height - 4)
    if width < NARROW or shape.plain:
        return _narrow(width, height, body, shape)
    filters = (shape.filters or FILTERS) if width >= WIDE or shape.drawer else 0
    filters = min(max(filters, LEAST_FILTERS), MOST_FILTERS) if filters else 0
    right, measure = _right(width)
    right = min(max(right + shape.right, LEAST_RIGHT), MOST_RIGHT)
    measure = min(72, max(56, right - 4 if width >= 107 else right - 6))
    if shape.zoomed == "list":
        filters, right = 0, 0
    elif shape.zoomed in ("abstract", "note"):
        filters, right, measure = 0, width, 72
    elif shape.zoomed == "filters":
        filters, right = width, 0
    if filters and right and width - filters - right - 2 < LEAST_LIST:
        right = 0  # the drawer lies over what would leave the list no room to be one
    left = filters + 1 if filters else 0
    inner = width - left - (right + 1 if right else 1)
    if shape.zoomed and shape.zoomed != "list":
        inner = 0
    return Geometry(
        width=width,
        height=height,
        filters=filters,
        list_left=left,
        list=max(0, inner),
        right=right,
        measure=measure,
        row_lines=_row_lines(inner, height, shape.density, beside=bool(filters)),
        tabs=False,
        peek=0,
        body_top=2,
        body=body,
        airy=height >= 40,
    )


def _narrow(width: int, height: int, body: int, shape: Shape) -> Geometry:
    pane = shape.zoomed or shape.pane
    room = body - 1 - 6  # six rows of titles are the least that still reads as a list
    return Geometry(
        width=width,
        height=height,
        filters=width - 1 if pane == "filters" else 0,
        list_left=0,
        list=width - 1 if pane == "list" else 0,
        right=width if pane in ("abstract", "note") else 0,
        measure=min(72, max(20, width - 4)),
        row_lines=2 if shape.density == "cosy" and not shape.plain else 1,
        tabs=True,
        peek=max(0, min(shape.peek, room)) if pane == "list" and not shape.plain else 0,
        body_top=2,
        body=body,
        airy=False,
    )


def _right(width: int) -> tuple[int, int]:
    if width < 107:
        return 62, 56
    if width < WIDE:
        return 66, 62
    return (70, 66) if width < VAST else (76, 72)


def _row_lines(width: int, height: int, density: str, *, beside: bool) -> int:
    if density == "compact":
        return 1
    if height < 30 and density != "cosy":
        return 1
    if width < (40 if beside else 44):
        return 3
    return 2


def right_drawn(width: int, right: int) -> int:
    """`Shape.right` for a right side drawn to so many columns, as far as its measure lets it."""
    return min(max(right, LEAST_RIGHT), MOST_RIGHT) - _right(width)[0]
