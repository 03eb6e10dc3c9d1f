"""The one interface behind which every format stands: bytes and a hint in, a stream of findings out.

A reader is a module `sources/<format>.py` with a module-level `READER: Reader`. It never raises for bad
content once it has begun to yield: a bad record becomes a `Reject`, a guess becomes a `Mended`, and the next
record is read. A file in which nothing can be read raises `BadInput` before the first `Incoming`. Only the
stream under a reader may raise `BadInput` later (an archive that is damaged or swells past its limit): then
nothing of the file counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import BinaryIO

from digestui.model.digest import DigestFacts, Membership
from digestui.model.facts import Fact
from digestui.model.paper import Paper
from digestui.model.triage import Personal
from digestui.records import dataclass, field
from digestui.text.safe import one_line

LARGEST = 64 * 2**20
"""Formats that are not streamed take files up to this many bytes."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of a file besides its bytes."""

    name: str = ""
    """File name without folders, or empty for standard input."""
    modified: date = field(default_factory=date.today)
    """The file's own day, for dates without a year."""
    largest: int = LARGEST
    """Bytes at which a file that must be read whole is refused."""

    @property
    def shown(self) -> str:
        """The file's name as messages call it."""
        return one_line(self.name, 200) or "standard input"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One paper found."""

    paper: Paper
    record: str
    """Which record: `record 12`, a BibTeX key, a title: whatever a person would look for in the file."""
    line: int | None = None
    personal: Personal | None = None
    """Only our own `jsonl`."""
    digests: tuple[Membership, ...] = ()
    """Only our own `jsonl`: the digests the paper was in."""
    facts: tuple[Fact, ...] = ()
    """Only our own `jsonl`: what services said of it."""


@dataclass(frozen=True, slots=True)
class Reject:
    """One record refused."""

    record: str
    reason: str
    line: int | None = None

    def __post_init__(self) -> None:
        _made_safe(self)


@dataclass(frozen=True, slots=True)
class Mended:
    """Something guessed or put right; the record, if any, was read all the same."""

    record: str
    reason: str
    line: int | None = None

    def __post_init__(self) -> None:
        _made_safe(self)


def _made_safe(told: Reject | Mended) -> None:
    """What is told of a record quotes it: foreign text like the record itself."""
    object.__setattr__(told, "record", one_line(told.record, 200))
    object.__setattr__(told, "reason", one_line(told.reason, 300))


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A subscription found in an OPML file."""

    address: str
    title: str = ""


Finding = Incoming | Reject | Mended | DigestFacts | FoundSource
"""What a reader yields. `DigestFacts` comes before the papers it covers; a second one (a mailbox with two
mailings) starts a new digest."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One format."""

    name: str
    """What `--format` takes and `import --json` prints."""
    matches: Callable[[bytes, Hint], int]
    """(head of the file, up to 64 KB, byte order mark removed; hint) -> how sure, 0 (no) to 100."""
    read: Callable[[BinaryIO, Hint], Iterator[Finding]]
    """(file at its start, hint) -> findings, streamed."""
    archive: bool = False
    """Papers arrive on their own publication day (see `DigestFacts.archive`)."""
