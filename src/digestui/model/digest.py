"""A digest: a dated, ordered list of papers from one source."""

from __future__ import annotations

from digestui.records import dataclass


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """What a file or an address says about the digest it is."""

    name: str | None = None
    """The source's own name, `Hugging Face Papers`; None lets the file's stem stand in."""
    date: str | None = None
    """ISO day; None lets the file's day stand in."""
    source: str = ""
    """The family shown under SOURCES: `Hugging Face`, `arXiv`, `OpenReview`, `BibTeX` ..."""
    archive: bool = False
    """True for BibTeX, CSV, snapshots: each paper arrives on its own publication day."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest in the library; its name and date identify it."""

    id: int
    name: str
    date: str
    source: str
    count: int = 0
    unread: int = 0
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class Membership:
    """One paper's place in one digest."""

    name: str
    date: str
    rank: int
    """1 is the first place."""
    source: str = ""
    """The family of the digest; empty where it is not said."""
    archive: bool = False
    """Whether the digest is an archive, whose papers arrive on their own publication day."""
