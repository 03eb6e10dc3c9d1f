"""One program in a terminal of its own: bytes in, bytes out, a size, an end. Knows no browser."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import signal
import struct
import termios
from collections.abc import Callable, Mapping, Sequence

PATIENCE = 3.0
"""Seconds a program has to save and leave when its visitor has gone."""
PIECE = 1 << 16


class Child:
    """A running program and the terminal it thinks it has. Belongs to one loop."""

    def __init__(self, process: asyncio.subprocess.Process, terminal: int, size: tuple[int, int]) -> None:
        self._process = process
        self._terminal = terminal
        self._size = size

    @classmethod
    async def start(cls, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int]) -> Child:
        """Run a command in a terminal of `size` columns and lines. Raises OSError."""
        ours, theirs = pty.openpty()
        try:
            _measure(ours, size)
            os.set_blocking(ours, False)
            process = await asyncio.create_subprocess_exec(
                *command, stdin=theirs, stdout=theirs, stderr=theirs, env=dict(env), start_new_session=True
            )
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        return cls(process, ours, size)

    async def read(self) -> bytes:
        """What it wrote; nothing where it has ended."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                return os.read(self._terminal, PIECE)
            except BlockingIOError:
                await _ready(loop.add_reader, loop.remove_reader, self._terminal)
            except OSError:  # the other end is closed
                return b""

    async def write(self, data: bytes) -> None:
        """Type something; what comes too late is lost, as at any terminal."""
        loop = asyncio.get_running_loop()
        while data:
            try:
                data = data[os.write(self._terminal, data) :]
            except BlockingIOError:
                await _ready(loop.add_writer, loop.remove_writer, self._terminal)
            except OSError:
                return

    def resize(self, size: tuple[int, int]) -> None:
        """Give the terminal another size and tell the program."""
        if size != self._size and self._process.returncode is None:
            self._size = size
            _measure(self._terminal, size)
            self._send(signal.SIGWINCH)

    async def stop(self) -> None:
        """Hang up, as a terminal does that is closed, and wait until the program has saved and gone."""
        self._send(signal.SIGHUP)
        try:
            async with asyncio.timeout(PATIENCE):
                while await self.read():
                    pass  # its last words have no reader, but it must not wait for one
                await self._process.wait()
        except TimeoutError:
            self._send(signal.SIGKILL)
            await self._process.wait()
        finally:
            os.close(self._terminal)

    def _send(self, number: signal.Signals) -> None:
        try:
            self._process.send_signal(number)
        except ProcessLookupError:
            pass


def _measure(terminal: int, size: tuple[int, int]) -> None:
    columns, lines = size
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


async def _ready(
    add: Callable[[int, Callable[[], object]], None], remove: Callable[[int], object], terminal: int
) -> None:
    """Wait until a terminal can be read, or written."""
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def there() -> None:
        if not done.done():
            done.set_result(None)

    add(terminal, there)
    try:
        await done
    finally:
        remove(terminal)
