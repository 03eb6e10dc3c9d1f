"""The terminal as it really is: bytes that are no text, hang-ups, a screen that was already painted.

A driver over Textual's own that (1) reads on after undecodable or malformed input, (2) ends the program
when the terminal has gone, (3) takes over a screen the door has painted, and gives back the attributes the
terminal had before the door, (4) knows what the terminal shows (`shown`), (5) sleeps while nobody types,
where Textual's looks for keys ten times a second. Nothing about papers lives here.
"""

from __future__ import annotations

import codecs
import logging
import os
import selectors
import threading
from contextlib import suppress
from typing import Any

from textual import constants
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from digestui.ui import doorstep, scheme
from digestui.ui.scheme import Answers
from digestui.ui.shown import Shown

log = logging.getLogger(__name__)

ALTERNATE = "\x1b[?1049h"
FRAME_BEGINS = "\x1b[?2026h"
FRAME_ENDS = "\x1b[?2026l"
PATIENCE = constants.ESCAPE_DELAY + 0.001
"""Seconds to wait for the rest of what began like an answer or a key of several bytes. The parser's own
patience, and what the clock may be out by."""


class Ending(threading.Event):
    """Says that reading is to end, also to who waits for the terminal: `fileno` is readable then."""

    def __init__(self) -> None:
        super().__init__()
        self._read, self._write = os.pipe()
        for end in (self._read, self._write):
            os.set_blocking(end, False)

    def fileno(self) -> int:
        return self._read

    def set(self) -> None:
        super().set()
        with suppress(OSError):  # full of what was written before: that wakes as well
            os.write(self._write, b"x")

    def clear(self) -> None:
        with suppress(OSError):
            os.read(self._read, 4096)
        super().clear()


class Painted:
    """What the door did to the terminal before Textual came: set by the door, read by the driver."""

    attributes: list[Any] | None = None
    screen: bool = False
    """The alternate screen is on and holds the first titles."""


class ReaderDriver(LinuxDriver):
    """Input and output of the reader."""

    def __init__(self, app: App[object], **kwargs: Any) -> None:
        super().__init__(app, **kwargs)
        self._ending = self.exit_event = Ending()
        self.shown = Shown()
        self._frame: list[str] | None = None
        """The parts of a frame that is being written; one hand-over to the writing thread for all."""
        self._answers = Answers(self._is_light, self._ask_ground)
        self._painted = Painted.screen
        Painted.screen = False

    def _get_terminal_size(self) -> tuple[int, int]:
        return doorstep.terminal_size(os.environ)

    def write(self, data: str) -> None:
        if self._painted and data == ALTERNATE:
            self._painted = False
            return
        if data == FRAME_BEGINS:
            self._frame = []
        if self._frame is not None:
            self._frame.append(data)
            if data != FRAME_ENDS:
                return
            data, self._frame = "".join(self._frame), None
        if self._writer_thread is not None and self._writer_thread.is_alive():
            super().write(data)

    def start_application_mode(self) -> None:
        self.shown.forget()
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if getattr(self._app, "shows_cursor", False):
            self.write("\x1b[?25h")
        if self._asks:
            self.write(scheme.ASK)
        if Painted.attributes is not None:
            self.attrs_before = list(Painted.attributes)

    def stop_application_mode(self) -> None:
        if self._asks:
            self.write(scheme.STOP)
        super().stop_application_mode()

    @property
    def _asks(self) -> bool:
        """Whether the colours are to follow those of the terminal."""
        return bool(getattr(self._app, "follows", False))

    def _is_light(self, light: bool) -> None:
        """From the thread of input."""
        loop, hear = self._app._loop, getattr(self._app, "terminal_is", None)
        if loop is not None and hear is not None:
            loop.call_soon_threadsafe(hear, light)

    def _ask_ground(self) -> None:
        if self._asks:
            self.write(scheme.GROUND)

    def flush(self) -> None:
        if self._writer_thread is not None:
            super().flush()

    def run_input_thread(self) -> None:
        """Read keys until told to stop; nothing that comes from the terminal can end this but its end."""
        selector = selectors.DefaultSelector()
        selector.register(self.fileno, selectors.EVENT_READ)
        selector.register(self._ending, selectors.EVENT_READ)
        decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        parser = XTermParser(self._debug)
        # Only what has begun, and may be the Escape key or the rest of something longer, is worth waking for.
        patience: float | None = None
        try:
            while not self.exit_event.is_set():
                if selector.select(patience):
                    if self.exit_event.is_set():
                        return
                    try:
                        data = os.read(self.fileno, 4096)
                    except OSError:
                        data = b""
                    if not data:
                        self._gone()
                        return
                    patience = PATIENCE
                    text = self._answers.sift(decoder.decode(data))
                    if text:  # nothing at all would mean its end
                        parser = self._feed(parser, text)
                elif late := self._answers.release():
                    parser = self._feed(parser, late)
                else:
                    patience = None
                parser = self._tick(parser)
        finally:
            selector.close()

    def _feed(self, parser: XTermParser, text: str) -> XTermParser:
        try:
            for event in parser.feed(text):
                self.process_message(event)
        except Exception as error:  # noqa: BLE001 - any malformed report from the terminal: drop it, read on
            log.warning("unreadable terminal input: %s", type(error).__name__)
            return XTermParser(self._debug)
        return parser

    def _tick(self, parser: XTermParser) -> XTermParser:
        try:
            for event in parser.tick():
                self.process_message(event)
        except Exception as error:  # noqa: BLE001 - see above
            log.warning("unreadable terminal input: %s", type(error).__name__)
            return XTermParser(self._debug)
        return parser

    def _gone(self) -> None:
        """The terminal has gone: keep what was typed and end, whatever the screen is waiting for."""
        loop = self._app._loop
        leave = getattr(self._app, "leave", None)
        if loop is not None and leave is not None:
            loop.call_soon_threadsafe(leave, 129)
        # Writes to a terminal that is no longer there can block for ever; drafts are on disk by then.
        watchdog = threading.Timer(2.0, os._exit, (129,))
        watchdog.daemon = True
        watchdog.start()
