"""A terminal with a shell in it, and the reader in the shell: what the tests of signals and bytes look at.

The shell is a real one with job control, so that stopping and going on work as they do for a person. What
came is kept as bytes; waiting is always for something to be seen.
"""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pyte

SOURCES = Path(__file__).resolve().parents[2] / "src"
SOON = 30.0
"""Seconds after which something that should happen soon has failed to."""
SHELL = (
    'set -m; "$@"; code=$?; echo "<left $code>"; '
    "while [ $code -gt 128 ] && jobs %% >/dev/null 2>&1; do read line; fg >/dev/null; code=$?; "
    'echo "<left $code>"; done'
)
"""Runs a command; when it is stopped, a line brings it back."""
WIDTH, HEIGHT = 120, 36


class Terminal:
    """One terminal in which one command was started."""

    def __init__(
        self,
        library: Path,
        *arguments: str,
        home: Path,
        env: dict[str, str] | None = None,
        size: tuple[int, int] = (HEIGHT, WIDTH),
    ) -> None:
        self.master, self.slave = pty.openpty()
        termios.tcsetwinsize(self.slave, size)
        attributes = termios.tcgetattr(self.slave)
        attributes[3] &= ~termios.ECHO
        termios.tcsetattr(self.slave, termios.TCSANOW, attributes)
        self.before = termios.tcgetattr(self.slave)
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(SOURCES),
            "BROWSER": "true",
            "EDITOR": "true",
            **(env or {}),
        }
        self.child = subprocess.Popen(
            [
                *("bash", "--norc", "-c", SHELL, "bash"),
                *(sys.executable, "-m", "digestui", "--library", str(library), *arguments),
            ],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env={name: value for name, value in environ.items() if value},
            preexec_fn=self._lead,
            start_new_session=True,
        )
        self.seen = bytearray()

    @staticmethod
    def _lead() -> None:
        import fcntl

        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    # ---- waiting -------------------------------------------------------------------------------------

    def until(self, there: Callable[[], bool], what: str, soon: float = SOON) -> float:
        """Read on until something is so; the seconds it took."""
        start = time.monotonic()
        while not there():
            if time.monotonic() - start > soon:
                raise AssertionError(f"not within {soon} s: {what}; last came {bytes(self.seen[-400:])!r}")
            self._read(0.02)
        return time.monotonic() - start

    def words(self, words: str | bytes, since: int = 0, soon: float = SOON) -> float:
        """Wait until these bytes came, after the first `since`."""
        wanted = words.encode() if isinstance(words, str) else words
        return self.until(lambda: self.seen.find(wanted, since) >= 0, repr(words), soon)

    def shows(self, words: str) -> float:
        """Wait until the screen shows these words."""
        screen = pyte.Screen(WIDTH, HEIGHT)
        stream = pyte.ByteStream(screen)
        fed = 0

        def there() -> bool:
            nonlocal fed
            stream.feed(bytes(self.seen[fed:]))
            fed = len(self.seen)
            return any(words in line for line in screen.display)

        return self.until(there, f"{words} on the screen")

    def quiet(self, pause: float = 0.15) -> None:
        """Wait until nothing more comes."""
        last = -1
        while len(self.seen) != last:
            last = len(self.seen)
            end = time.monotonic() + pause
            while (left := end - time.monotonic()) > 0:
                self._read(left)

    def _read(self, pause: float) -> None:
        if select.select([self.master], [], [], pause)[0]:
            try:
                self.seen += os.read(self.master, 1 << 16)
            except OSError:
                return

    # ---- doing ---------------------------------------------------------------------------------------

    def type(self, keys: str | bytes) -> None:
        """Type keys all at once."""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            sent = os.write(self.master, data[:512])
            data = data[sent:]
            self._read(0)

    def keys(self, *keys: str | bytes) -> None:
        """Type keys, each when what the one before led to has been drawn."""
        for key in keys:
            self.type(key)
            self.quiet(0.2 if key in ("\x1b", b"\x1b") else 0.05)  # escape may be the beginning of a key

    def open(self) -> Terminal:
        """Wait until the reader is there and has come to rest."""
        self.words("/111")
        self.words("\x1b[?1049h")
        self.quiet()
        return self

    @property
    def reader(self) -> int:
        """The process id of what runs in the shell."""
        self.until(lambda: bool(self._children()), "a process in the shell")
        return self._children()[-1]

    def _children(self) -> list[int]:
        try:
            return [
                int(number)
                for number in Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children")
                .read_text()
                .split()
            ]
        except OSError:
            return []

    def signal(self, number: int) -> None:
        """Send the reader a signal."""
        os.kill(self.reader, number)

    def left(self, since: int = 0, soon: float = SOON) -> int:
        """Wait until the reader has ended or stopped; the code the shell was told."""
        found = re.compile(rb"<left (\d+)>")
        self.until(lambda: found.search(self.seen, since) is not None, "the end", soon)
        match = found.search(self.seen, since)
        assert match is not None
        return int(match[1])

    def restored(self) -> list[str]:
        """What of the terminal was not given back."""
        wrong = []
        raw = bytes(self.seen)
        for name, on, off in (
            ("alternate screen", b"\x1b[?1049h", b"\x1b[?1049l"),
            ("cursor", b"\x1b[?25l", b"\x1b[?25h"),
            ("bracketed paste", b"\x1b[?2004h", b"\x1b[?2004l"),
            ("mouse", b"\x1b[?1003h", b"\x1b[?1003l"),
            ("mouse", b"\x1b[?1000h", b"\x1b[?1000l"),
            ("focus", b"\x1b[?1004h", b"\x1b[?1004l"),
        ):
            if raw.rfind(on) > raw.rfind(off):
                wrong.append(name)
        if termios.tcgetattr(self.slave) != self.before:
            wrong.append("attributes")
        return wrong

    def close(self) -> None:
        """End whatever still runs, and give the terminal back to the system."""
        for number in self._children():
            with suppress(OSError):
                os.kill(number, signal.SIGKILL)
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()
        for descriptor in (self.master, self.slave):
            os.close(descriptor)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
