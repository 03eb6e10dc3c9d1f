"""Says beside a title where the search found the paper, if its words stand in authors or abstract only.

Asked for the rows on the screen alone, after everything else a search needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.library import whereabouts
from digestui.model.query import Query
from digestui.records import dataclass, field

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


@dataclass
class Whereabouts:
    """Knows of which papers it has been told for the query on show."""

    desk: Desk
    query: Query | None = None
    told: set[int] = field(default_factory=set)

    def take(self, query: Query) -> None:
        """Another query is on show: nothing is known of it yet."""
        if query == self.query:
            return
        self.query = query
        self.told.clear()
        self.desk.listing.where.clear()
        self.desk.lanes.back.drop("where")

    def need(self, first: int, last: int) -> None:
        """These places are on the screen now."""
        desk, query = self.desk, self.query
        if query is None or desk.screen.list.matcher is None:
            return
        ids = [paper for paper in desk.listing.ids[max(0, first) : last] if paper not in self.told]
        if not ids:
            return

        def then(found: dict[int, str]) -> None:
            self.told.update(ids)
            desk.listing.where.update(found)
            desk.screen.list.repaint_papers(list(found))

        # What is not told is not missed.
        desk.lanes.back.ask(
            "where", lambda lib: whereabouts.elsewhere(lib, query, ids), then, lambda error: None
        )
