"""Figures read from journal, triage and counters. Nothing here writes, and nothing scans what counters know.

Where `scope` is given it is a JSON array of paper ids, and only these count. Days and hours are those of the
zone an act was done in, or yesterday's figures would move when one travels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from digestui.model.statistics import Funnel
from digestui.storage import ids
from digestui.storage.conditions import STANDS
from digestui.storage.database import Database

MOST_STARRED = 3_000
"""Starred papers, newest first, whose authors and tags are counted."""
MOST_DECISIONS = 5_000
"""Decisions, newest first, whose delay is looked up."""

LAST = 1 << 62
"""Above every paper's id."""

_HOUR = "(b.at / 1000 + b.offset * 60) / 3600"
_OURS = " IN (SELECT k.key FROM json_each(:scope) i CROSS JOIN paper_keys k ON k.paper = i.value)"
_THESE = " IN (SELECT value FROM json_each(:scope))"
_SEEN = "t.read = 1 OR t.place > 0 OR t.starred = 1"
_KEPT = "(t.starred = 1 OR t.place IN (1, 2))"
_SUMS = (
    f"count(*), sum({_SEEN}), sum({_KEPT}), sum({_KEPT} AND t.read = 1),"
    f" sum({_KEPT} AND t.read = 1 AND EXISTS(SELECT 1 FROM notes n WHERE n.paper = t.paper))"
)


def hours(database: Database, scope: str | None) -> list[tuple[int, int]]:
    """(local hours since 1970, papers set read in that hour), by acts that stand."""
    # From the journal to its batches by number: the other way round takes many times as long.
    return [
        (hour, n)
        for hour, n in database.rows(
            f"SELECT {_HOUR}, count(*) FROM journal j CROSS JOIN batches b ON b.id = j.batch"
            f" WHERE j.verb = 'read' AND j.new = '1' AND {STANDS}"
            f"{' AND j.key' + _OURS if scope is not None else ''} GROUP BY 1",
            {"scope": scope} if scope is not None else {},
        )
    ]


def acts(
    database: Database, since: int, until: int, scope: str | None
) -> list[tuple[int, int | str, str, str, str]]:
    """(milliseconds, paper, verb, old, new) of decisions and notes of a stretch of time, as they were done.

    A paper that is not here is told by the key the act names. Of a note only whether there was one: `1`, or
    empty.
    """
    first, last = database.row(
        "SELECT min(first), max(last) FROM batches WHERE at BETWEEN ? AND ?", (since, until)
    ) or (None, None)
    if first is None:
        return []
    found = database.rows(
        "SELECT b.at, coalesce(k.paper, j.key), j.verb, CASE j.verb WHEN 'note' THEN '' ELSE j.old END,"
        " CASE WHEN j.verb <> 'note' THEN j.new WHEN j.new = '' THEN '' ELSE '1' END"
        " FROM journal j CROSS JOIN batches b ON b.id = j.batch LEFT JOIN paper_keys k ON k.key = j.key"
        " WHERE j.id BETWEEN :first AND :last"
        f" AND j.verb IN ('place', 'star', 'snooze', 'note') AND b.at BETWEEN :since AND :until AND {STANDS}"
        f"{' AND j.key' + _OURS if scope is not None else ''} ORDER BY b.at, j.id",
        {"first": first, "last": last, "since": since, "until": until, "scope": scope},
    )
    return [(at, paper, verb, old, new) for at, paper, verb, old, new in found]


def arrivals(database: Database, papers: Sequence[int]) -> dict[int | str, int]:
    """When each paper came into the library: seconds since 1970, by its id."""
    import json

    return dict(
        database.rows(
            "SELECT j.value, min(d.added_at) FROM json_each(?) j CROSS JOIN entries e ON e.paper = j.value"
            " CROSS JOIN digests d ON d.id = e.digest GROUP BY 1",
            (json.dumps(list(papers)),),
        )
    )


