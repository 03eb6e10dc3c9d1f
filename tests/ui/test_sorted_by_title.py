"""Sorting by title and author in the reader: the order is kept in the background."""

from __future__ import annotations

from pathlib import Path

import pytest

from digestui.library import orders, search
from digestui.library.library import Library
from digestui.storage import orders as kept
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
