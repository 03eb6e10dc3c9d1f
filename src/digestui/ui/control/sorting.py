"""Orders by title and author are kept once somebody sorts by them: made on the side lane, beside the keys."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

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

    def failed(error: BaseException) -> None:
        # Nobody asked for it, and without it everything works: a full disk is not told here.
        log.warning("the order is not kept: %s", error)

    lane.do("order", job, failed=failed)
