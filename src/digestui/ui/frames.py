"""Frames that do not wait for a clock.

Textual draws at the ticks of a clock. What comes just after a tick, as the page that a letter found comes
after the letter itself, waits for the next but one; who has waited for it is spared that with `hurry`.
Nothing is drawn here that Textual would not draw, and nothing more often than it is asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual import events
from textual.screen import Screen
from textual.widget import Widget


class Hurries(Screen[None]):
    """A screen that can draw what has changed as soon as it has nothing else to do."""

    _hurried = False

    def hurry(self) -> None:
        """Draw what is changed from here on without waiting for the clock."""
        self._hurried = True

    def when_drawn(self, widget: Widget, call: Callable[[], None]) -> None:
        """Call once what has changed in a widget so far is on show."""
        widget._check_refresh()  # told now: it would tell when it is next idle, after a frame without it
        self.call_after_refresh(call)

    async def _on_idle(self, event: events.Idle) -> None:
        if self._hurried and self._only_repaints():
            event.prevent_default()
            # Widgets that changed with the first are about to say so: one frame for all.
            asyncio.get_running_loop().call_soon(self._draw)

    def _only_repaints(self) -> bool:
        """Whether nothing has moved: what moves widgets about is left to Textual."""
        moves = self._layout_required or self._scroll_required or self._recompose_required
        return bool(self._dirty_widgets) and not moves and self.is_current and not self.app._batch_count

    def _draw(self) -> None:
        self._hurried = False
        if self.is_running and self._only_repaints():
            with self._context():
                self._on_timer_update()
        else:
            self.check_idle()
