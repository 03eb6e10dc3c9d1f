"""A settings file as text: TOML that may be broken, and the line of each setting.

Helps `settings`; knows nothing of what a setting means.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digestui.settings import Complaint

_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$")
_SETTING = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
MENDS = 50
"""How many broken lines a file may have before the rest of it is given up."""


def parse(text: str) -> tuple[dict[str, object], list[Complaint]]:
    """What can be read of `text`: broken lines are left out and complained about, good ones count."""
    import tomllib

    from digestui.settings import Complaint

    complaints: list[Complaint] = []
    lines = text.split("\n")
    for _ in range(MENDS):
        try:
            return tomllib.loads("\n".join(lines)), complaints
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            found = _AT.search(str(error))
            why = _AT.sub("", str(error)).strip().rstrip(".")
            number = min(int(found[1]), len(lines)) if found else _last_with_text(lines)
            column = f" at column {found[2]}" if found else ""
        while number > 1 and not lines[number - 1].strip():
            number -= 1
        if not lines[number - 1].strip():
            break
        complaints.append(
            Complaint("", number, f"not TOML{column} ({why[:1].lower()}{why[1:]})", "the line is left out")
        )
        end = number
        if lines[number - 1].lstrip().startswith("["):
            # What stands below a broken heading would land in the table above it.
            while end < len(lines) and not lines[end].lstrip().startswith("["):
                end += 1
        lines[number - 1 : end] = [""] * (end - number + 1)
    return {}, complaints or [Complaint("", None, "not TOML", "defaults are used")]


def _last_with_text(lines: list[str]) -> int:
    for number in range(len(lines), 0, -1):
        if lines[number - 1].strip():
            return number
    return 1


def line_numbers(text: str) -> dict[str, int]:
    """The line of each setting and table, by its dotted name; the first one where it stands twice."""
    table = ""
    found: dict[str, int] = {}
    inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        if inside:
            inside = "" if inside in line else inside
            continue
        if heading := _HEADER.match(line):
            table = _plain(heading[1]) + "."
            found.setdefault(table[:-1], number)
        elif setting := _SETTING.match(line):
            name = table + _plain(setting[1])
            while name:
                found.setdefault(name, number)
                name = name.rpartition(".")[0]
        for quote in ('"""', "'''"):
            if line.count(quote) % 2:
                inside = quote
    return found


def _plain(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))
