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


# How many papers of temp.counted count under each value, by the way they go (`k`). Each facet is grouped by
# itself: sorting ten thousand rows by two numbers takes half of what sorting all facets together takes.
_OF_PAPERS = """
SELECT 'all', 0, c.k, count(*) FROM temp.counted c GROUP BY c.k
UNION ALL SELECT 'year', p.year, c.k, count(*)
  FROM temp.counted c CROSS JOIN papers p INDEXED BY papers_facets ON p.id = c.paper
  WHERE p.year IS NOT NULL GROUP BY p.year, c.k
UNION ALL SELECT 'flag', 5, c.k, count(*)
  FROM temp.counted c CROSS JOIN papers p INDEXED BY papers_facets ON p.id = c.paper
  WHERE p.has_code = 1 GROUP BY c.k
UNION ALL SELECT 'category', x.category, c.k, count(*)
  FROM temp.counted c CROSS JOIN paper_categories x ON x.paper = c.paper GROUP BY x.category, c.k
UNION ALL SELECT 'digest', e.digest, c.k, count(*)
  FROM temp.counted c CROSS JOIN entries e ON e.paper = c.paper GROUP BY e.digest, c.k
UNION ALL SELECT 'source', d.source, c.k, count(*)
  FROM temp.counted c CROSS JOIN entries e ON e.paper = c.paper CROSS JOIN digests d ON d.id = e.digest
  WHERE NOT EXISTS(
    SELECT 1 FROM entries o CROSS JOIN digests q ON q.id = o.digest
    WHERE o.paper = e.paper AND o.digest < e.digest AND q.source = d.source)
  GROUP BY d.source, c.k
"""
_OF_READER = """
UNION ALL SELECT 'tag', x.tag, c.k, count(*)
  FROM temp.counted c CROSS JOIN paper_tags x ON x.paper = c.paper GROUP BY x.tag, c.k
UNION ALL SELECT 'flag', 1, c.k, count(*)
  FROM temp.counted c CROSS JOIN triage t ON t.paper = c.paper WHERE t.starred = 1 GROUP BY c.k
UNION ALL SELECT 'flag', 2, c.k, count(*)
  FROM temp.counted c CROSS JOIN notes x ON x.paper = c.paper GROUP BY c.k
UNION ALL SELECT 'flag', 3, c.k, count(*)
  FROM temp.counted c CROSS JOIN triage t ON t.paper = c.paper WHERE t.watched = 1 GROUP BY c.k
UNION ALL SELECT 'flag', 4, c.k, count(*)
  FROM temp.counted c CROSS JOIN revised x ON x.paper = c.paper GROUP BY c.k
"""
_ADD = " ON CONFLICT(facet, value, place, read) DO UPDATE SET n = n + excluded.n"
_FROM, _TO = ("k / 16", "(k / 8) % 2"), ("(k / 2) % 4", "k % 2")
_HERE = "coalesce(t.place, 0) * 18 + coalesce(t.read, 0) * 9"


def prepare(database: Database) -> None:
    """Make the connection's scratch tables.

    `counted` holds papers and how each goes: k = place before * 16 + read before * 8 + place after * 2 + read
    after.
    """
    database.execute("CREATE TEMP TABLE IF NOT EXISTS counted(paper INTEGER PRIMARY KEY, k INTEGER)")
    database.execute("CREATE TEMP TABLE IF NOT EXISTS moved(facet, value, k, n)")


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
    _add_up(database, _OF_PAPERS + _OF_READER, ((_FROM, "-"),))


def enter(database: Database, *, new: bool = False) -> None:
    """Put the chosen papers into every count; `new` ones are known to carry nothing personal."""
    _add_up(database, _OF_PAPERS if new else _OF_PAPERS + _OF_READER, ((_TO, ""),))


def move(database: Database, picked: str) -> None:
    """Follow papers whose place or read changes; `picked` gives them with p0, r0 (before), p1, r1 (after)."""
    database.execute("DELETE FROM temp.counted")
    database.execute(
        "INSERT INTO temp.counted SELECT paper, p0 * 16 + r0 * 8 + p1 * 2 + r1"
        f" FROM {picked} WHERE p1 <> p0 OR r1 <> r0"
    )
    _add_up(database, _OF_PAPERS + _OF_READER, ((_FROM, "-"), (_TO, "")))


def _add_up(database: Database, facets: str, ways: tuple[tuple[tuple[str, str], str], ...]) -> None:
    database.execute("DELETE FROM temp.moved")
    database.execute(f"INSERT INTO temp.moved {facets}")
    for (place, read), sign in ways:
        database.execute(
            f"INSERT INTO counters SELECT facet, value, {place}, {read}, {sign}sum(n) FROM temp.moved"
            f" WHERE true GROUP BY 1, 2, 3, 4{_ADD}"
        )


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
            f"INSERT INTO temp.counted SELECT p.id, {_HERE} FROM papers p INDEXED BY papers_facets"
            " LEFT JOIN triage t ON t.paper = p.id"
        )
        enter(database)
        database.execute("DELETE FROM temp.counted")


def read_all(database: Database) -> dict[tuple[str, int, int, int], int]:
    """Every count above zero, by (facet, value, place, read)."""
    return {(f, v, p, r): n for f, v, p, r, n in database.rows("SELECT * FROM counters WHERE n <> 0")}
