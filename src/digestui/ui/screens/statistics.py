"""Statistics: the year as a heatmap with a day to choose, and what became of what arrived."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta

from textual import events
from textual.widget import Widget

from digestui.library import phrasing
from digestui.model.statistics import PERIODS, Figures
from digestui.text import dates, safe
from digestui.ui import themes
from digestui.ui.screens.page import Page
from digestui.ui.show import ink, statistics
from digestui.ui.show.ink import KEY, SOFT, STRONG, Ink, Line, Piece
from digestui.ui.widgets.long_words import LongWords
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.words import Hint

Load = Callable[[str, "date | None", str], Awaitable[Figures]]
"""`await load(period, until, query)`: period empty for the one that fits, `until` None for today."""

_PERIODS = {"w": "week", "m": "month", "y": "year", "a": "all"}
_STEPS = {"h": -1, "left": -1, "l": 1, "right": 1, "H": -7, "shift+left": -7, "L": 7, "shift+right": 7}


class StatisticsScreen(Page["tuple[date, str]"]):
    """Shows figures; answers with a day whose papers are wanted and the query that limits them, or None."""

    NAME = "Statistics"
    NARROWS = "limit to a query"

    def __init__(self, load: Load, *, now: float) -> None:
        """`now` is in seconds since 1970."""
        super().__init__()
        self._load = load
        self._today = datetime.fromtimestamp(now).date()
        self.figures: Figures | None = None
        self.cursor = self._today
        """The day the bracket stands on."""
        self._until: date | None = None
        self._period = ""
        self._text = ""
        self._failed = ""
        self.page = LongWords(self._write, left=2, right=2)
        """The body."""

    # ---- the frame -----------------------------------------------------------------------------------

    def about(self) -> str:
        return self._text or "whole library"

    def count(self) -> str:
        figures = self.figures
        if figures is None:
            return ""
        length = PERIODS[figures.period]
        first = figures.today - timedelta(days=length - 1) if length else figures.first
        end = self._day(figures.today)
        return f"{self._day(first)} to {end}" if first is not None else end

    def _day(self, day: date) -> str:
        return f"{day.day} {dates.MONTHS[day.month - 1]} {day.year}"

    def body(self) -> Sequence[Widget]:
        return (self.page,)

    def offers(self) -> Sequence[Hint]:
        return (
            Hint("h l", "earlier, later"),
            Hint("enter", "papers of this day", "enter"),
            Hint("w m y a", "week, month, year, all"),
            Hint("/", "limit to a query", "/"),
            Hint("[ ]", "shift"),
            Hint("esc", "back", "escape"),
        )

    def typing_offers(self) -> Sequence[Hint]:
        return (Hint("enter", "keep", "enter"), Hint("esc", "whole library", "escape"))

    def status(self, width: int) -> Line:
        figures, cursor = self.figures, self.cursor
        if self._failed:
            return (Piece(self._failed, Ink("error")),)
        if figures is None:
            return (Piece("reading the journal", SOFT),)
        if slip := phrasing.slip(self._text, typing=self.typing):
            return (Piece(ink.plain((Piece(safe.one_line(slip)),)), Ink("warn")),)
        if cursor != figures.today or self._until is not None:
            n = figures.days.get(cursor, 0)
            said = f"{n:,} paper{'' if n == 1 else 's'} read" if n else "nothing read"
            weekday = dates.WEEKDAYS[cursor.weekday()][:3].title()
            more: Line = (Piece("   ", SOFT), Piece("enter", KEY), Piece(" shows them", SOFT)) if n else ()
            return (Piece(f"{weekday} {self._day(cursor)}", STRONG), Piece(f"  {said}", SOFT), *more)
        streak = f"{statistics.days(figures.streak)} in a row" if figures.streak else "nothing read today"
        said = f"{figures.read_week:,} read this week, {figures.decided_week:,} decided"
        return (Piece(streak, STRONG), Piece(f"  {said}", SOFT))

    def _write(self, width: int) -> list[Line]:
        figures = self.figures
        if figures is None:
            return []
        look = statistics.Look(marks(self), coloured=not themes.of(self).plain)
        return statistics.page(figures, width, look, self.cursor, most=8 if self.app.size.height < 46 else 20)

    # ---- figures -------------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        await super().on_mount()
        self.reload()

    def reload(self) -> None:
        """Ask for the figures that are wanted now; a question that is superseded is dropped."""
        self.run_worker(self._read(), exclusive=True)

    async def _read(self) -> None:
        try:
            self.figures = await self._load(self._period, self._until, self._text)
            self._failed = ""
        except Exception as error:  # noqa: BLE001 - the screen says it, whatever it is
            self._failed = ink.plain((Piece(safe.one_line(str(error))),))
            self.retell()
            return
        self._period = self.figures.period
        self.page.say()
        self.retell()

    def narrow(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.reload()

    # ---- keys ----------------------------------------------------------------------------------------

    def press(self, key: str, event: events.Key) -> bool:
        if key in _STEPS:
            self._to(self.cursor + timedelta(days=_STEPS[key]))
        elif key == "enter":
            self.answer((self.cursor, self._text))
        elif key in _PERIODS:
            self._period = _PERIODS[key]
            self.reload()
        elif key in ("[", "]"):
            self._shift(-1 if key == "[" else 1)
        else:
            return self.page.press(key)
        return True

    def _to(self, day: date) -> None:
        """Put the bracket on a day, not after today."""
        self.cursor = min(day, self._until or self._today)
        self.page.say()
        self.retell()

    def _shift(self, sign: int) -> None:
        """The same period, ending earlier or later."""
        length = PERIODS.get(self._period) or 365
        until = (self._until or self._today) + timedelta(days=sign * length)
        self._until = None if until >= self._today else until
        self.cursor = self._until or self._today
        self.reload()

    def on_long_words_hit(self, event: LongWords.Hit) -> None:
        event.stop()
        if event.target.kind == "day":
            day = date.fromisoformat(event.target.value)
            if day == self.cursor:
                self.answer((day, self._text))
            else:
                self._to(day)
