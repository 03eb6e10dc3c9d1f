"""Ids come out of a statement as they went in, however many, and no other thread waits long for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.library.library import Library
from digestui.storage import search
from digestui.storage.database import Database


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("numbers") / "library.db"
    with Library.open(path, create=True) as library:
        yield library.database


@given(
    wanted=st.lists(st.integers(0, 1 << 62), max_size=40),
    piece=st.sampled_from([1, 2, 7, 20, 100, 1 << 16]),
)
def test_all_come_in_their_order_whatever_the_size_of_a_piece(
    database: Database, wanted: list[int], piece: int
) -> None:
    rows = " UNION ALL ".join(f"SELECT {place} n, {number} id" for place, number in enumerate(wanted))
    sql = f"SELECT id FROM ({rows}) ORDER BY n" if wanted else "SELECT 1 id WHERE 0"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(search, "PIECE", piece)
        assert search.numbers(database, sql, {}).tolist() == wanted


def test_no_piece_is_longer_than_it_takes_a_third_of_a_millisecond(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest = 0
    loads = search.json.loads

    def watched(text: str) -> object:
        nonlocal longest
        longest = max(longest, len(text))
        return loads(text)

    monkeypatch.setattr(search.json, "loads", watched)
    sql = (
        "WITH RECURSIVE many(id) AS (SELECT 1 << 50 UNION ALL SELECT id + 1 FROM many LIMIT 30000)"
        " SELECT id FROM many"
    )
    assert len(search.numbers(database, sql, {})) == 30_000
    assert search.PIECE < longest < search.PIECE + 30
