"""Columns beside the titles and the headings over them: one never without the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digestui.library import intake
from digestui.library.library import Library
from digestui.ui.columns import headings
from ui.reading import Clock, Reading, reading

PAPERS = 300


def agree(r: Reading) -> tuple[str, ...]:
    """The columns of the rows, which are those of the headings and the ones that have room."""
    screen = r.screen
    said = [part.text.strip() for part in screen.list_title.title.info]
    assert said == [head.strip() for head, _ in headings(screen.list.columns, screen.list.lines)]
    assert screen.list.room == screen.list.text_width
    return screen.list.columns.names


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Papers of which only the last ones have a year."""
    file = tmp_path / "many.jsonl"
    lines = [
        {"title": f"Paper number {n}", "key": f"arxiv:2501.{n:05}"} | ({"year": 2021} if n > 220 else {})
        for n in range(PAPERS)
    ]
    file.write_text("\n".join(map(json.dumps, lines)))
    with Library.open(tmp_path / "many.db", create=True, device="test", clock=Clock()) as lib:
        intake.import_files(lib, [file], date="2025-05-01")
    return tmp_path / "many.db"


async def test_a_list_that_grows_wide_or_narrow_changes_columns_and_headings_together(library: Path) -> None:
    async with reading(library, (120, 36)) as r:
        assert agree(r) == ()
        await r.press("z")
        assert agree(r) == ("code",)
        await r.press("j", "z")
        assert agree(r) == ()
        await r.press("g", "s")
        await r.press("escape")
        assert len(r.listing) == 111
        assert agree(r) == ()
        await r.pilot.resize_terminal(160, 45)
        await r.settle()
        assert agree(r) == ("code",)
        await r.pilot.resize_terminal(100, 30)
        await r.settle()
        assert agree(r) == ()


async def test_a_column_that_was_needed_once_stays_while_the_view_does(many: Path) -> None:
    async with reading(many, (160, 45)) as r:
        assert agree(r) == ()
        await r.press("G")
        assert agree(r) == ("year",)
        await r.press("g", "g", "j", "k")
        assert agree(r) == ("year",)
        await r.press("z", "z")
        assert agree(r) == ("year",)
        await r.press("g", "s", "g", "i")
        assert agree(r) == ()


@pytest.mark.parametrize("size", [(120, 36), (160, 45), (200, 60)])
async def test_columns_of_the_first_frame_stay(library: Path, size: tuple[int, int]) -> None:
    drawn: list[tuple[str, ...]] = []
    async with reading(library, size) as r:
        chosen, fit = r.screen.list.columns.names, r.screen.list.recolumned
        assert chosen == (("code",) if size[0] > 120 else ())
        r.screen.list.recolumned = lambda: (drawn.append(r.screen.list.columns.names), fit())[1]
        await r.press("j", "f", "f", "j")
        r.screen.list.reload()
        await r.settle()
    assert drawn in ([], [(), chosen])
