"""Frames that do not wait: the page that a letter found is drawn before all of it is looked for."""

from __future__ import annotations

import pytest
from textual.timer import Timer

from digestui.ui import lanes
from ui.reading import reading


async def test_the_page_that_a_letter_finds_waits_for_no_tick_of_the_clock(
    library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library) as r:
        await r.press("/")
        drawn: list[int] = []
        render = r.screen.list.render_line

        def watched(y: int):
            drawn.append(len(r.listing))
            return render(y)

        r.screen.list.render_line = watched
        monkeypatch.setattr(Timer, "resume", lambda self: None)
        r.screen._update_timer.pause()  # the clock stands still
        r.desk.finder.live("diff")
        await r.until(lambda: bool(drawn) and drawn[-1] == len(r.listing) < 111)


async def test_all_of_a_search_is_looked_for_once_its_page_is_drawn(
    library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library) as r:
        monkeypatch.setattr(lanes, "LATER", 1e9)  # nothing but the frame lets it begin
        await r.press("/", *"in:any paper", "enter")
        assert r.desk.finder.showing.total == len(r.listing)
        await r.press("escape")
        assert len(r.listing) == 111
