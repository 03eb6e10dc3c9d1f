"""Files: found, recognised, named, resumed, refused."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from digestui.errors import BadUsage
from digestui.library import digests, doctor, history, intake
from digestui.library.library import Library
from digestui.storage import replay
from library.feeding import MORNING, Clock, id_of, ids, jsonl, sound


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "home" / "library.db", create=True, clock=Clock(), device="test") as library:
        yield library
        sound(library)


def records(count: int, first: int = 0) -> list[dict[str, object]]:
    return [
        {"title": f"Paper number {n}", "id": f"2501.{n:05}", "abstract": "Words about it."}
        for n in range(first, first + count)
    ]


def named(lib: Library) -> list[tuple[str, str, int]]:
    return [(one.name, one.date, one.count) for one in digests.digests(lib)]


def test_the_bundled_digest_has_its_name_its_day_and_all_its_papers(lib: Library) -> None:
    report = intake.load_bundled(lib)
    assert (report.added, report.rejected) == (111, 0)
    assert named(lib) == [("Hugging Face Papers", "2025-04-28", 111)]
    assert intake.load_bundled(lib).unchanged == 111


def test_a_digest_is_named_after_the_file_and_its_day_unless_told(lib: Library, tmp_path: Path) -> None:
    file = jsonl(tmp_path / "reading group.jsonl", records(2))
    os.utime(file, (MORNING, MORNING))
    intake.import_files(lib, [file])
    assert named(lib) == [("reading group", "2025-04-28", 2)]
    intake.import_files(lib, [file], digest="Group", date="2025-05-01")
    assert named(lib) == [("Group", "2025-05-01", 2), ("reading group", "2025-04-28", 2)]


def test_the_same_content_keeps_its_digest_under_any_name_and_day(lib: Library, tmp_path: Path) -> None:
    file = jsonl(tmp_path / "april.jsonl", records(2))
    os.utime(file, (MORNING, MORNING))
    intake.import_files(lib, [file])
    moved = file.rename(tmp_path / "copy of april.jsonl")
    os.utime(moved, (MORNING + 9e6, MORNING + 9e6))
    intake.import_files(lib, [moved])
    intake.import_files(lib, [jsonl(tmp_path / "other.jsonl", records(1, 50))], date="2025-04-01")
    assert intake.import_files(lib, [moved]).unchanged == 2
    assert [name for name, _, _ in named(lib)] == ["april", "other"]


@pytest.mark.parametrize("date", ["yesterday", "2025-13-01", "28.4.2025"])
def test_a_date_that_is_none_is_refused_before_anything_is_read(lib: Library, date: str) -> None:
    with pytest.raises(BadUsage):
        intake.import_files(lib, ["nowhere"], date=date)


def test_folders_archives_patterns_and_standard_input_are_read(lib: Library, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    jsonl(folder / "a.jsonl", records(1))
    jsonl(folder / "deep" / "b.jsonl", records(1, 1))
    jsonl(folder / ".hidden.jsonl", records(1, 2))
    packed = tmp_path / "c.jsonl.gz"
    packed.write_bytes(gzip.compress(jsonl(tmp_path / "c", records(1, 3)).read_bytes()))
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("one.jsonl", jsonl(tmp_path / "c", records(1, 4)).read_text())
        archive.writestr("two.jsonl", jsonl(tmp_path / "c", records(1, 5)).read_text())
    typed = io.BytesIO(jsonl(tmp_path / "c", records(1, 6)).read_bytes())
    report = intake.import_files(
        lib, [folder, packed, str(tmp_path / "*.zip"), "-"], stdin=typed, date="2025-04-28"
    )
    assert [one.error for one in report.files] == [""] * 6
    assert report.added == 6
    assert len(ids(lib)) == 6


def test_a_file_is_taken_once_however_it_is_reached(lib: Library, tmp_path: Path) -> None:
    folder = tmp_path / "fold"
    (folder / "deep").mkdir(parents=True)
    file = jsonl(folder / "deep" / "a.jsonl", records(1))
    jsonl(folder / ".hidden.jsonl", records(1, 1))
    for name in ("loop", "again"):
        (folder / name).symlink_to(folder)
    (folder / "b.jsonl").symlink_to(file)
    report = intake.import_files(lib, [folder / "**" / "*.jsonl", folder / "**", folder, file])
    assert [one.file for one in report.files] == [str(folder / "b.jsonl")]
    assert [one.file for one in intake.import_files(lib, [folder / "*" / "a.js*"]).files] == [str(file)]


def test_one_bad_file_does_not_keep_the_others_out(lib: Library, tmp_path: Path) -> None:
    good = jsonl(tmp_path / "good.jsonl", records(1))
    (tmp_path / "empty.bib").touch()
    (tmp_path / "hollow").mkdir()
    names = [tmp_path / "missing.bib", tmp_path / "empty.bib", tmp_path / "hollow", "/dev/zero", good]
    report = intake.import_files(lib, names)
    assert [bool(one.error) for one in report.files] == [True, True, True, True, False]
    assert all("\n" not in one.error for one in report.files)
    assert report.added == 1


def test_a_stopped_import_says_so_and_goes_on_where_it_was(lib: Library, tmp_path: Path) -> None:
    file = jsonl(tmp_path / "long.jsonl", records(5000))
    seen: list[int] = []
    report = intake.import_files(
        lib, [file], progress=lambda p: seen.append(p.done), stop=lambda: len(seen) > 30, in_use=True
    )
    there = len(ids(lib))
    assert 0 < there == report.added < 5000
    assert doctor.unfinished(lib)[0][0] == str(file)
    again = intake.import_files(lib, [file])
    assert again.resumed
    assert again.added == 5000
    assert len(ids(lib)) == 5000
    assert doctor.unfinished(lib) == []


def test_a_copy_is_kept_before_an_import_too_large_for_one_transaction(lib: Library, tmp_path: Path) -> None:
    intake.import_files(lib, [jsonl(tmp_path / "a.jsonl", records(1))])
    intake.import_files(lib, [jsonl(tmp_path / "b.jsonl", records(2100, 10))])
    with Library.open(tmp_path / "home" / "backups" / "library-before-import.db") as copy:
        assert len(ids(copy)) == 1


def test_a_file_that_says_the_old_again_is_not_taken_for_the_last_one(lib: Library, tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    key = "arxiv:2501.00001"

    def titled(title: str) -> str:
        jsonl(file, [{"title": title, "id": "2501.00001"}])
        intake.import_files(lib, [file], digest="Mine", date="2025-04-28")
        return str(lib.database.value("SELECT title FROM papers WHERE id = ?", (id_of(lib, key),)))

    assert [titled(text) for text in ("One", "Two", "One", "One", "Two")] == [
        "One",
        "Two",
        "One",
        "One",
        "Two",
    ]


def test_personal_data_of_our_own_files_is_one_step_of_undo(lib: Library, tmp_path: Path) -> None:
    full = {
        "key": "arxiv:2501.00001", "title": "Kept", "read": True, "starred": True, "place": "queue",
        "snoozed_until": None, "tags": ["Vit", "to read"], "note": "mine",
        "digests": [{"name": "Daily", "date": "2025-04-27", "rank": 4}],
    }  # fmt: skip
    plain = {
        "key": "arxiv:2501.00002",
        "title": "Bare",
        "read": False,
        "place": "inbox",
        "tags": [],
        "note": None,
    }
    file = jsonl(tmp_path / "export.jsonl", [full, plain])
    intake.import_files(lib, [file])
    number = id_of(lib, "arxiv:2501.00001")
    state = replay.present(lib.database)[number]
    assert (state.read, state.starred, state.place, state.note) == (1, 1, 1, "mine")
    assert sorted(state.tags.values()) == ["Vit", "to read"]
    assert ("Daily", "2025-04-27", 1) in named(lib)
    undone = history.undo(lib)
    assert undone is not None
    assert replay.present(lib.database)[number].bare
    assert history.undo(lib) is None


def test_personal_data_never_touches_what_was_decided_here(lib: Library, tmp_path: Path) -> None:
    record = {
        "key": "arxiv:2501.00001",
        "title": "Kept",
        "read": True,
        "place": "inbox",
        "tags": [],
        "note": "mine",
    }
    intake.import_files(lib, [jsonl(tmp_path / "a.jsonl", [record])])
    other = {**record, "place": "dismissed", "tags": ["late"], "note": "another"}
    intake.import_files(lib, [jsonl(tmp_path / "b.jsonl", [other])])
    state = replay.present(lib.database)[id_of(lib, "arxiv:2501.00001")]
    assert (state.read, state.place, state.tags) == (1, 0, {})
    assert "mine" in state.note
    assert "another" in state.note
    intake.import_files(lib, [tmp_path / "b.jsonl"])
    assert replay.present(lib.database)[id_of(lib, "arxiv:2501.00001")].note == state.note


def test_a_removed_digest_takes_what_nobody_touched_and_can_come_back(lib: Library, tmp_path: Path) -> None:
    file = jsonl(tmp_path / "a.jsonl", records(3))
    intake.import_files(lib, [file], digest="Gone")
    from digestui.library import triage

    triage.act(lib, [id_of(lib, "arxiv:2501.00001")], triage.parse_action("star"))
    assert digests.remove_digest(lib, "gone").count == 2
    sound(lib)
    assert [lib.database.value("SELECT count(*) FROM papers"), named(lib)] == [1, []]
    report = intake.import_files(lib, [file], digest="Gone")
    assert (report.added, report.unchanged) == (2, 1)


def test_a_removed_digest_leaves_papers_whose_keys_tell_only_together_what_was_decided(
    lib: Library, tmp_path: Path
) -> None:
    by_title = jsonl(tmp_path / "title.jsonl", [{"title": "A paper with a title", "authors": ["Ada"]}])
    both = [{"title": "A paper with a title", "authors": ["Ada"], "id": "2501.00001"}, *records(1, 2)]
    intake.import_files(lib, [by_title], digest="Gone")
    number = ids(lib)[0]
    from digestui.library import triage

    triage.act(lib, [number], triage.parse_action("star"))
    intake.import_files(lib, [jsonl(tmp_path / "both.jsonl", both)], digest="Gone")
    other = id_of(lib, "arxiv:2501.00002")
    triage.act(lib, [number, other], triage.parse_action("unstar"))
    triage.act(lib, [other], triage.parse_action("star"))
    triage.act(lib, [other], triage.parse_action("unstar"))
    assert digests.remove_digest(lib, "Gone").count == 1
    assert ids(lib) == [number]
    intake.import_files(lib, [by_title], digest="Gone")
    sound(lib)
    assert not lib.database.value("SELECT starred FROM triage WHERE paper = ?", (number,))
