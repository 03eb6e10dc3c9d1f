"""Near papers: six under a tall abstract, all of them on a screen with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.library import similar
from digestui.library.library import Library
from digestui.model.rows import Row
from digestui.ui.control.picking import go_to_key

if TYPE_CHECKING:
    from digestui.ui.desk import Desk

Near = tuple[Row, float, str]
"""A row, how near it is from 0 to 1, and why."""
UNDER = 6
"""Papers under the abstract."""
MOST = 60
"""Papers on the screen."""


def fill(desk: Desk, paper: int) -> None:
    """There is room under the abstract of a paper: find what is near to it."""
    detail = desk.facts.detail
    if detail is None or detail.id != paper:
        return
    key = detail.key

    def then(found: list[Near]) -> None:
        desk.screen.abstract.show_near(paper, [row for row, _, _ in found])

    desk.lanes.back.ask("near", lambda lib: similar.similar(lib, key, UNDER), then, lambda error: None)


def go(desk: Desk, paper: int) -> None:
    """A near paper was clicked."""
    row = next((row for row in desk.screen.abstract.near if row.id == paper), None)
    if row is not None:
        go_to_key(desk, row.key)


def show(desk: Desk) -> None:
    """All near papers of the one under the cursor, with reasons."""
    from digestui.ui.screens.similar import SimilarScreen

    row = desk.listing.row
    if row is None:
        desk.words.say("no paper under the cursor")
        return
    key, title = row.key, row.title
    shown = desk.holding()

    async def load() -> list[Near]:
        def job(lib: Library) -> list[Near]:
            return similar.similar(lib, key, MOST)

        return list(await desk.look("similar", job, shown))

    def chosen(key: str | None) -> None:
        if key is not None:
            go_to_key(desk, key)

    desk.app.push_screen(SimilarScreen(title, load, now=desk.now()), chosen)
