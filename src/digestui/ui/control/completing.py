"""Completion in the search box: what is offered while one types, and what Tab makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from digestui.library import search
from digestui.library.library import Library
from digestui.model.query import Completion
from digestui.records import dataclass
from digestui.text import safe
from digestui.ui.row_layout import Span

if TYPE_CHECKING:
    from digestui.ui.desk import Desk

OFFERED = 8
"""Ways to go on that are shown at most."""
LEAST = 2
"""Letters of a plain word from which names of fields are offered for it."""


@dataclass
class Completing:
    """Offers ways to go on with the word at the cursor of the box."""

    desk: Desk
    offers: Sequence[Completion] = ()
    text: str = ""
    """The text that they are for."""
    made: str = ""
    """What Tab last made of it: pressed again it takes the next one."""
    at: int = -1
    """Which of the offers that was."""

    def typed(self, text: str, cursor: int) -> None:
        """The text changed: ask what could follow."""
        self.forget()
        word = text[:cursor].rpartition(" ")[2].lstrip("-(")
        if not (":" in word or word.startswith("#") or len(word) >= LEAST):
            return

        def job(lib: Library) -> list[Completion]:
            return search.completions(lib, text, cursor)

        def then(found: list[Completion]) -> None:
            box = self.desk.screen.box
            if box is not None and box.value == text and self.desk.screen.pane == "search":
                self.offers, self.text = found, text
                self.desk.words.searching()

        self.desk.lanes.front.ask("offers", job, then, lambda error: None)

    def forget(self) -> None:
        """Offer nothing."""
        self.offers, self.text, self.made, self.at = (), "", "", -1

    def tab(self) -> None:
        """Take the correction that is offered, or the first way to go on; again, the next one."""
        box = self.desk.screen.box
        if box is None:
            return
        if self.made and box.value == self.made and self.offers:
            self._take((self.at + 1) % len(self.offers))
            return
        text, cursor = box.value, box.cursor_position
        understood = self.desk.finder.corrected
        # A key that comes right after, enter above all, finds the word completed.
        held: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.desk.held = held

        def job(lib: Library) -> tuple[tuple[str, int] | None, list[Completion]]:
            return search.complete(lib, text, cursor, understood), search.completions(lib, text, cursor)

        def then(found: tuple[tuple[str, int] | None, list[Completion]]) -> None:
            best, offers = found
            _set(held)
            if best is None or box.value != text or self.desk.screen.pane != "search":
                return
            self.offers, self.text = offers, text
            made = [_made(text, offer) for offer in offers]
            self._put(*best, at=made.index(best[0]) if best[0] in made else -1)

        def failed(error: BaseException) -> None:
            _set(held)

        self.desk.lanes.front.ask("complete", job, then, failed)

    def _take(self, number: int) -> None:
        offer = self.offers[number]
        self._put(_made(self.text, offer), offer.start + len(offer.text), at=number)

    def _put(self, text: str, cursor: int, *, at: int) -> None:
        box = self.desk.screen.box
        if box is None:
            return
        offers, base = self.offers, self.text
        box.put(text)
        box.cursor_position = cursor
        self.desk.finder.live(text)
        self.offers, self.text, self.made, self.at = offers, base, text, at

    def spans(self) -> list[Span]:
        """The offers as the status line shows them; empty for none."""
        if not self.offers:
            return []
        out = [Span(self.desk.words.key("search-complete"), "accent", "b")]
        first = max(0, min(self.at, len(self.offers) - OFFERED))
        for number, offer in enumerate(self.offers[first : first + OFFERED], first):
            here = number == max(0, self.at)
            text = "  " + safe.one_line(offer.text)
            out.append(Span(text, "bright" if here else "soft", "b" if here else ""))
            if offer.hint and (here or not offer.text.endswith(":")):
                out.append(Span(f" {safe.one_line(offer.hint)}", "faint"))
        return out


def _set(held: asyncio.Future[None]) -> None:
    if not held.done():
        held.set_result(None)


def _made(text: str, offer: Completion) -> str:
    return text[: offer.start] + offer.text + text[offer.end :]
