"""One writer of a crowd, a process of its own: `python -m faults.crowd LIBRARY NAME SECONDS`.

NAME is marks, tags, notes or imports. Prints one JSON object: what was acknowledged, and how long each took.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from digestui.library import intake, notes, triage
from digestui.library.library import Library
from faults import deeds


def main(library: str, name: str, seconds: str) -> None:
    """Write for so long."""
    path = Path(library)
    end = time.monotonic() + float(seconds)
    took: list[float] = []
    done: list[int] = []
    with Library.open(path, device=name) as lib:
        papers = deeds.papers_of(lib)
        number = 0
        while time.monotonic() < end:
            number += 1
            start = time.monotonic()
            match name:
                case "marks":
                    act = triage.parse_action("unstar" if number % 2 else "star")
                    triage.act(lib, [papers[number % len(papers)]], act)
                case "tags":
                    triage.act(lib, [papers[number % len(papers)]], triage.parse_tags(f"+deed-{number:05d}"))
                case "notes":
                    number += -number % 3 or 3
                    notes.append_note(lib, papers[number % 7], f"line-{number:05d}")
                case _:
                    file = path.with_name(f"crowd-{number}.jsonl")
                    file.write_text(deeds.records(5, first=5 * number))
                    intake.import_files(lib, [file])
            took.append(time.monotonic() - start)
            done.append(number)
    print(json.dumps({"done": done, "took": took}))


if __name__ == "__main__":
    main(*sys.argv[1:])
