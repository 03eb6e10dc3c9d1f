"""A library to export: the bundled digest and papers that references trip over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from shelves import EXTRAS, every

from digestui.library import intake, triage
from digestui.library.library import Library
from digestui.model.triage import Action, ActionKind
from library.feeding import feed


@pytest.fixture(scope="session")
def lib(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("read") / "library.db"
    with Library.open(place, create=True, device="test") as made:
        intake.load_bundled(made)
        feed(made, EXTRAS, name="Extras", date="2025-04-29")
        triage.act(made, every(made)[:3], Action(ActionKind.STAR))
        yield made
