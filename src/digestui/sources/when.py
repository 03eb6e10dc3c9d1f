"""Dates as sources write them become ISO dates, whole or partial. Pure; knows no format by name."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)} | {
    "sept": 9, "mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12, "märz": 3,
    "spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12,
}  # fmt: skip
_SEASONS = frozenset(("spring", "summer", "fall", "autumn", "winter"))

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?P<rest>(?:[T ].*)?)", re.DOTALL)
_CLOCK = re.compile(
    r"[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?\s*"
    r"(?:Z|UTC|GMT|[+-](?:0\d|1[0-4]):?[0-5]\d|[+-]\d\d)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ,].*)?", re.DOTALL)
_DAY_MONTH = re.compile(
    r"(?:[a-z]+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\.?[\s-]+([a-zä]+)\.?,?[\s-]+(\d{4})\b", re.I
)
_MONTH_DAY = re.compile(
    r"(?:[a-z]+day,?\s+)?([a-zä]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?"
    r"(?:\s*[-–]\s*\d{1,2})?,?\s+(\d{4})\b",
    re.IGNORECASE,
)

_ISO_DAY = re.compile(r"[12]\d{3}-\d\d-\d\d", re.ASCII)
_MAILED = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})\b"
)
_YEAR_MONTH = re.compile(r"(\d{4})\s+([a-zä]+)\.?(?:\s*[-/]\s*[a-zä]+\.?)?(?:\s+(\d{1,2}))?\b", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"([a-zä]+)\.?(?:\s*[-/–]\s*[a-zä]+\.?)?,?\s+(\d{4})\b", re.IGNORECASE)
_LONE_DAY = re.compile(
    r"(?:([a-z]+)\.?\s+(\d{1,2})|(\d{1,2})\.?\s+([a-z]+)\.?)(?:,?\s+(\d{4}))?", re.IGNORECASE
)
_SECONDS = re.compile(r"-?\d{9,14}(?:\.\d+)?")

EARLIEST, LATEST = 1000, 2999


def partial(value: object) -> tuple[str | None, str]:
    """(`value` as an ISO date of a day, a month or a year; what is doubtful about it, or empty).

    Takes ISO dates and times, `28/04/2025`, `28 Apr 2025`, `Apr 28, 2025`, `2015 May 28`, RFC 822, ranges
    (their beginning), seconds or milliseconds since 1970. (None, "") where there is nothing, (None, reason)
    where there is something that is no date.
    """
    if value is None or value == "" or isinstance(value, bool):
        return None, "" if not isinstance(value, bool) else "is no date"
    if isinstance(value, int | float):
        return _number(value)
    return _written(value) if isinstance(value, str) else (None, "is no date")


# A file says the same few days again and again.
@lru_cache(4096)
def _written(value: str) -> tuple[str | None, str]:
    # The two ways in which most dates come are read without asking every pattern.
    if _ISO_DAY.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            pass
        else:
            return value, ""
    m = _MAILED.match(value)
    if m is not None:
        day = _day(m[3], _MONTHS[m[2].lower()], m[1])
        if day:
            return day, ""
    text = " ".join(value.split())[:80]
    if not text:
        return None, ""
    first = text.split("/")[0] if re.fullmatch(r"\d{4}(-\d\d){0,2}/(\d{4}(-\d\d){0,2}|\.\.)?", text) else text
    found = _read(first.rstrip("?~%/"))
    if found is None:
        return None, f"“{text[:40]}” is no date that exists"
    return found


def _number(value: float) -> tuple[str | None, str]:
    if not math.isfinite(value):
        return None, "is no date"
    if EARLIEST <= value <= LATEST and value == int(value):
        return str(int(value)), ""
    if 1e8 <= abs(value) < 1e14:
        seconds = value / 1000 if abs(value) >= 1e11 else value
        try:
            return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date().isoformat(), ""
        except OverflowError:
            pass
    return None, f"{str(value)[:40]} is no date"


def _day(year: str, month: int | str | None, day: str | None = None) -> str | None:
    """The ISO date, or None where there is no such day; a month or day 0 is not known."""
    number, first = int(year), int(month or 0)
    if not EARLIEST <= number <= LATEST:
        return None
    if not first:
        return year
    if first > 12:
        return None
    if not int(day or 0):
        return f"{year}-{first:02}"
    try:
        return date(number, first, int(day or 1)).isoformat()
    except ValueError:
        return None


def _read(text: str) -> tuple[str | None, str] | None:
    m = _ISO.fullmatch(text)
    if m:
        found = _day(m[1], m[2], m[3])
        rest = m["rest"]
        if found and rest and rest.strip() and not _CLOCK.fullmatch(rest):
            named = _YEAR_MONTH.match(text)
            month = _MONTHS.get(named[2].lower()[:3]) if named and not m[2] else None
            if named and month:
                return _day(named[1], month, named[3]) or named[1], ""
            return found, f"“{rest.strip()[:30]}” is no time of day: only the date is kept"
        return (found, "") if found else None
    if _SECONDS.fullmatch(text):
        return _number(float(text))
    m = _COMPACT.fullmatch(text)
    if m:
        found = _day(m[1], m[2], m[3])
        return (found, "") if found else None
    m = _SLASHED.fullmatch(text)
    if m:
        return _slashed(m[1], m[2], m[3])
    return _named(text)


def _slashed(first: str, second: str, year: str) -> tuple[str | None, str] | None:
    if int(second) > 12 >= int(first):
        found = _day(year, first, second)
    else:
        found = _day(year, second, first)
    if not found:
        return None
    doubtful = int(first) <= 12 and int(second) <= 12 and first != second
    return found, f"“{first}/{second}/{year}” read as day/month/year" if doubtful else ""


def _named(text: str) -> tuple[str | None, str] | None:
    for pattern, day, month, year in (
        (_DAY_MONTH, 1, 2, 3),
        (_MONTH_DAY, 2, 1, 3),
        (_MONTH_YEAR, 0, 1, 2),
    ):
        m = pattern.match(text)
        if m is None:
            continue
        number = month_number(m[month])
        if number is None:
            continue
        if m[month].lower() in _SEASONS:
            return m[year], ""
        found = _day(m[year], number, m[day] if day else None)
        return (found, "") if found else None
    m = re.search(r"\b(1[5-9]\d\d|20\d\d)\b", text)
    return (m[1], f"of “{text[:40]}” only the year is kept") if m else None


def month_number(name: str) -> int | None:
    """1 to 12 for a month's name or its beginning, in English (some German); None for other words."""
    low = name.lower().rstrip(".")
    return _MONTHS.get(low) or (_MONTHS.get(low[:3]) if low[:3] in _NAMES else None)


def lone_day(text: str, modified: date) -> tuple[date, bool] | None:
    """The day a line like `Apr 28` or `28 April 2025` names alone, and whether its year was guessed.

    Without a year it is the newest such day not after `modified`. None for any other line.
    """
    m = _LONE_DAY.fullmatch(text.strip())
    if m is None:
        return None
    month = month_number(m[1] or m[4])
    if month is None:
        return None
    day = int(m[2] or m[3])
    years = [int(m[5])] if m[5] else range(modified.year, modified.year - 9, -1)
    for year in years:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if m[5] or found <= modified:
            return found, not m[5]
    return None


def ordinal(iso: str) -> int:
    """The number of a whole ISO day, for counting days between two."""
    return date.fromisoformat(iso).toordinal()
