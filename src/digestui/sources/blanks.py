"""Where blanks end in JSON. What else a text may be is its reader's business."""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[ \t\r\n]*")


def after_blanks(text: str, at: int) -> int:
    """The first place from `at` on that is no blank of JSON; the end where all are."""
    found = _BLANKS.match(text, at)
    assert found is not None  # none at all is a match, too
    return found.end()
