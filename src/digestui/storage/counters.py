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

Running snoozes are not in here (they end by themselves): subtract them through `triage_snoozed`.
"""

from __future__ import annotations

from enum import IntEnum

from digestui.storage.database import Database


class Flag(IntEnum):
    """Values of the facet `flag`. Stored: never renumber."""

    STARRED = 1
    NOTED = 2
    WATCHED = 3
    UPDATED = 4
    CODE = 5


# Which facets the papers of temp.{0} count under; {1} are further columns of temp.{0} to carry along.
_OF_PAPERS = """
SELECT 'all' facet, 0 value, {1} FROM temp.{0} c
UNION ALL SELECT 'year', p.year, {1}
  FROM temp.{0} c CROSS JOIN papers p INDEXED BY papers_facets ON p.id = c.paper WHERE p.year IS NOT NULL
UNION ALL SELECT 'flag', 5, {1}
  FROM temp.{0} c CROSS JOIN papers p INDEXED BY papers_facets ON p.id = c.paper WHERE p.has_code = 1
UNION ALL SELECT 'category', x.category, {1}
  FROM temp.{0} c CROSS JOIN paper_categories x ON x.paper = c.paper
UNION ALL SELECT 'digest', e.digest, {1} FROM temp.{0} c CROSS JOIN entries e ON e.paper = c.paper
UNION ALL SELECT 'source', s.source, {1} FROM temp.{0} c CROSS JOIN (
    SELECT DISTINCT e.paper, d.source FROM temp.{0} i CROSS JOIN entries e ON e.paper = i.paper
    CROSS JOIN digests d ON d.id = e.digest) s ON s.paper = c.paper
"""
_OF_READER = """
UNION ALL SELECT 'tag', x.tag, {1} FROM temp.{0} c CROSS JOIN paper_tags x ON x.paper = c.paper
UNION ALL SELECT 'flag', 1, {1} FROM temp.{0} c CROSS JOIN triage t ON t.paper = c.paper WHERE t.starred = 1
UNION ALL SELECT 'flag', 2, {1} FROM temp.{0} c CROSS JOIN notes x ON x.paper = c.paper
UNION ALL SELECT 'flag', 3, {1} FROM temp.{0} c CROSS JOIN triage t ON t.paper = c.paper WHERE t.watched = 1
UNION ALL SELECT 'flag', 4, {1} FROM temp.{0} c CROSS JOIN revised x ON x.paper = c.paper
"""
_ADD = " ON CONFLICT(facet, value, place, read) DO UPDATE SET n = n + excluded.n"


def prepare(database: Database) -> None:
    """Make the connection's scratch tables."""
    database.execute(
        "CREATE TEMP TABLE IF NOT EXISTS counted(paper INTEGER PRIMARY KEY, place INTEGER, read INTEGER)"
    )
    database.execute("CREATE TEMP TABLE IF NOT EXISTS moved(facet, value, p0, r0, p1, r1, n)")


def choose(database: Database, ids_json: str) -> None:
    """Name the papers that `leave` and `enter` are about, a JSON array of ids, as they count now."""
    database.execute("DELETE FROM temp.counted")
    database.execute(
        "INSERT OR IGNORE INTO temp.counted SELECT j.value, coalesce(t.place, 0), coalesce(t.read, 0)"
        " FROM json_each(?) j LEFT JOIN triage t ON t.paper = j.value",
        (ids_json,),
    )


def leave(database: Database) -> None:
    """Take the chosen papers out of every count: call it before they change."""
    _add_up(database, -1, _OF_PAPERS + _OF_READER)


def enter(database: Database, *, new: bool = False) -> None:
    """Put the chosen papers into every count; `new` ones are known to carry nothing personal."""
    _add_up(database, 1, _OF_PAPERS if new else _OF_PAPERS + _OF_READER)


def _add_up(database: Database, sign: int, facets: str) -> None:
    database.execute(
        f"INSERT INTO counters SELECT facet, value, place, read, {sign} * count(*)"
        f" FROM ({facets.format('counted', 'c.place, c.read')}) WHERE true"
        f" GROUP BY facet, value, place, read{_ADD}"
    )


def move(database: Database) -> None:
    """Follow papers of `temp.picked` whose place or read changes from p0, r0 to p1, r1."""
    facets = (_OF_PAPERS + _OF_READER).format("moving", "c.p0, c.r0, c.p1, c.r1")
    database.execute(
        f"INSERT INTO temp.moved SELECT facet, value, p0, r0, p1, r1, count(*) FROM ({facets})"
        " GROUP BY facet, value, p0, r0, p1, r1"
    )
    for place, read, sign in (("p0", "r0", "-"), ("p1", "r1", "")):
        database.execute(
            f"INSERT INTO counters SELECT facet, value, {place}, {read}, {sign}sum(n) FROM temp.moved"
            f" WHERE true GROUP BY facet, value, {place}, {read}{_ADD}"
        )
    database.execute("DELETE FROM temp.moved")


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
        database.execute("DELETE FROM counters")
        database.execute("DELETE FROM temp.counted")
        database.execute(
            "INSERT INTO temp.counted SELECT p.id, coalesce(t.place, 0), coalesce(t.read, 0)"
            " FROM papers p INDEXED BY papers_facets LEFT JOIN triage t ON t.paper = p.id"
        )
        enter(database)
        database.execute("DELETE FROM temp.counted")


def read_all(database: Database) -> dict[tuple[str, int, int, int], int]:
    """Every count above zero, by (facet, value, place, read)."""
    return {(f, v, p, r): n for f, v, p, r, n in database.rows("SELECT * FROM counters WHERE n <> 0")}
