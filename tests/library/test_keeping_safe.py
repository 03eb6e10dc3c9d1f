"""Copies, restoring, and finding damage."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from digestui.errors import BadInput, LibraryTrouble
from digestui.library import backup, doctor, history, notes, triage
from digestui.library.library import Library
from digestui.storage import examine
from library.feeding import MORNING, Clock, feed, ids, paper, sound

NOTE = "A note that is worth keeping, with some length to it. " * 4


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db", create=True, clock=Clock(), device="test") as library:
        feed(library, [paper(f"Paper {n}", f"arxiv:2501.0000{n}", abstract="Words.") for n in range(6)])
        triage.act(library, ids(library)[:3], triage.parse_action("done"))
        triage.act(library, ids(library)[:2], triage.parse_tags("+vit"))
        notes.save_note(library, ids(library)[0], NOTE, base=None)
        yield library


def spoil(path: Path, sql: str) -> None:
    """Change a library behind its back, as damage would."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA trusted_schema = ON")
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_a_whole_library_has_nothing_to_tell(lib: Library) -> None:
    assert doctor.examine(lib) == []
    with lib.another() as reading:
        assert doctor.examine(reading) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE triage SET starred = 1 - starred", "state"),
        ("DELETE FROM paper_tags", "state"),
        ("UPDATE notes SET text = replace(text, 'worth', 'w0rth')", "note"),
        ("UPDATE counters SET n = n + 1", "count"),
        (
            "INSERT INTO fts(fts, rowid, title) VALUES('delete', (SELECT max(id) FROM papers), 'Paper')",
            "index",
        ),
    ],
)
def test_what_can_be_rebuilt_is_found_and_mended(lib: Library, damage: str, told: str) -> None:
    spoil(lib.path, damage)
    with lib.another() as reading:
        found = doctor.examine(reading)
    assert any(told in f"{one.what} {one.why}" for one in found), found
    assert not any(one.fixed for one in found)
    assert all(one.fixed for one in doctor.examine(lib, fix=True))
    assert doctor.examine(lib) == []
    assert (notes.read_note(lib, ids(lib)[0]) or "").rstrip() == NOTE.rstrip()
    sound(lib)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE journal SET new = 'queue' WHERE id = 1",
        "DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)",
        "UPDATE journal SET seq = seq + 100 WHERE id = 2",
    ],
)
def test_a_journal_that_was_changed_is_told_and_not_believed(lib: Library, damage: str) -> None:
    spoil(lib.path, damage)
    assert not all(one.fixed for one in doctor.examine(lib, fix=True))


def test_a_flipped_bit_in_a_note_is_found_or_does_no_harm(lib: Library) -> None:
    number = ids(lib)[0]
    text = notes.read_note(lib, number) or ""
    lib.close()
    whole = lib.path.read_bytes()
    spots = [n for n in range(len(whole)) if whole.startswith(text[:40].encode(), n)]
    assert spots
    chance = random.Random(5)
    for _ in range(40):
        spoiled = bytearray(whole)
        spoiled[chance.choice(spots) + chance.randrange(len(text))] ^= 1 << chance.randrange(8)
        lib.path.write_bytes(bytes(spoiled))
        with suppress(LibraryTrouble), Library.open(lib.path, clock=Clock(), device="test") as spoilt:
            if notes.read_note(spoilt, number) != text:
                assert doctor.examine(spoilt)
    lib.path.write_bytes(whole)


def test_a_copy_is_whole_while_somebody_writes(lib: Library, tmp_path: Path) -> None:
    with lib.another(readonly=False) as other, other.database.write():
        other.database.execute("DELETE FROM notes")
        written = backup.backup(lib, tmp_path / "copy.db")
    assert written == tmp_path / "copy.db"
    with Library.open(written) as copy:
        assert (notes.read_note(copy, ids(copy)[0]) or "").startswith("A note")
    assert {path.name for path in tmp_path.iterdir() if "part" in path.name} == set()


def test_a_copy_never_lands_on_the_library_itself(lib: Library) -> None:
    with pytest.raises(BadInput):
        backup.backup(lib, lib.path)


def test_restoring_goes_back_and_keeps_what_it_replaces(lib: Library, tmp_path: Path) -> None:
    copy = backup.backup(lib, tmp_path / "copy.db")
    triage.act(lib, ids(lib), triage.parse_action("star"))
    lib.close()
    kept = backup.restore(lib.path, copy, clock=Clock())
    assert kept is not None
    with Library.open(lib.path, clock=Clock(), device="test") as back:
        assert back.database.value("SELECT count(*) FROM triage WHERE starred") == 0
        triage.act(back, ids(back)[:1], triage.parse_action("star"))
        writers = back.database.rows("SELECT epoch, seq FROM writers ORDER BY epoch")
        assert writers[-1][0] > writers[0][0]
        assert writers[-1][1] == 1
        assert history.undo(back) is not None
        assert getattr(history.undo(back), "label", "") == "undid noted"
        sound(back)
    with Library.open(kept) as replaced:
        assert replaced.database.value("SELECT count(*) FROM triage WHERE starred") == 6


