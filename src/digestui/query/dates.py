"""Moments of the query language: how days, months, years and ages are typed, and which days they mean.

Pure: `today` is always given. When a paper comes back from a snooze is `text.dates`, not this.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from digestui.patterns import later

_DAY = later(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.ASCII)
_AGE = later(r"(\d{1,4})\s*([dwmy])(?:ays?|eeks?|onths?|ears?)?", re.ASCII)
_SIDES = later(r"\s*\.\.\.?\s*")


def moment(text: str) -> str | None:
    """The canonical spelling of a moment, or None where `text` is none.

    `2025`, `2025-04`, `2025-04-28` (also with `/`, also `2025-4`), `today`, `yesterday`, `3d 2w 6m 1y`.
    """
    text = text.strip().casefold()
    if text in ("today", "yesterday"):
        return text
    if age := _AGE.fullmatch(text):
        return f"{int(age[1])}{age[2]}"
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found[1]), found[2], found[3]
    try:
        date(year, int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([f"{year:04}", *(f"{int(part):02}" for part in (month, day) if part)])


def moments(text: str) -> tuple[str | None, str | None] | None:
    """Both ends of `a..b`, `a..`, `..b` or `a` alone; None where it is none of these."""
    sides = _SIDES.split(text.strip())
    if len(sides) > 2 or not any(sides):
        return None
    ends = [moment(side) if side else None for side in sides]
    if any(side and end is None for side, end in zip(sides, ends, strict=True)):
        return None
    return (ends[0], ends[0]) if len(ends) == 1 else (ends[0], ends[1])


def period(text: str, today: date) -> tuple[date, date]:
    """First and last day of a canonical moment. An age is one day: `3d` is three days before today."""
    if text == "today":
        return today, today
    if text == "yesterday":
        text = "1d"
    if age := _AGE.fullmatch(text):
        day = _before(today, int(age[1]), age[2])
        return day, day
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    if len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        return first, _month_after(first)
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


def _month_after(first: date) -> date:
    if first.month == 12:
        return date(first.year, 12, 31)
    return date(first.year, first.month + 1, 1) - timedelta(days=1)


def _before(today: date, count: int, unit: str) -> date:
    """The day `count` units before `today`; the last day of a shorter month."""
    if unit in "dw":
        days = count * (7 if unit == "w" else 1)
        return date.fromordinal(max(today.toordinal() - days, 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
    if months < 12:
        return date.min
    first = date(months // 12, months % 12 + 1, 1)
    return first.replace(day=min(today.day, _month_after(first).day))
