"""The settings as a commented file to begin with and as a list to document, both from the fields."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from digestui.records import dataclass, fields
from digestui.settings import Backup, Settings, Sync
from digestui.settings.rules import SERVICES

WIDTH = 108
TABLES = {
    "": "",
    "keys": "Keys: a preset, and below it commands of your own.",
    "colours": 'Colours of your own, used where theme is "own".',
    "sources": "Subscriptions, and the services that are asked about papers.",
    "backup": "Copies, made on each day on which something was decided and before anything large.",
    "sync": "The exchange with your other machines.",
}
"""The tables of the file, in order, each with what it is about."""
_EXAMPLES = {
    "keys": ('star = "s"', 'undo = ["u", "ctrl+z"]'),
    "colours": ('base = "dark"', 'accent = "#ffb86c"'),
}
"""Lines of tables whose settings have names of their own."""


@dataclass(frozen=True, slots=True)
class Described:
    """One setting, as people are told of it."""

    table: str
    """The table it stands in: `backup`; empty above all tables."""
    name: str
    default: str
    """As it is written in the file; empty where it has no single one."""
    says: str
    """One or two sentences."""


SOURCES = (
    Described(
        "sources",
        "enrich",
        "false",
        "After each fetch also ask services about what is new and what is queued: citations, venue, upvotes, "
        "code, newer versions.",
    ),
    Described("sources", "mail", '""', "Your address, told to OpenAlex with each question, if you want to."),
    *(
        Described("sources", name, '""', f"Another address of {service}, as of a mirror or a proxy.")
        for name, service in SERVICES.items()
    ),
)
"""The table of those who fetch: a mapping, for they ask for more of it than the reader should know."""


def described() -> Iterator[Described]:
    """Every setting in the order of the file."""
    for part in fields(Settings):
        if "says" not in part.metadata:
            continue
        table = {"preset": "keys", "keys": "keys", "colours": "colours"}.get(part.name, "")
        name = "" if part.name == table else part.name
        yield Described(table, name, written(part.default) if name else "", part.metadata["says"])
    yield from SOURCES
    for part in fields(Backup):
        yield Described("backup", part.name, written(part.default), part.metadata["says"])
    for part in fields(Sync):
        yield Described("sync", part.name, written(part.default), part.metadata["says"])


def written(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(written, value)) + "]"
    return json.dumps(value, ensure_ascii=False, default=str)


def default_file() -> str:
    """A settings file in which every line is the default and a comment."""
    lines = [
        '# Settings of digestui. Every line is the default: take away its "# " to change it.',
        "# A wrong setting is named by `digestui config check`; the rest goes on working.",
        "# A file or folder without a leading / is in your home.",
    ]
    table = ""
    for setting in described():
        lines.append("")
        if setting.table != table:
            table = setting.table
            lines += [f"# {TABLES[table]}", f"# [{table}]"]
        if setting.name:
            lines += [*_comment(setting.says), f"# {setting.name} = {setting.default}"]
        else:
            lines += [*_comment(setting.says), *(f"# {line}" for line in _EXAMPLES[table])]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> list[str]:
    """A sentence as comment lines."""
    return textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ")
