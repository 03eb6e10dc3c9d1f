"""What is on show: queries, views, refreshing. Asks the lanes and fills the listing.

A query shows its first page at once; the whole list takes its place when it is known. A superseded query is
interrupted by its lane and its answer dropped.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from digestui.library import orders, phrasing, search
from digestui.library.highlight import matcher
from digestui.library.library import Library
from digestui.model.query import Query, TextField
from digestui.model.rows import Row
from digestui.records import dataclass, field
from digestui.ui.control import sorting
from digestui.ui.control.runaway import Runaway
from digestui.ui.control.showing import INBOX, RESULTS, Page, Showing
from digestui.ui.control.whereabouts import Whereabouts

if TYPE_CHECKING:
    from digestui.ui.desk import Desk
    from digestui.ui.first import First

PAGE = 100
"""Papers of the first page."""
WRITTEN = 0.1
"""Seconds that a list waits at most, and no key, for what is being written when it is asked for."""


@dataclass
class Finder:
    """Shows queries."""

    desk: Desk
    showing: Showing = field(default_factory=Showing)
    trail: list[Showing] = field(default_factory=list)
    """Views one came from, nearest last."""
    before_search: Showing | None = None

    bound_for: str = "Inbox"
    """The name of what was asked for last, which may not be on show yet ..."""
    bound_text: str = INBOX
    """... and its query: what a key that changes or saves it means, however fast it follows."""
    searched: bool = False
    """Whether the list that was asked for last was typed into the search box."""

    views: dict[str, str] = field(default_factory=lambda: {"Inbox": INBOX})
    """The queries of the views that were gone to, by their names."""

    in_notes: Callable[[str], list[tuple[int, int]]] | None = None
    """Gives the stretches of a note that the search matched."""

    corrected: search.Understood | None = None
    """The last parse of what is being typed, with its corrections."""

    sorted: Callable[[], None] = lambda: None
    """Ends that it is said to take a while until a list is sorted."""

    whereabouts: Whereabouts = field(init=False)
    runaway: Runaway = field(init=False)

    def __post_init__(self) -> None:
        self.runaway = Runaway(self.desk)
        self.whereabouts = Whereabouts(self.desk)

    def begin(self, first: First) -> None:
        """Show what the door found."""
        if first.understood is None:
            self._ask(first.text, first.name, typing=False, keep=False, at=first.at)
            return
        page = Page(first.understood, first.ids, first.rows, 0.0, first.at, first.above)
        desk = self.desk
        whole = first.whole or (len(page.ids) < PAGE and not page.above)
        self.bound_for, self.bound_text = first.name, first.text
        self.views.setdefault(first.name, first.text)
        total = len(page.ids) if whole else first.total
        self.showing = Showing(first.name, page.understood.canonical, page.understood, total=total)
        self.showing.unread = first.unread
        listing = desk.listing
        listing.keep(page.rows)
        listing.show(page.ids, complete=whole, above=page.above, promised=first.total)
        listing.cursor = min(first.cursor, max(0, len(page.ids) - 1))
        self._take_words(page.understood.query)
        desk.screen.list.top = first.top
        desk.screen.list.reload()
        desk.words.header()
        desk.facts.begin(first.detail, first.draft)

    def go_on(self, first: First) -> None:
        """The first frame stands: ask for the whole list of what the door found."""
        if first.understood is not None and self.showing.understood is first.understood:
            at = first.at if first.at is not None and first.at not in first.ids else None
            listing = self.desk.listing
            self._ask_all(first.understood.query, keep=False, at=at, moved=listing.cursor)
            self.desk.lanes.back.begin()

    def _take_words(self, query: Query) -> None:
        """The words that are marked in the list, the abstract and the note from now on."""
        self.desk.screen.list.matcher = matcher(query)
        self.in_notes = matcher(query, TextField.NOTE)
        self.whereabouts.take(query)

    # ---- going somewhere -----------------------------------------------------------------------------

    def go(
        self,
        text: str,
        name: str = "Results",
        *,
        typing: bool = False,
        at: int | None = None,
        leave: bool = True,
        narrowing: bool = False,
    ) -> None:
        """Show the papers of a query; `at` is the id the cursor should be on, `narrowing` says that it is the
        view of that name with other filters."""
        if leave and not typing and text != self.showing.text:
            self._remember_place()
            self.trail = [*self.trail[-20:], self.showing]
            self._end_search()
        if not narrowing:
            self.views[name] = text
        self._ask(text, name, typing=typing, keep=False, at=at)

    @property
    def nothing(self) -> bool:
        """Whether the view on show has no papers, and is not the inbox, where that is the aim."""
        return not len(self.desk.listing) and self.showing.text != INBOX

    def back(self) -> bool:
        """Go to the view one came from, or out of an empty one to the inbox; False where there is none."""
        if not self.trail:
            if not self.nothing:
                return False
            self.trail.append(Showing())
        old = self.trail.pop()
        self._end_search()
        self._ask(old.text, old.name, typing=False, keep=False, at=old.cursor_at)
        return True

    def _end_search(self) -> None:
        """How long a search took is no news of what comes after it."""
        if self.showing.searching:
            self.desk.words.say()

    def refresh(self, *, at: int | None = None) -> None:
        """Ask again: what no longer matches leaves, what is new comes in, the cursor stays on its paper."""
        self.desk.watcher.news = 0
        self._ask(self.showing.text, self.showing.name, typing=False, keep=True, at=at)

    def live(self, text: str) -> None:
        """Show what has been typed so far."""
        if self.before_search is None:
            self._remember_place()
            self.before_search = self.showing
        if text.strip():
            self._ask(text, "Results", typing=True, keep=False)
        else:
            before = self.before_search
            self._ask(before.text, before.name, typing=True, keep=False, at=before.cursor_at)

    def settle(self, text: str) -> None:
        """Enter in the search box: the query is whole now."""
        before, self.before_search = self.before_search, None
        if not text.strip():
            self.leave_search(before)
            return
        self.desk.words.say()  # how long a half-typed query took is no news of the whole one
        if before is not None:
            self.trail = [*self.trail[-20:], before]
        self._ask(text, "Results", typing=False, keep=False)
        self.searched = True

    def leave_search(self, before: Showing | None = None) -> None:
        """Escape in the search box: what was there before comes back."""
        before = before or self.before_search
        self.before_search = None
        if before is not None:
            self._ask(before.text, before.name, typing=False, keep=False, at=before.cursor_at)

    def choose(self, term: str, label: str, group: str, how: str = "only") -> None:
        """A filter was chosen: a view is gone to, any other goes into the query's text, or out of it."""
        if group == "views" and how == "only":
            self.go(term, label)
            return
        if group == "views":
            term = phrasing.named("q", label)
        from digestui.library import facets

        text = facets.choose(self.bound_text, term, how)
        self.go(text, self._name_of(text), narrowing=True)

    def _name_of(self, text: str) -> str:
        """What a list is called after a filter: as before while it holds what its name says."""
        name = self.bound_for
        if name not in RESULTS and phrasing.still_holds(text, self.views.get(name, INBOX)):
            return name
        return next((view for view, query in self.views.items() if query == text), "Results")

    def choose_tag(self, tag: str) -> None:
        """A tag was clicked: show its papers."""
        self.go(phrasing.tag_term(tag), f"#{tag}")

    def stop(self) -> bool:
        """End a search that takes long: what is on show stays. False where none does."""
        if not self.runaway.stop():
            return False
        self.bound_for, self.bound_text = self.showing.name, self.showing.text
        return True

    def _remember_place(self) -> None:
        self.showing.cursor_at = self.desk.listing.current

    # ---- asking --------------------------------------------------------------------------------------

    def _ask(self, text: str, name: str, *, typing: bool, keep: bool, at: int | None = None) -> None:
        limit = PAGE
        write = self.desk.lanes.write
        self.sorted()
        self.bound_for, self.bound_text = name, text
        self.searched = False

        def job(lib: Library) -> Page:
            if not typing:
                write.wait(WRITTEN)  # what was decided or noted a moment ago is among what is found
            start = time.perf_counter()
            understood = search.understand(lib, text, typing=typing)
            ids = search.first_page(lib, understood.query, limit)
            above = False
            if at is not None and len(ids) == limit and at not in ids:
                there = search.page_around(lib, understood.query, at, limit)
                ids, above = (there, True) if there else (ids, False)
            rows = search.rows(lib, ids)
            took = (time.perf_counter() - start) * 1000
            return Page(understood, ids, rows, took, at, above, search.known_counts(lib, understood.query))

        since = self.desk.listing.decisions

        def then(page: Page) -> None:
            self.desk.listing.keep(page.rows, since)
            self._arrived(page, text, name, typing, keep)

        def prepare(lib: Library, over: Callable[[], bool]) -> None:
            sorting.keep_first(lib, search.understand(lib, text, typing=typing).query, over)

        self.runaway.ask(job, then, typing=typing, prepare=prepare)

    def _arrived(self, page: Page, text: str, name: str, typing: bool, keep: bool) -> None:
        desk = self.desk
        understood = page.understood
        self.corrected = understood
        desk.words.correct(understood, typing=typing)
        if understood.stays and typing:
            # A mistyped field: the last good result stays on screen.
            desk.screen.list.empty = desk.words.emptiness()
            desk.screen.list.refresh()
            return
        self.bound_text = canonical = understood.canonical
        desk.watcher.news = 0  # it is in what has come
        whole = len(page.ids) < PAGE and not page.above
        total, unread = page.counts or (None, None)
        self.showing = Showing(
            name, canonical, understood, typing, len(page.ids) if whole else total, unread, page.took
        )
        widget = desk.screen.list
        query = understood.query
        self._take_words(query)
        # A refresh replaces the list only when all of it is known: a first page would lose the cursor.
        there = page.at is None or page.at in page.ids
        stays = (keep and not whole) or not (whole or there)
        if not stays:
            if keep:
                self._refresh_in_place(page.ids, whole)
            else:
                if desk.listing.selected:
                    desk.words.say()  # what was said of the selection goes with it
                desk.listing.show(page.ids, complete=whole, above=page.above, promised=total)
                widget.other_view()
                self._put_cursor(page.at)
                widget.top = max(0, desk.listing.cursor - widget.page // 3) if page.at is not None else 0
            desk.screen.hurry()
            widget.reload()
            desk.facts.moved(at_once=not typing)  # between two letters nobody reads an abstract
        # A list that stays until all of the new one is known keeps its header.
        if not stays:
            desk.words.header()
        elif not keep:
            self.sorted = desk.words.slow("sorting")
        if (typing and self.before_search is not None) or (not typing and not keep and self.searched):
            # Said on enter too: which letter's answer came last is nobody's business.
            desk.words.searching(page.took)
        at = page.at if keep or not there else None
        self._ask_all(query, keep=keep, at=at, moved=desk.listing.cursor)

    def _ask_all(self, query: Any, *, keep: bool, at: int | None, moved: int) -> None:
        desk = self.desk
        at_first = desk.listing.current
        since = desk.listing.decisions

        def job(lib: Library) -> tuple[search.Hits, list[Row], int | None, bool]:
            hits = search.find(lib, query)
            rows = search.rows(lib, hits.ids[:PAGE])
            unread = search.count_unread(lib, hits.near_query or query)
            return hits, rows, unread, orders.wanted(lib, query)

        def then(found: tuple[search.Hits, list[Row], int | None, bool]) -> None:
            hits, rows, unread, slow = found
            self.sorted()
            if slow:
                sorting.keep(desk, query)
            listing, widget = desk.listing, desk.screen.list
            listing.keep(rows, since)
            self.showing.total, self.showing.unread = len(hits.ids), unread
            self.showing.remark = hits.remark
            desk.words.near(hits)
            self.showing.near = hits.near_query
            if hits.near_query is not None:
                self._take_words(hits.near_query)
            unmoved = listing.current == at_first and listing.cursor == moved and not desk.facts.awaited
            if keep:
                self._refresh_in_place(hits.ids, True)
                if at is not None and (place := listing.find(at, near=listing.cursor)) is not None:
                    listing.cursor = place
                    widget.anchor_cursor(widget.page // 3)
            elif at is not None and unmoved:
                listing.show(hits.ids, complete=True)
                self._put_cursor(at)
                widget.anchor_cursor(widget.page // 3)
            elif unmoved and moved == 0 and not listing.above:
                listing.show(hits.ids, complete=True)
                self._put_cursor(None)
            else:
                line = listing.cursor - widget.top
                listing.extend(hits.ids)
                widget.anchor_cursor(line)
            widget.empty = desk.words.emptiness()
            desk.screen.layouts.vacate(not len(listing) and not self.showing.searching)
            widget.reload()
            if listing.current != at_first or not unmoved:
                desk.facts.moved(at_once=not self.showing.typing)
            desk.words.header()
            desk.words.where()
            desk.facts.ask_facets()
            if not len(listing):
                desk.facts.ask_counts()  # of today, for the words that stand in its place

        def failed(error: BaseException) -> None:
            self.sorted()
            desk.words.failed(error)

        # Only one thread runs at a time: the page that has just come is drawn before all of it is looked for.
        desk.lanes.back.ask("found", job, then, failed, later=True)
        desk.screen.when_drawn(desk.screen.list, desk.lanes.back.begin)

    def _refresh_in_place(self, ids: Sequence[int], whole: bool) -> None:
        """New ids under an unmoved eye: the cursor's paper keeps its line on the screen, and where that
        paper left, the nearest one below that is still there takes its place."""
        desk = self.desk
        listing, widget = desk.listing, desk.screen.list
        line = listing.cursor - widget.top
        paper = listing.current
        if paper is not None and paper not in ids:
            still = set(ids)
            paper = next((i for i in listing.ids[listing.cursor :] if i in still), None)
        listing.show(ids if isinstance(ids, array) else array("q", ids), complete=whole, keep=True)
        if paper is not None:
            where = listing.find(paper, near=listing.cursor)
            if where is not None:
                listing.cursor = where
        widget.anchor_cursor(line)

    def _put_cursor(self, at: int | None) -> None:
        """The cursor goes to the paper asked for, or to the next undecided one below it."""
        listing = self.desk.listing
        where = listing.find(at) if at is not None else None
        listing.cursor = where or 0
        row = listing.row
        now = self.desk.now()
        if self.showing.inbox and row is not None and not row.triage.undecided(now):
            place = listing.next_place(lambda r: r is None or r.triage.undecided(now))
            if place is not None:
                listing.cursor = place
