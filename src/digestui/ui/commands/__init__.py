"""What each command of the key table does, by name. A command calls controllers and opens dialogs, no more.

`register` puts a function under a command's name; the screen looks it up with `find`. Every function takes
the desk and how often (None: not said).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digestui.ui.desk import Desk

Run = Callable[["Desk", int | None], None]

_TABLE: dict[str, Run] = {}
_ROOMS = ("moving", "deciding", "selecting", "finding", "places", "writing", "opening", "others")
"""`moving` and `deciding` come with the first frame; the rest on the first key that needs them."""


def register(*names: str) -> Callable[[Run], Run]:
    """Put the function under these command names."""

    def keep(function: Run) -> Run:
        for name in names:
            _TABLE[name] = function
        return function

    return keep


def find(name: str) -> Run | None:
    """The function of a command; rooms are loaded one after another until one has it."""
    if name not in _TABLE:
        for room in _ROOMS:
            import_module(f"digestui.ui.commands.{room}")
            if name in _TABLE:
                break
    return _TABLE.get(name)
