"""From the text of a settings file to `Settings`, leaving out and naming whatever is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

from digestui.settings import Backup, Complaint, Loaded, Settings, Sync, source
from digestui.settings.rules import ROLES, RULES


def read(text: str, file: Path) -> Loaded:
    """The settings that `text` gives; whatever is wrong is left out and complained about."""
    text = text.replace("\r\n", "\n")
    values, complaints = source.parse(text)
    lines = source.line_numbers(text)
    chosen: dict[str, object] = {}
    given: set[str] = set()

    def complain(name: str, why: str, do: str) -> None:
        complaints.append(Complaint(name, lines.get(name), why, do))

    for name, value in values.items():
        if name == "keys":
            _read_keys(value, chosen, given, complain)
        elif name == "colours":
            _read_colours(value, chosen, given, complain)
        elif name in _TABLES:
            _read_table(name, value, chosen, given, complain)
        elif name in RULES:
            _take(name, name, value, chosen, given, complain)
        else:
            complain(
                name,
                "no such setting",
                _nearest(name, [*RULES, "keys", "colours", "sources", "backup", "sync"]),
            )
    complaints.sort(key=lambda c: c.line or 0)
    return Loaded(Settings(**chosen), file, tuple(complaints), frozenset(given), lines)  # type: ignore[arg-type]


Complain = Callable[[str, str, str], None]


def _take(
    name: str, rule: str, value: object, chosen: dict[str, object], given: set[str], complain: Complain
) -> None:
    try:
        chosen[name.rpartition(".")[2]] = RULES[rule](value)
        given.add(name)
    except ValueError as error:
        complain(name, f"not {_shown(value)}", str(error))


_TABLES: dict[str, Callable[..., object]] = {
    "sources": lambda **given: MappingProxyType(given),
    "backup": Backup,
    "sync": Sync,
}
"""Tables whose settings have rules, and what is made of those that are given."""


def _read_table(
    table: str, value: object, chosen: dict[str, object], given: set[str], complain: Complain
) -> None:
    if not isinstance(value, dict):
        complain(table, "is a table", f"write [{table}] and its settings below it")
        return
    parts: dict[str, object] = {}
    for key, item in value.items():
        name = f"{table}.{key}"
        if name in RULES:
            _take(name, name, item, parts, given, complain)
        else:
            complain(name, "no such setting", _nearest(key, _names(table)))
    chosen[table] = _TABLES[table](**parts)


def _names(table: str) -> list[str]:
    return [name.partition(".")[2] for name in RULES if name.startswith(f"{table}.")]


def _read_colours(value: object, chosen: dict[str, object], given: set[str], complain: Complain) -> None:
    if not isinstance(value, dict):
        complain("colours", "is a table", 'write [colours] and below it lines such as accent = "#8ab4f8"')
        return
    colours: dict[str, object] = {}
    for role, item in value.items():
        name = f"colours.{role}"
        if name in RULES:
            _take(name, name, item, colours, given, complain)
        else:
            complain(name, "no such role", _nearest(role, [*ROLES, "base"]))
    chosen["colours"] = MappingProxyType(colours)


def _read_keys(value: object, chosen: dict[str, object], given: set[str], complain: Complain) -> None:
    if not isinstance(value, dict):
        complain("keys", "is a table", 'write [keys] and below it lines such as star = "s"')
        return
    keys: dict[str, tuple[str, ...]] = {}
    for command, item in value.items():
        name = f"keys.{command}"
        if command == "preset":
            _take(name, "preset", item, chosen, given, complain)
            continue
        items = item if isinstance(item, list) else [item]
        if all(isinstance(key, str) and len(key) <= 40 for key in items):
            keys[command] = tuple(key for key in items if key)
            given.add(name)
        else:
            complain(name, f"not {_shown(item)}", 'use a key or a list of keys, as "s" or ["s", "f5"]')
    chosen["keys"] = MappingProxyType(keys)


def _nearest(name: str, names: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, names, 1)
    return f"did you mean {near[0]}?" if near else "digestui config show lists the settings"


def _shown(value: object) -> str:
    text = (
        f'"{value}"'
        if isinstance(value, str)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )
    return text if len(text) <= 40 else text[:39] + "…"
