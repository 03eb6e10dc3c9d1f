"""The very first glance: the page that stood there last time, while nothing whatever has changed since.

Reading a library and laying out titles needs half of the program, and loading that takes as long as starting
Python six times. Most starts find what the last one left: the same library byte for byte, the same settings,
terminal and day. Then the titles that were painted when the reader was left are painted again at once, before
anything is loaded; the door reads the library as ever, and paints over them where it finds something else.

Imports next to nothing, for every start pays for it, and knows no library: it compares what the file system
says. The text is the reader's own painting, kept in the user's own state folder.
"""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

FORMAT = "digestui first page 1"
NAME = "first-page"
ENTER = "\x1b[?1049h\x1b[?25l"
LEAVE = "\x1b[0m\x1b[?1049l\x1b[?25h"
MINDED = ("COLORTERM", "COLUMNS", "HOME", "LINES", "NO_COLOR", "TERM", "TZ")
"""Variables that change the picture, besides those that begin with `DIGESTUI`, `LANG`, `LC_` and `XDG_`."""


class Glance:
    """What was painted before anything was read."""

    before: list[Any] | None = None
    """The terminal's attributes before; None where nothing was painted."""
    screen: str = ""


def place(env: Mapping[str, str]) -> str:
    """The file that keeps the page."""
    state = env.get("XDG_STATE_HOME", "")
    if not os.path.isabs(state):
        state = os.path.join(env.get("HOME", ""), ".local", "state")
    return os.path.join(state, "digestui", NAME)


def stamp(argv: Sequence[str], env: Mapping[str, str], library: str, settings: str) -> str | None:
    """Everything the picture depends on, as a line; None where that cannot be said."""
    try:
        size = os.get_terminal_size(1)
        file = os.stat(library)
    except OSError:
        return None
    if _size(library + "-wal"):
        return None  # something was written that is not in the file yet
    minded = [
        f"{name}={value}"
        for name, value in sorted(env.items())
        if name in MINDED or name.startswith(("DIGESTUI", "LANG", "LC_", "XDG_"))
    ]
    known = (
        *(list(argv), os.getcwd(), minded, tuple(size), time.localtime()[:3]),
        *(file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns, written(settings)),
    )
    return ascii(known)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def written(path: str) -> tuple[int, int] | None:
    """Size and time of a file; None for one that is not there, or empty."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if found.st_size else None


def glance(argv: Sequence[str], env: Mapping[str, str]) -> None:
    """Paint the page of last time where nothing has changed. Raises nothing."""
    try:
        with open(place(env), encoding="utf-8", newline="\n") as file:
            form, library, settings, then, screen = file.read(1 << 18).split("\n", 4)
        if form != FORMAT or not (os.isatty(0) and os.isatty(1) and os.isatty(2)):
            return
        if then != stamp(argv, env, library, settings) or not _paints(screen):
            return
        import termios

        before = termios.tcgetattr(0)
        raw(0)
        Glance.before, Glance.screen = before, screen
        write(ENTER + screen)
    except (OSError, ValueError, ImportError):
        return
    except Exception as error:  # termios.error, which may have no name here yet: there is no terminal
        if type(error).__module__ != "termios":
            raise


def _paints(screen: str) -> bool:
    """Whether a text is nothing but places, colours and what can be printed."""
    return screen.replace("\x1b[", "").isprintable() and screen.count("\x1b") == screen.count("\x1b[")


def withdraw() -> None:
    """Give the terminal back: the reader does not open after all."""
    if Glance.before is not None:
        import termios

        before, Glance.before = Glance.before, None
        write(LEAVE)
        termios.tcsetattr(0, termios.TCSADRAIN, before)


def keep(argv: Sequence[str], env: Mapping[str, str], library: str, settings: str, screen: str) -> None:
    """Keep the page for the next start; one that cannot be kept is no loss."""
    then = stamp(argv, env, library, settings)
    target = place(env)
    if then is None or not screen or not _paints(screen) or "\n" in library + settings:
        return
    try:
        os.makedirs(os.path.dirname(target), 0o700, exist_ok=True)
        beside = f"{target}.{os.getpid()}"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write("\n".join((FORMAT, library, settings, then, screen)))
        os.replace(beside, target)
    except (OSError, ValueError):
        return


def terminal_size(env: Mapping[str, str]) -> tuple[int, int]:
    """Columns and lines: what the environment says, else the terminal, else 80 and 24."""
    given = [env.get(name, "") for name in ("COLUMNS", "LINES")]
    said = [int(text) if text.isascii() and text.isdigit() else 0 for text in given]
    try:
        real = os.get_terminal_size(1)
    except OSError:
        real = os.terminal_size((80, 24))
    return said[0] or real.columns or 80, said[1] or real.lines or 24


def raw(fd: int) -> None:
    """No echo, no line editing: what is typed from now on is for the reader."""
    import termios

    attributes = termios.tcgetattr(fd)
    attributes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    attributes[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    termios.tcsetattr(fd, termios.TCSANOW, attributes)


def write(text: str) -> None:
    """Send to the terminal what it can be sent."""
    try:
        sys.__stderr__.write(text)  # type: ignore[union-attr]
        sys.__stderr__.flush()  # type: ignore[union-attr]
    except (OSError, ValueError):
        pass
