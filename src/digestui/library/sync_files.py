"""The segments of one exchange: which there are, which are known, which could not be read and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from digestui.exchange import segments
from digestui.exchange.folder import Folder, Segment
from digestui.exchange.records import Record
from digestui.exchange.segments import Damaged, Newer
from digestui.model.exchange import Origin, SharedBatch, Skipped
from digestui.storage import exchange
from digestui.storage.database import Database

T = TypeVar("T")
NEWER = "a newer digestui wrote it: update digestui here"
AHEAD = "it is stamped a century after the clock here: set the clock right, here or where it was written"


class Files:
    """A folder as one library knows it."""

    def __init__(self, database: Database, folder: Folder, believed: int) -> None:
        """`believed` is the latest stamp that is taken from others."""
        self._db = database
        self._folder = folder
        self._believed = believed
        self.there = folder.segments()
        self._known = exchange.known(database)
        self.skipped: dict[str, Skipped] = {}

    def known(self, segment: Segment) -> bool:
        """Whether a segment was taken in, or written here, and is as large as it was."""
        return self._known.get(segment.name) == segment.size

    def unknown(self, kind: str) -> list[Segment]:
        """Segments of a kind that are to be read, in the order of their names."""
        return [s for s in self.there if s.named.kind == kind and not self.known(s)]

    def lost(self, carrier: Origin, kind: str) -> bool:
        """Whether a known segment in our own folder is not there any more, or not whole."""
        here = {segment.name: segment.size for segment in self.there}
        prefix = f"{carrier.name}/{kind}-"
        return any(here.get(name) != size for name, size in self._known.items() if name.startswith(prefix))

    def gone(self) -> bool:
        """Whether all that is known of papers or acts in somebody's folder is not there any more.

        One file says nothing: writers put small ones together.
        """
        here = {(segment.path.parent.name, segment.named.kind) for segment in self.there}
        return any(whose not in here for whose in map(_folder_and_kind, self._known))

    def forget(self) -> None:
        """Know nothing any more. The caller holds the transaction."""
        exchange.forget(self._db)
        self._known = {}

    def remember(self, taken: Sequence[Segment]) -> None:
        """Note segments as known."""
        with self._db.write():
            exchange.remember(self._db, [(s.name, s.size) for s in taken])
        self._known.update((s.name, s.size) for s in taken)

    def acts(self, segment: Segment) -> list[SharedBatch] | None:
        """What a segment of acts holds; None where it is to be skipped, which is noted."""
        data = self._read(segment)
        try:
            found = None if data is None else segments.read_acts(segment.named, data)
            return self._timely(segment, found, lambda batch: batch.logical)
        except Damaged as damage:
            self.skip(segment, str(damage))
        except Newer:
            self.skip(segment, NEWER)
        return None

    def papers(self, segment: Segment) -> list[Record] | None:
        """What a segment of papers holds; None where it is to be skipped, which is noted."""
        data = self._read(segment)
        try:
            found = None if data is None else list(segments.read_papers(segment.named, data))
            return self._timely(segment, found, lambda one: max(rank for rank, _ in one.ranks.values()))
        except Damaged as damage:
            self.skip(segment, str(damage))
        except Newer:
            self.skip(segment, NEWER)
        return None

    def lines(self, segment: Segment) -> list[str] | None:
        """The lines of a segment of papers of our own; None where it cannot be read."""
        data = self._read(segment)
        try:
            return None if data is None else segments.lines_of(segment.named, data)
        except (Damaged, Newer):
            return None

    def _timely(self, segment: Segment, found: list[T] | None, stamp: Callable[[T], int]) -> list[T] | None:
        """What was read, unless any of it is stamped too late: then all of it waits until time has come, for
        half of a segment would be another telling than the whole."""
        if found and max(map(stamp, found)) > self._believed:
            self.skip(segment, AHEAD)
            return None
        return found

    def _read(self, segment: Segment) -> bytes | None:
        try:
            return self._folder.read(segment)
        except OSError as error:
            self.skip(segment, f"it cannot be read ({error.strerror or error})")
            return None

    def skip(self, segment: Segment, why: str) -> None:
        """Note that a segment is not taken in; it is read again the next time."""
        self.skipped[segment.name] = Skipped(segment.name, why)

    def write(self, carrier: Origin, name: str, data: bytes) -> Segment:
        """Put a segment of our own in place, durable and known."""
        written = self._folder.write(carrier, name, data)
        self.remember([written])
        self.there.append(written)
        return written

    def remove(self, old: Sequence[Segment], instead: Sequence[Segment] = ()) -> None:
        """Take away segments of our own whose records others hold."""
        kept = {segment.name for segment in instead}
        for segment in old:
            if segment.name not in kept:
                self._folder.remove(segment)
                self.there.remove(segment)
                self._known.pop(segment.name, None)
                with self._db.write():
                    exchange.forget(self._db, [segment.name])


def _folder_and_kind(name: str) -> tuple[str, str]:
    """Whose folder a segment lies in, by its name, and of which kind it is."""
    folder, _, file = name.partition("/")
    return folder, file.partition("-")[0]
