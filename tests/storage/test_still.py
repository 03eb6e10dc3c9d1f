"""A library where nothing can be written: read as it lies where that is safe, else it is said what to do.

Whoever may write everywhere (root) sees no such library: what needs one is then skipped.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from digestui.errors import LibraryTrouble
from digestui.library import backup
from digestui.library.library import Library
from digestui.storage import still
from library.feeding import Clock, feed, paper


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "archive" / "library.db"
    place.parent.mkdir()
    with Library.open(place, create=True, clock=Clock(), device="test") as lib:
        feed(lib, [paper("On reading", "arxiv:2501.00001")])
    return place


@pytest.fixture
def archive(path: Path) -> Iterator[Path]:
    """The same where neither the file nor its folder may be written."""
    path.chmod(0o444)
    path.parent.chmod(0o555)
    if os.access(path.parent, os.W_OK):
        path.parent.chmod(0o755)
        pytest.skip("this user may write everywhere")
    yield path
    path.parent.chmod(0o755)
    path.chmod(0o644)


def refuses_logs(address_asked: str) -> sqlite3.Connection:
    """SQLite where no log can be made."""
    if "immutable" not in address_asked:
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorname = "SQLITE_READONLY_DIRECTORY"
        raise error
    return sqlite3.connect(address_asked, uri=True)


def test_a_library_that_can_be_written_is_never_read_as_it_lies(path: Path) -> None:
    with Library.open(path, readonly=True) as lib:
        assert not lib.database.still
        lib.want_writable()


def test_a_file_that_may_not_be_written_and_has_no_log_is_read_as_it_lies(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    connection, lies_still = still.reading(path, refuses_logs)
    assert lies_still
    assert connection.execute("SELECT title FROM papers").fetchall() == [("On reading",)]
    connection.close()
    path.with_name("library.db-wal").touch()
    assert still.lies_still(path), "an empty log holds nothing"


@pytest.mark.parametrize("end", ["-wal", "-journal"])
def test_a_log_that_holds_more_than_the_file_is_never_passed_over(
    path: Path, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    path.with_name(path.name + end).write_bytes(b"what was done last")
    with pytest.raises(LibraryTrouble, match=f"library.db{end} beside it.*copy both"):
        still.reading(path, refuses_logs)


def test_a_library_that_somebody_has_open_is_not_read_without_locks(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    path.with_name("library.db-shm").touch()
    with pytest.raises(sqlite3.OperationalError):
        still.reading(path, refuses_logs)


def test_a_file_that_may_be_written_is_not_read_without_locks(path: Path) -> None:
    with pytest.raises(LibraryTrouble, match="its folder may not be written"):
        still.reading(path, refuses_logs)


def test_other_failures_are_told_as_what_they_are(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(sqlite3.DatabaseError):
        still.reading(path, lambda uri: sqlite3.connect(uri, uri=True))


def test_an_archived_library_is_read_copied_and_left_as_it_was(archive: Path, tmp_path: Path) -> None:
    before = archive.read_bytes()
    with Library.open(archive, readonly=True, clock=Clock(), device="test") as lib:
        assert lib.database.value("SELECT count(*) FROM papers") == 1
        copy = backup.backup(lib, tmp_path / "copy.db")
        with pytest.raises(LibraryTrouble, match="may only be read"):
            lib.want_writable()
    backup.restore(tmp_path / "restored.db", archive)
    for made in (copy, tmp_path / "restored.db"):
        with Library.open(made, readonly=True) as lib:
            assert lib.database.value("SELECT count(*) FROM papers") == 1
    assert os.listdir(archive.parent) == ["library.db"]
    assert archive.read_bytes() == before


def test_acts_on_an_archived_library_say_that_it_may_only_be_read(archive: Path) -> None:
    with pytest.raises(LibraryTrouble, match="it may only be read"):
        Library.open(archive, clock=Clock(), device="test")
