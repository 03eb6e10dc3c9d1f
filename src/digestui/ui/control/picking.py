"""Papers picked out by what they are: one by its key, those of the view by their state."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

from digestui.library import phrasing, search

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


def select_where(desk: Desk, state: str, then_say: Callable[[], None]) -> None:
    """Select the papers of this view that are in a state."""
    query = desk.finder.showing.query
    if query is None:
        return
    narrower = phrasing.narrowed(query, state)

    def then(ids: array[int]) -> None:
        chosen = set(ids)
        desk.listing.select(i for i in desk.listing.ids if i in chosen)
        then_say()

    def written(_: object) -> None:
        desk.lanes.back.ask("select", lambda lib: search.find(lib, narrower).ids, then, desk.words.failed)

    # What was decided a moment ago counts.
    desk.lanes.write.do("wait", lambda lib: None, written)


def go_to_key(desk: Desk, key: str) -> None:
    """Go to a paper: in this view where it is in it, else in the whole library."""

    def then(paper: int | None) -> None:
        if paper is None:
            desk.words.say("that paper is not in the library any more")
        elif (place := desk.listing.find(paper)) is not None:
            desk.screen.list.move(place)
            desk.screen.show_pane("list")
        else:
            desk.finder.go(f'key:"{key}"', "Results")

    desk.lanes.front.ask("key", lambda lib: search.id_of(lib, key), then, desk.words.failed)
