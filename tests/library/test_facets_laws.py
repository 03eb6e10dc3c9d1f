"""What the filters promise: choosing a value shows as many papers as stood beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
from library import feeding
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
        "-cat:cs.CV",
        "-year:2020",
        "-year:..2019",
    ]
)
TEXTS = st.one_of(
    QUERIES,
    st.lists(CHOICES, max_size=3).map(" ".join),
    st.lists(st.one_of(CHOICES, QUERIES), max_size=3).map(" ".join),
)


@pytest.fixture(scope="module", params=["various digests", "all in the same two", "one category in another"])
def library(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Library]:
    papers = books(11, 200)
    if request.param == "all in the same two":
        for number, paper in enumerate(papers, 1):
            paper.digests = {1: number, 3: number}
    with shelve(tmp_path_factory.mktemp("shelf") / "library.db", papers) as made:
        if request.param == "one category in another":
            made.database.execute("UPDATE categories SET name = 'cs' WHERE name = 'math.CO'")
            made.database.execute("UPDATE categories SET name = 'CS.cl' WHERE name = 'cs.LG'")
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


def test_digests_and_sources_that_differ_in_signs_alone_are_chosen_apart(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db", create=True, device="test") as library:
        feeding.feed(library, [feeding.paper("One")], name="cs.CV", source="arXiv: vision")
        feeding.feed(
            library, [feeding.paper("Two"), feeding.paper("Three")], name="cs CV", source="arxiv vision"
        )
        groups = {group.name: group.values for group in facets.facets(library, parse("").query)}
        for name in ("digests", "sources"):
            assert sorted(value.count or 0 for value in groups[name]) == [1, 2]
            for value in groups[name]:
                assert search.count(library, parse(value.term).query) == value.count
        for typed in ('digest:"CS CV 2025-04-28"', "digest:2025-04-28", 'source:"ARXIV VISION"'):
            assert search.count(library, parse(typed).query) == 3


def test_digests_of_one_source_and_day_are_called_by_their_names(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db", create=True, device="test") as library:
        for name in ("Zoo", "Birds"):
            feeding.feed(library, [feeding.paper(f"In {name}")], name=name, source="BibTeX")
        feeding.feed(library, [feeding.paper("Alone")], name="Other", source="arXiv")
        groups = {group.name: group.values for group in facets.facets(library, parse("").query)}
        assert sorted(value.label.split()[-1] for value in groups["digests"]) == ["Birds", "Zoo", "arXiv"]


@pytest.mark.parametrize("whole", [False, True])
def test_whatever_is_chosen_or_left_out_is_among_the_values(library: Library, whole: bool) -> None:
    every = frozenset({"digests", "tags", "categories", "years", "sources"})
    for group in facets.facets(library, parse("").query, whole=every):
        if group.name in ("views", "state"):
            continue
        for value in group.values:
            for how in (edit.ONLY, edit.NOT):
                text = facets.choose("", value.term, how)
                found = facets.facets(library, parse(text).query, whole=every if whole else frozenset())
                values = next(other.values for other in found if other.name == group.name)
                marked = [v for v in values if v.chosen or v.excluded]
                assert [(v.label, v.term) for v in marked] == [(value.label, value.term)], text
                assert marked[0].excluded == (how == edit.NOT)
                assert facets.choose(text, marked[0].term, how) == ""


def test_all_years_up_to_one_that_are_left_out_are_a_line_to_let_go(library: Library) -> None:
    found = facets.facets(library, parse("-year:..2019").query)
    marked = [v for group in found if group.name == "years" for v in group.values if v.excluded]
    theirs = search.count(library, parse("year:..2019").query)
    assert theirs
    assert [(v.label, v.term, v.count) for v in marked] == [("2019 and older", "year:..2019", theirs)]


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
