"""What every test may ask for: the folder of shared samples, where there is one."""

from __future__ import annotations

from pathlib import Path

import pytest

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
