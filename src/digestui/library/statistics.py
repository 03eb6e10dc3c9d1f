"""Figures about reading: days and streak, what became of what arrived, how long a decision took."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median

from digestui.errors import BadUsage
from digestui.library import search
from digestui.library.library import Library
from digestui.model.query import In, Query, Where
from digestui.model.statistics import PERIODS, DigestFunnel, Figures, Funnel
from digestui.storage import statistics as stored
from digestui.text import dates

MOST = 20
"""Tags and authors at most."""


def figures(
    lib: Library, period: str = "", *, until: date | None = None, text: str = "", most: int = MOST
) -> Figures:
    """All figures for a period that ends on the day `until` (None: today); `text` is a query that says which
    papers count, dismissed ones included.

    Without a period it is the month, or where nothing arrived in it the year, or everything. Raises
    `BadUsage` for a word that is no period.
    """
    if period and period not in PERIODS:
        raise BadUsage(period, "is no period", "say " + ", ".join(PERIODS))
    database = lib.database
    today = until or datetime.fromtimestamp(lib.clock()).date()
    ids = scope = None
    if text.strip():
        query = search.narrowed(search.understand(lib, text).query, In(Where.ANY))
        ids = list(search.find(lib, query).ids)
        scope = json.dumps(ids)
    asked = [period] if period else ["month", "year", "all"]
    for name in asked:
        span = _span(name, today)
        funnel = stored.arrived(database, span, scope)
        if funnel.arrived:
            break
    by_hour = stored.hours(database, scope)
    days: Counter[date] = Counter()
    clock = [0] * 24
    for hour, n in by_hour:
        number = hour // 24 + _EPOCH
        if number < 1:  # before there were days: an earlier program took this from a foreign file
            continue
        days[date.fromordinal(number)] += n
        if span is None or span[0] <= number <= span[1]:
            clock[hour % 24] += n
    week = _moments(today - timedelta(days=6), today)
    acts = stored.acts(database, *week, scope)
    now = stored.totals(database, scope)
    oldest = stored.oldest_queued(database, scope, lib.now())
    by_digest = [DigestFunnel(*row) for row in stored.digests(database, _dates(span), scope)]
    decision, done = _delays(lib, today, name, scope)
    return Figures(
        today=today,
        period=name,
        days=dict(days),
        hours=tuple(clock),
        read=now["read"],
        queue=_in(lib, Where.QUEUE, ids),
        notes=now["notes"],
        inbox=_in(lib, Where.INBOX, ids),
        oldest_queued=date.fromordinal(oldest) if oldest else None,
        decided_week=len({paper for _, paper, verb, _, new in acts if verb == "place" and new != "inbox"}),
        noted_week=len({paper for _, paper, verb, _, new in acts if verb == "note" and new}),
        funnel=funnel,
        digests=tuple(by_digest),
        sources=_by_source(by_digest),
        to_decision=decision,
        to_done=done,
        tags=tuple(stored.starred_tags(database, most, scope)),
        authors=_authors(stored.starred_authors(database, scope), most),
    )


_EPOCH = date(1970, 1, 1).toordinal()


def _in(lib: Library, place: Where, ids: Sequence[int] | None) -> int:
    """How many papers, of all or of these, a list shows: a running snooze takes them out of it."""
    query = Query(In(place))
    return search.count(lib, query) if ids is None else len(search.among(lib, query, ids))


def _span(period: str, today: date) -> tuple[int, int] | None:
    """The days of a period, as numbers, both included; None for ever."""
    length = PERIODS[period]
    return (today.toordinal() - length + 1, today.toordinal()) if length else None


def _dates(span: tuple[int, int] | None) -> tuple[str, str] | None:
    """The days of a period as ISO dates."""
    return None if span is None else (_iso(span[0]), _iso(span[1]))


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _moments(start: date, end: date) -> tuple[int, int]:
    """The milliseconds of the first and last moment of some local days."""
    # The day after is asked of the calendar: where clocks are changed a day has 23 hours or 25.
    return dates.local(start) * 1000, dates.local(end + timedelta(days=1)) * 1000 - 1


def _by_source(digests: Sequence[DigestFunnel]) -> tuple[tuple[str, Funnel], ...]:
    """Sums over digests of one source; a paper in two of them counts in both."""
    sums: dict[str, Funnel] = {}
    for digest in digests:
        name = digest.source or digest.name
        sums[name] = sums.get(name, Funnel()) + digest.funnel
    return tuple(sorted(sums.items(), key=lambda item: (-item[1].arrived, item[0].casefold())))


def _authors(lists: Sequence[str], most: int) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter()
    for names in lists:
        counted.update(name for name in names.split("\n") if name)
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0].casefold()))[:most])


def _delays(lib: Library, today: date, period: str, scope: str | None) -> tuple[float | None, float | None]:
    """Medians, in seconds: arrival to first decision, queue to done. The newest decisions tell."""
    length = PERIODS[period] or 3650
    since, until = _moments(today - timedelta(days=length - 1), today)
    if not PERIODS[period] or length > 31:
        # A year of acts says no more about one's pace than its newest part, and takes far longer to read.
        since = max(since, _month_with_acts(lib, until))
    acts = stored.acts(lib.database, since, until, scope)
    decided: dict[int | str, int] = {}
    queued: dict[int | str, int] = {}
    waits: list[float] = []
    for at, paper, verb, old, new in acts:
        if verb == "note" or new in ("", "0", "inbox"):
            continue
        if paper not in decided and (verb != "place" or old == "inbox"):
            decided[paper] = at
        if verb == "place" and new == "queue":
            queued[paper] = at
        elif verb == "place" and new == "done" and paper in queued:
            waits.append((at - queued.pop(paper)) / 1000)
    newest = list(decided)[-stored.MOST_DECISIONS :]
    came = stored.arrivals(lib.database, [paper for paper in newest if isinstance(paper, int)])
    delays = [max(0.0, decided[paper] / 1000 - came[paper]) for paper in newest if paper in came]
    return (median(delays) if delays else None, median(waits) if waits else None)


def _month_with_acts(lib: Library, until: int) -> int:
    """The first millisecond of the thirty days up to the last act before `until`."""
    return stored.last_act(lib.database, until) - 30 * 86_400_000
