"""The papers that change, with each value before and after, and what follows for state and counts.

`temp.picked` holds them while an act is carried out: numbers from 1 on in the order of the act (n), what is
known of the paper, each value before (p0 r0 s0 z0 w0) and after (p1 r1 s1 z1 w1), and for undo the letters of
values it leaves alone (apart).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from digestui.model.journal import Verb
from digestui.model.triage import Place
from digestui.records import dataclass
from digestui.storage import counters
from digestui.storage.counters import Flag
from digestui.storage.database import Database

_PLACE = "CASE {} WHEN 1 THEN 'queue' WHEN 2 THEN 'done' WHEN 3 THEN 'dismissed' ELSE 'inbox' END"
_PLACE_NUMBER = "CASE {} WHEN 'queue' THEN 1 WHEN 'done' THEN 2 WHEN 'dismissed' THEN 3 ELSE 0 END"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of `triage`: its letter in `temp.picked`, and how the journal writes its values."""

    verb: Verb
    column: str
    letter: str
    written: str
    parsed: str
    default: str = "0"


FIELDS = (
    Field(Verb.PLACE, "place", "p", _PLACE, _PLACE_NUMBER),
    Field(Verb.READ, "read", "r", "{}", "CAST({} AS INTEGER)"),
    Field(Verb.STAR, "starred", "s", "{}", "CAST({} AS INTEGER)"),
    Field(Verb.SNOOZE, "snoozed_until", "z", "coalesce({}, '')", "CAST(nullif({}, '') AS INTEGER)", "NULL"),
    Field(Verb.WATCH, "watched", "w", "{}", "CAST({} AS INTEGER)"),
)
BY_LETTER = {field.letter: field for field in FIELDS}
BEFORE = ", ".join(
    f"coalesce(t.{field.column}, {field.default}) {field.letter}0" for field in FIELDS
).replace("coalesce(t.snoozed_until, NULL)", "t.snoozed_until")
ANY_CHANGE = " OR ".join(f"{f.letter}1 IS NOT {f.letter}0" for f in FIELDS)
_COLUMNS = ", ".join(f.column for f in FIELDS)
_AFTER = ", ".join(f"{f.letter}1" for f in FIELDS)
_UPSERT = (
    f"INSERT INTO triage(paper, {_COLUMNS}) SELECT paper, {_AFTER} FROM temp.picked WHERE true"
    " ON CONFLICT(paper) DO UPDATE SET " + ", ".join(f"{f.column} = excluded.{f.column}" for f in FIELDS)
)


def prepare(database: Database) -> None:
    """Make the connection's scratch tables; best before a transaction, which would take them with it."""
    if "picked" in database.kept:
        return
    counters.prepare(database)
    letters = ", ".join(f"{f.letter}{n}" for n in (0, 1) for f in FIELDS)
    database.execute(
        "CREATE TEMP TABLE IF NOT EXISTS picked(n INTEGER PRIMARY KEY, paper INTEGER, key TEXT, year, code,"
        f" {letters}, apart TEXT)"
    )
    if not database.connection.in_transaction:
        database.kept["picked"] = True


def was(database: Database, many: int) -> dict[int, tuple[bool, Place]]:
    """Star and place before, of at most so many papers in which one of these changes."""
    return {
        paper: (bool(starred), Place(place))
        for paper, starred, place in database.rows(
            "SELECT paper, s0, p0 FROM temp.picked WHERE s1 IS NOT s0 OR p1 IS NOT p0 LIMIT ?", (many,)
        )
    }


def settle(database: Database, letters: set[str]) -> None:
    """State and counts for what `temp.picked` holds; `letters` are the fields that may differ."""
    if letters & {"p", "r"}:
        counters.move(database)
    database.execute(_UPSERT)
    for letter, flag in (("s", Flag.STARRED), ("w", Flag.WATCHED)):
        if letter in letters:
            counters.add(
                database,
                f"SELECT 'flag', {flag}, p1, r1, sum({letter}1 - {letter}0) FROM temp.picked"
                f" WHERE {letter}1 <> {letter}0 GROUP BY p1, r1",
            )


def settle_tag(database: Database, number: int, on: bool) -> None:
    """Give the papers in `temp.picked` a tag that none of them has, or take away one that all have."""
    if on:
        database.execute("INSERT INTO paper_tags(tag, paper) SELECT ?, paper FROM temp.picked", (number,))
    else:
        database.execute(
            "DELETE FROM paper_tags WHERE tag = ? AND paper IN (SELECT paper FROM temp.picked)", (number,)
        )
    counters.shift(database, "tag", number, "SELECT paper FROM temp.picked", 1 if on else -1)


def settle_note(database: Database, paper: int, old: str, new: str, at: int) -> None:
    """Put a note in place of `old`, empty for none."""
    from digestui.storage import notes

    notes.write(database, paper, new, at)
    if bool(old) != bool(new):
        counters.shift(database, "flag", Flag.NOTED, "SELECT ? paper", 1 if new else -1, (paper,))


def seen(database: Database, ids: Sequence[int]) -> list[int]:
    """Forget that newer versions of papers came since they were read; gives those that had one."""
    if database.value("SELECT 1 FROM revised LIMIT 1") is None:
        return []
    chosen = json.dumps(list(ids))
    inside = "SELECT r.paper FROM json_each(?) j CROSS JOIN revised r ON r.paper = j.value"
    counters.shift(database, "flag", Flag.UPDATED, inside, -1, (chosen,))
    news = [row[0] for row in database.rows(inside, (chosen,))]
    database.executemany("DELETE FROM revised WHERE paper = ?", [(paper,) for paper in news])
    return news
