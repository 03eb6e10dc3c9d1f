"""Reading ahead in a thread of its own: SQLite lets go of the interpreter while it writes, so a long file is
read and written at once. Knows nothing of papers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice
from queue import Empty, Full, Queue
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 500
"""Things handed over at a time; the first so many are read without a thread, which is all most files hold."""
WAITING = 20
"""Handfuls that may wait: what is read ahead takes memory."""
_LOOK = 0.1
"""Seconds between looks whether anybody still wants more."""


def ahead(things: Iterator[T]) -> Iterator[T]:
    """The same things in the same order; what `things` raises is raised here, in its place."""
    first = list(islice(things, AT_ONCE))
    yield from first
    if len(first) == AT_ONCE:
        yield from _from_thread(things)


def _from_thread(things: Iterator[T]) -> Iterator[T]:
    waiting: Queue[list[T] | BaseException | None] = Queue(WAITING)
    over = threading.Event()

    def give(what: list[T] | BaseException | None) -> bool:
        while not over.is_set():
            try:
                waiting.put(what, timeout=_LOOK)
            except Full:
                continue
            return True
        return False

    def read() -> None:
        try:
            while handful := list(islice(things, AT_ONCE)):
                if not give(handful):
                    return
            give(None)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where the things are used
            give(error)

    thread = threading.Thread(target=read, name="digestui-ahead", daemon=True)
    thread.start()
    try:
        while True:
            try:
                got = waiting.get(timeout=_LOOK)  # a wait without end would not hear Ctrl-C
            except Empty:
                continue
            if got is None:
                return
            if isinstance(got, BaseException):
                raise got
            yield from got
    finally:
        over.set()
        thread.join()
