"""Every paper of a query in the order it asks for: newest first, best first, or by a column.

Best first is bm25 with the title above the abstract. Ranking grows with the hits, so above `RANKED` only a
part is ranked: papers whose title matches, then the newest `NEWEST`, then the rest as they arrived.
"""

from __future__ import annotations

from array import array
from weakref import WeakSet

from digestui.model.query import And, In, Named, NameField, Or, Order, OrderBy, Query, Where, words_of
from digestui.storage import names
from digestui.storage.database import Database
from digestui.storage.search import Plan, numbers, plan
from digestui.text.folding import fold
from digestui.text.latex import to_unicode

RANKED = 50_000
NEWEST = 10_000
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
    if found.whole_library and (column := _INDEXED.get(order.by)):
        return _first_by_index(database, found, column, order.reverse, limit)
    return list(_by_column(database, query, found, order, day, limit))


def around(database: Database, query: Query, now: int, paper: int, limit: int) -> list[int]:
    """The part of a settled query's list that `paper` stands in, a third of it above, where the list is
    newest first: as fast as the first page, however deep. Empty where it has another order or not this
    paper."""
    order = order_of(query)
    if order.by is not OrderBy.DIGEST or order.reverse or query.limit is not None:
        return []
    found = plan(database, query, now, exact=False)
    place = {**found.params, "around": paper}
    on = found.select(f" AND {found.id} <= :around ORDER BY {found.id} DESC LIMIT {limit}")
    below = numbers(database, on, place)
    if not below or below[0] != paper:
        return []
    back = found.select(f" AND {found.id} > :around ORDER BY {found.id} ASC LIMIT {limit // 3}")
    return [*reversed(numbers(database, back, place)), *below]


def all_of(database: Database, query: Query, now: int, day: int) -> array[int]:
    """Every paper of a settled query in its order; `day` is the number of the day, for `sort:random`."""
    order = order_of(query)
    found = plan(database, query, now)
    if order.by is OrderBy.RELEVANCE:
        ids = _ranked(database, query, found, now)
        if order.reverse:
            ids.reverse()
        return ids if query.limit is None else ids[: query.limit]
    return _by_column(database, query, found, order, day, query.limit)


# -- best first ---------------------------------------------------------------------------------------------


def _ranked(database: Database, query: Query, found: Plan, now: int) -> array[int]:
    if not found.match or not found.table.startswith("fts "):
        return _ranked_apart(database, query, found, now)
    bounded = f"SELECT count(*) FROM ({found.select(f' LIMIT {RANKED + 1}')})"
    if int(database.value(bounded, found.params)) <= RANKED:
        return numbers(database, _best(found), found.params)
    titles = plan(database, query, now, title_only=True)
    in_title = numbers(database, _newest_ranked(titles), titles.params)
    seen = set(in_title)
    for sql in (_newest_ranked(found), found.select(" ORDER BY f.rowid DESC")):
        more = [paper for paper in numbers(database, sql, found.params) if paper not in seen]
        in_title.extend(more)
        seen.update(more)
    return in_title


def _best(found: Plan) -> str:
    return found.select(f" ORDER BY bm25(fts, {WEIGHTS}), f.rowid DESC")


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

_INDEXED = {OrderBy.DATE: ("published", "papers_published"), OrderBy.UPVOTES: ("upvotes", "papers_upvotes")}


def _first_by_index(
    database: Database, found: Plan, column: tuple[str, str], reverse: bool, limit: int
) -> list[int]:
    """The first papers of the whole library by a column that has an index; papers without a value last."""
    name, index = column
    table = f"papers p INDEXED BY {index}"
    way = "DESC" if reverse else "ASC"
    sql = (
        f"SELECT p.id FROM {table} WHERE p.{name} IS NOT NULL AND {found.where}"
        f" ORDER BY p.{name} {way}, p.id DESC LIMIT {limit}"
    )
    ids = [row[0] for row in database.rows(sql, found.params)]
    if len(ids) < limit:
        sql = (
            f"SELECT p.id FROM papers p WHERE p.{name} IS NULL AND {found.where}"
            f" ORDER BY p.id DESC LIMIT {limit - len(ids)}"
        )
        ids += [row[0] for row in database.rows(sql, found.params)]
    return ids


def _by_column(
    database: Database, query: Query, found: Plan, order: Order, day: int, limit: int | None
) -> array[int]:
    bound = "" if limit is None else f" LIMIT {limit}"
    way = "DESC" if order.reverse else "ASC"
    if order.by is OrderBy.DIGEST:
        id_way = "ASC" if order.reverse else "DESC"
        return numbers(database, found.select(f" ORDER BY {found.id} {id_way}{bound}"), found.params)
    _learn_functions(database)
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


_TAUGHT: WeakSet[Database] = WeakSet()


def _learn_functions(database: Database) -> None:
    """Teach the connection how titles and authors sort. For queries only: no view or trigger may use them."""
    if database in _TAUGHT:
        return
    database.connection.create_function("digestui_title", 1, sort_title, deterministic=True)
    database.connection.create_function("digestui_author", 1, sort_author, deterministic=True)
    _TAUGHT.add(database)


def sort_title(title: str | None) -> str | None:
    """What a title sorts by: folded, from its first letter or digit on."""
    folded = fold(to_unicode(title or ""))
    for at, character in enumerate(folded):
        if character.isalnum():
            return folded[at:]
    return folded or None


def sort_author(authors: str | None) -> str | None:
    """What a list of authors sorts by: the first one's family name, then the whole name."""
    author = fold(to_unicode((authors or "").split("\n", 1)[0])).strip()
    if not author:
        return None
    family = author.split(",", 1)[0] if "," in author else author.split()[-1]
    return f"{family}\x1f{author}"
