"""The filters: groups of values with live counts, a cursor, and typing to narrow them.

It is given `FacetGroup`s and says which term was chosen; the query text is edited by others, so the two never
disagree. Only the lines in sight are made, so ten thousand tags cost what forty do.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Offset
from textual.message import Message

from digestui.model.rows import FacetGroup
from digestui.text import safe
from digestui.ui.glyphs import Glyphs
from digestui.ui.panes import filter_lines
from digestui.ui.panes.base import Pane
from digestui.ui.panes.filter_lines import Entry
from digestui.ui.show.ink import Line, Target
from digestui.ui.widgets.title_bar import Part

MEASURE = 44
"""Columns from a label to the end of its count at most: near enough to be one line to the eye."""
AIRY_FROM = 30


class FiltersPane(Pane):
    """Groups of values to choose from."""

    class FilterChosen(Message):
        """A value was chosen, or chosen again to let it go; `term` is the query text for it, `how` is `only`,
        `also` (any of several) or `not`."""

        def __init__(self, term: str, group: str, label: str, how: str = "only") -> None:
            self.term = term
            self.group = group
            self.label = label
            self.how = how
            super().__init__()

    class MoreWanted(Message):
        """A group was opened that has more values than were given."""

        def __init__(self, group: str) -> None:
            self.group = group
            super().__init__()

    class Moved(Message):
        """The cursor is on another value, or the value is another."""

    class Narrowing(Message):
        """Values are looked for among all there are, so that all are wanted; or that is over, with `chosen`
        because one was."""

        def __init__(self, begins: bool, *, chosen: bool = False) -> None:
            self.begins = begins
            self.chosen = chosen
            super().__init__()

    def __init__(
        self, glyphs: Glyphs, *, id: str | None = "filters", key: str = "f", ruled: bool = False
    ) -> None:
        super().__init__("Filters", glyphs, id=id, ruled=ruled)
        self._key = key
        self._groups: Sequence[FacetGroup] = ()
        self._entries: list[Entry] = []
        self._stops: list[int] = []
        """Lines on which the cursor can stand."""
        self._cursor = 0
        """Index into the stops."""
        self._opened: set[str] = set()
        self._folded_up: set[str] = set()
        self._awaited: Entry | None = None
        """What was found under `more` and chosen: the cursor goes to it once it is in sight."""
        self._needle: str | None = None
        self._written_for: str | None = None
        self.entitle(info=(Part(key, "soft", "key"),))

    def name_key(self, key: str) -> None:
        """The key that leads here is another one now."""
        self._key = key
        self._say()

    # What it shows.

    def show(self, groups: Sequence[FacetGroup]) -> None:
        """Show these groups; the cursor stays on the value it was on."""
        if groups == self._groups:
            return
        self._groups = groups
        self._rebuild()
        self.post_message(self.Moved())

    @property
    def current(self) -> Entry | None:
        """The line under the cursor."""
        if not self._stops:
            return None
        return self._entries[self._stops[self._cursor]]

    @property
    def spot(self) -> Offset:
        line = self._stops[self._cursor] if self._stops else 0
        return Offset(0, self.head + max(0, line - self.first))

    # The cursor.

    def move(self, by: int) -> None:
        """Move the cursor by so many values."""
        self._place(self._cursor + by)

    def move_page(self, sign: int) -> None:
        """Move the cursor by a page."""
        self._place(self._cursor + sign * max(1, self.rows - 2))

    def move_to(self, end: int) -> None:
        """Move the cursor to the first value, or with -1 to the last."""
        self._place(0 if end >= 0 else len(self._stops) - 1)

    def move_group(self, sign: int) -> None:
        """Move the cursor to the first value of the next group, or of this one and then the one before."""
        firsts = [
            n
            for n, stop in enumerate(self._stops)
            if n == 0 or self._entries[stop].group != self._entries[self._stops[n - 1]].group
        ]
        later = [n for n in firsts if n > self._cursor]
        earlier = [n for n in firsts if n < self._cursor]
        if sign > 0 and later:
            self._place(later[0])
        elif sign < 0 and earlier:
            self._place(earlier[-1])

    def choose(self, how: str = "only") -> None:
        """Choose what is under the cursor: a value, the rest of a group, or a closed group."""
        entry = self.current
        if entry is None:
            return
        if entry.value is not None:
            if self.end_narrowing(keep_cursor=True, chosen=True):
                self._awaited = entry
            self.post_message(self.FilterChosen(entry.value.term, entry.group, entry.value.label, how))
        else:
            self.toggle_group(entry.group)

    def toggle_group(self, name: str | None = None) -> None:
        """Open or close a group: one with hidden values is opened, else it is closed to its heading."""
        entry = self.current
        name = name or (entry.group if entry else None)
        group = next((g for g in self._groups if g.name == name), None)
        if group is None:
            return
        if group.name in self._folded_up:
            self._folded_up.discard(group.name)
        elif filter_lines.hidden(group) and group.name not in self._opened:
            self._opened.add(group.name)
            if group.more:
                self.post_message(self.MoreWanted(group.name))
        else:
            self._opened.discard(group.name)
            self._folded_up.add(group.name)
        self._rebuild()

    # Narrowing.

    @property
    def narrowing(self) -> bool:
        """Whether keys are typed into the needle now."""
        return self._needle is not None

    def narrow(self, needle: str = "") -> None:
        """Show only values that hold `needle`; keys add to it until enter or escape."""
        if self._needle is None:
            self.post_message(self.Narrowing(True))
        self._needle = needle
        self._say()
        self._rebuild(first=True)

    def end_narrowing(self, *, keep_cursor: bool = False, chosen: bool = False) -> bool:
        """Show all values again; False if they were shown."""
        if self._needle is None:
            return False
        self._needle = None
        self.post_message(self.Narrowing(False, chosen=chosen))
        self._say()
        self._rebuild(first=not keep_cursor)
        return True

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return self.narrowing and character is not None and character.isprintable()

    def on_paste(self, event: events.Paste) -> None:
        if self._needle is not None:
            event.stop()
            self.narrow(self._needle + safe.one_line(event.text, 200))

    def on_key(self, event: events.Key) -> None:
        if self._needle is None:
            return
        if event.key == "escape":
            self.end_narrowing(keep_cursor=True)
        elif event.key == "enter":
            self.choose()
        elif event.key in ("up", "down"):
            self.move(1 if event.key == "down" else -1)
        elif event.key == "backspace":
            if self._needle:
                self.narrow(self._needle[:-1])
            else:
                self.end_narrowing()
        elif event.is_printable and event.character:
            self.narrow(self._needle + safe.one_line(event.character + "x")[:-1])
        else:
            return
        event.stop()
        event.prevent_default()

    # Lines.

    @property
    def left(self) -> int:
        return 0

    @property
    def lines_total(self) -> int:
        return len(self._entries)

    def line(self, number: int) -> Line:
        width = max(4, min(MEASURE, self.columns - 3))
        entry, lit = self._entries[number], self._at(number)
        return filter_lines.write(entry, width, self.glyphs, lit=lit, needle=self._needle or "")

    def ground(self, number: int) -> str:
        if self._at(number):
            return "cursor"
        value = self._entries[number].value if 0 <= number < len(self._entries) else None
        return "cursor-blur" if value is not None and value.chosen else "bg"

    def _at(self, number: int) -> bool:
        return bool(self.in_focus and self._stops and self._stops[self._cursor] == number)

    # Building.

    def _rebuild(self, *, first: bool = False) -> None:
        kept, before = self.current, self._entries
        was = self._stops[self._cursor] if self._stops else -1
        self._entries = filter_lines.entries(
            self._groups,
            opened=self._opened,
            closed=self._folded_up,
            needle=self._needle or "",
            airy=self.rows >= AIRY_FROM,
        )
        self._stops = [
            n
            for n, e in enumerate(self._entries)
            if e.value is not None or (e.more and e.group) or (e.heading and e.group in self._folded_up)
        ]
        self._cursor = self._find(self._awaited or kept) if kept is not None and not first else 0
        if _term(self._awaited) == _term(self.current):
            self._awaited = None
        here = self._stops[self._cursor] if self._stops else -1
        same = len(before) == len(self._entries) and self._written_for == self._needle
        self._written_for = self._needle
        if same:
            # Other counts, the same lines: only what changed is drawn.
            for n, (old, new) in enumerate(zip(before, self._entries, strict=True)):
                if old != new or (was != here and n in (was, here)):
                    self.repaint_line(n)
        else:
            self.renew()
        if here >= 0:
            self.keep_in_sight(here, 1)

    def _find(self, kept: Entry) -> int:
        same = term = -1
        for n, stop in enumerate(self._stops):
            entry = self._entries[stop]
            if entry.group == kept.group:
                same = n if same < 0 else same
                if entry.value is not None and kept.value is not None and entry.value.term == kept.value.term:
                    term = n
                    break
                if entry.place <= max(kept.place, 1):
                    same = n
        found = term if term >= 0 else same
        return found if found >= 0 else min(self._cursor, max(0, len(self._stops) - 1))

    def _place(self, stop: int) -> None:
        if not self._stops:
            return
        self._awaited = None
        stop = max(0, min(stop, len(self._stops) - 1))
        if stop == self._cursor:
            if stop == 0:
                self.go_to(0)
            return
        old, self._cursor = self._stops[self._cursor], stop
        self.post_message(self.Moved())
        here = self._stops[stop]
        self.repaint_line(old)
        self.repaint_line(here)
        # The first value brings its heading, the blank above it too, into sight.
        self.keep_in_sight(here, 0 if stop in (0, len(self._stops) - 1) else 1)
        if stop == 0:
            self.go_to(0)

    def _say(self) -> None:
        if self._needle is None:
            self.entitle(extra="", info=(Part(self._key, "soft", "key"),) if self.titled else ())
        else:
            caret = self.glyphs.caret
            self.entitle(extra=f"/{self._needle}{caret}", info=())

    def lay_out(self) -> None:
        self._say()
        self._rebuild()

    def clicked(self, number: int, target: Target | None, event: events.Click) -> None:
        entry = self._entries[number]
        if entry.heading:
            self.toggle_group(entry.group)
        elif number in self._stops:
            self._place(self._stops.index(number))
            self.choose("also" if event.ctrl else "only")


def _term(entry: Entry | None) -> str | None:
    return entry.value.term if entry is not None and entry.value is not None else None
