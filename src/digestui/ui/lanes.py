"""Threads that speak to the library so that no key waits for the disk.

Four lanes, each one thread with a connection of its own: `write` (acts, first in, first out), `side` (imports
and other long work that writes in small pieces), `front` (pages and details: what the eye waits for) and
`back` (all ids, counts, facets). On the reading lanes the latest request
of a kind wins: it takes the place of one that waits and interrupts one that runs, and what a superseded
request would have answered is dropped. Free of Textual: answers are handed to `deliver`, which must be safe
to call from any thread.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from digestui.errors import Interrupted
from digestui.library.library import Library
from digestui.records import dataclass, field

log = logging.getLogger(__name__)

LATER = 0.02
"""Seconds, four frames, that what was asked for later waits at most."""

Job = Callable[[Library], Any]
Then = Callable[[Any], None]


@dataclass(slots=True)
class Answer:
    """What a lane hands back; `deliver` runs the right callback, on the thread that owns the screen."""

    kind: str
    generation: int
    then: Then | None
    failed: Then | None
    value: Any = None
    error: BaseException | None = None
    wanted: Callable[[], bool] = field(default=lambda: True)

    def deliver(self) -> None:
        """Run the callback unless a later request of the same kind has made the answer stale."""
        if not self.wanted():
            return
        if self.error is not None:
            if self.failed is not None:
                self.failed(self.error)
            else:
                log.error("%s failed", self.kind, exc_info=self.error)
        elif self.then is not None:
            self.then(self.value)


@dataclass(slots=True)
class _Request:
    kind: str
    generation: int
    job: Job
    then: Then | None
    failed: Then | None


class _Lane(threading.Thread):
    """One thread, one connection, opened on first use and closed by the thread that opened it."""

    def __init__(self, name: str, connect: Callable[[], Library], deliver: Callable[[Answer], None]) -> None:
        super().__init__(name=f"digestui-{name}", daemon=True)
        self._connect = connect
        self._deliver = deliver
        self._condition = threading.Condition()
        self._stopping = False
        self._library: Library | None = None
        self._numbers = count(1)
        self._running: _Request | None = None
        self._handing_over = False
        """Whether an answer is on its way to the screen."""
        self._held_until = 0.0

    def run(self) -> None:
        while True:
            with self._condition:
                while not self._stopping:
                    patience = self._patience() if self._waiting() else None
                    if patience is not None and patience <= 0:
                        break
                    self._condition.wait(patience)
                if self._stopping and not self._finish_first():
                    break
                request = self._next()
                self._running = request
            answer = self._do(request)
            with self._condition:
                self._running = None
                self._handing_over = True
                self._condition.notify_all()
            if answer is not None:
                self._deliver(answer)
            self._handing_over = False
        if self._library is not None:
            self._library.close()

    def _do(self, request: _Request) -> Answer | None:
        answer = Answer(request.kind, request.generation, request.then, request.failed)
        answer.wanted = lambda: self._wanted(request)
        try:
            if self._library is None:
                self._library = self._connect()
            answer.value = request.job(self._library)
        except Interrupted:
            return None
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the screen's to tell, not the thread's to die of
            answer.error = error
        return answer

    def stop(self, timeout: float = 5.0) -> None:
        """End the thread; what a write lane still has to write is written first."""
        with self._condition:
            self._stopping = True
            self._condition.notify_all()
        if self.is_alive():
            self.join(timeout)

    @property
    def ending(self) -> bool:
        """Whether the thread was told to end: what need not be finished can stop."""
        return self._stopping

    @property
    def pressed(self) -> bool:
        """Whether somebody waits behind what runs."""
        return self._stopping or self._waiting()

    def idle(self) -> bool:
        """True when nothing runs and nothing waits."""
        with self._condition:
            return self._running is None and not self._handing_over and not self._waiting()

    def _waiting(self) -> bool:
        raise NotImplementedError

    def begin(self) -> None:
        """What was asked `later` need not wait any longer."""
        self._hold(False)

    def _hold(self, later: bool) -> None:
        with self._condition:
            self._held_until = time.monotonic() + LATER if later else 0.0
            self._condition.notify_all()

    def _patience(self) -> float:
        """Seconds until what waits may run."""
        return self._held_until - time.monotonic()

    def _next(self) -> _Request:
        raise NotImplementedError

    def _finish_first(self) -> bool:
        return False

    def _wanted(self, request: _Request) -> bool:
        return True


class WriteLane(_Lane):
    """Everything that changes the library, in the order it was asked."""

    def __init__(self, name: str, connect: Callable[[], Library], deliver: Callable[[Answer], None]) -> None:
        super().__init__(name, connect, deliver)
        self._queue: deque[_Request] = deque()

    def do(
        self,
        kind: str,
        job: Job,
        then: Then | None = None,
        failed: Then | None = None,
        *,
        later: bool = False,
    ) -> None:
        """Run `job` after all that was asked before it; with `later` after `begin`, or after `LATER` whatever
        the screen does meanwhile, unless something else is asked before."""
        with self._condition:
            self._queue.append(_Request(kind, next(self._numbers), job, then, failed))
            self._hold(later)

    def wait(self, seconds: float) -> None:
        """Wait until all is written, at most so long: for threads that read."""
        with self._condition:
            self._condition.wait_for(lambda: self._running is None and not self._queue, seconds)

    def _waiting(self) -> bool:
        return bool(self._queue)

    def _next(self) -> _Request:
        return self._queue.popleft()

    def _finish_first(self) -> bool:
        return bool(self._queue)


class ReadLane(_Lane):
    """Questions; only the latest of each kind matters. `order` names the kinds, most urgent first."""

    def __init__(
        self,
        name: str,
        order: Sequence[str],
        connect: Callable[[], Library],
        deliver: Callable[[Answer], None],
    ) -> None:
        super().__init__(name, connect, deliver)
        self._order = {kind: place for place, kind in enumerate(order)}
        self._pending: dict[str, _Request] = {}
        self._latest: dict[str, int] = {}

    def ask(
        self, kind: str, job: Job, then: Then, failed: Then | None = None, *, later: bool = False
    ) -> None:
        """Ask in place of whatever of this kind waits or runs; `later` as for what is written."""
        with self._condition:
            number = next(self._numbers)
            self._pending[kind] = _Request(kind, number, job, then, failed)
            self._latest[kind] = number
            running = self._running
            # Under the lock, so that the interrupt meets the statement of that request and no later one.
            if running is not None and running.kind == kind and self._library is not None:
                self._library.interrupt()
            self._hold(later)

    def drop(self, *kinds: str) -> None:
        """Forget these kinds: nothing asked so far will be answered."""
        with self._condition:
            for kind in kinds:
                self._pending.pop(kind, None)
                self._latest[kind] = next(self._numbers)
                if self._running is not None and self._running.kind == kind and self._library is not None:
                    self._library.interrupt()

    def _waiting(self) -> bool:
        return bool(self._pending)

    def _next(self) -> _Request:
        kind = min(self._pending, key=lambda k: self._order.get(k, len(self._order)))
        return self._pending.pop(kind)

    def _wanted(self, request: _Request) -> bool:
        return self._latest.get(request.kind) == request.generation


class Lanes:
    """The lanes of one reader."""

    def __init__(self, connect: Callable[[bool], Library], deliver: Callable[[Answer], None]) -> None:
        """`connect(readonly)` opens a connection to the library, on the thread that will use it."""
        self.write = WriteLane("write", lambda: connect(False), deliver)
        self.side = WriteLane("side", lambda: connect(False), deliver)
        self.front = ReadLane("front", ("page", "rows", "detail"), lambda: connect(True), deliver)
        kinds = ("found", "matching", "count", "news", "facets")
        self.back = ReadLane("back", kinds, lambda: connect(True), deliver)

    def start(self) -> None:
        """Start the threads."""
        for lane in (self.write, self.side, self.front, self.back):
            lane.start()

    def stop(self) -> None:
        """Let the writes finish, then end the threads."""
        for lane in (self.front, self.back, self.side, self.write):
            lane.stop()

    def idle(self) -> bool:
        """True when no lane has anything to do."""
        return self.write.idle() and self.side.idle() and self.front.idle() and self.back.idle()
