"""The history screen: `u` on an act leads to before it, and where it cannot the screen says why."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from digestui.library import intake, search, syncing, triage
from digestui.library.library import Library
from digestui.model.triage import Action, ActionKind, Triage
from digestui.storage import steps
from digestui.ui.screens.history import HistoryScreen
from ui.reading import Clock, Reading, reading

Known = dict[int, Triage]


def states(r: Reading) -> Known:
    with r.library() as lib:
        return steps.states(lib.database, list(r.listing.ids))


def said(r: Reading) -> str:
    screen = r.app.screen
    assert isinstance(screen, HistoryScreen)
    return "".join(piece.text for piece in screen.status(200))


@pytest.mark.parametrize(
    ("keys", "down", "since"),
    [
        ("d d", 1, 0),
        ("d d u ctrl+r", 3, 0),  # redid, undid, the second, the first
        ("d d u ctrl+r", 2, 1),
        ("d d u ctrl+r", 0, 3),
        ("d d u u ctrl+r d", 5, 0),
        ("d s u a", 3, 0),
    ],
)
async def test_undo_down_to_an_act_leads_to_before_it(
    library: Path, keys: str, down: int, since: int
) -> None:
    """`since` is how many keys had been pressed before the act in the row that is gone down to."""
    async with reading(library) as r:
        before = []
        for key in keys.split():
            before.append(states(r))
            await r.press(key)
        await r.press("g", "h", *["j"] * down, "u")
        assert states(r) == before[since]


async def test_the_cursor_stays_on_the_act_that_was_taken_back(library: Path) -> None:
    async with reading(library) as r:
        await r.press("d", "d", "d", "g", "h", "j")
        on = r.app.screen.entry().key
        assert "2 steps ago" in said(r)
        await r.press("u")
        assert r.app.screen.entry().key == on
        assert r.app.screen.lines.cursor > 1
        await r.press("escape", "g", "h", "j", "j", "j")
        assert "this was taken back" in said(r)


async def test_an_undo_is_not_said_to_be_taken_back_and_is_not_counted(library: Path) -> None:
    async with reading(library) as r:
        await r.press("d", "d", "u", "g", "h")
        assert "an undo: there is nothing of it to take back" in said(r)
        now = states(r)
        await r.press("u")
        assert states(r) == now
        await r.press("j", "j")
        assert "the last step" in said(r)


async def test_what_was_done_again_and_taken_back_again_was_taken_back(library: Path) -> None:
    async with reading(library) as r:
        await r.press("d", "u", "ctrl+r", "u", "g", "h", "j")
        assert r.app.screen.entry().label.startswith("redid")
        assert "this was taken back" in said(r)
        await r.press("j")
        assert "an undo, and done again since" in said(r)


async def test_steps_of_another_machine_say_so_and_stay(library: Path, tmp_path: Path) -> None:
    async with reading(library) as r:
        await r.press("d", "s")
        r.clock.at += 60
        with ExitStack() as open_now:
            other = open_now.enter_context(
                Library.open(tmp_path / "other.db", create=True, clock=Clock(r.clock.at), device="elsewhere")
            )
            intake.load_bundled(other)
            far = search.first_page(other, search.understand(other, "").query, 30)[20:23]
            triage.act(other, far, Action(ActionKind.STAR))
            syncing.sync(other, tmp_path / "shared")
            here = open_now.enter_context(r.library())
            syncing.sync(here, tmp_path / "shared")
        now = states(r)
        await r.press("g", "h")
        assert "on another machine" in said(r)
        await r.press("u")
        assert states(r) == now
        await r.press("j", "j", "j")
        assert "the last step" in said(r)
        await r.press("j", "u")
        assert [state.starred for state in states(r).values()].count(True) == 3
        assert all(state.undecided(r.clock.at) for state in states(r).values())
