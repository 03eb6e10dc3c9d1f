"""`sync` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digestui.library import syncing
from digestui.library.sync_files import AHEAD

from .conftest import Box


def other(box: Box, tmp_path: Path) -> Box:
    """Another machine: a home and a library of its own."""
    home = tmp_path / "elsewhere"
    home.mkdir()
    return Box(home, box.cwd, home / "library.db", now=box.now + 60)


@pytest.fixture
def there(shelf: Box, tmp_path: Path) -> Box:
    return other(shelf, tmp_path)


def test_two_machines_exchange_and_say_what_went_where(shelf: Box, there: Box) -> None:
    shelf("mark", "key:2103.14030", "star")
    said = shelf("sync", "shared")
    assert (said.code, said.err) == (0, "")
    assert said.lines == ["sent 1 act and 3 papers, received 0 acts and 0 papers"]
    assert there("sync", "shared").lines == ["sent 0 acts and 0 papers, received 1 act and 3 papers"]
    assert there("search", "is:starred", "--count").out == shelf("search", "is:starred", "--count").out
    assert there("doctor").code == 0


def test_the_account_as_json(shelf: Box) -> None:
    account = shelf("sync", "shared", "--json").json
    assert account["papers_sent"] == 3
    assert account["skipped"] == []
    assert account["folder"] == str(shelf.cwd / "shared")


def test_a_file_that_is_not_whole_is_named_and_the_command_leaves_with_1(shelf: Box, there: Box) -> None:
    shelf("sync", "shared")
    (file,) = (shelf.cwd / "shared").rglob("papers-*.jsonl")
    file.write_bytes(file.read_bytes()[:100])
    said = there("sync", "shared")
    assert said.code == 1
    name = f"{file.parent.name}/{file.name}"
    assert said.errors == [
        f"digestui: {name}: it is damaged or not wholly here yet: it is read again the next time"
    ]
    assert said.lines == ["sent 0 acts and 0 papers, received 0 acts and 0 papers; 1 file skipped"]


def test_a_clock_a_century_ahead_is_told_on_both_machines(shelf: Box, there: Box) -> None:
    now, shelf.now = shelf.now, shelf.now + 200 * 365 * 86_400
    shelf("mark", "key:2103.14030", "star")
    shelf.now = now
    said = shelf("sync", "shared")
    assert said.code == 1
    assert said.errors == [f"digestui: {shelf.library}: {syncing.OURS_AHEAD}"]
    said = there("sync", "shared")
    assert said.code == 1
    assert [error.split(": ", 2)[2] for error in said.errors] == [f"{AHEAD}: it is read again the next time"]


def test_the_folder_of_the_settings_is_used_where_none_is_named(shelf: Box) -> None:
    said = shelf("sync")
    assert said.code == 2
    assert "set [sync] folder" in said.err
    shelf.settings('[sync]\nfolder = "from-settings"\n')
    assert shelf("sync").code == 0
    assert (shelf.home / "from-settings").is_dir()


def test_a_folder_that_is_not_there_is_one_line(shelf: Box) -> None:
    said = shelf("sync", "no/such/folder")
    assert (said.code, said.out, len(said.errors)) == (2, "", 1)


def test_a_library_that_lies_in_the_folder_is_warned_of(shelf: Box) -> None:
    said = shelf("sync", str(shelf.library.parent))
    assert "keep the library elsewhere" in said.err


def test_sync_makes_a_library_where_there_is_none(shelf: Box, there: Box) -> None:
    shelf("sync", "shared")
    assert not there.library.exists()
    assert json.loads(there("sync", "shared", "--json").out)["papers_received"] == 3
