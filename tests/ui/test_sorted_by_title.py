"""Sorting by title and author in the reader: the order is kept in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from digestui.errors import LibraryTrouble
from digestui.library import orders, search
from digestui.library.library import Library
from digestui.storage import database
from digestui.storage import orders as kept
from digestui.ui.control import runaway
from ui import fingers
from ui.reading import reading


def expected(library: Path, text: str) -> list[int]:
    with Library.open(library, readonly=True) as lib:
        return list(search.find(lib, search.understand(lib, text).query).ids)


def is_kept(library: Path, *kinds: str) -> bool:
    with Library.open(library, readonly=True) as lib:
        return all(kept.kept(lib.database, kept.KINDS[kind]) for kind in kinds)  # type: ignore[index]


async def test_an_order_is_kept_once_somebody_sorted_by_it(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "LEAST", 10)
    wanted = expected(library, "in:inbox sort:title")
    async with reading(library, (140, 40)) as r:
        await r.press(*":sort title", "enter")
        assert list(r.listing.ids) == wanted
    assert is_kept(library, "title")
    assert not is_kept(library, "author")
    assert expected(library, "in:inbox sort:title") == wanted


async def test_where_no_order_can_be_kept_the_list_is_sorted_all_the_same(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "LEAST", 10)

    def full(*given: object, **more: object) -> bool:
        raise OSError("no space left on device")

    monkeypatch.setattr(orders, "keep", full)
    wanted = expected(library, "in:inbox sort:title")
    async with reading(library, (140, 40)) as r:
        await r.press(*":sort title", "enter")
        assert list(r.listing.ids) == wanted
        assert "space" not in r.status()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every first page takes too long."""
    monkeypatch.setattr(orders, "LEAST", 10)
    monkeypatch.setattr(runaway, "LIMIT", 0.0)
    monkeypatch.setattr(database, "STEPS", 1)


async def test_a_first_sort_that_takes_long_keeps_the_order_before_it_goes_on(
    library: Path, slow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = expected(library, "in:inbox sort:-author")
    seen: list[bool] = []
    first_page = search.first_page

    def noted(lib: Library, *rest: object) -> object:
        if threading.current_thread().name == "digestui-back":
            seen.append(is_kept(library, "author"))
        return first_page(lib, *rest)

    monkeypatch.setattr(search, "first_page", noted)
    async with reading(library, (140, 40)) as r:
        await r.press(*":sort -author", "enter")
        assert list(r.listing.ids) == wanted
    assert seen == [True]


async def test_escape_stops_a_first_sort_that_takes_long_and_leaves_the_list(
    library: Path, slow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library, (140, 40)) as r:
        before = list(r.listing.ids)
        begun, ended = threading.Event(), threading.Event()

        def endless(lib: Library, query: object, *, stop: Callable[[], bool]) -> bool:
            begun.set()
            while not stop():
                pass
            ended.set()
            return False

        monkeypatch.setattr(orders, "keep", endless)
        fingers.send(r.pilot, *":sort title", "enter")
        await r.until(begun.is_set)
        fingers.send(r.pilot, "escape")
        await r.settle()
        assert ended.is_set()
        assert "search stopped" in r.status()
        assert list(r.listing.ids) == before


async def test_a_first_sort_that_takes_long_works_where_no_order_can_be_kept(
    library: Path, slow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object, **more: object) -> bool:
        raise LibraryTrouble("cannot write", "the disk is full", "free some space")

    monkeypatch.setattr(orders, "keep", full)
    wanted = expected(library, "in:inbox sort:title")
    async with reading(library, (140, 40)) as r:
        await r.press(*":sort title", "enter")
        assert list(r.listing.ids) == wanted
        assert "disk" not in r.status()
