"""What is written of a file in one transaction: taken in piece by piece while the file is read on, and
committed or dropped as a whole. What a record means for a paper is `chunk`, how long a stretch may be
`file_intake`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from digestui.library.arriving import Arrival
from digestui.library.chunk import Chunk
from digestui.library.library import Library
from digestui.library.work import Outcome

PAUSED = 800
"""New papers that are worth indexing while one waits. The sixteenth piece of index has all of them merged on
the spot; few large pieces keep an import of ten thousand below that."""


class Stretch:
    """One transaction after another; the first piece opens it."""

    def __init__(self, lib: Library, *, bulk: bool, index: bool = True) -> None:
        self._lib = lib
        self._chunk = Chunk(lib, bulk=bulk, index=index)
        self._open: AbstractContextManager[None] | None = None
        self._outcome = Outcome()
        self.size = 0
        """Records taken in and not yet committed."""

    def take(self, items: Sequence[Arrival]) -> None:
        """Take records in; they are not in the library until `commit`."""
        self._begin()
        self._outcome.add(self._chunk.take(items, later=True))
        self.size += len(items)

    def use_pause(self) -> None:
        """Nothing is there to be taken in just now: make what was taken in findable."""
        self._chunk.settle(least=PAUSED)

    def commit(self, last: Callable[[Outcome], None]) -> None:
        """Commit what was taken in; `last` is told what became of it, inside the transaction."""
        self._begin()
        self._chunk.settle()
        last(self._outcome)
        self._chunk.over()
        opened, self._open = self._open, None
        assert opened is not None
        opened.__exit__(None, None, None)
        self._outcome, self.size = Outcome(), 0

    def drop(self, error: BaseException) -> None:
        """Something was raised: nothing of what was not committed counts."""
        opened, self._open = self._open, None
        if opened is not None:
            opened.__exit__(type(error), error, error.__traceback__)

    def _begin(self) -> None:
        if self._open is None:
            opened = self._lib.database.write()
            opened.__enter__()
            self._open = opened
