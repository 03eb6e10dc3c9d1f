"""Whatever is asked, SQL finds exactly the papers that plain Python finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digestui.library import search
from digestui.library.library import Library
from digestui.library.verdict import verdict
from digestui.model.query import OrderBy, Query
from digestui.query.parse import parse
from digestui.query.show import show
from effort import examples
from library import oracle
from library.bookcase import READ_ON, Book, books, shelve

WORDS = st.sampled_from(
    [
        "network",
        "networks",
        "vision",
        "transf*",
        "transformer",
        "general",
        "generation",
        "gen*",
        "self-supervised",
        "supervised",
        "learning",
        "Erdős",
        "erdos",
        "Erd\\H{o}s",
        "cafe",
        "café",
        "lukasz",
        "Łukasz",
        "C++",
        "C#",
        ".NET",
        "net",
        "imagenet-1k",
        "ImageNet",
        "matrix",
        "matrices",
        "class",
        "classes",
        "news",
        "new",
        "diffusion",
        "model",
        "strasse",
        "straße",
        "naive",
        "O(n)",
        "the",
        "kaiming",
        "mül*",
        "muller",
        "he",
        "zzz",
    ]
)
PHRASES = st.sampled_from(
    ['"vision transformer"', '"kaiming he"', '"self supervised"', '"networks"', '"the of"', '"vision trans"*']
)
CONDITIONS = st.sampled_from(
    [
        "is:read",
        "is:unread",
        "is:starred",
        "is:queued",
        "is:done",
        "is:dismissed",
        "is:snoozed",
        "is:noted",
        "is:tagged",
        "is:new",
        "is:inbox",
        "is:kept",
        "is:updated",
        "is:watched",
        "has:note",
        "has:code",
        "has:pdf",
        "has:tags",
        "has:abstract",
        "has:id",
        "in:inbox",
        "in:queue",
        "in:done",
        "in:dismissed",
        "in:snoozed",
        "in:any",
        "tag:vit",
        "tag:strasse",
        "tag:t*",
        "digest:my",
        "digest:2025-04-30",
        "source:arxiv",
        "source:bibtex",
        "cat:cs.CV",
        "cat:cs",
        "cat:math*",
        "venue:neurips",
        "venue:rev",
        "venue:phy*",
        "key:arxiv:*",
        "key:doi:*",
        "year:2021",
        "year:2020..",
        "year:..2020",
        "upvotes:>50",
        "upvotes:>=50",
        "upvotes:0..5",
        "upvotes:<50",
        "date:2025-04",
        "date:2025-04-29",
        "date:..2025",
        "date:2024..2025-04-28",
        "after:2025-04-29",
        "before:2025-04-29",
        "newer:2d",
        "older:2d",
        "published:2020",
        "published:2020-06",
        "published:2021-03-29..",
        "published:..2021",
        "added:today",
        "added:..yesterday",
        "added:2025-04-29..",
        "read:today",
        "read:2025-04-29..2025-04-30",
        "read:..2024",
        "q:vit",
        "q:gone",
        "q:loop",
    ]
)
NAMED = st.sampled_from(['digest:"Hugging Face Papers"', 'tag:"to read"', 'source:"hugging face"'])
FIELDED = st.builds(
    "{}{}".format, st.sampled_from(["title:", "abstract:", "author:", "note:"]), st.one_of(WORDS, PHRASES)
)
LEAVES = st.one_of(WORDS, PHRASES, CONDITIONS, NAMED, FIELDED)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map("-({})".format),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' OR '.join(parts)})"),
    ),
    max_leaves=6,
)
Shelf = tuple[Library, list[Book]]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    papers = books(7, 300)
    library = shelve(tmp_path_factory.mktemp("shelf") / "library.db", papers)
    for position, (name, query) in enumerate(
        [("vit", "vision transformer"), ("gone", "network in:dismissed"), ("loop", "the q:loop")]
    ):
        library.database.execute("INSERT INTO views VALUES(?, ?, ?)", (name, position, query))
    with library:
        yield library, sorted(papers, key=lambda book: -book.id)


def expected(library: Library, papers: list[Book], query: Query) -> list[int]:
    meant = search.settled(library, query)
    return [book.id for book in papers if oracle.holds(meant, book)]


SHARED = [HealthCheck.function_scoped_fixture]
"""One library serves all examples: none of them changes it."""


@pytest.mark.parametrize("read", ["", " is:unread", " is:read"])
@pytest.mark.parametrize(
    "where", ["", "in:any", "in:inbox", "in:queue", "in:done", "in:dismissed", "in:snoozed", "is:inbox"]
)
def test_what_the_counters_answer_is_what_the_query_means(shelf: Shelf, where: str, read: str) -> None:
    library, papers = shelf
    query = parse(where + read).query
    assert search.count(library, query) == len(expected(library, papers, query))


@settings(
    max_examples=examples(350, 6000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=QUERIES)
def test_search_finds_what_the_query_means(shelf: Shelf, text: str) -> None:
    library, papers = shelf
    query = parse(text).query
    wanted = expected(library, papers, query)
    assert sorted(search.find(library, query).ids, reverse=True) == wanted or (
        not wanted and search.find(library, query).near
    )
    assert search.count(library, query) == len(wanted)
    assert search.first_page(library, query, 400) == wanted
    assert search.first_page(library, query, 7) == wanted[:7]
    asked = [book.id for book in papers[::9]]
    assert search.among(library, query, asked) == [paper for paper in asked if paper in set(wanted)]


@settings(
    max_examples=examples(90, 1000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=QUERIES,
    order=st.sampled_from(list(OrderBy)),
    minus=st.sampled_from(["", "-"]),
    limit=st.integers(1, 50),
)
def test_every_order_holds_the_same_papers(
    shelf: Shelf, text: str, order: OrderBy, minus: str, limit: int
) -> None:
    library, papers = shelf
    query = parse(f"{text} sort:{minus}{order.value}").query
    wanted = expected(library, papers, query)
    found = list(search.find(library, query).ids)
    assert sorted(found, reverse=True) == wanted or (not wanted and found)
    limited = parse(f"{show(query)} limit:{limit}").query
    assert list(search.find(library, limited).ids) == found[:limit]
    if order is not OrderBy.RELEVANCE and wanted:
        assert search.first_page(library, query, limit) == found[:limit]


@settings(
    max_examples=examples(120, 1500),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=QUERIES)
def test_a_verdict_from_the_row_agrees_with_the_search(shelf: Shelf, text: str) -> None:
    library, papers = shelf
    query = parse(text).query
    wanted = set(expected(library, papers, query))
    for row in search.rows(library, [book.id for book in papers[:60]]):
        said = verdict(query, row, library.now())
        assert said is None or said == (row.id in wanted)


@pytest.mark.parametrize("day", READ_ON)
def test_a_day_holds_what_was_read_on_it_and_not_what_was_taken_back(shelf: Shelf, day: str) -> None:
    library, papers = shelf
    query = parse(f"in:any read:{day}").query
    wanted = expected(library, papers, query)
    assert search.first_page(library, query, 400) == wanted
    assert any(book.read and day in book.taken_back and book.id not in wanted for book in papers)


@pytest.mark.parametrize(
    "text",
    ["C++ OR vision", "🔥 (C++ OR title)", "(C++ OR vision) network", "-(C++ OR .NET)", ".NE*", "C++*"],
)
def test_signs_and_words_may_stand_side_by_side_in_an_or(shelf: Shelf, text: str) -> None:
    library, papers = shelf
    query = search.understand(library, text).query
    found = list(search.find(library, query).ids)
    assert search.count(library, query) == len(found)
    if "🔥" not in text:
        assert sorted(found, reverse=True) == expected(library, papers, query)
