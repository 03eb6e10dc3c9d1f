"""`sources`, `fetch`, `resolve`: what they say and how they leave."""

from __future__ import annotations

from cli.conftest import Box
from web import answering as say
from web import server as ways
from web.conftest import server as server
from web.server import Server

FEED = [("https://lab.example.org/1", "On reading"), ("https://lab.example.org/2", "On writing")]


def test_sources_are_added_listed_and_removed(box: Box) -> None:
    assert box("sources", "add", "cs.CV").lines == ["added arXiv cs.CV  arxiv:cs.CV"]
    assert box("sources", "add", "https://lab.example.org/feed.xml", "--name", "A lab").code == 0
    assert [(one["name"], one["kind"]) for one in box("sources", "--json").json] == [
        ("arXiv cs.CV", "arxiv"),
        ("A lab", "web"),
    ]
    assert "not fetched yet" in box("sources").out
    assert box("sources", "remove", "a lab").code == 0
    assert len(box("sources", "list", "--json").json) == 1
    assert box("sources", "remove", "nobody").code == 1
    assert box("sources", "add", "/no/such/file").code == 2
    assert len(box("sources", "add", "/no/such/file").errors) == 1


def test_two_sources_of_one_name_in_another_case_are_told_apart(box: Box) -> None:
    box("sources", "add", "https://a.example.org/x", "--name", "Größe")
    box("sources", "add", "https://b.example.org/x", "--name", "GRÖSSE")
    assert [one["name"] for one in box("sources", "--json").json] == ["Größe", "GRÖSSE 2"]
    assert box("sources", "remove", "größe").code == 0
    assert [one["name"] for one in box("sources", "--json").json] == ["GRÖSSE 2"]


def test_sources_begin_an_empty_library_where_there_is_none(box: Box) -> None:
    said = box("sources", "--json")
    assert (said.code, said.json, said.err) == (0, [], "")
    assert box.library.exists()
    box.library.unlink()
    assert box("sources", "check").code == 0
    box.library.unlink()
    assert box("sources", "remove", "a lab").code == 1


def test_a_list_of_subscriptions_adds_all_its_feeds(box: Box) -> None:
    (box.cwd / "feeds.opml").write_text(
        '<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example.org/x"/>'
        '<outline text="B" xmlUrl="https://b.example.org/x"/>'
        '<outline xmlUrl="file:///etc/passwd"/></body></opml>'
    )
    said = box("sources", "add", "feeds.opml")
    assert said.code == 1
    assert len([line for line in said.errors if "feeds.opml" in line and "refused" in line]) == 1
    assert [one["address"] for one in box("sources", "--json").json] == [
        "https://a.example.org/x",
        "https://b.example.org/x",
    ]


def test_a_list_without_any_feed_that_can_be_asked_is_refused(box: Box) -> None:
    for inside in ('<outline xmlUrl="file:///etc/passwd"/>', '<outline text="A note"/>'):
        (box.cwd / "feeds.opml").write_text(f'<opml version="2.0"><body>{inside}</body></opml>')
        said = box("sources", "add", "feeds.opml")
        assert (said.code, said.out, len(said.errors)) == (2, "", 1)


def test_of_several_addresses_those_that_mean_nothing_are_named_and_the_others_added(box: Box) -> None:
    said = box("sources", "add", "cs.CV", "/no/such/file")
    assert (said.code, said.lines) == (1, ["added arXiv cs.CV  arxiv:cs.CV"])
    assert "/no/such/file" in said.err
    said = box("sources", "add", "/no/such/file", "/nor/this")
    assert (said.code, len(said.errors)) == (2, 2)


BROKEN = """@article{good, title = {On reading}, author = {A}, year = 2024}
@article{untitled, author = {B}, year = 2024}
"""


def test_fetch_names_each_refused_record_once(box: Box) -> None:
    (box.cwd / "refs.bib").write_text(BROKEN)
    box("sources", "add", "refs.bib")
    first = box("fetch")
    assert (first.code, first.lines) == (1, ["refs: 1 new, 1 refused"])
    assert first.errors == ["digestui: refs: line 2: untitled: refused, has no title"]
    again = box("fetch")
    assert (again.code, again.err) == (0, "")
    assert again.lines == ["refs: nothing new  (1 refused as before)"]
    source = box("fetch", "--json").json["sources"][0]
    assert (source["rejected"], source["rejected_before"]) == (1, 1)


def test_fetch_names_a_record_that_is_refused_beside_one_that_was_before(box: Box) -> None:
    (box.cwd / "refs.bib").write_text(BROKEN)
    box("sources", "add", "refs.bib")
    box("fetch")
    (box.cwd / "refs.bib").write_text("\n\n" + BROKEN + "@article{nameless, year = 2025}\n")
    said = box("fetch")
    assert said.code == 1
    assert said.errors == ["digestui: refs: line 5: nameless: refused, has no title"]
    assert said.lines == ["refs: 1 refused  (1 refused as before)"]


def test_check_names_what_would_be_refused(box: Box) -> None:
    (box.cwd / "refs.bib").write_text(BROKEN)
    box("sources", "add", "refs.bib")
    for _ in range(2):
        said = box("sources", "check")
        assert (said.code, said.lines) == (1, ["refs: answers, with 1 paper"])
        assert said.errors == ["digestui: refs: line 2: untitled: refused, has no title"]


