"""Bringing the index of words together again after papers came in: while nobody waits, in short transactions.

Answers are the same before and after. Each import leaves parts of the index behind it, and every search asks
all of them: a common word is found in a third of the time once they are one. Before that, what the filters
want kept of categories within others is counted in a library of an older program, which kept nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable

from digestui.library.library import Library
from digestui.storage import papers, within

PAGES = 200
"""Pages of the index written in one transaction, some fifteen milliseconds: an act waits no longer."""


def tidy(lib: Library, *, stop: Callable[[], bool] = lambda: False) -> bool:
    """Merge parts of the index of words until none are worth it, True then, or until told to `stop`.

    Three seconds for 100,000 papers just imported, half a minute for a million; the next time goes on where
    this one stopped. Raises `LibraryTrouble`.
    """
    while within.missing(lib.database):
        if stop():
            return False
        with lib.database.write():
            within.make(lib.database, within.missing(lib.database)[:1])
    while not stop():
        with lib.database.write():
            more = papers.merge(lib.database, PAGES)
        if not more:
            return True
    return False
