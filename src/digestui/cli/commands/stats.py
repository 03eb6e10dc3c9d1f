"""`stats`: figures about reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digestui.cli import asking
from digestui.cli.command import JSON, Command, Option
from digestui.cli.output import columns, papers
from digestui.errors import Exit

if TYPE_CHECKING:
    from datetime import date

    from digestui.cli.session import Session
    from digestui.model.statistics import Figures, Funnel

PERIODS = ("week", "month", "year", "all")
WEEKS = 26
"""Weeks of the heatmap: half a year fits 80 columns."""
SHOWN = 10
"""Digests, sources, tags and authors of a listing."""


def _stats(session: Session) -> int:
    from digestui.library import search, statistics
    from digestui.model.query import In, Where

    lib = session.library(readonly=True)
    if session.query().strip():
        understood = asking.understand(session, lib, session.query())
        asking.near(session, lib, search.narrowed(understood.query, In(Where.ANY)))
    found = statistics.figures(lib, session.line.get("--period") or "", text=session.query())
    if session.has("--json"):
        session.out.json(_document(found))
    else:
        _print(session, found)
    return Exit.DONE


def _document(found: Figures) -> dict[str, Any]:
    return {
        "period": found.period,
        "until": found.today.isoformat(),
        "read": found.read,
        "read_week": found.read_week,
        "streak": found.streak,
        "longest_streak": found.longest,
        "queue": found.queue,
        "notes": found.notes,
        "inbox": found.inbox,
        "decided_week": found.decided_week,
        "days": [{"date": day.isoformat(), "read": n} for day, n in sorted(found.days.items())],
        "hours": list(found.hours),
        "funnel": _steps(found.funnel),
        "digests": [
            {"name": d.name, "date": d.date, "source": d.source, **_steps(d.funnel)} for d in found.digests
        ],
        "sources": [{"name": name, **_steps(funnel)} for name, funnel in found.sources],
        "seconds_to_decision": found.to_decision,
        "seconds_from_queue_to_done": found.to_done,
        "starred_tags": [{"name": name, "count": n} for name, n in found.tags],
        "starred_authors": [{"name": name, "count": n} for name, n in found.authors],
    }


def _steps(funnel: Funnel) -> dict[str, int]:
    return {
        "arrived": funnel.arrived,
        "seen": funnel.seen,
        "kept": funnel.kept,
        "read": funnel.read,
        "noted": funnel.noted,
    }


def _print(session: Session, found: Figures) -> None:
    out = session.out
    streak = "1 day" if found.streak == 1 else f"{found.streak:,} days"
    rows = [
        (f"{found.read:,}", "papers read", f"{found.read_week:,} this week"),
        (streak, "in a row", f"longest {found.longest:,}"),
        (f"{found.queue:,}", "in queue", ""),
        (f"{found.notes:,}", "notes", f"{found.noted_week:,} this week"),
        (f"{found.inbox:,}", "inbox", f"{found.decided_week:,} decided this week"),
    ]
    for line in columns(rows, right=(0,)):
        out.line(line)
    out.line()
    out.line(out.bold("Papers read each day"))
    for line in _heatmap(found, found.today, "·░▒▓█" if session.env.unicode else ".:+#@"):
        out.line(line)
    out.line()
    length = {"week": 7, "month": 30, "year": 365}.get(found.period)
    out.line(out.bold(f"From inbox to note, {f'last {length} days' if length else 'whole library'}"))
    funnel = found.funnel
    steps = [
        ("arrived", f"{funnel.arrived:,}", ""),
        ("seen", f"{funnel.seen:,}", f"{_share(funnel.seen, funnel.arrived)} of arrived"),
        ("kept", f"{funnel.kept:,}", f"{_share(funnel.kept, funnel.seen)} of seen"),
        ("read", f"{funnel.read:,}", f"{_share(funnel.read, funnel.kept)} of kept"),
        ("noted", f"{funnel.noted:,}", f"{_share(funnel.noted, funnel.read)} of read"),
    ]
    for line in columns(steps, right=(1,)):
        out.line(line)
    for words, seconds in (("arrival to decision", found.to_decision), ("queue to done", found.to_done)):
        if seconds is not None:
            out.line(f"median from {words}: {seconds / 3600:,.1f} h")
    _table(session, "By source", [(name, f) for name, f in found.sources])
    _table(session, "By digest", [(f"{d.date} {d.name}", d.funnel) for d in found.digests])
    for title, ranked in (("Starred by tag", found.tags), ("Starred by author", found.authors)):
        if ranked:
            out.line()
            out.line(out.bold(title))
            for line in columns([(name, f"{n:,}") for name, n in ranked[:SHOWN]], right=(1,)):
                out.line(line)


def _table(session: Session, title: str, rows: list[tuple[str, Funnel]]) -> None:
    if not rows:
        return
    session.out.line()
    session.out.line(session.out.bold(title))
    said = [
        (
            name,
            papers(funnel.arrived),
            f"{_share(funnel.seen, funnel.arrived)} seen",
            f"{_share(funnel.kept, funnel.seen)} kept",
        )
        for name, funnel in rows[:SHOWN]
    ]
    for line in columns(said, right=(1, 2, 3)):
        session.out.line(line)
    if len(rows) > SHOWN:
        session.out.line(f"and {len(rows) - SHOWN:,} more")


def _heatmap(found: Figures, today: date, marks: str) -> list[str]:
    from datetime import timedelta

    first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    lines = []
    for weekday in range(7):
        name = ("Mon", "", "Wed", "", "Fri", "", "")[weekday]
        days = (first + timedelta(days=7 * week + weekday) for week in range(WEEKS))
        lines.append(f"{name:<4} " + " ".join(marks[found.level(day)] for day in days if day <= today))
    return lines


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "0%"


COMMANDS = {
    "stats": Command(
        name="stats",
        summary="figures about reading",
        usage="[QUERY] [--period week|month|year|all] [--json]",
        examples=(
            ("digestui stats", "what was read, kept and noted of late"),
            ("digestui stats tag:vit --period year", "only of papers with that tag"),
        ),
        details="Days, streak and hours come from the journal: papers set read, by acts that stand. Seen is "
        "read or decided; kept is queued, starred or done. Without --period it is the last thirty days, or "
        "the year or everything where nothing arrived in them.",
        options=(Option("--period", "what arrived in it", value="P", choices=PERIODS), JSON),
        run=_stats,
    )
}
