"""Keeping orders by title and author, for who sorts by them: when it is worth it, and how it is done.

Answers are the same with and without: `storage.ordering` sorts where no order is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from digestui.library.library import Library
from digestui.model.query import Query
from digestui.storage import ordering, orders
from digestui.storage.search import papers

LEAST = 2_000
"""Papers of a library in which sorting begins to be felt."""


def wanted(lib: Library, query: Query) -> bool:
    """Whether keeping the order a query asks for, or bringing it up to date, would save time."""
    return ordering.wanted(lib.database, query) is not None and papers(lib.database) > LEAST


def keep(lib: Library, query: Query, *, stop: Callable[[], bool] = lambda: False) -> bool:
    """Keep the order that a query asks for from now on, or bring it up to date; True if it is there then.

    Takes some ten seconds for a million papers, and writes in short transactions: where `lib` may only be
    read, through a connection of its own.
    """
    kind = ordering.wanted(lib.database, query)
    if kind is None:
        return True
    if lib.database.readonly:
        with lib.another(readonly=False) as writing:
            return keep(writing, query, stop=stop)
    with closing(lib.another()) as reading:
        return orders.make(lib.database, reading.database, kind, clock=lib.clock, stop=stop)
