"""Promises 9 and 10: damage is found or harmless, and what is damaged or newer is never written over."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from digestui.errors import LibraryTrouble
from digestui.library import doctor, history, intake, notes, search, triage
from digestui.library.library import Library
from effort import examples
from faults import deeds
from library.feeding import Clock

NOTE = "What this paper claims, and why I doubt it: a page of thoughts. " * 5


def told(path: Path) -> tuple[list[str], object]:
    """What doctor finds in a library, and everything personal in it as a reader sees it."""
    try:
        with Library.open(path, readonly=True, clock=Clock(), device="test") as lib:
            found = [problem.what for problem in doctor.findings(lib)]
            return found, personal(lib)
    except LibraryTrouble as trouble:
        return [trouble.what], None


def personal(lib: Library) -> object:
    """Triage, tags, notes and history of every paper."""
    papers = deeds.papers_of(lib)
    rows = [(row.key, row.triage) for row in search.rows(lib, papers)]
    return rows, [notes.read_note(lib, paper) for paper in papers], history.history(lib)


@pytest.fixture
def written(small: Path) -> Path:
    """A library with decisions and long notes, folded into its one file."""
    with Library.open(small, clock=Clock(), device="test") as lib:
        papers = deeds.papers_of(lib)
        for paper in papers[:12]:
            notes.save_note(lib, paper, f"{paper} {NOTE}", base=None)
        for number in range(1, 30):
            deeds.do(lib, papers, number)
    assert not small.with_name("library.db-wal").exists()
    return small


def flips(data: bytes, count: int) -> Iterator[tuple[int, bytes]]:
    """The file with one bit changed each time: half of them in notes, the others anywhere."""
    chance = random.Random(9)
    spots = [n for n in range(len(data)) if data.startswith(NOTE[:30].encode(), n)]
    assert len(spots) >= 24  # of each note its text and its journal row
    for number in range(count):
        at = chance.choice(spots) + chance.randrange(len(NOTE)) if number % 2 else chance.randrange(len(data))
        spoiled = bytearray(data)
        spoiled[min(at, len(data) - 1)] ^= 1 << chance.randrange(8)
        yield at, bytes(spoiled)


def test_a_flipped_bit_is_found_or_does_no_harm_and_looking_changes_nothing(written: Path) -> None:
    whole = written.read_bytes()
    found, before = told(written)
    assert (found, written.read_bytes() == whole) == ([], True)
    wrong = []
    seen = harmless = 0
    for at, spoiled in flips(whole, examples(60, 1000)):
        written.write_bytes(spoiled)
        found, after = told(written)
        seen += bool(found)
        harmless += not found
        if not found and after != before:
            wrong.append(f"byte {at} changed what is read and was not found")
        if written.read_bytes() != spoiled:
            wrong.append(f"byte {at}: looking wrote to the damaged file")
    print(f"{seen} found, {harmless} harmless")
    assert wrong == []
    assert seen > examples(20, 350)


def test_what_was_damaged_is_kept_before_it_is_mended(written: Path) -> None:
    connection = sqlite3.connect(written)
    connection.execute("PRAGMA trusted_schema = ON")
    connection.execute("UPDATE notes SET text = 'spoilt'")
    connection.commit()
    connection.close()
    with Library.open(written, clock=Clock(), device="test") as lib:
        assert all(problem.fixed for problem in doctor.examine(lib, fix=True))
        assert NOTE.strip() in (notes.read_note(lib, deeds.papers_of(lib)[0]) or "")
    kept = [path for path in (written.parent / "backups").iterdir() if "before-mending" in path.name]
    assert len(kept) == 1
    assert b"spoilt" in kept[0].read_bytes()


def test_a_damaged_file_is_left_byte_for_byte_also_by_mending(written: Path) -> None:
    whole = written.read_bytes()
    for spoiled in (whole[: len(whole) // 2], whole[:8192] + bytes(8192) + whole[16384:]):
        written.write_bytes(spoiled)
        with suppress(LibraryTrouble), Library.open(written, clock=Clock(), device="test") as lib:
            found = doctor.examine(lib, fix=True)
            assert found
            assert not any(problem.fixed for problem in found)
        assert written.read_bytes() == spoiled


def test_an_older_program_leaves_a_newer_library_as_it_is(written: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(written, isolation_level=None)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.close()
    folder = tmp_path / "newer"
    folder.mkdir()
    newer = Path(shutil.copy(written, folder / "library.db"))
    before, age = newer.read_bytes(), newer.stat().st_mtime_ns
    for readonly in (True, False):
        for create in (True, False):
            with pytest.raises(LibraryTrouble, match="newer digestui"):
                Library.open(newer, readonly=readonly, create=create)
    assert (newer.read_bytes(), newer.stat().st_mtime_ns) == (before, age)
    assert os.listdir(folder) == ["library.db"]


def test_a_newer_library_whose_version_is_still_in_its_log_is_left_as_it_is(written: Path) -> None:
    """The newer program may still be running: what it wrote is in the log beside the file."""
    connection = sqlite3.connect(written, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.execute(f"PRAGMA user_version = {version + 1}")
    before = {p.name: p.read_bytes() for p in written.parent.glob("library.db*") if "shm" not in p.name}
    assert "library.db-wal" in before
    with pytest.raises(LibraryTrouble, match="newer digestui"):
        Library.open(written, clock=Clock(), device="test")
    after = {p.name: p.read_bytes() for p in written.parent.glob("library.db*") if "shm" not in p.name}
    assert after == before
    connection.close()


def test_an_import_into_a_damaged_library_says_so(written: Path) -> None:
    whole = written.read_bytes()
    written.write_bytes(whole[: len(whole) // 3])
    written.with_name("fresh.jsonl").write_text(deeds.records(5))

    def bring_in() -> None:
        with Library.open(written, clock=Clock()) as lib:
            intake.import_files(lib, [written.with_name("fresh.jsonl")])
            triage.act(lib, deeds.papers_of(lib), triage.parse_action("star"))

    with pytest.raises(LibraryTrouble) as caught:
        bring_in()
    assert "\n" not in str(caught.value)
