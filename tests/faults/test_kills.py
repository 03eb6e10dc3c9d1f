"""Promises 3, 4 and 6 under kill -9: acts and notes, imports, exports."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

from digestui.library import doctor, intake
from digestui.library.library import Library
from effort import examples
from faults import deeds
from library.feeding import Clock

TESTS = Path(__file__).resolve().parents[1]
FRESH = 2500
"""Papers of a file that is taken in several transactions."""


def kill(how: str, library: Path, kills: int, longest: float, seed: int = 1) -> dict[str, Any]:
    """Let `faults.killing` kill so many processes."""
    done = subprocess.run(
        [sys.executable, "-m", "faults.killing", how, library, str(kills), str(seed), str(longest)],
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent / 'src'}{os.pathsep}{TESTS}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_acts_notes_and_drafts_survive_kills(small: Path) -> None:
    kills = examples(30, 1000)
    told = kill("work", small, kills, 0.06)
    assert told["hit"] >= kills * 0.9
    assert len(told["acknowledged"]) > kills / 4  # a busy machine does few in that time
    assert deeds.lost(small, told["acknowledged"]) == []


def test_an_import_that_was_killed_is_whole_or_says_so_and_goes_on(small: Path) -> None:
    chance = random.Random(3)
    small.with_name("fresh.jsonl").write_text(deeds.records(FRESH))
    original = small.read_bytes()
    halves = 0
    for round in range(examples(3, 200)):
        for end in ("-wal", "-shm"):
            small.with_name(small.name + end).unlink(missing_ok=True)
        small.write_bytes(original)
        told = kill("import", small, 1, 0.6, seed=chance.randrange(1 << 30))
        with Library.open(small, clock=Clock(), device="test") as lib:
            there = len(deeds.papers_of(lib)) - deeds.PAPERS
            if told["acknowledged"]:
                assert there == FRESH
            assert doctor.examine(lib) == []
            unfinished = doctor.unfinished(lib)
            assert bool(unfinished) == (0 < there < FRESH), f"round {round}: {there} in, {unfinished}"
            halves += bool(unfinished)
            again = intake.import_files(lib, [small.with_name("fresh.jsonl")])
            assert again.rejected == 0
            assert doctor.unfinished(lib) == []
            assert len(deeds.papers_of(lib)) == deeds.PAPERS + FRESH
    print(f"{halves} were left in part")


def test_an_export_that_was_killed_leaves_the_old_file_or_the_new_one(small: Path) -> None:
    (small.with_name("out.jsonl")).write_text("an old line\n" * deeds.PAPERS)
    kills = examples(15, 300)
    assert kill("export", small, kills, 0.02)["hit"] == kills
