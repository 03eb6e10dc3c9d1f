"""Figures about reading: how much on which day, what became of what arrived. Plain records, no I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from digestui.records import dataclass, field

PERIODS: Mapping[str, int] = {"week": 7, "month": 30, "year": 365, "all": 0}
"""Days of each period that ends on a day; `all` is everything up to it."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """What became of papers that arrived, each step a part of the one before it."""

    arrived: int = 0
    seen: int = 0
    """Read, starred, or put anywhere."""
    kept: int = 0
    """Queued, starred or done."""
    read: int = 0
    """Kept and read."""
    noted: int = 0
    """Kept, read and with a note."""

    def __add__(self, other: Funnel) -> Funnel:
        return Funnel(
            self.arrived + other.arrived,
            self.seen + other.seen,
            self.kept + other.kept,
            self.read + other.read,
            self.noted + other.noted,
        )


@dataclass(frozen=True, slots=True)
class DigestFunnel:
    """The funnel of one digest."""

    name: str
    date: str
    source: str
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures for one period; days are local, as they were where one read."""

    today: date
    """The last day of the period."""
    period: str
    """One of `PERIODS`."""
    days: Mapping[date, int] = field(default_factory=dict)
    """Papers set read on each day, days without any left out."""
    hours: Sequence[int] = (0,) * 24
    """The same by hour of the day, in the period."""
    read: int = 0
    """Papers that are read now; the next three likewise."""
    queue: int = 0
    notes: int = 0
    inbox: int = 0
    oldest_queued: date | None = None
    """When the longest known paper in the queue arrived."""
    decided_week: int = 0
    """Papers decided in the seven days up to `today`."""
    noted_week: int = 0
    """Papers whose note was written or changed in these days."""
    funnel: Funnel = Funnel()
    digests: Sequence[DigestFunnel] = ()
    """Newest first."""
    sources: Sequence[tuple[str, Funnel]] = ()
    """Most papers first."""
    to_decision: float | None = None
    """Median seconds from arrival to the first decision, of papers decided in the period; None for none."""
    to_done: float | None = None
    """Median seconds from the queue to done, likewise."""
    tags: Sequence[tuple[str, int]] = ()
    """Tags of starred papers, most first."""
    authors: Sequence[tuple[str, int]] = ()
    """Authors of starred papers, most first."""

    @property
    def first(self) -> date | None:
        """The first day on which anything was read."""
        return min(self.days, default=None)

    def read_between(self, start: date, end: date) -> int:
        """Papers set read from `start` to `end`, both included."""
        return sum(n for day, n in self.days.items() if start <= day <= end)

    @property
    def read_week(self) -> int:
        """Papers set read in the seven days up to `today`."""
        return self.read_between(self.today - timedelta(days=6), self.today)

    @property
    def streak(self) -> int:
        """Days in a row with something read, up to today; a today without any does not break it yet."""
        day = self.today if self.today in self.days else self.today - timedelta(days=1)
        length = 0
        while day in self.days:
            length, day = length + 1, day - timedelta(days=1)
        return length

    @property
    def longest(self) -> int:
        """The longest such row ever."""
        best = length = 0
        last: date | None = None
        for day in sorted(self.days):
            length = length + 1 if last is not None and day - last == timedelta(days=1) else 1
            best, last = max(best, length), day
        return best

    @property
    def busiest(self) -> int | None:
        """The weekday (Monday is 0) on which most is read, in the last year; None where nothing was."""
        sums = [0] * 7
        start = self.today - timedelta(days=365)
        for day, n in self.days.items():
            if start < day <= self.today:
                sums[day.weekday()] += n
        return max(range(7), key=lambda weekday: sums[weekday]) if any(sums) else None

    def levels(self) -> tuple[int, int, int]:
        """Papers a day above which a day is of the second, third and fourth degree: quarters of the days
        on which anything was read."""
        counts = sorted(self.days.values())
        if not counts:
            return 1, 2, 3
        cuts = [counts[min(len(counts) - 1, len(counts) * part // 4)] for part in (1, 2, 3)]
        first = cuts[0]
        second = max(cuts[1], first + 1)
        return first, second, max(cuts[2], second + 1)

    def level(self, day: date) -> int:
        """The degree of a day, 0 to 4."""
        n = self.days.get(day, 0)
        return 0 if not n else 1 + sum(n > cut for cut in self.levels())
