"""`sync`: exchange acts and papers with one's other machines through a folder that anything may carry.

Papers are taken in first, then acts, then what is new here goes out (`sending`). Each step is a transaction
that leaves the state what the journal tells, so an exchange may be cut short at any moment and goes on the
next time. What a file says is `exchange.segments`, what acts do `storage.taking`, what papers do `telling`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from os import fsencode
from pathlib import Path

from digestui.errors import BadInput
from digestui.exchange import records, segments
from digestui.exchange.folder import Folder, Segment
from digestui.exchange.segments import ACTS, PAPERS
from digestui.library import backup, sending, telling
from digestui.library.chunk import Chunk
from digestui.library.library import Library
from digestui.library.sync_files import AHEAD, NEWER, Files
from digestui.model.exchange import Origin, SharedBatch, Skipped, SyncReport
from digestui.storage import exchange, shared, taking
from digestui.text.safe import one_line

OURS_AHEAD = (
    "what is decided here is stamped a century after the clock, and other machines do not take it: set the "
    "clock right, or, if it is, put back a backup from before it was wrong"
)
FOLDER = "sync"
"""Under this name the library remembers which folder it last exchanged with."""


def sync(
    lib: Library,
    folder: Path,
    *,
    progress: Callable[[str], None] | None = None,
) -> SyncReport:
    """Exchange with the folder, which is made where the one above it is there.

    A file that cannot be used is in the report and keeps no other out. Raises `BadInput` where the folder
    cannot be used, `Trouble` where nothing can be written in it, `LibraryTrouble` where the library cannot be
    written.
    """
    return Exchange(lib, Folder.at(folder), progress or (lambda _: None)).run()


class Exchange:
    """One exchange of one library with one folder."""

    def __init__(self, lib: Library, folder: Folder, progress: Callable[[str], None]) -> None:
        self._lib = lib
        self._db = lib.database
        self._folder = folder
        self._progress = progress
        self._report = SyncReport(str(folder.path))
        self._me = exchange.identity(self._db, lib.device)
        if segments.origin_of(self._me.name) is None:
            why = f"this device is called {one_line(lib.device, 60)}, which cannot be part of a file's name"
            raise BadInput("sync", why, "remove the file `device` in the state folder")
        self._believed = records.believed(lib.clock())
        self._files = Files(self._db, folder, self._believed)
        self._told: set[bytes] = set()
        """Addresses of the papers that were read in this exchange: they need not be told again."""
        self._everybody = False
        """Whether this library exchanged with another folder before, or somebody's files were taken away
        from this one: then it tells what it knows of others too, who may never come again."""

    def run(self) -> SyncReport:
        """Do it all."""
        taking.prepare(self._db)
        self._is_it_the_same_folder()
        self._are_we_older()
        self._keep_a_copy()
        self._read_papers()
        self._read_acts()
        self._report.sent = sending.acts(self._lib, self._files, self._me, everybody=self._everybody)
        self._report.papers_sent = sending.papers(
            self._lib, self._files, self._me, self._told, self._progress
        )
        self._clear()
        self._report.skipped = list(self._files.skipped.values())
        self._report.waiting = taking.waiting(self._db)
        self._report.ahead = exchange.latest(self._db) > self._believed
        if (self._lib.recall(FOLDER) or {}).get("folder") != self._place:
            self._lib.remember(FOLDER, {"folder": self._place})
        return self._report

    @property
    def _place(self) -> str:
        """The folder as the library can keep it: a name need not be text."""
        return fsencode(self._folder.path.resolve()).decode("utf-8", "backslashreplace")

    # -- before -----------------------------------------------------------------------------------------

    def _is_it_the_same_folder(self) -> None:
        """What is known of a folder says nothing of another one, nor of one that lost papers of ours or
        all of somebody's: whoever comes new finds everything there."""
        last = (self._lib.recall(FOLDER) or {}).get("folder", self._place)
        self._everybody = last != self._place or self._files.gone()
        if not self._everybody and not self._files.lost(self._me, PAPERS):
            return
        with self._db.write():
            self._files.forget()
            shared.tell_all(self._db)

    def _are_we_older(self) -> None:
        """Acts of our own that we do not know: an exchange was cut short, or this library is an older copy
        of itself, and what was done in it since then begins a new epoch.

        Earlier lives count too: a backup of an older copy knows of another course of such a life than the
        one that was told.
        """
        mine = self._me.device, self._me.library
        own = [s for s in self._files.unknown(ACTS) if s.named.origin and s.named.origin[:2] == mine]
        for segment in sorted(own, key=lambda s: (s.named.origin or s.carrier, s.named.first)):
            origin = segment.named.origin
            batches = self._files.acts(segment)
            if origin is None or batches is None:
                continue
            same = exchange.agreed(self._db, origin, batches)
            if same == segment.named.last:
                self._files.remember([segment])
                continue
            last = exchange.last_seq(self._db, origin)
            if origin == self._me or same < last:
                with self._db.write():
                    exchange.begin_epoch(self._db, origin, min(same, last), self._lib.now())
                self._me = exchange.identity(self._db, self._lib.device)
                self._report.renewed = True

    def _keep_a_copy(self) -> None:
        """Keep a copy before two libraries meet for the first time."""
        libraries = sorted({s.carrier.library for s in self._files.there if not self._files.known(s)})
        strange = [name for name in libraries if not exchange.has_met(self._db, name)]
        if strange and not exchange.empty(self._db):
            self._progress("copying the library before it meets another")
            self._report.kept = str(backup.before(self._lib, f"meeting-{strange[0]}"))

    # -- in ---------------------------------------------------------------------------------------------

    def _read_papers(self) -> None:
        chunk = Chunk(self._lib, bulk=True)
        unknown = self._files.unknown(PAPERS)
        for number, segment in enumerate(unknown, 1):
            self._progress(f"reading papers, file {number:,} of {len(unknown):,}")
            told = self._files.papers(segment)
            if told is None:
                continue
            self._told.update(map(records.address, told))
            for start in range(0, len(told), sending.STRETCH):
                self._take_papers(chunk, segment.carrier, told[start : start + sending.STRETCH])
            self._files.remember([segment])

    def _take_papers(self, chunk: Chunk, carrier: Origin, told: Sequence[records.Record]) -> None:
        latest = max(rank[0] for record in told for rank in record.ranks.values())
        with self._db.write():
            exchange.advance(self._db, carrier, latest)
            logical = exchange.clock(self._db, self._me, self._lib.clock())
            taken = telling.take(self._lib, chunk, told, logical)
            chunk.over()
        self._report.papers_received += taken.new
        self._report.papers_updated += taken.updated
        self._report.changed |= taken.decided

    def _read_acts(self) -> None:
        """Each writer's acts in their order; after a gap nothing is taken until the gap is filled."""
        ordered = sorted(
            self._files.unknown(ACTS), key=lambda s: (s.named.origin or s.carrier, s.named.first)
        )
        for origin, segments_of in groupby(ordered, key=lambda s: s.named.origin):
            assert origin is not None
            for segment in segments_of:
                last = exchange.last_seq(self._db, origin)
                if segment.named.first > last + 1:
                    lacking = f"acts {last + 1:,} to {segment.named.first - 1:,} of the same writer"
                    self._files.skip(segment, f"{lacking} come before it and are not here yet")
                elif (batches := self._files.acts(segment)) is not None:
                    self._take_acts(segment, origin, batches, last)

    def _take_acts(self, segment: Segment, origin: Origin, batches: Sequence[SharedBatch], last: int) -> None:
        news = [_after(batch, last) for batch in batches if batch.first + len(batch.acts) - 1 > last]
        if news:
            self._progress(f"reading acts {last + 1:,} to {segment.named.last:,}")
            noted = {act.key for batch in news for act in batch.acts if act.verb == segments.NOTE}
            with self._db.write():
                before = taking.standing(self._db, noted)
                self._report.changed |= taking.take(self._db, origin, news)
                after = taking.standing(self._db, noted)
            self._report.beside += sum(count > before.get(paper, 1) for paper, count in after.items())
            self._report.received += segment.named.last - last
        self._files.remember([segment])

    # -- after ------------------------------------------------------------------------------------------

    def _clear(self) -> None:
        """Take away damaged segments in our own folder: all that they held is written anew.

        Those that can only be read later stay: nobody else may have what they hold.
        """
        skipped = {one.file for one in self._files.skipped.values() if one.why not in (NEWER, AHEAD)}
        damaged = [
            s
            for s in self._files.there
            if s.carrier == self._me and s.name in skipped and s.named.origin in (None, self._me)
        ]
        self._files.remove(damaged)


def _after(batch: SharedBatch, last: int) -> SharedBatch:
    """What a step holds after act number `last`."""
    from digestui.records import replace

    known = last + 1 - batch.first
    return batch if known <= 0 else replace(batch, first=last + 1, acts=batch.acts[known:])


def shown(report: SyncReport) -> str:
    """The sentence that says what was exchanged."""

    def many(count: int, what: str) -> str:
        return f"{count:,} {what}{'' if count == 1 else 's'}"

    said = (
        f"sent {many(report.sent, 'act')} and {many(report.papers_sent, 'paper')}, "
        f"received {many(report.received, 'act')} and {many(report.papers_received, 'paper')}"
    )
    if report.papers_updated:
        said += f" ({report.papers_updated:,} updated)"
    if report.beside:
        said += f"; {many(report.beside, 'note')} kept beside another"
    if report.waiting:
        said += f"; {many(report.waiting, 'act')} wait for their papers"
    if report.skipped:
        said += f"; {many(len(report.skipped), 'file')} skipped"
    return said


__all__ = ["OURS_AHEAD", "Skipped", "shown", "sync"]
