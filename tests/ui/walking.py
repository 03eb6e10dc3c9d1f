"""Every command of the reader in turn, as the palette runs them, each left again."""

from __future__ import annotations

from collections.abc import AsyncIterator

from digestui.ui.keytable import COMMANDS, MOVE
from effort import THOROUGH
from ui.reading import Reading

LEAVES = frozenset({"quit", "fetch", "enrich"})
"""Commands that end the reader or ask the network."""
ALIKE = ("view-", "snooze-", "copy-", "go-", "mark-", "filter-", "search-")
"""Beginnings of the names of commands of which one shows what all do."""


async def walk(read: Reading, leave: frozenset[str] = frozenset()) -> AsyncIterator[str]:
    """Run each command but those to `leave`; gives its name while what it opened stands there."""
    seen: set[str] = set()
    for command in COMMANDS:
        kind = next((begin for begin in ALIKE if command.name.startswith(begin)), "")
        kind = kind or (MOVE if command.group == MOVE else command.name)
        if command.name in LEAVES | leave or (kind in seen and not THOROUGH):
            continue
        seen.add(kind)
        read.screen.run(command.name)
        await read.settle()
        yield command.name
        await leave_it(read)


async def leave_it(read: Reading) -> None:
    """Back to the list, whatever is open."""
    while read.app.screen is not read.screen:
        await read.press("escape")
    if read.screen.pane in ("editing", "search"):
        await read.press("escape")
    if read.screen.pane != "list":
        read.screen.show_pane("list")
        await read.settle()
