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
        desk = self.desk
        listing, widget = desk.listing, desk.screen.list
        shown = list(listing.ids[max(0, widget.top - 5) : widget.top + widget.page + 5])
        understood = desk.finder.showing.understood
        query = understood.query if understood else None

        def job(lib: Library) -> tuple[list[Row], int]:
            return search.rows(lib, shown), search.count(lib, query) if query is not None else 0

        def then(found: tuple[list[Row], int]) -> None:
            rows, total = found
            listing.keep(rows)
            widget.repaint()
            if desk.finder.showing.understood is not understood:
                return  # Another view is on show by now: it was asked anew, what is new is in it.
            known = len(listing) - len(listing.gone)
            self.news = max(0, total - known) if listing.complete else 0
            desk.words.where()
            desk.facts.moved(at_once=True)
            desk.facts.ask_facets()

        desk.lanes.back.ask("count", job, then)

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
