"""The application: builds the desk, starts and stops the lanes, answers signals. It knows no pane."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.driver import Driver

from digestui.errors import Exit
from digestui.library.library import Library
from digestui.paths import absolute
from digestui.settings import Settings
from digestui.ui import at_hand, glyphs, real_cursor, themes
from digestui.ui.control.completing import Completing
from digestui.ui.control.decider import Decider
from digestui.ui.control.facts import Facts
from digestui.ui.control.finder import Finder
from digestui.ui.control.notekeeper import Notekeeper
from digestui.ui.control.rows import Rows
from digestui.ui.control.tidier import Tidier
from digestui.ui.control.watcher import Watcher
from digestui.ui.control.words import Words
from digestui.ui.desk import Desk
from digestui.ui.first import First
from digestui.ui.keymap import Keymap
from digestui.ui.lanes import Answer, Lanes
from digestui.ui.screens.main import LaneAnswered, MainScreen

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

log = logging.getLogger(__name__)

SWITCH = 0.001
"""Seconds a lane may keep the interpreter from the screen: a key must not feel the writing."""
SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
POLL = 1.0
"""Seconds between looks for what other programs did to the library."""


class ReaderApp(App[int]):
    """digestui's reader."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "digestui"
    BINDINGS: ClassVar[list[Any]] = []
    CSS = """
    * { scrollbar-size: 1 1; }
    SearchBox { scrollbar-size: 0 0; }
    """

    def __init__(
        self,
        path: Path,
        files: Sequence[str] = (),
        settings: Settings | None = None,
        env: Mapping[str, str] | None = None,
        first: First | None = None,
        *,
        clock: Callable[[], float] | None = None,
        device: str | None = None,
        confined: bool = False,
    ) -> None:
        """`clock` and `device` are those of the library; the folder of its copies is that of the settings."""
        settings, env = settings or Settings(), env or {}
        theme = themes.pick(settings.theme, env, settings.colours, first.light if first else None)
        super().__init__(ansi_color=theme.plain)
        self.path = path
        self.files = list(files)
        self.first = first or First()
        keymap, self.key_problems = Keymap.build(settings.preset, settings.keys)
        self._clock: Callable[[], float] = clock or time.time
        self._device = device
        lanes = Lanes(self._connect, self._deliver)
        self.glyphs = marks = glyphs.pick(settings.glyphs, env, plain=settings.plain)
        keymap.ascii = marks.ascii
        self.desk = desk = Desk(
            app=self,
            path=path,
            settings=settings,
            keymap=keymap,
            glyphs=marks,
            lanes=lanes,
            env=env,
            clock=self._clock,
            confined=confined,
        )
        desk.shape = self.first.shape
        desk.finder, desk.decider, desk.words = Finder(desk), Decider(desk), Words(desk)
        desk.completing = Completing(desk)
        desk.facts, desk.notekeeper, desk.watcher = Facts(desk), Notekeeper(desk), Watcher(desk)
        desk.rows, desk.tidier = Rows(desk), Tidier(desk)
        themes.register(self)
        self.theme = theme.name
        self.light = self.first.light
        """Whether the terminal is light; None where it has not said so."""
        self._leaving = False
        self._begun = False
        """The first frame has been drawn."""
        self._saved_place: dict[str, Any] = {}
        self._signals: dict[int, Any] = {}
        """The signals that end the reader, each with what was done about it before."""
        self._early: list[events.Key] | None = []
        """Keys that came before there were panes; None from then on."""

    @property
    def shows_cursor(self) -> bool:
        """Whether the terminal's own cursor stands on what has the focus, for those who hear the screen."""
        return self.desk.settings.plain

    @property
    def follows(self) -> bool:
        """Whether light or dark follows the terminal: nobody has chosen a theme."""
        chosen = themes.pick(self.desk.settings.theme, self.desk.env, None, self.light).name
        return self.desk.settings.theme == "auto" and self.theme == chosen in ("dark", "light")

    def terminal_is(self, light: bool) -> None:
        """The terminal has said what it is."""
        follows, self.light = self.follows, light
        if follows:
            self.theme = themes.pick("auto", self.desk.env, None, light).name

    def _connect(self, readonly: bool) -> Library:
        named = self.desk.settings.backup.folder
        backups = absolute(named, self.desk.env) if named else None
        return Library.open(
            self.path, readonly=readonly, clock=self._clock, device=self._device, backups=backups
        )

    def _deliver(self, answer: Answer) -> None:
        """From a lane's thread: the screen delivers it on its own."""
        self.desk.screen.post_message(LaneAnswered(answer))

    def soon(self, call: Callable[[], None]) -> None:
        """From any thread: call this on the screen's own, when it has time."""
        if self._loop is not None and not self._leaving:
            self._loop.call_soon_threadsafe(call)

    def get_default_screen(self) -> MainScreen:
        return MainScreen(self.desk)

    def get_driver_class(self) -> type[Driver]:
        chosen = super().get_driver_class()
        if chosen.__name__ == "LinuxDriver":
            from digestui.ui.terminal import ReaderDriver

            return ReaderDriver
        return chosen

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent):
            self.desk.tidier.stirred()
        if isinstance(event, events.Resize):
            self._resized(event.size == self.size)
        if isinstance(event, events.Key) and not event.is_forwarded:
            if self._leaving:
                return  # what was typed after the end finds no panes any more
            if self._early is not None:
                self._early.append(event)
            else:
                await self._key(event)
            return
        await super().on_event(event)

    async def _key(self, event: events.Key) -> None:
        from digestui.ui.control import key_order

        await key_order.let_go(self.desk)
        self.desk.strokes += 1
        if self.screen is not self.desk.screen:
            await key_order.pass_on(self.screen, event)
        elif not await key_order.take(self.desk.screen, event):
            await super().on_event(event)

    def hear_keys(self) -> None:
        """The panes are there: the keys that were typed before come first."""
        self.call_next(self._catch_up_on_keys)

    async def _catch_up_on_keys(self) -> None:
        while self._early:
            await self._key(self._early.pop(0))
        self._early = None

    # ---- the screen ----------------------------------------------------------------------------------

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send of a frame only what the terminal does not show yet."""
        shown = getattr(self._driver, "shown", None)
        if shown is not None and self._running and not self._closed and not self._batch_count:
            renderable = shown.changes(renderable, self.console)
        spot = real_cursor.place(self) if self.shows_cursor else None
        if spot is not None:
            self.cursor_position = spot
        super()._display(screen, renderable)
        if spot is not None and self._driver is not None and spot != self._previous_cursor_position:
            # Nothing but the focus has moved.
            self._driver.write(f"\x1b[{spot.y + 1};{spot.x + 1}H")
            self._previous_cursor_position = spot
        if not self._begun and renderable is not None and screen is self.desk.screen:
            self._begun = True
            self.call_next(self.desk.finder.go_on, self.first)

    def _resized(self, same: bool) -> None:
        """A terminal that changed its size shows who knows what, also where it is back at the old size."""
        shown = getattr(self._driver, "shown", None)
        if shown is not None:
            shown.forget()
            if same and self._running and self.screen_stack:
                self.screen.refresh()

    def forget_screen(self) -> None:
        """The terminal may show something else than what was sent: draw all of it again."""
        shown = getattr(self._driver, "shown", None)
        if shown is not None:
            shown.forget()
        self.refresh()

    # ---- life ----------------------------------------------------------------------------------------

    def run_reader(self) -> int:
        """Run to the end; gives the exit code."""
        sys.setswitchinterval(SWITCH)
        try:
            code = self.run()
        finally:
            self.desk.lanes.stop()
            unsaved = self.desk.notekeeper.rescue()
            self._forget_signals()
        return self.return_code or code or (Exit.PARTLY if unsaved else Exit.DONE)

    def on_mount(self) -> None:
        self.desk.lanes.start()
        self._catch_signals()
        from digestui.ui.control import arrival

        desk = self.desk
        desk.screen.geometry = desk.screen.layouts.measure()
        arrival.start_here(desk, self.first)
        self.desk.finder.begin(self.first)
        self.call_after_refresh(self._settled)

    def _settled(self) -> None:
        """The first frame stands: what could wait comes now."""
        gc.freeze()  # what is there by now stays, and no collection need ever look at it
        gc.enable()
        from digestui.ui.control import arrival

        arrival.greet(self.desk, self.first, self.files, self.key_problems)
        loop = asyncio.get_running_loop()
        loop.call_later(at_hand.REST, at_hand.begin)
        loop.call_later(POLL, self._poll)

    def _poll(self) -> None:
        """Look once a second whether another program changed the library; keep the place when it changed."""
        if self._leaving or not self.is_running:
            return
        lanes = self.desk.lanes
        if lanes.write.idle() and self.desk.watcher.touched():
            lanes.write.do(
                "poll", lambda lib: lib.data_version(), self.desk.watcher.version, self.desk.words.failed
            )
        self._keep_place()
        self._keep_a_copy()
        self.desk.notekeeper.try_again()
        self.desk.watcher.wake()
        self.desk.tidier.look()
        asyncio.get_running_loop().call_later(POLL, self._poll)

    def _keep_a_copy(self) -> None:
        """Behind the first decision of a day: today's copy of the library. The reader may stay open for
        weeks, and its end is often that of its terminal."""
        desk, chosen = self.desk, self.desk.settings.backup
        if not desk.decided or not chosen.automatic:
            return
        desk.decided = False
        from digestui.library import backup

        keeping = backup.Keeping(chosen.daily, chosen.weekly, chosen.monthly)

        def job(lib: Library) -> object:
            return backup.daily(lib, keeping) if backup.is_due(lib) else None

        desk.lanes.side.do("copy", job, failed=desk.words.failed)

    def _keep_place(self) -> None:
        from digestui.ui.control import arrival

        place = arrival.place(self.desk)
        if place != self._saved_place:
            if self._saved_place:
                self.desk.lanes.write.do("place", lambda lib: lib.remember("reader", place))
            self._saved_place = place

    def _catch_signals(self) -> None:
        """Not through asyncio: it hears of signals by the pipe that also tells of keys, and loses them while
        that is full of keys."""
        loop = asyncio.get_running_loop()

        def caught(number: int, frame: object) -> None:
            with suppress(RuntimeError):  # the loop has ended, and we with it
                loop.call_soon_threadsafe(self.leave, 128 + number)

        for number in SIGNALS:
            try:
                self._signals[number] = signal.signal(number, caught)
            except ValueError:
                return  # not the main thread: a test, or a browser

    def _forget_signals(self) -> None:
        for number, before in self._signals.items():
            signal.signal(number, before)
        self._signals.clear()

    def leave(self, code: int = 0) -> None:
        """End the reader: what is typed is kept as a draft, the place is remembered, writes are finished."""
        if self._leaving:
            return
        self._leaving = True
        from digestui.ui.control import arrival

        desk = self.desk
        note = desk.screen.note
        if note.editing:
            desk.notekeeper.changed(note.text)
        desk.notekeeper.try_again()
        place = arrival.place(desk)
        desk.lanes.write.do("place", lambda lib: lib.remember("reader", place))
        self.exit(code)

    def _handle_exception(self, error: Exception) -> None:
        """A defect: to the log with its traceback, to the terminal in one line."""
        log.critical("the reader failed", exc_info=error)
        with suppress(Exception):  # what was typed comes before what is told of it
            if self.desk.screen.note.editing:
                self.desk.notekeeper.changed(self.desk.screen.note.text)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._return_code = 1
        self._close_messages_no_wait()

    def action_help_quit(self) -> None:
        """ctrl+c: what it stops elsewhere it stops here, and else it is said how to leave."""
        desk = self.desk
        if desk.busy and not desk.stopping:
            desk.stopping = True
            desk.words.say(f"stopping the {desk.busy}")
        else:
            desk.words.say(f"{desk.keymap.keys_of('quit')} leaves")

    async def action_quit(self) -> None:
        """Textual's own quit (ctrl+q): leave as `q` does."""
        self.leave()
