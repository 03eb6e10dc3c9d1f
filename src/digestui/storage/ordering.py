"""Every paper of a query in the order it asks for: newest first, best first, or by a column.

Best first is bm25 with the title above the abstract. Ranking grows with the hits, so above `RANKED` only a
part is ranked: papers whose title matches, then the newest `NEWEST`, then the rest as they arrived.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Sequence
from itertools import filterfalse
from math import isqrt

from digestui.model.query import And, In, Named, NameField, Or, Order, OrderBy, Query, Where, words_of
from digestui.storage import indexed, names, orders
from digestui.storage.database import Database
from digestui.storage.orders import KINDS, LAST, Kind
from digestui.storage.search import Plan, numbers, papers, plan, test

RANKED = 50_000
NEWEST = 10_000
STRETCH = 5_000
"""Papers of the rest that are put behind those ranked at a time."""
WEIGHTS = "8.0, 1.0, 2.0, 8.0, 1.0, 2.0"
"""Of title, abstract, authors, and their other spellings."""


def order_of(query: Query) -> Order:
    """The order a query asks for; best first where it names none and has words, else newest first."""
    words = bool(words_of(query.where))
    if query.order is None:
        return Order(OrderBy.RELEVANCE if words else OrderBy.DIGEST)
    if query.order.by is OrderBy.RELEVANCE and not words:
        return Order(OrderBy.DIGEST, query.order.reverse)
    return query.order


def first(database: Database, query: Query, now: int, day: int, limit: int) -> list[int]:
    """The first papers, as fast as they can be had: where the query asks for the best, the newest instead."""
    limit = limit if query.limit is None else min(limit, query.limit)
    order = order_of(query)
    if order.by is OrderBy.RELEVANCE:
        order = Order(OrderBy.DIGEST)
    found = plan(database, query, now, exact=False)
    if found.whole_library and (column := indexed.COLUMNS.get(order.by)):
        return indexed.first(database, found, column, order.reverse, limit)
    walk = _walk(database, query, found, order, now, limit)
    return list(walk.ids(limit) if walk else _by_column(database, query, found, order, day, limit))


def around(database: Database, query: Query, now: int, paper: int, limit: int) -> list[int]:
    """The part of a settled query's list that `paper` stands in, a third of it above, where the list is
    newest first or in an order that is kept: as fast as the first page, however deep. Empty where it has
    another order or not this paper."""
    order = order_of(query)
    if query.limit is not None:
        return []
    found = plan(database, query, now, exact=False)
    if walk := _walk(database, query, found, order, now, limit):
        return walk.around(paper, limit)
    if found.whole_library and (column := indexed.COLUMNS.get(order.by)):
        return indexed.around(database, found, column, order.reverse, paper, limit)
    if order.by is not OrderBy.DIGEST:
        return []
    on, back, way, up = (">=", "<", "ASC", "DESC") if order.reverse else ("<=", ">", "DESC", "ASC")
    place = {**found.params, "around": paper}
    below = numbers(
        database,
        found.select(f" AND {found.id} {on} :around ORDER BY {found.id} {way} LIMIT {limit}"),
        place,
    )
    if not below or below[0] != paper:
        return []
    before = found.select(f" AND {found.id} {back} :around ORDER BY {found.id} {up} LIMIT {limit // 3}")
    return [*reversed(numbers(database, before, place)), *below]


def all_of(database: Database, query: Query, now: int, day: int) -> array[int]:
    """Every paper of a settled query in its order; `day` is the number of the day, for `sort:random`."""
    order = order_of(query)
    found = plan(database, query, now)
    if order.by is OrderBy.RELEVANCE:
        ids = _ranked(database, query, found, now, None if order.reverse else query.limit)
        if order.reverse:
            ids.reverse()
        return ids if query.limit is None else ids[: query.limit]
    if walk := _walk(database, query, found, order, now, query.limit):
        return walk.ids(query.limit)
    return _by_column(database, query, found, order, day, query.limit)


# -- best first ---------------------------------------------------------------------------------------------


def _ranked(database: Database, query: Query, found: Plan, now: int, limit: int | None) -> array[int]:
    """Best first, at least the first `limit` of them: what comes after those is not looked for."""
    if not found.match or not found.table.startswith("fts "):
        return _ranked_apart(database, query, found, now)
    if _up_to(database, found, RANKED + 1) <= RANKED:
        bound = "" if limit is None else f" LIMIT {limit}"
        best = found.select(f" ORDER BY bm25(fts, {WEIGHTS}), f.rowid DESC{bound}")
        return numbers(database, best, found.params)
    titles = plan(database, query, now, title_only=True)
    first = dict.fromkeys(numbers(database, _newest_ranked(titles), titles.params))
    if limit is None or len(first) < limit:
        first.update(dict.fromkeys(numbers(database, _newest_ranked(found), found.params)))
    if limit is not None and len(first) >= limit:
        return array("q", first)
    rest = numbers(database, found.select(" ORDER BY f.rowid DESC"), found.params)
    ids = array("q", first)
    for start in range(0, len(rest), STRETCH):  # as `numbers`: no thread waits for a million at once
        ids.extend(filterfalse(first.__contains__, rest[start : start + STRETCH]))
        time.sleep(0)
    return ids


def _newest_ranked(found: Plan) -> str:
    """The newest `NEWEST` hits, best first."""
    if not found.table.startswith("fts "):
        return found.select(f" ORDER BY {found.id} DESC LIMIT {NEWEST}")
    inner = (
        f"SELECT f.rowid AS id, bm25(fts, {WEIGHTS}) AS r FROM fts f WHERE {found.where}"
        f" ORDER BY f.rowid DESC LIMIT {NEWEST}"
    )
    return f"SELECT id FROM ({inner}) ORDER BY r, id DESC"


def _ranked_apart(database: Database, query: Query, found: Plan, now: int) -> array[int]:
    """Hits that were not read from the index of words: those that hold any of the words first, best first."""
    ids = numbers(database, found.select(f" ORDER BY {found.id} DESC"), found.params)
    words = words_of(query.where)
    any_word = Query(And((Or(words) if len(words) > 1 else words[0], In(Where.ANY))))
    ranked = plan(database, any_word, now)
    if not ranked.match or len(ids) > RANKED:
        return ids
    wanted = set(ids)
    best = [paper for paper in numbers(database, _newest_ranked(ranked), ranked.params) if paper in wanted]
    placed = set(best)
    return array("q", [*best, *(paper for paper in ids if paper not in placed)])


# -- by a column --------------------------------------------------------------------------------------------


def _by_column(
    database: Database, query: Query, found: Plan, order: Order, day: int, limit: int | None
) -> array[int]:
    bound = "" if limit is None else f" LIMIT {limit}"
    way = "DESC" if order.reverse else "ASC"
    if order.by is OrderBy.DIGEST:
        id_way = "ASC" if order.reverse else "DESC"
        return numbers(database, found.select(f" ORDER BY {found.id} {id_way}{bound}"), found.params)
    orders.learn_functions(database)
    match order.by:
        case OrderBy.DATE:
            value = "(SELECT published FROM papers x WHERE x.id = h.id)"
        case OrderBy.UPVOTES:
            value = "(SELECT upvotes FROM papers x WHERE x.id = h.id)"
        case OrderBy.TITLE:
            value = "(SELECT digestui_title(title) FROM papers x WHERE x.id = h.id)"
        case OrderBy.AUTHOR:
            value = "(SELECT digestui_author(authors) FROM papers x WHERE x.id = h.id)"
        case OrderBy.ADDED:
            value = (
                "(SELECT min(d.added_at) FROM entries e CROSS JOIN digests d ON d.id = e.digest"
                " WHERE e.paper = h.id)"
            )
        case OrderBy.RANK:
            value = f"(SELECT min(e.rank) FROM entries e WHERE e.paper = h.id{_ranks_in(database, query)})"
        case _:
            value = _shuffled("h.id", day)
    sql = (
        f"SELECT id FROM (SELECT h.id AS id, {value} AS v FROM ({found.select()}) h)"
        f" ORDER BY v IS NULL, v {way}, id DESC{bound}"
    )
    return numbers(database, sql, found.params)


def _ranks_in(database: Database, query: Query) -> str:
    """Which digests ranks are read from: those the query names, else all."""
    conditions = query.where.items if isinstance(query.where, And) else (query.where,)
    for item in conditions:
        if isinstance(item, Named) and item.field is NameField.DIGEST:
            chosen = names.digests(database, item.value, item.prefix)
            return f" AND e.digest IN ({', '.join(map(str, chosen))})"
    return ""


def _shuffled(id: str, day: int) -> str:
    """A number that depends on the paper and the day alone, whatever else the query holds."""
    # Every step stays under 2^63, where SQLite would go over to floating point.
    mixed = f"({id} & 16777215) * 40503 + ({id} >> 24) * 9176"
    return f"(({mixed}) * {2_000_003 + day % 500_009} % 2147483647)"


# -- by an order that is kept -------------------------------------------------------------------------------

WORTH = 50
"""So many papers of a kept order are walked over in the time of reading and folding one title."""
DENSE = 8
"""Where one in so many papers is held, testing papers on the way costs less than naming all that are held."""
PROBE = 1_000
"""So many papers the index of words names in the time of asking it about a single one."""


def wanted(database: Database, query: Query) -> Kind | None:
    """The order that a query would be answered from if it were kept, and up to date."""
    kind = KINDS.get(order_of(query).by)
    if kind is None or (orders.kept(database, kind) and not orders.behind(database)):
        return None
    return kind


def _walk(
    database: Database, query: Query, found: Plan, order: Order, now: int, limit: int | None
) -> _Walk | None:
    """How to walk a kept order to the papers of a query; None where it is not kept, or sorting is faster."""
    kind = KINDS.get(order.by)
    if kind is None or not orders.kept(database, kind):
        return None
    if found.whole_library and found.where == "1":
        return _Walk(database, kind, order.reverse, "1", {})
    size = papers(database)
    few = size // WORTH if limit is None else isqrt(limit * size // WORTH)
    many = isqrt(limit * size * PROBE) if found.match and limit is not None else size // DENSE
    if _up_to(database, found, few + 1) <= few:
        return None
    passes, params = test(database, query, now, "o.paper")
    if limit is None:
        # State is looked up for each paper in little time; what lies with the papers is read in their order.
        tested = found.whole_library and "papers" not in passes
    else:
        tested = found.whole_library or _up_to(database, found, many + 1) > many
    if not tested:
        passes, params = f"+o.paper IN ({found.select()})", found.params
    return _Walk(database, kind, order.reverse, passes, params)


def _up_to(database: Database, found: Plan, most: int) -> int:
    """How many papers a query holds, at most `most`."""
    return int(database.value(f"SELECT count(*) FROM ({found.select(f' LIMIT {most}')})", found.params))


class _Walk:
    """A walk along a kept order, past the papers that a query does not hold.

    Papers that are not in it as they are now (`unordered`) are left out and come in from the side: SQLite
    merges both in order, and stops at the limit.
    """

    def __init__(
        self, database: Database, kind: Kind, reverse: bool, passes: str, params: dict[str, object]
    ) -> None:
        orders.learn_functions(database)
        self.database = database
        self.kind = kind
        self.reverse = reverse
        self.passes = passes
        self.params = params
        self.behind = orders.behind(database)

    def ids(self, limit: int | None) -> array[int]:
        """The first papers, or all."""
        if not self.reverse:
            return self._read([("1", "ASC", "DESC")], limit)
        # Papers without a value come last both ways.
        return self._read([(f"{{v}} < {LAST}", "DESC", "DESC"), (f"{{v}} = {LAST}", "DESC", "DESC")], limit)

    def around(self, paper: int, limit: int) -> list[int]:
        """Papers about one of them, a third of them above; empty where the query does not hold it."""
        kind = self.kind
        own = f"SELECT coalesce({kind.function}({kind.column}), {LAST}) FROM papers WHERE id = ?"
        value = self.database.value(own, (paper,))
        if value is None:
            return []
        self.params = {**self.params, "value": value, "paper": paper}
        after, before, way, back = ("<", ">", "DESC", "ASC") if self.reverse else (">", "<", "ASC", "DESC")
        below = [("{v} = :value AND {id} <= :paper", way, "DESC"), (f"{{v}} {after} :value", way, "DESC")]
        above = [("{v} = :value AND {id} > :paper", back, "ASC"), (f"{{v}} {before} :value", back, "ASC")]
        if self.reverse and value == b"":
            below, above[1] = below[:1], (f"{{v}} < {LAST}", back, "ASC")
        elif self.reverse:
            below.append((f"{{v}} = {LAST}", way, "DESC"))
            above[1] = (f"{{v}} > :value AND {{v}} < {LAST}", back, "ASC")
        here = self._read(below, limit)
        return [*reversed(self._read(above, limit // 3)), *here] if here and here[0] == paper else []

    def _read(self, parts: Sequence[tuple[str, str, str]], limit: int | None) -> array[int]:
        """Papers of stretches of the order, one after the other: (condition, way of values, way of ids)."""
        found = array("q")
        for part in parts:
            more = None if limit is None else limit - len(found)
            if more != 0:
                found.extend(numbers(self.database, self._sql(*part, more), self.params))
        return found

    def _sql(self, stretch: str, way: str, id_way: str, limit: int | None) -> str:
        where = f"{stretch.format(v='o.value', id='o.paper')} AND {self.passes}"
        sql = f"SELECT o.value v, o.paper id FROM ordered o WHERE o.kind = {self.kind.number} AND {where}"
        if self.behind:
            value = f"coalesce({self.kind.function}(p.{self.kind.column}), {LAST})"
            now = f"SELECT p.id paper, {value} value FROM unordered u CROSS JOIN papers p ON p.id = u.paper"
            sql += (
                " AND NOT EXISTS(SELECT 1 FROM unordered u WHERE u.paper = o.paper)"
                f" UNION ALL SELECT o.value, o.paper FROM ({now}) o WHERE {where}"
            )
        bound = "" if limit is None else f" LIMIT {limit}"
        return f"SELECT id FROM ({sql} ORDER BY v {way}, id {id_way}{bound})"
