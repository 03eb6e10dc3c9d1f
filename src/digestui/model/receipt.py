"""What a verb changed. Panes repaint from this instead of asking everything again."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Flag, auto

from digestui.model.triage import Place, Triage
from digestui.records import dataclass, field


class Changes(Flag):
    """Which kinds of things a verb touched."""

    NONE = 0
    TRIAGE = auto()
    TAGS = auto()
    NOTES = auto()
    PAPERS = auto()
    DIGESTS = auto()
    VIEWS = auto()
    SOURCES = auto()
    RULES = auto()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer of every verb that changes something.

    A verb that found nothing to do gives a receipt with no `papers` and batch None.
    """

    label: str
    """What happened, in the past: `starred`, `dismissed`, `tagged #vit`, `undid dismissed`."""
    papers: tuple[int, ...] = ()
    """Ids of the papers that changed, in the order given. At most `MANY`; then `count` says how many."""
    count: int = 0
    """How many papers changed."""
    batch: int | None = None
    """The journal batch, which is one step of undo; None for what is not an act."""
    changes: Changes = Changes.NONE
    states: Mapping[int, Triage] = field(default_factory=dict)
    """The state after the act of each of `papers`."""
    was: Mapping[int, tuple[bool, Place]] = field(default_factory=dict)
    """Whether it was starred and its place before, of each of `papers` in which one of these changed."""
    noted: Mapping[int, bool] = field(default_factory=dict)
    """For note acts: whether the paper has a note now."""
    title: str = ""
    """Title of the first paper."""
    key: str = ""
    """Key of the first paper."""
    refused: tuple[str, ...] = ()
    """What undo or redo left alone, each with what changed it since."""
    conflict: bool = False
    """For notes: a different text had been saved meanwhile, and both are kept."""

    @property
    def before_title(self) -> str:
        """The label as it stands before the title of a paper: `starred`, `removed the note of`."""
        return f"{self.label} of" if self.label.endswith(" the note") else self.label


MANY = 2000
"""A receipt names at most this many papers; above it panes ask again for what they show."""
