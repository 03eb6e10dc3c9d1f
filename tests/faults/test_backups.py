"""Promise 8: backups are made, checked, kept, thinned out, and restore.

More of it is in `library/test_keeping_safe.py`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest

from digestui.errors import LibraryTrouble
from digestui.library import backup, carried, intake, triage
from digestui.library.library import Library
from effort import examples
from faults import deeds
from library.feeding import MORNING, Clock

DAY = 86_400


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def days(folder: Path) -> list[date]:
    """The days of the daily copies."""
    found = []
    for name in names(folder):
        if "by-hand" not in name and "before" not in name:
            found.append(date.fromisoformat(name.removeprefix("library-")[:10]))
    return found


def test_years_of_days_leave_seven_days_four_weeks_and_twelve_months_that_all_restore(small: Path) -> None:
    clock = Clock(ticks=0)
    folder = small.parent / "backups"
    with Library.open(small, clock=clock, device="test") as lib:
        papers = deeds.papers_of(lib)
        for day in range(examples(60, 800)):
            clock.now = MORNING + day * DAY
            if day % 20 == 0:
                deeds.do(lib, papers, day)
            assert backup.daily(lib) is not None
            assert backup.daily(lib) is None
        last = datetime.fromtimestamp(clock.now).date()
    kept = days(folder)
    assert len(kept) <= 7 + 4 + 12
    assert [(last - day).days for day in kept[-7:]] == [6, 5, 4, 3, 2, 1, 0]
    assert len({day.isocalendar()[:2] for day in kept if (last - day).days < 28}) >= 4
    for name in names(folder):
        there = small.parent / "elsewhere" / "library.db"
        there.parent.mkdir(exist_ok=True)
        assert backup.restore(there, folder / name, clock=clock) is None
        assert deeds.lost(there, ()) == []
        there.unlink()


def test_a_copy_by_hand_is_never_thinned_out_nor_taken_for_that_of_a_day(small: Path) -> None:
    clock = Clock(ticks=0)
    with Library.open(small, clock=clock, device="test") as lib:
        by_hand = [backup.backup(lib)]
        assert backup.daily(lib) is not None, "the copy by hand is not the day's"
        clock.now += 60
        by_hand.append(backup.backup(lib))
        by_hand.append(backup.backup(lib, backup.folder_of(lib).parent / "mine.db"))
        clock.now += 60
        by_hand.append(backup.backup(lib, backup.folder_of(lib)))
        for day in range(400):
            backup.rotate(lib, datetime.fromtimestamp(MORNING + day * DAY).date(), backup.Keeping(1, 0, 0))
        assert len(set(by_hand)) == 4
        assert all(path.exists() for path in by_hand)


@pytest.mark.parametrize("links", [True, False])
def test_two_copies_by_hand_in_one_second_are_both_kept(
    small: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError("no hard links here")

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    with Library.open(small, clock=Clock(ticks=0), device="test") as lib:
        made = [backup.backup(lib) for _ in range(3)]
        assert names(backup.folder_of(lib)) == sorted(path.name for path in made)
    assert len(set(made)) == 3
    assert all(deeds.lost(path, ()) == [] for path in made)


def test_two_libraries_of_one_name_share_a_folder_and_leave_each_others_copies_alone(
    small: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "usb"
    other = deeds.make(tmp_path / "other" / "library.db", papers=3)
    clock = Clock(ticks=0)
    for place in (small, other):
        with Library.open(place, clock=clock, device="test", backups=folder) as lib:
            assert backup.daily(lib) is not None
            with lib.another() as reading:
                assert backup.daily(reading, backup.Keeping(0, 0, 0)) is None
    assert names(folder) == []
    for place in (small, other):
        with Library.open(place, clock=clock, device="test", backups=folder) as lib:
            backup.daily(lib)
    assert len(names(folder)) == 2


def test_the_copy_before_a_large_import_goes_to_the_folder_that_was_chosen(
    small: Path, tmp_path: Path
) -> None:
    file = tmp_path / "fresh.jsonl"
    file.write_text(deeds.records(2500))
    with Library.open(small, clock=Clock(), device="test", backups=tmp_path / "usb") as lib:
        before = len(deeds.papers_of(lib))
        intake.import_files(lib, [file])
    (copy,) = (tmp_path / "usb").iterdir()
    assert "before-import" in copy.name
    assert not (small.parent / "backups").exists()
    with Library.open(copy, readonly=True) as lib:
        assert len(deeds.papers_of(lib)) == before


def test_the_copy_before_a_new_format_is_checked_and_without_it_nothing_is_changed(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digestui.storage import migrations

    def m999_moods(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE moods(paper INTEGER)")

    whole = small.read_bytes()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, m999_moods))
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    page = int.from_bytes(whole[16:18], "big")
    spoilt = whole[: -6 * page] + b"\xff" * page + whole[-5 * page :]
    small.write_bytes(spoilt)
    with pytest.raises(LibraryTrouble):
        Library.open(small)
    assert small.read_bytes() == spoilt
    small.write_bytes(whole)
    Library.open(small).close()
    assert any("before-format" in name for name in names(small.parent))
    assert not any(".part" in name for name in names(small.parent))


def test_a_copy_that_does_not_verify_replaces_no_older_one(small: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    with Library.open(small, clock=Clock(), device="test") as lib:
        backup.backup(lib, target)
        good = target.read_bytes()
    page = int.from_bytes(good[16:18], "big")
    data = small.read_bytes()
    small.write_bytes(data[: -6 * page] + b"\xff" * page + data[-5 * page :])
    with pytest.raises(LibraryTrouble), Library.open(small, clock=Clock(), device="test") as lib:
        backup.backup(lib, target)
    assert target.read_bytes() == good
    assert names(tmp_path) == ["copy.db", "library.db"]


# ---- a folder that something carries ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Dropbox/papers", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("OneDrive - A University/x/y", "OneDrive"),
        ("Google Drive/My Drive", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-a@b.example/My Drive", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/papers", "iCloud Drive"),
        ("Nextcloud/papers", "Nextcloud"),
    ],
)
def test_a_folder_of_a_cloud_drive_is_known_by_its_name(tmp_path: Path, place: str, name: str) -> None:
    (tmp_path / place).mkdir(parents=True)
    assert carried.carrier(tmp_path / place / "library.db") == name


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
        (".tmp.drivedownload", "Google Drive"),
        (".sync_0123456789ab.db", "Nextcloud"),
        ("._sync_0123456789ab.db", "Nextcloud"),
    ],
)
def test_a_folder_of_a_cloud_drive_is_known_by_its_mark_also_behind_a_link(
    tmp_path: Path, mark: str, name: str
) -> None:
    top = tmp_path / "anything"
    (top / "deep" / "papers").mkdir(parents=True)
    (top / mark).touch()
    os.symlink(top / "deep", tmp_path / "short")
    assert carried.carrier(top / "deep" / "papers" / "library.db") == name
    assert carried.carrier(tmp_path / "short" / "papers" / "library.db") == name


def test_other_folders_are_not_taken_for_one(tmp_path: Path) -> None:
    for place in ("dropbox-api/data", "megaphone", "boxes", "cloud"):
        (tmp_path / place).mkdir(parents=True)
        assert carried.carrier(tmp_path / place / "library.db") is None


def test_doctor_names_what_carries_the_library_and_the_better_way(small: Path) -> None:
    import io

    from digestui.cli.environment import Environment
    from digestui.cli.main import run

    folder = small.parent / "Dropbox"
    folder.mkdir()
    moved = shutil.move(small, folder / "library.db")
    out, err = io.StringIO(), io.StringIO()
    env = Environment(
        stdin=io.BytesIO(),
        stdout=out,
        stderr=err,
        stdin_isatty=False,
        stdout_isatty=False,
        stderr_isatty=False,
        environ={"HOME": str(folder.parent), "TERM": "xterm"},
        cwd=folder,
        clock=Clock(),
        columns=100,
    )
    assert run(["--library", str(moved), "doctor"], env) == 1
    assert "is carried by Dropbox" in out.getvalue()
    assert "digestui sync" in out.getvalue()


def test_an_index_that_drifted_is_no_damage_to_newer_sqlite(small: Path) -> None:
    """From 3.44 on SQLite's own check tells of it, too; apsw's is newer than that."""
    from digestui.storage import examine
    from faults.disk import Disk, on_disk

    with on_disk(small, Disk()) as database:
        database.execute(
            "INSERT INTO fts(fts, rowid, title) VALUES('delete', (SELECT max(id) FROM papers), 'Paper')"
        )
        assert examine.damaged(database) == []
        assert examine.drifted(database) == ["fts"]
    with Library.open(small, clock=Clock(), device="test") as lib:
        triage.act(lib, deeds.papers_of(lib)[:1], triage.parse_action("star"))
        assert examine.drifted(lib.database) == ["fts"]
