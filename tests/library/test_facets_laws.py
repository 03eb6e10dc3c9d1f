"""What the filters promise: choosing a value shows as many papers as stood beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from digestui.library import facets, search
from digestui.library.library import Library
from digestui.model.query import And, Node, Query
from digestui.query import edit
from digestui.query.parse import parse
from digestui.query.show import show
from effort import examples
from library.bookcase import books, shelve
from library.test_search_oracle import QUERIES

CHOICES = st.sampled_from(
    [
        "is:unread",
        "is:read",
        "is:starred",
        "is:queued",
        "is:dismissed",
        "is:snoozed",
        "in:inbox",
        "in:queue",
        "in:any",
        "tag:vit",
        "cat:cs.CV",
        "year:2020",
        "source:arXiv",
        "is:noted",
    ]
)
TEXTS = st.one_of(
    QUERIES,
    st.lists(CHOICES, max_size=3).map(" ".join),
    st.lists(st.one_of(CHOICES, QUERIES), max_size=3).map(" ".join),
)


@pytest.fixture(scope="module", params=["various digests", "all in the same two"])
def library(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Library]:
    papers = books(11, 200)
    if request.param == "all in the same two":
        for number, paper in enumerate(papers, 1):
            paper.digests = {1: number, 3: number}
    with shelve(tmp_path_factory.mktemp("shelf") / "library.db", papers) as made:
        yield made


def stands_among_others(text: str, term: str, node: Node) -> bool:
    """Whether it is chosen as one of several alternatives, or still is once it is let go by itself."""
    if node not in edit.conditions_of(parse(text).query.where):
        return True
    return edit.holds(parse(facets.choose(text, term)).query.where, node)


SHARED = [HealthCheck.function_scoped_fixture]
"""One library serves all examples: none of them changes it."""


@settings(
    max_examples=examples(100, 1500),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=TEXTS, whole=st.booleans())
@example(text="is:starred -(-((is:read OR is:starred)))", whole=False)
@example(text="vision (is:read OR is:unread)", whole=False)
@example(text="vision is:read", whole=False)
@example(text="vision -is:read", whole=False)
@example(text="vision is:unread in:any", whole=False)
@example(text="nowhere-to-be-found", whole=True)
def test_choosing_a_value_shows_as_many_papers_as_it_says(library: Library, text: str, whole: bool) -> None:
    query = parse(text).query
    every = frozenset({"digests", "tags", "categories", "years", "sources"}) if whole else frozenset()
    for group in facets.facets(library, query, whole=every):
        for value in group.values:
            assert value.count is not None
            node = parse(value.term).query.where
            if group.name == "views":
                chosen = value.term
            elif value.chosen and node is not None and stands_among_others(text, value.term, node):
                # One of several alternatives: how many it stands for.
                assert query.where is not None
                chosen = show(Query(And((*edit.conditions_of(query.where), node))))
            else:
                # Let go of and chosen again: what its own group says otherwise is left out of its count.
                free = facets.choose(text, value.term) if value.chosen else text
                chosen = facets.choose(free, value.term)
            wanted = search.understand(library, chosen).query
            assert search.count(library, wanted) == value.count, (group.name, value, chosen)


@settings(
    max_examples=examples(50, 500), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXTS)
def test_quick_counts_are_the_same_or_not_yet_known(library: Library, text: str) -> None:
    query = parse(text).query
    known = {(g.name, v.term): v.count for g in facets.facets(library, query) for v in g.values}
    for group in facets.facets(library, query, quick=True):
        for value in group.values:
            assert value.count is None or value.count == known[group.name, value.term]
