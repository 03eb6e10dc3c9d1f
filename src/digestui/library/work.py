"""The decisions of one stretch of an import: which paper each record is, and what it says anew.

Nothing is written here but names of sources; `chunk` writes what was decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from digestui.library import derive, merging
from digestui.library.arriving import Arrival, Target
from digestui.model.facts import Fact
from digestui.model.paper import Paper
from digestui.model.triage import Personal
from digestui.records import dataclass, field
from digestui.storage import ids, papers
from digestui.storage.database import Database


@dataclass(slots=True)
class Outcome:
    """What became of a stretch."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    new_ids: list[int] = field(default_factory=list)
    personal: list[tuple[int, Personal]] = field(default_factory=list)
    """Papers with what our own `jsonl` says was decided about them."""
    joined: list[tuple[int, int]] = field(default_factory=list)
    """Rows found to be one paper: (the one that stays, the one that goes)."""
    decided: set[int] = field(default_factory=set)
    """Papers that acts of another machine had waited for."""

    def add(self, other: Outcome) -> None:
        """What became of the records that followed; papers found to be one go by the one that stays."""
        stays: dict[int, int] = {}
        for keep, lose in reversed(other.joined):
            # The one that stays may itself have gone later.
            stays[lose] = stays.get(keep, keep)
        self.added += other.added
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.new_ids = [paper for paper in self.new_ids if paper not in stays] + other.new_ids
        self.personal = [(stays.get(paper, paper), said) for paper, said in self.personal] + other.personal
        self.joined += other.joined
        self.decided = {stays.get(paper, paper) for paper in self.decided} | other.decided


class Slot:
    """One paper during a stretch: stored, or about to be."""

    __slots__ = (
        "_paper", "arrival", "changed", "first", "id", "marks", "origin", "revised", "seen", "source",
    )  # fmt: skip

    def __init__(self, number: int | None, seen: bytes, first: Arrival | None = None) -> None:
        self.id = number
        self._paper: Paper | None = None
        self.first = first
        """The record that a new paper began with."""
        self.seen = seen
        """Fingerprints of the records that last spoke of the paper, one behind the other."""
        self.marks: dict[bytes, None] = {}
        """Fingerprints of the records of this stretch that spoke of it. Only the first speaks anew, the next
        ones add to it, or two records of one paper would take turns each time their file is read."""
        self.changed = False
        self.revised = False
        self.source = 0
        self.origin: int | None = 0
        self.arrival: Target | None = None

    @property
    def paper(self) -> Paper | None:
        """What is known of it; None for a stored one that nobody has looked at yet."""
        if self._paper is None and self.first is not None:
            self._paper = self.first.paper
        return self._paper

    @paper.setter
    def paper(self, paper: Paper) -> None:
        self._paper, self.first = paper, None

    def knows(self, mark: bytes) -> bool:
        """Whether a record with this fingerprint has spoken already, so that it says nothing new."""
        if len(self.seen) <= derive.MARK:
            return self.seen == mark
        return mark in {self.seen[at : at + derive.MARK] for at in range(0, len(self.seen), derive.MARK)}


