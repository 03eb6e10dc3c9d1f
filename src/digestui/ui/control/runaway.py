"""A search that takes too long: it is cut, says so, and lets go of the thread that the eye waits for.

While one types that is its end, and enter lets it run. A whole query goes on by itself beside everything
else, until it is found, stopped, or something else is wanted. A list on show stays as it is meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from digestui.errors import Interrupted, TookTooLong
from digestui.library.library import Library
from digestui.records import dataclass
from digestui.ui.control.showing import Page

if TYPE_CHECKING:
    from digestui.ui.desk import Desk

LIMIT = 0.5
"""Seconds for the first page of a search."""


@dataclass
class Runaway:
    """Asks for first pages, and knows whether one goes on beyond its time."""

    desk: Desk
    goes_on: bool = False
    cut: bool = False
    """Whether what is being typed had no time to be found."""
    asked: int = 0

    def ask(
        self,
        job: Callable[[Library], Page],
        then: Callable[[Page], None],
        *,
        typing: bool,
        prepare: Callable[[Library, Callable[[], bool]], None],
    ) -> None:
        """Ask for a page in place of any other; what was asked of an older one is forgotten. Before a page
        goes on beyond its time, `prepare` may shorten it; it is given what says that nobody waits for it."""
        desk = self.desk
        self.goes_on = self.cut = False
        self.asked += 1

        def limited(lib: Library) -> Page:
            with lib.within(LIMIT):
                return job(lib)

        def failed(error: BaseException) -> None:
            if not isinstance(error, TookTooLong):
                desk.words.failed(error)
            elif typing:
                self.cut = True
                self.say_cut()
            else:
                self._go_on(job, then, prepare)

        desk.lanes.back.drop("found", "count", "news", "facets")
        desk.lanes.front.ask("page", limited, then, failed)

    def say_cut(self) -> None:
        """Say why the list is still the one of what was typed before."""
        words = self.desk.words
        words.say("stopped after half a second", *words.hint("search-go", "lets it run"))

    def _go_on(
        self,
        job: Callable[[Library], Page],
        then: Callable[[Page], None],
        prepare: Callable[[Library, Callable[[], bool]], None],
    ) -> None:
        desk, number = self.desk, self.asked

        def over() -> bool:
            return not self.goes_on or self.asked != number or desk.lanes.back.ending

        def whole(lib: Library) -> Page:
            prepare(lib, over)
            if over():
                raise Interrupted
            return job(lib)

        def found(page: Page) -> None:
            self.goes_on = False
            desk.words.say()
            then(page)

        def failed(error: BaseException) -> None:
            self.goes_on = False
            desk.words.failed(error)

        self.goes_on = True
        desk.lanes.back.ask("found", whole, found, failed)
        desk.words.say("this search takes long", *desk.words.hint("back", "stop"))

    def stop(self) -> bool:
        """End a search that goes on; False where there is none."""
        if not self.goes_on:
            return False
        self.goes_on = False
        self.desk.lanes.back.drop("found")
        self.desk.words.say("search stopped")
        return True
