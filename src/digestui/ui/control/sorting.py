"""Orders by title and author are kept once somebody sorts by them: made beside the keys."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from digestui.errors import LibraryTrouble
from digestui.library import orders
from digestui.library.library import Library
from digestui.model.query import Query

if TYPE_CHECKING:
    from digestui.ui.desk import Desk

log = logging.getLogger(__name__)


def keep(desk: Desk, query: Query) -> None:
    """Keep the order of a list that stands already, for the next time; nobody waits for it."""
    lane = desk.lanes.side

    def job(lib: Library) -> object:
        return orders.keep(lib, query, stop=lambda: lane.ending)

    lane.do("order", job, failed=_told)


def keep_first(lib: Library, query: Query, over: Callable[[], bool]) -> None:
    """Keep the order of a list that would be sorted for long: then it is there at once, now and later. It is
    made through connections of its own, and given up as soon as it is `over`."""
    try:
        if orders.wanted(lib, query):
            orders.keep(lib, query, stop=over)
    except LibraryTrouble as error:
        _told(error)


def _told(error: BaseException) -> None:
    # Nobody asked for it, and without it everything works: a full disk is not told here.
    log.warning("the order is not kept: %s", error)