class Work:
    """The decisions of one stretch, taken without writing anything but names of sources."""

    def __init__(
        self, database: Database, sources: papers.Names, items: Sequence[Arrival], *, sure: bool = False
    ) -> None:
        self._db = database
        self._sure = sure
        """Whether the keys of records alone say which paper each is: they come from a library like ours."""
        self._sources = sources
        self._items = items
        self._by_key: dict[str, Slot] = {}
        self._by_id: dict[int, Slot] = {}
        self._by_title: dict[int, list[Slot]] = {}
        self._gone: dict[int, Slot] = {}
        """Stored papers that this stretch found to be another, and which."""
        self._twins: dict[int, list[papers.Twin]] = {}
        self.new: list[Slot] = []
        self.fresh: set[Slot] = set()
        self.reread: list[Slot] = []
        self.memberships: list[tuple[Slot, Target, int | None]] = []
        self.personal: list[tuple[Slot, Personal]] = []
        self.facts: list[tuple[Slot, Fact]] = []
        self.doubtful: list[tuple[Slot, int]] = []

    def slots(self) -> Iterable[Slot]:
        """Every paper of the stretch."""
        yield from self._by_id.values()
        yield from self.new

    def decide(self) -> Outcome:
        """Go through the records in order."""
        outcome = Outcome()
        self._read()
        for item in self._items:
            slot = self._place(item, outcome)
            self._membership(slot, item)
            if item.personal is not None and not item.personal.empty:
                self.personal.append((slot, item.personal))
            if item.facts:
                self.facts += [(slot, fact) for fact in item.facts]
        for slot in self.slots():
            if not all(map(slot.knows, slot.marks)) or slot.id is None:
                slot.seen = b"".join(slot.marks)
                if slot.id is not None and not slot.changed:
                    self.reread.append(slot)
        return outcome

    def _read(self) -> None:
        """Everything stored that the stretch may be about, in a query or three."""
        items = self._items
        known = papers.by_keys(self._db, {key for item in items for key in item.keys})
        for key, (number, mark) in known.items():
            slot = self._by_id.get(number)
            if slot is None:
                slot = self._by_id[number] = Slot(number, mark)
            self._by_key[key] = slot
        strangers = items
        if known:
            by_key = self._by_key
            changed = {
                slot.id
                for item in items
                for slot in map(by_key.get, item.keys)
                if slot is not None and slot.id is not None and not slot.knows(item.mark)
            }
            self._load([number for number in changed if number is not None])
            strangers = [item for item in items if not any(key in by_key for key in item.keys)]
        if strangers and (self._by_id or not papers.none(self._db)):
            self._twins = papers.by_titles(self._db, {item.title_hash for item in strangers})

    def _load(self, numbers: list[int]) -> None:
        if not numbers:
            return
        for number, kept in papers.load(self._db, numbers).items():
            slot = self._by_id.setdefault(number, Slot(number, b""))
            slot.paper, slot.source, slot.origin = kept.paper, kept.source or 0, kept.origin

    def _place(self, item: Arrival, outcome: Outcome) -> Slot:
        """Which paper a record is; count what it changes."""
        found = [slot for slot in map(self._by_key.get, item.keys) if slot is not None]
        if len(found) > 1:
            found = list(dict.fromkeys(found))
        if len(found) == 1 and found[0].knows(item.mark):
            outcome.unchanged += 1
            found[0].marks[item.mark] = None
            return found[0]
        paper: Paper | None = None
        other: Slot | None = None
        if found and not self._sure and not merging.schemes(item.keys):
            found, paper, other = self._same_title_other_people(found, item.paper)
        elif not found:
            found, other = self._by_its_title(item)
        if not found:
            slot = self._add(paper, item, outcome)
            if other is not None and other.id is not None:
                self.doubtful.append((slot, other.id))
            return slot
        slot = found[0] if len(found) == 1 else self._unite(found, outcome)
        self._merge(slot, paper or item.paper, item, outcome)
        return slot

    def _same_title_other_people(
        self, found: list[Slot], paper: Paper
    ) -> tuple[list[Slot], Paper, Slot | None]:
        """Two papers by different people may have one title; the second then has a key of its own."""
        slot = found[0]
        if slot.paper is None and slot.id is not None:
            self._load([slot.id])
        if slot.paper is None or merging.agree(slot.paper.authors, paper.authors) is not False:
            return found, paper, None
        from digestui.records import replace
        from digestui.text.folding import title_key

        key = title_key(f"{paper.title} {paper.authors[0]}")
        paper = replace(paper, keys=(key,))
        if key not in self._by_key:
            for number, mark in papers.by_keys(self._db, [key]).values():
                known = self._gone.get(number) or self._by_id.setdefault(number, Slot(number, mark))
                self._by_key[key] = known
                if known.paper is None:
                    self._load([number])
        there = self._by_key.get(key)
        return ([there] if there is not None else []), paper, slot

    def _by_its_title(self, item: Arrival) -> tuple[list[Slot], Slot | None]:
        """A paper known by its title, or under an id of another kind; else one it could be mistaken for."""
        number = item.title_hash
        if number not in self._by_title and number not in self._twins:
            return [], None
        paper = item.paper
        same = list(self._by_title.get(number, ()))
        for twin in self._twins.get(number, ()):
            slot = self._gone.get(twin.id) or self._by_id.get(twin.id)
            if slot is None or slot.paper is None:
                self._load([twin.id])
                slot = self._by_id[twin.id]
            same.append(slot)
        fitting = [
            slot
            for slot in dict.fromkeys(same)
            if slot.paper is not None
            and merging.can_be_one(paper.keys, paper.authors, slot.paper.keys, slot.paper.authors)
        ]
        if len(fitting) > 1:
            sure = [s for s in fitting if s.paper and merging.agree(paper.authors, s.paper.authors)]
            fitting = sure[:1]
        if fitting:
            return fitting, None
        return [], (same[0] if same else None)

    def _add(self, paper: Paper | None, item: Arrival, outcome: Outcome) -> Slot:
        """A new paper: the record itself, or `paper` where it needs a key of its own."""
        slot = Slot(None, item.mark, item)
        if paper is not None and paper is not item.paper:
            slot.paper = paper
        slot.marks[item.mark] = None
        slot.arrival = item.target
        slot.source = slot.origin = self._sources[_family(item)]
        self.new.append(slot)
        self.fresh.add(slot)
        for key in paper.keys if paper is not None else item.keys:
            self._by_key[key] = slot
        self._by_title.setdefault(item.title_hash, []).append(slot)
        outcome.added += 1
        return slot

    def _unite(self, found: list[Slot], outcome: Outcome) -> Slot:
        """A record with two keys shows that two papers are one; the one that arrived first stays."""
        self._load([slot.id for slot in found if slot.id is not None and slot.paper is None])
        stored = sorted((s for s in found if s.id is not None), key=_arrived_first)
        keep = stored[0] if stored else found[0]
        for lose in found:
            if lose is keep or keep.paper is None or lose.paper is None:
                continue
            keep.paper = merging.merged(keep.paper, lose.paper, same_source=False)
            keep.changed = True
            for key in lose.paper.keys:
                self._by_key[key] = keep
            self._replace(lose, keep)
            if lose.id is not None and keep.id is not None:
                outcome.joined.append((keep.id, lose.id))
                self._by_id.pop(lose.id, None)
                self._gone[lose.id] = keep
                self._gone.update({gone: keep for gone, to in self._gone.items() if to is lose})
            else:
                self.new.remove(lose)
                outcome.added -= 1
                outcome.updated += 1
        return keep

    def _replace(self, lose: Slot, keep: Slot) -> None:
        self.memberships = [(keep if s is lose else s, t, r) for s, t, r in self.memberships]
        self.personal = [(keep if s is lose else s, p) for s, p in self.personal]
        self.facts = [(keep if s is lose else s, f) for s, f in self.facts]
        self.doubtful = [(keep if s is lose else s, n) for s, n in self.doubtful if n != lose.id]
        for slots in self._by_title.values():
            slots[:] = [keep if s is lose else s for s in slots]

    def _merge(self, slot: Slot, paper: Paper, item: Arrival, outcome: Outcome) -> None:
        if slot.paper is None and slot.id is not None:
            self._load([slot.id])
        assert slot.paper is not None
        source = self._sources[item.target.source]
        same_source = source == slot.origin and not slot.marks
        said = merging.merged(slot.paper, paper, same_source=same_source)
        slot.marks[item.mark] = None
        newer = merging.is_newer(slot.paper, paper)
        for key in paper.keys:
            self._by_key[key] = slot
        if said == slot.paper:
            outcome.unchanged += 1
            return
        if said.title == paper.title or said.abstract == paper.abstract:
            slot.origin = source
        slot.paper = said
        slot.changed = True
        slot.revised |= newer and slot.id is not None
        outcome.updated += 1

    def _membership(self, slot: Slot, item: Arrival) -> None:
        if item.places is not None:
            self.memberships += [(slot, target, rank) for target, rank in item.places]
            return
        if not item.digests:
            self.memberships.append((slot, item.target, None))
            return
        for place in item.digests:
            target = Target(place.name, place.date, place.source or item.target.source, place.archive)
            self.memberships.append((slot, target, place.rank))
            if slot.id is None and (slot.arrival is item.target or _earlier(target, slot.arrival)):
                slot.arrival = target


def _family(item: Arrival) -> str:
    """The family that a record came from: that of its first digest, where our own file says it."""
    first = min(item.digests, key=lambda place: place.date, default=None)
    return first.source if first is not None and first.source else item.target.source


def _earlier(one: Target, other: Target | None) -> bool:
    return other is None or one.date < other.date


def _arrived_first(slot: Slot) -> tuple[int, int]:
    number = slot.id or 0
    return ids.day_of(number), -number


def arrival_day(published: str | None, target: Target) -> int:
    """The day a paper of this date counts as arrived with its digest."""
    if target.archive and published:
        try:
            return ids.day_number(published)
        except ValueError:
            pass
    try:
        return ids.day_number(target.date)
    except ValueError:
        return date.today().toordinal()
