"""Twenty papers in a few minutes: the walk that the whole reader is made for, and how many keys it takes."""

from __future__ import annotations

import pytest

from digestui.library import notes, search
from digestui.model.triage import Place
from ui.reading import reading


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_twenty_papers_take_at_most_twenty_eight_keys(library, size) -> None:
    pressed = 0
    async with reading(library, size=size) as r:

        async def press(*keys: str) -> None:
            nonlocal pressed
            pressed += len(keys)
            await r.press(*keys)

        await press("d", "d", "d", "a", "d", "d", "d", "d")
        ninth = r.listing.current
        assert r.listing.cursor == 8
        spaces = 0
        while spaces < 2 and (not r.screen.abstract_visible or not r.screen.abstract.at_end):
            await press("space")
            spaces += 1
        assert r.listing.current == ninth
        await press("c")
        await r.write("worth a second look")  # what one has to say is not counted
        await press("escape", "a")
        await press("d", "d", "d", "b", "4", "a")
        await press("d", "u")
        assert r.state().place is Place.INBOX
        await press("e", "d", "d", "s", "e", "a", "d")
        assert pressed <= 28
        assert r.status().startswith("21/111")
        await r.press("r")
        assert len(r.listing) == 91
        with r.library() as lib:
            assert notes.read_note(lib, ninth) == "worth a second look"
            counts = {
                text: search.count(lib, search.understand(lib, text).query)
                for text in ("in:dismissed", "in:queue", "in:done", "in:snoozed", "in:inbox")
            }
        assert counts == {
            "in:dismissed": 13,
            "in:queue": 4,
            "in:done": 2,
            "in:snoozed": 1,
            "in:inbox": 91,
        }
