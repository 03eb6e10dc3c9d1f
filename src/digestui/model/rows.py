"""What listings and panes show of a paper: read from storage, never written back."""

from __future__ import annotations

from digestui.model.digest import Membership
from digestui.model.facts import Fact
from digestui.model.paper import Paper
from digestui.model.triage import Triage
from digestui.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    id: int
    key: str
    title: str
    """The source's spelling; `text.display` makes it readable."""
    triage: Triage
    noted: bool = False
    has_code: bool = False
    updated: bool = False
    """A newer version arrived since the paper was last read."""
    year: int | None = None
    published: str | None = None
    upvotes: int | None = None
    author: str = ""
    """The first author."""
    venue: str | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """One paper, whole, as the abstract pane, `show` and the exports need it."""

    id: int
    paper: Paper
    triage: Triage
    note: str | None = None
    note_saved: int | None = None
    """When the note was last saved, in seconds since 1970 UTC."""
    digests: tuple[Membership, ...] = ()
    aliases: tuple[str, ...] = ()
    """Other keys that lead here."""
    source: str = ""
    """Source family of the digest that first brought it."""
    has_code: bool = False
    updated: bool = False
    score: float | None = None
    why: str = ""
    facts: tuple[Fact, ...] = ()
    """What services say of it besides its record, in the order of `facts.FIELDS`."""
    citekey: str = ""
    """What references call it, once it was given such a name."""

    @property
    def key(self) -> str:
        return self.paper.key


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One line of the filters pane."""

    label: str
    """What is shown: `28 Apr Hugging Face`, `unread`, `cs.CV`."""
    term: str
    """The query text that chooses it: `digest:"Hugging Face Papers"`, `is:unread`."""
    count: int | None
    """None while not yet known."""
    chosen: bool = False
    excluded: bool = False
    """The query leaves out what has it."""


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One group of the filters pane; `name` is its heading in lower case: `digests`, `state`, `tags` ..."""

    name: str
    values: tuple[FacetValue, ...]
    more: int = 0
    """How many values there are beyond those given."""


@dataclass(frozen=True, slots=True)
class View:
    """A query with a name, and how many papers it holds (None: not counted)."""

    name: str
    query: str
    count: int | None = None
    builtin: bool = False


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file of an import."""

    file: str
    format: str = ""
    digest: str = ""
    date: str = ""
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    sources: int = 0
    """Subscriptions found in it; a list of subscriptions holds no papers."""
    warnings: tuple[Remark, ...] = ()
    error: str = ""
    """Set where the whole file was refused: `why: what to do`."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A record refused or mended: which one, where, why."""

    record: str
    line: int | None
    reason: str
    refused: bool = False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an import."""

    files: tuple[ImportedFile, ...] = field(default_factory=tuple)
    resumed: bool = False

    @property
    def added(self) -> int:
        return sum(f.added for f in self.files)

    @property
    def updated(self) -> int:
        return sum(f.updated for f in self.files)

    @property
    def unchanged(self) -> int:
        return sum(f.unchanged for f in self.files)

    @property
    def rejected(self) -> int:
        return sum(f.rejected for f in self.files)
