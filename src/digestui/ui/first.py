"""The first page: what the library shows when the reader opens, as records and as plain escapes.

Free of Textual. The same geometry, row layout and glyphs as the screen, so that the frame which follows
takes over cell by cell. Only cleaned text is written.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digestui.records import dataclass, field
from digestui.ui import doorstep
from digestui.ui.geometry import Geometry, Shape, geometry

if TYPE_CHECKING:
    from digestui.library.library import Library
    from digestui.library.notes import Draft
    from digestui.library.search import Understood
    from digestui.model.rows import Detail, Row
    from digestui.settings import Settings
    from digestui.ui.glyphs import Glyphs

PAGE = 100
SMALL = 5_000
"""Papers of a library that is asked for its whole list at the door: that costs two milliseconds there."""
START = "in:inbox"


@dataclass
class First:
    """What was found at the door."""

    name: str = "Inbox"
    text: str = START
    understood: Understood | None = None
    ids: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    at: int | None = None
    """The paper the reader was left on."""
    above: bool = False
    """`ids` are not the first page but the one that paper stands on."""
    whole: bool = False
    """`ids` are all there are: a small library is known at once."""
    total: int | None = None
    """How many papers the view holds, where that is known before `ids` are all of them."""
    unread: int | None = None
    """How many of all are unread, where that is known."""
    cursor: int = 0
    """Place of the cursor among `ids`."""
    top: int = 0
    """Place of the first row on the screen."""
    detail: Detail | None = None
    """The paper under the cursor, whole."""
    draft: Draft | None = None
    """What was typed about it and not saved."""
    shape: Shape = field(default_factory=Shape)
    screen: str = ""
    """Escape sequences that draw the page; empty where nothing should be drawn early."""
    painted: bool = False
    welcome: str = ""
    """What to say first: a new library and what is in it."""
    complaint: str = ""
    """What is wrong with the settings, to be said before anything else."""
    remembered: dict[str, Any] = field(default_factory=dict)
    written: object = None
    """When the library was last written before it was looked at."""

    @property
    def light(self) -> bool | None:
        """Whether the terminal was light when the reader was left; None where that is not known."""
        light = self.remembered.get("light")
        return light if isinstance(light, bool) else None


def look(
    path: Path,
    settings: Settings,
    env: Mapping[str, str],
    *,
    clock: Callable[[], float] = time.time,
    paint: Callable[[First], None] = lambda first: None,
) -> First:
    """Read where the reader was left and the page of that view; `paint` is called as soon as its titles are
    known, the paper under the cursor is read after that."""
    from digestui.library import search
    from digestui.library.library import Library
    from digestui.text import dates

    dates.show_days_as(settings.date_format)
    first = First(written=written(path))
    with Library.open(path, readonly=True, clock=clock) as lib:
        lib.want_writable()  # else the page would stand there, and the first act fail
        left = lib.recall("reader") or {}
        first.remembered = left
        if settings.start_view == "last":
            _begin_where_left(first, left)
        else:
            _begin_in(first, lib, settings.start_view)
        first.shape = Shape(
            drawer=bool(left.get("drawer")),
            right=_whole(left.get("right")),
            note=_whole(left.get("note")),
            filters=_whole(left.get("filters")),
            density=settings.density,
            peek=settings.peek,
            plain=settings.plain,
        )
        first.understood = search.understand(lib, first.text)
        key = left.get("key")
        if isinstance(key, str):
            first.at = search.id_of(lib, key)
        first.ids = search.first_page(lib, first.understood.query, PAGE)
        if first.at is not None and len(first.ids) == PAGE and first.at not in first.ids:
            there = search.page_around(lib, first.understood.query, first.at, PAGE)
            first.ids, first.above = (there, True) if there else (first.ids, False)
        if first.ids and search.size(lib) <= SMALL:
            first.ids, first.above, first.whole = (
                list(search.find(lib, first.understood.query).ids),
                False,
                True,
            )
            first.unread = search.count_unread(lib, first.understood.query)
        first.rows = search.rows(lib, _about(first))
        now = lib.now()
        width, height = doorstep.terminal_size(env)
        shown = geometry(width, height, first.shape)
        _place_cursor(first, now)
        first.top = _top(first, shown)
        if _may_paint(env, shown):
            first.screen = _screen(first, shown, settings, env, now)
        paint(first)
        if first.ids:
            from digestui.library import notes

            if not first.whole and (known := search.known_counts(lib, first.understood.query)):
                first.total, first.unread = known

            first.detail = search.detail(lib, first.ids[first.cursor])
            first.draft = notes.draft(lib, first.detail.key) if first.detail is not None else None
    return first


def written(path: Path) -> object:
    """What is other as soon as anybody has written to the library."""
    return tuple(doorstep.written(str(path) + end) for end in ("", "-wal"))


def _about(first: First) -> list[int]:
    """The ids whose rows are read: all that the door knows, or a page about the paper that was left."""
    if not first.whole:
        return first.ids
    at = first.ids.index(first.at) if first.at is not None and first.at in first.ids else 0
    start = max(0, at - PAGE // 3)
    return first.ids[start : start + PAGE]


def _top(first: First, shown: Geometry) -> int:
    """The first row on the screen: the page begins with the list, or has the paper that was left a third
    down, as going back to a paper has it."""
    page = max(1, shown.list_rows // max(1, shown.row_lines))
    if first.cursor < page and not first.above:
        return 0
    return max(0, min(first.cursor - page // 3, len(first.ids) - page))


def _begin_where_left(first: First, left: dict[str, Any]) -> None:
    name, text = left.get("view"), left.get("query")
    if isinstance(name, str) and isinstance(text, str):
        first.name, first.text = name, text


def _begin_in(first: First, lib: Library, name: str) -> None:
    """In the view of a name, or with a query; in the inbox where there is no such view, and that is said."""
    from digestui.library import views

    if ":" in name:
        first.name = first.text = name
    elif view := views.named(lib, name):
        first.name, first.text = view.name, view.query
    else:
        first.complaint = f"start_view: there is no view {name}; F shows them"


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _place_cursor(first: First, now: int) -> None:
    """On the paper that was left, or the next undecided one below it; the first time, the first undecided."""
    try:
        cursor = first.ids.index(first.at) if first.at is not None else 0
    except ValueError:
        return
    from digestui.library import phrasing

    inbox = first.understood is not None and phrasing.is_inbox(first.understood.query)
    rows = {row.id: row for row in first.rows}
    if inbox:
        for place in range(cursor, len(first.ids)):
            row = rows.get(first.ids[place])
            if row is None or row.triage.undecided(now):
                cursor = place
                break
    first.cursor = cursor


def _may_paint(env: Mapping[str, str], shown: Geometry) -> bool:
    return (
        not shown.too_small
        and bool(shown.list)
        and env.get("COLORTERM", "") in ("truecolor", "24bit")
        and not env.get("NO_COLOR")
        and os.name == "posix"
    )


def _screen(first: First, shown: Geometry, settings: Settings, env: Mapping[str, str], now: int) -> str:
    from digestui.ui import glyphs, themes
    from digestui.ui.columns import columns_for
    from digestui.ui.row_layout import RowState, row_spans

    theme = themes.pick(settings.theme, env, settings.colours, first.light)
    if theme.plain:
        return ""
    marks: Glyphs = glyphs.pick(settings.glyphs, env, plain=settings.plain)
    lines = shown.row_lines
    page = max(1, shown.list_rows // lines)
    top = first.top
    known = {row.id: row for row in first.rows}
    rows = [known.get(paper) for paper in first.ids[top : top + page + 1]]
    some = [known[paper] for paper in first.ids[top : top + 100] if paper in known]
    columns = columns_for(some, shown.list, lines, narrow=shown.tabs, wanted=settings.columns)
    colours = theme.colours
    ground = _colour(48, colours["bg"])
    out = [ground, "\x1b[H\x1b[J"]
    for number, row in enumerate(rows):
        if row is None:
            continue
        here = top + number == first.cursor
        on = _colour(48, colours["cursor"]) if here else ground
        drawn = row_spans(row, shown.list, lines, columns, RowState(cursor=here), marks, now)
        for line, spans in enumerate(drawn):
            y = number * lines + line
            if y >= shown.list_rows:
                break
            out.append(f"\x1b[{shown.body_top + y + 1};{shown.list_left + 1}H{on}")
            for span in spans:
                role = "soft" if here and span.role == "faint" else span.role
                weight = "\x1b[1m" if "b" in span.kind else ""
                slant = "\x1b[3m" if "i" in span.kind else ""
                end = "\x1b[22;23m" if weight or slant else ""
                out.append(f"{_colour(38, colours[role])}{weight}{slant}{span.text}{end}")
    out.append("\x1b[0m")
    return "".join(out)


def _colour(kind: int, colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"\x1b[{kind};2;{red};{green};{blue}m"
