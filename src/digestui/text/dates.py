"""Days and times as people write and read them. Pure: `now` and `today` are given, the local zone is asked.

Publication dates may be partial (`2017`, `2017-06`). Moments are whole seconds since 1970 UTC.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from digestui.errors import BadUsage
from digestui.patterns import later

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MORNING = 6
"""The local hour at which days that were snoozed to begin."""
EVENING = 18
"""The local hour of `tonight`."""

_SPAN = later(r"(\d{1,4})\s*(d|w|m|y|h|days?|weeks?|months?|years?|hours?)")
_DAY = later(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PARTIAL = later(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_WHEN = "tonight, tomorrow, monday to sunday, week, month, 3d, 2w, 1m, 2025-04-28 or 2025-04-28 18:00"


def day(text: str | None) -> date | None:
    """The first day that an ISO date means, `2017-06` the first of June; None where it means none."""
    m = _PARTIAL.match(text or "")
    if m is None:
        return None
    try:
        return date(int(m[1]), int(m[2] or 1), int(m[3] or 1))
    except ValueError:
        return None


def last_day(text: str | None) -> date | None:
    """The last day that an ISO date means, `2017` the last of December; None where it means none."""
    first = day(text)
    m = _PARTIAL.match(text or "")
    if first is None or m is None or m[3]:
        return first
    month = first.month if m[2] else 12
    return date(first.year, month, _days_in(first.year, month))


def add_months(start: date, months: int) -> date:
    """The same day `months` later, or the last of that month where it has no such day; ends stay in range."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(start.day, _days_in(year, month + 1)))


def local(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    """Seconds since 1970 of a local day and time; in the hour that a clock skips, the one after it."""
    return int(datetime(day.year, day.month, day.day, hour, minute, second).astimezone().timestamp())


def parse_when(text: str, now: float) -> int:
    """The moment that a WHEN means, seen from `now` (both seconds since 1970).

    Words and plain dates mean 06:00 local, `tonight` 18:00 (tomorrow's, after 18:00). A moment that is past
    or not understood raises `BadUsage`.
    """
    said = " ".join(text.split()).lower()
    when = _moment(said, now)
    if when is None:
        raise BadUsage(f"{said or 'nothing'!s}", "is no time to come back", f"say {_WHEN}")
    if when <= now:
        raise BadUsage(said, "is past", f"say {_WHEN}")
    return when


def _moment(said: str, now: float) -> int | None:
    today = datetime.fromtimestamp(now).date()
    try:
        if said == "tonight":
            when = local(today, EVENING)
            return when if when > now else local(today + timedelta(days=1), EVENING)
        found = _named_day(said, today)
        if found is not None:
            return local(found, MORNING)
        m = _SPAN.fullmatch(said)
        if m:
            count, unit = int(m[1]), m[2][0]
            if unit == "h":
                return int(now) + 3600 * count
            if unit in "my":
                ahead = add_months(today, count * (12 if unit == "y" else 1))
                return local(ahead, MORNING) if ahead < date.max else None
            return local(today + timedelta(days=count * (7 if unit == "w" else 1)), MORNING)
        m = _DAY.fullmatch(said)
        if m:
            return local(date(int(m[1]), int(m[2]), int(m[3])), MORNING)
        if _DAY.match(said):
            return int(datetime.fromisoformat(said.upper()).astimezone().timestamp())
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _named_day(said: str, today: date) -> date | None:
    if said == "tomorrow":
        return today + timedelta(days=1)
    if said in ("week", "next week"):
        return today + timedelta(days=7 - today.weekday())
    if said in ("month", "next month"):
        return add_months(today, 1)
    if len(said) >= 3:
        for number, name in enumerate(WEEKDAYS):
            if name.startswith(said):
                return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return None


_shown_as = "auto"


def show_days_as(pattern: str) -> None:
    """How `show_day` writes whole days from now on: `auto`, `iso`, or a pattern such as `%d.%m.%Y`.

    One choice for a whole program, made where it starts; nothing but the reader makes it.
    """
    global _shown_as
    _shown_as = pattern


def show_day(iso: str | None, today: date) -> str:
    """An ISO date for people: `29 Mar 2021`, `Mar 2021`, `2021`; this year's days without the year.

    `show_days_as` can ask for another form of whole days.
    """
    m = _PARTIAL.match(iso or "")
    first = day(iso)
    if m is None or first is None:
        return ""
    if _shown_as != "auto":
        return first.strftime(_shown_as) if m[3] and _shown_as != "iso" else m[0]
    if not m[2]:
        return m[1]
    if not m[3]:
        return f"{MONTHS[first.month - 1]} {first.year}"
    if first.year == today.year:
        return f"{first.day} {MONTHS[first.month - 1]}"
    return f"{first.day} {MONTHS[first.month - 1]} {first.year}"


def show_moment(seconds: int, now: float) -> str:
    """A moment for people: `18:00` today, `Mon 06:00` within a week, `29 Mar 06:00`, with a year beyond."""
    when, today = datetime.fromtimestamp(seconds), datetime.fromtimestamp(now).date()
    clock = f"{when.hour:02}:{when.minute:02}"
    away = (when.date() - today).days
    if away == 0:
        return clock
    if 0 < away < 7:
        return f"{WEEKDAYS[when.weekday()][:3].title()} {clock}"
    return f"{show_day(when.date().isoformat(), today)} {clock}"


def _days_in(year: int, month: int) -> int:
    """How long a month is; `calendar` would bring `locale` with it, for which every search would pay."""
    if (year, month) == (9999, 12):
        return 31
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
