"""The one room that turns foreign text into styled text.

`ink` breaks and paints, `paper` lays out a paper, `note` a note. Nothing here parses markup: what goes to a
widget that would (Static, Label, tooltip) goes through `content`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.text import safe
from digestui.ui.show.ink import Line, paint, plain
from digestui.ui.show.note import preview
from digestui.ui.show.paper import Page, abstract, near, peek, readable, title

if TYPE_CHECKING:
    from textual.content import Content

__all__ = [
    "Line",
    "Page",
    "abstract",
    "content",
    "near",
    "paint",
    "peek",
    "plain",
    "preview",
    "readable",
    "title",
]


def content(text: str, style: str = "") -> Content:
    """Foreign text for a widget that takes markup: cleaned, and nothing in it is markup.

    `style` is a Textual style in roles, `$soft bold`.
    """
    from textual.content import Content

    return Content.styled(safe.clean(text), style) if style else Content(safe.clean(text))
