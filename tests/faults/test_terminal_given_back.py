"""Promises 3 and 13: the terminal is given back whatever ends the reader, and what was typed is kept."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from digestui.library import notes, search
from digestui.library.library import Library
from effort import THOROUGH, examples
from faults.terminal import Terminal
from library.feeding import ids

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

TYPED = "thoughts that nobody has saved"
BOUND = 1.0 if THOROUGH else 10.0
"""Seconds in which the terminal is given back; a machine under other tests is given more."""


def drafts(library: Path) -> list[str]:
    with Library.open(library, readonly=True) as lib:
        return [draft.text for draft in notes.drafts(lib)]


def write_a_note(terminal: Terminal) -> None:
    terminal.keys("c")
    terminal.words("editing")
    terminal.type(TYPED)
    terminal.shows(TYPED)
    terminal.quiet()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"])
def test_a_signal_ends_the_reader_and_nothing_is_lost(library: Path, tmp_path: Path, name: str) -> None:
    number = getattr(signal, name)
    with Terminal(library, home=tmp_path) as terminal:
        terminal.open()
        write_a_note(terminal)
        start = time.monotonic()
        terminal.signal(number)
        assert terminal.left() == 128 + number
        assert time.monotonic() - start < BOUND
        assert terminal.restored() == []
        assert b"Traceback" not in terminal.seen
    assert drafts(library) == [TYPED]


def test_stopping_gives_the_terminal_back_and_going_on_draws_everything_again(
    library: Path, tmp_path: Path
) -> None:
    with Terminal(library, home=tmp_path) as terminal:
        terminal.open()
        terminal.signal(signal.SIGTSTP)
        assert terminal.left() in (128 + signal.SIGTSTP, 128 + signal.SIGSTOP)
        assert terminal.restored() == []
        stopped = len(terminal.seen)
        terminal.type("\n")
        terminal.words("\x1b[?1049h", stopped)
        terminal.words("/111", stopped)
        terminal.quiet()
        terminal.keys("j")
        terminal.shows("2/111")
        terminal.keys("q")
        assert terminal.left(stopped) == 0
        assert terminal.restored() == []


def test_bytes_that_are_no_text_end_nothing(library: Path, tmp_path: Path) -> None:
    bad = [b"\xe9", b"\xe9a", b"\x9b", b"\xff\xfe", b"\xc3", bytes(range(128, 256)), b"\x1b[" + b"9" * 3000]
    bad += [b"~", b"\x1b[<0;99999999999999999999;1M", b"\x1b[M\x20\xff\xff", b"\0" * 50, b"\x1b" * 20]
    with Terminal(library, home=tmp_path) as terminal:
        terminal.open()
        terminal.keys(*bad)
        terminal.keys("c", b"\xe9a\x9b", b"\x1b[200~p\x1b]0;PWNED\x07\x9b2J\xff\xe2\x80\xae\x1b[201~")
        terminal.signal(signal.SIGTERM)
        assert terminal.left() == 128 + signal.SIGTERM
        assert terminal.restored() == []
        assert b"PWNED\x07" not in terminal.seen
        assert b"Traceback" not in terminal.seen


def test_a_signal_among_very_many_keys_is_heard(library: Path, tmp_path: Path) -> None:
    """Keys and signals come to the reader's loop through one pipe, which was once full of keys."""
    with Terminal(library, home=tmp_path) as terminal:
        terminal.open()
        terminal.type("jk" * 400)
        terminal.signal(signal.SIGTERM)
        terminal.type("jkc" * 200)
        assert terminal.left() == 128 + signal.SIGTERM
        assert terminal.restored() == []


def test_a_defect_gives_the_terminal_back_and_goes_to_the_log(library: Path, tmp_path: Path) -> None:
    """A reader whose first glance at a key fails, as a defect would."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'digestui.ui.screens.help': raise ZeroDivisionError('a defect')\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    paths = f"{site}{os.pathsep}{Path(__file__).resolve().parents[2] / 'src'}"
    with Terminal(library, home=tmp_path, env={"PYTHONPATH": paths}) as terminal:
        terminal.open()
        write_a_note(terminal)
        terminal.keys("\x1b", "?")
        assert terminal.left() != 0
        assert terminal.restored() == []
        assert b"Traceback" not in terminal.seen
    assert "a defect" in (tmp_path / ".local/state/digestui/digestui.log").read_text()
    with Library.open(library, readonly=True) as lib:
        assert lib.database.value("SELECT text FROM notes") == TYPED


def test_what_was_typed_two_seconds_before_any_death_is_in_a_draft_of_its_paper(
    library: Path, tmp_path: Path
) -> None:
    """Kill -9 while somebody types without a pause, at any moment."""
    chance = random.Random(7)
    for round in range(examples(1, 40)):
        with Terminal(library, home=tmp_path) as terminal:
            terminal.open()
            terminal.keys("c")
            terminal.words("editing")
            end = time.monotonic() + 2.2 + chance.random() * 2
            typed: list[float] = []
            letters = ""
            while time.monotonic() < end:
                letter = chance.choice("abcdefghij ")
                terminal.type(letter)
                typed.append(time.monotonic())
                letters += letter
                terminal.until(lambda: time.monotonic() > typed[-1] + 0.03, "the next key")  # noqa: B023
            terminal.signal(signal.SIGKILL)
            died = time.monotonic()
            terminal.left()
        with Library.open(library, device="test") as lib:
            (draft,) = notes.drafts(lib)
            first = ids(lib)[0]  # the cursor has never been moved
            assert search.resolve_key(lib, draft.key) == first
            notes.drop_draft(lib, draft.key)
        old = sum(1 for at in typed if died - at > 2)
        assert draft.text == letters[: len(draft.text)]
        assert len(draft.text) >= old, f"round {round}: {len(draft.text)} letters of {old}"


def test_an_editor_that_cannot_be_run_is_told_and_one_reads_on(library: Path, tmp_path: Path) -> None:
    with Terminal(library, home=tmp_path, env={"EDITOR": "/nonexistent/editor"}) as terminal:
        terminal.open()
        terminal.keys("E")
        terminal.shows("the editor cannot be run")
        terminal.keys("j")
        terminal.shows("2/111")
        terminal.keys("q")
        assert terminal.left() == 0
        assert terminal.restored() == []
