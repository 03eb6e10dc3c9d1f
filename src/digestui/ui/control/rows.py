"""Rows of the list, fetched by the page as they come into view. Which papers there are is the finder's.

A page of rows is read while decisions are being written, so what comes may be older than what was decided
meanwhile. `Listing.keep` drops what may be; here it is read once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from digestui.library import search
from digestui.model.rows import Row
from digestui.records import dataclass

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


@dataclass
class Rows:
    """Fetches rows."""

    desk: Desk

    def need(self, first: int, last: int) -> None:
        """Fetch the rows about to be shown, and two pages each way where less than half a one is known."""
        listing = self.desk.listing
        self.desk.finder.whereabouts.need(first, last)
        span = last - first
        half = span // 2
        wanted = listing.missing(first, last)
        if not (wanted or listing.missing(last, last + half) or listing.missing(first - half, first)):
            return
        missing = wanted + listing.missing(last, last + 2 * span) + listing.missing(first - 2 * span, first)
        self._fetch("rows", missing, shown=bool(wanted))

    def lost(self, papers: set[int]) -> None:
        """Another program took papers out of the library: they are not shown as if they were there."""
        desk = self.desk
        if papers and desk.listing.drop(papers):
            desk.screen.list.reload()
            desk.facts.moved(at_once=True)
            desk.facts.ask_counts()

    def _fetch(self, kind: str, papers: Sequence[int], *, shown: bool) -> None:
        desk = self.desk
        listing = desk.listing
        since = listing.decisions

        def then(rows: list[Row]) -> None:
            listing.keep(rows, since)
            if len(rows) < len(papers):
                self.lost(set(papers) - {row.id for row in rows})
            if shown:
                desk.screen.list.repaint()
            if listing.decisions != since:
                self._fetch("rows again", papers, shown=True)

        desk.lanes.front.ask(kind, lambda lib: search.rows(lib, papers), then, desk.words.failed)
