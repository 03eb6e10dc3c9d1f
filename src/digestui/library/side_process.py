"""Work done by a copy of this process, which sends bytes back. Knows nothing of papers.

Python runs one thread at a time, so what is pure reckoning gains nothing from a thread; a copy of the process
has an interpreter of its own. The copy may only read what it shares with this one, never a library or a
terminal. It ends when nobody reads any more, and hears no Ctrl-C: that is for the process that asked.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import struct
import sys
import threading
from collections.abc import Generator, Iterator
from typing import BinaryIO

_SIZE = struct.Struct("<I")
_END = _SIZE.pack(0)


class Broken(Exception):
    """The copy ended before it had sent all."""


def possible() -> bool:
    """Whether a copy can be made safely and has a processor to run on.

    Only where there is one thread: locks that others hold would be held for ever in the copy.
    """
    return (
        sys.platform.startswith("linux")
        and threading.active_count() == 1
        and len(os.sched_getaffinity(0)) > 1
    )


def run(pieces: Iterator[bytes]) -> Generator[bytes, None, None]:
    """What `pieces` yields (nothing empty), made by a copy of this process that begins at once.

    `pieces` itself is used up: whatever it reads has been read by the copy. It must not raise. Raises
    `Broken` if the copy is killed. Closing the iterator ends the copy.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # the collector would touch, and so copy, all that the two share
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            _send(pieces, writing)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    return _receive(reading, child)


def _send(pieces: Iterator[bytes], writing: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    with open(writing, "wb") as out:
        for piece in pieces:
            out.write(_SIZE.pack(len(piece)))
            out.write(piece)
            out.flush()
        out.write(_END)


def _receive(reading: int, child: int) -> Generator[bytes, None, None]:
    try:
        with open(reading, "rb") as source:
            while size := _whole(source, _SIZE.size):
                if size == _END:
                    return
                yield _whole(source, _SIZE.unpack(size)[0])
            raise Broken
    finally:
        gc.unfreeze()
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _whole(source: BinaryIO, size: int) -> bytes:
    found = source.read(size)
    if len(found) < size:
        raise Broken
    return found
