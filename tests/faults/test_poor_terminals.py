"""Promise 14: no terminal, one that can do nothing, one cell, the C locale: one line and exit 2, or life."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from faults.terminal import SOURCES, Terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@pytest.mark.parametrize("gone", ["<&-", ">&-", "2>&-", "</dev/null", ">/dev/null", "<&- >&- 2>&-"])
def test_without_a_terminal_the_reader_says_so_and_never_hangs(
    library: Path, tmp_path: Path, gone: str
) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$@" {gone}', "sh", sys.executable, "-m", "digestui", "--library", str(library)],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONPATH": str(SOURCES),
            "TERM": "xterm-256color",
        },
        capture_output=True,
        timeout=60,
        check=False,
        start_new_session=True,
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr + done.stdout
    assert b"\x1b" not in done.stderr + done.stdout
    assert len(done.stderr.splitlines()) == (0 if "2>&-" in gone else 1)


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_place_text_gets_one_line(library: Path, tmp_path: Path, term: str) -> None:
    with Terminal(library, home=tmp_path, env={"TERM": term}) as terminal:
        assert terminal.left() == 2
        assert terminal.restored() == []
        assert b"\x1b" not in terminal.seen
        assert len([line for line in terminal.seen.splitlines() if line.startswith(b"digestui: ")]) == 1


@pytest.mark.parametrize(
    ("env", "size"),
    [
        ({}, (1, 1)),
        ({}, (0, 0)),
        ({"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, (24, 80)),
    ],
    ids=["1x1", "0x0", "C locale"],
)
def test_a_poor_terminal_is_survived(
    library: Path, tmp_path: Path, env: dict[str, str], size: tuple[int, int]
) -> None:
    with Terminal(library, home=tmp_path, env=env, size=size) as terminal:
        terminal.words("\x1b[?1049h")
        terminal.quiet(0.3)
        terminal.keys("jjkk", "c", "x", "\x1b", "q")
        assert terminal.left() == 0
        assert terminal.restored() == []
        assert b"Traceback" not in terminal.seen
        if "LC_ALL" in env:
            assert max(terminal.seen) < 128
