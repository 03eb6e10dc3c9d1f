"""Regular expressions that are compiled when they are first used. Any room may use this.

Compiling is done in Python and takes 0.1 to 1.5 ms an expression: a start of the reader once spent 8 ms on
some that it never asked. Nothing here knows what is looked for.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def later(text: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, put off: as quick as a compiled one from the second use of a method on."""
    return _Later(text, flags)  # type: ignore[return-value]


class _Later:
    def __init__(self, text: str, flags: int) -> None:
        self._said = (text, flags)

    def __getattr__(self, name: str) -> Any:
        # Kept in the instance, so that Python does not come here again for this name.
        found = self.__dict__[name] = getattr(re.compile(*self._said), name)
        return found
