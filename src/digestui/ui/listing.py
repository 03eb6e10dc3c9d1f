"""What the list shows: ids in an array, the rows fetched so far, cursor, selection. No widgets, no database.

Rows are fetched by page and kept by id; a million papers cost eight bytes each. Papers that stop matching
stay, marked `gone`, until the view is refreshed, and nothing here ever moves the cursor by itself.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence

from digestui.model.rows import Row
from digestui.model.triage import Triage
from digestui.records import dataclass, field, replace

KEPT_ROWS = 4000
"""Rows held in memory; the oldest unseen go first."""


@dataclass
class Listing:
    """The papers of a view in their order, and where the reader is among them."""

    ids: array[int] = field(default_factory=lambda: array("q"))
    complete: bool = False
    """False while only the first page is known."""
    promised: int | None = None
    """How many papers there will be, where that is known before all of them are."""
    above: bool = False
    """More papers stand above the first that is known: places are not known yet."""
    cursor: int = 0
    rows: OrderedDict[int, Row] = field(default_factory=OrderedDict)
    decisions: int = 0
    """Grows with whatever is said of papers: rows that were asked for before may be older than that."""
    said: dict[int, int] = field(default_factory=dict)
    """What `decisions` was when something was last said of a paper, by the screen or by the library."""
    said_of_all: int = 0
    """What it was when something was last said of more papers than can be named."""
    gone: set[int] = field(default_factory=set)
    where: dict[int, str] = field(default_factory=dict)
    """Where the search found papers whose titles hold none of its words: `abstract`."""
    selected: dict[int, None] = field(default_factory=dict)
    """Selected ids in the order they were chosen."""
    anchor: int | None = None
    """Where a range selection began, as a place in `ids`."""
    base: dict[int, None] = field(default_factory=dict)
    """What was selected before the range began."""

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def total(self) -> int | None:
        """How many papers the view holds; None while that is not known."""
        return len(self.ids) if self.complete else self.promised

    @property
    def current(self) -> int | None:
        """Id of the paper under the cursor."""
        return self.ids[self.cursor] if 0 <= self.cursor < len(self.ids) else None

    @property
    def row(self) -> Row | None:
        """The row under the cursor, where it has been fetched."""
        return self.rows.get(self.current) if self.current is not None else None

    def targets(self) -> tuple[int, ...]:
        """The papers the next act applies to: the selection, or the one under the cursor."""
        if self.selected:
            return tuple(self.selected)
        return (self.current,) if self.current is not None else ()

    # ---- what is shown -------------------------------------------------------------------------------

    def show(
        self,
        ids: Sequence[int],
        *,
        complete: bool,
        keep: bool = False,
        above: bool = False,
        promised: int | None = None,
    ) -> None:
        """Show these ids; with `keep` the cursor stays on its paper, or else on its place."""
        paper, place = self.current, self.cursor
        self.ids = ids if isinstance(ids, array) else array("q", ids)
        self.complete = complete
        self.promised = promised
        self.above = above
        self.gone.clear()
        self.anchor = None
        if keep:
            where = self.find(paper, near=place) if paper is not None else None
            self.cursor = min(place, max(0, len(self.ids) - 1)) if where is None else where
            if self.selected:
                still = set(self.ids)
                self.selected = {i: None for i in self.selected if i in still}
        else:
            self.cursor = 0
            self.selected.clear()

    def extend(self, ids: Sequence[int], *, offset: int = 0) -> None:
        """The whole list arrives after its first page: the cursor stays on its paper."""
        paper = self.current
        cursor = self.cursor + offset
        self.ids = ids if isinstance(ids, array) else array("q", ids)
        self.complete = True
        self.above = False
        if paper is None:
            self.cursor = 0
            return
        if cursor < len(self.ids) and self.ids[cursor] == paper:
            self.cursor = cursor
            return
        where = self.find(paper, near=cursor)
        self.cursor = min(cursor, max(0, len(self.ids) - 1)) if where is None else where

    def find(self, paper: int, *, near: int = 0) -> int | None:
        """The place of a paper; looks about `near` first."""
        low, high = max(0, near - 200), min(len(self.ids), near + 200)
        for place in range(low, high):
            if self.ids[place] == paper:
                return place
        try:
            return self.ids.index(paper)
        except ValueError:
            return None

    def missing(self, first: int, last: int) -> list[int]:
        """Ids between two places whose rows have not been fetched."""
        return [i for i in self.ids[max(0, first) : last] if i not in self.rows]

    def keep(self, rows: Iterable[Row], since: int | None = None) -> None:
        """Remember fetched rows; one that says what the known one does leaves that in its place, which may
        have been drawn. `since` is what `decisions` was when these were asked for: what was decided about a
        paper since then is newer than the row that comes now."""
        for row in rows:
            if since is not None and max(self.said.get(row.id, 0), self.said_of_all) > since:
                continue
            if self.rows.get(row.id) != row:
                self.rows[row.id] = row
            self.rows.move_to_end(row.id)
        while len(self.rows) > KEPT_ROWS:
            self.rows.popitem(last=False)

    def drop(self, papers: set[int]) -> bool:
        """Papers that left the library leave the list, the cursor on its paper or on the next one; False
        where none was in it."""
        before = sum(1 for i in self.ids[: self.cursor] if i in papers)
        left = array("q", (i for i in self.ids if i not in papers))
        if len(left) == len(self.ids):
            return False
        self.ids = left
        self.cursor = max(0, min(self.cursor - before, len(left) - 1))
        self.promised = self.anchor = None
        self.gone -= papers
        for paper in papers:
            self.rows.pop(paper, None)
            self.selected.pop(paper, None)
        return True

    def forget_rows(self) -> None:
        """More papers changed than can be named: all rows are to be fetched anew."""
        self.decisions += 1
        self.said_of_all = self.decisions
        self.said.clear()
        self.rows.clear()

    # ---- what happened -------------------------------------------------------------------------------

    def restate(self, states: Mapping[int, Triage], noted: Mapping[int, bool] | None = None) -> list[int]:
        """Give rows the state an act left them in; the ids whose rows changed."""
        self.decisions += 1
        changed = []
        for paper in {*states, *(noted or {})}:
            self.said[paper] = self.decisions
            row = self.rows.get(paper)
            if row is None:
                continue
            new = replace(
                row,
                triage=states.get(paper, row.triage),
                noted=(noted or {}).get(paper, row.noted),
                updated=row.updated and not states.get(paper, row.triage).read,
            )
            if new != row:
                self.rows[paper] = new
                changed.append(paper)
        return changed

    # ---- moving --------------------------------------------------------------------------------------

    def move(self, to: int) -> bool:
        """Put the cursor on a place; False where it was there already."""
        to = max(0, min(len(self.ids) - 1, to))
        if to == self.cursor or not self.ids:
            return False
        self.cursor = to
        if self.anchor is not None:
            self._stretch()
        return True

    def next_place(
        self,
        wanted: Callable[[Row | None], bool],
        *,
        step: int = 1,
        limit: int = 2000,
        start: int | None = None,
    ) -> int | None:
        """The nearest place below (or above) the cursor, or the place `start`, whose row is wanted; a row not
        yet there is offered as None, unless its paper is known to match no longer."""
        place = (self.cursor if start is None else start) + step
        looked = 0
        while 0 <= place < len(self.ids) and looked < limit:
            paper = self.ids[place]
            row = self.rows.get(paper)
            if row is not None or paper not in self.gone:
                if wanted(row):
                    return place
                looked += 1
            place += step
        return None

    def counted(self, count: int, wanted: Callable[[Row | None], bool]) -> list[int]:
        """Places from the cursor on: its own, and so many less one below it whose rows are wanted."""
        places = [self.cursor] if self.current is not None else []
        while places and len(places) < count:
            place = self.next_place(wanted, start=places[-1], limit=KEPT_ROWS + 1)
            if place is None:
                break
            places.append(place)
        return places

    # ---- selecting -----------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Select the paper under the cursor, or let it go."""
        paper = self.current
        if paper is None:
            return
        if paper in self.selected:
            del self.selected[paper]
        else:
            self.selected[paper] = None

    def begin_range(self) -> None:
        """Begin a range at the cursor, or end the one that runs."""
        if self.anchor is not None:
            self.anchor = None
            return
        self.anchor = self.cursor
        self.base = dict(self.selected)
        self._stretch()

    def select(self, ids: Iterable[int]) -> None:
        """Select these papers besides those selected."""
        self.selected.update(dict.fromkeys(ids))

    def clear_selection(self) -> bool:
        """Let the selection go; False where there was none."""
        had = bool(self.selected) or self.anchor is not None
        self.selected.clear()
        self.anchor = None
        return had

    def _stretch(self) -> None:
        assert self.anchor is not None
        low, high = sorted((self.anchor, self.cursor))
        self.selected = {**self.base, **dict.fromkeys(self.ids[low : high + 1])}
