"""What first keys need is loaded while nobody presses one."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from digestui.ui import at_hand
from ui.reading import reading


async def test_soon_after_the_first_frame_everything_is_at_hand(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(at_hand, "import_module", loaded.append)
    async with reading(library) as r:
        await r.until(lambda: tuple(loaded) == at_hand.MODULES)


async def test_one_that_cannot_be_loaded_keeps_nothing_else_out(
    library: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    loaded: list[str] = []

    def load(name: str) -> None:
        loaded.append(name)
        if name == at_hand.MODULES[0]:
            raise ImportError(name)

    monkeypatch.setattr(at_hand, "import_module", load)
    async with reading(library) as r:
        await r.until(lambda: tuple(loaded) == at_hand.MODULES)
        await r.press("j")
        assert r.listing.cursor == 1
    assert "cannot be loaded" in caplog.text


@pytest.mark.parametrize("name", at_hand.MODULES)
def test_there_is_what_is_to_be_loaded(name: str) -> None:
    assert import_module(name)
