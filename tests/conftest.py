"""What every test may ask for: the project, a collection of samples where there is one, a library to read."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import hypothesis
import pytest

os.environ["TZ"] = "UTC"
time.tzset()
# How long an example takes is the machine's business: tests say what happens, benchmarks how fast.
hypothesis.settings.register_profile("calm", deadline=None)
hypothesis.settings.load_profile("calm")

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's own folder."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of larger samples beside a checkout; tests that need it are skipped elsewhere."""
    folder = PROJECT.parent / "shared"
    for base in PROJECT.parents:
        if (base / "shared" / "formats" / "expected.json").exists():
            return base / "shared"
    pytest.skip(f"needs the sample collection at {folder}, which is not part of the project")


@pytest.fixture(scope="session")
def digest_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The original: never opened by a test."""
    from ui.reading import make_library

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
