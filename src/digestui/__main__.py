"""The door of the program: `digestui` and `python -m digestui` both come through here.

Nothing else lives here: every import above the call is paid by every command.
"""

import sys


def main() -> None:
    """Run one command and leave with its exit code."""
    from digestui.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
