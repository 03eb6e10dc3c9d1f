"""Keys pressed into an application without a terminal, and the wait until they have been read.

Textual's own pilot watches the processor's time for 40 ms at every key; these ask every widget whether it
has read its messages, which is surer and thirty times faster.
"""

from __future__ import annotations

import asyncio
import unicodedata
from typing import Any

from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot


def key_event(name: str) -> events.Key:
    """The event a terminal would send for a key of this name, or for one character."""
    if len(name) == 1 and not name.isalnum():
        name = _character_to_key(name)
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = name if len(name) == 1 else None
    return events.Key(name, character)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after another, each once the one before has been read."""
    for name in keys:
        send(pilot, name)
        await read(pilot)


def send(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys without waiting, as they come out of one read of a terminal."""
    driver = pilot.app._driver
    assert driver is not None
    for name in keys:
        event = key_event(name)
        event.set_sender(pilot.app)
        driver.send_message(event)


async def read(pilot: Pilot[Any]) -> None:
    """Wait until no widget has an unread message, and draw what was to be drawn."""
    app = pilot.app
    for _ in range(200):
        await pilot._wait_for_screen()
        await asyncio.sleep(0)
        if app._exception is not None or not app.is_running:
            return
        app.screen._on_timer_update()
        pumps = [app, *app.screen_stack, *app.screen.walk_children()]
        if not any(pump._message_queue.qsize() or pump._next_callbacks for pump in pumps):
            return


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until every message that is under way has been handled and drawn."""
    for _ in range(3):
        await read(pilot)
