"""One file on its way into the library: which digest it makes, what was refused, how far it has come.

Which files there are is `intake`; what a record means for a paper that is already there is `chunk`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digestui import __version__
from digestui.library import backup
from digestui.library.ahead import Ahead
from digestui.library.arriving import Arrival, Target
from digestui.library.library import Library
from digestui.library.stretch import Stretch
from digestui.library.work import Outcome
from digestui.model.digest import DigestFacts
from digestui.model.rows import ImportedFile, Remark
from digestui.records import dataclass
from digestui.sources.base import Finding, FoundSource, Hint, Mended, Reject
from digestui.storage import digests, papers
from digestui.storage.digests import ImportRecord

if TYPE_CHECKING:
    from digestui.library.arrivals import Arrivals
    from digestui.model.triage import Personal

CHUNK_IN_USE, CHUNK, CHUNK_EMPTY = 500, 2000, 5_000
"""Papers in one transaction: it holds the write lock, so less while a reader has the library open."""
PIECE = 200
"""Papers that are worth writing while the next ones are read."""
REMARKS_REMEMBERED = 500
REMARKS_KEPT = 10_000
"""Of each file; a file with more broken records than that is told by its count."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come."""

    file: str
    done: int
    """Papers read of this file."""
    total: int | None = None
    """How many there are about, by the bytes read so far; None while unknown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user said about all files of one import."""

    digest: str | None = None
    date: str | None = None
    dry_run: bool = False
    in_use: bool = False

    @property
    def words(self) -> str:
        """What makes another digest of the same bytes."""
        return f"{self.digest}\x1f{self.date}" if self.digest or self.date else ""


class Stopped(Exception):
    """The user asked to stop; what is committed stays."""


