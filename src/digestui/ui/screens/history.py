"""The journal as a list: what was decided when, what was taken back, and a way back to any of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from functools import partial

from textual import events
from textual.widget import Widget

from digestui.model.journal import HistoryEntry, Kind, Verb
from digestui.text import dates, latex, safe, widths
from digestui.ui.screens.page import Page
from digestui.ui.show import ink
from digestui.ui.show.ink import FAINT, KEY, SOFT, STRONG, Ink, Line, Piece
from digestui.ui.widgets.lines import Lines
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.words import Hint

Load = Callable[[int, int], Awaitable[Sequence[HistoryEntry]]]
"""`await load(offset, limit)`: entries, newest first."""
Undo = Callable[[int], Awaitable[str]]
"""`await undo(batch)`: takes back every step down to that of a batch, says what happened."""
Redo = Callable[[], Awaitable[str]]
"""`await redo()`: does one step again, says what happened."""

BATCH = 300
"""Entries asked for at a time."""


def when(at: str, today: date) -> str:
    """A moment of the journal: `14:02` today, `Mon 14:02` this week, `28 Apr 14:02`, `28 Apr 2024`."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return safe.one_line(at)
    clock = f"{moment.hour:02}:{moment.minute:02}"
    away = (today - moment.date()).days
    if away == 0:
        return clock
    if 0 < away < 7:
        return f"{dates.WEEKDAYS[moment.weekday()][:3].title()} {clock}"
    shown = dates.show_day(moment.date().isoformat(), today)
    return f"{shown} {clock}" if moment.year == today.year else shown


def what(entry: HistoryEntry) -> str:
    """What an act did, in the past."""
    if entry.label:
        return safe.one_line(entry.label)
    on = entry.value not in ("0", "")
    words = {
        Verb.READ: ("read", "set unread"),
        Verb.STAR: ("starred", "unstarred"),
        Verb.SNOOZE: ("snoozed", "woke"),
        Verb.NOTE: ("wrote a note", "emptied the note"),
        Verb.WATCH: ("watched", "unwatched"),
        Verb.ENRICH: ("resolved", "unresolved"),
    }
    if entry.verb in words:
        return words[Verb(entry.verb)][0 if on else 1]
    return safe.one_line(f"{entry.verb} {entry.value}")


