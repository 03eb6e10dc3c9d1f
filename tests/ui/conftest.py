"""A library of the bundled digest, made once and copied for each test that reads it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ui.reading import make_library


@pytest.fixture(scope="session")
def digest_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The original: never opened by a test."""
    return make_library(tmp_path_factory.mktemp("original") / "library.db")


@pytest.fixture
def library(digest_library: Path, tmp_path: Path) -> Path:
    """A library of 111 papers that nobody has read."""
    target = tmp_path / "library.db"
    for file in digest_library.parent.iterdir():
        shutil.copy(file, tmp_path / file.name)
    return target


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
