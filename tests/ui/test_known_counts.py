"""Where the counters know how many papers there are, the first frame says so, and nothing moves after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from digestui.library import search
from digestui.library.library import Library
from digestui.model.query import Query
from digestui.query.parse import parse
from digestui.ui import first
from digestui.ui.control.finder import Finder
from ui.reading import reading


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every library is taken for a large one, whose whole list is not read at the door."""
    monkeypatch.setattr(first, "SMALL", 0)


@pytest.mark.parametrize("settings", ["rich", "plain"])
async def test_the_first_frame_is_the_one_that_stays(
    library: Path, large: None, monkeypatch: pytest.MonkeyPatch, settings: str
) -> None:
    from digestui.settings import Settings

    go_on = Finder.go_on
    monkeypatch.setattr(Finder, "go_on", lambda finder, found: None)
    async with reading(library, (140, 36), settings=Settings(plain=settings == "plain")) as r:
        assert not r.listing.complete
        assert len(r.listing) == first.PAGE
        before = r.lines()
        assert "111" in r.status()
        assert "111 papers" in r.header()
        assert "111 unread" in r.header()
        go_on(r.desk.finder, r.app.first)
        await r.until(lambda: r.listing.complete)
        await r.settle()
        assert len(r.listing) == 111
        assert r.lines() == before


async def test_a_view_one_goes_to_says_so_at_once(
    library: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Finder, "_ask_all", lambda finder, query, **more: None)
    async with reading(library, (140, 36)) as r:
        await r.press("d")
        r.desk.finder.go("in:any", "All")
        await r.settle()
        assert not r.listing.complete
        assert r.listing.total == 111
        assert "1/111" in r.status()
        assert "110 unread" in r.header()


async def test_what_would_have_to_be_counted_is_marked_as_not_known(
    library: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Finder, "_ask_all", lambda finder, query, **more: None)
    async with reading(library, (140, 36)) as r:
        r.desk.finder.go("a in:any", "Results")
        await r.settle()
        assert r.listing.total is None
        assert "1/100+" in r.status()
        assert "100+" in r.header()


@pytest.mark.parametrize(
    "text", ["in:inbox", "in:any", "is:unread", "in:queue is:read", "is:dismissed", "", "in:done"]
)
def test_what_is_known_is_what_counting_finds(library: Path, text: str) -> None:
    with Library.open(library) as lib:
        query = parse(text).query
        held = search.find(lib, query).ids
        unread = {row.id for row in search.rows(lib, list(held)) if not row.triage.read}
        assert search.known_counts(lib, query) == (len(held), len(unread))
        assert search.known_counts(lib, Query(query.where, query.order, 5)) is None
        assert search.known_counts(lib, parse("vision").query) is None
