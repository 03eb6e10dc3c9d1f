"""A stretch of one import, taken into the library in one transaction.

For each record: which paper is it, does it say anything new, where does it stand. Reading happens for the
whole stretch at once, deciding record by record (a file may hold one paper twice), writing at once again.
Only what sources say is touched here; what the reader decided stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from digestui.library import derive
from digestui.library.arriving import Arrival, Target
from digestui.library.library import Library
from digestui.library.work import Outcome, Slot, Work, arrival_day
from digestui.storage import counters, digests, facts, ids, papers, replay, taking, within

GATHERED = 1500
"""New papers that go into the index of words at once. Each time makes a piece of index, and pieces are merged
later, which costs as much as making them."""


class Chunk:
    """Takes stretches of one import in; one object serves a whole import."""

    def __init__(self, lib: Library, *, bulk: bool = False, index: bool = True) -> None:
        """With `bulk` many papers are to come: `over` must be called before each commit. With `index` False
        no search will ever look for them: all of it will be rolled back."""
        self._bulk = bulk
        self._index = index
        self._gathers = False
        self._unindexed: list[int] = []
        self._lib = lib
        self._db = lib.database
        self._categories = papers.Names(self._db, "categories")
        self._sources = papers.Names(self._db, "sources")

    def take(self, items: Sequence[Arrival], *, later: bool = False, sure: bool = False) -> Outcome:
        """Take records in. The caller holds the transaction.

        With `later` new papers may wait for the index of words until `settle`; with `sure` the keys alone say
        which paper a record is.
        """
        work = Work(self._db, self._sources, items, sure=sure)
        outcome = work.decide()
        self._write(work, outcome)
        if self._index:
            self._unindexed += outcome.new_ids
        if not later or len(self._unindexed) >= GATHERED:
            self.settle()
        return outcome

    def settle(self, least: int = 1) -> None:
        """Put new papers into the index of words, if there are so many: searches find them from now on."""
        if len(self._unindexed) < least:
            return
        if self._bulk and not self._gathers:
            papers.gather(self._db, bulk=True)
            self._gathers = True
        papers.index(self._db, self._unindexed)
        self._unindexed = []

    def over(self) -> None:
        """The transaction is about to be committed."""
        self.settle()
        if self._gathers:
            papers.gather(self._db, bulk=False)
            self._gathers = False
        within.make(self._db, within.missing(self._db))

    def _write(self, work: Work, outcome: Outcome) -> None:
        database = self._db
        counters.prepare(database)
        new = self._number([slot for slot in work.new if slot.id is None], outcome)
        touched: set[int] = {s.id for s in work.slots() if s.changed and s.id is not None}
        touched |= {number for pair in outcome.joined for number in pair}
        touched -= set(outcome.new_ids)
        entries = self._entries(work, touched, set(outcome.new_ids))
        if touched:
            self.settle()  # What is not in the index cannot be taken out of it.
            counters.choose(database, json.dumps(list(touched)))
            counters.leave(database)
        self._join(outcome)
        for slot in work.slots():
            if slot.changed and slot.id is not None and slot not in work.fresh:
                self._update(slot)
        papers.insert(database, new, self._categories)
        digests.add(database, entries)
        if touched:
            gone = {lose for _, lose in outcome.joined}
            counters.choose(database, json.dumps([number for number in touched if number not in gone]))
            counters.enter(database)
        counters.choose(database, json.dumps(outcome.new_ids))
        counters.enter(database, new=True)
        papers.remember_fingerprints(database, [(s.seen, s.id) for s in work.reread if s.id is not None])
        papers.doubt(
            database,
            [(one.id, other) for one, other in work.doubtful if one.id is not None and one.id != other],
        )
        outcome.decided = taking.arrived(database)
        facts.put(database, [(slot.id, fact) for slot, fact in work.facts if slot.id is not None])
        outcome.personal = [(slot.id, said) for slot, said in work.personal if slot.id is not None]

    def _number(self, slots: list[Slot], outcome: Outcome) -> list[papers.New]:
        """Give each new paper its id: its arrival day and its number in it."""
        days = [_arrival_day(slot) for slot in slots]
        following = papers.next_numbers(self._db, set(days))
        new = []
        for slot, day in zip(slots, days, strict=True):
            slot.id = ids.id_of(day, following[day])
            following[day] += 1
            first = slot.first
            if first is not None and first.mark == slot.seen:
                new.append(papers.New(slot.id, first.columns(), first.keys, slot.source))
            else:  # several records spoke of it
                assert slot.paper is not None
                columns = papers.columns(derive.stored(slot.paper, slot.seen))
                new.append(papers.New(slot.id, columns, slot.paper.keys, slot.source))
            outcome.new_ids.append(slot.id)
        return new

    def _entries(self, work: Work, touched: set[int], new: set[int]) -> list[tuple[int, int, int]]:
        """Memberships that are not there yet; papers that get one count as touched."""
        database, entries = self._db, []
        wanted: dict[Target, list[tuple[int | None, int]]] = {}
        for slot, target, rank in work.memberships:
            assert slot.id is not None
            wanted.setdefault(target, []).append((rank, slot.id))
        now = self._lib.now()
        for target, ranked in wanted.items():
            source = self._sources[target.source]
            digest, _ = digests.find_or_make(database, target.name, target.date, source, target.archive, now)
            inside = digests.members(database, digest, [paper for _, paper in ranked])
            last = digests.last_rank(database, digest)
            for rank, paper in ranked:
                if paper in inside:
                    continue
                inside.add(paper)
                last += 1
                entries.append((digest, rank or last, paper))
                if paper not in new:
                    touched.add(paper)
        return entries

    def _join(self, outcome: Outcome) -> None:
        """Make rows one, with everything personal of both: field by field the later act stands, and of two
        notes both."""
        for keep, lose in outcome.joined:
            papers.join(self._db, keep, lose)
            replay.rebuild(self._db, [keep])

    def _update(self, slot: Slot) -> None:
        assert slot.paper is not None
        assert slot.id is not None
        stored = derive.stored(slot.paper, slot.seen)
        papers.update(self._db, slot.id, stored, slot.origin or 0, self._categories)
        if slot.revised:
            papers.revise(self._db, slot.id, slot.paper.version)


def _arrival_day(slot: Slot) -> int:
    first, paper = slot.first, None if slot.first else slot.paper
    published = first.published if first else paper.published if paper else None
    assert slot.arrival is not None
    return arrival_day(published, slot.arrival)
