"""R in the reader: what is new comes in the background and waits to be shown."""

from __future__ import annotations

from pathlib import Path

from digestui.library import subscriptions
from digestui.library.library import Library
from digestui.settings import Settings
from library.feeding import feed, paper
from ui import fingers
from ui.reading import Clock, reading
from web import answering as say
from web import server as ways
from web.server import Server


def subscribe(library: Path, *addresses: str) -> None:
    with Library.open(library, clock=Clock(), device="test") as lib:
        for address in addresses:
            subscriptions.add(lib, address)


async def test_what_was_refused_is_counted_and_the_first_named_once(library: Path, tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_text("@article{untitled, year = 2024}\n@article{nameless, year = 2024}\n")
    subscribe(library, str(file))
    async with reading(library) as r:
        await r.press("R")
        assert "fetched: nothing new  refs: 2 refused (untitled: has no title)" in r.status()
        await r.press("R")
        assert r.status().endswith("fetched: nothing new")


async def test_new_papers_wait_until_they_are_asked_for(library: Path, server: Server) -> None:
    server.ways["/feed"] = ways.gives(say.rss_answer([("https://lab.example.org/1", "On reading")]))
    subscribe(library, server.url("/feed"))
    async with reading(library, env=server.env) as r:
        before = r.title()
        await r.press("j", "R")
        assert "fetched: 1 new" in r.status()
        assert "1 new, r to show" in r.text()
        assert r.title() != before
        here = r.title()
        await r.press("r")
        assert r.title() == here
        assert "On reading" in {r.listing.rows[i].title for i in r.listing.ids if i in r.listing.rows}


async def test_a_source_that_fails_is_named(library: Path, server: Server) -> None:
    server.ways["/gone"] = ways.status(404)
    subscribe(library, server.url("/gone"))
    async with reading(library, env=server.env) as r:
        await r.press("R")
        assert "nothing there" in r.status()


async def test_without_sources_the_way_to_one_is_told(library: Path) -> None:
    async with reading(library) as r:
        await r.press("R")
        assert "sources add" in r.status()


async def test_escape_stops_a_fetch(library: Path, server: Server) -> None:
    server.ways["/drip"] = ways.endless(server, b"x", 0.01)
    subscribe(library, server.url("/drip"))
    async with reading(library, env=server.env) as r:
        await fingers.press(r.pilot, "R")
        while not server.asked:
            await fingers.read(r.pilot)
        await r.press("escape")
        assert r.desk.busy == ""
        assert "nothing new" in r.status()


async def test_services_are_asked_about_the_paper_under_the_cursor(tmp_path: Path, server: Server) -> None:
    where = tmp_path / "library.db"
    with Library.open(where, create=True, clock=Clock(), device="test") as lib:
        feed(lib, [paper("On reading", "arxiv:2401.01234", abstract="Words.")])
    works = say.openalex_works(("10.48550/arxiv.2401.01234", 12, "NeurIPS"))
    server.ways["/works"] = ways.gives(works, "application/json")
    async with reading(where, env=server.env) as r:
        await r.press(*":enrich", "enter")
        assert "asked about 1 paper: 1 cited, 1 with a venue" in r.status()
        assert "12 citations" in r.text()
        assert "OpenAlex, 30 Apr: 12 citations, venue NeurIPS" in r.text()
        await r.press("u")
        assert "undid enriched" in r.status()
        await r.press(*":enrich is:new", "enter")
        assert "in the last week" in r.status()


async def test_the_setting_asks_services_after_a_fetch(library: Path, server: Server, tmp_path: Path) -> None:
    server.ways["/api/query"] = say.arxiv_shelf(1)
    server.ways["/api/papers/2504.00001"] = ways.gives(say.hf_paper("2504.00001", 9), "application/json")
    subscribe(library, "cs.CV")
    async with reading(library, env=server.env, settings=Settings(sources={"enrich": True})) as r:
        await r.press("R")
        assert "fetched: 1 new  asked about 1 paper: 1 with upvotes" in r.status()


async def test_escape_stops_the_asking(tmp_path: Path, server: Server) -> None:
    where = tmp_path / "library.db"
    with Library.open(where, create=True, clock=Clock(), device="test") as lib:
        feed(lib, [paper("On reading", "arxiv:2401.01234")])
    server.ways["/works"] = ways.endless(server, b"x", 0.01)
    async with reading(where, env=server.env) as r:
        await fingers.press(r.pilot, *":enrich", "enter")
        while "/works" not in server.paths():
            await fingers.read(r.pilot)
        await r.press("escape")
        assert r.desk.busy == ""
