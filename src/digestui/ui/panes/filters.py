"""The filters: groups of values with live counts, a cursor, and typing to narrow them.

It is given `FacetGroup`s and says which term was chosen; the query text is edited by others, so the two never
disagree. Only the lines in sight are made, so ten thousand tags cost what forty do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message

from digestui.model.rows import FacetGroup, FacetValue
from digestui.text import folding, safe
from digestui.ui.glyphs import Glyphs
from digestui.ui.panes.base import Pane
from digestui.ui.show import ink
from digestui.ui.show.ink import Ink, Line, Piece, Target
from digestui.ui.widgets.title_bar import Part

SHOWN: Mapping[str, int] = {"views": 9, "digests": 5, "tags": 10, "categories": 8, "years": 5, "sources": 6}
"""Values of a group shown until it is opened."""
SHOWN_ELSE = 8
_STATES: Mapping[str, tuple[str, str]] = {
    "unread": ("unread", "accent"),
    "starred": ("starred", "star"),
    "queued": ("queue", "queue"),
    "in queue": ("queue", "queue"),
    "noted": ("noted", "note"),
    "snoozed": ("snoozed", "warn"),
    "done": ("done", "done"),
    "dismissed": ("dismissed", "soft"),
    "tagged": ("tagged", "soft"),
}
"""The mark and its role of each state."""


class Entry(NamedTuple):
    """One line of the pane. A heading has no value; `more` is a count of hidden values."""

    group: str
    value: FacetValue | None = None
    place: int = 0
    """Which value of its group, from 1."""
    more: int = 0
    heading: bool = False


class FiltersPane(Pane):
    """Groups of values to choose from."""

    class FilterChosen(Message):
        """A value was chosen, or chosen again to let it go; `term` is the query text for it."""

        def __init__(self, term: str, group: str, label: str) -> None:
            self.term = term
            self.group = group
            self.label = label
            super().__init__()

    class MoreWanted(Message):
        """A group was opened that has more values than were given."""

        def __init__(self, group: str) -> None:
            self.group = group
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
        self._needle: str | None = None
        self._folded: dict[str, str] = {}
        self.entitle(info=(Part(key, "soft", "key"),))

    # What it shows.

    def show(self, groups: Sequence[FacetGroup]) -> None:
        """Show these groups; the cursor stays on the value it was on."""
        if groups == self._groups:
            return
        self._groups = groups
        self._rebuild()

    @property
    def current(self) -> Entry | None:
        """The line under the cursor."""
        if not self._stops:
            return None
        return self._entries[self._stops[self._cursor]]

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

    def choose(self) -> None:
        """Choose what is under the cursor: a value, the rest of a group, or a closed group."""
        entry = self.current
        if entry is None:
            return
        if entry.value is not None:
            self.end_narrowing(keep_cursor=True)
            self.post_message(self.FilterChosen(entry.value.term, entry.group, entry.value.label))
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
        elif self._hidden(group) and group.name not in self._opened:
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
        self._needle = needle
        self._say()
        self._rebuild(first=True)

    def end_narrowing(self, *, keep_cursor: bool = False) -> bool:
        """Show all values again; False if they were shown."""
        if self._needle is None:
            return False
        self._needle = None
        self._say()
        self._rebuild(first=not keep_cursor)
        return True

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return self.narrowing and character is not None and character.isprintable()

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
        entry = self._entries[number]
        bar, edge = self._bar(number, entry)
        if entry.heading:
            name = Piece(entry.group.upper(), Ink("faint", bold=True), Target("group", entry.group))
            return (bar, edge, name, *((Piece(f"  {entry.more}", Ink("faint")),) if entry.more else ()))
        if entry.value is None:
            if not entry.more:
                return ink.BLANK
            return (bar, edge, Piece(f"{entry.more} more {self.glyphs.ellipsis}", Ink("faint")))
        return (bar, edge, *self._value(entry, entry.value))

    def _value(self, entry: Entry, value: FacetValue) -> Line:
        label = safe.one_line(value.label)
        strong = Ink("bright", bold=True) if value.chosen else Ink("soft" if value.count == 0 else "text")
        sign: Line = ()
        if entry.group == "views" and entry.place <= 9:
            sign = (Piece(f"{entry.place} ", Ink("accent")),)
        elif entry.group == "views":
            sign = (Piece("  "),)
        elif entry.group == "tags":
            sign, label = (Piece("# ", Ink("faint")),), label.removeprefix("#")
        elif entry.group == "state" and label in _STATES:
            mark, role = _STATES[label]
            sign = (Piece(f"{getattr(self.glyphs, mark)} ", Ink(role)),)
        count = self.glyphs.ellipsis if value.count is None else f"{value.count:,}"
        tail = (Piece(count, Ink("bright" if value.chosen else "faint")),)
        return ink.spread(
            (*sign, *self._found(label, strong)), tail, max(4, self.columns - 3), self.glyphs.ellipsis
        )

    def _found(self, label: str, colour: Ink) -> Line:
        if not self._needle:
            return (Piece(label, colour),)
        at = label.lower().find(self._needle.lower())
        if at < 0:
            return (Piece(label, colour),)
        end = at + len(self._needle)
        mark = colour._replace(role="bright", bold=True, underline=True)
        return (Piece(label[:at], colour), Piece(label[at:end], mark), Piece(label[end:], colour))

    def _bar(self, number: int, entry: Entry) -> tuple[Piece, Piece]:
        here = self._at(number)
        if here or (entry.value is not None and entry.value.chosen):
            return Piece(self.glyphs.cursor, Ink("accent")), Piece(" ")
        return Piece(" "), Piece(" ")

    def ground(self, number: int) -> str:
        if self._at(number):
            return "cursor"
        if 0 <= number < len(self._entries):
            value = self._entries[number].value
            if value is not None and value.chosen:
                return "cursor-blur"
        return "bg"

    def _at(self, number: int) -> bool:
        return bool(self.in_focus and self._stops and self._stops[self._cursor] == number)

    # Building.

    def _hidden(self, group: FacetGroup) -> int:
        limit = SHOWN.get(group.name, SHOWN_ELSE)
        return max(0, len(group.values) - limit) + group.more

    def _fold(self, label: str) -> str:
        folded = self._folded.get(label)
        if folded is None:
            folded = self._folded[label] = folding.fold(label)
        return folded

    def _rebuild(self, *, first: bool = False) -> None:
        kept = self.current
        entries: list[Entry] = []
        needle = folding.fold(self._needle) if self._needle else ""
        for group in self._groups:
            part = self._narrowed(group, needle) if needle else self._listed(group)
            if part:
                entries += [Entry("")] if entries or self.rows >= 30 else []
                entries += part
        self._entries = entries
        self._stops = [
            n
            for n, e in enumerate(entries)
            if e.value is not None or (e.more and e.group) or (e.heading and e.group in self._folded_up)
        ]
        self._cursor = 0
        if kept is not None and not first:
            self._cursor = self._find(kept)
        self.renew()
        if self._stops:
            self.keep_in_sight(self._stops[self._cursor], 1)

    def _listed(self, group: FacetGroup) -> list[Entry]:
        head = Entry(group.name, heading=True)
        if group.name in self._folded_up:
            return [head._replace(more=len(group.values) + group.more)]
        limit = len(group.values) if group.name in self._opened else SHOWN.get(group.name, SHOWN_ELSE)
        out = [head]
        out += [Entry(group.name, value, n) for n, value in enumerate(group.values[:limit], 1)]
        # What is chosen is always in sight, or one could not let it go.
        beyond = [
            Entry(group.name, value, n)
            for n, value in enumerate(group.values[limit:], limit + 1)
            if value.chosen
        ]
        out += beyond
        rest = len(group.values) - limit - len(beyond) if limit < len(group.values) else 0
        if more := max(0, rest) + group.more:
            out.append(Entry(group.name, more=more))
        return out if len(out) > 1 else []

    def _narrowed(self, group: FacetGroup, needle: str) -> list[Entry]:
        found = [
            Entry(group.name, value, n)
            for n, value in enumerate(group.values, 1)
            if needle in self._fold(value.label)
        ]
        return [Entry(group.name, heading=True), *found] if found else []

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
        stop = max(0, min(stop, len(self._stops) - 1))
        if stop == self._cursor:
            if stop == 0:
                self.go_to(0)
            return
        old, self._cursor = self._stops[self._cursor], stop
        here = self._stops[stop]
        self.repaint_line(old)
        self.repaint_line(here)
        # The first value brings its heading, the blank above it too, into sight.
        self.keep_in_sight(here, 0 if stop in (0, len(self._stops) - 1) else 1)
        if stop == 0:
            self.go_to(0)

    def _say(self) -> None:
        if self._needle is None:
            self.entitle(extra="", info=(Part(self._key, "soft", "key"),))
        else:
            caret = "_" if self.glyphs.name == "ascii" else self.glyphs.cursor
            self.entitle(extra=f"/{self._needle}{caret}", info=())

    def lay_out(self) -> None:
        self._rebuild()

    def clicked(self, number: int, target: Target | None, event: events.Click) -> None:
        entry = self._entries[number]
        if entry.heading:
            self.toggle_group(entry.group)
        elif number in self._stops:
            self._place(self._stops.index(number))
            self.choose()
