"""Promise 3, power cuts: what was acknowledged is there after the power failed at any moment.

One run of deeds is noted write by write; then the power fails at many moments of it, each time leaving what
was synced and any sectors of what was not. `kill -9` alone would prove nothing: the system still writes.
"""

from __future__ import annotations

import random
from pathlib import Path

from digestui.library.library import Library
from effort import examples
from faults import deeds
from faults.disk import Disk, Op, Platter, lay_down, on_disk
from library.feeding import Clock


def run(path: Path, count: int, synchronous: str = "") -> list[Op]:
    """Do `count` deeds on a disk that is watched; gives what happened."""
    disk = Disk()
    with on_disk(path, disk, synchronous=synchronous) as database:
        lib = Library(database, clock=Clock(), device="test")
        papers = deeds.papers_of(lib)
        for number in range(count):
            deeds.do(lib, papers, number)
            disk.said(number)
    return disk.log


def after_cuts(path: Path, before: bytes, log: list[Op], cuts: int, seed: int) -> list[str]:
    """What is wrong in the libraries that so many power cuts leave."""
    chance = random.Random(seed)
    moments = sorted(chance.sample(range(1, len(log)), cuts))
    platter = Platter({str(path): before})
    there = path.parent / "after"
    there.mkdir()
    said: list[int] = []
    wrong = []
    done = 0
    for moment in moments:
        for op in log[done:moment]:
            platter.feed(op)
            if op[0] == "said":
                said.append(op[2])
        done = moment
        lay_down(
            platter.cut(chance),
            there,
            [(str(path), "library.db"), (f"{path}-wal", "library.db-wal"), ("", "library.db-shm")],
        )
        wrong += [f"cut at {moment} of {len(log)}: {what}" for what in deeds.lost(there / "library.db", said)]
    return wrong


def test_what_was_acknowledged_survives_a_power_cut(small: Path) -> None:
    before = small.read_bytes()
    log = run(small, examples(220, 1500))
    assert any(kind == "sync" and file == str(small) for kind, file, *_ in log), "no checkpoint was tried"
    assert after_cuts(small, before, log, examples(30, 1000), seed=1) == []


def test_the_cuts_find_what_a_laxer_setting_loses(small: Path) -> None:
    before = small.read_bytes()
    log = run(small, 40, synchronous="NORMAL")
    assert any("is gone" in what for what in after_cuts(small, before, log, 10, seed=2))
