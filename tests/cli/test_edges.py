"""Failures, closed pipes, the log, the bar: what happens at the edges of a run."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from digestui.cli import logs, progress
from digestui.cli.environment import Environment
from digestui.cli.main import run
from digestui.cli.output import columns
from digestui.cli.progress import Bar

from .conftest import Box

PROJECT = Path(__file__).resolve().parents[2]


def environment(box: Box, **changes: object) -> Environment:
    plain: dict[str, object] = {
        "stdin": io.BytesIO(),
        "stdout": io.StringIO(),
        "stderr": io.StringIO(),
        "stdin_isatty": False,
        "stdout_isatty": False,
        "stderr_isatty": False,
        "environ": box.environ,
        "cwd": box.cwd,
        "clock": lambda: box.now,
    }
    return Environment(**(plain | changes))  # type: ignore[arg-type]


class Closed(io.StringIO):
    """A pipe nobody reads any more."""

    def write(self, text: str) -> int:
        raise BrokenPipeError

    def flush(self) -> None:
        raise BrokenPipeError


class Full(io.StringIO):
    """A disk without room."""

    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device")


def test_a_closed_pipe_ends_quietly(box: Box) -> None:
    env = environment(box, stdout=Closed())
    assert run(["completions", "bash"], env) == 0
    assert env.stderr.getvalue() == ""  # type: ignore[attr-defined]


def test_a_closed_pipe_behind_a_real_process_ends_quietly() -> None:
    line = f"{sys.executable} -m digestui completions bash | true"
    environ = {**os.environ, "PYTHONPATH": str(PROJECT / "src")}
    done = subprocess.run(["bash", "-c", line], capture_output=True, env=environ, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_behind_standard_output_is_told_in_one_line(box: Box) -> None:
    env = environment(box, stdout=Full())
    assert run(["config", "show", "--default"], env) == 2
    said = env.stderr.getvalue()  # type: ignore[attr-defined]
    assert said == "digestui: writing: no space left on device: free some space and try again\n"


def test_a_defect_goes_to_the_log_and_one_line_says_where(box: Box) -> None:
    class Broken(io.StringIO):
        def write(self, text: str) -> int:
            raise ZeroDivisionError("a \x1b]0;defect")

    log = box.home / "state/digestui/digestui.log"
    env = environment(box, stdout=Broken())
    assert run(["completions", "bash"], env) == 2
    said = env.stderr.getvalue()  # type: ignore[attr-defined]
    assert said.startswith("digestui: something went wrong: ZeroDivisionError: ")
    assert str(log) in said
    assert "Traceback" not in said
    text = log.read_text()
    assert "Traceback" in text
    assert "\x1b" not in text
    assert "'completions' 'bash'" in text
    assert "2025-04-29T12:00:00Z" in text
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_log_is_made_safe_and_begins_anew_when_it_is_long(tmp_path: Path) -> None:
    log = tmp_path / "a" / "digestui.log"
    assert logs.write(log, 0, "x\x1b[2Jy")
    assert "\x1b" not in log.read_text()
    log.write_text("z" * (logs.LARGEST + 1))
    assert logs.write(log, 0, "fresh")
    assert "fresh" in log.read_text()
    assert len(log.read_text()) < 100
    assert (tmp_path / "a/digestui.log.1").stat().st_size > logs.LARGEST


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not logs.write(tmp_path / "file" / "digestui.log", 0, "lost")


def test_no_input_and_no_output_at_all_is_survived() -> None:
    environ = {**os.environ, "PYTHONPATH": str(PROJECT / "src")}
    line = f"{sys.executable} -m digestui --help <&- >&- 2>&-"
    assert subprocess.run(["bash", "-c", line], env=environ, check=False).returncode == 0


def test_latin_terminals_and_pipes_get_what_they_can_show() -> None:
    environ = {**os.environ, "PYTHONPATH": str(PROJECT / "src"), "PYTHONIOENCODING": "latin-1"}
    line = [sys.executable, "-m", "digestui", "no\u2192such"]
    done = subprocess.run(line, capture_output=True, env=environ, check=False)
    assert done.returncode == 2
    assert "no\u2192such" in done.stderr.decode("utf-8")


@pytest.mark.parametrize("terminal", [True, False])
def test_the_bar_waits_half_a_second_and_leaves_nothing_behind(box: Box, terminal: bool) -> None:
    ticks = iter([0.0, 0.4, 0.6, 0.65, 0.8])
    env = environment(box, stderr_isatty=terminal, ticks=lambda: next(ticks), columns=60)
    bar = Bar(env, "importing a\x1b[31mb")
    for done in (1, 2, 3, 4):
        bar.show(done * 10, 100)
    bar.clear()
    said = env.stderr.getvalue()  # type: ignore[attr-defined]
    if not terminal:
        assert said == ""
        return
    drawn = said.split("\r")[1:]
    assert len(drawn) == 3
    assert "20 of 100  33/s  2 s left" in drawn[0]
    assert "40 of 100" in drawn[1]
    assert drawn[2] == "\x1b[K"
    assert "\x1b[31m" not in said


def test_what_takes_long_and_cannot_be_measured_is_said_after_half_a_second(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "AFTER", 0.0)
    env = environment(box, stderr_isatty=True, columns=60)
    said = env.stderr
    with progress.under_way(env, "undoing"):
        while "undoing" not in said.getvalue():  # type: ignore[attr-defined]
            pass
    assert said.getvalue() == "\rundoing\x1b[K\r\x1b[K"  # type: ignore[attr-defined]
    with progress.under_way(environment(box, stderr_isatty=False), "undoing"):
        pass


def test_columns_align_by_cells_and_cut_at_the_edge() -> None:
    lines = columns([("漢字", "1"), ("a", "1,200")], right=(1,))
    assert lines == ["漢字      1", "a     1,200"]
    assert columns([("a", "b" * 50)], width=20)[0].endswith("…")
    assert columns([]) == []