def digests(
    database: Database, days: tuple[str, str] | None, scope: str | None
) -> list[tuple[str, str, str, Funnel]]:
    """(name, date, source, funnel) of each digest of a stretch of days, newest first; None is ever."""
    listed = database.rows(
        "SELECT d.id, d.name, d.date, coalesce(s.name, '') FROM digests d LEFT JOIN sources s"
        " ON s.id = d.source WHERE d.date BETWEEN ? AND ? ORDER BY d.date DESC, d.id DESC",
        days or ("", "~"),
    )
    if scope is None:
        sums = _counted(database)
    else:
        sums = {
            row[0]: list(row[1:])
            for row in database.rows(
                f"SELECT e.digest, {_SUMS} FROM json_each(:scope) i CROSS JOIN entries e ON e.paper = i.value"
                " LEFT JOIN triage t ON t.paper = e.paper GROUP BY 1",
                {"scope": scope},
            )
        }
    return [
        (name, day, source, _funnel(sums[digest])) for digest, name, day, source in listed if digest in sums
    ]


def _counted(database: Database) -> dict[int, list[int]]:
    """The sums of every digest: counters, and for what they do not tell apart the few papers with marks."""
    found: dict[int, list[int]] = {}
    for digest, place, read, n in database.rows(
        "SELECT value, place, read, n FROM counters WHERE facet = 'digest' AND n > 0"
    ):
        sums = found.setdefault(digest, [0] * 5)
        sums[0] += n
        sums[1] += n if read or place else 0
        sums[2] += n if place in (1, 2) else 0
        sums[3] += n if place in (1, 2) and read else 0
    for digest, seen, kept, read in database.rows(
        "SELECT e.digest, sum(t.read = 0 AND t.place = 0), sum(t.place NOT IN (1, 2)),"
        " sum(t.place NOT IN (1, 2) AND t.read = 1) FROM triage t INDEXED BY triage_starred"
        " CROSS JOIN entries e ON e.paper = t.paper WHERE t.starred = 1 GROUP BY 1"
    ):
        if sums := found.get(digest, []):
            sums[1], sums[2], sums[3] = sums[1] + seen, sums[2] + kept, sums[3] + read
    for digest, noted in database.rows(
        "SELECT e.digest, count(*) FROM notes n CROSS JOIN triage t ON t.paper = n.paper"
        f" CROSS JOIN entries e ON e.paper = n.paper WHERE {_KEPT} AND t.read = 1 GROUP BY 1"
    ):
        if sums := found.get(digest, []):
            sums[4] += noted
    return found


def arrived(database: Database, days: tuple[int, int] | None, scope: str | None) -> Funnel:
    """The funnel of all papers that arrived in a stretch of days (numbers, both included), each counted once;
    None is ever."""
    low, high = (0, LAST) if days is None else (ids.last_of(days[0]), ids.first_of(days[1]))
    params = {"low": low, "high": high, "scope": scope}
    among = " AND {}" + _THESE if scope is not None else ""
    noted = int(
        database.value(
            "SELECT count(*) FROM notes n CROSS JOIN triage t ON t.paper = n.paper"
            f" WHERE n.paper BETWEEN :low AND :high AND {_KEPT} AND t.read = 1{among.format('n.paper')}",
            params,
        )
    )
    if days is None and scope is None:
        return _funnel((*_all_counted(database), noted))
    count = database.value(
        "SELECT count(*) FROM papers INDEXED BY papers_facets"
        f" WHERE id BETWEEN :low AND :high{among.format('id')}",
        params,
    )
    seen, kept, read = database.row(
        f"SELECT sum({_SEEN}), sum({_KEPT}), sum({_KEPT} AND t.read = 1) FROM triage t"
        f" WHERE t.paper BETWEEN :low AND :high{among.format('t.paper')}",
        params,
    ) or (0, 0, 0)
    return _funnel((count, seen, kept, read, noted))


