"""How far undo reaches: each act of the history knows what takes it back, and that leads to before it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from digestui.library import history, syncing, triage
from digestui.library.library import Library
from digestui.model.journal import HistoryEntry, Kind
from digestui.model.triage import Action, ActionKind, Triage
from digestui.storage import steps
from library.feeding import Clock, feed, ids, paper

WALKS = ("ss", "ssur", "ssuurr", "ssuurs", "sesus", "ssurur", "sssuuruus", "seurusur", "ddurs", "sdsuuu")
"""Steps one after another: star, done, dismiss the next paper, dismiss two at once (d), undo, redo."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "library.db"
    with Library.open(made, create=True, clock=Clock(), device="test") as lib:
        feed(lib, [paper(f"Paper {n}", f"arxiv:2501.0000{n}") for n in range(9)])
    return made


def at(path: Path) -> Library:
    return Library.open(path, clock=Clock(), device="test")


def states(lib: Library) -> dict[int, Triage]:
    return steps.states(lib.database, ids(lib))


def walk(lib: Library, keys: str) -> dict[int, dict[int, Triage]]:
    """Do the steps; gives what every batch found when it came."""
    found: dict[int, dict[int, Triage]] = {}
    papers = ids(lib)
    for number, key in enumerate(keys):
        before = states(lib)
        if key in "ur":
            receipt = (history.undo if key == "u" else history.redo)(lib)
        else:
            kind = {"s": ActionKind.STAR, "e": ActionKind.DONE, "d": ActionKind.DISMISS}[key]
            receipt = triage.act(lib, papers[number : number + (2 if key == "d" else 1)], Action(kind))
        assert receipt is not None
        assert receipt.batch is not None
        found[receipt.batch] = before
    return found


def told(lib: Library) -> list[HistoryEntry]:
    return history.with_steps(lib, history.history(lib))


@pytest.mark.parametrize("keys", WALKS)
def test_undo_down_to_an_act_leaves_the_library_as_it_was_before_it(path: Path, keys: str) -> None:
    with at(path) as lib:
        before = walk(lib, keys)
        entries = told(lib)
    assert any(entry.reached for entry in entries) or keys.count("u") >= 3
    for entry in entries:
        assert bool(entry.reached) == bool(entry.steps)
        if not entry.reached:
            continue
        for way in ("to", "steps"):
            copy = path.with_name(f"{entry.seq}-{way}.db")
            shutil.copy(path, copy)
            with at(copy) as lib:
                if way == "to":
                    history.undo_to(lib, entry.reached)
                else:
                    history.undo(lib, entry.steps)
                assert states(lib) == before[entry.batch], (keys, entry.label, way)


@pytest.mark.parametrize("keys", WALKS)
def test_what_stands_is_reached_and_nothing_else_is(path: Path, keys: str) -> None:
    with at(path) as lib:
        walk(lib, keys)
        entries = told(lib)
        for entry in entries:
            if entry.kind == Kind.DO:
                assert bool(entry.reached) != entry.undone
            if entry.kind == Kind.UNDO:
                assert not entry.reached
        most = max((entry.steps for entry in entries), default=0)
        assert all(history.undo(lib) for _ in range(most))
        assert history.undo(lib) is None


def test_what_was_taken_back_meanwhile_takes_nothing_else_along(path: Path) -> None:
    with at(path) as lib:
        walk(lib, "ss")
        newest = told(lib)[0]
        history.undo(lib)
        now = states(lib)
        assert history.undo_to(lib, newest.reached) is None
        assert states(lib) == now


@pytest.fixture
def two(path: Path, tmp_path: Path) -> Iterator[tuple[Library, Library]]:
    """Two machines with the same papers."""
    second = tmp_path / "second.db"
    with (
        at(path) as one,
        Library.open(second, create=True, clock=Clock(), device="other") as other,
    ):
        feed(other, [paper(f"Paper {n}", f"arxiv:2501.0000{n}") for n in range(9)])
        yield one, other


def test_steps_of_another_machine_are_neither_reached_nor_counted(
    two: tuple[Library, Library], tmp_path: Path
) -> None:
    one, other = two
    walk(one, "s")
    triage.act(other, ids(other)[4:7], Action(ActionKind.STAR))
    history.undo(other)
    history.redo(other)
    for lib in (other, one):
        syncing.sync(lib, tmp_path / "shared")
    here = [entry for entry in told(one) if entry.own]
    there = [entry for entry in told(one) if not entry.own]
    assert [entry.steps for entry in here] == [1]
    assert len(there) == 9
    assert {entry.reached for entry in there} == {0}
