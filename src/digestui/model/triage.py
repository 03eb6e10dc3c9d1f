"""What a reader decided about a paper, and the actions that decide."""

from __future__ import annotations

from digestui.kinds import IntEnum, StrEnum
from digestui.records import dataclass, replace


class Place(IntEnum):
    """Where a paper is. Numbers are stored: never renumber."""

    INBOX = 0
    QUEUE = 1
    DONE = 2
    DISMISSED = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class ActionKind(StrEnum):
    """The things `mark` and the reader's keys can do. `value` is the word users type."""

    READ = "read"
    UNREAD = "unread"
    STAR = "star"
    UNSTAR = "unstar"
    INBOX = "inbox"
    QUEUE = "queue"
    DONE = "done"
    DISMISS = "dismiss"
    SNOOZE = "snooze"
    UNSNOOZE = "unsnooze"
    TAG = "tag"
    WATCH = "watch"
    """Only rules watch; it is what `is:watched` finds."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do to papers."""

    kind: ActionKind
    until: int | None = None
    """SNOOZE: when the paper comes back, in seconds since 1970 UTC."""
    add: tuple[str, ...] = ()
    """TAG: tags to add, without `#`."""
    remove: tuple[str, ...] = ()
    """TAG: tags to remove."""


@dataclass(frozen=True, slots=True)
class Triage:
    """A paper's personal state without its note. The default is a paper nobody has touched."""

    read: bool = False
    starred: bool = False
    place: Place = Place.INBOX
    snoozed_until: int | None = None
    """Seconds since 1970 UTC; a time in the past means it is back in its place."""
    tags: tuple[str, ...] = ()
    """Sorted, without repeats (case-insensitively)."""
    watched: bool = False

    def undecided(self, now: int) -> bool:
        """True while the paper waits in the inbox: not decided and not snoozed."""
        return self.stands is Place.INBOX and not self.snoozed(now)

    @property
    def stands(self) -> Place:
        """The place a paper is in, or comes back to: from a snooze over done or dismissed, to the inbox."""
        # Snoozing here leaves no such place behind, but two machines may have done one each.
        over = self.snoozed_until is not None and self.place in (Place.DONE, Place.DISMISSED)
        return Place.INBOX if over else self.place

    def snoozed(self, now: int) -> bool:
        """True while a snooze lies over the place."""
        return self.snoozed_until is not None and self.snoozed_until > now

    def kept_since(self, starred: bool, place: Place) -> bool:
        """Queued, starred or done, and by what was done since it was so starred and in that place."""
        put = self.stands in (Place.QUEUE, Place.DONE) and self.place is not place
        return put or (self.starred and not starred)


@dataclass(frozen=True, slots=True)
class Personal:
    """Everything personal about a paper as our own `jsonl` carries it."""

    triage: Triage
    note: str | None = None
    citekey: str = ""

    @property
    def empty(self) -> bool:
        return self.triage == Triage() and not self.note and not self.citekey


def after(state: Triage, action: Action) -> Triage:
    """The state an action leads to: the one rule that the screen paints by and storage must agree with.

    Deciding done or dismissed also marks read; setting any place ends a snooze; from a snooze a paper comes
    back to its place, or where that was done or dismissed, to the inbox.
    """
    kind = action.kind
    if kind is ActionKind.READ or kind is ActionKind.UNREAD:
        return replace(state, read=kind is ActionKind.READ)
    if kind is ActionKind.STAR or kind is ActionKind.UNSTAR:
        return replace(state, starred=kind is ActionKind.STAR)
    if kind is ActionKind.SNOOZE:
        snoozed = replace(state, snoozed_until=action.until)
        return replace(snoozed, place=snoozed.stands)
    if kind is ActionKind.UNSNOOZE:
        return replace(state, place=state.stands, snoozed_until=None)
    if kind is ActionKind.WATCH:
        return replace(state, watched=True)
    if kind is ActionKind.TAG:
        gone = {tag.casefold() for tag in action.remove}
        tags = {tag.casefold(): tag for tag in state.tags if tag.casefold() not in gone}
        for tag in action.add:
            tags.setdefault(tag.casefold(), tag)
        return replace(state, tags=tuple(sorted(tags.values(), key=str.casefold)))
    place = PLACES[kind]
    read = state.read or place in (Place.DONE, Place.DISMISSED)
    return replace(state, read=read, place=place, snoozed_until=None)


PLACES = {
    ActionKind.INBOX: Place.INBOX,
    ActionKind.QUEUE: Place.QUEUE,
    ActionKind.DONE: Place.DONE,
    ActionKind.DISMISS: Place.DISMISSED,
}
"""Actions that put a paper somewhere."""
