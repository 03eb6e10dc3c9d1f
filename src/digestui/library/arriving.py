"""A paper on its way in: what an import must know of it to decide, and the rest only when somebody asks.

It was read in this process (`Read`) or in another (`Sent`). The other has derived all there is to derive, so
that nothing is left but to write it: most papers of a large import are new, and their records are never made.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from digestui.library import derive
from digestui.model.digest import Membership
from digestui.model.facts import Fact
from digestui.model.paper import Paper
from digestui.model.triage import Personal
from digestui.records import dataclass
from digestui.sources.base import Incoming
from digestui.storage import papers
from digestui.storage.papers import Columns


@dataclass(frozen=True, slots=True)
class Target:
    """The digest that a record belongs to."""

    name: str
    date: str
    source: str
    archive: bool = False


class Arrival(ABC):
    """One record and its digest."""

    __slots__ = ("digests", "facts", "keys", "personal", "places", "target")

    target: Target
    places: tuple[tuple[Target, int], ...] | None
    """The digests it is in, each with its place, where all of them are told; `target` then only says when
    and from where it arrived."""

    def __init__(
        self,
        keys: tuple[str, ...],
        personal: Personal | None = None,
        digests: tuple[Membership, ...] = (),
        facts: tuple[Fact, ...] = (),
    ) -> None:
        self.keys = keys
        self.personal = personal
        self.digests = digests
        self.facts = facts
        self.places = None

    @property
    @abstractmethod
    def paper(self) -> Paper:
        """The record."""

    @property
    @abstractmethod
    def mark(self) -> bytes:
        """Its fingerprint: the same for the same record."""

    @property
    @abstractmethod
    def title_hash(self) -> int:
        """The hash of its title (`storage.papers.title_hash`)."""

    @property
    @abstractmethod
    def published(self) -> str | None:
        """When it was published, as the source says."""

    @abstractmethod
    def columns(self) -> Columns:
        """What is stored of it where it is new."""


class Read(Arrival):
    """Read in this process: everything is derived when it is asked for."""

    __slots__ = ("_hash", "_mark", "_paper")

    def __init__(self, incoming: Incoming) -> None:
        super().__init__(incoming.paper.keys, incoming.personal, incoming.digests, incoming.facts)
        self._paper = incoming.paper
        self._mark: bytes | None = None
        self._hash: int | None = None

    @property
    def paper(self) -> Paper:
        return self._paper

    @property
    def mark(self) -> bytes:
        if self._mark is None:
            self._mark = derive.fingerprint(self._paper)
        return self._mark

    @property
    def title_hash(self) -> int:
        if self._hash is None:
            from digestui.text.folding import title_key

            self._hash = papers.title_hash(title_key(self._paper.title))
        return self._hash

    @property
    def published(self) -> str | None:
        return self._paper.published

    def columns(self) -> Columns:
        return papers.columns(derive.stored(self._paper, self.mark))


class Sent(Arrival):
    """Read in another process, which has derived everything."""

    __slots__ = ("_columns", "_paper")

    def __init__(
        self,
        keys: tuple[str, ...],
        columns: tuple[object, ...],
        personal: Personal | None = None,
        digests: tuple[Membership, ...] = (),
        facts: tuple[Fact, ...] = (),
    ) -> None:
        super().__init__(keys, personal, digests, facts)
        self._columns = Columns._make(columns)
        self._paper: Paper | None = None

    @property
    def paper(self) -> Paper:
        if self._paper is None:
            self._paper = papers.paper_of(self._columns, self.keys)
        return self._paper

    @property
    def mark(self) -> bytes:
        return self._columns.fingerprint

    @property
    def title_hash(self) -> int:
        return self._columns.title_hash

    @property
    def published(self) -> str | None:
        return self._columns.published

    def columns(self) -> Columns:
        return self._columns
