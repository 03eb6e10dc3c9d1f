"""Bringing the index of words together changes no answer, can stop anywhere, and comes to an end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from digestui.library import search, tidying
from digestui.library.library import Library
from digestui.query.parse import parse
from library.bookcase import WORDS, books, shelve
from library.parts import parts, scatter

ASKED = [f"{word} in:any" for word in WORDS] + [
    "tra in:any",
    '"vision transformer" in:any',
    "title:net in:any",
]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    with shelve(tmp_path / "library.db", books(5, 400)) as library:
        scatter(library)
        yield library


def answers(library: Library) -> list[list[int]]:
    return [list(search.find(library, parse(text).query).ids) for text in ASKED]


def sound(library: Library) -> bool:
    with library.database.write():
        library.database.execute("INSERT INTO fts(fts, rank) VALUES('integrity-check', 1)")  # raises if not
    return True


def test_an_index_in_parts_becomes_one_and_answers_the_same(shelf: Library) -> None:
    before = answers(shelf)
    assert parts(shelf) == 6
    assert tidying.tidy(shelf)
    assert parts(shelf) == 1
    assert answers(shelf) == before
    assert sound(shelf)


def test_told_to_stop_it_goes_on_the_next_time(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "PAGES", 1)
    before = answers(shelf)
    for times in count(1):
        assert times < 1_000
        once = iter((False, True))
        if tidying.tidy(shelf, stop=lambda once=once: next(once)):
            break
        assert answers(shelf) == before
    assert times > 3
    assert parts(shelf) == 1
    assert sound(shelf)


def test_where_all_is_in_order_nothing_is_written(shelf: Library) -> None:
    tidying.tidy(shelf)
    with shelf.another() as other:
        seen = other.data_version()
        assert tidying.tidy(shelf)
        assert other.data_version() == seen
