"""The page of last time, painted before anything is loaded, while nothing has changed."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time

import pytest

from digestui.ui import doorstep


class Terminal:
    """A terminal in which the reader is opened."""

    def __init__(self, library, home) -> None:
        self.master, self.slave = pty.openpty()
        termios.tcsetwinsize(self.slave, (30, 100))
        self.before = termios.tcgetattr(self.slave)
        env = {
            k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "COLUMNS", "LINES", "DIGESTUI"))
        }
        env |= {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        env.pop("NO_COLOR", None)
        command = [sys.executable, "-m", "digestui", "--library", str(library)]
        self.child = subprocess.Popen(
            command, stdin=self.slave, stdout=self.slave, stderr=self.slave, env=env, start_new_session=True
        )
        self.seen = b""

    def until(self, words: bytes) -> bytes:
        """What came until these words had come."""
        end = time.monotonic() + 20
        while words not in self.seen and time.monotonic() < end:
            if select.select([self.master], [], [], 0.2)[0]:
                self.seen += os.read(self.master, 1 << 16)
        assert words in self.seen
        return self.seen

    def leave(self) -> None:
        os.write(self.master, b"q")
        self.until(b"\x1b[?1049l")
        assert self.child.wait(20) == 0
        assert termios.tcgetattr(self.slave) == self.before
        os.close(self.master)
        os.close(self.slave)


def test_the_page_of_last_time_is_painted_at_once_until_something_changes(library, tmp_path) -> None:
    kept = tmp_path / ".local/state/digestui" / doorstep.NAME
    first = Terminal(library, tmp_path)
    first.until(b"1/111")
    first.leave()
    page = kept.read_text("utf-8").split("\n", 4)[4]
    again = Terminal(library, tmp_path)
    seen = again.until(b"1/111").decode()
    assert seen.startswith(doorstep.ENTER + page)
    assert seen.count("\x1b[?1049h") == 1
    assert seen.count(page) == 1
    again.leave()
    kept.write_text(kept.read_text("utf-8") + "STALE", "utf-8")
    os.utime(library)
    changed = Terminal(library, tmp_path)
    assert "STALE" not in changed.until(b"1/111").decode()
    changed.leave()


@pytest.mark.parametrize("text", ["\x1b]52;c;QQ==\x07", "a\nb", "\x9b2J", "\x1bc", "\u202e", "\x1b"])
def test_only_places_colours_and_print_are_painted(text) -> None:
    assert doorstep._paints("\x1b[1;1H\x1b[38;2;1;2;3mtitle ● 漢")
    assert not doorstep._paints("title" + text)


@pytest.mark.parametrize(
    ("columns", "lines", "size"),
    [("132", "50", (132, 50)), ("", "", (100, 30)), ("132", "", (132, 30)), ("-1", "٣", (100, 30))],
)
def test_the_environment_says_how_large_a_terminal_is_or_else_it_itself(
    monkeypatch, columns, lines, size
) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda fd: os.terminal_size((100, 30)))
    assert doorstep.terminal_size({"COLUMNS": columns, "LINES": lines}) == size


def test_a_library_of_an_older_program_is_brought_up_to_date_by_opening_it(tmp_path) -> None:
    import sqlite3

    from digestui.storage import header, migrations

    path = tmp_path / "library.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {header.APPLICATION_ID}")
    connection.execute("BEGIN")
    migrations.create(connection, 1)
    connection.execute(
        "INSERT INTO identity(one, library, epoch, created_at) VALUES(1, 'a library', 1, 1745900000)"
    )
    connection.execute("COMMIT")
    connection.close()
    terminal = Terminal(path, tmp_path)
    terminal.until(b"No papers yet")
    terminal.leave()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (migrations.VERSION,)
    connection.close()
