"""Keys in the order they were pressed, however fast: each finds the pane that the one before it left.

Textual hands every key at once to what has the focus, where it waits in a queue of its own; a key that opens
a dialog is then still waiting while those behind it are already in the wrong queue. A terminal sends keys in
bursts (a slow line, a paste, a script), so the reader takes its commands from the application's queue itself,
one after another, and where one types lets nothing pass a key that may end the typing.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual import events

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen

    from digestui.ui.desk import Desk
    from digestui.ui.screens.main import MainScreen

PATIENCE = 0.5
"""Seconds to wait at most for a key that ends typing; a safeguard that nothing is known to need."""


async def take(screen: MainScreen, event: events.Key) -> bool:
    """Deal with a key of the reader's main screen; False hands it on to what has the focus."""
    target = screen.typing_in
    if target is None:
        return not screen.narrowing and screen.press(event)
    command = screen.desk.keymap.lookup((), event.key, screen.pane)
    # The focus that was asked for may come later than the keys: the box has them all the same.
    target._forward_event(event)
    if command is not None:
        await _followed(target, screen)
        # Leaving tells the pane, and the pane tells the screen: a second way up.
        await _followed(screen.note, screen)
    return True


async def pass_on(screen: Screen[Any], event: events.Key) -> None:
    """Give a key to a screen over the reader's own and wait until it is dealt with: it may close the screen,
    and the keys behind it belong to what is under it."""
    target = screen.focused or screen
    target._forward_event(event)
    await _followed(target, screen)


async def let_go(desk: Desk) -> None:
    """Wait for what the command of the last key needs before another key may come."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while desk.held is not None:  # what was waited for may have led to something else to wait for
        held, desk.held = desk.held, None
        await asyncio.wait((held,), timeout=max(0.0, until - asyncio.get_running_loop().time()))


async def _followed(node: DOMNode, screen: Screen[Any]) -> None:
    """Wait until everything that `node` was sent, and what it passed on to its parents, has been handled."""
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def hop(at: DOMNode) -> None:
        above = None if at is screen else at.parent
        if (above is None or not above.call_later(hop, above)) and not done.done():
            done.set_result(None)

    if node.call_later(hop, node):
        try:
            await asyncio.wait_for(done, PATIENCE)
        except TimeoutError:
            return
