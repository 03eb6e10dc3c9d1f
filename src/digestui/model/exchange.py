"""What machines tell one another: whose acts, batches of them, and what became of an exchange."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from digestui.records import dataclass, field


class Origin(NamedTuple):
    """A writer: one device in one life of one library. Its acts are numbered from 1 without a gap."""

    device: str
    library: str
    epoch: int

    @property
    def name(self) -> str:
        """As it stands in names of files."""
        return f"{self.device}-{self.library}-{self.epoch}"


class SharedAct(NamedTuple):
    """One act as it travels; see `journal.Act`."""

    verb: str
    key: str
    subject: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class SharedBatch:
    """One step of somebody's, or a part of it where it was too long for one file."""

    first: int
    """The number of its first act; the others follow."""
    at: int
    offset: int
    logical: int
    label: str
    kind: int
    """0 do, 1 undo, 2 redo."""
    undoes: tuple[Origin, int] | None
    """For undo and redo: the step it reverses, by its writer and the number of its first act."""
    acts: Sequence[SharedAct]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not taken in; it is read again the next time."""

    file: str
    """Its name below the folder."""
    why: str


@dataclass(slots=True)
class SyncReport:
    """What one exchange did."""

    folder: str
    sent: int = 0
    """Acts."""
    received: int = 0
    papers_sent: int = 0
    papers_received: int = 0
    """Papers that were not here."""
    papers_updated: int = 0
    """Papers that were here and say something new."""
    changed: set[int] = field(default_factory=set)
    """Papers whose triage, tags or note changed."""
    beside: int = 0
    """Notes that were written apart and are now shown one under the other."""
    waiting: int = 0
    """Acts on papers that are not here yet."""
    skipped: list[Skipped] = field(default_factory=list)
    kept: str = ""
    """The copy that was made before two libraries met for the first time."""
    ahead: bool = False
    """What is decided here is stamped so far after the clock that other machines do not take it."""
    renewed: bool = False
    """This library was an older copy of itself and has begun a new epoch."""
