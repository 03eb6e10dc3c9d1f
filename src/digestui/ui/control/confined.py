"""A confined reader: nothing leads out of it, whatever a key, a line or a click asks for.

It is what a browser is shown: who steals into such a session may read and decide, and undo finds all of it,
but gets at no program and no other file of this machine. Commands are refused by name, with a word in the
status line; underneath, the interpreter itself refuses to start a program, should a command forget to ask.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from digestui.ui.keytable import OUTSIDE

if TYPE_CHECKING:
    from digestui.ui.desk import Desk
    from digestui.ui.keymap import Item

STARTS = frozenset(
    {
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.fork",
        "os.forkpty",
        "os.spawn",
        "pty.spawn",
    }
)
"""What the interpreter calls it when a program is about to be started."""
INSTEAD = {"open-page": "copy-link", "open-pdf": "copy-link", "open-code": "copy-link"}


def refuses(desk: Desk, command: str) -> bool:
    """Whether a command of the key table is off here; says so."""
    if not desk.confined or command not in OUTSIDE:
        return False
    from digestui.ui.keymap import BY_NAME

    word = BY_NAME[command].title
    hint = desk.words.hint("copy-link", "copies the link") if command in INSTEAD else []
    desk.words.say(f"{word} is off here: this reader starts no program and touches no file", *hint)
    return True


def offered(desk: Desk, items: Iterable[Item]) -> list[Item]:
    """Of the footer's items those that are not off."""
    return [item for item in items if not (desk.confined and item.command in OUTSIDE)]


def seal() -> None:
    """From now on this process starts no program. There is no way back."""

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        if event in STARTS:
            raise PermissionError(1, "this reader starts no program", event)

    sys.addaudithook(look)
