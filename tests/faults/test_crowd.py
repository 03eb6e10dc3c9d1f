"""Promise 7: four writers at once, no error shown, nothing lost. Two readers are in `test_in_the_reader`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from digestui.errors import BadInput
from digestui.library import doctor, export, intake, notes, triage
from digestui.library.library import Library
from effort import THOROUGH
from faults import deeds
from faults.apart import apart

TESTS = Path(__file__).resolve().parents[1]


def test_four_writers_get_in_nobodys_way(small: Path) -> None:
    seconds = 60 if THOROUGH else 2
    env = {**os.environ, "PYTHONPATH": f"{TESTS.parent / 'src'}{os.pathsep}{TESTS}"}
    crowd = {
        name: subprocess.Popen(
            [sys.executable, "-m", "faults.crowd", str(small), name, str(seconds)],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("marks", "tags", "notes", "imports")
    }
    told = {}
    for name, process in crowd.items():
        out, err = process.communicate(timeout=seconds + 60)
        assert (process.returncode, err) == (0, ""), name
        told[name] = json.loads(out)
        assert told[name]["done"], name
    took = sorted(one for name in ("marks", "tags", "notes") for one in told[name]["took"])
    p99 = took[int(len(took) * 0.99)]
    print(f"{sum(len(one['done']) for one in told.values())} acts, p99 {p99 * 1000:.0f} ms")
    with Library.open(small) as lib:
        held = deeds.held(lib)
        assert set(told["tags"]["done"]) <= held
        assert set(told["notes"]["done"]) <= held
        assert len(deeds.papers_of(lib)) == deeds.PAPERS + 5 * len(told["imports"]["done"])
        assert doctor.examine(lib) == []
    if THOROUGH:
        assert p99 < 0.5, "imports run all the time"


def test_what_a_process_writes_after_another_came_and_went_is_in_the_library(small: Path) -> None:
    with Library.open(small, device="one") as first, Library.open(small, device="two") as second:
        papers = deeds.papers_of(first)
        notes.append_note(first, papers[0], "before")
        Library.open(small, readonly=True).close()
        apart(small, "tag")
        notes.append_note(second, papers[2], "after")
        assert set(apart(small, "look")) == {"0", "2"}
        assert triage.tags(first) == [("from-a-command", 1)]


def test_a_library_that_is_open_is_neither_imported_nor_written_over(small: Path) -> None:
    with Library.open(small) as lib:
        report = intake.import_files(lib, [small]).files[0]
        assert "the library itself" in report.error
        with pytest.raises(BadInput):
            export.export(lib, deeds.papers_of(lib)[:1], "bibtex", small)
        apart(small, "tag")
        notes.append_note(lib, deeds.papers_of(lib)[0], "kept")
        assert set(apart(small, "look")) == {"0"}
