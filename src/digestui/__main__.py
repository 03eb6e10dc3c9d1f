"""The door of the program: `digestui` and `python -m digestui` both come through here.

Nothing else lives here: every import above the call is paid by every command.
"""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False  # not from typing, whose import alone costs half of `--version`
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> None:
    """Run one command and leave with its exit code."""
    # Starting allocates much and frees nothing: looking for garbage meanwhile costs a twentieth of a search.
    gc.set_threshold(50_000)
    rest = sys.argv[1:]
    if rest and rest[0].startswith("--library"):
        del rest[: 1 if "=" in rest[0] else 2]
    if not rest or rest[0].startswith("open"):
        import os

        from digestui.ui import doorstep

        doorstep.glance(sys.argv[1:], os.environ)
    from digestui.cli.main import run

    _leave(run(sys.argv[1:]))


def _leave(code: int) -> NoReturn:
    """End the process. All is closed and written by now, and to take an interpreter apart piece by piece
    costs a sixth of a search."""
    threads = sys.modules.get("threading")
    if threads is None or threads.active_count() == 1:
        import atexit
        import os

        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (AttributeError, OSError, ValueError):
                pass  # closed, or never there: the command has told of it
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
