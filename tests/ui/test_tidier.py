"""The index of words is brought together while nobody does anything, and never while somebody does."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from digestui.errors import LibraryTrouble
from digestui.library import tidying
from digestui.library.library import Library
from digestui.ui.control import tidier
from library.parts import parts, scatter
from ui.reading import Reading, reading


@pytest.fixture
def scattered(library: Path) -> Path:
    with Library.open(library) as lib:
        scatter(lib)
    return library


def until_stopped(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Work that goes on until it is told to stop; what it gives tells that it was."""
    stopped: list[bool] = []

    def tidy(lib: Library, *, stop) -> bool:
        while not stop():
            pass
        stopped.append(True)
        return False

    monkeypatch.setattr(tidier, "SHARE", 60.0)
    monkeypatch.setattr(tidying, "tidy", tidy)
    return stopped


def left_alone(r: Reading) -> None:
    """Nobody has pressed a key for long."""
    r.desk.tidier._stirred = -1000.0


def pieces(path: Path) -> int:
    with Library.open(path, readonly=True) as lib:
        return parts(lib)


async def test_left_alone_the_reader_brings_the_index_together_and_then_rests(
    scattered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidier, "QUIET", 0.0)
    assert pieces(scattered) > 4
    async with reading(scattered) as r:
        r.desk.tidier.look()
        await r.until(lambda: not r.desk.tidier.due)
        assert pieces(scattered) == 1
        await r.settle()
        # What the reader wrote itself is not told as another program's.
        assert r.desk.watcher.news == 0


async def test_while_somebody_is_there_nothing_is_moved(
    scattered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidier, "QUIET", 600.0)
    before = pieces(scattered)
    async with reading(scattered) as r:
        left_alone(r)
        await r.press("j")
        r.desk.tidier.look()
        assert r.desk.lanes.write.idle()
        await r.settle()
        assert r.desk.tidier.due
    assert pieces(scattered) == before


async def test_a_key_stops_the_work_and_it_goes_on_later(
    scattered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = until_stopped(monkeypatch)
    monkeypatch.setattr(tidier, "QUIET", 600.0)
    async with reading(scattered) as r:
        left_alone(r)
        r.desk.tidier.look()
        await r.until(lambda: not r.desk.lanes.write.pressed)
        assert not stopped
        await r.press("j")
        await r.until(lambda: bool(stopped))
        await r.settle()
        assert r.desk.tidier.due


async def test_an_act_does_not_wait_for_the_work(scattered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = until_stopped(monkeypatch)
    monkeypatch.setattr(tidier, "QUIET", 0.0)  # so that it is not the key that stops it
    async with reading(scattered) as r:
        r.desk.tidier.look()
        await r.until(lambda: not r.desk.lanes.write.pressed)
        assert not stopped
        await r.press("d")
        assert stopped
        with r.library() as lib:
            assert lib.database.value("SELECT count(*) FROM journal") > 0


async def test_papers_that_come_make_it_look_again(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(library) as r:
        r.desk.tidier.due = False
        r.desk.watcher.elsewhere()
        assert r.desk.tidier.due
        await r.settle()


async def test_a_disk_that_is_full_is_not_told(
    scattered: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(lib: Library, *, stop) -> bool:
        raise LibraryTrouble("cannot write", "the disk is full", "make room")

    monkeypatch.setattr(tidying, "tidy", full)
    monkeypatch.setattr(tidier, "QUIET", 0.0)
    async with reading(scattered) as r:
        with caplog.at_level(logging.WARNING):
            r.desk.tidier.look()
            await r.until(lambda: not r.desk.tidier.due)
        assert "disk is full" in caplog.text
        assert "disk" not in r.status()
