"""A least application to try one widget in: our themes and stylesheets, nothing else of the reader."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from digestui.ui import themes

M = TypeVar("M", bound=Message)
STYLES = Path(themes.__file__).parent / "styles"


class Tiny(App[None]):
    """Mounts the widgets it is given and keeps, in `heard`, the messages that reach it."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None

    def __init__(self, *widgets: Widget, theme: str = "dark", css: str = "") -> None:
        self.CSS = "\n".join([*(p.read_text() for p in sorted(STYLES.glob("*.tcss"))), css])
        super().__init__(ansi_color=True if themes.get(theme).plain else None)
        themes.register(self)
        self.theme = theme
        self.widgets = widgets
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from self.widgets

    def tiny(self, size: tuple[int, int] = (80, 24)) -> AbstractAsyncContextManager[Pilot[None]]:
        """Run without a terminal of `size` cells, listening."""
        return self.run_test(size=size, message_hook=self._hear)

    def _hear(self, message: Message) -> None:
        if type(message).__module__.startswith("digestui.") and not any(m is message for m in self.heard):
            self.heard.append(message)

    def said(self, kind: type[M]) -> list[M]:
        """The messages of one kind, in order."""
        return [m for m in self.heard if isinstance(m, kind)]
