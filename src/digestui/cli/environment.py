"""Everything a command touches of the world outside: streams, terminal, variables, clock, folder.

Commands ask the `Environment` and never `sys`, `os.environ` or `time`, so that a test can be any terminal,
pipe, locale or day. What stands in the library is not here (see `session`).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from digestui.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO, TextIO


@dataclass
class Environment:
    """One run's surroundings; the defaults are the real ones."""

    stdin: BinaryIO = field(default_factory=lambda: _stream_in())
    stdout: TextIO = field(default_factory=lambda: _stream_out(sys.stdout))
    stderr: TextIO = field(default_factory=lambda: _stream_out(sys.stderr))
    stdin_isatty: bool = field(default_factory=lambda: _isatty(sys.stdin))
    stdout_isatty: bool = field(default_factory=lambda: _isatty(sys.stdout))
    stderr_isatty: bool = field(default_factory=lambda: _isatty(sys.stderr))
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    cwd: Path = field(default_factory=lambda: _cwd())
    clock: Callable[[], float] = time.time
    """Seconds since 1970 UTC."""
    ticks: Callable[[], float] = time.monotonic
    """Seconds since some moment, never backwards: for progress."""
    columns: int | None = None
    """Width of the terminal in cells; None asks it."""
    run_program: Callable[[list[str]], int] = field(default_factory=lambda: _run_program)
    """Run an editor in the foreground: its arguments to its exit code; OSError if there is none."""

    @property
    def width(self) -> int:
        """Cells of a line, at least 20: COLUMNS, else the terminal's own, else 80."""
        if self.columns is None:
            given = self.environ.get("COLUMNS", "")
            if given.isascii() and given.isdigit() and int(given) > 0:
                self.columns = int(given)
            else:
                try:
                    self.columns = os.get_terminal_size(self.stdout.fileno()).columns or 80
                except (OSError, ValueError, AttributeError):
                    self.columns = 80
        return max(20, min(self.columns, 1000))

    @property
    def colours(self) -> bool:
        """True where bold and faint may be written to standard output."""
        return self.stdout_isatty and not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"

    @property
    def unicode(self) -> bool:
        """True where marks outside ASCII can be written."""
        encoding = (getattr(self.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
        return encoding == "utf8" and self.environ.get("TERM") != "linux"

    def path(self, text: str) -> Path:
        """A file named on the command line."""
        return self.cwd / text


def _isatty(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _stream_in() -> BinaryIO:
    if sys.stdin is None:
        return open(os.devnull, "rb")
    return sys.stdin.buffer


def _stream_out(stream: TextIO | None) -> TextIO:
    """Output that no character stops: files are UTF-8, a terminal keeps its encoding and shows `?`."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        if _isatty(stream):
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace")
    return stream


def _cwd() -> Path:
    try:
        return Path.cwd()
    except OSError:
        # The folder was removed under us; relative names will fail by themselves, absolute ones work.
        return Path("/")


def _run_program(arguments: list[str]) -> int:
    import subprocess

    return subprocess.run(arguments, check=False).returncode
