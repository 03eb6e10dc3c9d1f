"""What others did to the library while one reads: told, never thrust upon the eye.

Another program's acts change the rows on show; its new papers are counted and wait for a refresh; a snooze
that ends is an other's doing too, the clock's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from digestui.library.library import Library
from digestui.records import dataclass
from digestui.ui import first

if TYPE_CHECKING:
    from digestui.library.since import Since
    from digestui.ui.desk import Desk


@dataclass
class Watcher:
    """Looks once a second, and says what it saw."""

    desk: Desk
    news: int = 0
    """Papers that would be new after a refresh."""
    mark: int | None = None
    """The row of the journal up to which the list on show is judged; None while that is not known."""
    seen_version: int | None = None
    seen_written: object = None

    def touched(self) -> bool:
        """Whether anybody, this program included, wrote to the library's files since the last time. To ask
        the library itself wakes two threads, each second of the day; this is one look at two names."""
        written = first.written(self.desk.path)
        before, self.seen_written = self.seen_written, written
        return written != before

    def elsewhere(self, told: Callable[[], None] = lambda: None) -> None:
        """Another program changed the library: rows on show are asked again, what is new is told. `told` is
        called when it has been."""
        self.desk.tidier.more()
        # Acts are painted before they are in the library: by then all of these are.
        gone = frozenset(self.desk.listing.gone)
        self.desk.lanes.write.do("wait", lambda lib: None, lambda _: self._look(gone, told))

    def _look(self, gone: frozenset[int], told: Callable[[], None]) -> None:
        desk = self.desk
        listing, widget, query = desk.listing, desk.screen.list, desk.finder.showing.query
        if query is None:
            return
        shown = list(listing.ids[max(0, widget.top - 5) : widget.top + widget.page + 5])
        ids, decisions, mark = listing.ids, listing.decisions, self.mark

        def job(lib: Library) -> Since:
            from digestui.library import since

            return since.look(lib, query, ids, gone, shown, mark)

        def then(found: Since) -> None:
            if found.whole and listing.decisions == decisions:
                listing.forget_rows()
                listing.keep(found.rows)
            else:
                listing.keep(found.rows, decisions)
            widget.repaint()
            if desk.finder.showing.query is not query:
                return  # Another view is on show by now: it was asked anew, what is new is in it.
            if listing.gone != gone or listing.ids is not ids:
                self.elsewhere(told)  # Somebody decides meanwhile: nothing can be said of what is new.
                return
            self.mark = found.mark
            listing.gone.clear()
            listing.gone.update(found.gone)
            desk.decider.kept.count_again(found.rows)
            desk.rows.lost(found.lost)
            self.news = found.new if listing.complete else 0
            desk.words.where()
            desk.facts.moved(at_once=True)
            desk.facts.ask_counts()
            desk.facts.ask_facets()
            told()

        desk.lanes.back.ask("news", job, then, desk.words.failed)

    def version(self, found: int) -> None:
        """The library's version as a connection sees it that others' writes alone change. The first says
        nothing by itself: then the time of the file tells whether anybody wrote since the first look."""
        if self.seen_version is None:
            changed = first.written(self.desk.path) != self.desk.app.first.written
            self.desk.lanes.back.ask("mark", _mark, self._marked, self.desk.words.failed)
        else:
            changed = found != self.seen_version
        if changed:
            self.elsewhere()
        self.seen_version = found

    def _marked(self, row: int) -> None:
        if self.mark is None:
            self.mark = row

    def wake(self) -> None:
        """A snooze has ended since the last look: what came back is told."""
        now = self.desk.now()
        rows = self.desk.listing.rows
        ended = [i for i, r in rows.items() if (t := r.triage.snoozed_until) and now - 2 <= t <= now]
        if ended:
            self.desk.screen.list.repaint_papers(ended)
            self.elsewhere()


def _mark(lib: Library) -> int:
    from digestui.library import since

    return since.mark(lib)