class HistoryScreen(Page[str]):
    """Shows the journal; answers with the key of a paper to go to, or None."""

    NAME = "History"
    NARROWS = "type to narrow"

    def __init__(
        self, load: Load, undo: Undo | None = None, *, redo: Redo | None = None, now: float | None = None
    ) -> None:
        super().__init__()
        self._load = load
        self._undo = undo
        self._redo = redo
        self._today = datetime.fromtimestamp(now).date() if now is not None else datetime.now().date()
        self._entries: list[HistoryEntry] = []
        self._shown: list[int] = []
        self._drawn: set[tuple[int, str]] = set()
        """Which papers of which steps have a line."""
        self._words: list[str] = []
        self._whole = False
        self._busy = False

    # ---- the frame -----------------------------------------------------------------------------------

    def about(self) -> str:
        return "newest first"

    def count(self) -> str:
        if not self._entries:
            return ""
        count = len(self._shown)
        more = "" if self._whole else "+"
        return f"{count:,}{more} acts" if count != 1 or more else "1 act"

    def body(self) -> Sequence[Widget]:
        return (Lines(self._draw, inset=2, bar=True, empty="reading the journal"),)

    def offers(self) -> Sequence[Hint]:
        undo = (Hint("u", "undo down to here", "u"),) if self._undo else ()
        redo = (Hint("ctrl+r", "redo", "ctrl+r"),) if self._redo else ()
        return (
            Hint("j k", "move"),
            Hint("enter", "go to the paper", "enter"),
            *undo,
            *redo,
            Hint("/", "narrow", "/"),
            Hint("esc", "back", "escape"),
        )

    def status(self, width: int) -> Line:
        entry = self.entry()
        if entry is None:
            return ()
        place = f"{self.lines.cursor + 1 if self.lines else 0}/{len(self._shown)}"
        if not entry.steps:
            return (Piece(f"{place}  ", STRONG), Piece(_beyond(entry), SOFT))
        said = "the last step" if entry.steps == 1 else f"{entry.steps:,} steps ago"
        return (Piece(f"{place}  ", STRONG), Piece(f"{said}  ", SOFT), Piece("u", KEY), Piece(" undo", SOFT))

    # ---- what is shown -------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        await super().on_mount()
        await self._more()

    def entry(self) -> HistoryEntry | None:
        """The act under the cursor."""
        cursor = self.lines.cursor if self.lines else -1
        return self._entries[self._shown[cursor]] if 0 <= cursor < len(self._shown) else None

    async def _more(self) -> None:
        """Ask for the next acts, if there are any."""
        if self._whole or self._busy:
            return
        self._busy = True
        try:
            found = await self._load(len(self._entries), BATCH)
        finally:
            self._busy = False
        self._whole = len(found) < BATCH
        start = len(self._entries)
        self._entries.extend(found)
        self._shown += [n for n in range(start, len(self._entries)) if self._fits(n)]
        lines = self.lines
        if lines is None:
            return
        if start == 0 or not lines.count:
            lines.show(len(self._shown), empty=self._nothing())
        else:
            lines.grow(len(self._shown))
        self.retell()
        if self._words and not self._whole and len(self._shown) < lines.size.height:
            self.call_later(self._more)

    def _nothing(self) -> str:
        if not self._whole:
            return "looking further back"
        return "nothing here holds that" if self._words else "nothing was decided yet"

    def _fits(self, number: int) -> bool:
        """Whether an act has a line: what one step did to one paper has one, however many acts that were."""
        entry = self._entries[number]
        if (entry.batch, entry.key) in self._drawn:
            return False
        said = f"{what(entry)} {entry.title} {entry.value} {entry.key}".casefold()
        fits = all(word in said for word in self._words)
        if fits:
            self._drawn.add((entry.batch, entry.key))
        return fits

    def narrow(self, text: str) -> None:
        self._words = text.casefold().split()
        self._drawn.clear()
        self._shown = [n for n in range(len(self._entries)) if self._fits(n)]
        if self.lines is not None:
            self.lines.show(len(self._shown), empty=self._nothing())
            if len(self._shown) < self.lines.size.height:
                self.call_later(self._more)

    def _draw(self, index: int, width: int, cursor: bool) -> Line:
        entry = self._entries[self._shown[index]]
        before = self._entries[self._shown[index - 1]] if index else None
        same = before is not None and before.batch == entry.batch
        at, said = ("", "") if same else (when(entry.at, self._today), what(entry))
        gone = Ink("faint", italic=True) if entry.undone or _redone_and_gone(entry) else None
        whens, whats = (14, 24) if width >= 96 else (14, 16) if width >= 60 else (10, 10)
        line: Line = (
            Piece(widths.pad(widths.cut(at, whens - 1), whens), FAINT),
            Piece(widths.pad(widths.cut(said, whats - 1), whats), gone or Ink(_role(entry))),
        )
        look = (
            Ink("faint", italic=True, strike=True)
            if gone
            else Ink("bright" if cursor else "text", bold=cursor)
        )
        title = latex.display(safe.one_line(entry.title)) or entry.key
        return ink.cut((*line, Piece(title, look)), width, marks(self).ellipsis)

    # ---- acts ----------------------------------------------------------------------------------------

    def press(self, key: str, event: events.Key) -> bool:
        lines = self.lines
        if key == "enter":
            self._go()
        elif key == "u" and self._undo:
            self._take_back()
        elif key == "ctrl+r" and self._redo:
            self.run_worker(self._do(self._redo), exclusive=True)
        else:
            return bool(lines and lines.press(key, letters=True))
        return True

    def _go(self) -> None:
        if entry := self.entry():
            self.answer(entry.key)

    def _take_back(self) -> None:
        entry = self.entry()
        if entry is not None and not entry.steps:
            self.say(Piece(_beyond(entry), SOFT))
        elif entry is not None and self._undo is not None:
            self.run_worker(self._do(partial(self._undo, entry.reached)), exclusive=True)

    async def _do(self, act: Redo) -> None:
        on = self.entry()
        said = await act()
        cursor = self.lines.cursor if self.lines else 0
        known = max(BATCH, len(self._entries))
        self._entries, self._shown, self._whole = [], [], False
        self._drawn.clear()
        found = await self._load(0, known)
        self._entries = list(found)
        self._whole = len(found) < known
        self.narrow(" ".join(self._words))
        if self.lines is not None:
            # What was done stands above now: the cursor stays on its act, not on its line.
            places = (p for p, n in enumerate(self._shown) if on and self._same(on, self._entries[n]))
            self.lines.show(len(self._shown), next(places, cursor))
        self.say(Piece(said, SOFT))

    @staticmethod
    def _same(one: HistoryEntry, other: HistoryEntry) -> bool:
        return (one.batch, one.key) == (other.batch, other.key)

    def on_lines_moved(self, event: Lines.Moved) -> None:
        event.stop()
        self.retell()
        if event.index > event.lines.count - 2 * max(1, event.lines.size.height):
            self.call_later(self._more)

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        event.stop()
        if self.typing:
            self.stop_typing()


def _redone_and_gone(entry: HistoryEntry) -> bool:
    """Whether an act did again what was taken back later: the journal marks only what was first done."""
    return entry.own and entry.kind == Kind.REDO and not entry.reached


def _beyond(entry: HistoryEntry) -> str:
    """Why undo does not come to an act."""
    if not entry.own:
        gone = "done and taken back" if entry.undone else "done"
        return f"{gone} on another machine: undo here leaves it alone"
    if entry.kind == Kind.UNDO:
        return (
            "an undo, and done again since"
            if entry.undone
            else "an undo: there is nothing of it to take back"
        )
    if entry.undone or entry.kind == Kind.REDO:
        return "this was taken back"
    return "changed again before undo came here: there was nothing to take back"


def _role(entry: HistoryEntry) -> str:
    """The colour of what an act did."""
    if entry.kind == Kind.UNDO:
        return "soft"
    if entry.verb == Verb.PLACE:
        return {"1": "queue", "2": "done", "queue": "queue", "done": "done"}.get(entry.value, "soft")
    roles: dict[str, str] = {Verb.STAR: "star", Verb.NOTE: "note", Verb.SNOOZE: "warn"}
    return roles.get(entry.verb, "soft")
