"""Kill -9, many times over: `python -m faults.killing HOW LIBRARY KILLS SEED LONGEST`.

A program of its own, with one thread, because it forks. HOW is work, import or export; LONGEST is seconds.
Each fork opens the library anew, works and tells through a pipe what was acknowledged, until it is killed
at a random moment. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from digestui.library import export, intake
from digestui.library.library import Library
from faults import deeds
from library.feeding import Clock

Say = Callable[[int], None]


def work(path: Path, first: int, say: Say) -> None:
    """Deeds from number `first` on, until killed."""
    with Library.open(path, clock=Clock(), device="test") as lib:
        papers = deeds.papers_of(lib)
        say(-1)
        for number in range(first, first + 100_000):
            deeds.do(lib, papers, number)
            say(number)


def bring_in(path: Path, first: int, say: Say) -> None:
    """An import of more papers than fit in one transaction, from the file beside the library."""
    with Library.open(path, clock=Clock(), device="test") as lib:
        say(-1)
        report = intake.import_files(lib, [path.with_name("fresh.jsonl")])
        say(report.added + report.unchanged)


def take_out(path: Path, first: int, say: Say) -> None:
    """An export to a file, over and over."""
    with Library.open(path, readonly=True, clock=Clock(), device="test") as lib:
        papers = deeds.papers_of(lib)
        say(-1)
        while True:
            export.export(lib, papers, "jsonl", path.with_name("out.jsonl"))


def killed(
    how: Callable[[Path, int, Say], None], path: Path, first: int, pause: float
) -> tuple[list[int], bool]:
    """Start one, kill it `pause` seconds after it began; what it had acknowledged, and whether it lived."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        os.close(reading)
        try:
            how(path, first, lambda number: os.write(writing, b"%d\n" % number) and None)
        finally:
            os._exit(0)
    os.close(writing)
    select.select([reading], [], [], 30)  # it has begun
    end = time.monotonic() + pause
    told = b""
    while (left := end - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            piece = os.read(reading, 1 << 16)
            if not piece:
                break
            told += piece
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    while piece := os.read(reading, 1 << 16):
        told += piece
    os.close(reading)
    await_group(child)
    return [int(line) for line in told.split() if line != b"-1"], os.WIFSIGNALED(status)


def await_group(group: int) -> None:
    """Wait until nothing that it had started is left."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        select.select([], [], [], 0.005)
    raise AssertionError("a process it had started goes on after its death")


def main(how: str, library: str, kills: str, seed: str, longest: str) -> None:
    """Kill so many times; prints what was acknowledged and how many kills hit."""
    chance = random.Random(int(seed))
    path = Path(library)
    chosen = {"work": work, "import": bring_in, "export": take_out}[how]
    acknowledged: list[int] = []
    hit = 0
    for round in range(int(kills)):
        told, alive = killed(chosen, path, round * 1000, chance.uniform(0, float(longest)))
        acknowledged += told
        hit += alive
        if how == "export":
            torn = [
                n for n in [len(path.with_name("out.jsonl").read_bytes().splitlines())] if n != deeds.PAPERS
            ]
            assert not torn, f"round {round}: {torn} lines"
    print(json.dumps({"acknowledged": acknowledged, "hit": hit}))


if __name__ == "__main__":
    main(*sys.argv[1:])
