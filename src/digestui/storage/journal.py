"""The journal, read: history, what changed a value since, every act. Writing is `acts`; steps are `steps`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence

from digestui.model.journal import Act, HistoryEntry, Kind, Stamp
from digestui.storage.database import Database
from digestui.storage.troubles import trouble

_KEEPING = {"star": ("1",), "place": ("queue", "done")}
"""What an act sets that keeps a paper."""


def changed_since(database: Database, after: int, key: str, verb: str) -> tuple[str, str] | None:
    """(title, label) of the first later act of that kind on a paper, under any of its keys."""
    row = database.row(
        "SELECT p.title, b.label FROM paper_keys a JOIN papers p ON p.id = a.paper"
        " JOIN paper_keys o ON o.paper = a.paper JOIN journal j ON j.id > ? AND j.key = o.key AND j.verb = ?"
        " JOIN batches b ON b.id = j.batch WHERE a.key = ? ORDER BY j.id DESC LIMIT 1",
        (after, verb, key),
    )
    return None if row is None else (row[0], row[1])


def entries(database: Database, ids: Sequence[int] | None, limit: int | None) -> list[HistoryEntry]:
    """Acts, the newest by hybrid logical time first: all, or those on papers of `ids`."""
    rows = database.rows(
        "SELECT j.seq, b.at, b.offset, j.verb, j.key, coalesce(p.title, ''), j.subject, j.new, j.old,"
        " b.undone IS NOT NULL AND b.undone <> 0, j.batch, b.label, b.own, b.kind,"
        " CASE WHEN r.own = 1 AND r.kind = 0 AND r.undone IS NULL THEN r.id ELSE 0 END FROM json_each(?) n"
        " CROSS JOIN journal j ON j.id = n.value CROSS JOIN batches b ON b.id = j.batch"
        # What a redo does again stands in the journal as what was undone: undo takes that back, not the redo.
        " LEFT JOIN batches r ON r.id = CASE b.kind WHEN 0 THEN b.id"
        " WHEN 2 THEN (SELECT u.undoes FROM batches u WHERE u.id = b.undoes) END"
        " LEFT JOIN paper_keys k ON k.key = j.key LEFT JOIN papers p ON p.id = k.paper ORDER BY n.key",
        (json.dumps(_newest(database, ids, limit)),),
    )
    return [
        HistoryEntry(
            seq=seq,
            at=iso(at, offset),
            verb=verb,
            key=key,
            title=title,
            value=_shown(verb, about, new),
            previous=_shown(verb, about, old),
            undone=bool(gone),
            batch=batch,
            label=label,
            own=bool(own),
            kind=Kind(kind),
            reached=stands,
        )
        for seq, at, offset, verb, key, title, about, new, old, gone, batch, label, own, kind, stands in rows
    ]


STRETCHES = (1, 16, 256)
"""How many times the acts that are wanted each writer's newest are looked through, before all are."""


def _newest(database: Database, ids: Sequence[int] | None, limit: int | None) -> list[int]:
    """The rows of `entries`, in its order. Those of several writers lie in the order they came here, and no
    index has their times."""
    among = ""
    params: dict[str, object] = {"limit": -1 if limit is None else limit}
    if ids is not None:
        among = (
            " WHERE j.key IN (SELECT k.key FROM json_each(:ids) i"
            " CROSS JOIN paper_keys k ON k.paper = i.value)"
        )
        params["ids"] = json.dumps(list(ids))
    ordered = (
        "SELECT j.id, b.logical FROM {} CROSS JOIN batches b ON b.id = j.batch"
        f"{among} ORDER BY b.logical DESC, j.id DESC LIMIT :limit"
    )
    for times in STRETCHES if limit is not None else ():
        # No writer's time runs backwards: what is not among its newest acts is older than these.
        stretch = {"stretch": (limit or 0) * times}
        found = database.rows(
            ordered.format("writers w CROSS JOIN journal j ON j.writer = w.id AND j.seq > w.seq - :stretch"),
            params | stretch,
        )
        beyond = database.value(
            "SELECT max(b.logical) FROM writers w CROSS JOIN journal j ON j.writer = w.id"
            " AND j.seq = w.seq - :stretch CROSS JOIN batches b ON b.id = j.batch",
            stretch,
        )
        if beyond is None or (len(found) == limit and (not found or found[-1][1] >= beyond)):
            return [row[0] for row in found]
    return [row[0] for row in database.rows(ordered.format("journal j"), params)]


def _shown(verb: str, subject: str, value: str) -> str:
    if verb == "tag":
        return f"#{subject}" if value == "1" else ""
    if verb in ("read", "star", "watch"):
        return "yes" if value == "1" else "no"
    if verb == "enrich":
        return _enriched_key(value)
    if verb == "snooze" and value.isdecimal() and len(value) <= 12:
        return iso(int(value) * 1000, 0)
    return value


