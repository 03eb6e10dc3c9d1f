"""Promise 5: the n-th write, sync or removal fails, for every n, with a full disk and with a broken one.

The first half is our SQL on a disk that refuses; the second the real program, whose system calls strace
refuses (it is left out where there is no strace or it is not allowed).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from digestui.errors import LibraryTrouble
from digestui.library import intake, notes, triage
from digestui.library.library import Library
from effort import THOROUGH
from faults import deeds
from faults.disk import Disk, on_disk
from library.feeding import Clock

SOURCES = Path(__file__).resolve().parents[2] / "src"
ERRORS = {"full": apsw.FullError, "broken": apsw.IOError}


def some_deeds(lib: Library, disk: Disk, file: Path) -> Iterator[int]:
    """A morning's work; each number is given when its deed has been acknowledged."""
    papers = deeds.papers_of(lib)
    for number in range(6):
        deeds.do(lib, papers, number)
        yield number
    triage.act(lib, papers, triage.parse_action("star"))
    report = intake.import_files(lib, [file])
    if report.rejected == 0 and report.added:
        yield 100
    deeds.do(lib, papers, 7)
    yield 7


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("error", ERRORS)
def test_every_write_and_sync_may_fail(small: Path, error: str, for_good: bool) -> None:
    file = small.with_name("fresh.jsonl")
    file.write_text(deeds.records(30))
    original = small.read_bytes()
    place = small.with_name("harmed.db")
    number, step = 0, 1 if THOROUGH else 13
    wrong: list[str] = []
    told, lines = set(), set()
    while True:
        number += step
        for end in ("-wal", "-shm"):
            place.with_name(place.name + end).unlink(missing_ok=True)
        place.write_bytes(original)
        disk = Disk(fail_at=number, error=ERRORS[error], for_good=for_good)
        kept: list[int] = []
        try:
            with on_disk(place, disk) as database:
                lib = Library(database, clock=Clock(), device="test")
                for one in some_deeds(lib, disk, file):
                    kept.append(one)
        except LibraryTrouble as trouble:
            told.add(trouble.why.split("(")[0])
            lines.update(str(trouble).split("\n")[1:])
        if not disk.refused:
            break
        wrong += [f"{number}: {what}" for what in deeds.lost(place, set(kept) - {100})]
        with Library.open(place, clock=Clock(), device="test") as lib:
            fresh = len(deeds.papers_of(lib)) - deeds.PAPERS
            if fresh not in (0, 30) or (100 in kept and fresh != 30):
                wrong.append(f"{number}: {fresh} of 30 papers are in")
    assert wrong == []
    assert number > 60
    assert told <= {"the disk is full", "the disk answers with an error "}
    assert told
    assert lines == set(), "a message is one line"


# ---- the real program ----------------------------------------------------------------------------------


def can_trace() -> bool:
    if sys.platform != "linux" or not shutil.which("strace"):
        return False
    tried = subprocess.run(
        ["strace", "-e", "trace=fsync", "-o", os.devnull, "true"], capture_output=True, check=False
    )
    return tried.returncode == 0


COMMANDS = {
    "export": ("export", "in:any", "--format", "jsonl", "-o", "out.jsonl"),
    "vault": ("export", "in:any", "--format", "markdown", "-o", "vault"),
    "backup": ("backup", "copy.db"),
    "note": ("note", "arxiv:2501.00003", "--set", "kept-in-a-note"),
    "import": ("import", "fresh.jsonl"),
    "restore": ("restore", "older.db"),
}
CALLS = {
    "fsync": "fsync,fdatasync",
    "rename": "rename,renameat,renameat2,link,linkat",
    "write": "write,pwrite64",
}


@pytest.mark.skipif(not can_trace(), reason="needs strace, and leave to use it")
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("call", CALLS)
def test_a_system_call_of_the_program_fails(small: Path, tmp_path: Path, command: str, call: str) -> None:
    if not THOROUGH and (call, command) not in {
        ("fsync", "export"),
        ("rename", "backup"),
        ("write", "note"),
        ("fsync", "restore"),
    }:
        pytest.skip("make faults tries every pair")
    base = tmp_path / "base"
    base.mkdir()
    shutil.copy(small, base / "library.db")
    shutil.copy(small, base / "older.db")
    (base / "fresh.jsonl").write_text(deeds.records(30))
    (base / "out.jsonl").write_text("the old file\n")
    wrong = []
    for number in range(1, 400 if THOROUGH else 3):
        for error in ("ENOSPC", "EIO") if THOROUGH else ("ENOSPC",):
            there = tmp_path / f"{number}-{error}"
            shutil.copytree(base, there)
            hit, done = traced(there, command, CALLS[call], error, number)
            what = f"{call} number {number} of {command}, {error}"
            wrong += [f"{what}: {one}" for one in harm(there, done)]
            shutil.rmtree(there)
        if not hit:
            break
    assert wrong == []


def traced(
    folder: Path, command: str, calls: str, error: str, number: int
) -> tuple[bool, subprocess.CompletedProcess[str]]:
    """Run a command whose n-th such call fails; whether it came so far, and what it said."""
    log = folder / "trace"
    inject = f"inject={calls}:error={error}:when={number}"
    done = subprocess.run(
        [
            *("strace", "-f", "--seccomp-bpf", "-o", str(log), "-e", f"trace={calls}", "-e", inject),
            *(sys.executable, "-m", "digestui", "--library", "library.db", *COMMANDS[command]),
        ],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(SOURCES),
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return "(INJECTED)" in log.read_text(errors="replace"), done


def harm(folder: Path, done: subprocess.CompletedProcess[str]) -> list[str]:
    """What is wrong after a command whose call failed."""
    wrong = []
    lines = done.stderr.splitlines()
    if done.returncode not in (0, 1, 2) or "Traceback" in done.stderr + done.stdout:
        wrong.append(f"exit {done.returncode}: {done.stderr[-300:]}")
    if done.returncode == 2 and not (len(lines) == 1 and lines[0].startswith("digestui: ")):
        wrong.append(f"not one line: {done.stderr[-300:]}")
    out = (folder / "out.jsonl").read_text()
    if out != "the old file\n" and len(out.splitlines()) != deeds.PAPERS:
        wrong.append("the file that was exported is torn")
    acknowledged = done.returncode == 0 and "note" in done.args[-3:]
    with Library.open(folder / "library.db", clock=Clock(), device="test") as lib:
        papers = deeds.papers_of(lib)
        if len(papers) not in (deeds.PAPERS, deeds.PAPERS + 30):
            wrong.append(f"{len(papers)} papers")
        texts = [notes.read_note(lib, paper) for paper in papers]
        if acknowledged and "kept-in-a-note" not in texts:
            wrong.append("the note was acknowledged and is gone")
    wrong += deeds.lost(folder / "library.db", ())
    copy = folder / "copy.db"
    if copy.exists():
        wrong += [f"the copy: {one}" for one in deeds.lost(copy, ())]
    scraps = [p.name for p in folder.rglob("*") if p.name.endswith((".part", ".restoring"))]
    if scraps:
        wrong.append(f"left behind: {scraps}")
    return wrong
