"""What services know of papers one has: asked politely, kept with source and day, taken back by undo."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from digestui.library import doctor, enriching, export, history, intake, search, triage
from digestui.library.enriching import EnrichReport
from digestui.library.library import Library
from digestui.model.rows import Detail
from digestui.model.triage import Action, ActionKind
from digestui.web.client import Client
from library.feeding import Clock, feed, paper
from web import answering as say
from web import server as ways
from web.server import Asked, Behaviour, Server, send

DAY = 86_400
KEY, IDENT, DOI = "arxiv:2401.01234", "2401.01234", "10.48550/arxiv.2401.01234"
CODE = "https://github.com/lab/reading"
JSON = "application/json"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lib(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db", create=True, clock=clock, device="test") as made:
        yield made


def enrich(lib: Library, server: Server, query: str = "in:any", **more: object) -> EnrichReport:
    with Client(pause=0.01, read=0.5) as client:
        return enriching.enrich(lib, query, env=server.env, client=client, **more)  # type: ignore[arg-type]


def whole(lib: Library, key: str = KEY) -> Detail:
    found = search.detail(lib, search.resolve_key(lib, key))
    assert found is not None
    return found


def everything(server: Server, version: int = 1) -> None:
    """Services that know the paper `IDENT`."""
    atom = say.arxiv_answer([(IDENT, "On reading", "Ada Author")])
    server.ways |= {
        "/works": ways.gives(say.openalex_works((DOI, 12, "NeurIPS")), JSON),
        f"/api/papers/{IDENT}": ways.gives(say.hf_paper(IDENT, 34, CODE), JSON),
        "/api/query": ways.gives(atom.replace(f"{IDENT}v1".encode(), f"{IDENT}v{version}".encode())),
    }


def said(detail: Detail) -> dict[tuple[str, str], tuple[str, str]]:
    return {(fact.field, fact.source): (fact.value, fact.at) for fact in detail.facts}


def test_everything_said_is_kept_with_its_source_and_day(lib: Library, server: Server) -> None:
    feed(lib, [paper("On reading", KEY)])
    everything(server)
    report = enrich(lib, server)
    assert (report.asked, report.errors, report.offline) == (1, {}, False)
    assert report.said == {"citations": 1, "venue": 1, "upvotes": 1, "code": 1, "version": 1}
    now = whole(lib)
    assert said(now) == {
        ("citations", "OpenAlex"): ("12", "2025-04-28"),
        ("venue", "OpenAlex"): ("NeurIPS", "2025-04-28"),
        ("upvotes", "Hugging Face"): ("34", "2025-04-28"),
        ("code", "Hugging Face"): (CODE, "2025-04-28"),
        ("version", "arXiv"): ("1", "2025-04-28"),
    }
    assert (now.paper.venue, now.paper.upvotes, now.paper.version) == ("NeurIPS", 34, 1)
    assert search.count(lib, search.understand(lib, "has:code venue:neurips upvotes:34").query) == 1
    assert "/graph/v1/paper/ARXIV:2401.01234" not in server.paths(), "OpenAlex knew it"
    assert not doctor.examine(lib)


def test_what_openalex_does_not_know_semantic_scholar_is_asked(lib: Library, server: Server) -> None:
    feed(lib, [paper("On reading", KEY), paper("On writing", "doi:10.1/b,c")])
    server.ways |= {
        "/works": ways.gives(say.openalex_works(), JSON),
        "/graph/v1/paper/ARXIV:2401.01234": ways.gives(say.semantic_paper(3, "arXiv.org"), JSON),
        "/graph/v1/paper/DOI:10.1/b%2Cc": ways.gives(say.semantic_paper(4, "TACL"), JSON),
    }
    report = enrich(lib, server)
    assert said(whole(lib)) == {("citations", "Semantic Scholar"): ("3", "2025-04-28")}
    assert whole(lib).paper.venue is None, "a place of preprints is no venue"
    assert whole(lib, "10.1/b,c").paper.venue == "TACL"
    assert report.said["citations"] == 2


def test_an_answer_holds_for_a_week(lib: Library, server: Server, clock: Clock) -> None:
    feed(lib, [paper("On reading", KEY)])
    everything(server)
    enrich(lib, server)
    asked = len(server.asked)
    again = enrich(lib, server)
    assert (again.asked, again.recent, len(server.asked)) == (0, 1, asked)
    clock.now += 6 * DAY
    assert enrich(lib, server).asked == 0
    clock.now += DAY
    assert enrich(lib, server).asked == 1
    assert len(server.asked) == 2 * asked
    assert whole(lib).facts[0].at == "2025-05-05"


def test_a_service_that_knew_nothing_is_left_alone_as_long(lib: Library, server: Server) -> None:
    feed(lib, [paper("On reading", KEY)])
    assert not any(enrich(lib, server).said.values())
    asked = len(server.asked)
    assert asked == 4
    assert enrich(lib, server).asked == 0
    assert len(server.asked) == asked
    assert whole(lib).facts == ()


def test_asking_again_costs_little_where_nothing_changed(lib: Library, server: Server, clock: Clock) -> None:
    feed(lib, [paper("On reading", KEY)])
    server.ways[f"/api/papers/{IDENT}"] = ways.remembers(say.hf_paper(IDENT, 34), '"mark"')
    enrich(lib, server)
    clock.now += 8 * DAY
    enrich(lib, server)
    marks = [one.headers.get("if-none-match") for one in server.asked if "/api/papers/" in one.path]
    assert marks == [None, '"mark"']
    assert said(whole(lib))["upvotes", "Hugging Face"] == ("34", "2025-05-06")


def test_a_newer_version_marks_a_paper_until_it_is_read(lib: Library, server: Server) -> None:
    feed(lib, [paper("On reading", KEY, version=1, abstract="Old words.")])
    number = search.resolve_key(lib, KEY)
    triage.act(lib, [number], Action(ActionKind.DONE))
    everything(server, version=3)
    report = enrich(lib, server)
    now = whole(lib)
    assert report.newer == [KEY]
    assert (now.updated, now.paper.version) == (True, 3)
    assert "Old words" not in now.paper.abstract
    assert (now.triage.read, now.triage.place.word) == (True, "done"), "triage is the reader's alone"
    assert search.count(lib, search.understand(lib, "is:updated in:any").query) == 1
    triage.act(lib, [number], Action(ActionKind.UNREAD))
    triage.act(lib, [number], Action(ActionKind.READ))
    assert not whole(lib).updated
    assert not doctor.examine(lib)


def test_undo_takes_back_what_was_filled_in_and_nothing_else(lib: Library, server: Server) -> None:
    feed(lib, [paper("On reading", KEY)])
    everything(server)
    report = enrich(lib, server)
    assert report.batch is not None
    receipt = history.undo(lib)
    assert receipt is not None
    assert receipt.label == "undid enriched"
    now = whole(lib)
    assert (now.paper.venue, CODE in now.paper.urls, now.has_code) == (None, False, False)
    assert now.paper.upvotes == 34, "a count is taken as an import takes it"
    assert ("venue", "OpenAlex") in said(now), "who said what stays told"
    assert history.undo(lib) is None
    history.redo(lib)
    assert (whole(lib).paper.venue, whole(lib).has_code) == ("NeurIPS", True)
    assert not doctor.examine(lib)


def test_what_came_from_elsewhere_since_stays_when_undone(lib: Library, server: Server) -> None:
    feed(lib, [paper("On reading", KEY, urls=(f"https://arxiv.org/abs/{IDENT}",))])
    server.ways[f"/api/papers/{IDENT}"] = ways.gives(say.hf_paper(IDENT, 34, CODE), JSON)
    enrich(lib, server)
    feed(lib, [paper("On reading", KEY, urls=("https://lab.example.org/1",))], name="Another")
    history.undo(lib)
    assert whole(lib).paper.urls == (f"https://arxiv.org/abs/{IDENT}", "https://lab.example.org/1")
    history.redo(lib)
    assert set(whole(lib).paper.urls) > {CODE, "https://lab.example.org/1"}


def test_many_papers_are_one_step_of_undo(lib: Library, server: Server) -> None:
    feed(lib, [paper(f"On reading {n}", f"arxiv:2401.{n:05d}") for n in range(1, 61)])
    dois = [(f"10.48550/arxiv.2401.{n:05d}", n, "NeurIPS") for n in range(1, 61)]
    server.ways["/works"] = ways.gives(say.openalex_works(*dois), JSON)
    enrich(lib, server)
    assert search.count(lib, search.understand(lib, "venue:neurips").query) == 60
    assert server.paths().count("/works") == 2, "fifty in one request"
    history.undo(lib)
    assert search.count(lib, search.understand(lib, "venue:neurips").query) == 0


def test_a_record_is_filled_and_never_overwritten(lib: Library, server: Server) -> None:
    feed(lib, [paper("On reading", KEY, venue="ICLR", urls=(CODE.upper() + ".git",))])
    everything(server)
    report = enrich(lib, server)
    assert (whole(lib).paper.venue, report.batch) == ("ICLR", None)


def test_a_service_that_fails_keeps_no_other_from_being_asked(lib: Library, server: Server) -> None:
    feed(lib, [paper("On reading", KEY), paper("On writing", "arxiv:2401.09999")])
    everything(server)
    server.ways["/works"] = ways.status(403)
    server.ways |= {f"/graph/v1/paper/ARXIV:{ident}": ways.status(403) for ident in (IDENT, "2401.09999")}
    report = enrich(lib, server)
    assert set(report.errors) == {"OpenAlex", "Semantic Scholar"}
    assert (report.offline, report.said["upvotes"]) == (False, 1)
    assert sum("/graph/" in path for path in server.paths()) == 1, "a service that said no is left alone"
    server.ways["/works"] = ways.gives(say.openalex_works((DOI, 1, None)), JSON)
    assert enrich(lib, server).said["citations"] == 1, "what failed is asked the next time"


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"results": 7}', b'{"upvotes": -1}', b'{"upvotes": 1e999}',
     b'{"upvotes": true, "githubRepo": "javascript:alert(1)", "citationCount": "12"}', b"[" * 5000,
     b'{"results": [7, {"doi": "https://doi.org/10.48550/arxiv.2401.01234", "cited_by_count": []}]}'],
)  # fmt: skip
def test_answers_that_are_none_say_nothing(lib: Library, server: Server, body: bytes) -> None:
    feed(lib, [paper("On reading", KEY)])
    for path in ("/works", f"/api/papers/{IDENT}", f"/graph/v1/paper/ARXIV:{IDENT}", "/api/query"):
        server.ways[path] = ways.gives(body, JSON)
    report = enrich(lib, server)
    assert not any(report.said.values())
    assert whole(lib).facts == ()


@pytest.mark.parametrize("body", ["<html><p>Log in to the net</p></html>", '{"login": "please"}'])
def test_a_page_to_log_in_is_a_failure_and_is_asked_past_the_next_time(
    lib: Library, server: Server, body: str
) -> None:
    feed(lib, [paper("On reading", KEY)])
    for path in ("/works", f"/api/papers/{IDENT}", f"/graph/v1/paper/ARXIV:{IDENT}", "/api/query"):
        server.ways[path] = ways.gives(body, "text/html")
    report = enrich(lib, server)
    assert set(report.errors) == {"OpenAlex", "Semantic Scholar", "Hugging Face", "arXiv"}
    assert all("no answer of" in why for why in report.errors.values())
    everything(server)
    assert enrich(lib, server).said["citations"] == 1


def test_foreign_words_are_made_safe(lib: Library, server: Server) -> None:
    feed(lib, [paper("On reading", KEY)])
    server.ways["/works"] = ways.gives(say.openalex_works((DOI, 1, "Neu\x1b]52;c;x\x07rIPS‮")), JSON)
    enrich(lib, server)
    assert whole(lib).paper.venue is not None
    assert not set("\x1b\x07‮") & set(whole(lib).paper.venue or "")


def test_stopping_keeps_what_has_come(lib: Library, server: Server) -> None:
    feed(lib, [paper(f"On reading {n}", f"arxiv:2401.{n:05d}") for n in range(1, 41)])
    stop = threading.Event()

    def way(handler: object, asked: Asked) -> None:
        if asked.path.endswith("00025"):
            stop.set()
        send(handler, say.hf_paper("x", 5), kind=JSON)  # type: ignore[arg-type]

    answers: Behaviour = way
    server.ways |= {f"/api/papers/2401.{n:05d}": answers for n in range(1, 41)}
    with Client(pause=0.01, read=0.5, stop=stop.is_set) as client:
        report = enriching.enrich(lib, "in:any", env=server.env, client=client, stop=stop.is_set)
    assert report.stopped
    kept = search.count(lib, search.understand(lib, "upvotes:5").query)
    assert 10 <= kept < 40
    assert enrich(lib, server).said["upvotes"] == 40 - kept, "the next run goes on where this one stopped"


def test_offline_is_told_as_such(lib: Library) -> None:
    feed(lib, [paper("On reading", KEY)])
    nowhere = {f"DIGESTUI_{n}": "http://127.0.0.1:9" for n in (
        "ARXIV", "HUGGINGFACE", "OPENALEX", "SEMANTIC_SCHOLAR")}  # fmt: skip
    report = enriching.enrich(lib, "in:any", env=nowhere)
    assert report.offline
    assert report.said["citations"] == 0


def test_only_so_many_are_asked_about_at_once(
    lib: Library, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enriching, "MOST", 3)
    feed(lib, [paper(f"On reading {n}", f"arxiv:2401.{n:05d}") for n in range(1, 6)] + [paper("No id")])
    first, second = enrich(lib, server), enrich(lib, server)
    assert (first.asked, first.more, second.asked, second.more) == (3, True, 2, False)
    assert second.nameless == 1


def test_without_a_query_what_is_new_and_queued_is_asked_about(lib: Library, server: Server) -> None:
    feed(lib, [paper("Old", "arxiv:2401.00001"), paper("Queued", "arxiv:2401.00002")], date="2025-04-27")
    feed(lib, [paper("New", "arxiv:2401.00003")])
    triage.act(lib, [search.resolve_key(lib, "2401.00002")], Action(ActionKind.QUEUE))
    assert enrich(lib, server, "").asked == 2
    assert {one.path[-1] for one in server.asked if "/api/papers/" in one.path} == {"2", "3"}


def test_facts_come_back_with_our_own_lines(
    lib: Library, server: Server, tmp_path: Path, clock: Clock
) -> None:
    feed(lib, [paper("On reading", KEY, urls=(f"https://arxiv.org/abs/{IDENT}",))])
    everything(server)
    enrich(lib, server)
    out = io.StringIO()
    export.export(lib, [search.resolve_key(lib, KEY)], "jsonl", out)
    (tmp_path / "all.jsonl").write_text(out.getvalue(), encoding="utf-8")
    with Library.open(tmp_path / "other.db", create=True, clock=clock, device="other") as other:
        intake.import_files(other, [tmp_path / "all.jsonl"])
        assert whole(other).facts == whole(lib).facts
        again = io.StringIO()
        export.export(other, [search.resolve_key(other, KEY)], "jsonl", again)
    assert again.getvalue() == out.getvalue()


def test_an_older_saying_never_replaces_a_newer_one(
    lib: Library, server: Server, tmp_path: Path, clock: Clock
) -> None:
    feed(lib, [paper("On reading", KEY)])
    everything(server)
    enrich(lib, server)
    out = io.StringIO()
    export.export(lib, [search.resolve_key(lib, KEY)], "jsonl", out)
    server.ways["/works"] = ways.gives(say.openalex_works((DOI, 99, None)), JSON)
    clock.now += 9 * DAY
    enrich(lib, server)
    (tmp_path / "old.jsonl").write_text(out.getvalue(), encoding="utf-8")
    intake.import_files(lib, [tmp_path / "old.jsonl"])
    assert said(whole(lib))["citations", "OpenAlex"] == ("99", "2025-05-07")
