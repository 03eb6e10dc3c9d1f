"""Papers near to one, each with how near it is and why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual import events
from textual.widget import Widget

from digestui.model.rows import Row
from digestui.text import safe, widths
from digestui.ui import show
from digestui.ui.row_layout import place_mark
from digestui.ui.screens.page import Page
from digestui.ui.show import ink
from digestui.ui.show.ink import FAINT, SOFT, STRONG, Ink, Line, Piece
from digestui.ui.widgets.lines import Lines
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.words import Hint

Load = Callable[[], Awaitable[Sequence[tuple[Row, float, str]]]]
"""`await load()`: rows with nearness and reason, nearest first."""

BAR = 8
"""Cells of the bar that says how near."""
REASONS_FROM = 120
"""Columns from which each line has its reason; below, the status line has the one of the cursor."""
REASON = 48


class SimilarScreen(Page[str]):
    """Shows near papers; answers with the key of one to go to, or None."""

    NAME = "Near"

    def __init__(self, title: str, load: Load, *, now: int) -> None:
        """`title` is that of the paper they are near to; `now` is in seconds since 1970."""
        super().__init__()
        self._paper = show.title(title)
        self._load = load
        self._now = now
        self._near: Sequence[tuple[Row, float, str]] = ()
        self._shown: list[int] = []
        self._words: list[str] = []
        self._known = False

    # ---- the frame -----------------------------------------------------------------------------------

    def about(self) -> str:
        room = 30 if self.has_class("-slim") else max(20, self.app.size.width // 3 - 8)
        return f"to {widths.cut(self._paper, room, marks(self).ellipsis)}"

    def count(self) -> str:
        count = len(self._shown)
        return f"{count:,} papers" if count != 1 else "1 paper"

    def body(self) -> Sequence[Widget]:
        return (Lines(self._draw, inset=2, bar=True, empty="looking for near papers"),)

    def offers(self) -> Sequence[Hint]:
        return (
            Hint("j k", "move"),
            Hint("enter", "go to the paper", "enter"),
            Hint("/", "narrow", "/"),
            Hint("esc", "back", "escape"),
        )

    def status(self, width: int) -> Line:
        found = self._here()
        if found is None or self.lines is None:
            return ()
        place = Piece(f"{self.lines.cursor + 1}/{len(self._shown)}  ", STRONG)
        return (place, Piece(safe.one_line(found[2]), SOFT))

    # ---- what is shown -------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        await super().on_mount()
        self.run_worker(self._read(), exclusive=True)

    async def _read(self) -> None:
        try:
            self._near = await self._load()
        except Exception as error:  # noqa: BLE001 - the screen says it, whatever it is
            self.say(Piece(str(error), Ink("error")))
        self._known = True
        self.narrow(" ".join(self._words))
        self.retell()

    def _here(self) -> tuple[Row, float, str] | None:
        cursor = self.lines.cursor if self.lines else -1
        return self._near[self._shown[cursor]] if 0 <= cursor < len(self._shown) else None

    def narrow(self, text: str) -> None:
        self._words = text.casefold().split()
        self._shown = [n for n, found in enumerate(self._near) if self._fits(found)]
        if self.lines is not None:
            self.lines.show(len(self._shown), empty=self._nothing())

    def _fits(self, found: tuple[Row, float, str]) -> bool:
        row, _, why = found
        said = f"{show.title(row.title)} {row.author} {why}".casefold()
        return all(word in said for word in self._words)

    def _nothing(self) -> str:
        if not self._known:
            return "looking for near papers"
        return "nothing near holds that" if self._words else "no paper shares rare words with this one"

    def _draw(self, index: int, width: int, cursor: bool) -> Line:
        row, score, why = self._near[self._shown[index]]
        glyphs = marks(self)
        best = max(self._near[0][1], 0.01)
        cells = max(1, round(BAR * min(1.0, score / best)))
        bar = Piece("" if glyphs.plain else glyphs.block * cells + " " * (BAR - cells + 2), Ink("h3"))
        mark = place_mark(row, glyphs, self._now)
        signs = (
            Piece(" " if row.triage.read else glyphs.unread, Ink("accent")),
            Piece(mark.text, Ink(mark.role)),
            Piece(glyphs.starred if row.triage.starred else " ", Ink("star")),
            Piece(" "),
        )
        look = Ink("soft" if row.triage.read and not cursor else "bright", bold=cursor)
        year: Line = (Piece(f"  {row.year}", FAINT),) if row.year else ()
        right: Line = year
        if width >= REASONS_FROM:
            reason = widths.cut(safe.one_line(why), REASON, glyphs.ellipsis)
            right = (Piece(widths.pad(reason, REASON), SOFT), *year)
        left: Line = (bar, *signs, Piece(show.title(row.title), look))
        return ink.spread(left, right, width, glyphs.ellipsis)

    # ---- keys ----------------------------------------------------------------------------------------

    def press(self, key: str, event: events.Key) -> bool:
        if key == "enter":
            self._go()
        elif self.lines is None or not self.lines.press(key, letters=True):
            return False
        self.retell()
        return True

    def _go(self) -> None:
        if found := self._here():
            self.answer(found[0].key)

    def on_lines_moved(self, event: Lines.Moved) -> None:
        event.stop()
        self.retell()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        event.stop()
        self._go()
