"""What is worth a walk at every width: pipe, counts, dismissing above, digests, a random order."""

from __future__ import annotations

from pathlib import Path

import pytest

from digestui.library import intake, notes, search
from digestui.library.library import Library
from digestui.settings import Settings
from ui.reading import Clock, Reading, reading

SIZES = [(40, 10), (80, 24), (120, 36), (160, 45)]
every_width = pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))


def held(r: Reading, query: str) -> int:
    with r.library() as lib:
        return search.count(lib, search.understand(lib, query).query)


@every_width
async def test_counts_of_the_vim_preset(library: Path, size: tuple[int, int]) -> None:
    async with reading(library, size, settings=Settings(preset="vim")) as r:
        await r.press("1", "2", "j", "2", "k")
        assert r.listing.cursor == 10
        await r.press("3", "J")
        assert r.listing.cursor == 13
        await r.press("l", "2", "K")
        assert r.listing.cursor == 11
        await r.press("h", "3", "d")
        assert held(r, "in:dismissed") == 3
        await r.press("1", "s", "2", "u")
        assert held(r, "in:dismissed OR is:starred in:any") == 0
        await r.press("5", "g", "g")
        assert r.listing.cursor == 4


@every_width
async def test_dismiss_above_passes_over_what_is_kept_and_is_one_undo(
    library: Path, size: tuple[int, int]
) -> None:
    async with reading(library, size) as r:
        await r.press("s", "j", "t", *"+vit", "enter", "j", "j", "j", "j", "D")
        assert held(r, "in:dismissed") == 3
        assert r.listing.cursor == 5
        await r.press("u")
        assert held(r, "in:dismissed") == 0


@every_width
async def test_digests_are_walked_through_with_brackets(library: Path, size: tuple[int, int]) -> None:
    file = library.parent / "later.jsonl"
    file.write_text('{"title": "One of tomorrow"}\n{"title": "Two of tomorrow"}\n', "utf-8")
    with Library.open(library, clock=Clock(), device="test") as lib:
        intake.import_files(lib, [file], digest="Daily", date="2025-04-29")
    async with reading(library, size) as r:
        await r.press("[")  # narrows to the digest of the paper one is reading
        assert len(r.listing) == 2
        await r.press("[")
        assert len(r.listing) == 111
        await r.press("[")
        assert "no older digest" in r.text()
        await r.press("]")
        assert len(r.listing) == 2
        await r.press("]")
        assert "no newer digest" in r.text()


@every_width
async def test_a_random_order_is_the_same_all_day_and_holds_every_paper(
    library: Path, size: tuple[int, int]
) -> None:
    async with reading(library, size) as r:
        before = list(r.listing.ids)
        await r.press("S", "G", "enter")
        shuffled = list(r.listing.ids)
        assert sorted(shuffled) == sorted(before)
        assert shuffled != before
        assert r.desk.finder.showing.text == "in:inbox sort:random"
        await r.press("r")
        assert list(r.listing.ids) == shuffled
        await r.press("S", "g", "enter")
        assert list(r.listing.ids) == before


@every_width
async def test_a_paper_is_piped_and_the_output_becomes_its_note(library: Path, size: tuple[int, int]) -> None:
    async with reading(library, size) as r:
        await r.press("|", *"wc -l", "enter")
        await r.press("n")
        with r.library() as lib:
            assert (notes.read_note(lib, r.listing.current) or "").strip() == "1"
        assert "noted" in r.text()
