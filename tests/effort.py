"""How hard the property tests try: quickly at every change, thoroughly where one asks for it.

`make thorough` sets DIGESTUI_THOROUGH and takes minutes; what it finds belongs into a test of its own.
"""

from __future__ import annotations

import os

THOROUGH = bool(os.environ.get("DIGESTUI_THOROUGH"))


def examples(quick: int, thorough: int | None = None) -> int:
    """Examples to try: `quick`, or `thorough` (ten times as many where nothing is said)."""
    return (thorough or 10 * quick) if THOROUGH else quick
