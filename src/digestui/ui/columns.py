"""The columns at the right of the titles: which a list has, how wide they are, what they say. Pure.

A column with no value in the view is not drawn; where the list grows narrow the optional ones go first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from digestui.model.rows import Row
from digestui.records import dataclass, field
from digestui.text import dates, latex, safe, widths

COLUMNS_FROM = 56
"""A list narrower than this has no columns beside the title."""
TITLE_FROM = 44
"""Cells of title that optional columns leave free."""
USUAL = ("tags", "code", "year")
"""The setting's default."""
OPTIONAL = ("venue", "author", "date", "upvotes")
"""The order in which they give way."""


@dataclass(frozen=True, slots=True)
class Column:
    """One kind of column."""

    cells: Callable[[], int]
    value: Callable[[Row, date, str], str]
    """What a row says in it, on a day, cut with an ellipsis."""
    order: str = ""
    """The order that its heading sorts by, empty for none."""
    left: bool = False
    """Words stand at the left, numbers at the right."""


def _day_cells() -> int:
    """Cells of a whole day as it is shown."""
    return min(16, widths.width(dates.show_day("2020-12-28", date.min)))


def _author(row: Row, today: date, ellipsis: str) -> str:
    return widths.cut(safe.one_line(latex.display(row.author)), 16, ellipsis)


def _venue(row: Row, today: date, ellipsis: str) -> str:
    return widths.cut(safe.one_line(latex.display(row.venue or "")), 12, ellipsis)


def _upvotes(row: Row, today: date, ellipsis: str) -> str:
    if row.upvotes is None:
        return ""
    return str(row.upvotes) if row.upvotes < 10_000 else f"{min(999, row.upvotes // 1000)}k"


def _day(row: Row, today: date, ellipsis: str) -> str:
    return widths.cut(dates.show_day(row.published, today), _day_cells(), ellipsis)


def _year(row: Row, today: date, ellipsis: str) -> str:
    return str(row.year)[:4] if row.year else ""


KINDS: Mapping[str, Column] = {
    "code": Column(lambda: 4, lambda row, today, ellipsis: "code" if row.has_code else ""),
    "year": Column(lambda: 4, _year, "date"),
    "upvotes": Column(lambda: 4, _upvotes, "upvotes"),
    "date": Column(_day_cells, _day, "date"),
    "author": Column(lambda: 16, _author, "author", left=True),
    "venue": Column(lambda: 12, _venue, left=True),
}
HEADS: Mapping[str, str] = {"upvotes": "upv"}
"""Headings that are not the column's own name."""
_NARROW = frozenset({"code", "year", "upvotes"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns stand at the right of the title in this view, left to right."""

    names: tuple[str, ...] = ()
    tags: bool = True
    """Whether tags are written out where they fit."""
    whole: bool = field(default=True, compare=False)
    """No column that is wanted waits for a row that has a value."""
    there: tuple[str, ...] = field(default=(), compare=False)
    """Those that have a value, also where there is no room for them."""

    def slots(self, lines: int) -> list[tuple[str, ...]]:
        """Columns as they stand on rows of so many lines: those of one slot under each other.

        The last named is the topmost at the right: `code year` on one line is year above code on two.
        """
        if lines < 2:
            return [(name,) for name in self.names]
        out: list[tuple[str, ...]] = []
        for slim in (False, True):
            named = [name for name in reversed(self.names) if (name in _NARROW) is slim]
            stacks = [tuple(named[at : at + lines]) for at in range(0, len(named), lines)]
            out += reversed(stacks)
        return out

    def width(self, lines: int) -> int:
        """Columns they take, with the blank before each."""
        return sum(1 + cells_of(slot) for slot in self.slots(lines))

    def without(self, name: str) -> Columns:
        """All but one."""
        return Columns(tuple(n for n in self.names if n != name), self.tags, self.whole, self.there)


def cells_of(slot: Sequence[str]) -> int:
    """The cells of a slot."""
    return max(KINDS[name].cells() for name in slot)


def columns_for(
    rows: Sequence[Row],
    width: int,
    lines: int = 1,
    *,
    narrow: bool = False,
    wanted: Sequence[str] = USUAL,
    known: Collection[str] = (),
) -> Columns:
    """The columns that have a value in these rows, or are `known` to have one in others of the view, and room
    in a list of this width.

    Where one pane has the screen to itself (`narrow`) titles come before columns. `wanted` is the setting.
    """
    tags = "tags" in wanted
    names = [name for name in wanted if name in KINDS]
    if width < COLUMNS_FROM or narrow or not names:
        return Columns(tags=tags)
    today = date.min
    there = tuple(
        name for name in names if name in known or any(KINDS[name].value(row, today, "") for row in rows)
    )
    found = Columns(there, tags, len(there) == len(names), there)
    for name in OPTIONAL:
        if name in found.names and width - found.width(lines) < TITLE_FROM + 8:
            found = found.without(name)
    return found


def cells(row: Row, columns: Columns, number: int, lines: int, now: int, ellipsis: str) -> str:
    """What the columns of a row say on its line `number`, as wide as `columns.width`."""
    out = ""
    today = date.fromtimestamp(now) if "date" in columns.names else date.min
    for slot in columns.slots(lines):
        width = cells_of(slot)
        text = ""
        if number < len(slot):
            kind = KINDS[slot[number]]
            text = kind.value(row, today, ellipsis)
            text = text if kind.left else " " * (width - widths.width(text)) + text
        out += " " + widths.pad(text, width)
    return out


def headings(columns: Columns, lines: int) -> list[tuple[str, str]]:
    """(heading padded to its column, name of the column) left to right; the topmost of each slot."""
    out: list[tuple[str, str]] = []
    for slot in columns.slots(lines):
        name, width = slot[0], cells_of(slot)
        head = HEADS.get(name, name)
        out.append((head.ljust(width) if KINDS[name].left else head.rjust(width), name))
    return out


def orders(name: str) -> tuple[str, ...]:
    """The two orders of a column, the one its heading asks for first before: most and newest, else A to Z.
    None where it is no order."""
    kind = KINDS.get(name)
    if kind is None or not kind.order:
        return ()
    return (kind.order, f"-{kind.order}") if kind.left else (f"-{kind.order}", kind.order)


def sorted_by(name: str, order: str) -> str:
    """The order that a click on a heading asks for, seen from the present one; empty for a column that is
    no order."""
    both = orders(name)
    return (both[1] if order == both[0] else both[0]) if both else ""
