"""Notes that the disk refused to the last: to a file elsewhere, and a line on the terminal says where."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from digestui.library import unsaved
from digestui.text import safe


def put_elsewhere(texts: Mapping[str, str], env: Mapping[str, str]) -> list[Path]:
    """Write notes, by the key of their paper, to files of their own; gives the files. Without any place they
    are printed: the terminal is the last to have them."""
    written = []
    for key, text in texts.items():
        file = unsaved.put(key, text, env)
        if file is not None:
            written.append(file)
            print(f"digestui: a note that could not be saved is in {file}", file=sys.stderr)
        else:
            print(safe.clean(f"digestui: a note that could not be saved, on {key}:\n{text}"), file=sys.stderr)
    return written
