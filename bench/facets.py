"""The counts of the filters: of everything, of the inbox, under words with many hits."""

from __future__ import annotations

from collections.abc import Iterator

from common import Context, Line, took


def measure(context: Context) -> Iterator[Line]:
    import floor_sql

    from digestui.library import facets, search
    from digestui.library.library import Library

    db = floor_sql.connect(str(context.floor))
    common = floor_sql.queries(db)["common"][0]
    db.close()
    with Library.open(context.library, readonly=True) as lib:
        for name, text, budget in (
            ("no query", "in:any", 3.0),
            ("the inbox", "in:inbox", 3.0),
            ("one state", "is:unread", 3.0),
            ("a common word", f"{common} in:any", 50.0),
        ):
            query = search.understand(lib, text).query
            hits = search.count(lib, query)
            ms = took(lambda query=query: facets.facets(lib, query), 3)
            yield Line(f"facets: {name}", ms, budget, 1.0, note=f"{hits:,} hits, over {budget:g} ms")
