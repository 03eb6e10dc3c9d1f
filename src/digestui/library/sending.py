"""What is new in this library, written to the folder of an exchange in segments of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from digestui.exchange import records, segments
from digestui.exchange.folder import Segment
from digestui.exchange.segments import PAPERS
from digestui.library import filling, telling
from digestui.library.library import Library
from digestui.library.sync_files import Files
from digestui.model.exchange import Origin, SharedBatch
from digestui.storage import exchange, shared

T = TypeVar("T")
FULL, SMALL = 1 << 20, 64 << 10
"""Bytes at which a segment is closed, and below which the last one is written anew with what comes next."""
STRETCH = 500
"""Papers in one transaction."""


def acts(lib: Library, files: Files, me: Origin, *, everybody: bool = False) -> int:
    """Write acts that the folder does not have; gives how many. Also those of earlier lives of this library,
    which nobody else may ever tell; with `everybody` all that are here."""
    sent = 0
    for origin, last in exchange.own(lib.database, everybody=everybody):
        mine = [s for s in files.there if s.named.origin == origin and files.known(s)]
        there = _covered(mine)
        if there >= last:
            continue
        tails = [s for s in mine if s.carrier == me and s.named.last == there and s.size < SMALL]
        first = min([there + 1, *(s.named.first for s in tails)])
        batches = exchange.outgoing(lib.database, origin, first, last)
        written = [
            files.write(me, *segments.acts_segment(origin, part)) for part in _parts(batches, _size_of_step)
        ]
        files.remove(tails, written)
        sent += last - there
    return sent


def papers(lib: Library, files: Files, me: Origin, known: set[bytes], progress: Callable[[str], None]) -> int:
    """Write papers that say something nobody was told; gives how many. `known` are the addresses of records
    that the folder has already."""
    wanted = shared.to_tell(lib.database)
    own = [s for s in files.there if s.carrier == me and s.named.kind == PAPERS]
    number = max((s.named.first for s in own), default=0)
    tail = next((s for s in own if s.named.first == number and s.size < SMALL and files.known(s)), None)
    sent = 0
    for start in range(0, len(wanted), STRETCH):
        progress(f"telling of paper {start + 1:,} of {len(wanted):,}")
        with lib.database.write():
            logical = exchange.clock(lib.database, me, lib.clock())
            mine = telling.mine(lib, wanted[start : start + STRETCH], logical)
            # An undo may have left a paper under a lesser key.
            filling.fill(lib, {paper: one.record.paper for paper, one in mine.items() if not one.settled})
            rows = {paper: telling.remembered(one.record, shared.AGREED) for paper, one in mine.items()}
            new = [
                mine[paper].record
                for paper in sorted(mine, reverse=True)
                if not known or records.address(mine[paper].record) not in known
            ]
            written: list[Segment] = []
            for part in _parts(_lines(files, tail, new), len):
                number += 1
                written.append(files.write(me, *segments.papers_segment(me, number, part)))
            shared.write(lib.database, rows)
        sent += len(new)
        if written:
            files.remove([tail] if tail is not None else [], written)
            tail = written[-1] if written[-1].size < SMALL else None
    return sent


def _lines(files: Files, tail: Segment | None, new: Sequence[records.Record]) -> list[str]:
    """New records, before them what the last small segment holds of other papers."""
    if not new:
        return []
    lines: dict[str, str] = {}
    for line in (files.lines(tail) if tail is not None else None) or ():
        lines[min(json.loads(line)["keys"])] = line
    for record in new:
        lines.pop(min(record.keys), None)
        lines[min(record.keys)] = records.line(record)
    return list(lines.values())


def _covered(mine: Sequence[Segment]) -> int:
    """How far a writer's acts are there without a gap."""
    there = 0
    for segment in sorted(mine, key=lambda s: s.named.first):
        if segment.named.first <= there + 1:
            there = max(there, segment.named.last)
    return there


def _parts(items: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Items in parts that each make a segment."""
    part: list[T] = []
    full = 0
    for item in items:
        part.append(item)
        full += size(item)
        if full >= FULL:
            yield part
            part, full = [], 0
    if part:
        yield part


def _size_of_step(batch: SharedBatch) -> int:
    return 100 + sum(16 + sum(map(len, act)) for act in batch.acts)
