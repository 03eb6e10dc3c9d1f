"""Subscriptions over a real HTTP server: what comes, what is missing, what goes wrong, what is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from digestui.library import fetching, search
from digestui.library import subscriptions as sources
from digestui.library.library import Library
from digestui.web.client import Client
from library.feeding import Clock
from web import answering as say
from web import server as ways
from web.server import Server

FEED = [("https://lab.example.org/1", "On reading"), ("https://lab.example.org/2", "On writing")]


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db", create=True, clock=Clock(), device="test") as made:
        yield made


def fetch(lib: Library, server: Server, *names: str, **more: object) -> fetching.FetchReport:
    with Client(pause=0.01, read=0.5, whole=2.0) as client:
        return fetching.fetch(lib, names, env=server.env, client=client, **more)  # type: ignore[arg-type]


def titles(lib: Library) -> set[str]:
    found = search.find(lib, search.understand(lib, "in:any").query).ids
    return {row.title for row in search.rows(lib, list(found))}


def test_a_feed_becomes_a_digest(lib: Library, server: Server) -> None:
    server.ways["/feed"] = ways.gives(say.rss_answer(FEED))
    sources.add(lib, server.url("/feed"))
    report = fetch(lib, server)
    assert titles(lib) == {"On reading", "On writing"}
    assert [file.digest for file in report.sources[0].files] == ["Reading list of a lab"]


def test_what_has_not_changed_is_not_sent_again(lib: Library, server: Server) -> None:
    server.ways["/feed"] = ways.remembers(say.rss_answer(FEED), '"a"')
    sources.add(lib, server.url("/feed"))
    fetch(lib, server)
    again = fetch(lib, server).sources[0]
    assert (again.unchanged, again.added, again.error) == (True, 0, "")
    assert fetch(lib, server).sources[0].unchanged
    assert [one.headers.get("if-none-match") for one in server.asked] == [None, '"a"', '"a"']


def test_a_feed_that_could_not_be_read_is_asked_for_whole_again(lib: Library, server: Server) -> None:
    server.ways["/feed"] = ways.gives("<html><body>Please log in</body></html>", "text/html", ETag='"x"')
    sources.add(lib, server.url("/feed"))
    assert fetch(lib, server).sources[0].error
    server.ways["/feed"] = ways.remembers(say.rss_answer(FEED), '"x"')
    assert fetch(lib, server).sources[0].added == 2


def test_a_feed_that_has_moved_on_may_have_lost_something(lib: Library, server: Server) -> None:
    server.ways["/feed"] = ways.gives(say.rss_answer(FEED))
    sources.add(lib, server.url("/feed"))
    fetch(lib, server)
    server.ways["/feed"] = ways.gives(say.rss_answer([("https://lab.example.org/9", "On forgetting")]))
    assert "may have come and gone" in fetch(lib, server).sources[0].gap


def test_an_arxiv_category_comes_page_by_page_with_its_count(lib: Library, server: Server) -> None:
    server.ways["/api/query"] = say.arxiv_shelf(230)
    sources.add(lib, "cs.CV")
    one = fetch(lib, server).sources[0]
    assert (one.expected, one.got, one.added, one.gap) == (230, 230, 230, "")
    assert [asked.query["start"] for asked in server.asked] == [["0"], ["100"], ["200"]]
    search_query = server.asked[0].query["search_query"][0]
    assert search_query == "(cat:cs.CV) AND submittedDate:[202504250000 TO 202504282359]"
    assert one.files[0].digest == "arXiv cs.CV"


def test_the_next_time_overlaps_the_last(lib: Library, server: Server) -> None:
    server.ways["/api/query"] = say.arxiv_shelf(3)
    sources.add(lib, "cs.CV")
    fetch(lib, server)
    clock = lib.clock
    assert isinstance(clock, Clock)
    clock.now += 10 * 86400
    fetch(lib, server)
    assert "[202504240000 TO 202505082359]" in server.asked[-1].query["search_query"][0]
    fetch(lib, server, since=date(2024, 1, 1))
    assert "[202401010000 TO" in server.asked[-1].query["search_query"][0]


def test_papers_that_arxiv_announced_and_did_not_give_are_a_gap(lib: Library, server: Server) -> None:
    server.ways["/api/query"] = say.arxiv_shelf(120, announced=150)
    sources.add(lib, "arxiv:ti:diffusion AND cat:cs.LG")
    one = fetch(lib, server).sources[0]
    assert (one.expected, one.got, one.failed) == (150, 120, False)
    assert "120 of 150 came" in one.gap


@pytest.mark.parametrize("body", ["<html>Log in</html>", '{"login": "please"}', ""])
def test_a_page_to_log_in_is_not_nothing_new(lib: Library, server: Server, body: str) -> None:
    server.ways["/api/query"] = ways.gives(body, "text/html")
    sources.add(lib, "cs.CV")
    one = fetch(lib, server).sources[0]
    assert one.failed
    assert "no answer of arXiv" in one.error


def test_daily_papers_come_by_the_day(lib: Library, server: Server) -> None:
    server.ways["/api/daily_papers"] = [
        ways.status(400),
        ways.gives(say.hf_answer([("2504.00001", "Today's paper")]), "application/json"),
        ways.gives("[]", "application/json"),
    ]
    sources.add(lib, "hf")
    report = fetch(lib, server, since=date(2025, 4, 26))
    assert [asked.query["date"] for asked in server.asked] == [["2025-04-28"], ["2025-04-27"], ["2025-04-26"]]
    one = report.sources[0]
    assert [(f.digest, f.date, f.added) for f in one.files] == [("Hugging Face Papers", "2025-04-27", 1)]
    assert (one.expected, one.got) == (3, 3)


def test_one_bad_source_keeps_no_other_out(lib: Library, server: Server) -> None:
    server.ways |= {
        "/good": ways.gives(say.rss_answer(FEED)),
        "/bomb": ways.bomb(100),
        "/cut": ways.breaks_off(say.rss_answer(FEED)),
        "/slow": ways.silent(server),
        "/error": ways.status(500),
        "/circle": ways.moves("/circle"),
        "/file": ways.moves("file:///etc/passwd"),
        "/page": ways.gives("<html><p>hello</p></html>", "text/html"),
        "/picture": ways.gives(b"\x89PNG\r\n", "image/png"),
    }
    for path in server.ways:
        sources.add(lib, server.url(path))
    report = fetch(lib, server)
    assert [one.name.rsplit("/", 1)[-1] for one in report.sources if not one.failed] == ["good"]
    assert all(one.error and "\n" not in one.error for one in report.sources if one.failed)
    assert len(titles(lib)) == 2
    listed = {one.address: one.state["error"] for one in sources.subscriptions(lib)}
    assert listed[server.url("/good")] == ""
    assert "500" in listed[server.url("/error")]


def test_being_offline_is_one_thing_not_many(lib: Library, server: Server) -> None:
    sources.add(lib, "http://127.0.0.1:9/a")
    sources.add(lib, "http://127.0.0.1:9/b")
    assert fetch(lib, server).offline


def test_files_and_folders_are_sources_too(lib: Library, server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.xml").write_bytes(say.rss_answer(FEED[:1]))
    sources.add(lib, str(folder))
    assert fetch(lib, server).added == 1
    (folder / "b.xml").write_bytes(say.rss_answer(FEED[1:]))
    assert fetch(lib, server).added == 1
    assert fetch(lib, server).added == 0


def test_stopping_keeps_what_had_come(lib: Library, server: Server) -> None:
    def stop() -> bool:
        """As soon as the papers of the first have come."""
        with Library.open(lib.path, readonly=True, device="watcher") as other:
            return len(titles(other)) == 2

    server.ways |= {"/good": ways.gives(say.rss_answer(FEED)), "/drip": ways.endless(server, b"x", 0.01)}
    for path in server.ways:
        sources.add(lib, server.url(path))
    with Client(pause=0.01, stop=stop) as client:
        report = fetching.fetch(lib, env=server.env, client=client, stop=stop)
    assert report.stopped
    assert len(titles(lib)) == 2


@pytest.mark.parametrize(
    ("text", "address", "kind"),
    [
        ("cs.CV", "arxiv:cs.CV", "arxiv"),
        ("hep-th", "arxiv:hep-th", "arxiv"),
        ("cs.LG+stat.ML", "arxiv:cs.LG+stat.ML", "arxiv"),
        ("ti:diffusion AND cat:cs.LG", "arxiv:ti:diffusion AND cat:cs.LG", "arxiv"),
        ("arxiv:flow matching", "arxiv:flow matching", "arxiv"),
        ("https://arxiv.org/list/cs.CL/recent", "arxiv:cs.CL", "arxiv"),
        ("hf", "hf:daily", "huggingface"),
        ("https://huggingface.co/papers", "hf:daily", "huggingface"),
        ("https://example.org/feed.xml?a=1&b=2", "https://example.org/feed.xml?a=1&b=2", "web"),
    ],
)
def test_what_an_address_may_be(lib: Library, text: str, address: str, kind: str) -> None:
    (one,) = sources.add(lib, text).new
    assert (one.address, one.kind) == (address, kind)
    assert not sources.add(lib, text).new


def test_categories_and_words_become_searches() -> None:
    def asked(text: str) -> str:
        return sources.arxiv_search(sources.Subscription("x", sources.understood(text)[0]))

    assert asked("cs.LG+stat.ML") == "cat:cs.LG OR cat:stat.ML"
    assert asked("math") == "cat:math*"
    assert asked("arxiv:flow matching") == 'all:"flow matching"'
    assert asked("au:hinton") == "au:hinton"
