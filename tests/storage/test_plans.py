"""No question that is asked while a reader waits reads all there is: SQLite says so of every statement.

A statement may walk an index in the order it is to answer in, as it stops at its limit, and what the reader
set apart by hand: starred, watched and snoozed papers, notes. It may not walk what grows with the library and
then sort, group or count it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digestui.library import facets, history, search, since, tidying, triage
from digestui.library.library import Library
from digestui.model.triage import Action, ActionKind
from library.bookcase import books, shelve

GROWS = r"(papers|paper_keys|paper_categories|entries|triage|paper_tags|journal|batches)"
BY_HAND = re.compile(r"USING (COVERING )?INDEX triage_(starred|watched|snoozed)\b")
MIXES = (
    "",
    "in:any",
    "in:inbox",
    "in:queue",
    "in:dismissed",
    "in:snoozed",
    "is:unread",
    "is:starred",
    "is:noted",
    "is:tagged",
    "is:updated is:unread",
    "tag:vit",
    'tag:"To Read" is:starred -is:read',
    "cat:cs.CV",
    'digest:"My library"',
    "source:arXiv is:unread",
    "date:2025-04-28..2025-04-30",
    "published:2021 is:starred",
    "year:>=2024",
    "vision",
    "tra",
    "vision transformer in:any",
    '"vision transformer"',
    "title:vision abstract:learning author:he",
    "vision is:starred",
    "vision -transformer tag:vit date:2025-04-28..",
    "(vision OR tag:vit) is:unread",
    "note:networks",
    "note:networks vision",
    "sort:date",
    "sort:upvotes",
    "-sort:date",
)
FACETS = ("", "in:any", "in:inbox", "in:queue", "is:unread", "in:inbox is:unread")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    shelf = shelve(tmp_path_factory.mktemp("plans") / "library.db", books(7, 150))
    yield shelf
    shelf.close()


def walks(library: Library, call: Callable[[], object]) -> list[str]:
    """What `call` reads whole: steps of its statements' plans that go through all of what grows, and do not
    stop at a limit."""
    said: list[str] = []
    connection = library.database.connection
    connection.set_trace_callback(said.append)
    try:
        call()
    finally:
        connection.set_trace_callback(None)
    assert said
    found = []
    for statement in dict.fromkeys(said):
        if not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE)", statement):
            continue
        steps = [row[3] for row in connection.execute("EXPLAIN QUERY PLAN " + statement)]
        bounded = "LIMIT" in statement and not any("TEMP B-TREE" in step for step in steps)
        tables = named(statement)
        found += [
            f"{step}: {statement}"
            for step in steps
            if (scan := re.match(r"SCAN (\w+)(?! VIRTUAL)", step))
            and re.fullmatch(GROWS, tables.get(scan[1], scan[1]))
            and not (bounded or BY_HAND.search(step))
        ]
    return found


def named(statement: str) -> dict[str, str]:
    """The tables that short names stand for."""
    pairs = re.findall(rf"\b{GROWS}\s+(?:AS\s+)?([a-z]\w?)\b", statement)
    return {short: table for table, short in pairs if f") {short} " not in statement}


@pytest.mark.parametrize("text", MIXES)
def test_a_first_page_never_reads_the_whole_library(library: Library, text: str) -> None:
    query = search.understand(library, text).query
    assert walks(library, lambda: search.first_page(library, query, 100)) == []


@pytest.mark.parametrize("text", MIXES[:-3])
def test_a_page_deep_in_the_list_never_reads_the_whole_library(library: Library, text: str) -> None:
    query = search.understand(library, f"{text} sort:digest").query
    paper = next(iter(search.first_page(library, query, 1)), 1)
    assert walks(library, lambda: search.page_around(library, query, paper)) == []


@pytest.mark.parametrize("order", ["date", "-date", "upvotes", "-upvotes", "digest", "-digest"])
@pytest.mark.parametrize("held", ["in:any", "in:inbox", "is:unread"])
def test_a_page_deep_in_the_library_never_reads_all_of_it(library: Library, held: str, order: str) -> None:
    query = search.understand(library, f"{held} sort:{order}").query
    paper = search.first_page(library, query, 1)[0]
    assert walks(library, lambda: search.page_around(library, query, paper)) == []


@pytest.mark.parametrize("text", FACETS)
def test_filters_are_counted_from_counters_where_they_can_say(library: Library, text: str) -> None:
    query = search.understand(library, text).query
    assert walks(library, lambda: facets.facets(library, query)) == []


@pytest.mark.parametrize("text", [text for text in MIXES if "sort" not in text])
def test_quick_counts_ask_nothing_else(library: Library, text: str) -> None:
    query = search.understand(library, text).query
    assert walks(library, lambda: facets.facets(library, query, quick=True)) == []


@pytest.mark.parametrize("text", ["", "in:inbox", "vision", "tag:vit"])
def test_categories_with_others_within_are_counted_from_these_alone(tmp_path: Path, text: str) -> None:
    with shelve(tmp_path / "library.db", books(7, 60)) as library:
        library.database.execute("UPDATE categories SET name = 'cs' WHERE name = 'math.CO'")
        query = search.understand(library, text).query
        groups = {group.name: group for group in facets.facets(library, query)}
        assert all(value.count is not None for value in groups["categories"].values)
        assert walks(library, lambda: facets.facets(library, query)) == []
        tidying.tidy(library)
        assert walks(library, lambda: facets.facets(library, query)) == []
        papers = search.first_page(library, query, 3)
        assert walks(library, lambda: triage.act(library, papers, Action(ActionKind.READ))) == []


@pytest.mark.parametrize("kind", [ActionKind.STAR, ActionKind.READ, ActionKind.DISMISS, ActionKind.QUEUE])
def test_an_act_touches_its_papers_alone(library: Library, kind: ActionKind) -> None:
    papers = search.first_page(library, search.understand(library, "in:any").query, 3)
    assert walks(library, lambda: triage.act(library, papers, Action(kind))) == []


def test_the_newest_acts_are_found_without_reading_the_whole_journal(library: Library) -> None:
    assert len(history.history(library, limit=20)) == 20
    assert walks(library, lambda: history.history(library, limit=20)) == []


def test_what_others_did_is_found_without_reading_the_whole_journal(library: Library) -> None:
    query = search.understand(library, "in:inbox").query
    ids, mark = array("q", search.find(library, query).ids), since.mark(library)
    triage.act(library, list(ids[:3]), Action(ActionKind.DISMISS))
    assert len(since.look(library, query, ids, set(), ids[:5], mark).gone) == 3
    assert walks(library, lambda: since.look(library, query, ids, set(), ids[:5], mark)) == []


def test_a_statement_that_reads_everything_is_noticed(library: Library) -> None:
    everything = "SELECT p.year, count(*) FROM papers p GROUP BY p.year + 0"
    assert walks(library, lambda: library.database.rows(everything)) != []
