"""A reader over a real temporary library, driven by keys: what the tests of the interface stand on.

`Reading` opens the real application without a terminal; `settle` waits until nothing is under way: no lane
works, no timer waits, no message is unread. There are no sleeps for luck: Textual's own pilot takes 40 ms of
looking at the processor's time for every key, this one asks every widget whether it has read its messages.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from textual.message import Message
from textual.pilot import Pilot

from digestui.library import intake
from digestui.library.library import Library
from digestui.settings import Settings
from digestui.ui import first
from digestui.ui.app import ReaderApp
from ui import fingers

NOW = datetime(2025, 4, 30, 14, 2).timestamp()
"""Two days after the bundled digest."""


@dataclass
class Clock:
    """A clock that stands until it is told to move."""

    at: float = NOW

    def __call__(self) -> float:
        return self.at


@dataclass
class Reading:
    """One open reader."""

    app: ReaderApp
    pilot: Pilot[int]
    path: Path
    clock: Clock

    @property
    def desk(self):
        return self.app.desk

    @property
    def listing(self):
        return self.app.desk.listing

    @property
    def screen(self):
        return self.app.desk.screen

    async def press(self, *keys: str) -> None:
        """Press keys one after another, each once the one before has been read; then wait until all has
        followed."""
        await fingers.press(self.pilot, *keys)
        await self.settle()

    async def burst(self, *keys: str) -> None:
        """Press keys all at once, none waiting for the one before; then wait until all has followed."""
        fingers.send(self.pilot, *keys)
        await self.settle()

    async def write(self, text: str) -> None:
        """Type a text."""
        await self.press(*text)

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        calm = 0
        for _ in range(2000):
            await fingers.read(self.pilot)
            calm = calm + 1 if self._quiet() else 0
            if calm == 3:
                return
            await asyncio.sleep(0 if calm else 0.005)
        raise AssertionError("the reader never came to rest")

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds while something else may go on."""
        for _ in range(4000):
            if holds():
                return
            await asyncio.sleep(0.005)
        raise AssertionError("it never came to hold")

    def _quiet(self) -> bool:
        facts = self.desk.facts
        loop = asyncio.get_running_loop()
        waits = any(h is not None and not h.cancelled() and h.when() > loop.time() for h in facts.timers)
        return self.desk.lanes.idle() and not waits

    def status(self) -> str:
        """What the status line says, without the blanks at its ends."""
        return "".join(span.text for span in self.screen.status.spans()).strip()

    def header(self) -> str:
        return "".join(span.text for span in self.screen.header.spans())

    def footer(self) -> str:
        return "".join(span.text for span in self.screen.footer.spans())

    def lines(self) -> list[str]:
        """The screen as text."""
        screen = self.app.screen
        return ["".join(segment.text for segment in strip) for strip in screen._compositor.render_strips()]

    def text(self) -> str:
        return "\n".join(self.lines())

    def title(self) -> str:
        """Title of the paper under the cursor."""
        row = self.listing.row
        return row.title if row else ""

    def state(self):
        """Triage of the paper under the cursor as the list shows it."""
        row = self.listing.row
        assert row is not None
        return row.triage

    def library(self) -> Library:
        """The library as a second program sees it."""
        return Library.open(self.path, clock=self.clock, device="other")


def make_library(path: Path, clock: Clock | None = None) -> Path:
    """A library of the bundled digest."""
    with Library.open(path, create=True, clock=clock or Clock(), device="test") as lib:
        intake.load_bundled(lib)
    return path


@asynccontextmanager
async def reading(
    path: Path,
    size: tuple[int, int] = (120, 36),
    *,
    settings: Settings | None = None,
    env: Mapping[str, str] | None = None,
    clock: Clock | None = None,
    files: tuple[str, ...] = (),
    hear: Callable[[Message], None] | None = None,
    confined: bool = False,
) -> AsyncIterator[Reading]:
    """Open the reader on a library that exists; `hear` is told every message before it is handled."""
    clock = clock or Clock()
    settings = settings or Settings()
    environ = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **(env or {})}
    found = first.look(path, settings, environ, clock=clock)
    app = ReaderApp(path, files, settings, environ, found, clock=clock, device="test", confined=confined)
    try:
        async with app.run_test(size=size, message_hook=hear) as pilot:
            made = Reading(app, pilot, path, clock)
            await made.settle()
            yield made
    finally:
        app.desk.lanes.stop()
