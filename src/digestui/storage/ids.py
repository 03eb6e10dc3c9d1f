"""How a paper's number says when it arrived, so that `ORDER BY id DESC` is the default order for nothing.

`id = (arrival day << 24) | (2^24 - 1 - n)`, n = its number among that day's arrivals, from 0. Days are
counted as `date.toordinal` does, which keeps ids positive for every date a paper can have.
"""

from __future__ import annotations

from datetime import date

BITS = 24
LAST = (1 << BITS) - 1


def day_number(iso: str) -> int:
    """`2025-04-28`, or a partial `2025-04`, `2025` (its first day), as a day number; ValueError if none."""
    parts = [int(part) for part in iso[:10].split("-")]
    parts += [1] * (3 - len(parts))
    return date(parts[0], parts[1], parts[2]).toordinal()


def first_of(day: int) -> int:
    """The largest id of a day: its first arrival."""
    return (day << BITS) | LAST


def last_of(day: int) -> int:
    """The smallest id a day can have."""
    return day << BITS


def id_of(day: int, n: int) -> int:
    """The id of the n-th arrival (from 0) of a day."""
    return (day << BITS) | (LAST - n)


def day_of(paper: int) -> int:
    """The arrival day of a paper."""
    return paper >> BITS


def number_after(smallest: int) -> int:
    """Which number the next arrival has, when `smallest` is the smallest id its day has yet."""
    return LAST - (smallest & LAST) + 1


def iso_day(paper: int) -> str:
    """The arrival day of a paper as `2025-04-28`."""
    return date.fromordinal(paper >> BITS).isoformat()
