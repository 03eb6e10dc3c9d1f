"""What can go wrong in a way a person must be told about. Any room may use this.

Raise `Trouble` (or a kind of it) with three short clauses: what, why, what to do. The command line prints
them as one line and leaves with `exit_code`; the reader puts them in its status line. Anything else that
is raised is a defect and goes to the log with its traceback.
"""

from __future__ import annotations

from digestui.kinds import IntEnum


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    PARTLY = 1
    NOTHING = 2
    INTERRUPTED = 130


class Trouble(Exception):
    """Something a person can act on: `what` went wrong, `why`, and what to `do` about it."""

    exit_code: Exit = Exit.NOTHING

    def __init__(self, what: str, why: str, do: str = "", *, exit_code: Exit | None = None) -> None:
        super().__init__(what, why, do)
        self.what = what
        self.why = why
        self.do = do
        if exit_code is not None:
            self.exit_code = exit_code

    def __str__(self) -> str:
        return ": ".join(part for part in (self.what, self.why, self.do) if part)


class BadInput(Trouble):
    """A file, address or record that cannot be read."""


class BadUsage(Trouble):
    """A command said in a way that means nothing."""


class NotFound(Trouble):
    """A key or a name that nothing answers to."""

    exit_code = Exit.PARTLY


class Ambiguous(Trouble):
    """A key that several papers answer to; `candidates` are their keys."""

    def __init__(self, what: str, candidates: list[str]) -> None:
        super().__init__(what, "several papers answer to it", "say more of the key")
        self.candidates = candidates


class LibraryTrouble(Trouble):
    """The library cannot be opened or written: damaged, foreign, newer, locked, or the disk is full."""


class OlderLibrary(LibraryTrouble):
    """A library of an older program, which only opening it to write brings up to date."""


class TookTooLong(Trouble):
    """A statement was stopped because it had no more time."""


class Interrupted(Exception):
    """A statement was stopped because something newer is wanted. Not a trouble: nobody is told."""


def from_system(error: OSError) -> Trouble:
    """What the system says about a file, as three clauses."""
    import errno

    where = str(error.filename) if error.filename else "writing"
    advice = {
        errno.ENOSPC: "free some space and try again",
        errno.EDQUOT: "free some space and try again",
        errno.EACCES: "look at its permissions",
        errno.EPERM: "look at its permissions",
        errno.ENOENT: "look at its name",
        errno.EISDIR: "name a file, not a folder",
        errno.ENOTDIR: "look at its name",
        errno.EROFS: "choose a place that can be written",
    }.get(error.errno or 0, "try again")
    return Trouble(where, (error.strerror or type(error).__name__).lower(), advice)
