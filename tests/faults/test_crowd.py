"""Promise 7: four writers at once, no error shown, nothing lost. Two readers are in `test_in_the_reader`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from digestui.library import doctor
from digestui.library.library import Library
from effort import THOROUGH
from faults import deeds

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
