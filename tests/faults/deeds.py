"""What a reader does while the library is harmed: numbered deeds, and which of them a library still holds.

Deed n is a tag, a line in a note, a star or a draft, told apart by its number, so that after any accident
one can ask of each whether it is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from digestui.library import doctor, notes, triage
from digestui.library.library import Library
from library.feeding import Clock, feed, ids, paper

PAPERS = 60


def make(path: Path, papers: int = PAPERS) -> Path:
    """A library of so many papers, all in its one file."""
    with Library.open(path, create=True, clock=Clock(), device="test") as lib:
        feed(
            lib,
            [paper(f"Paper {n}", f"arxiv:2501.{n:05d}", abstract="Some words.") for n in range(papers)],
        )
    return path


def do(lib: Library, papers: list[int], number: int) -> None:
    """Do deed `number`; when this returns it has been acknowledged."""
    at = papers[number % len(papers)]
    if number % 3 == 0:
        notes.append_note(lib, papers[number % 7], f"line-{number:05d}")
    elif number % 3 == 1:
        triage.act(lib, [at], triage.parse_tags(f"+deed-{number:05d}"))
    else:
        notes.keep_draft(lib, f"deed:{number:05d}", f"draft-{number:05d}", None)


def held(lib: Library) -> set[int]:
    """Numbers of the deeds that a library holds."""
    text = [row[0] for row in lib.database.rows("SELECT text FROM notes")]
    tags = [
        row[0]
        for row in lib.database.rows("SELECT t.name FROM paper_tags x JOIN tags t ON t.id = x.tag")
        if row[0].startswith("deed-")
    ]
    found = {int(line[5:]) for note in text for line in note.split("\n") if line.startswith("line-")}
    found |= {int(name[5:]) for name in tags}
    return found | {int(draft.text[6:]) for draft in notes.drafts(lib) if draft.text.startswith("draft-")}


def lost(path: Path, acknowledged: Iterable[int]) -> list[str]:
    """What is wrong with a library after an accident: deeds that were acknowledged and are gone, damage."""
    with Library.open(path, clock=Clock(), device="test") as lib:
        gone = sorted(set(acknowledged) - held(lib))
        wrong = [f"{problem.what}: {problem.why}" for problem in doctor.examine(lib)]
    return [*(f"deed {number} is gone" for number in gone), *wrong]


def records(count: int, first: int = 0) -> str:
    """So many papers as JSON lines."""
    return "".join(
        json.dumps({"key": f"arxiv:2502.{n:05d}", "title": f"Fresh paper {n}", "abstract": "Fresh words."})
        + "\n"
        for n in range(first, first + count)
    )


def papers_of(lib: Library) -> list[int]:
    """Every paper, newest first."""
    return ids(lib)
