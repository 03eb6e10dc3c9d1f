"""How many parts the index of words is in, for tests that bring it together."""

from __future__ import annotations

from digestui.library.library import Library
from digestui.storage import papers

NAMED = 37
"""Bits below the number of a part in the ids of what it holds, as FTS5 packs them."""


def parts(library: Library) -> int:
    """The parts of the index of words."""
    return int(
        library.database.value(f"SELECT count(DISTINCT id >> {NAMED}) FROM fts_data WHERE id >> {NAMED}")
    )


def scatter(library: Library, pieces: int = 6) -> None:
    """Leave the index in parts, as imports of many papers do: each transaction its own."""
    ids = [row[0] for row in library.database.rows("SELECT id FROM papers ORDER BY id")]
    database = library.database
    with database.write():
        database.execute("INSERT INTO fts(fts) VALUES('delete-all')")
    for piece in range(pieces):
        with database.write():
            papers.gather(database, bulk=True)
            papers.index(database, ids[piece::pieces])
            papers.gather(database, bulk=False)
