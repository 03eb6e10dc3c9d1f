"""What the first key of its kind needs, loaded while nobody has pressed one: the rooms of the commands, the
search box, the editor of notes. A start does without them, and the first `/` or `c` need not wait for them.

On a thread of its own, which gives way to the screen's after a millisecond.
"""

from __future__ import annotations

import logging
import threading
from importlib import import_module

log = logging.getLogger(__name__)

REST = 0.3
"""Seconds after the first frame: what fills the panes comes before."""
MODULES = (
    "digestui.library.triage",
    "digestui.ui.widgets.search_box",
    "digestui.ui.panes.note_editor",
    "digestui.library.history",
    *(f"digestui.ui.commands.{room}" for room in ("finding", "places", "writing", "opening", "others")),
    *(f"digestui.ui.dialogs.{dialog}" for dialog in ("command_line", "tags", "snooze", "palette")),
    "digestui.ui.control.typed_commands",
    "digestui.ui.screens.help",
    "digestui.ui.panes.filters",
    "digestui.library.facets",
    "digestui.library.backup",
)
"""In the order in which they are likely to be wanted."""


def begin() -> None:
    """Load them."""
    threading.Thread(target=_load, name="digestui-at-hand", daemon=True).start()


def _load() -> None:
    for name in MODULES:
        try:
            import_module(name)
        except Exception:  # the key that needs it will say what is wrong
            log.warning("%s cannot be loaded", name, exc_info=True)
