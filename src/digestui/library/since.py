"""What others did to the library since a list was asked for, measured against that list.

Acts leave journal rows, whoever acts: the papers of those since the last look are judged anew, and no other,
so that a look costs by what was done and not by what there is.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable

from digestui.library import search
from digestui.library.library import Library
from digestui.model.query import Query
from digestui.model.rows import Row
from digestui.records import dataclass
from digestui.storage import journal

MOST = 5_000
"""Acts since the last look whose papers are judged one by one; after more the whole list is asked again."""
SLICE = 50_000
"""Ids looked through at a time: no longer may a thread keep the others waiting."""


@dataclass(frozen=True, slots=True)
class Since:
    """What came of a look."""

    mark: int
    """The newest journal row: the next look begins behind it."""
    rows: list[Row]
    """Papers wanted, and those of the list that somebody decided about, as they are now."""
    gone: set[int]
    """Papers of the list that the query no longer holds."""
    new: int
    """Papers that the query holds and the list lacks."""
    lost: set[int]
    """Papers wanted that are not in the library any more."""
    whole: bool = False
    """More was decided than `rows` tell."""


def mark(lib: Library) -> int:
    """The newest row of the journal."""
    return journal.newest(lib.database)


def look(
    lib: Library,
    query: Query,
    ids: array[int],
    gone: Collection[int],
    wanted: Iterable[int],
    after: int | None,
) -> Since:
    """Judge a list again after the journal row `after` (None: that is not known), when `gone` was true of it;
    with the rows of the papers `wanted`."""
    shown = list(wanted)
    newest = journal.newest(lib.database)
    if after is None or newest - after > MOST:
        return _anew(lib, query, ids, shown, newest)
    here = _among(journal.papers_after(lib.database, after), ids)
    left = (set(gone) - here) | (here - search.matching(lib, query, here))
    stay = len(ids) - len(_among(left, ids))
    rows = search.rows(lib, [*shown, *(here - set(shown))])
    new = max(0, search.count(lib, query) - stay)
    return Since(newest, rows, left, new, set(shown) - {row.id for row in rows})


def _anew(lib: Library, query: Query, ids: array[int], shown: list[int], newest: int) -> Since:
    """The same, after more than can be judged one by one."""
    hits = search.find(lib, query)
    found = set(hits.ids) if hits.near_query is None else set()
    left = {paper for part in _slices(ids) for paper in part if paper not in found}
    rows, new = search.rows(lib, shown), len(found) - (len(ids) - len(left))
    return Since(newest, rows, left, new, set(shown) - {row.id for row in rows}, whole=True)


def _slices(ids: array[int]) -> Iterable[array[int]]:
    return (ids[start : start + SLICE] for start in range(0, len(ids), SLICE))


def _among(papers: Collection[int], ids: array[int]) -> set[int]:
    """Those of `papers` that are in the list."""
    wanted = set(papers)
    return {paper for part in _slices(ids) for paper in wanted.intersection(part)} if wanted else set()
