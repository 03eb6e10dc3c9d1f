"""What others did to the library while one reads: told, never thrust upon the eye.

Another program's acts change the rows on show; its new papers are counted and wait for a refresh; a snooze
that ends is an other's doing too, the clock's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.library import search
from digestui.library.library import Library
from digestui.model.rows import Row
from digestui.records import dataclass
from digestui.ui import first

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


@dataclass
class Watcher:
    """Looks once a second, and says what it saw."""

    desk: Desk
    news: int = 0
    """Papers that would be new after a refresh."""
    seen_version: int | None = None
    seen_written: object = None

    def touched(self) -> bool:
        """Whether anybody, this program included, wrote to the library's files since the last time. To ask
        the library itself wakes two threads, each second of the day; this is one look at two names."""
        written = first.written(self.desk.path)
        before, self.seen_written = self.seen_written, written
        return written != before

    def elsewhere(self) -> None:
        """Another program changed the library: rows on show are asked again, what is new is told."""
        self.desk.tidier.more()
        # Acts are painted before they are in the library: by then all of these are.
        gone = frozenset(self.desk.listing.gone)
        self.desk.lanes.write.do("wait", lambda lib: None, lambda _: self._look(gone))

    def _look(self, gone: frozenset[int]) -> None:
        desk = self.desk
        listing, widget, query = desk.listing, desk.screen.list, desk.finder.showing.query
        shown = list(listing.ids[max(0, widget.top - 5) : widget.top + widget.page + 5])
        ids, since = listing.ids, listing.decisions

        def job(lib: Library) -> tuple[list[Row], int]:
            # Papers that were decided may be of another view than the one on show.
            known = len(ids) - len(gone.intersection(ids) if gone else ())
            return search.rows(lib, shown), search.count(lib, query) - known if query is not None else 0

        def then(found: tuple[list[Row], int]) -> None:
            rows, new = found
            listing.keep(rows, since)
            widget.repaint()
            if desk.finder.showing.query is not query:
                return  # Another view is on show by now: it was asked anew, what is new is in it.
            if listing.gone != gone:
                self.elsewhere()  # Somebody decides meanwhile: nothing can be said of what is new.
                return
            self.news = max(0, new) if listing.complete else 0
            desk.words.where()
            desk.facts.moved(at_once=True)
            desk.facts.ask_counts()
            desk.facts.ask_facets()

        desk.lanes.back.ask("news", job, then, desk.words.failed)

    def version(self, found: int) -> None:
        """The library's version as a connection sees it that others' writes alone change. The first says
        nothing by itself: then the time of the file tells whether anybody wrote since the first look."""
        if self.seen_version is None:
            changed = first.written(self.desk.path) != self.desk.app.first.written
        else:
            changed = found != self.seen_version
        if changed:
            self.elsewhere()
        self.seen_version = found

    def wake(self) -> None:
        """A snooze has ended since the last look: what came back is told."""
        now = self.desk.now()
        rows = self.desk.listing.rows
        ended = [i for i, r in rows.items() if (t := r.triage.snoozed_until) and now - 2 <= t <= now]
        if ended:
            self.desk.screen.list.repaint_papers(ended)
            self.elsewhere()