class FileIntake:
    """One file on its way in."""

    def __init__(
        self,
        lib: Library,
        asked: Asked,
        label: str,
        hint: Hint,
        progress: Callable[[Progress], None] | None,
        stop: Callable[[], bool] | None,
        share: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self._lib = lib
        self._asked = asked
        self._label = label
        self._hint = hint
        self._progress = progress
        self._stop = stop
        self._share = share
        self._record = ImportRecord(b"", asked.words, label, "")
        self._counts = {"added": 0, "updated": 0, "unchanged": 0, "rejected": 0}
        self._sources = 0
        self._remarks: list[Remark] = []
        self._had: list[list[str]] = []
        self._targets: list[Target] = []
        self._personal: list[tuple[int, Personal]] = []
        self._arrivals: Arrivals | None = None
        self._plain = True
        """Whether all that the file does is to say what papers there are."""
        self._kept = False
        """Whether a copy of the library was made before its first long transaction, or none is needed."""
        self.resumed = False

    def run(
        self, format: str, findings: Callable[[], Iterator[Finding]], content_hash: bytes
    ) -> ImportedFile:
        """Bring the whole file in; `content_hash` recognises the same bytes later, empty for what never
        comes twice."""
        lib = self._lib
        self._record.hash = content_hash
        self._record.format = format
        before = digests.recall_import(lib.database, content_hash, self._asked.words)
        if before is not None and self._says_nothing_new(before):
            return self._same_as(before)
        skip = 0
        self._had = (before and before.report.get("digests")) or digests.digests_of_content(
            lib.database, content_hash
        )
        if before is not None and not before.finished and not self._asked.dry_run:
            self.resumed = True
            skip = before.done
            self._counts.update(before.report.get("counts", {}))
        empty = papers.none(lib.database)
        self._kept = empty or self.resumed
        size = CHUNK_IN_USE if self._asked.in_use else CHUNK_EMPTY if empty else CHUNK
        # A file of fewer is in as a whole or not at all; of a longer one less is worth a commit, unless
        # nobody waits for the lock.
        least, later = (size, size) if empty else (CHUNK + 1, CHUNK_IN_USE)
        number = 0
        stretch = Stretch(lib, bulk=empty or size >= CHUNK, index=not self._asked.dry_run)
        items: list[Arrival] = []
        target = None
        with self._dry(), _dropping(stretch):
            ahead = Ahead(findings(), self._share)
            self._share = lambda: ahead.share
            for finding in ahead:
                if finding is None:  # reading is behind: time to write
                    if stretch.size + len(items) >= least:
                        self._commit(stretch, items, number, finished=False)
                        items, least = [], later
                    elif empty and len(items) >= PIECE:
                        # Nobody waits for the lock of a library in which there is nothing.
                        stretch.take(items)
                        items = []
                    elif empty:
                        stretch.use_pause()
                    continue
                number += 1
                if isinstance(finding, DigestFacts):
                    target = self._target(finding)
                    continue
                if number <= skip:
                    continue
                if isinstance(finding, Arrival):
                    if stretch.size + len(items) >= size:
                        # Only now is it known that one transaction does not hold the whole file.
                        self._commit(stretch, items, number - 1, finished=False)
                        items, least = [], later
                    finding.target = target = target or self._target(DigestFacts())
                    items.append(finding)
                else:
                    self._note(finding)
                if number % 100 == 0:
                    self._tell(number)
                    if self._stopped():
                        self._commit(stretch, items, number, finished=False)
                        raise Stopped
            self._commit(stretch, items, self._record.done, finished=True)
        return self.report()

    def report(self) -> ImportedFile:
        """What became of the file so far."""
        target = self._targets[0] if self._targets else None
        return ImportedFile(
            file=self._label,
            format=self._record.format,
            digest=target.name if target else "",
            date=target.date if target else "",
            added=self._counts["added"],
            updated=self._counts["updated"],
            unchanged=self._counts["unchanged"],
            rejected=self._counts["rejected"],
            sources=self._sources,
            warnings=tuple(self._remarks),
        )

    def _dry(self) -> Any:
        if not self._asked.dry_run:
            return nullcontext()

        @contextmanager
        def rolled_back() -> Iterator[None]:
            try:
                with self._lib.database.write():
                    yield
                    raise _Undo
            except _Undo:
                pass

        return rolled_back()

    def _target(self, facts: DigestFacts) -> Target:
        """Which digest: what was asked for, else what the same bytes were before, else what the file says."""
        asked, had = self._asked, self._had
        place = len(self._targets)
        name, day = had[place][:2] if place < len(had) and len(had[place]) > 1 else (None, None)
        stem = re.sub(r"\.(gz|zip)$", "", self._hint.name, flags=re.IGNORECASE)
        stem = Path(stem).stem if stem else ""
        target = Target(
            name=asked.digest or name or facts.name or stem or "Standard input",
            date=asked.date or day or _whole_day(facts.date) or self._hint.modified.isoformat(),
            source=facts.source or self._record.format,
            archive=facts.archive,
        )
        self._targets.append(target)
        return target

    def _note(self, finding: Finding) -> None:
        if isinstance(finding, Reject):
            self._counts["rejected"] += 1
            remark = Remark(finding.record, finding.line, finding.reason, refused=True)
        elif isinstance(finding, Mended):
            remark = Remark(finding.record, finding.line, finding.reason)
        elif isinstance(finding, FoundSource):
            self._plain = False
            if not self._asked.dry_run:
                from digestui.library import subscriptions

                subscriptions.found(self._lib, finding.address, finding.title)
            self._sources += 1
            return
        else:
            return
        if len(self._remarks) < REMARKS_KEPT:
            self._remarks.append(remark)

    def _commit(self, stretch: Stretch, items: list[Arrival], done: int, *, finished: bool) -> None:
        if not (finished or self._kept or self._asked.dry_run):
            self._kept = True
            backup.before_import(self._lib)

        def last(outcome: Outcome) -> None:
            for name in ("added", "updated", "unchanged"):
                self._counts[name] += getattr(outcome, name)
            if not self._asked.dry_run:
                new = [paper for paper in outcome.new_ids if paper not in outcome.decided]
                self._act(new, outcome.personal)
                self._record.done = done
                self._record.finished = finished
                self._remember(bool(outcome.personal))

        if items:
            stretch.take(items)
        stretch.commit(last)
        self._tell(sum(self._counts.values()))

    def _remember(self, personal: bool) -> None:
        """Note how far the file has come, and what a second reading of the same bytes would say."""
        self._plain = self._plain and not personal and len(self._remarks) <= REMARKS_REMEMBERED
        if not self._record.hash:
            return
        self._record.report = {
            "digests": [[target.name, target.date] for target in self._targets],
            "counts": self._counts,
            "program": __version__,
            "plain": self._plain,
            "remarks": [[r.record, r.line, r.reason, r.refused] for r in self._remarks]
            if self._plain
            else [],
        }
        digests.record_import(self._lib.database, self._record, self._lib.now())

    def _says_nothing_new(self, before: ImportRecord) -> bool:
        """Whether these very bytes were the last thing imported, so that reading them changes nothing."""
        return (
            before.finished
            and before.format == self._record.format
            and before.report.get("program") == __version__
            and bool(before.report.get("plain"))
            and digests.is_newest_import(self._lib.database, before)
        )

    def _same_as(self, before: ImportRecord) -> ImportedFile:
        report = before.report
        counts = report["counts"]
        self._counts["unchanged"] = sum(counts[name] for name in ("added", "updated", "unchanged"))
        self._counts["rejected"] = counts["rejected"]
        self._remarks = [Remark(*said) for said in report["remarks"]]
        self._targets = [Target(name, day, "") for name, day in report["digests"]]
        self._tell(self._counts["unchanged"])
        return self.report()

    def _act(self, new: list[int], personal: list[tuple[int, Personal]]) -> None:
        """What the file or a rule says was decided, as acts in the same transaction."""
        if self._arrivals is None:
            from digestui.library.arrivals import Arrivals

            self._arrivals = Arrivals(self._lib)
        self._arrivals.act(new, personal)

    def _stopped(self) -> bool:
        return self._stop is not None and self._stop()

    def _tell(self, done: int) -> None:
        if self._progress is not None:
            share = self._share()
            # Below a tenth, and at the end of a file read whole at once, a guess would be wild.
            total = round(done / share) if 0.1 < share < 1.0 else None
            self._progress(Progress(self._label, done, total))


@contextmanager
def _dropping(stretch: Stretch) -> Iterator[None]:
    """What was not committed when something is raised is dropped."""
    try:
        yield
    except BaseException as error:
        stretch.drop(error)
        raise


class _Undo(Exception):
    """Ends a dry run."""


def _whole_day(text: str | None) -> str | None:
    try:
        return Day.fromisoformat((text or "")[:10]).isoformat()
    except ValueError:
        return None
