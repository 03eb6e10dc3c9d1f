"""The program as a process: what scripts, pipes and an impatient person meet."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import PROJECT_SOURCES, Box

MANY = 40_000


def environment(box: Box) -> dict[str, str]:
    return {**box.environ, "PYTHONPATH": str(PROJECT_SOURCES), "PATH": os.environ["PATH"]}


def start(box: Box, *arguments: str, **how: object) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "digestui", "--library", str(box.library), *arguments]
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        line,
        env=environment(box),
        cwd=box.cwd,
        text=True,
        stdin=subprocess.DEVNULL,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how},
    )


def test_a_pipe_closed_in_the_middle_of_a_search_ends_quietly(shelf: Box) -> None:
    lines = "".join(json.dumps({"title": f"Paper {n}", "abstract": "x" * 500}) + "\n" for n in range(2000))
    shelf("import", shelf.file("many.jsonl", lines))
    line = f"'{sys.executable}' -m digestui --library '{shelf.library}' search in:any | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        env=environment(shelf),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


def test_control_c_stops_an_import_cleanly_and_it_can_be_done_again(box: Box) -> None:
    file = box.cwd / "many.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for number in range(MANY):
            out.write(json.dumps({"title": f"Paper number {number}", "abstract": "some words"}) + "\n")
    process = start(box, "import", "many.jsonl")
    while process.poll() is None and not box.library.exists():
        os.sched_yield()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert len(errors.splitlines()) == 1
    assert "Traceback" not in errors
    assert box("doctor").code == 0
    assert box("import", "many.jsonl").code == 0
    assert box("search", "in:any", "--count").out == f"{MANY}\n"


@pytest.mark.parametrize("words", [["search", "in:any", "--json"], ["history"], ["mark", "in:any", "star"]])
def test_no_command_loads_the_reader_or_what_it_does_not_need(shelf: Box, words: list[str]) -> None:
    program = (
        "import sys\nfrom digestui.cli.main import run\ncode = run(sys.argv[1:])\n"
        "print(*sys.modules, file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--library", str(shelf.library), *words],
        env=environment(shelf),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    loaded = set(done.stderr.split())
    heavy = {
        "textual",
        "sqlite_utils",
        "rapidfuzz",
        "httpx",
        "feedparser",
        "pylatexenc",
        "argparse",
        "dataclasses",
    }
    if words[0] == "search":
        heavy |= {"dataclasses", "typing", "threading", "weakref", "digestui.ui", "digestui.model.receipt"}
    assert not loaded & heavy


def test_files_are_named_from_the_folder_one_stands_in(box: Box) -> None:
    (box.cwd / "a.jsonl").write_text(json.dumps({"title": "One paper"}))
    process = start(box, "import", "a.jsonl")
    out, _ = process.communicate(timeout=30)
    assert out.startswith("a.jsonl: 1 added")
    assert Path(box.library).exists()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_the_output_tells_whether_something_was_done(shelf: Box, unbuffered: str) -> None:
    def into_the_full(*words: str) -> tuple[int, str]:
        line = [sys.executable, "-m", "digestui", *words]
        environ = environment(shelf) | {"PYTHONUNBUFFERED": unbuffered}
        with open("/dev/full", "w") as full:
            done = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, env=environ, check=False)
        return done.returncode, done.stderr.decode()

    library = ("--library", str(shelf.library))
    nothing = "digestui: writing: no space left on device: free some space and try again\n"
    told = "digestui: standard output: no space left on device: it is done, but not told\n"
    assert into_the_full("--version") == (2, nothing)
    assert into_the_full(*library, "search") == (2, nothing)
    assert into_the_full(*library, "mark", "transformer", "star", "--dry-run") == (2, nothing)
    assert into_the_full(*library, "mark", "transformer", "star") == (1, told)
    assert into_the_full(*library, "backup", str(shelf.cwd / "copy.db")) == (1, told)
    assert shelf("search", "is:starred", "--count").out == "2\n"


def test_a_remark_that_cannot_be_written_takes_nothing_back(shelf: Box) -> None:
    with open("/dev/full", "wb") as full:
        with start(shelf, "export", "in:any", "--format", "jsonl", "-o", "out.jsonl", stderr=full) as process:
            process.communicate(timeout=60)
        assert process.returncode == 0
    assert (shelf.cwd / "out.jsonl").read_text().count("\n") == 3