def _all_counted(database: Database) -> list[int]:
    """Arrived, seen, kept, read of the whole library, from the counters and the starred papers."""
    found = database.rows("SELECT place, read, n FROM counters WHERE facet = 'all'")
    seen, kept, read = database.row(
        "SELECT coalesce(sum(read = 0 AND place = 0), 0), coalesce(sum(place NOT IN (1, 2)), 0),"
        " coalesce(sum(place NOT IN (1, 2) AND read = 1), 0) FROM triage INDEXED BY triage_starred"
        " WHERE starred = 1"
    ) or (0, 0, 0)
    return [
        sum(n for _, _, n in found),
        sum(n for place, is_read, n in found if place or is_read) + seen,
        sum(n for place, _, n in found if place in (1, 2)) + kept,
        sum(n for place, is_read, n in found if place in (1, 2) and is_read) + read,
    ]


def _funnel(sums: Sequence[Any]) -> Funnel:
    return Funnel(*(int(n or 0) for n in sums))


def totals(database: Database, scope: str | None) -> dict[str, int]:
    """How many papers are `read` and noted (`notes`) now."""
    if scope is None:
        row = database.row(
            "SELECT sum(CASE WHEN facet = 'all' AND read = 1 THEN n END),"
            " sum(CASE WHEN facet = 'flag' AND value = 2 THEN n END) FROM counters"
            " WHERE facet IN ('all', 'flag')"
        )
    else:
        row = database.row(
            "SELECT sum(t.read = 1), sum(EXISTS(SELECT 1 FROM notes n WHERE n.paper = i.value))"
            " FROM json_each(:scope) i LEFT JOIN triage t ON t.paper = i.value",
            {"scope": scope},
        )
    return dict(zip(("read", "notes"), (int(n or 0) for n in row or (0, 0)), strict=True))


def oldest_queued(database: Database, scope: str | None, now: int) -> int | None:
    """The arrival day of the paper that is longest in the library of those in the queue; snoozed ones are
    not."""
    among = " AND paper" + _THESE if scope is not None else ""
    paper = database.value(
        f"SELECT min(paper) FROM triage WHERE place = 1 AND coalesce(snoozed_until, 0) <= :now{among}",
        {"now": now} | ({"scope": scope} if scope is not None else {}),
    )
    return None if paper is None else ids.day_of(int(paper))


def starred_tags(database: Database, most: int, scope: str | None) -> list[tuple[str, int]]:
    """The tags of starred papers, most used first."""
    among = " AND t.paper" + _THESE if scope is not None else ""
    return [
        (name, n)
        for name, n in database.rows(
            "SELECT g.name, count(*) FROM (SELECT paper FROM triage t INDEXED BY triage_starred"
            f" WHERE t.starred = 1{among} ORDER BY paper DESC LIMIT :stars) s"
            " CROSS JOIN paper_tags x ON x.paper = s.paper CROSS JOIN tags g ON g.id = x.tag"
            " GROUP BY g.id ORDER BY 2 DESC, g.name LIMIT :most",
            {"stars": MOST_STARRED, "most": most, "scope": scope},
        )
    ]


def starred_authors(database: Database, scope: str | None) -> list[str]:
    """The author lists of starred papers as they are stored, one name a line."""
    among = " AND t.paper" + _THESE if scope is not None else ""
    return [
        row[0]
        for row in database.rows(
            "SELECT p.authors FROM triage t INDEXED BY triage_starred CROSS JOIN papers p ON p.id = t.paper"
            f" WHERE t.starred = 1{among} ORDER BY t.paper DESC LIMIT :stars",
            {"stars": MOST_STARRED, "scope": scope},
        )
    ]


def last_act(database: Database, until: int) -> int:
    """The millisecond of the last act up to `until`; 0 where there is none."""
    return int(database.value("SELECT coalesce(max(at), 0) FROM batches WHERE at <= ?", (until,)))
