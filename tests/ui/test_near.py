"""Near papers under a tall abstract and on their screen."""

from __future__ import annotations

from pathlib import Path

from ui.reading import reading


async def test_six_near_papers_stand_under_a_tall_abstract_and_can_be_clicked(library: Path) -> None:
    async with reading(library, (200, 60)) as r:
        await r.press("j", "j", "j")
        lines = r.lines()
        row = next(n for n, line in enumerate(lines) if "NEAR" in line)
        assert "TiC: Exploring Vision Transformer in Convolution" in lines[row + 1]
        column = lines[row + 1].index("TiC")
        await r.pilot.click(offset=(column, row + 1))
        await r.settle()
        assert r.title().startswith("TiC")


async def test_a_low_abstract_has_no_room_for_them(library: Path) -> None:
    async with reading(library, (120, 36)) as r:
        await r.press("j", "j", "j")
        assert "NEAR" not in r.text()


async def test_L_shows_near_papers_with_reasons_and_enter_goes_there(library: Path) -> None:
    async with reading(library, (80, 24)) as r:
        await r.press("j", "j", "j", "L")
        assert "to CvT: Introducing" in r.lines()[0]
        assert "shares convolution, positional encoding" in r.text()
        await r.press("/", *"distil", "enter", "escape", "j", "enter")
        assert r.app.screen is r.screen
        assert r.title().startswith("Bridging the Gap")
