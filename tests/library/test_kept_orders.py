"""Lists by title and author are the same whether their order is kept, behind, being made, or not there."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digestui.library import doctor, search
from digestui.library import orders as keeping
from digestui.library.library import Library
from digestui.model.query import OrderBy, Query
from digestui.query.parse import parse
from digestui.storage import examine, orders
from digestui.storage.papers import remove
from effort import examples
from library.bookcase import NAMES, WORDS, books, shelve
from library.test_search_oracle import QUERIES

PAPERS = 300
HELD = ("in:any", "", "vision in:any", "is:unread", "cat:cs.CV", "tag:vit", "C++ OR the", "is:starred")
ASKED = [f"{held} sort:{order}" for order in ("title", "-title", "author", "-author") for held in HELD]


def sorted_plainly(library: Library, query: Query) -> list[int]:
    """What a query holds in its order, by plain Python."""
    assert query.order is not None
    column = "title" if query.order.by is OrderBy.TITLE else "authors"
    function = orders.sort_title if query.order.by is OrderBy.TITLE else orders.sort_author
    texts = dict(library.database.rows(f"SELECT id, {column} FROM papers"))
    held = sorted(search.find(library, Query(parse("in:any").query.where)).ids, reverse=True)
    passing = set(search.among(library, query, held))
    known = [(function(texts[paper]), paper) for paper in held if paper in passing]
    valued = [(value.encode(), paper) for value, paper in known if value is not None]
    valued.sort(key=lambda pair: pair[0], reverse=query.order.reverse)
    return [paper for _, paper in valued] + [paper for value, paper in known if value is None]


def keep(library: Library, *by: OrderBy, stop: Callable[[], bool] = lambda: False) -> bool:
    done = True
    for order in by or orders.KINDS:
        with closing(library.another()) as reading:
            kind = orders.KINDS[order]
            done = (
                orders.make(library.database, reading.database, kind, clock=library.clock, stop=stop) and done
            )
    return done


def change(library: Library, seed: int, count: int = 20) -> None:
    """Papers come, go, and get other titles and authors."""
    rnd = random.Random(seed)
    database = library.database
    there = [row[0] for row in database.rows("SELECT id FROM papers")]
    with database.write():
        for _ in range(count):
            paper = rnd.choice(there)
            match rnd.randrange(4):
                case 0:
                    remove(database, [paper])
                    there.remove(paper)
                case 1:
                    title = " ".join(rnd.choices(WORDS, k=rnd.randint(1, 3)))
                    database.execute("UPDATE papers SET title = ? WHERE id = ?", (title, paper))
                case 2:
                    authors = rnd.choice(NAMES)
                    database.execute("UPDATE papers SET authors = ? WHERE id = ?", (authors, paper))
                case _:
                    number = max(there) - rnd.randrange(1 << 22)
                    if number not in there:
                        title = " ".join(rnd.choices(WORDS, k=2))
                        database.execute(
                            "INSERT INTO papers(id, title_hash, fingerprint, key, authors, title)"
                            " VALUES(?, 0, x'', ?, ?, ?)",
                            (number, f"key:{number}", rnd.choice(NAMES), title),
                        )
                        there.append(number)


def agrees(library: Library, query: Query, limit: int) -> None:
    wanted = sorted_plainly(library, query)
    found = list(search.find(library, query).ids)
    assert found == wanted or (not wanted and found)
    if wanted:
        assert search.first_page(library, query, limit) == wanted[:limit]
    for paper in wanted[:: len(wanted) // 4 + 1]:
        there = search.page_around(library, query, paper, limit)
        at = wanted.index(paper)
        assert there in ([], wanted[max(0, at - limit // 3) : at + limit])


def all_agree(library: Library) -> None:
    for text in ASKED:
        agrees(library, parse(text).query, 13)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    with shelve(tmp_path / "library.db", books(11, PAPERS)) as library:
        yield library


@pytest.fixture(scope="module", params=["kept", "behind"])
def kept(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Library]:
    library = shelve(tmp_path_factory.mktemp("kept") / "library.db", books(7, PAPERS))
    assert keep(library)
    if request.param == "behind":
        change(library, 3)
        assert orders.behind(library.database)
    with library:
        yield library


@settings(
    max_examples=examples(60, 1500),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=QUERIES,
    order=st.sampled_from(["title", "-title", "author", "-author"]),
    limit=st.integers(1, 40),
)
def test_a_kept_order_is_the_one_that_sorting_gives(kept: Library, text: str, order: str, limit: int) -> None:
    agrees(kept, parse(f"{text} sort:{order}").query, limit)


def test_what_changes_is_in_its_place_at_once_and_after_catching_up(shelf: Library) -> None:
    assert keep(shelf)
    for seed in range(4):
        change(shelf, seed)
        all_agree(shelf)
        orders.catch_up(shelf.database, shelf.now())
        assert not orders.behind(shelf.database)
        all_agree(shelf)
    papers = shelf.database.value("SELECT count(*) FROM papers")
    assert not examine.disordered(shelf.database)
    per_kind = shelf.database.rows("SELECT count(*) FROM ordered GROUP BY kind")
    assert per_kind == [(papers,), (papers,)]


def test_what_changes_while_an_order_is_made_is_in_its_place(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "AT_ONCE", 40)
    with shelf.another(readonly=False) as other:
        for seed, kind in enumerate(orders.KINDS.values()):
            steps = iter(range(100))

            def meanwhile(done: int, seed: int = seed, steps: Iterator[int] = steps) -> None:
                change(other, 100 * seed + next(steps), 5)

            with closing(shelf.another()) as reading:
                assert orders.make(
                    shelf.database, reading.database, kind, clock=shelf.clock, progress=meanwhile
                )
            assert next(steps) > 3
            all_agree(shelf)


def test_an_order_whose_making_was_stopped_is_not_used_and_made_again(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "AT_ONCE", 40)
    for most in range(1, 20):
        left = iter(range(most))
        if keep(shelf, OrderBy.TITLE, stop=lambda left=left: next(left, None) is None):  # type: ignore[misc]
            break
        assert not orders.kept(shelf.database, orders.KINDS[OrderBy.TITLE])
        # As if that process had been killed: its mark stays, and is too old to be believed.
        shelf.database.execute("UPDATE orders SET at = 0")
        change(shelf, most, 3)
        all_agree(shelf)
    assert keep(shelf)
    all_agree(shelf)


def test_only_one_makes_an_order_at_a_time(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "AT_ONCE", 40)
    told: list[bool] = []
    with shelf.another(readonly=False) as other, closing(shelf.another()) as reading:
        assert orders.make(
            shelf.database,
            reading.database,
            orders.KINDS[OrderBy.TITLE],
            clock=shelf.clock,
            progress=lambda done: told.append(keep(other, OrderBy.TITLE)),
        )
    assert told
    assert not any(told)
    all_agree(shelf)


def test_an_order_made_by_other_rules_is_made_anew(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr(orders, "REVISION", "0")
        older.setitem(orders.FUNCTIONS, "digestui_title", lambda title: title[::-1])
        with shelf.another(readonly=False) as other:
            assert keep(other)
    all_agree(shelf)
    assert not orders.kept(shelf.database, orders.KINDS[OrderBy.TITLE])
    assert keep(shelf)
    assert orders.kept(shelf.database, orders.KINDS[OrderBy.TITLE])
    all_agree(shelf)


def test_who_never_sorts_by_title_pays_nothing(shelf: Library) -> None:
    change(shelf, 1)
    for table in ("orders", "ordered", "unordered"):
        assert shelf.database.value(f"SELECT count(*) FROM {table}") == 0


def test_a_first_page_walks_the_kept_order_and_sorts_nothing(kept: Library) -> None:
    said: list[str] = []
    connection = kept.database.connection
    for text in ("sort:title", "in:any sort:-author", "in:inbox sort:author", "the in:any sort:title"):
        said.clear()
        connection.set_trace_callback(said.append)
        search.first_page(kept, search.understand(kept, text).query, 20)
        connection.set_trace_callback(None)
        walks = [sql for sql in said if "ordered o" in sql and "EXPLAIN" not in sql]
        assert walks
        for sql in walks:
            steps = [row[3] for row in connection.execute("EXPLAIN QUERY PLAN " + sql)]
            assert any(step.startswith("SEARCH o USING PRIMARY KEY (kind=?") for step in steps)
            # What waits comes in from the right and may be sorted.
            left = steps[: steps.index("RIGHT")] if "RIGHT" in steps else steps
            assert "USE TEMP B-TREE FOR ORDER BY" not in left


def test_a_page_deep_in_a_kept_order_is_found(kept: Library) -> None:
    for order in ("title", "-title", "author", "-author"):
        query = search.understand(kept, f"in:any sort:{order}").query
        wanted = list(search.find(kept, query).ids)
        for at in (0, 50, 200, len(wanted) - 1):
            assert search.page_around(kept, query, wanted[at], 30) == wanted[max(0, at - 10) : at + 30]


def test_keeping_is_worth_it_in_large_libraries_alone(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = parse("sort:title").query
    assert not keeping.wanted(shelf, query)
    monkeypatch.setattr(keeping, "LEAST", 10)
    assert keeping.wanted(shelf, query)
    assert not keeping.wanted(shelf, parse("sort:date").query)
    assert keeping.keep(shelf, query)
    assert not keeping.wanted(shelf, query)
    assert keeping.wanted(shelf, parse("sort:author").query)


def test_the_doctor_notices_an_order_that_lost_a_paper_and_has_it_made_anew(shelf: Library) -> None:
    keep(shelf)
    change(shelf, 5)
    assert not examine.disordered(shelf.database)
    lost = shelf.database.row(
        "SELECT kind, value, paper FROM ordered WHERE paper NOT IN (SELECT paper FROM unordered)"
    )
    shelf.database.execute("DELETE FROM ordered WHERE kind = ? AND value = ? AND paper = ?", lost or ())
    said = [problem for problem in doctor.findings(shelf) if "order" in problem.what]
    assert [problem.fixed for problem in said] == [False]
    assert any("order" in problem.what and problem.fixed for problem in doctor.findings(shelf, fix=True))
    assert not orders.kept(shelf.database, orders.KINDS[OrderBy.TITLE])
    assert not [problem for problem in doctor.findings(shelf) if "order" in problem.what]