def test_fetch_says_what_came(box: Box, server: Server) -> None:
    box.variables |= server.env
    server.ways |= {"/feed": ways.gives(say.rss_answer(FEED)), "/api/query": say.arxiv_shelf(2, announced=3)}
    box("sources", "add", server.url("/feed"), "cs.CV")
    said = box("fetch")
    assert said.code == 0
    assert said.lines[0].endswith("/feed: 2 new")
    assert said.lines[1:] == ["arXiv cs.CV: 2 new  (2 of 3 came)", "4 papers new from 2 sources"]
    assert "2 of 3 came" in said.err
    assert "2 new" in box("sources").out
    assert box("search", "in:any", "--count").out == "4\n"


def test_fetch_tells_how_it_went_by_its_code(box: Box, server: Server) -> None:
    box.variables |= server.env
    assert box("fetch").code == 2
    server.ways |= {"/feed": ways.gives(say.rss_answer(FEED)), "/gone": ways.status(404)}
    box("sources", "add", server.url("/feed"), server.url("/gone"))
    some = box("fetch", "--json")
    assert some.code == 1
    assert [one["error"] for one in some.json["sources"]] == [None, "has nothing there: look at the address"]
    assert box("fetch", server.url("/gone")).code == 2
    assert box("fetch", "nobody").code == 1
    assert box("fetch", "--since", "soon").code == 2


def test_being_offline_is_said_once(box: Box) -> None:
    box("sources", "add", "http://127.0.0.1:9/a", "http://127.0.0.1:9/b")
    said = box("fetch")
    assert said.code == 2
    assert said.errors == ["digestui: fetch: offline: no source can be reached: look at the connection"]


def test_check_tries_every_source_and_keeps_nothing(box: Box, server: Server) -> None:
    server.ways |= {
        "/feed": ways.gives(say.rss_answer(FEED)),
        "/page": ways.gives("<html>x</html>", "text/html"),
    }
    box("sources", "add", server.url("/feed"), server.url("/page"))
    said = box("sources", "check")
    assert said.code == 1
    assert said.lines[0].endswith("answers, with 2 papers")
    assert box("search", "in:any", "--count").out == "0\n"


def known(box: Box, server: Server) -> None:
    """A paper with an id, and services that know it."""
    box.variables |= server.env
    (box.cwd / "one.jsonl").write_text('{"title": "On reading", "arxiv_id": "2401.01234"}\n')
    box("import", "one.jsonl")
    doi = "10.48550/arxiv.2401.01234"
    server.ways |= {
        "/works": ways.gives(say.openalex_works((doi, 12, "NeurIPS")), "application/json"),
        "/api/papers/2401.01234": ways.gives(say.hf_paper("2401.01234", 1), "application/json"),
    }


def test_enriching_says_what_came_and_how_to_undo(box: Box, server: Server) -> None:
    known(box, server)
    said = box("fetch", "--enrich", "title:reading")
    assert said.code == 0
    assert said.lines == [
        "asked about 1 paper: citations of 1, venue of 1, upvotes of 1",
        "digestui undo takes back the venues and code that were filled in",
    ]
    shown = box("show", "2401.01234").out
    assert "NeurIPS" in shown
    assert "12 citations" in shown
    assert "OpenAlex, " in shown
    (one,) = box("search", "--format", "json").json
    assert (one["venue"], one["upvotes"], one["citations"]) == ("NeurIPS", 1, 12)
    assert {(f["field"], f["source"]) for f in one["facts"]} == {
        ("citations", "OpenAlex"), ("venue", "OpenAlex"), ("upvotes", "Hugging Face"),
    }  # fmt: skip
    assert box("fetch", "--enrich", "title:reading").out.startswith("0 papers to ask about: 1 paper asked")
    assert box("undo").code == 0
    assert box("search", "venue:neurips", "--count").out == "0\n"


def test_new_digests_come_first_and_are_then_asked_about(box: Box, server: Server) -> None:
    box.variables |= server.env
    server.ways |= {
        "/api/query": say.arxiv_shelf(2),
        "/api/papers/2504.00001": ways.gives(say.hf_paper("2504.00001", 9), "application/json"),
    }
    box("sources", "add", "cs.CV")
    said = box("fetch", "--enrich", "--json")
    assert said.code == 0
    assert (said.json["added"], said.json["enriched"]["asked"]) == (2, 2)
    assert box("search", "upvotes:9", "--count").out == "1\n"


def test_the_setting_asks_after_each_fetch(box: Box, server: Server) -> None:
    box.variables |= server.env
    server.ways["/api/query"] = say.arxiv_shelf(2)
    box("sources", "add", "cs.CV")
    box("fetch")
    assert not any("/api/papers/" in path for path in server.paths())
    box.settings("[sources]\nenrich = true\n")
    assert "asked about 2 papers" in box("fetch").out


def test_services_that_cannot_be_reached_are_told_once(box: Box, server: Server) -> None:
    known(box, server)
    box.variables |= dict.fromkeys(server.env, "http://127.0.0.1:9")
    said = box("fetch", "--enrich", "in:any")
    assert said.code == 2
    assert said.errors == ["digestui: fetch: offline: no service can be reached: look at the connection"]


def test_one_service_that_fails_is_named(box: Box, server: Server) -> None:
    known(box, server)
    server.ways["/api/papers/2401.01234"] = ways.status(403)
    said = box("fetch", "--enrich", "in:any")
    assert said.code == 1
    assert said.errors == ["digestui: Hugging Face: does not let digestui in: look at the address"]


def test_resolve_lists_what_is_doubtful_and_says_how_to_undo(shelf: Box, server: Server) -> None:
    shelf.variables |= server.env
    server.ways |= {"/api/query": ways.gives(say.arxiv_answer([])), "/works": ways.status(404)}
    said = shelf("resolve", "--json")
    assert said.code == 0
    assert said.json["found"] == []
    server.ways["/api/query"] = ways.status(503)
    assert shelf("resolve").code in (0, 2)
