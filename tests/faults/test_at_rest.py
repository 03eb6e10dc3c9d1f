"""A reader whom nobody uses sleeps; the Escape key is known soon, and rests of what was begun are kept."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from digestui.ui.door import ESCDELAY
from faults.terminal import SOURCES, Terminal

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks for threads in /proc")
SPAN = 3.0


def times_woken(process: int) -> int:
    """How often the threads of a process have gone to sleep again of their own will."""
    return sum(
        int(found[1])
        for status in Path(f"/proc/{process}/task").glob("*/status")
        if (found := re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)", status.read_text()))
    )


@linux
def test_at_rest_it_wakes_no_more_than_once_a_second_or_two(library: Path, tmp_path: Path) -> None:
    with Terminal(library, home=tmp_path).open() as terminal:
        terminal.quiet(2.0)
        process, seen = terminal.reader, len(terminal.seen)
        before, start = times_woken(process), time.monotonic()
        terminal.until(lambda: time.monotonic() - start > SPAN, "some seconds of rest")
        # Once a second it looks whether others wrote to the library.
        assert times_woken(process) - before <= 3 * SPAN
        assert len(terminal.seen) == seen


@linux
def test_escape_and_the_key_behind_it_are_two_keys(library: Path, tmp_path: Path) -> None:
    with Terminal(library, home=tmp_path).open() as terminal:
        terminal.type("/quiet")
        terminal.quiet()
        seen = len(terminal.seen)
        terminal.type("\x1b")
        terminal.until(lambda: len(terminal.seen) > seen, "the search box closed")
        terminal.quiet()
        terminal.type("q")
        assert terminal.left() == 0


@linux
def test_a_key_that_comes_in_pieces_is_one_key(library: Path, tmp_path: Path) -> None:
    with Terminal(library, home=tmp_path, env={"ESCDELAY": "5000"}).open() as terminal:
        for piece in ("\x1b", "[", "21", "~"):  # F10, which does nothing; its pieces would
            terminal.type(piece)
            terminal.quiet(0.2)
        terminal.type("q")
        assert terminal.left() == 0


@pytest.mark.parametrize(("theirs", "used"), [(None, int(ESCDELAY)), ("300", 300)])
def test_the_environment_says_how_long_an_escape_may_wait(theirs: str | None, used: int) -> None:
    code = (
        "import os; from digestui.ui import door; door._set_patience(); from textual import constants;"
        "print(round(constants.ESCAPE_DELAY * 1000), os.environ.get('ESCDELAY'))"
    )
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES)}
    if theirs is not None:
        env["ESCDELAY"] = theirs
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(used), str(theirs)]
