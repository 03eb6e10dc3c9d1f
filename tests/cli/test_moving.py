"""`import`, `export`, `backup`, `restore`, `doctor`, `open`: in, out, and safe."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from pathlib import Path

import pytest

from .conftest import PAPERS, Box


def lines_of(*titles: str) -> str:
    return "".join(json.dumps({"title": title, "authors": ["A B"]}) + "\n" for title in titles)


def test_import_says_what_became_of_each_file(box: Box) -> None:
    said = box("import", box.file("a.jsonl", lines_of("One paper", "Another paper")), "--date", "2025-04-01")
    assert (said.code, said.err) == (0, "")
    assert said.lines == ["a.jsonl: 2 added  (a, 2025-04-01)"]
    again = box("import", "a.jsonl")
    assert again.lines == ["a.jsonl: 2 unchanged  (a, 2025-04-01)"]


def test_import_prints_the_account_of_the_contract(box: Box) -> None:
    said = box("import", box.file("a.jsonl", lines_of("One paper") + "{broken\n"), "--json")
    account = said.json
    assert said.code == 1
    assert set(account) >= {"files", "added", "updated", "unchanged", "rejected"}
    file = account["files"][0]
    assert set(file) >= {
        "file", "format", "digest", "added", "updated", "unchanged", "rejected", "warnings",
    }  # fmt: skip
    assert (file["added"], file["rejected"]) == (1, 1)
    assert set(file["warnings"][0]) >= {"record", "line", "reason"}
    assert file["warnings"][0]["line"] == 2


def test_a_refused_record_is_named_on_standard_error(box: Box) -> None:
    said = box("import", box.file("a.jsonl", lines_of("One paper") + "{broken\n"))
    assert said.code == 1
    assert said.lines[0].startswith("a.jsonl: 1 added, 1 refused")
    assert len(said.errors) == 1
    assert said.errors[0].startswith("digestui: a.jsonl: line 2: ")


def test_refused_files_are_all_named_before_records_and_these_before_guesses(box: Box) -> None:
    guesses = "".join(json.dumps({"title": f"Paper {n}", "upvotes": "many"}) + "\n" for n in range(25))
    box.file("a.jsonl", guesses + "{broken\n")
    box.file("b.jsonl", '{"abstract": "No title"}\n{"abstract": "None"}\n')
    box.file("c.jsonl", "")
    said = box("import", "a.jsonl", "b.jsonl", "c.jsonl")
    assert said.code == 1
    names = [line.split(": ")[1] for line in said.errors]
    assert names[:4] == ["b.jsonl", "c.jsonl", "a.jsonl", "b.jsonl"]
    assert all("refused" in line for line in (said.errors[0], *said.errors[2:4]))
    assert len(said.errors) == 2 + 20 + 1
    assert said.errors[-1] == "digestui: 7 more remarks: import --json names them all"


@pytest.mark.parametrize("content", ["", "\x00\x01\x02", "%PDF-1.7 nothing", "{"])
def test_a_file_that_is_nothing_of_ours_is_one_line_and_exit_2(box: Box, content: str) -> None:
    said = box("import", box.file("odd.bin", content))
    assert (said.code, said.out, len(said.errors)) == (2, "", 1)
    assert said.err.startswith("digestui: odd.bin: ")
    assert said.err.count(": ") >= 2


def test_a_missing_file_is_exit_2_and_beside_a_good_one_exit_1(box: Box) -> None:
    assert box("import", "none.json").code == 2
    said = box("import", "none.json", box.file("a.jsonl", lines_of("One paper")))
    assert said.code == 1
    assert "none.json" in said.err


def test_standard_input_is_a_file_called_dash(box: Box) -> None:
    said = box("import", "-", "--digest", "Pasted", stdin=lines_of("One paper").encode())
    assert said.code == 0, said.err
    assert box("digests", "--json").json[0]["name"] == "Pasted"
    assert box("digests", "--json").json[0]["date"] == "2025-04-29"


def test_a_dry_run_without_a_library_leaves_none_behind(box: Box) -> None:
    said = box("import", "--dry-run", box.file("a.jsonl", lines_of("One paper")))
    assert said.code == 0, said.err
    assert "would have 1 added" in said.out
    assert not box.library.exists()


def test_a_dry_run_changes_nothing(shelf: Box) -> None:
    shelf("import", "--dry-run", shelf.file("a.jsonl", lines_of("One paper")))
    assert shelf("search", "in:any", "--count").out == "3\n"


@pytest.mark.parametrize("format", ["jsonl", "json", "csv", "bibtex", "ris", "csl", "markdown", "html"])
def test_every_format_goes_to_a_stream_and_the_same_to_a_file(shelf: Box, format: str) -> None:
    said = shelf("export", "in:any", "--format", format)
    assert (said.code, said.err) == (0, "")
    assert "Swin Transformer" in said.out
    target = shelf.cwd / f"out.{'md' if format == 'markdown' else format}"
    assert shelf("export", "in:any", "--format", format, "-o", target.name).code == 0
    assert target.read_bytes() == said.out.encode()


def test_export_guesses_the_format_from_the_name_and_takes_everything_without_a_query(shelf: Box) -> None:
    shelf("mark", "transformer", "dismiss")
    assert shelf("export", "-o", "all.bib").code == 0
    assert (shelf.cwd / "all.bib").read_text().count("@") == 3


def test_a_whole_library_goes_out_and_comes_back_with_everything_personal(shelf: Box) -> None:
    shelf("mark", "transformer", "star", "queue")
    shelf("tag", "deep", "+classic")
    shelf("note", "2103.14030", "--set", "A note.\n")
    before = shelf("export", "--format", "jsonl").out
    shelf.file("all.jsonl", before)
    other = Box(shelf.home, shelf.cwd, shelf.cwd / "other.db")
    assert other("import", "all.jsonl").code == 0
    assert other("export", "--format", "jsonl").out == before


def test_digests_come_back_of_their_source_and_archives_as_archives(shelf: Box) -> None:
    shelf.file("old.bib", "@article{a, title={An old paper}, year={1883}, doi={10.1/old}}\n")
    assert shelf("import", "old.bib").code == 0
    assert shelf("export", "-o", "all.jsonl").code == 0
    other = Box(shelf.home, shelf.cwd, shelf.cwd / "other.db")
    assert other("import", "all.jsonl").code == 0
    for command in (["digests", "--json"], ["search", "in:any", "-f", "json"], ["search", "source:bibtex"]):
        assert other(*command).out == shelf(*command).out
    assert "An old paper" in other("search", "source:bibtex").out


def test_a_digest_that_a_record_names_twice_is_one(shelf: Box) -> None:
    place = {"name": "Daily", "date": "2025-04-28", "rank": 1}
    paper = {"key": "arxiv:2501.00001", "title": "Twice", "read": False, "digests": [place] * 3}
    families = [{"source": "arXiv"}, {"source": "\x1b[2JHF", "archive": True}, {"source": 7}]
    shelf.file("twice.jsonl", paper | {"digest_sources": families})
    assert shelf("import", "twice.jsonl").code == 0
    assert len(shelf("show", "2501.00001", "--json").json[0]["digests"]) == 1
    assert shelf("doctor").code == 0


def test_titles_that_look_like_formulas_come_back_from_our_own_csv(shelf: Box) -> None:
    titles = ['=HYPERLINK("x")', "'=quoted", " - 3 dB", "'tis so", "@home"]
    lines = [json.dumps({"key": f"arxiv:2501.0000{n}", "title": t}) for n, t in enumerate(titles)]
    shelf.file("odd.jsonl", "\n".join(lines) + "\n")
    assert shelf("import", "odd.jsonl").code == 0
    before = [one["title"] for one in shelf("search", "in:any", "-f", "json").json]
    assert '=HYPERLINK("x")' in before
    assert shelf("export", "-o", "all.csv").code == 0
    assert shelf("import", "all.csv").code == 0
    assert sorted(one["title"] for one in shelf("search", "in:any", "-f", "json").json) == sorted(before)


def test_what_was_taken_back_stays_so_when_the_same_lines_come_again(shelf: Box) -> None:
    bare = shelf("export", "--format", "jsonl").out
    shelf("mark", "transformer", "star", "done")
    shelf("tag", "deep", "+classic")
    shelf("note", "2103.14030", "--set", "A note.\n")
    decided = shelf("export", "--format", "jsonl").out
    other = Box(shelf.home, shelf.cwd, shelf.cwd / "other.db")
    # Papers that are there, and of which nothing was ever decided, take what comes.
    assert other("import", shelf.file("bare.jsonl", bare)).code == 0
    lines = shelf.file("decided.jsonl", decided)
    assert other("import", lines, "--digest", "again").code == 0
    assert other("search", "is:starred is:done", "--count").out == "2\n"
    assert other("search", "tag:classic", "--count").out == "1\n"
    assert other("undo").code == 0
    left = other("export", "--format", "jsonl").out
    assert other("import", lines, "--digest", "again").code == 0
    assert other("export", "--format", "jsonl").out == left
    assert other("search", "is:starred OR is:tagged OR is:noted", "--count").out == "0\n"


def test_export_replaces_a_link_and_never_writes_through_it(shelf: Box) -> None:
    precious = shelf.cwd / "precious.txt"
    precious.write_text("keep me")
    (shelf.cwd / "out.csv").symlink_to(precious)
    assert shelf("export", "-o", "out.csv").code == 0
    assert precious.read_text() == "keep me"
    assert not (shelf.cwd / "out.csv").is_symlink()


def test_export_to_a_device_that_takes_no_more_leaves_it_a_device(shelf: Box) -> None:
    full = Path("/dev/full")
    if not full.is_char_device():
        pytest.skip("there is no full device here")
    assert shelf("export", "-o", str(full)).code == 2
    assert full.is_char_device()


def test_neither_a_backup_nor_an_export_takes_the_place_of_another_library(shelf: Box) -> None:
    assert shelf("mark", "in:any", "star").code == 0
    shelf.file("one.jsonl", '{"key": "arxiv:2101.00001", "title": "Another"}\n')
    other = ("--library", str(shelf.cwd / "other.db"))
    assert shelf("import", "one.jsonl", *other).code == 0
    whole = (shelf.cwd / "other.db").read_bytes()
    for arguments in (["backup", "other.db"], ["export", "-f", "json", "-o", "other.db"]):
        said = shelf(*arguments)
        assert (said.code, len(said.errors)) == (2, 1)
        assert "library" in said.err
        assert "name another file" in said.err
    assert (shelf.cwd / "other.db").read_bytes() == whole
    assert {path.name for path in shelf.cwd.iterdir()} == {"three.jsonl", "one.jsonl", "other.db"}


def test_a_backup_takes_the_place_of_an_earlier_one_and_of_nothing_else(shelf: Box) -> None:
    shelf.file("mine.txt", "keep me")
    shelf.file("empty.db", "")
    assert shelf("backup", "mine.txt").code == 2
    assert (shelf.cwd / "mine.txt").read_text() == "keep me"
    assert shelf("backup", "empty.db").code == 0
    for _ in range(2):
        assert shelf("mark", "in:any", "star").code == 0
        assert shelf("backup", "copy.db").code == 0
        assert shelf("search", "is:starred", "--count", "--library", "copy.db").out == "3\n"
        assert shelf("undo").code == 0
    assert shelf("mark", "in:any", "done", "--library", "copy.db").code == 0
    said = shelf("backup", "copy.db")
    assert said.code == 2
    assert "other things were done" in said.err
    assert shelf("search", "is:done", "--count", "--library", "copy.db").out == "3\n"


def test_a_backup_leaves_devices_and_pipes_what_they_are(shelf: Box) -> None:
    pipe = shelf.cwd / "pipe"
    os.mkfifo(pipe)
    (shelf.cwd / "link").symlink_to(pipe)
    for name in ("pipe", "link"):
        assert shelf("backup", name).code == 2
    assert pipe.is_fifo()
    assert (shelf.cwd / "link").is_symlink()


def test_a_file_keeps_its_rights_and_no_scrap_is_left(shelf: Box) -> None:
    target = shelf.cwd / "out.csv"
    target.write_text("old")
    target.chmod(0o640)
    before = set(os.listdir(shelf.cwd))
    assert shelf("export", "-o", "out.csv").code == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert set(os.listdir(shelf.cwd)) == before


def test_a_folder_takes_markdown_only(shelf: Box) -> None:
    (shelf.cwd / "vault").mkdir()
    assert shelf("export", "--format", "csv", "-o", "vault").code == 2
    assert shelf("export", "--format", "markdown", "-o", "vault").code == 0
    assert len(list((shelf.cwd / "vault").glob("*.md"))) == len(PAPERS) + 1


def test_a_vault_leaves_files_alone_that_were_changed(shelf: Box) -> None:
    shelf("export", "--format", "markdown", "-o", "vault")
    file = next((shelf.cwd / "vault").glob("Swin*.md"))
    file.write_text("mine now")
    shelf("mark", "in:any", "star")
    said = shelf("export", "--format", "markdown", "-o", "vault")
    assert said.code == 1
    assert file.read_text() == "mine now"
    assert file.name in said.err
    assert "--overwrite" in said.err
    assert shelf("export", "--format", "markdown", "-o", "vault", "--overwrite").code == 0
    assert "# Swin Transformer" in file.read_text()
    assert shelf("export", "--format", "markdown", "-o", "vault").code == 0


def test_an_output_folder_that_is_not_there_is_told(shelf: Box) -> None:
    said = shelf("export", "--format", "csv", "-o", "nowhere/x.csv")
    assert (said.code, len(said.errors)) == (2, 1)


def test_a_backup_restores_and_the_replaced_library_is_kept(shelf: Box) -> None:
    assert shelf("backup", "copy.db").code == 0
    shelf("mark", "in:any", "star")
    said = shelf("restore", "copy.db", "--json")
    assert said.code == 0, said.err
    assert shelf("search", "is:starred", "--count").out == "0\n"
    kept = Box(shelf.home, shelf.cwd, type(shelf.library)(said.json["kept"]))
    assert kept("search", "is:starred", "--count").out == "3\n"


def test_a_backup_that_is_none_is_refused_and_the_library_stays(shelf: Box) -> None:
    said = shelf("restore", shelf.file("copy.db", "not a library"))
    assert (said.code, len(said.errors)) == (2, 1)
    assert "copy.db" in said.err
    assert shelf("search", "in:any", "--count").out == "3\n"


def test_doctor_needs_no_library_and_says_where_things_lie(box: Box) -> None:
    said = box.bare("doctor")
    assert said.code == 0
    assert str(box.home / "state/digestui/digestui.log") in said.out
    assert box.bare("doctor", "--json").json["ok"] is True


def test_doctor_finds_a_whole_library_well(shelf: Box) -> None:
    said = shelf("doctor", "--json")
    assert (said.code, said.json["ok"], said.json["problems"]) == (0, True, [])


def test_doctor_finds_a_state_that_the_journal_does_not_tell_and_mends_it(shelf: Box) -> None:
    shelf("mark", "in:any", "star")
    connection = sqlite3.connect(shelf.library)
    connection.execute("UPDATE triage SET starred = 0")
    connection.commit()
    connection.close()
    said = shelf("doctor", "--json")
    assert (said.code, said.json["ok"]) == (1, False)
    assert shelf("doctor", "--fix").code == 0
    assert shelf("search", "is:starred", "--count").out == "3\n"


def test_doctor_names_a_damaged_library_without_a_traceback(box: Box) -> None:
    box.library.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    said = box("doctor", "--json")
    assert said.code == 1
    assert said.json["ok"] is False
    assert box("search", "x").code == 2


def test_the_reader_wants_a_terminal(box: Box) -> None:
    for arguments in ([], ["open"]):
        said = box(*arguments)
        assert (said.code, said.out, len(said.errors)) == (2, "", 1)
        assert said.err.startswith("digestui: the reader: ")
    box.terminal = True
    box.variables["TERM"] = "dumb"
    assert box("open").code == 2
    assert not box.library.exists()


def test_the_first_decision_of_a_day_leaves_a_copy_of_the_library(shelf: Box) -> None:
    shelf("mark", "in:any", "star")
    shelf("mark", "in:any", "read")
    copies = list((shelf.library.parent / "backups").iterdir())
    assert [copy.name for copy in copies] == ["papers-2025-04-29-120000.db"]
    assert Box(shelf.home, shelf.cwd, copies[0])("search", "is:starred", "--count").out == "3\n"


def test_the_settings_can_do_without_copies(shelf: Box) -> None:
    shelf.settings("[backup]\nautomatic = false\n")
    shelf("mark", "in:any", "star")
    assert not (shelf.library.parent / "backups").exists()


def test_copies_go_to_the_folder_of_the_settings(shelf: Box) -> None:
    shelf.settings('[backup]\nfolder = "~/kept"\n')
    shelf("mark", "transformer", "star")
    assert len(list((shelf.home / "kept").glob("*.db"))) == 1
    assert str(shelf.home / "kept") in shelf("backup").out


def test_a_relative_folder_of_the_settings_is_the_same_wherever_a_command_runs(shelf: Box) -> None:
    shelf.settings('[backup]\nfolder = "kept/copies"\n')
    shelf("mark", "transformer", "star")
    assert len(list((shelf.home / "kept/copies").glob("*.db"))) == 1
    assert not (shelf.cwd / "kept").exists()


def test_a_copy_that_cannot_be_made_is_told_and_the_decision_stands(shelf: Box) -> None:
    (shelf.library.parent / "backups").write_text("a file in the way")
    said = shelf("mark", "in:any", "star")
    assert said.code == 0
    assert said.errors[0].startswith("digestui: no copy was made today: ")
    assert shelf("search", "is:starred", "--count").out == "3\n"


def test_who_stops_the_copy_of_the_day_stops_nothing_else(
    shelf: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(os, "replace", pressed)
        said = shelf("mark", "in:any", "star")
    assert (said.code, "starred 3 papers" in said.out) == (0, True)
    assert said.errors == ["digestui: today's copy of the library was stopped; the next command makes it"]
    assert list((shelf.library.parent / "backups").iterdir()) == []
    shelf("mark", "in:any", "read")
    assert len(list((shelf.library.parent / "backups").iterdir())) == 1
