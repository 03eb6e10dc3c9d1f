"""The door of the program: `digestui` and `python -m digestui` both come through here.

Nothing else lives here: every import above the call is paid by every command.
"""

import gc
import sys


def main() -> None:
    """Run one command and leave with its exit code."""
    # Starting allocates much and frees nothing: looking for garbage meanwhile costs a twentieth of a search.
    gc.set_threshold(50_000)
    if not sys.argv[1:] or sys.argv[1].startswith(("open", "--library")):
        import os

        from digestui.ui import doorstep

        doorstep.glance(sys.argv[1:], os.environ)
    from digestui.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
