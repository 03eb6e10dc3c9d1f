"""Borders drawn with the mouse: where they may go, and that they are found again."""

from __future__ import annotations

from pathlib import Path

from ui.reading import Reading, reading


async def draw(r: Reading, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press at a place of the screen, draw, let go."""
    await r.pilot.mouse_down(offset=start)
    await r.pilot.hover(offset=end)
    await r.pilot.mouse_up(offset=end)
    await r.settle()


async def test_the_rule_of_the_list_is_drawn_and_the_measure_keeps_its_bounds(library: Path) -> None:
    async with reading(library, (160, 45)) as r:
        rule = 160 - r.screen.geometry.right - 1
        await draw(r, (rule, 10), (rule - 4, 10))
        assert r.screen.geometry.right == 74
        await draw(r, (rule - 4, 10), (20, 10))
        assert r.screen.geometry.right == 76
        await draw(r, (160 - 77, 10), (150, 10))
        assert r.screen.geometry.right == 60
        assert 56 <= r.screen.geometry.measure <= 72
        assert r.listing.cursor == 0


async def test_the_rule_of_the_filters_is_drawn_without_choosing_one(library: Path) -> None:
    async with reading(library, (160, 45)) as r:
        before = r.header()
        await draw(r, (28, 5), (36, 5))
        assert r.screen.geometry.filters == 36
        await draw(r, (36, 5), (22, 5))
        assert r.screen.geometry.filters == 22
        assert r.desk.finder.showing.text in before


async def test_the_title_of_the_note_is_drawn_up_and_all_is_found_again(library: Path) -> None:
    async with reading(library, (160, 45)) as r:
        title = 43 - r.screen.note.size.height
        await draw(r, (120, title), (120, title - 6))
        assert r.screen.note.size.height == 43 - title + 6
        assert not r.screen.note.editing
        await draw(r, (28, 5), (33, 5))
        r.app.leave()
        await r.settle()
    async with reading(library, (160, 45)) as r:
        assert r.screen.note.size.height == 43 - title + 6
        assert r.screen.geometry.filters == 33


async def test_the_thumb_of_the_list_scrolls_it(library: Path) -> None:
    async with reading(library, (160, 45)) as r:
        rule = 160 - r.screen.geometry.right - 1
        await draw(r, (rule, 3), (rule, 30))
        assert r.screen.list.top > 20
