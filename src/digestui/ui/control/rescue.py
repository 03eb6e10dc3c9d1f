"""Notes that the disk refused to the last: to a file elsewhere, and a line on the terminal says where."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from digestui import paths
from digestui.text import safe


def put_elsewhere(texts: Mapping[str, str], env: Mapping[str, str]) -> list[Path]:
    """Write notes, by the key of their paper, to the state folder or else where the system keeps temporary
    files; gives the files. Without any place they are printed: the terminal is the last to have them."""
    written = []
    for key, text in texts.items():
        for folder in (paths.state_folder(env), Path(tempfile.gettempdir())):
            file = _write(folder, f"paper {key}\n\n{text}\n")
            if file is not None:
                written.append(file)
                print(f"digestui: a note that could not be saved is in {file}", file=sys.stderr)
                break
        else:
            print(safe.clean(f"digestui: a note that could not be saved, on {key}:\n{text}"), file=sys.stderr)
    return written


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
