"""Search: first hundred newest, ranked hundred, exact count, over the same questions in raw SQL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from common import Context, Line, in_turn, p50

if TYPE_CHECKING:
    from digestui.library.library import Library

KINDS = (
    "rare",
    "middle",
    "common",
    "two words",
    "word + prefix",
    "in title",
    "phrase",
    "prefix 2",
    "prefix 3",
)
RANKED_MOST = 50_000


def measure(context: Context) -> Iterator[Line]:
    import floor_sql

    from digestui.library import orders, search
    from digestui.library.library import Library

    db = floor_sql.connect(str(context.floor))
    mix = floor_sql.queries(db)
    with Library.open(context.library, readonly=True) as lib:
        firsts: list[float] = []
        for kind in (*KINDS, "prefix 5"):
            pairs = []
            for words in mix[kind][:3]:
                query = search.understand(lib, f"{words} in:any sort:digest").query
                pairs.append(
                    in_turn(
                        lambda query=query: search.first_page(lib, query, 100),
                        lambda words=words: db.execute(floor_sql.FORMS["newest 100"], (words,)).fetchall(),
                    )
                )
            ours, floor = p50([a for a, _ in pairs]), p50([b for _, b in pairs])
            firsts += [a for a, _ in pairs]
            yield Line(f"newest 100: {kind}", ours, max(floor, 0.1), 1.3, note="floor at least 0.1 ms")
        worst = sorted(firsts)[int(0.95 * (len(firsts) - 1))]
        yield Line("newest 100: p95 of all", worst, 20, 1.0, note="over 20 ms")
        for kind in ("middle", "common"):
            words = mix[kind][0]
            query = search.understand(lib, f"{words} in:any").query
            few = db.execute(floor_sql.FORMS["count"], (words,)).fetchone()[0] <= RANKED_MOST
            for name, most in (("100", 100), ("all ids", None)):
                limited = search.limited(query, most)
                ours, floor = in_turn(
                    lambda limited=limited: search.find(lib, limited),
                    lambda words=words, few=few, most=most: best(db, words, few, most),
                    3,
                )
                yield Line(f"ranked, {name}: {kind}", ours, max(floor, 0.1), 1.3)
        for kind in ("rare", "common", "prefix 3"):
            words = mix[kind][0]
            query = search.understand(lib, f"{words} in:any").query
            ours, floor = in_turn(
                lambda query=query: search.count(lib, query),
                lambda words=words: db.execute(floor_sql.FORMS["count"], (words,)).fetchall(),
                3,
            )
            yield Line(f"count: {kind}", ours, max(floor, 0.1), 1.3)
        yield from pages(lib, "date", "upvotes")
    db.close()
    # Orders by title and author are kept from the first time on that somebody asks for them.
    with Library.open(context.copy(context.library, "orders.db")) as lib:
        for order in ("title", "author") if context.size > orders.LEAST else ():
            query = search.understand(lib, f"sort:{order}").query
            start = time.perf_counter()
            orders.keep(lib, query)
            took = (time.perf_counter() - start) * 1e6 / context.size
            yield Line(f"keeping sort:{order}, a paper", took, 20, 1.0, "us", note="once; over 20 us")
        yield from pages(lib, "title", "-title", "author", "-author")
        for order in ("title", "author"):
            query = search.understand(lib, f"sort:{order}").query
            ours, _ = in_turn(lambda query=query: search.find(lib, query), lambda: None, 3)
            most = 100 + context.size / 1000
            yield Line(f"all ids, sort:{order}", ours, most, 1.0, note="over 0.1 s + 1 us a paper")


BOUNDED = (
    "SELECT rowid FROM (SELECT rowid, rank r FROM fts WHERE fts MATCH ? ORDER BY rowid DESC LIMIT 10000)"
    " ORDER BY r"
)


def best(db: sqlite3.Connection, words: str, few: bool, most: int | None) -> None:
    """The same papers by plain SQL: all ranked where they are few, else titles, the newest, and the rest."""
    if few:
        bound = "" if most is None else f" LIMIT {most}"
        db.execute(f"SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rank{bound}", (words,)).fetchall()
        return
    titles = db.execute(BOUNDED, (f"title : {words}",)).fetchall()
    if most is not None and len(titles) >= most:
        return
    db.execute(BOUNDED, (words,)).fetchall()
    if most is None:
        db.execute("SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rowid DESC", (words,)).fetchall()


def pages(lib: Library, *orders: str) -> Iterator[Line]:
    """First pages of the whole library."""
    from digestui.library import search

    for order in orders:
        query = search.understand(lib, f"sort:{order}").query
        ours, _ = in_turn(lambda query=query: search.first_page(lib, query, 100), lambda: None, 3)
        yield Line(f"first page, sort:{order}", ours, 20, 1.0, note="over 20 ms")
