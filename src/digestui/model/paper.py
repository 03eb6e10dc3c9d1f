"""A paper as a source describes it. Nothing personal lives here (see `triage`), nor how it is stored."""

from __future__ import annotations

from digestui.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Paper:
    """One record of a paper, made safe (`text.safe`) but otherwise in the source's own spelling.

    Dates are ISO 8601 and may be partial: `2017`, `2017-06`, `2017-06-12`; None where the source is silent.
    """

    keys: tuple[str, ...]
    """Every id the source gives, best first (see `keys.best_first`); never empty: a paper without an id
    has its title key here."""
    title: str
    abstract: str = ""
    """Paragraphs parted by one blank line; empty where the source gives none."""
    authors: tuple[str, ...] = ()
    """In order, given name first."""
    published: str | None = None
    updated: str | None = None
    categories: tuple[str, ...] = ()
    """Primary category first, as the source spells them: `cs.CV`."""
    venue: str | None = None
    urls: tuple[str, ...] = ()
    """http and https only, cleaned, without repeats; the paper's own page first where there is one."""
    upvotes: int | None = None
    """None is unknown; 0 is a value."""
    version: int | None = None
    """The version an arXiv source names (`v3` is 3)."""
    comment: str | None = None

    @property
    def key(self) -> str:
        """The best key the source gives."""
        return self.keys[0]


@dataclass(frozen=True, slots=True)
class Spellings:
    """Other spellings of a paper's text that a search must find too; empty where they equal the text.

    Unicode for LaTeX, and letters that no tokenizer folds (`ł` as `l`, `ß` as `ss`).
    """

    title: str = ""
    abstract: str = ""
    authors: str = ""


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A paper as it goes into storage: the record with all that is derived from it."""

    paper: Paper
    title_key: str
    """The `title:` key of its title, whether or not it has a better one."""
    spellings: Spellings = field(default_factory=Spellings)
    has_code: bool = False
    has_pdf: bool = False
    fingerprint: bytes = b""
    """Hash over everything the source says: an equal one means an unchanged record."""
