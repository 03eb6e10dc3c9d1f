"""Notes that the library did not take, put into a file: nothing that was typed is lost with the program."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from digestui import paths


def put(key: str, text: str, env: Mapping[str, str]) -> Path | None:
    """Write a note on the paper `key` to the state folder or else where the system keeps temporary files;
    gives the file, None where neither takes it."""
    for folder in (paths.state_folder(env), Path(tempfile.gettempdir())):
        file = _write(folder, f"paper {key}\n\n{text}\n")
        if file is not None:
            return file
    return None


def _write(folder: Path, text: str) -> Path | None:
    with suppress(OSError):
        paths.make_private_folder(folder)
        descriptor, name = tempfile.mkstemp(prefix="unsaved-note-", suffix=".md", dir=folder)
        file = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
        except OSError:
            file.unlink(missing_ok=True)
            raise
        return file
    return None
