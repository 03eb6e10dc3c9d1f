"""The journal: every personal act in order. Verbs are a permanent format; never rename or reuse one."""

from __future__ import annotations

from digestui.kinds import IntEnum, StrEnum
from digestui.records import dataclass


class Verb(StrEnum):
    """What one act sets. The value of each is stored for ever.

    Values of acts, old and new, are text: READ, STAR, WATCH `0` or `1`; PLACE the place's word; SNOOZE
    seconds since 1970 UTC or empty; TAG `1` or `0` with the tag in `Act.subject`; NOTE the whole text,
    empty for none; ENRICH a JSON object of the fields that `resolve` filled.
    """

    READ = "read"
    STAR = "star"
    PLACE = "place"
    SNOOZE = "snooze"
    TAG = "tag"
    NOTE = "note"
    WATCH = "watch"
    ENRICH = "enrich"


class Kind(IntEnum):
    """Whether a batch does something, takes a step back, or does again what was taken back."""

    DO = 0
    UNDO = 1
    REDO = 2


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and by whom: a hybrid logical clock that never runs backwards for one writer."""

    at: int
    """Milliseconds since 1970 UTC."""
    offset: int
    """The local zone's distance from UTC in minutes, or yesterday's figures would move when one travels."""
    logical: int
    """Hybrid logical time: milliseconds << 16 | counter; orders acts of several machines."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act on one paper."""

    seq: int
    """Gapless per writer, from 1."""
    writer: str
    """`device/library/epoch`."""
    batch: int
    stamp: Stamp
    key: str
    verb: str
    """A `Verb`; a word from a newer program is kept as it is and skipped."""
    subject: str
    """The tag for TAG, else empty."""
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of `history`: an act with the title of its paper and whether it still stands."""

    seq: int
    """As in `Act`: acts of two writers may have the same."""
    at: str
    """ISO 8601 with the offset it was done in."""
    verb: str
    key: str
    title: str
    value: str
    previous: str
    undone: bool
    batch: int
    label: str
    """The batch's sentence start: `dismissed`, `rule mute-surveys: dismissed`, `undid dismissed`."""
    own: bool = True
    """Done in this library; else it came from another machine, and undo leaves it alone."""
    kind: Kind = Kind.DO
    reached: int = 0
    """The batch that stands and that undo takes back to be where this act was not yet done: its own, or that
    which was done again; 0 where undo does not come here."""
    steps: int = 0
    """How many undos that takes; 0 also where nobody asked."""
