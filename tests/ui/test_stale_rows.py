"""Rows that were read before a decision and come after it do not take it back on the screen."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from digestui.library import search
from digestui.library.library import Library
from digestui.model.query import Query
from ui.reading import reading


async def test_the_whole_list_brings_no_older_state_of_a_paper(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_unread = search.count_unread
    begun, go_on = threading.Event(), threading.Event()

    def late(lib: Library, query: Query) -> int:
        if not begun.is_set():
            begun.set()  # the rows of the list have been read by now
            assert go_on.wait(20)
        return count_unread(lib, query)

    async with reading(library) as r:
        paper = r.listing.ids[0]
        monkeypatch.setattr(search, "count_unread", late)
        r.desk.finder.refresh()
        await r.until(begun.is_set)
        r.pilot.app.simulate_key("m")
        with r.library() as other:
            await r.until(lambda: search.rows(other, [paper])[0].triage.read)
        await r.until(r.desk.lanes.write.idle)
        go_on.set()
        await r.settle()
        assert r.listing.rows[paper].triage.read


async def test_a_page_brings_no_older_state_of_a_paper(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_counts = search.known_counts
    begun, go_on = threading.Event(), threading.Event()

    def late(lib: Library, query: Query) -> tuple[int, int] | None:
        if not begun.is_set():
            begun.set()  # the rows of the page have been read by now
            assert go_on.wait(20)
        return known_counts(lib, query)

    async with reading(library) as r:
        paper = r.listing.ids[0]
        monkeypatch.setattr(search, "known_counts", late)
        # What asks for the whole list later would bring the state of then.
        monkeypatch.setattr(type(r.desk.finder), "_ask_all", lambda finder, query, **more: None)
        r.desk.finder.go("in:any", "All")
        await r.until(begun.is_set)
        r.pilot.app.simulate_key("m")
        with r.library() as other:
            await r.until(lambda: search.rows(other, [paper])[0].triage.read)
        await r.until(r.desk.lanes.write.idle)
        go_on.set()
        await r.settle()
        assert r.listing.rows[paper].triage.read
