"""Which commands there are and in which module each lives; a module is imported when its command runs."""

from __future__ import annotations

from importlib import import_module

from digestui.errors import BadUsage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digestui.cli.command import Command

GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Read",
        (
            ("open", "reader"),
            ("search", "search"),
            ("show", "search"),
            ("similar", "similar"),
            ("recommend", "recommend"),
            ("serve", "serve"),
        ),
    ),
    (
        "Decide",
        (
            ("mark", "mark"),
            ("tag", "tags"),
            ("tags", "tags"),
            ("note", "note"),
            ("undo", "history"),
            ("redo", "history"),
            ("history", "history"),
            ("stats", "stats"),
            ("rules", "rules"),
        ),
    ),
    (
        "Bring in, take out",
        (
            ("import", "intake"),
            ("fetch", "fetch"),
            ("sources", "sources"),
            ("resolve", "resolve"),
            ("digests", "digests"),
            ("digest", "digest"),
            ("export", "export"),
        ),
    ),
    (
        "Look after",
        (
            ("views", "views"),
            ("backup", "safety"),
            ("restore", "safety"),
            ("doctor", "safety"),
            ("sync", "sync"),
            ("config", "config"),
            ("completions", "completions"),
        ),
    ),
)
"""Commands by what they are for: (name, module under `commands`)."""

MODULES = {name: module for _, commands in GROUPS for name, module in commands}


def find(name: str) -> Command:
    """The command of that name; BadUsage with the nearest one if there is none."""
    module = MODULES.get(name)
    if module is None:
        raise BadUsage(name, "no such command", _instead(name))
    commands: dict[str, Command] = import_module(f"digestui.cli.commands.{module}").COMMANDS
    return commands[name]


def _instead(name: str) -> str:
    import difflib
    import os

    near = difflib.get_close_matches(name, MODULES, 1)
    if near:
        return f"did you mean digestui {near[0]}?"
    if os.path.exists(name):
        return "a file is read with digestui open FILE or digestui import FILE"
    return "digestui --help lists the commands"
