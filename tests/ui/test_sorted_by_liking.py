"""The inbox sorted by what was kept: only when asked for, and it says so where too little is known."""

from __future__ import annotations

from pathlib import Path

from digestui.library import search, triage
from digestui.library.library import Library
from digestui.model.triage import Action, ActionKind
from ui.reading import Clock, reading


def decide(library: Path) -> list[int]:
    """Keep what is about diffusion or quantization, dismiss some of the rest; gives the order then."""
    with Library.open(library, clock=Clock(), device="test") as lib:
        hits = list(search.find(lib, search.understand(lib, "diffusion OR quantization").query).ids)
        rest = [i for i in search.find(lib, search.understand(lib, "").query).ids if i not in hits]
        triage.act(lib, hits[:12], Action(ActionKind.STAR))
        triage.act(lib, rest[:20], Action(ActionKind.DISMISS))
        return list(search.find(lib, search.understand(lib, "in:inbox sort:relevance").query).ids)


async def test_the_list_takes_the_order_and_gives_it_back(library: Path) -> None:
    liked = decide(library)
    async with reading(library, (140, 40)) as r:
        before = list(r.listing.ids)
        assert before != liked
        await r.press(*":sort relevance", "enter")
        assert list(r.listing.ids) == liked
        assert "likeliest first" in r.text()
        assert "sort:relevance" in r.text()
        await r.press(*":sort digest", "enter")
        assert list(r.listing.ids) == before


async def test_before_enough_is_kept_it_says_so(library: Path) -> None:
    async with reading(library, (140, 40)) as r:
        before = list(r.listing.ids)
        await r.press(*":sort relevance", "enter")
        assert "digest order, until 5 papers are kept" in r.text()
        assert "digest order" in r.lines()[0]
        assert list(r.listing.ids) == before
