"""Names for nameless papers: what is sure is written in one step, what is doubtful is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from digestui.library import doctor, history, intake, resolving, search, triage
from digestui.library.library import Library
from digestui.model.triage import Action, ActionKind
from digestui.web.client import Client
from library.feeding import Clock, feed, paper
from web import answering as say
from web import server as ways
from web.server import Asked, Behaviour, Server, send

TITLE = "Elucidating the design space of reading papers"


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db", create=True, clock=Clock(), device="test") as made:
        yield made


def resolve(lib: Library, server: Server, query: str = "") -> resolving.ResolveReport:
    with Client(pause=0.01, read=0.5) as client:
        return resolving.resolve(lib, query, env=server.env, client=client)


def whole(lib: Library, key: str):
    found = search.detail(lib, search.resolve_key(lib, key))
    assert found is not None
    return found


def knows(*papers: tuple[str, str, str]) -> Behaviour:
    """An arXiv that finds those of its papers whose title shares half the words of one that was asked."""

    def words(title: str) -> set[str]:
        return set(re.findall(r"\w+", title.lower()))

    def way(handler: object, asked: Asked) -> None:
        wanted = [words(title) for title in re.findall(r'ti:"([^"]*)"', asked.query["search_query"][0])]
        near = [p for p in papers if any(len(w & words(p[1])) * 2 > len(w) for w in wanted)]
        send(handler, say.arxiv_answer(near))  # type: ignore[arg-type]

    return way


def test_a_title_gets_its_id_and_all_that_goes_with_it(lib: Library, server: Server) -> None:
    feed(lib, [paper(TITLE, abstract="What the digest said.")])
    (old,) = [
        row.key for row in search.rows(lib, list(search.find(lib, search.understand(lib, "").query).ids))
    ]
    server.ways["/api/query"] = knows(("2401.01234", TITLE.upper(), "Ada Author"))
    report = resolve(lib, server)
    assert [(one.key, one.found, one.source) for one in report.found] == [(old, "arxiv:2401.01234", "arXiv")]
    now = whole(lib, "2401.01234")
    assert (now.paper.authors, now.paper.published, now.paper.categories) == (
        ("Ada Author",), "2025-04-28", ("cs.CV",),
    )  # fmt: skip
    assert now.paper.title == TITLE
    assert now.paper.abstract == "What the digest said."
    assert whole(lib, old).id == now.id


def test_undo_takes_the_whole_of_it_back_and_redo_does_it_again(lib: Library, server: Server) -> None:
    feed(lib, [paper(TITLE), paper("Another paper with a title of its own")])
    before = {
        row.key for row in search.rows(lib, list(search.find(lib, search.understand(lib, "").query).ids))
    }
    server.ways["/api/query"] = knows(
        ("2401.01234", TITLE, "Ada Author"), ("2401.99999", "Another paper with a title of its own", "Bo")
    )
    report = resolve(lib, server)
    assert len(report.found) == 2
    triage.act(lib, [search.resolve_key(lib, "2401.01234")], Action(ActionKind.STAR))
    history.undo(lib)
    history.undo(lib)
    ids = list(search.find(lib, search.understand(lib, "").query).ids)
    assert {row.key for row in search.rows(lib, ids)} == before
    assert not any(detail.paper.authors or detail.paper.published for detail in search.details(lib, ids))
    history.redo(lib)
    history.redo(lib)
    assert whole(lib, "2401.01234").triage.starred
    assert whole(lib, "2401.01234").key == "arxiv:2401.01234"
    assert not doctor.examine(lib)


def test_a_second_opinion_names_what_arxiv_does_not_know(lib: Library, server: Server) -> None:
    feed(lib, [paper(TITLE)])
    server.ways |= {
        "/api/query": knows(),
        "/works": ways.gives(say.openalex_answer([("10.1234/abc", TITLE, "Ada Author")]), "application/json"),
    }
    (one,) = resolve(lib, server).found
    assert (one.found, one.source) == ("doi:10.1234/abc", "OpenAlex")


def test_where_the_second_is_silent_the_third_is_asked(lib: Library, server: Server) -> None:
    feed(lib, [paper(TITLE)])
    answer = say.semantic_answer([{"paperId": "x", "title": TITLE, "externalIds": {"DOI": "10.1234/abc"}}])
    server.ways |= {
        "/api/query": knows(),
        "/works": ways.status(404),
        "/graph/v1/paper/search/match": ways.gives(answer, "application/json"),
    }
    (one,) = resolve(lib, server).found
    assert (one.found, one.source) == ("doi:10.1234/abc", "Semantic Scholar")


def test_what_is_only_near_is_told_and_not_written(lib: Library, server: Server) -> None:
    near = TITLE.replace("papers", "patents")
    feed(lib, [paper(TITLE)])
    server.ways["/api/query"] = knows(("2401.01234", near, "Ada Author"))
    report = resolve(lib, server)
    assert not report.found
    (one,) = report.doubtful
    assert (one.found, one.found_title) == ("arxiv:2401.01234", near)
    assert 85 <= (one.score or 0) < 95
    assert report.receipt.batch is None


def test_a_near_title_that_a_second_service_confirms_is_taken(lib: Library, server: Server) -> None:
    near = TITLE.replace("papers", "patents")
    feed(lib, [paper(TITLE)])
    confirmed = say.openalex_answer([("10.48550/arXiv.2401.01234", TITLE, "Ada Author")])
    server.ways |= {
        "/api/query": knows(("2401.01234", near, "Ada Author")),
        "/works": ways.gives(confirmed, "application/json"),
    }
    assert [one.found for one in resolve(lib, server).found] == ["arxiv:2401.01234"]


def test_authors_that_contradict_say_no(lib: Library, server: Server) -> None:
    feed(lib, [paper(TITLE, authors=("Somebody Else",))])
    server.ways["/api/query"] = knows(("2401.01234", TITLE, "Ada Author"))
    assert not resolve(lib, server).found


@pytest.mark.parametrize("text", ['"Elucidating', "Elucidating OR", "Elucidating ("])
def test_a_query_that_is_not_finished_means_what_it_means_in_a_search(
    lib: Library, server: Server, text: str
) -> None:
    feed(lib, [paper(TITLE), paper("Another paper with a title of its own")])
    server.ways["/api/query"] = knows(("2401.01234", TITLE, "Ada Author"))
    report = resolve(lib, server, text)
    assert (report.asked, len(report.found)) == (1, 1)


def test_two_papers_of_one_title_are_left_to_a_person(lib: Library, server: Server) -> None:
    feed(lib, [paper(TITLE)])
    server.ways["/api/query"] = knows(("2401.01234", TITLE, "A"), ("2302.00001", TITLE, "B"))
    (one,) = resolve(lib, server).doubtful
    assert "two papers" in one.why


def test_a_paper_that_is_here_already_is_not_taken_twice(lib: Library, server: Server) -> None:
    feed(lib, [paper(TITLE + ".", "arxiv:2401.01234", authors=("Ada Author",))])
    feed(lib, [paper(TITLE + " again")], name="Other")
    server.ways["/api/query"] = knows(("2401.01234", TITLE + " again", "Ada Author"))
    report = resolve(lib, server)
    assert not report.found
    assert "already" in report.doubtful[0].why


def test_without_arxiv_nothing_is_guessed(lib: Library, server: Server) -> None:
    feed(lib, [paper(TITLE)])
    server.ways["/api/query"] = ways.status(500)
    report = resolve(lib, server)
    assert (report.found, report.doubtful, report.unknown) == ((), (), ())
    assert "500" in report.error


def test_a_page_to_log_in_is_not_a_paper_nobody_knows(lib: Library, server: Server) -> None:
    feed(lib, [paper(TITLE)])
    server.ways["/api/query"] = ways.gives("<html>Log in</html>", "text/html")
    report = resolve(lib, server)
    assert report.unknown == ()
    assert report.error.startswith("arXiv: what came is no answer of arXiv")


def test_all_papers_of_the_bundled_digest_are_asked_for(lib: Library, server: Server) -> None:
    intake.load_bundled(lib)
    ids = list(search.find(lib, search.understand(lib, "in:any").query).ids)
    every = [(f"2504.{n:05d}", row.title, "Ada Author") for n, row in enumerate(search.rows(lib, ids), 1)]
    server.ways["/api/query"] = knows(*every)
    report = resolve(lib, server)
    assert len(report.found) == report.asked == 111
    assert len(server.asked) == 23
    assert search.count(lib, search.understand(lib, "has:id in:any").query) == 111
    history.undo(lib)
    assert search.count(lib, search.understand(lib, "has:id in:any").query) == 0
