"""Promise 16: an export as `jsonl` into an empty library gives an equal library, personal data included."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

from digestui.library import citing, doctor, export, intake, notes, triage
from digestui.library.library import Library
from effort import examples
from faults import deeds
from faults.hostile import texts
from library.feeding import Clock

ACTS = ["star", "read", "queue", "done", "dismiss", "snooze=2999-01-01"]


def everything(lib: Library) -> list[dict[str, object]]:
    """All that is told of every paper, personal or not."""
    out = io.StringIO()
    export.export(lib, deeds.papers_of(lib), "jsonl", out)
    return sorted(map(json.loads, out.getvalue().splitlines()), key=lambda one: one["key"])


def test_a_library_goes_out_and_comes_back_equal(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.jsonl"
    fresh.write_text(deeds.records(deeds.PAPERS))
    for seed in range(examples(2, 100)):
        chance = random.Random(seed)
        first, second = tmp_path / f"a{seed}.db", tmp_path / f"b{seed}.db"
        with Library.open(first, create=True, clock=Clock(), device="one") as lib:
            intake.import_files(lib, [fresh])
            papers = deeds.papers_of(lib)
            words = texts(40, seed)
            for _ in range(60):
                some = chance.sample(papers, chance.randrange(1, 6))
                match chance.randrange(4):
                    case 0:
                        triage.act(lib, some, triage.parse_action(chance.choice(ACTS)))
                    case 1:
                        citing.names(lib, some)
                    case 2:
                        triage.act(lib, some, triage.parse_tags(f"+tag {chance.randrange(9)}"))
                    case _:
                        notes.save_note(lib, some[0], chance.choice(words), base=None)
            out = tmp_path / f"{seed}.jsonl"
            export.export(lib, papers, "jsonl", out)
            before = everything(lib)
        with Library.open(second, create=True, clock=Clock(), device="two") as lib:
            report = intake.import_files(lib, [out])
            assert (report.added, report.rejected) == (deeds.PAPERS, 0)
            assert everything(lib) == before
            assert intake.import_files(lib, [out]).updated == 0
            assert everything(lib) == before
            assert doctor.examine(lib) == []
