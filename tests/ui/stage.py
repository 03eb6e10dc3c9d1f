"""A least application to try a dialog or a screen over: one page of words behind it, and its answers kept."""

from __future__ import annotations

from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from digestui.ui import themes
from digestui.ui.glyphs import UNICODE, Glyphs
from digestui.ui.show.ink import Piece
from digestui.ui.widgets.words import Words
from ui.fingers import press, settle

NOTHING = object()
"""What `answer` is until the screen is left."""


class Stage(App[None]):
    """Shows one screen over a page of words."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "#behind { height: 100%; }"

    def __init__(self, screen: Screen[Any], *, theme: str = "dark", glyphs: Glyphs = UNICODE) -> None:
        super().__init__(ansi_color=True if themes.get(theme).plain else None)
        themes.register(self)
        self.theme = theme
        self.glyphs = glyphs
        self.shown = screen
        self.answer: object = NOTHING

    def compose(self) -> ComposeResult:
        line = (Piece("The papers one was reading stay behind, fainter. " * 4),)
        yield Words(lambda width: [line] * 60, ground="bg", left=2, id="behind")

    def on_mount(self) -> None:
        self.push_screen(self.shown, self._keep)

    def _keep(self, answer: object) -> None:
        self.answer = answer


async def typed(pilot: Pilot[None], text: str) -> None:
    """Press the keys that type `text`."""
    await press(pilot, *("space" if character == " " else character for character in text))
    await settle(pilot)