def test_restoring_twice_never_gives_two_lives_one_epoch(lib: Library, tmp_path: Path) -> None:
    copy = backup.backup(lib, tmp_path / "copy.db")
    lib.close()
    epochs = set()
    for day in range(3):
        backup.restore(lib.path, copy, clock=Clock(MORNING + day * 86_400))
        with Library.open(lib.path) as back:
            epochs.add(back.database.value("SELECT epoch FROM identity"))
    assert len(epochs) == 3


def test_a_library_that_a_reader_has_open_is_not_replaced(lib: Library, tmp_path: Path) -> None:
    copy = backup.backup(lib, tmp_path / "copy.db")
    with pytest.raises(LibraryTrouble, match="has it open"):
        backup.restore(lib.path, copy, clock=Clock())
    assert doctor.examine(lib) == []


@pytest.mark.parametrize("size", [0, 50, 9000])
def test_a_damaged_library_is_replaced_and_its_bytes_are_kept(
    lib: Library, tmp_path: Path, size: int
) -> None:
    copy = backup.backup(lib, tmp_path / "copy.db")
    lib.close()
    lib.path.write_bytes(lib.path.read_bytes()[:size])
    before = lib.path.read_bytes()
    kept = backup.restore(lib.path, copy, clock=Clock())
    assert kept is not None
    assert kept.read_bytes() == before
    with Library.open(lib.path) as back:
        assert len(ids(back)) == 6


def test_a_damaged_copy_is_refused_and_the_library_stays(lib: Library, tmp_path: Path) -> None:
    copy = backup.backup(lib, tmp_path / "copy.db")
    copy.write_bytes(copy.read_bytes()[:20_000])
    lib.close()
    before = lib.path.read_bytes()
    with pytest.raises(LibraryTrouble):
        backup.restore(lib.path, copy, clock=Clock())
    assert lib.path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if "restoring" in path.name] == []


def lose_rows_of_an_index(path: Path, index: str) -> None:
    """What a page that never reached the disk leaves: an index that does not have what its table has."""
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (index,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    whole = bytearray(path.read_bytes())
    start = (root - 1) * size
    whole[start : start + 8] = bytes([10, 0, 0, 0, 0, *size.to_bytes(2, "big"), 0])
    path.write_bytes(whole)


def test_a_library_whose_tables_and_indexes_differ_is_not_copied_and_the_way_back_is_a_whole_copy(
    lib: Library,
) -> None:
    good = backup.backup(lib)
    triage.act(lib, ids(lib)[:2], triage.parse_action("star"))
    lib.close()
    lose_rows_of_an_index(lib.path, "triage_starred")
    bad = good.with_name("library-by-hand-2099-01-01-000000.db")
    bad.write_bytes(lib.path.read_bytes())
    with Library.open(lib.path, clock=Clock(), device="test") as again:
        for copy in (backup.backup, backup.daily):
            with pytest.raises(LibraryTrouble, match="the library is damaged"):
                copy(again)
        (problem,) = doctor.examine(again)
        assert str(good) in problem.do
    with pytest.raises(LibraryTrouble, match="it is damaged"):
        backup.restore(lib.path, bad, clock=Clock())
    backup.restore(lib.path, good, clock=Clock())
    with Library.open(lib.path) as back:
        assert doctor.examine(back) == []


def test_a_copy_in_which_a_note_is_not_what_was_saved_is_not_restored(lib: Library, tmp_path: Path) -> None:
    copy = backup.backup(lib, tmp_path / "copy.db")
    spoil(copy, "UPDATE notes SET text = replace(text, 'worth', 'w0rth')")
    with pytest.raises(LibraryTrouble, match="the note on arxiv:2501"):
        backup.restore(lib.path, copy, clock=Clock())


def test_one_copy_a_day_is_made_and_the_old_ones_thin_out(lib: Library) -> None:
    clock = Clock(MORNING, ticks=0)
    lib.clock = clock
    assert backup.daily(lib) is not None
    assert backup.daily(lib) is None
    clock.now += 86_400
    assert backup.daily(lib) is not None


def test_seven_days_four_weeks_and_twelve_months_stay() -> None:
    today = date(2025, 4, 28)
    days = [today - timedelta(days=n) for n in range(800)]
    kept = backup.to_keep(days, today, backup.Keeping())
    assert set(days[:7]) <= kept
    assert len(kept) <= 7 + 4 + 12
    assert len({(day.year, day.month) for day in kept}) == 12
    assert backup.to_keep(sorted(kept), today, backup.Keeping()) == kept


def test_unfinished_journal_and_doubts_are_listed(lib: Library) -> None:
    feed(lib, [paper("Introduction", authors=("Ann Smith",))], name="One")
    feed(lib, [paper("Introduction", authors=("Bob Jones",))], name="Two")
    assert [title for _, _, title in doctor.doubtful(lib)] == ["Introduction"]
    assert doctor.unfinished(lib) == []
    assert examine.gaps(lib.database) == []
