"""Whether the terminal is light or dark: the question, and its answers sifted out of what is typed. Pure.

Asked by OSC 11 (the ground's colour), and told of changes by mode 2031. A terminal that knows neither says
nothing, and nothing is missed. The scheme itself is not asked for (DSR 996): OSC 11 says more, and programs
that read screens stumble over it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from digestui.patterns import later

GROUND: Final = "\x1b]11;?\x1b\\"
ASK: Final = f"{GROUND}\x1b[?2031h"
STOP: Final = "\x1b[?2031l"

_ANSWER = later(
    r"\x1b\]11;(?P<colour>[^\x07\x1b]{0,60})(?:\x07|\x1b\\)"
    r"|\x1b\[\?997;(?P<scheme>[0-9]{1,3})n"
)
_BEGUN = later(r"\x1b(?:\](?:1(?:1(?:;[^\x07\x1b]{0,60}\x1b?)?)?)?|\[\?9(?:9(?:7(?:;[0-9]{0,3})?)?)?)\Z")
_COLOUR = later(r"(?:rgba?:|#)([0-9a-f]{1,4})/?([0-9a-f]{1,4})/?([0-9a-f]{1,4})(?:/[0-9a-f]{1,4})?", re.I)
_SCHEMES = {"1": False, "2": True}


def is_light(colour: str) -> bool | None:
    """Whether a ground of this colour (`rgb:ffff/ffff/ffff`) is light; None where it is no colour."""
    found = _COLOUR.fullmatch(colour)
    if found is None:
        return None
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in found.groups())
    return bool(0.299 * red + 0.587 * green + 0.114 * blue > 0.5)


class Answers:
    """Takes answers out of the stream of input. What was begun and not ended is held for a moment only."""

    def __init__(self, light: Callable[[bool], None], changed: Callable[[], None]) -> None:
        """`light` is told what the terminal is; `changed` that its ground is to be asked for again."""
        self._light = light
        self._changed = changed
        self._held = ""
        self._knows_ground = False

    def sift(self, text: str) -> str:
        """The text without answers."""
        if self._held:
            text, self._held = self._held + text, ""
        if "\x1b" not in text:
            return text
        text = _ANSWER.sub(self._hear, text)
        if begun := _BEGUN.search(text):
            text, self._held = text[: begun.start()], text[begun.start() :]
        return text

    def release(self) -> str:
        """What was held and did not become an answer."""
        text, self._held = self._held, ""
        return text

    def _hear(self, answer: re.Match[str]) -> str:
        if answer["colour"] is not None:
            light = is_light(answer["colour"])
            self._knows_ground |= light is not None
        else:
            # Which scheme is wanted may be another than the colours there are: the ground has the last word.
            light = None if self._knows_ground else _SCHEMES.get(answer["scheme"])
            self._changed()
        if light is not None:
            self._light(light)
        return ""
