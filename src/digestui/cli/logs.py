"""The log file: where tracebacks and remarks go that would only frighten in a terminal.

Written with plain file calls and only when there is something to write, because a logging set-up costs every
command more than its own work. Text is made safe first: somebody will `cat` the log.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

LARGEST = 1 << 20
"""Bytes after which the log becomes `digestui.log.1` and a new one is begun."""


def write(log: Path, when: float, text: str) -> bool:
    """Add `text` under a line with the time; False where that cannot be done, which stops nobody."""
    from datetime import UTC, datetime

    from digestui import __version__, paths
    from digestui.text import safe

    stamp = datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = f"--- {stamp} digestui {__version__}\n{safe.clean(text)}\n"
    try:
        paths.make_private_folder(log.parent)
        if log.exists() and log.stat().st_size > LARGEST:
            os.replace(log, log.with_name(log.name + ".1"))
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as out:
            out.write(entry)
    except OSError:
        return False
    return True


def write_failure(log: Path, when: float, arguments: Sequence[str], failure: BaseException) -> bool:
    """Add the traceback of `failure` with the command it happened in."""
    import traceback

    lines = traceback.format_exception(failure)
    return write(log, when, "command: " + " ".join(map(repr, arguments)) + "\n" + "".join(lines))
