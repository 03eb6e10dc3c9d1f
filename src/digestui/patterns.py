"""Regular expressions that are compiled when they are first used. Any room may use this.

Compiling is done in Python and takes 0.1 to 1.5 ms an expression: a start of the reader once spent 8 ms on
some that it never asked. Nothing here knows what is looked for.
"""

from __future__ import annotations

__all__ = ["later"]

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Later:
    """As `re.compile`, put off: as quick as a compiled one from the second use of a method on."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self._said = (text, flags)

    def __getattr__(self, name: str) -> Any:
        # Kept in the instance, so that Python does not come here again for this name.
        found = self.__dict__[name] = getattr(re.compile(*self._said), name)
        return found


if TYPE_CHECKING:
    # To what checks types it is the pattern that it becomes.
    from re import compile as later
else:
    later = _Later
