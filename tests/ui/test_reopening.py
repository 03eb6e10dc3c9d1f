"""Coming back to the paper one left, however deep in a large view it stands."""

from __future__ import annotations

import json

import pytest

from digestui.library import intake, search
from digestui.library.library import Library
from digestui.settings import Settings
from digestui.ui import first
from ui.reading import Clock, reading
from ui.test_first import ENV

PAPERS = 400


@pytest.fixture
def many(tmp_path):
    """A library of papers enough for four pages."""
    file = tmp_path / "many.jsonl"
    lines = [json.dumps({"key": f"arxiv:2501.{n:05}", "title": f"Paper number {n}"}) for n in range(PAPERS)]
    file.write_text("\n".join(lines))
    path = tmp_path / "many.db"
    with Library.open(path, create=True, device="test", clock=Clock()) as lib:
        intake.import_files(lib, [file], date="2025-05-01")
    return path


@pytest.mark.parametrize("small", [0, 5000])
async def test_the_reader_opens_on_the_paper_it_was_left_on_deep_in_a_view(many, small, monkeypatch) -> None:
    monkeypatch.setattr(first, "SMALL", small)
    async with reading(many) as r:
        r.screen.list.move(300)
        await r.press("j")
        left, place = r.title(), r.listing.cursor
        r.app.leave()
        await r.settle()
    found = first.look(many, Settings(), ENV, clock=Clock())
    assert found.above != found.whole
    assert [row.title for row in found.rows if row.id == found.ids[found.cursor]] == [left]
    assert found.detail.paper.title == left
    assert left in found.screen
    async with reading(many) as r:
        assert (r.title(), r.listing.cursor) == (left, place)
        assert len(r.listing) == PAPERS
        assert r.status().startswith(f"{place + 1}/{PAPERS}")


async def test_going_back_to_a_deep_place_needs_one_page_only(many) -> None:
    async with reading(many) as r:
        r.screen.list.move(350)
        await r.press("j")
        left = r.title()
        r.desk.lanes.back.ask = lambda *_, **__: None  # the whole list never comes
        await r.press("/", *"paper number 7", "enter", "escape")
        assert r.title() == left
        assert r.listing.above
        assert r.status().startswith("…/")


async def test_a_list_that_is_being_sorted_is_not_said_to_be_sorted_yet(many) -> None:
    async with reading(many, (140, 40)) as r:
        r.screen.list.move(350)
        await r.press("j")
        left, there = r.title(), r.listing.ids
        asked, ask = [], r.desk.lanes.back.ask
        r.desk.lanes.back.ask = lambda *given, **more: asked.append((given, more))
        await r.press(*":sort random", "enter")
        assert r.listing.ids is there
        assert "digest order" in r.header()
        await r.until(lambda: "sorting" in r.status())
        for given, more in asked:
            ask(*given, **more)
        await r.settle()
        assert "in random order" in r.header()
        assert "sorting" not in r.status()
        assert r.title() == left


async def test_a_refreshed_list_keeps_its_count_until_the_new_one_is_known(many) -> None:
    async with reading(many, (140, 40)) as r:
        await r.press("/", *"paper number sort:title", "enter")
        said = r.header()
        assert f"{PAPERS} papers" in said
        r.desk.lanes.back.ask = lambda *given, **more: None
        await r.press("r")
        assert r.header() == said


async def test_another_view_ends_that_a_list_is_said_to_be_sorted(many) -> None:
    async with reading(many, (140, 40)) as r:
        r.screen.list.move(350)
        ask = r.desk.lanes.back.ask
        r.desk.lanes.back.ask = lambda *given, **more: None
        await r.press(*":sort random", "enter")
        await r.until(lambda: "sorting" in r.status())
        r.desk.lanes.back.ask = ask
        await r.press("g", "s")
        assert "sorting" not in r.status()


@pytest.mark.parametrize("text", ["in:inbox", "paper", "sort:title", "limit:50"])
def test_a_page_about_a_paper_is_a_stretch_of_its_list(many, text) -> None:
    with Library.open(many, readonly=True, clock=Clock()) as lib:
        query = search.understand(lib, text).query
        every = list(search.find(lib, query).ids)
        paper = every[len(every) // 2]
        page = search.page_around(lib, query, paper, 60)
        if text == "in:inbox":
            start = every.index(page[0])
            assert page == every[start : start + len(page)]
            assert page.index(paper) == 20
            assert len(page) == 80
        else:
            assert page == []  # another order, or an end: the first page it is
        assert search.page_around(lib, query, -1, 60) == []
