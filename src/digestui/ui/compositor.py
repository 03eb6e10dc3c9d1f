"""Which widgets a partial frame asks for their lines: those under what changed, and of them those lines.

Textual asks every widget whose container overlaps the smallest rectangle around all changes: a step of the
cursor changes two rows of the list and a word in the status line, and every pane beside and between is asked
for all its lines. Here each widget is asked for the lines under what changed, front to back, and nothing
that is covered is asked at all.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class SparingCompositor(Compositor):
    """Renders of a partial frame no more than what changed."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: list[Region] | None = None

    def render_partial_update(self) -> ChopsUpdate | None:
        """A frame of what changed since the last, or None."""
        screen = self.size.region
        self._changed = [seen for region in self._dirty_regions if (seen := region.intersection(screen))]
        if not self._changed:
            self._dirty_regions.clear()
        try:
            return super().render_partial_update()
        finally:
            self._changed = None

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        left = self._changed
        if left is None:
            yield from super()._get_renders(crop)
            return
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            under = [part.intersection(seen) for part in left if part.overlaps(seen)]
            if not under:
                continue
            top = min(part.y for part in under)
            height = max(part.bottom for part in under) - top
            lines = widget.render_lines(Region(seen.x - region.x, top - region.y, seen.width, height))
            yield Region(seen.x, top, seen.width, height), clip, lines
            left = [part for part in left if not seen.contains_region(part)]
            if not left:
                return
