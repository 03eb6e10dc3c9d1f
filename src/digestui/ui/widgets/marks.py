"""Which marks a widget draws with: those of its application, Unicode where it names none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.ui.glyphs import UNICODE, Glyphs

if TYPE_CHECKING:
    from textual.dom import DOMNode


def marks(node: DOMNode) -> Glyphs:
    """The marks of the application `node` lives in, its attribute `glyphs`."""
    found = getattr(node.app, "glyphs", UNICODE)
    return found if isinstance(found, Glyphs) else UNICODE
