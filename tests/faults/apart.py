"""A library as another process sees and uses it: `python -m faults.apart LIBRARY WHAT`.

Locks of SQLite hold between processes only, so whoever shares a library with a test must not live in it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from digestui.library import notes, triage
from digestui.library.library import Library
from faults import deeds

TESTS = Path(__file__).resolve().parents[1]


def apart(library: Path, what: str) -> Any:
    """What another process says that did `what` and has left: `tag`, or `look`."""
    env = {**os.environ, "PYTHONPATH": f"{TESTS.parent / 'src'}{os.pathsep}{TESTS}"}
    command = [sys.executable, "-m", "faults.apart", str(library), what]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout)


def main(library: str, what: str) -> None:
    """Do it, and print a JSON object: notes and tags by their number from the newest paper on."""
    with Library.open(Path(library), device="apart") as lib:
        papers = deeds.papers_of(lib)
        if what == "tag":
            triage.act(lib, [papers[1]], triage.parse_tags("+from-a-command"))
        held = {number: notes.read_note(lib, paper) for number, paper in enumerate(papers)}
    print(json.dumps({str(number): note for number, note in held.items() if note}))


if __name__ == "__main__":
    main(*sys.argv[1:])
