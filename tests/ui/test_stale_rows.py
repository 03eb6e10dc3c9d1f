"""Rows that were read before a decision and come after it do not take it back on the screen."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from digestui.library import search, triage
from digestui.library.library import Library
from ui.reading import Reading, reading


def held_up(monkeypatch: pytest.MonkeyPatch, name: str) -> tuple[threading.Event, threading.Event]:
    """The answer to a question that is asked of the library waits, the first time, until the second event; by
    the first one knows that it was read there."""
    ask: Any = getattr(search, name)
    begun, go_on = threading.Event(), threading.Event()

    def late(lib: Library, about: object) -> object:
        answer = ask(lib, about)
        if not begun.is_set():
            begun.set()
            assert go_on.wait(20)
        return answer

    monkeypatch.setattr(search, name, late)
    return begun, go_on


async def decided_meanwhile(r: Reading, begun: threading.Event, go_on: threading.Event) -> bool:
    """Mark the first paper read while the rows are on their way; whether it is read on the screen then."""
    paper = r.listing.ids[0]
    await r.until(begun.is_set)
    r.app.simulate_key("m")
    with r.library() as other:
        await r.until(lambda: search.rows(other, [paper])[0].triage.read)
    await r.until(r.desk.lanes.write.idle)
    go_on.set()
    await r.settle()
    return r.listing.rows[paper].triage.read


async def test_the_whole_list_brings_no_older_state_of_a_paper(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library) as r:
        events = held_up(monkeypatch, "count_unread")
        r.desk.finder.refresh()
        assert await decided_meanwhile(r, *events)


async def test_a_page_brings_no_older_state_of_a_paper(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library) as r:
        events = held_up(monkeypatch, "known_counts")
        # The whole list, asked for later, would bring the state of then.
        monkeypatch.setattr(type(r.desk.finder), "_ask_all", lambda finder, query, **more: None)
        r.desk.finder.go("in:any", "All")
        assert await decided_meanwhile(r, *events)


async def test_what_was_decided_before_and_written_after_the_reading_stays(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library) as r:
        paper = r.listing.ids[0]
        act, write = triage.act, threading.Event()
        monkeypatch.setattr(triage, "act", lambda *given, **named: write.wait(20) and act(*given, **named))
        r.app.simulate_key("m")
        await r.until(lambda: r.listing.rows[paper].triage.read)
        begun, go_on = held_up(monkeypatch, "count_unread")
        finder = r.desk.finder
        finder._ask_all(finder.showing.query, keep=True, at=None, moved=0)  # as behind the first frame
        await r.until(begun.is_set)
        write.set()
        await r.until(lambda: bool(r.desk.decider.acts))
        go_on.set()
        await r.settle()
        assert r.listing.rows[paper].triage.read


async def test_rows_that_come_into_view_bring_no_older_state(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library) as r:
        last = r.listing.ids[-1]
        r.listing.rows.clear()
        begun, go_on = held_up(monkeypatch, "rows")
        r.app.simulate_key("G")
        await r.until(begun.is_set)
        r.desk.decider.read_all()
        await r.until(lambda: bool(r.desk.decider.acts))
        go_on.set()
        await r.until(lambda: last in r.listing.rows)
        await r.settle()
        assert r.listing.rows[last].triage.read