def _enriched_key(value: str) -> str:
    """What an ENRICH act is about, in a word: the key the paper has by it."""
    try:
        fields = json.loads(value)
    except (ValueError, RecursionError):
        return ""
    key = fields.get("key") if isinstance(fields, dict) else None
    return key if isinstance(key, str) else ""


def iso(at: int, offset: int) -> str:
    """Milliseconds since 1970 as ISO 8601 in the zone they were noted in."""
    from datetime import UTC, datetime, timedelta, timezone

    try:  # A library may hold what an earlier program took from a foreign file.
        zone = timezone(timedelta(minutes=offset)) if offset else UTC
        return datetime.fromtimestamp(at / 1000, zone).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return ""


def enriched(database: Database, first: int, last: int) -> list[tuple[str, int, str, str]]:
    """(key, paper, old, new) of the ENRICH acts among journal rows first..last, last first."""
    return [
        (row[0], row[1], row[2], row[3])
        for row in database.rows(
            "SELECT j.key, k.paper, j.old, j.new FROM journal j CROSS JOIN paper_keys k ON k.key = j.key"
            " WHERE j.id BETWEEN ? AND ? AND j.verb = 'enrich' ORDER BY j.id DESC",
            (first, last),
        )
    ]


def papers_since(database: Database, since: int) -> set[int]:
    """Papers that something was decided about from a moment in milliseconds on."""
    return {
        row[0]
        for row in database.rows(
            "SELECT DISTINCT k.paper FROM batches b INDEXED BY batches_at CROSS JOIN journal j"
            " ON j.id BETWEEN b.first AND b.last JOIN paper_keys k ON k.key = j.key WHERE b.at >= ?",
            (since,),
        )
    }


def placed_by(database: Database, batch: int) -> tuple[set[int], set[int]]:
    """Papers that a batch starred, queued or set done, and those it unstarred or put anywhere else."""
    kept: set[int] = set()
    other: set[int] = set()
    for paper, verb, new in database.rows(
        "SELECT k.paper, j.verb, j.new FROM batches b CROSS JOIN journal j ON j.id BETWEEN b.first AND b.last"
        " CROSS JOIN paper_keys k ON k.key = j.key WHERE b.id = ? AND j.verb IN ('star', 'place')",
        (batch,),
    ):
        (kept if new in _KEEPING[verb] else other).add(paper)
    return kept, other


def newest(database: Database) -> int:
    """The id of the newest row; 0 for none."""
    return int(database.value("SELECT coalesce(max(id), 0) FROM journal") or 0)


def papers_after(database: Database, row: int) -> set[int]:
    """Papers that the rows behind `row` are about."""
    return {
        paper
        for (paper,) in database.rows(
            "SELECT DISTINCT k.paper FROM journal j CROSS JOIN paper_keys k ON k.key = j.key WHERE j.id > ?",
            (row,),
        )
    }


def rules_that_acted(database: Database, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Names of the rules that acted on papers and were not undone."""
    found: dict[int, dict[str, None]] = {}
    for paper, label in database.rows(
        "SELECT k.paper, b.label FROM json_each(?) i CROSS JOIN paper_keys k ON k.paper = i.value"
        " JOIN journal j ON j.key = k.key JOIN batches b ON b.id = j.batch"
        " WHERE b.label LIKE 'rule %' AND b.kind = 0 AND coalesce(b.undone, 0) = 0",
        (json.dumps(list(ids)),),
    ):
        found.setdefault(paper, {})[label[5:].rpartition(":")[0]] = None
    return {paper: tuple(names) for paper, names in found.items()}


def acts(database: Database, among: Collection[int] | None = None) -> Iterator[tuple[Act, int | None]]:
    """Every act with the paper it is on (None: not here), in the order of hybrid logical time; or only those
    on papers `among`. Where two writers had the same moment their names decide: on every machine alike."""
    chosen = ""
    params: tuple[str, ...] = ()
    if among is not None:
        chosen = (
            " WHERE j.key IN (SELECT o.key FROM json_each(?) i CROSS JOIN paper_keys o ON o.paper = i.value)"
        )
        params = (json.dumps(list(among)),)
    try:
        for row in database.execute(
            "SELECT j.seq, w.device || '/' || w.library || '/' || w.epoch, j.batch, b.at, b.offset,"
            " b.logical, j.key, j.verb, j.subject, j.old, j.new, k.paper FROM batches b JOIN journal j"
            " ON j.id BETWEEN b.first AND b.last JOIN writers w ON w.id = j.writer"
            f" LEFT JOIN paper_keys k ON k.key = j.key{chosen}"
            " ORDER BY b.logical, w.device, w.library, w.epoch, j.seq",
            params,
        ):
            stamp = Stamp(row[3], row[4], row[5])
            yield Act(row[0], row[1], row[2], stamp, row[6], row[7], row[8], row[9], row[10]), row[11]
    except sqlite3.Error as error:
        raise trouble(error, database.path) from error
