"""How often a service may be asked. One `Pace` a service, shared by all that ask it, whatever thread."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Pace:
    """Lets one request through every `seconds`; the others wait their turn."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self, ticks: Callable[[], float], rest: Callable[[float], None]) -> None:
        """Wait until it is one's turn; `ticks` is a clock that only runs forward, `rest` sleeps."""
        with self._lock:
            now = ticks()
            turn = max(now, self._next)
            self._next = turn + self.seconds
        if turn > now:
            rest(turn - now)
