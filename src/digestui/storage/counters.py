"""How many papers have each value, by place and read: so that the filters cost a hundred rows, not a scan.

One row per (facet, value, place, read) that has papers, kept in the transaction of every act and import:
whoever changes what a paper counts under calls `leave` before and `enter` after. `recount` starts anew.

| facet    | value                                                                     |
|----------|---------------------------------------------------------------------------|
| all      | 0                                                                         |
| year     | year of publication                                                       |
| category | categories.id; a paper counts under each it has                           |
| digest   | digests.id; a paper counts under each it is in                            |
| source   | sources.id of those digests                                               |
| tag      | tags.id                                                                   |
| flag     | one of `Flag`                                                             |
| within   | categories.id; a paper counts under it for any of its family, see `within` |

Running snoozes are not in here (they end by themselves): subtract them through `triage_snoozed`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache

from digestui.kinds import IntEnum
from digestui.storage import within
from digestui.storage.database import Database


class Flag(IntEnum):
    """Values of the facet `flag`. Stored: never renumber."""

    STARRED = 1
    NOTED = 2
    WATCHED = 3
    UPDATED = 4
    CODE = 5


NO_YEAR = 10_000
# The values of papers, each with the way its paper goes (`k`): value * 64 + k, as one JSON array. Counting
# them here takes half of what grouping there takes, which sorts them.
_TRAITS = (
    f"SELECT json_group_array((((coalesce(c.year, {NO_YEAR}) * 2 + c.code) * 2 + c.starred) * 2 + c.watched)"
    " * 64 + c.k) FROM {traits} c"
)
_OF_PAPERS = {
    "category": "SELECT json_group_array(x.category * 64 + c.k) FROM {papers} c"
    " CROSS JOIN paper_categories x ON x.paper = c.paper",
    "digest": "SELECT json_group_array(e.digest * 64 + c.k) FROM {papers} c"
    " CROSS JOIN entries e ON e.paper = c.paper",
    "source": "SELECT json_group_array(d.source * 64 + c.k) FROM {papers} c"
    " CROSS JOIN entries e ON e.paper = c.paper CROSS JOIN digests d ON d.id = e.digest"
    " WHERE NOT EXISTS(SELECT 1 FROM entries o CROSS JOIN digests q ON q.id = o.digest"
    " WHERE o.paper = e.paper AND o.digest < e.digest AND q.source = d.source)",
}
_OF_READER = {
    "tag": "SELECT json_group_array(x.tag * 64 + c.k) FROM {papers} c"
    " CROSS JOIN paper_tags x ON x.paper = c.paper",
    "noted": "SELECT json_group_array(c.k) FROM {papers} c CROSS JOIN notes x ON x.paper = c.paper",
    "updated": "SELECT json_group_array(c.k) FROM {papers} c CROSS JOIN revised x ON x.paper = c.paper",
}
_ANY_OF_READER = (
    "SELECT EXISTS(SELECT 1 FROM paper_tags LIMIT 1), EXISTS(SELECT 1 FROM notes LIMIT 1),"
    " EXISTS(SELECT 1 FROM revised LIMIT 1)"
)
_FLAGS = {"noted": Flag.NOTED, "updated": Flag.UPDATED}
_ADD = " ON CONFLICT(facet, value, place, read) DO UPDATE SET n = n + excluded.n"
_HERE = "coalesce(t.place, 0) * 18 + coalesce(t.read, 0) * 9"
_NEW = (
    "(SELECT p.year, p.has_code code, 0 starred, 0 watched, c.k FROM temp.counted c"
    " CROSS JOIN papers p INDEXED BY papers_facets ON p.id = c.paper)"
)
_OLD = (
    "(SELECT p.year, p.has_code code, coalesce(t.starred, 0) starred, coalesce(t.watched, 0) watched, c.k"
    " FROM temp.counted c CROSS JOIN papers p INDEXED BY papers_facets ON p.id = c.paper"
    " LEFT JOIN triage t ON t.paper = c.paper)"
)
AT_ONCE = 50_000
"""Papers that `recount` counts at a time: their values are held in memory."""


def prepare(database: Database) -> None:
    """Make the connection's scratch table: papers and how each goes.

    k = place before * 16 + read before * 8 + place after * 2 + read after.
    """
    database.execute("CREATE TEMP TABLE IF NOT EXISTS counted(paper INTEGER PRIMARY KEY, k INTEGER)")


def choose(database: Database, ids_json: str) -> None:
    """Name the papers that `leave` and `enter` are about, a JSON array of ids, as they count now."""
    database.execute("DELETE FROM temp.counted")
    database.execute(
        f"INSERT OR IGNORE INTO temp.counted SELECT j.value, {_HERE}"
        " FROM json_each(?) j LEFT JOIN triage t ON t.paper = j.value",
        (ids_json,),
    )


def leave(database: Database) -> None:
    """Take the chosen papers out of every count: call it before they change."""
    _add_up(database, _tally(database, "temp.counted", _OLD), ((_before, -1),))


def enter(database: Database, *, new: bool = False) -> None:
    """Put the chosen papers into every count; `new` ones are known to carry nothing personal."""
    tally = _tally(database, "temp.counted", _NEW if new else _OLD, personal=not new)
    _add_up(database, tally, ((_after, 1),))


def move(database: Database) -> None:
    """Follow the papers in `temp.picked` (see `picked`), which are as they were before, to where they go."""
    picked = "p0 * 16 + r0 * 8 + p1 * 2 + r1 k FROM temp.picked WHERE p1 <> p0 OR r1 <> r0"
    traits = f"(SELECT year, code, s0 starred, w0 watched, {picked})"
    _add_up(database, _tally(database, f"(SELECT paper, {picked})", traits), ((_before, -1), (_after, 1)))


Tally = dict[tuple[str, int, int], int]
"""How many papers count under (facet, value, k)."""


def _tally(database: Database, papers: str, traits: str, *, personal: bool = True) -> Tally:
    """Count papers; `papers` gives (paper, k), `traits` what a look at each tells: (year, code, starred,
    watched, k)."""
    single = single_digests(database)
    there = database.row(_ANY_OF_READER) if personal else None
    asked, sql = _question(papers, traits, there or (0, 0, 0), single is None)
    found: tuple[str, ...] = database.row(sql) or ()
    tally: Counter[tuple[str, int, int]] = Counter()
    for facet, values in zip(asked, found, strict=True):
        for number, n in Counter(json.loads(values)).items():
            value, k = number >> 6, number & 63
            if facet == "traits":
                _add_traits(tally, value, k, n)
            elif facet in _FLAGS:
                tally["flag", int(_FLAGS[facet]), k] += n
            else:
                tally[facet, value, k] += n
                if facet == "digest" and single is not None:
                    tally["source", single[value], k] += n
    for (head, k), n in within.tally(database, papers).items():
        tally[within.FACET, head, k] += n
    return tally


@cache
def _question(papers: str, traits: str, there: tuple[int, ...], sources: bool) -> tuple[dict[str, str], str]:
    """What is asked, by facet, and all of it as one statement; `there` says of which personal facets there is
    anything, `sources` whether digests do not tell them."""
    personal = {facet: sql for (facet, sql), any_ in zip(_OF_READER.items(), there, strict=True) if any_}
    asked = {"traits": _TRAITS} | _OF_PAPERS | personal
    if not sources:
        del asked["source"]
    columns = ", ".join(f"({sql.format(papers=papers, traits=traits)})" for sql in asked.values())
    return asked, f"SELECT {columns}"


def _add_traits(tally: Counter[tuple[str, int, int]], traits: int, k: int, n: int) -> None:
    tally["all", 0, k] += n
    if (year := traits >> 3) != NO_YEAR:
        tally["year", year, k] += n
    for bit, flag in enumerate((Flag.WATCHED, Flag.STARRED, Flag.CODE)):
        if traits >> bit & 1:
            tally["flag", int(flag), k] += n


def _before(k: int) -> tuple[int, int]:
    return k >> 4, k >> 3 & 1


def _after(k: int) -> tuple[int, int]:
    return k >> 1 & 3, k & 1


def _add_up(
    database: Database, tally: Tally, ways: tuple[tuple[Callable[[int], tuple[int, int]], int], ...]
) -> None:
    changes: Counter[tuple[str, int, int, int]] = Counter()
    for (facet, value, k), n in tally.items():
        for where, sign in ways:
            changes[facet, value, *where(k)] += sign * n
    database.executemany(
        f"INSERT INTO counters VALUES(?, ?, ?, ?, ?){_ADD}",
        sorted((*cell, n) for cell, n in changes.items() if n),
    )


def single_digests(database: Database) -> dict[int, int] | None:
    """The source of each digest, if no source has several: its papers are then the source's."""
    found = dict(database.rows("SELECT id, source FROM digests LIMIT 20"))
    return found if len(found) < 20 and len(set(found.values())) == len(found) else None


