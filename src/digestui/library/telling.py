"""Papers told to other machines and told by them: what is new here, what theirs make of ours.

How two tellings become one is `exchange.records`; this brings that to the library and back. Everything here
runs inside a transaction of the caller's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from digestui.exchange import records
from digestui.exchange.records import Rank, Record
from digestui.library import filling
from digestui.library.arriving import Read, Target
from digestui.library.chunk import Chunk
from digestui.library.library import Library
from digestui.model.keys import best_first
from digestui.model.paper import Paper
from digestui.records import dataclass, field, replace
from digestui.sources.base import Incoming
from digestui.storage import ids as numbers
from digestui.storage import papers, shared
from digestui.storage.shared import AGREED, CHANGED, TO_TELL, Told


@dataclass(slots=True)
class Mine:
    """A paper of this library as it would be told."""

    record: Record
    untold: bool
    """Whether it says something that nobody else knows."""
    settled: bool
    """Whether it is called by the best of its keys, as it will be everywhere."""


@dataclass(slots=True)
class Taken:
    """What a stretch of foreign records did."""

    new: int = 0
    updated: int = 0
    decided: set[int] = field(default_factory=set)
    """Papers that acts had waited for."""


def mine(lib: Library, ids: Sequence[int], logical: int) -> dict[int, Mine]:
    """Papers as they would be told; a field that changed since the last telling changed at `logical`."""
    database = lib.database
    known = shared.told(database, ids)
    digests = shared.digests_of(database, ids)
    sources = shared.sources_of(database, ids)
    found: dict[int, Mine] = {}
    for paper, kept in papers.load(database, ids).items():
        values = records.values_of(kept.paper)
        told = known.get(paper)
        urls, ranks = _ranks(values, told, logical)
        everything = values["urls"] or ()
        values["urls"] = everything[:urls] or None
        found[paper] = Mine(
            Record(
                frozenset(kept.paper.keys),
                values,
                ranks,
                frozenset(everything[urls:]),
                {(d.name, d.date): (d.rank, d.source, d.archive) for d in digests.get(paper, ())},
                numbers.iso_day(paper),
                sources.get(paper, ""),
            ),
            told is None or told.changed != AGREED,
            kept.paper.key == best_first(sorted(kept.paper.keys))[0],
        )
    return found


def _ranks(values: Mapping[str, object], told: Told | None, logical: int) -> tuple[int, dict[str, Rank]]:
    """How many addresses are those of the telling that won, and the rank of every field."""
    urls = values["urls"]
    every = len(urls) if isinstance(urls, tuple) else 0
    version = values["version"]
    now = version if isinstance(version, int) else 0
    if told is None:
        return every, {name: records.first_rank(name, values[name], now) for name in records.FIELDS}
    kept: dict[str, list[int]] = json.loads(told.ranks) if told.ranks else {}
    first = kept.get("", [0])[0]
    marks = records.marks(values) if told.changed == CHANGED else told.marks
    ranks: dict[str, Rank] = {}
    for place, name in enumerate(records.FIELDS):
        at = place * records.MARK
        if marks[at : at + records.MARK] != told.marks[at : at + records.MARK]:
            ranks[name] = (logical, now if values[name] is not None else -1)
        elif name in kept:
            ranks[name] = (kept[name][0], kept[name][1])
        else:
            ranks[name] = records.first_rank(name, values[name], first)
    place = records.FIELDS.index("urls") * records.MARK
    same = marks[place : place + records.MARK] == told.marks[place : place + records.MARK]
    return (told.urls if same else every), ranks


def remembered(record: Record, changed: int) -> Told:
    """What to remember of a paper that is told so."""
    version = record.values["version"] or 0
    ranks: dict[str, Sequence[int]] = dict(records.deviations(record.values, record.ranks, version))
    if version:
        ranks[""] = [version]
    urls = record.values["urls"] or ()
    whole = {**record.values, "urls": (*urls, *sorted(record.more)) or None}
    return Told(changed, records.marks(whole), len(urls), json.dumps(ranks) if ranks else "")


def take(lib: Library, chunk: Chunk, told: Sequence[Record], logical: int) -> Taken:
    """Take in what others tell of papers: each becomes the paper it is of, or a new one."""
    database = lib.database
    ours = _concerned(lib, told, logical)
    by_key = {key: paper for paper, one in ours.items() for key in one.record.keys}
    fresh: list[Record] = []
    for record in told:
        found = {by_key.get(key) for key in record.keys}
        paper = next(iter(found))
        one = ours.get(paper) if paper is not None else None
        same = len(found) == 1 and one is not None and records.address(one.record) == records.address(record)
        if same and paper is not None and one is not None and one.settled:
            if one.untold:
                shared.write(database, {paper: remembered(one.record, AGREED)})
                one.untold = False
            continue
        fresh.append(record)
    if not fresh:
        return Taken()
    outcome = chunk.take([_item(record) for record in fresh], sure=True)
    taken = Taken(new=len(outcome.new_ids), decided=set(outcome.decided))
    taken.updated = len(_agree(lib, fresh, ours) - set(outcome.new_ids))
    return taken


def _concerned(lib: Library, told: Sequence[Record], logical: int) -> dict[int, Mine]:
    """Our papers that foreign records may be about, by a key or by the title, as they are before."""
    from digestui.text.folding import title_key

    database = lib.database
    found = {paper for paper, _ in papers.by_keys(database, {k for r in told for k in r.keys}).values()}
    titles = {papers.title_hash(title_key(record.values["title"])) for record in told}
    if not papers.none(database):
        found |= {twin.id for twins in papers.by_titles(database, titles).values() for twin in twins}
    return mine(lib, sorted(found), logical) if found else {}


def _item(record: Record) -> Read:
    item = Read(Incoming(record.paper, ""))
    item.target = Target("", record.day, record.source or "digestui")
    item.places = tuple(
        (Target(name, day, source, archive), rank)
        for (name, day), (rank, source, archive) in sorted(record.digests.items())
    )
    return item


def _agree(lib: Library, told: Sequence[Record], ours: Mapping[int, Mine]) -> set[int]:
    """Make every paper that was told of what all tellings together make of it; gives those that changed."""
    database = lib.database
    heads = [min(record.keys) for record in told] + [min(one.record.keys) for one in ours.values()]
    where = {key: paper for key, (paper, _) in papers.by_keys(database, heads).items()}
    theirs: dict[int, list[Record]] = {}
    for record in told:
        theirs.setdefault(where[min(record.keys)], []).append(record)
    before: dict[int, list[Mine]] = {}
    for one in ours.values():
        before.setdefault(where[min(one.record.keys)], []).append(one)
    stored = papers.load(database, list(theirs))
    rows: dict[int, Told] = {}
    wrong: dict[int, Paper] = {}
    changed: set[int] = set()
    places: list[tuple[int, str, str, int]] = []
    for paper, tellings in theirs.items():
        mine_before = [one.record for one in before.get(paper, ())]
        # Keys that only we found to be of one paper: nobody else knows that yet.
        keys = frozenset(stored[paper].paper.keys)
        joined = _joined([*mine_before, *tellings])
        news = not _connected([record.keys for record in (*mine_before, *tellings)]) or keys != joined.keys
        untold = news or any(one.untold for one in before.get(paper, ()))
        if untold and not news:
            untold = all(records.address(joined) != records.address(record) for record in tellings)
        wanted = joined.paper
        if news:
            wanted = replace(wanted, keys=best_first(sorted(keys | joined.keys)))
        if wanted != stored[paper].paper:
            wrong[paper] = wanted
        if not mine_before or any(records.address(joined) != records.address(r) for r in mine_before):
            changed.add(paper)
        rows[paper] = remembered(joined, TO_TELL if untold else AGREED)
        places += [(paper, *place, facts[0]) for place, facts in joined.digests.items()]
    filling.fill(lib, wrong)
    shared.place(database, places)
    shared.write(database, rows)
    return changed


def _joined(told: Sequence[Record]) -> Record:
    first, *rest = told
    for record in rest:
        first = records.join(first, record)
    return first


def _connected(sets: Iterable[frozenset[str]]) -> bool:
    """Whether sets of keys are all of one paper by the keys they share."""
    groups: list[frozenset[str]] = []
    for keys in sets:
        apart = []
        for group in groups:
            if group & keys:
                keys |= group
            else:
                apart.append(group)
        groups = [*apart, keys]
    return len(groups) == 1
