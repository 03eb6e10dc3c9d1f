"""Paths: XDG folders are obeyed, what is made is private, a device keeps its name."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from digestui import paths


def environ(tmp_path: Path) -> dict[str, str]:
    return {
        "HOME": str(tmp_path / "home"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }


def test_the_xdg_folders_are_obeyed(tmp_path: Path) -> None:
    env = environ(tmp_path)
    assert paths.config_file(env) == tmp_path / "config/digestui/config.toml"
    assert paths.library_file(environ=env) == tmp_path / "data/digestui/library.db"
    assert paths.log_file(env) == tmp_path / "state/digestui/digestui.log"


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="these platforms have folders of their own")
def test_a_relative_xdg_folder_is_ignored_as_its_rules_ask(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": "here"}
    assert paths.config_file(env) == tmp_path / ".config/digestui/config.toml"


def test_the_command_line_wins_over_the_variable_and_the_variable_over_the_setting(tmp_path: Path) -> None:
    env = {**environ(tmp_path), "DIGESTUI_LIBRARY": "/b.db"}
    assert paths.library_file("/a.db", "/c.db", env) == Path("/a.db")
    assert paths.library_file(None, "/c.db", env) == Path("/b.db")
    assert paths.library_file(None, "~/c.db", environ(tmp_path)) == tmp_path / "home/c.db"


def test_a_relative_library_lies_in_the_working_folder(tmp_path: Path) -> None:
    assert paths.library_file("a.db", "", environ(tmp_path), tmp_path / "w") == tmp_path / "w/a.db"


def test_a_device_keeps_its_name_and_its_file_is_private(tmp_path: Path) -> None:
    env = environ(tmp_path)
    first = paths.device_id(env)
    assert len(first) == 16
    assert paths.device_id(env) == first
    place = tmp_path / "state/digestui"
    assert [entry.name for entry in place.iterdir()] == ["device"]
    assert stat.S_IMODE((place / "device").stat().st_mode) == 0o600
    assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_a_spoilt_device_file_is_written_anew(tmp_path: Path) -> None:
    env = environ(tmp_path)
    paths.make_private_folder(tmp_path / "state/digestui")
    (tmp_path / "state/digestui/device").write_bytes(b"\xff\0nonsense")
    assert paths.device_id(env) == paths.device_id(env)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX")
def test_a_state_folder_that_cannot_be_made_gives_a_name_that_stays(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    env = environ(tmp_path)
    assert paths.device_id(env) == paths.device_id(env)
