"""Any keys at all: whatever is typed, nothing breaks, no act is lost, and undo gives back what there was.

Seeded walks over a real library: keys of the table and keys of nobody, one by one and in bursts, with changes
of size between them. Where a walk leaves the reader it is opened again and goes on.
"""

from __future__ import annotations

import io
import logging
import random
from pathlib import Path

import pytest
from textual.message import Message

from digestui.library import doctor, export, history, search
from digestui.library.library import Library
from digestui.model.receipt import Receipt
from digestui.settings import Settings
from digestui.ui.keytable import COMMANDS, PRESETS, TYPING
from digestui.ui.screens.main import LaneAnswered
from effort import examples
from ui.reading import Clock, Reading, reading

SEEDS = examples(3, 50)
KEYS = examples(120, 500)
SIZES = ((40, 10), (60, 20), (80, 24), (100, 30), (120, 36), (160, 45), (200, 60))
NOWHERE = "http://127.0.0.1:9"
ENV = {f"DIGESTUI_{name}": NOWHERE for name in ("ARXIV", "HUGGINGFACE", "OPENALEX", "SEMANTIC_SCHOLAR")}
"""Whatever a walk asks the world stays on this machine, where nobody answers."""

TABLE = sorted({key for command in COMMANDS for keys in command.keys for key in keys.split()})
LETTERS = [*'abcdefghijklmnopqrstuvwxyz0123456789 +-#:/"*()éñ漢字🔥']
DECIDING = [*"aaeeddssmmIUiuuuxxvVDAjjkkJKGn", "ctrl+r", "ctrl+r", "space"]
LEAVING = ["enter", "escape", "escape", "tab"]
ODD = ["ctrl+a", "ctrl+k", "ctrl+w", "ctrl+y", "ctrl+left", "shift+down", "delete", "f5", "alt+x", "insert"]


def keys(chance: random.Random, many: int, typing: bool) -> list[str]:
    """A burst of one to eight keys; where one types, it is left sooner."""
    return [one(chance, typing) for _ in range(min(many, chance.choice((1, 1, 1, 2, 3, 8))))]


def one(chance: random.Random, typing: bool) -> str:
    weights = (0, 3, 5, 4, 1) if typing else (8, 8, 2, 1, 1)
    pool = chance.choices((DECIDING, TABLE, LETTERS, LEAVING, ODD), weights)[0]
    key = chance.choice(pool)
    return "space" if key == " " else key


class Heard:
    """What the library's lanes answered."""

    def __init__(self) -> None:
        self.receipts: list[Receipt] = []
        self._seen: set[int] = set()
        self._kept: list[Message] = []

    def __call__(self, message: Message) -> None:
        if isinstance(message, LaneAnswered) and id(message) not in self._seen:
            self._seen.add(id(message))
            self._kept.append(message)
            values = message.answer.value
            for value in values if isinstance(values, tuple) else (values,):
                if isinstance(value, Receipt) and value.batch is not None:
                    self.receipts.append(value)


def personal(path: Path) -> list[str]:
    """Every paper with all that was decided and noted about it."""
    with Library.open(path, readonly=True, clock=Clock(), device="look") as lib:
        ids = search.find(lib, search.understand(lib, "in:any sort:title").query).ids
        out = io.StringIO()
        export.export(lib, ids, "jsonl", out)
    return out.getvalue().splitlines()


def told(receipts: list[Receipt], written: dict[int, set[str]]) -> set[int]:
    """The batches that receipts tell of; what each says it changed is what the journal holds."""
    batches: set[int] = set()
    for receipt in receipts:
        assert receipt.batch is not None
        if receipt.label.endswith(" steps"):  # several batches, named by the last
            before = max(batches, default=0)
            batches |= {batch for batch in written if before < batch < receipt.batch}
        else:
            assert len(written[receipt.batch]) == receipt.count, receipt
        batches.add(receipt.batch)
    return batches


async def walk(path: Path, chance: random.Random, many: int, settings: Settings, heard: Heard) -> None:
    """Type so many keys, opening the reader again whenever they left it."""
    while many:
        async with reading(path, chance.choice(SIZES), settings=settings, env=ENV, hear=heard) as r:
            while many and r.app.is_running:
                burst = keys(chance, many, types(r))
                many -= len(burst)
                await r.burst(*burst)
                if r.app._exception is not None:
                    raise r.app._exception
                if chance.random() < 0.03 and r.app.is_running:
                    await r.pilot.resize_terminal(*chance.choice(SIZES))
                    await r.settle()


def types(r: Reading) -> bool:
    """Whether keys go into a text or a dialog."""
    return r.app.screen is not r.screen or r.screen.pane in TYPING


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No program can be found, and what is written by name lands in the test's own folder."""
    empty = tmp_path / "programs"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_any_keys_break_nothing_lose_nothing_and_are_undone(
    library: Path, closed: None, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="digestui")
    chance = random.Random(seed)
    preset = tuple(PRESETS)[seed % len(PRESETS)] if seed % 2 else "default"
    before = personal(library)
    heard = Heard()
    await walk(library, chance, KEYS, Settings(preset=preset), heard)
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []

    with Library.open(library, clock=Clock(), device="test") as lib:
        written: dict[int, set[str]] = {}
        for entry in history.history(lib):
            written.setdefault(entry.batch, set()).add(entry.key)
        assert set(written) == told(heard.receipts, written)
        assert doctor.examine(lib) == []
        while history.undo(lib) is not None:
            pass
        assert doctor.examine(lib) == []
    assert personal(library) == before
