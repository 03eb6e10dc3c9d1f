"""Reading ahead: a long file is read while what was read before is written.

In a process of its own where one can be made, which also derives what is to be stored; else in a thread, for
SQLite lets go of the interpreter while it writes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import islice
from queue import Empty, Full, Queue

from digestui.errors import BadInput
from digestui.library import packing, side_process
from digestui.library.arriving import Arrival, Read
from digestui.sources.base import Finding, Incoming

AT_ONCE = 250
"""Findings that are read before anything else is begun, which is all that most files hold."""
HANDFUL = 100
"""Findings handed over at a time."""
WAITING = 100
"""Handfuls that may wait: what is read ahead takes memory."""
_LOOK = 0.1
"""Seconds between looks whether anybody still wants more."""

Ready = Arrival | Finding
"""What is found, papers as arrivals."""
Handfuls = Generator[tuple[Sequence[Ready], float], None, None]


class Ahead:
    """The findings of a file in their order.

    What reading raises is raised here, in its place. Closing the iterator ends all reading.
    """

    def __init__(self, findings: Iterator[Finding], share: Callable[[], float]) -> None:
        self._findings = findings
        self._read = share
        self.share = 0.0
        """How much of the file has been read, up to what was handed over last; 0 to 1."""

    def __iter__(self) -> Iterator[Ready | None]:
        """The findings; None in between where the next one would have to be waited for."""
        first = list(map(_ready, islice(self._findings, AT_ONCE)))
        self.share = self._read()
        yield from first
        if len(first) < AT_ONCE:
            return
        if side_process.possible():
            yield from self._taken(_unpacked(side_process.run(self._packed())), pauses=True)
        else:
            yield from self._taken(self._handfuls(), pauses=False)

    def _handfuls(self) -> Handfuls:
        while handful := list(islice(self._findings, HANDFUL)):
            yield list(map(_ready, handful)), self._read()

    def _packed(self) -> Iterator[bytes]:
        try:
            while handful := list(islice(self._findings, HANDFUL)):
                yield packing.pack(handful, self._read())
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the findings are used
            yield packing.pack_error(error)

    def _taken(self, handfuls: Handfuls, pauses: bool) -> Iterator[Ready | None]:
        for handful in _threaded(handfuls):
            if handful is not None:
                found, self.share = handful
                yield from found
            elif pauses:
                yield None


def _ready(finding: Finding) -> Ready:
    return Read(finding) if isinstance(finding, Incoming) else finding


def _unpacked(pieces: Generator[bytes, None, None]) -> Handfuls:
    try:
        for piece in pieces:
            yield packing.unpack(piece)
    except side_process.Broken:
        raise BadInput("the file", "reading it was ended from outside", "import it again") from None
    finally:
        pieces.close()  # at once: an error holds what it came through, the pipe and the other process too


def _threaded(handfuls: Handfuls) -> Iterator[tuple[Sequence[Ready], float] | None]:
    """The same, made in a thread; None before each wait."""
    waiting: Queue[tuple[Sequence[Ready], float] | BaseException | None] = Queue(WAITING)
    over = threading.Event()

    def give(what: tuple[Sequence[Ready], float] | BaseException | None) -> bool:
        while not over.is_set():
            try:
                waiting.put(what, timeout=_LOOK)
            except Full:
                continue
            return True
        return False

    def read() -> None:
        try:
            for handful in handfuls:
                if not give(handful):
                    return
            give(None)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where the findings are used
            give(error)
        finally:
            handfuls.close()

    thread = threading.Thread(target=read, name="digestui-ahead", daemon=True)
    thread.start()
    try:
        while True:
            if waiting.empty():
                yield None
            try:
                got = waiting.get(timeout=_LOOK)  # a wait without end would not hear Ctrl-C
            except Empty:
                continue
            if got is None:
                return
            if isinstance(got, BaseException):
                raise got
            yield got
    finally:
        over.set()
        thread.join()
