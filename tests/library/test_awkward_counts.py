"""The count beside a line of the filters is what choosing the line finds, whatever its value is called."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from digestui.library import counting, digests, facets, search, tidying, triage
from digestui.library.library import Library
from digestui.model.query import Named, NameField
from digestui.model.rows import FacetGroup
from digestui.model.triage import Action, ActionKind
from digestui.query import edit
from digestui.query.parse import parse
from digestui.storage import counters, names, within
from digestui.text import safe
from digestui.text.folding import fold
from effort import examples
from library import feeding

AWKWARD = (
    "cs", "cs.CV", "cs.CV.3D", "CS", "Cs.cv", "cs.", "csx", "cs CV", "c.s", ".", "..", ".cs", "cs..CV",
    "Computer Vision", "computer vision", "COMPUTER  VISION", "Computer-Vision", "Vision",
    "Théorie", "theorie", "Straße", "strasse", "Ł", "l", "ﬁelds", "fields", "İ", "i̇",
    'the "new" art', "the “new” art", "«new»", '"new"', 'G\\"odel', "G\\odel", "G\\", "G", "a\\b", "\\",
    "(x)", "x*", "x", "a:b", "is:read", "OR", "a OR b", "-x", "#x", "x,y", "x!", "2025", "2025-04-28",
    "cs 2025-04-28", "cs 2025-04-29", "视觉", "视觉.三", "\u00e9\u0301", "e", "x\ue000y", "x y", "'x'", "`x`",
)  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(AWKWARD),
    st.text('csCS.é"\\“ #*-V', min_size=1, max_size=5),
    st.text(min_size=1, max_size=4),
)
EVERY = frozenset({"digests", "tags", "categories", "years", "sources"})
UNDER = (
    "", "in:any", "is:unread", "in:inbox -is:starred", "one", "one in:any", "one limit:2", "limit:1", "!",
    "year:2024", "-two is:unread", "cat:cs", 'cat:"computer vision"', "(cat:cs OR cat:G)", "-cat:cs.CV two",
    "tag:cs", "-tag:x one", "source:cs", "is:dismissed", "tag:x tag:cs", "nowhere-to-be-found",
)  # fmt: skip


BY_NAME = {
    NameField.TAG: names.tags,
    NameField.CATEGORY: names.categories,
    NameField.DIGEST: names.digests,
    NameField.SOURCE: names.sources,
}


def shelve(path: Path, called: Sequence[str], seed: int = 0, papers: int = 24) -> Library:
    """A library whose categories, tags, digests and sources are named so, several to a paper."""
    rnd = random.Random(seed)
    called = [name for one in dict.fromkeys(called) if (name := safe.one_line(one))] or ["cs"]

    def some(most: int) -> list[str]:
        return rnd.sample(called, min(len(called), rnd.randint(0, most)))

    lib = Library.open(path, create=True, device="test", clock=feeding.Clock())
    made = [
        feeding.paper(
            f"{rnd.choice(('one', 'two'))} {number}",
            categories=tuple(some(4)),
            published=rnd.choice((None, "2019", "2023-04", "2024-05-06")),
        )
        for number in range(papers)
    ]
    for number in range(6):
        name, day = rnd.choice(called), f"2025-04-{28 + number % 2}"
        feeding.feed(lib, rnd.sample(made, papers // 3), name=name, date=day, source=rnd.choice(called))
    ids = feeding.ids(lib)
    for kind in (ActionKind.READ, ActionKind.STAR, ActionKind.QUEUE, ActionKind.DISMISS):
        triage.act(lib, rnd.sample(ids, len(ids) // 4), Action(kind))
    for until in (lib.now() + 2, lib.now() + 1_000_000):  # one that ends at once, and one that runs
        triage.act(lib, rnd.sample(ids, len(ids) // 6), Action(ActionKind.SNOOZE, until=until))
    for paper in ids:
        if tags := tuple(tag for tag in some(2) if fold(tag.lstrip("#")) and not tag.startswith("#")):
            triage.act(lib, [paper], Action(ActionKind.TAG, add=tags))
    return lib


def keeps_its_word(lib: Library, text: str, groups: Sequence[FacetGroup], *, known: bool = True) -> None:
    """Every line of every group counts what choosing it finds; no two lines of a group find the same."""
    for group in groups:
        found: set[tuple[int, ...]] = set()
        for value in group.values:
            if group.name != "views":
                papers = search.count(lib, parse(chosen(text, value.term)).query)
                assert value.count == papers or (value.count is None and not known), (text, group.name, value)
            wanted = parse(value.term).query.where
            if isinstance(wanted, Named):
                values = tuple(sorted(BY_NAME[wanted.field](lib.database, wanted.value)))
                assert values, (group.name, value)
                assert values not in found, (group.name, value)
                found.add(values)


def chosen(text: str, term: str) -> str:
    """A query with a term chosen; let go of before, where it is chosen already."""
    wanted = parse(term).query.where
    assert wanted is not None
    while edit.holds(parse(text).query.where, wanted):
        text = facets.choose(text, term)
    return facets.choose(text, term)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with shelve(tmp_path_factory.mktemp("awkward") / "library.db", AWKWARD, papers=90) as lib:
        yield lib


@pytest.mark.parametrize("text", UNDER)
@pytest.mark.parametrize("whole", [frozenset(), EVERY])
def test_awkward_names_count_what_they_find(library: Library, text: str, whole: frozenset[str]) -> None:
    keeps_its_word(library, text, facets.facets(library, parse(text).query, whole=whole))
    keeps_its_word(library, text, facets.facets(library, parse(text).query, quick=True), known=False)


@settings(
    max_examples=examples(10, 300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    called=st.lists(NAMES, min_size=1, max_size=8),
    seed=st.integers(0, 999),
    texts=st.lists(st.one_of(st.sampled_from(UNDER), st.just("")), min_size=1, max_size=3, unique=True),
)
@example(called=["cs", "cs.CV", "cs.LG"], seed=1, texts=["", "one"])
@example(called=["Computer Vision", "computer vision"], seed=1, texts=["", "one"])
@example(called=["\U00018d09"], seed=0, texts=[""])
def test_any_names_count_what_they_find(
    tmp_path_factory: pytest.TempPathFactory, called: list[str], seed: int, texts: list[str]
) -> None:
    with shelve(tmp_path_factory.mktemp("any") / "library.db", called, seed) as lib:
        groups = facets.facets(lib, parse("").query)
        terms = [value.term for group in groups if group.name != "views" for value in group.values[:2]]
        for text in [*texts, *terms]:
            keeps_its_word(lib, text, facets.facets(lib, parse(text).query, whole=EVERY))
        feeding.sound(lib)


def test_spellings_that_choose_the_same_are_one_line(tmp_path: Path) -> None:
    spelt = [("Computer Vision",), ("Computer Vision", "computer vision"), ("computer vision", "Theory")]
    spelt.append(("Computer Vision",))
    with Library.open(tmp_path / "library.db", create=True, device="test") as lib:
        feeding.feed(lib, [feeding.paper(f"{n}", categories=names) for n, names in enumerate(spelt)])
        assert categories(lib, "") == {"Computer Vision": 4, "Theory": 1}
        # As the query spells it, so that choosing it again takes it out.
        (value,) = (
            v for g in facets.facets(lib, parse('cat:"computer vision"').query) for v in g.values if v.chosen
        )
        assert facets.choose('cat:"computer vision"', value.term) == ""


def test_a_category_counts_those_within_it_once_for_each_paper(tmp_path: Path) -> None:
    within = [("cs.CV", "cs.LG"), ("cs", "cs.CV"), ("cs.LG",), ("csx",), ("math", "cs")]
    with Library.open(tmp_path / "library.db", create=True, device="test") as lib:
        feeding.feed(lib, [feeding.paper(f"word {n}", categories=names) for n, names in enumerate(within)])
        expected = {"cs": 4, "cs.CV": 2, "cs.LG": 2, "csx": 1, "math": 1}
        assert categories(lib, "") == expected
        assert categories(lib, "word") == expected


def test_what_would_take_too_long_to_count_is_not_yet_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "TOGETHER", 6)
    with Library.open(tmp_path / "library.db", create=True, device="test") as lib:
        made = [("a",), ("a.b",), ("a.b", "a.c"), ("d",), ("d.e",), ("f",)]
        feeding.feed(lib, [feeding.paper(f"{n}", categories=names) for n, names in enumerate(made)])
        lib.database.execute("DELETE FROM counters WHERE facet = 'within'")  # a library of an older program
        expected: dict[str, int | None] = {"a": 3, "a.b": 2, "d": 2, "a.c": 1, "d.e": 1, "f": 1}
        assert categories(lib, "") == expected
        lib.database.execute("INSERT INTO paper_categories SELECT c.id, p.id FROM categories c, papers p"
                             " WHERE c.name = 'a.c' ON CONFLICT DO NOTHING")  # fmt: skip
        counters.recount(lib.database)
        expected |= {"a": None, "a.c": 6}
        assert categories(lib, "") == expected
        tidying.tidy(lib)
        expected["a"] = 6
        assert categories(lib, "") == expected
        feeding.sound(lib)


def test_what_is_kept_of_categories_within_others_follows_imports_and_acts(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db", create=True, device="test") as lib:
        made = [("cs.CV",), ("cs.LG", "cs.CV"), ("math",), ("stat", "cs.LG")]
        papers = [feeding.paper(f"Paper {n}", categories=names) for n, names in enumerate(made)]
        feeding.feed(lib, papers, name="one")
        assert within.kept_heads(lib.database) == set()
        feeding.feed(lib, [feeding.paper("Paper 9", categories=("cs", "math.CO"))], name="two")
        assert len(within.kept_heads(lib.database)) == 2
        assert categories(lib, "")["cs"] == 4
        feeding.feed(lib, [feeding.paper("Paper 2", categories=("cs.NE", "CS"))], name="three")
        ids = feeding.ids(lib)
        triage.act(lib, ids[:3], Action(ActionKind.DISMISS))
        triage.act(lib, ids[1:4], Action(ActionKind.READ))
        for text in ("", "is:read", "in:any", "is:dismissed", "in:inbox is:unread"):
            groups = facets.facets(lib, parse(text).query, quick=True)
            keeps_its_word(lib, text, [group for group in groups if group.name == "categories"])
        feeding.sound(lib)
        digests.remove_digest(lib, "two")
        feeding.sound(lib)
        keeps_its_word(lib, "", facets.facets(lib, parse("").query))


def test_categories_of_an_import_that_failed_leave_nothing_behind(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db", create=True, device="test") as lib:
        feeding.feed(lib, [feeding.paper("One", categories=("cs",))])
        with suppress(InterruptedError), lib.database.write():
            lib.database.execute("INSERT INTO categories(name) VALUES('cs.CV')")
            assert len(within.families(lib.database)) == 1
            raise InterruptedError
        lib.database.execute("INSERT INTO categories(name) VALUES('math')")
        assert within.families(lib.database) == {}


def categories(lib: Library, text: str) -> dict[str, int | None]:
    """What stands beside each category."""
    groups = facets.facets(lib, parse(text).query)
    return {
        value.label: value.count for group in groups if group.name == "categories" for value in group.values
    }
