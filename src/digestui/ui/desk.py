"""What the parts of the reader share: one object handed to controllers and commands.

A desk has things on it and decides nothing. Controllers (`control/`) act on it, commands (`commands/`) call
controllers, the screen lays the panes out and passes messages on.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digestui.records import dataclass, field
from digestui.settings import Settings
from digestui.ui.control.searches import Searches
from digestui.ui.geometry import Shape
from digestui.ui.glyphs import Glyphs
from digestui.ui.lanes import Job, Lanes, Then
from digestui.ui.listing import Listing

if TYPE_CHECKING:
    from digestui.ui.app import ReaderApp
    from digestui.ui.control.completing import Completing
    from digestui.ui.control.decider import Decider
    from digestui.ui.control.facts import Facts
    from digestui.ui.control.finder import Finder
    from digestui.ui.control.notekeeper import Notekeeper
    from digestui.ui.control.rows import Rows
    from digestui.ui.control.tidier import Tidier
    from digestui.ui.control.watcher import Watcher
    from digestui.ui.control.words import Words
    from digestui.ui.keymap import Keymap
    from digestui.ui.screens.main import MainScreen


@dataclass
class Desk:
    """Everything the parts of one reader have in common."""

    app: ReaderApp
    path: Path
    """The library."""
    settings: Settings
    keymap: Keymap
    glyphs: Glyphs
    lanes: Lanes
    env: Mapping[str, str]
    confined: bool = False
    """Nothing leads out of this reader: it starts no program, and reads and writes no file by a name that was
    typed. So it is served to a browser."""
    clock: Callable[[], float] = time.time
    listing: Listing = field(default_factory=Listing)
    shape: Shape = field(default_factory=Shape)
    screen: MainScreen = field(init=False)
    finder: Finder = field(init=False)
    rows: Rows = field(init=False)
    decider: Decider = field(init=False)
    notekeeper: Notekeeper = field(init=False)
    facts: Facts = field(init=False)
    watcher: Watcher = field(init=False)
    tidier: Tidier = field(init=False)
    words: Words = field(init=False)
    completing: Completing = field(init=False)
    searches: Searches = field(default_factory=Searches)
    recent: list[str] = field(default_factory=list)
    """Commands run from the palette of late, newest first."""
    lines: list[str] = field(default_factory=list)
    """Lines typed after `:`, oldest first."""
    busy: str = ""
    """What runs in the background and escape stops: `import`, `fetch`."""
    stopping: bool = False
    """It shall stop."""
    decided: bool = False
    """Something was decided since today's copy of the library was last looked for."""
    held: asyncio.Future[None] | None = None
    """What the keys behind the last one wait for."""
    strokes: int = 0
    """Keys pressed so far: whether somebody waits, or went on."""
    waiting: Callable[[], None] | None = None
    """Shows what a command said while somebody went on; `pipe` runs it."""
    typed: str = ""
    """The key that a `typed` command takes as its first letter."""

    def read(self, kind: str, job: Job) -> asyncio.Future[Any]:
        """Ask the back lane, for those who can wait for an answer; superseded by the next of its kind."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.lanes.back.ask(kind, job, *_into(answer))
        return answer

    async def look(self, kind: str, job: Job, shown: Callable[[], None]) -> Any:
        """For a screen's first look: what the last key decided is written before; keys wait till `shown`."""
        try:
            await self.settled()
            return await self.read(kind, job)
        finally:
            shown()

    def write(self, kind: str, job: Job) -> asyncio.Future[Any]:
        """Ask the write lane, for those who can wait for an answer."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.lanes.write.do(kind, job, *_into(answer))
        return answer

    def holding(self, then: Callable[[], None] = lambda: None) -> Callable[[], None]:
        """Keys wait from now until the call that is given back; it does `then`. For answers that say what the
        next key applies to; they come in a moment, and no key waits longer than `key_order.PATIENCE`."""
        self.held = held = asyncio.get_running_loop().create_future()

        def done() -> None:
            then()
            if not held.done():
                held.set_result(None)

        return done

    async def settled(self) -> None:
        """Wait until what was decided so far is in the journal."""
        await self.write("settled", lambda lib: None)

    def keep_search(self, line: str) -> None:
        """Remember a search, over restarts too."""
        self.searches.keep(line)
        lines = self.searches.lines
        self.lanes.write.do("searches", lambda lib: lib.remember("searches", {"lines": lines}))

    def recall_searches(self) -> None:
        """Bring the searches of earlier days back, once."""
        if self.searches.recalled:
            return
        self.searches.recalled = True

        def then(found: dict[str, Any] | None) -> None:
            lines = (found or {}).get("lines")
            if isinstance(lines, list):
                self.searches.recall([line for line in lines if isinstance(line, str)])

        self.lanes.front.ask("searches", lambda lib: lib.recall("searches"), then)

    def open_address(self, address: str) -> None:
        """Open an http or https address in the user's browser."""
        from digestui.ui.commands.opening import open_address

        open_address(self, address)

    def now(self) -> int:
        """Seconds since 1970 UTC."""
        return int(self.clock())


def _into(answer: asyncio.Future[Any]) -> tuple[Then, Then]:
    """Callbacks that fill a future, unless nobody waits for it any more."""

    def then(value: Any) -> None:
        if not answer.done():
            answer.set_result(value)

    def failed(error: Any) -> None:
        if not answer.done():
            answer.set_exception(error)

    return then, failed
