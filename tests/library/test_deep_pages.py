"""A page deep in a list is a stretch of that list, in every order that can give it at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digestui.library import search
from digestui.library.library import Library
from digestui.query.parse import parse
from effort import examples
from library.bookcase import books, shelve
from library.test_search_oracle import QUERIES

ORDERS = ("date", "-date", "upvotes", "-upvotes", "digest", "-digest")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with shelve(tmp_path_factory.mktemp("deep") / "library.db", books(5, 300)) as library:
        yield library


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("held", ["in:any", "in:inbox", "is:unread has:abstract"])
def test_the_page_about_a_paper_of_the_library_is_there_at_once(
    shelf: Library, held: str, order: str
) -> None:
    query = parse(f"{held} sort:{order}").query
    every = list(search.find(shelf, query).ids)
    assert len(every) > 30
    for at in (0, 1, 9, len(every) // 2, len(every) - 2, len(every) - 1):
        assert search.page_around(shelf, query, every[at], 30) == every[max(0, at - 10) : at + 30]
    assert search.page_around(shelf, query, -1, 30) == []


@settings(
    max_examples=examples(60, 1500),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=QUERIES, order=st.sampled_from(ORDERS), limit=st.integers(3, 40))
def test_a_page_about_a_paper_is_a_stretch_of_its_list_or_nothing(
    shelf: Library, text: str, order: str, limit: int
) -> None:
    query = parse(f"{text} sort:{order}").query
    hits = search.find(shelf, query)
    every = list(hits.ids) if hits.near is None else []
    for at in range(0, len(every), len(every) // 5 + 1):
        there = search.page_around(shelf, query, every[at], limit)
        assert there in ([], every[max(0, at - limit // 3) : at + limit])
