"""Every digest with its date, source and counts; choosing one opens it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime

from textual import events
from textual.widget import Widget

from digestui.model.digest import Digest
from digestui.text import dates, safe, widths
from digestui.text.typed import as_typed
from digestui.ui.screens.page import Page
from digestui.ui.show import ink
from digestui.ui.show.ink import FAINT, KEY, SOFT, STRONG, TEXT, Ink, Line, Piece
from digestui.ui.widgets.lines import Lines
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.words import Hint, Words

Load = Callable[[], Awaitable[Sequence[Digest]]]
Remove = Callable[[Digest], Awaitable[str]]
"""`await remove(digest)`: takes it out, says what happened."""

DAY, SOURCE, NUMBER = 13, 14, 10
HEADS = ("undecided", "unread", "papers")
WITH_SOURCE = 90
"""Columns from which the source is shown."""


class DigestsScreen(Page[Digest]):
    """Shows the digests; answers with the one to open, or None."""

    NAME = "Digests"

    def __init__(
        self, load: Load, remove: Remove | None = None, *, now: float | None = None, current: str = ""
    ) -> None:
        """`current` is what the query on show calls its digest: the cursor starts there."""
        super().__init__()
        self._load = load
        self._remove = remove
        self._today = datetime.fromtimestamp(now).date() if now is not None else date.today()
        self._current = current
        self._digests: list[Digest] = []
        self._shown: list[Digest] = []
        self._words: list[str] = []
        self._asked: int | None = None

    def about(self) -> str:
        return "newest first"

    def count(self) -> str:
        count = len(self._shown)
        return f"{count:,} digests" if count != 1 else "1 digest"

    def body(self) -> Sequence[Widget]:
        return (
            Words(self._heading, ground="bg", left=2),
            Lines(self._draw, inset=2, bar=True, empty="reading the digests"),
        )

    def offers(self) -> Sequence[Hint]:
        remove = (Hint("X", "remove", "X"),) if self._remove else ()
        return (
            Hint("j k", "move"),
            Hint("enter", "open", "enter"),
            Hint("/", "narrow", "/"),
            *remove,
            Hint("esc", "back", "escape"),
        )

    def status(self, width: int) -> Line:
        digest = self.digest()
        if digest is None or self.lines is None:
            return ()
        place = Piece(f"{self.lines.cursor + 1}/{len(self._shown)}  ", STRONG)
        if self._asked == digest.id:
            return (
                Piece(f"remove {safe.one_line(digest.name)} and its untouched papers?  ", Ink("warn")),
                Piece("X", KEY),
                Piece(" once more; there is no undo", SOFT),
            )
        said = f"{digest.undecided:,} undecided of {digest.count:,}" if digest.count else "empty"
        return (place, Piece(f"{safe.one_line(digest.name)}, {self._day(digest)}  {said}", SOFT))

    # ---- what is shown -------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        await super().on_mount()
        await self._read()

    async def _read(self, cursor: int | None = None) -> None:
        self._digests = list(await self._load())
        self.narrow(" ".join(self._words))
        if self.lines is not None:
            here = [n for n, digest in enumerate(self._shown) if self._current and self._is_current(digest)]
            self.lines.show(
                len(self._shown), cursor if cursor is not None else (here or [0])[0], empty=self._nothing()
            )
        self.retell()

    def _is_current(self, digest: Digest) -> bool:
        return self._current == as_typed(f"{digest.name} {digest.date}")

    def _nothing(self) -> str:
        return "no digest of that name" if self._words else "no digests yet: import one"

    def digest(self) -> Digest | None:
        """The digest under the cursor."""
        cursor = self.lines.cursor if self.lines else -1
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    def narrow(self, text: str) -> None:
        self._words = text.casefold().split()
        self._shown = [d for d in self._digests if self._fits(d)]
        if self.lines is not None:
            self.lines.show(len(self._shown), empty=self._nothing())

    def _fits(self, digest: Digest) -> bool:
        said = f"{digest.name} {digest.source}".casefold()
        days = f"{digest.date} {self._day(digest)}".casefold().split()
        return all(word in said or any(day.startswith(word) for day in days) for word in self._words)

    def _day(self, digest: Digest) -> str:
        return dates.show_day(digest.date, self._today) or digest.date

    def _numbers(self, width: int) -> int:
        """How many number columns there is room for, undecided first."""
        return 3 if width >= 76 else 2 if width >= 56 else 1

    def _heading(self, width: int) -> list[Line]:
        scrolls = self.lines is not None and self.lines.scrolls
        width -= 2 if scrolls else 1
        right = "".join(name.rjust(NUMBER) for name in HEADS[: self._numbers(width)])
        if width >= WITH_SOURCE:
            right = widths.pad("source", SOURCE) + right
        left = widths.pad("date", DAY) + "name"
        return [ink.spread((Piece(left, SOFT),), (Piece(right, SOFT),), width)]

    def _draw(self, index: int, width: int, cursor: bool) -> Line:
        digest = self._shown[index]
        counts = (digest.undecided, digest.unread, digest.count)[: self._numbers(width)]
        right: Line = tuple(
            Piece(f"{count:,}".rjust(NUMBER), Ink(role) if count else FAINT)
            for count, role in zip(counts, ("bright", "accent", "soft"), strict=False)
        )
        if width >= WITH_SOURCE:
            right = (
                Piece(widths.pad(widths.cut(safe.one_line(digest.source), SOURCE - 1), SOURCE), SOFT),
                *right,
            )
        name = safe.one_line(digest.name)
        look = Ink("bright", bold=True) if cursor else (Ink("bright") if digest.undecided else TEXT)
        left: Line = (Piece(widths.pad(self._day(digest), DAY), FAINT), Piece(name, look))
        return ink.spread(left, right, width, marks(self).ellipsis)

    # ---- acts ----------------------------------------------------------------------------------------

    def press(self, key: str, event: events.Key) -> bool:
        asked, self._asked = self._asked, None
        if key == "enter":
            self._open()
        elif key == "X" and self._remove:
            self._ask(asked)
        elif self.lines is None or not self.lines.press(key, letters=True):
            return False
        self.retell()
        return True

    def _open(self) -> None:
        if digest := self.digest():
            self.answer(digest)

    def _ask(self, asked: int | None) -> None:
        """Remove on the second press: undo does not reach this."""
        digest = self.digest()
        if digest is None:
            return
        if asked == digest.id and self._remove is not None:
            self.run_worker(self._take_out(digest, self._remove), exclusive=True)
        else:
            self._asked = digest.id

    async def _take_out(self, digest: Digest, remove: Remove) -> None:
        said = await remove(digest)
        cursor = self.lines.cursor if self.lines else 0
        await self._read(cursor)
        self.say(Piece(said, SOFT))

    def on_lines_moved(self, event: Lines.Moved) -> None:
        event.stop()
        self._asked = None
        self.retell()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        event.stop()
        self._open()
