"""Libraries to be harmed: each test gets a copy of one that was made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from faults import deeds


@pytest.fixture(scope="session")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The original: never opened by a test."""
    return deeds.make(tmp_path_factory.mktemp("sixty") / "library.db")


@pytest.fixture
def small(sixty: Path, tmp_path: Path) -> Path:
    """A library of sixty papers that nobody has read, all of it in one file."""
    return Path(shutil.copy(sixty, tmp_path / "library.db"))
