"""The door: paints the first titles, then lets Textual in, and gives the terminal back whatever happens.

Importing Textual takes longer than everything else together, so the titles of the first page are written
with plain escape sequences at the very cells the list will use, and Textual's first frame takes over. Keys
typed meanwhile wait in the terminal. Nothing else in the program knows that this happens.
"""

from __future__ import annotations

import os
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digestui.errors import Trouble
from digestui.put_off import put_off
from digestui.ui import doorstep, unused

if TYPE_CHECKING:
    from digestui.settings import Settings
    from digestui.ui.first import First

RESET = (
    "\x1b[?2031l\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?2048l\x1b[?1004l"
    "\x1b[?7h\x1b[0m\x1b[?1049l\x1b[?25h"
)
"""Everything Textual or the door may have turned on, off again."""

FRAMES = "250"
"""Most frames a second. With Textual's 60 the second frame of a key, which shows what a letter found, waits
sixteen milliseconds for its turn; nothing is drawn where nothing has changed."""
ESCDELAY = "25"
"""Milliseconds until an escape character without company is the Escape key, unless the environment says:
those of newsboat. What was typed behind it meanwhile would be taken for Alt and a letter."""


def open_reader(
    path: Path,
    files: Sequence[str],
    settings: Settings,
    env: Mapping[str, str],
    welcome: str = "",
    complaint: str = "",
    *,
    confined: bool = False,
    log: Callable[[str], object] | None = None,
) -> int:
    """Open the reader on a library that exists; gives the exit code. Raises Trouble without a terminal.

    `welcome` is the first line of its status, unless there is a `complaint` about the settings. A `confined`
    one leads nowhere else: see `Desk.confined`. `log` is given what went wrong inside, with its traceback.
    """
    fd = _terminal(env)
    before = doorstep.Glance.before or termios.tcgetattr(fd)
    finished = False
    try:
        first = _paint(path, settings, env, fd)
        first.welcome, first.complaint = welcome, complaint or first.complaint
        # Heavy from here on: Textual and all that draws.
        import gc

        gc.disable()
        os.environ.setdefault("TEXTUAL_FPS", FRAMES)
        with put_off(unused.FUNCTIONS, unused.CLASSES):
            _load_asyncio()
            if log is not None:
                _send_log(log)
            _set_patience()
            from digestui.ui.app import ReaderApp
            from digestui.ui.terminal import Painted

        if confined:
            from digestui.ui.control.confined import seal

            seal()
        Painted.attributes = before
        Painted.screen = first.painted
        code = ReaderApp(path, files, settings, env, first, confined=confined).run_reader()
        finished = True
    finally:
        if not finished:
            doorstep.write(RESET)
        _give_back(fd, before)
        doorstep.Glance.before = None
    if code == 0 and not complaint:
        _keep(path, settings, env)
    return code


def _send_log(write: Callable[[str], object]) -> None:
    """What the program tells its log goes there, and never to the terminal that shows papers."""
    import logging

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            try:
                write(self.format(record))
            except Exception:  # noqa: BLE001 - a log that cannot be written stops nobody
                return

    logger = logging.getLogger("digestui")
    logger.handlers = [Handler(logging.WARNING)]
    logger.propagate = False


def _load_asyncio() -> None:
    """Load asyncio without TLS, which it can do without: nothing here speaks it through a loop, and it is a
    thirtieth of the start. What fetches feeds loads it for itself."""
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]


def _set_patience() -> None:
    """Let Textual know the Escape key soon; the programs it starts have their own mind about that."""
    theirs = os.environ.get("ESCDELAY")
    os.environ["ESCDELAY"] = theirs or ESCDELAY
    try:
        import textual.constants  # noqa: F401
    finally:
        if theirs is None:
            del os.environ["ESCDELAY"]


def _keep(path: Path, settings: Settings, env: Mapping[str, str]) -> None:
    """Keep the page that the next start will find, if nothing changes meanwhile."""
    from digestui import paths
    from digestui.ui import first

    try:
        screen = first.look(path, settings, env).screen
    except Trouble:
        return
    doorstep.keep(sys.argv[1:], env, str(path), str(paths.config_file(env)), screen)


def _terminal(env: Mapping[str, str]) -> int:
    """The descriptor of the terminal, or Trouble that says why there is none."""
    try:
        there = os.isatty(0) and os.isatty(1)
        os.fstat(2)
    except OSError:
        there = False
    if not there:
        raise Trouble(
            "open", "there is no terminal", "run it in one, or use a command such as digestui search"
        )
    if env.get("TERM", "") in ("", "dumb", "unknown"):
        name = env.get("TERM") or "not set"
        raise Trouble("open", f"TERM is {name}", "use a terminal that can move its cursor")
    try:
        termios.tcgetattr(0)
    except termios.error:
        raise Trouble("open", "standard input is not a terminal", "run it in one") from None
    return 0


def _paint(path: Path, settings: Settings, env: Mapping[str, str], fd: int) -> First:
    from digestui.ui import first

    def paint(found: First) -> None:
        painted = doorstep.Glance.before is not None
        if found.screen and not painted:
            doorstep.raw(fd)
            doorstep.write(doorstep.ENTER)
        if found.screen != doorstep.Glance.screen:
            doorstep.write(found.screen)
        found.painted = painted or bool(found.screen)

    return first.look(path, settings, env, paint=paint)


def _give_back(fd: int, before: list[Any]) -> None:
    try:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
    except (termios.error, OSError):
        pass