def add(database: Database, cells: str) -> None:
    """Add to counts what SQL gives: (facet, value, place, read, n), each once."""
    database.execute(f"INSERT INTO counters {cells}{_ADD}")


def shift(
    database: Database, facet: str, value: int, ids_sql: str, sign: int, params: tuple[object, ...] = ()
) -> None:
    """Count the papers that `ids_sql` gives in (1) or out (-1) under one value, where they are now."""
    database.execute(
        f"INSERT INTO counters SELECT ?, ?, coalesce(t.place, 0), coalesce(t.read, 0), {sign} * count(*)"
        f" FROM ({ids_sql}) i LEFT JOIN triage t ON t.paper = i.paper WHERE true GROUP BY 3, 4{_ADD}",
        (facet, value, *params),
    )


def recount(database: Database) -> None:
    """Count everything anew."""
    prepare(database)
    with database.write():
        heads = within.kept_heads(database)
        database.execute("DELETE FROM counters")
        within.keep(database, heads)
        last: int | None = -1
        while last is not None:
            database.execute("DELETE FROM temp.counted")
            database.execute(
                f"INSERT INTO temp.counted SELECT p.id, {_HERE} FROM papers p INDEXED BY papers_facets"
                f" LEFT JOIN triage t ON t.paper = p.id WHERE p.id > ? ORDER BY p.id LIMIT {AT_ONCE}",
                (last,),
            )
            enter(database)
            last = database.value("SELECT max(paper) FROM temp.counted")
        database.execute("DELETE FROM temp.counted")


def read_all(database: Database) -> dict[tuple[str, int, int, int], int]:
    """Every count above zero, by (facet, value, place, read)."""
    return {(f, v, p, r): n for f, v, p, r, n in database.rows("SELECT * FROM counters WHERE n <> 0")}
