"""Keeps the index of words in few parts: only while nobody does anything, and never in the way of an act.

On the lane of acts, whose writing the watcher does not take for another program's.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from digestui.library.library import Library
from digestui.records import dataclass, field

if TYPE_CHECKING:
    from digestui.ui.desk import Desk

log = logging.getLogger(__name__)

QUIET = 3.0
"""Seconds without a key after which nobody is taken to be there."""
SHARE = 0.5
"""Seconds of work between two looks, which come once a second."""


@dataclass
class Tidier:
    """Looks once a second, while there is something to do, whether it can be done now."""

    desk: Desk
    due: bool = True
    """Papers may have come since the index was last seen to be in order."""
    _stirred: float = field(default_factory=time.monotonic)

    def stirred(self) -> None:
        """Somebody is there: leave them the machine."""
        self._stirred = time.monotonic()

    def more(self) -> None:
        """Papers may have come, and more may be on their way."""
        self.due = True
        self.stirred()

    def look(self) -> None:
        """Go on, if it is quiet."""
        if not self.due or self._disturbed() or self.desk.busy or not self.desk.lanes.idle():
            return
        from digestui.library import tidying

        lane = self.desk.lanes.write

        def job(lib: Library) -> bool:
            end = time.monotonic() + SHARE
            return tidying.tidy(lib, stop=lambda: lane.pressed or self._disturbed() or time.monotonic() > end)

        lane.do("tidy", job, self._done, self._failed)

    def _disturbed(self) -> bool:
        return time.monotonic() - self._stirred < QUIET

    def _done(self, in_order: bool) -> None:
        self.due = not in_order

    def _failed(self, error: BaseException) -> None:
        # Nobody asked for it, and without it everything works: a full disk is not told here.
        log.warning("the index of words stays in parts: %s", error)
        self.due = False
