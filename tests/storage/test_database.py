"""Opening a library: only ours, only whole, never harmed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from digestui.errors import Interrupted, LibraryTrouble, TookTooLong
from digestui.storage import migrations
from digestui.storage.database import Database


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "library.db"
    Database.open(place, create=True).close()
    return place


def test_a_missing_library_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(LibraryTrouble, match="no library at"):
        Database.open(tmp_path / "none.db")
    assert names(tmp_path) == set()


def test_a_new_library_leaves_no_other_file_behind(path: Path) -> None:
    assert names(path.parent) == {"library.db"}


def test_the_connection_is_durable_and_distrusts_what_it_reads(path: Path) -> None:
    database = Database.open(path)
    asked = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "cell_size_check": 1,
    }
    assert {name: database.value(f"PRAGMA {name}") for name in asked} == asked
    assert database.value("PRAGMA busy_timeout") == 20_000
    database.close()


def test_a_file_that_was_taken_away_is_written_to_no_more_until_it_is_back(path: Path) -> None:
    database, away = Database.open(path), path.with_name("away.db")
    path.rename(away)
    for _ in range(2):
        with pytest.raises(LibraryTrouble, match="not in its place any more"), database.write():
            raise AssertionError("nothing is begun")
        with pytest.raises(LibraryTrouble, match="not in its place any more"):
            Database.open(path, create=True)
    assert not path.exists()
    away.rename(path)
    with database.write():
        database.execute("UPDATE identity SET created_at = 7")
    database.close()
    path.unlink()
    Database.open(path, create=True).close()


def test_a_file_that_takes_the_place_of_the_open_one_is_neither_written_nor_opened(path: Path) -> None:
    other = path.with_name("other.db")
    Database.open(other, create=True).close()
    before = other.read_bytes()
    database = Database.open(path)

    def replaced_meanwhile() -> None:
        with database.write():
            database.execute("UPDATE identity SET created_at = 7")
            other.replace(path)

    with pytest.raises(LibraryTrouble, match="another file stands in its place"):
        replaced_meanwhile()
    assert database.value("SELECT created_at FROM identity") != 7
    with pytest.raises(LibraryTrouble, match="another file stands in its place"):
        Database.open(path, readonly=True)
    database.close()
    assert path.read_bytes() == before
    assert Database.open(path).value("PRAGMA integrity_check") == "ok"


def test_the_schema_is_the_one_its_fingerprint_was_taken_of() -> None:
    model = sqlite3.connect(":memory:", isolation_level=None)
    migrations.create(model)
    assert migrations.fingerprint(model) == migrations.KNOWN[migrations.VERSION]
    model.close()


def test_opening_an_up_to_date_library_never_loads_sqlite_utils(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from digestui.storage.database import Database;"
        f"Database.open(Path({str(path)!r})).close();"
        f"Database.open(Path({str(path) + '2'!r}), create=True).close();"
        "sys.exit('sqlite_utils' in sys.modules)"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0


def test_sqlite_utils_finds_nothing_to_do_in_a_new_library(path: Path) -> None:
    database = Database.open(path)
    migrations.upgrade(database.connection)
    assert migrations.fingerprint(database.connection) == migrations.KNOWN[migrations.VERSION]
    database.close()


def test_an_older_library_is_copied_and_then_brought_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def m999_moods(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE moods(paper INTEGER)")

    before = migrations.STEPS
    monkeypatch.setattr(migrations, "STEPS", (*before, m999_moods))
    monkeypatch.setattr(migrations, "VERSION", len(before) + 1)
    database = Database.open(path)
    assert database.value("PRAGMA user_version") == len(before) + 1
    done = [name for (name,) in database.rows("SELECT name FROM _sqlite_migrations")]
    assert done == [*(step.__name__ for step in before), "m999_moods"]
    database.close()
    assert any(f"before-format-{len(before) + 1}" in name for name in names(path.parent))
    Database.open(path).close()


def test_a_library_of_a_newer_program_stays_byte_for_byte(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryTrouble, match="newer digestui"):
        Database.open(path)
    assert path.read_bytes() == before
    assert names(path.parent) == {"library.db"}


def test_an_empty_file_is_not_taken_for_a_new_library(tmp_path: Path) -> None:
    place = tmp_path / "library.db"
    place.touch()
    with pytest.raises(LibraryTrouble, match="lost its tables"):
        Database.open(place, create=True)
    assert place.read_bytes() == b""


@pytest.mark.parametrize("content", [b"hello", b"\x00" * 5000, b"SQLite format 3\x00", b"x" * 200])
def test_what_is_no_database_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "library.db"
    place.write_bytes(content)
    with pytest.raises(LibraryTrouble) as caught:
        Database.open(place, create=True)
    assert "\n" not in str(caught.value)
    assert place.read_bytes() == content


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "other.db"
    connection = sqlite3.connect(place)
    connection.execute("CREATE TABLE papers(id)")
    connection.commit()
    connection.close()
    with pytest.raises(LibraryTrouble, match="another program"):
        Database.open(place)


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TRIGGER evil AFTER INSERT ON triage BEGIN DELETE FROM notes; END",
        "CREATE VIEW papers_view AS SELECT 1",
        "DROP TABLE notes",
        "ALTER TABLE papers ADD COLUMN more",
    ],
)
def test_a_library_whose_tables_were_changed_is_refused(path: Path, change: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(change)
    connection.commit()
    connection.close()
    with pytest.raises(LibraryTrouble, match="tables are not the ones"):
        Database.open(path)


def test_statistics_of_the_planner_do_not_make_a_stranger(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()
    Database.open(path).close()


def test_a_cut_off_file_is_told_as_damage(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(LibraryTrouble, match=r"damaged|tables are not"):
        Database.open(path)


def test_a_log_left_by_a_vanished_library_is_not_played_into_the_new_one(path: Path) -> None:
    database = Database.open(path)
    database.execute("INSERT INTO remembered VALUES('a', '1')")
    log = path.with_name("library.db-wal")
    kept = log.read_bytes()
    database.close()
    path.unlink()
    log.write_bytes(kept)
    fresh = Database.open(path, create=True)
    assert fresh.rows("SELECT * FROM remembered") == []
    fresh.close()
    assert any("orphan" in name for name in names(path.parent))


def fail_after_writing(database: Database) -> None:
    with database.write():
        database.execute("INSERT INTO remembered VALUES('a', '1')")
        raise ZeroDivisionError


def fail_around_writing(database: Database) -> None:
    with database.write():
        with database.write():
            database.execute("INSERT INTO remembered VALUES('a', '1')")
        raise ZeroDivisionError


def test_a_failed_transaction_leaves_nothing(path: Path) -> None:
    database = Database.open(path)
    with pytest.raises(ZeroDivisionError):
        fail_after_writing(database)
    assert database.rows("SELECT * FROM remembered") == []
    database.close()


def test_a_transaction_inside_another_joins_it(path: Path) -> None:
    database = Database.open(path)
    with pytest.raises(ZeroDivisionError):
        fail_around_writing(database)
    assert database.rows("SELECT * FROM remembered") == []
    database.close()


def test_a_read_only_connection_cannot_write_and_sees_what_others_commit(path: Path) -> None:
    writer = Database.open(path)
    reader = Database.open(path, readonly=True)
    version = reader.data_version()
    writer.execute("INSERT INTO remembered VALUES('a', '1')")
    assert reader.data_version() != version
    with pytest.raises(LibraryTrouble, match="only be read"):
        reader.execute("DELETE FROM remembered")
    reader.close()
    writer.close()


def test_an_interrupted_statement_says_so_and_a_closed_library_does_not_mind(path: Path) -> None:
    database = Database.open(path)
    database.connection.set_progress_handler(lambda: 1, 1000)
    with pytest.raises(Interrupted):
        database.rows("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
    database.close()
    database.interrupt()


def test_a_statement_without_end_is_cut_and_says_so_and_the_next_one_has_all_its_time(path: Path) -> None:
    database = Database.open(path)
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n {}) SELECT max(i) FROM n"
    begun = time.monotonic()
    with pytest.raises(TookTooLong, match=r"more than 0\.2 s"), database.within(0.2):
        database.rows(numbers.format(""))
    assert time.monotonic() - begun < 5
    assert database.value(numbers.format("LIMIT 99999")) == 99_999
    database.close()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryTrouble, match="cannot create"):
        Database.open(tmp_path / "file" / "library.db", create=True)
