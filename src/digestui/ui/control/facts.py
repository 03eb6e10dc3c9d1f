"""What is known about the paper under the cursor and about the view: detail, counts, facets.

All of it follows the cursor at a distance: a moved cursor asks once it has rested, and newer questions take
the place of older ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from digestui.library import notes, search
from digestui.library.library import Library
from digestui.model.rows import Detail, FacetGroup
from digestui.model.triage import Action, ActionKind
from digestui.records import dataclass, field

if TYPE_CHECKING:
    from digestui.library import history
    from digestui.ui.desk import Desk

REST = 0.03
"""Seconds the cursor rests before its abstract is asked for."""
RUSH = 0.06
"""A move that follows another in less is one of a key held down, and no abstract on the way is wanted ..."""
REST_IN_A_RUSH = 0.04
"""... so the rest is longer than the pause between the repeats of most keyboards."""
FACETS_AFTER = 0.12


@dataclass
class Facts:
    """Keeps abstract, note, filters and counts in step with what is on show."""

    desk: Desk
    detail: Detail | None = None
    today: history.Today | None = None
    whole: set[str] = field(default_factory=set)
    """Groups of the filters shown with all their values."""
    _all_values: bool = False
    """Whether all groups are, while one looks for a value among them."""
    _last_move: float = 0.0
    _rest: asyncio.TimerHandle | None = None
    _facets: asyncio.TimerHandle | None = None
    _dwell: asyncio.TimerHandle | None = None
    _followers: list[asyncio.Future[None]] = field(default_factory=list)
    """Who waits for the paper under the cursor to be on show."""

    @property
    def timers(self) -> tuple[asyncio.TimerHandle | None, ...]:
        """What still waits to be asked."""
        return self._rest, self._facets

    def begin(self, detail: Detail | None, draft: notes.Draft | None) -> None:
        """The paper under the cursor as the door has read it."""
        if detail is not None and detail.id == self.desk.listing.current:
            self.desk.words.where()
            self._show(detail, draft)
        else:
            self.moved(at_once=True)

    def moved(self, *, at_once: bool = False) -> None:
        """The cursor moved, or the paper under it changed."""
        self.desk.words.where()
        if self._rest is not None:
            self._rest.cancel()
        if at_once:
            self._ask_detail()
            return
        loop = asyncio.get_running_loop()
        now = loop.time()
        rest = REST_IN_A_RUSH if now - self._last_move < RUSH else REST
        self._last_move = now
        self._rest = loop.call_later(rest, self._ask_detail)

    @property
    def awaited(self) -> bool:
        """Whether something is to be done with the paper under the cursor once it is on show."""
        return bool(self._followers)

    @property
    def behind(self) -> bool:
        """Whether abstract and note are still those of a paper the cursor has left."""
        return self.desk.listing.current != (self.detail.id if self.detail is not None else None)

    def catch_up(self) -> asyncio.Future[None]:
        """Ask without the rest; done when abstract and note are those of the paper under the cursor, or when
        they could not be had and `behind` still holds."""
        follower: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._followers.append(follower)
        self.moved(at_once=True)
        return follower

    def when_shown(self, call: Callable[[], None]) -> None:
        """Do something with the paper under the cursor once its abstract and note are on show; keys pressed
        meanwhile wait."""
        if not self.behind:
            call()
            return
        paper = self.desk.listing.current

        def shown(_: object) -> None:
            if not self.behind:
                call()
            elif self.desk.listing.current != paper:
                # A better list came meanwhile, with another paper under the cursor: wait for that one.
                self.when_shown(call)
            elif self.detail is None and paper is not None:
                self.desk.rows.lost({paper})
                self.desk.words.say("that paper is not in the library any more")

        self.desk.held = self.catch_up()
        self.desk.held.add_done_callback(shown)

    def _caught_up(self) -> None:
        followers, self._followers = self._followers, []
        for follower in followers:
            if not follower.done():
                follower.set_result(None)

    def _ask_detail(self) -> None:
        desk = self.desk
        paper = desk.listing.current
        if paper is None:
            self._show(None, None)
            return

        def job(lib: Library) -> tuple[Detail | None, notes.Draft | None]:
            detail = search.detail(lib, paper)
            return detail, notes.draft(lib, detail.key) if detail else None

        def then(found: tuple[Detail | None, notes.Draft | None]) -> None:
            if desk.listing.current == paper:
                self._show(*found)

        def failed(error: BaseException) -> None:
            desk.words.failed(error)
            self._caught_up()

        desk.lanes.front.ask("detail", job, then, failed)

    def _show(self, detail: Detail | None, draft: notes.Draft | None) -> None:
        desk = self.desk
        changed = detail is None or self.detail is None or detail.id != self.detail.id
        self.detail = detail
        desk.screen.show_detail(detail, fresh=changed)
        if changed:
            self._watch_reading(detail)
        desk.notekeeper.show(detail, draft)
        self._caught_up()

    def _watch_reading(self, detail: Detail | None) -> None:
        """`read_when = open` counts a paper as read once its abstract is shown, `dwell:2s` after so long."""
        if self._dwell is not None:
            self._dwell.cancel()
        when = self.desk.settings.read_when
        if detail is None or detail.triage.read or not self.desk.screen.abstract_visible:
            return
        if when == "open":
            self._count_as_read(detail.id)
        elif when.startswith("dwell:"):
            seconds = float(when.removeprefix("dwell:").rstrip("s"))
            loop = asyncio.get_running_loop()
            self._dwell = loop.call_later(seconds, self._count_as_read, detail.id)

    def _count_as_read(self, paper: int) -> None:
        row = self.desk.listing.row
        if row is not None and row.id == paper and not row.triage.read:
            self.desk.decider.act(Action(ActionKind.READ), ids=[paper])

    def refresh_if(self, papers: Iterable[int]) -> None:
        """Ask for the detail again if its paper is among those that changed."""
        if self.detail is not None and self.detail.id in set(papers):
            self._ask_detail()

    def ask_counts(self) -> None:
        """How many papers of the view are unread now."""
        desk = self.desk
        query = desk.finder.showing.query
        if query is None:
            return
        wants_today = not len(desk.listing) or desk.finder.showing.inbox

        def job(lib: Library) -> tuple[int, int | None, history.Today | None]:
            from digestui.library import history

            today = history.today(lib) if wants_today else None
            return search.count(lib, query), search.count_unread(lib, query), today

        def then(found: tuple[int, int | None, history.Today | None]) -> None:
            showing = desk.finder.showing
            if showing.query is not query:
                return  # Another view is on show by now, and comes with its own.
            showing.total, showing.unread, self.today = found
            desk.words.header()
            if not len(desk.listing):
                desk.screen.list.empty = desk.words.emptiness()
                desk.screen.list.refresh()

        desk.lanes.back.ask("count", job, then, desk.words.failed)

    def ask_facets(self) -> None:
        """The filters' counts, a moment later, where the filters are on show."""
        if self._facets is not None:
            self._facets.cancel()
        if self.desk.screen.geometry.filters:
            self._facets = asyncio.get_running_loop().call_later(FACETS_AFTER, self._ask_facets)

    def more(self, group: str) -> None:
        """Show all values of a group."""
        self.whole.add(group)
        self._ask_facets()

    def all_values(self, wanted: bool, *, soon: bool) -> None:
        """Show all values of all groups, or no more than before; not now where another query comes `soon`,
        under which the one that was chosen is shown in any case."""
        self._all_values = wanted
        if not soon:
            self._ask_facets()

    def _ask_facets(self, *, patient: bool = False) -> None:
        """Ask for the filters' counts, with `patient` also for those that take longer."""
        desk = self.desk
        query = desk.finder.showing.query
        if query is None:
            return
        every = self._all_values

        def job(lib: Library) -> list[FacetGroup]:
            from digestui.library import facets

            whole = facets.OPENED if every else frozenset(self.whole)
            return facets.facets(
                lib, query, whole=whole, most=facets.PATIENTLY if patient else facets.AT_ONCE
            )

        def then(groups: list[FacetGroup]) -> None:
            if desk.finder.showing.query is not query:
                return
            desk.screen.show_facets(groups)
            if not patient and any(value.count is None for group in groups for value in group.values):
                self._ask_facets(patient=True)  # another query ends it

        desk.lanes.back.ask("facets", job, then, desk.words.failed)
