"""Names of files and folders that go on with what is typed, for boxes that ask for a path."""

from __future__ import annotations

import os
from pathlib import Path

from digestui.text import safe

MOST = 200
"""A folder with more is shown in part: one types on."""


def files(begun: str) -> list[str]:
    """Paths that begin with `begun`, `~` understood, folders with a slash; none where nothing can be read.

    Names that would not come through unchanged (control characters) are left out: they cannot be typed.
    """
    folder, slash, name = begun.rpartition("/")
    at = Path(f"{folder}/" if slash else ".").expanduser()
    found: list[tuple[bool, str]] = []
    try:
        with os.scandir(at) as entries:
            for entry in entries:
                if not entry.name.startswith(name) or (
                    entry.name.startswith(".") and not name.startswith(".")
                ):
                    continue
                if safe.one_line(entry.name) != entry.name:
                    continue
                found.append((not entry.is_dir(), entry.name))
                if len(found) >= MOST:
                    break
    except (OSError, ValueError):
        return []
    return [f"{folder}{slash}{name}{'' if plain else '/'}" for plain, name in sorted(found)]
