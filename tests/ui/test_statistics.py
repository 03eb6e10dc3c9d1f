"""The statistics screen, in sentences."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from digestui.model.statistics import DigestFunnel, Figures, Funnel
from digestui.text import widths
from digestui.ui.glyphs import ASCII, UNICODE
from digestui.ui.show import ink, statistics
from ui.reading import reading

TODAY = date(2025, 4, 28)
BUSY = Figures(
    TODAY,
    "month",
    days={TODAY - timedelta(days=n): 1 + n * 7 % 23 for n in range(0, 400, 2)},
    hours=tuple(n % 9 for n in range(24)),
    read=1284,
    queue=38,
    notes=146,
    inbox=612,
    oldest_queued=date(2025, 3, 12),
    decided_week=88,
    noted_week=4,
    funnel=Funnel(1106, 1021, 143, 96, 22),
    digests=[
        DigestFunnel("論文の一覧", f"2025-04-{day:02}", "", Funnel(40, 30, 10, 5, 1))
        for day in range(28, 0, -1)
    ],
    sources=[("arXiv", Funnel(900, 850, 100, 60, 20)), ("Hugging Face", Funnel(206, 171, 43, 36, 2))],
    to_decision=9 * 3600,
    to_done=4 * 86_400,
    tags=[("vit", 44), ("robustness", 17)],
    authors=[("Bolei Zhou", 5), ("丁 霄汉", 3)],
)


@pytest.mark.parametrize("width", [36, 60, 76, 96, 116, 156, 196])
@pytest.mark.parametrize("look", [statistics.Look(UNICODE), statistics.Look(ASCII, coloured=False)])
def test_figures_fit_every_width(width: int, look: statistics.Look) -> None:
    lines = [ink.plain(line) for line in statistics.page(BUSY, width, look, TODAY)]
    assert max(map(widths.width, lines)) <= width
    said = "\n".join(lines)
    for words in ("1,284", "[", "Papers read", "arrived", "14% of seen", "By source", "#vit", "Bolei"):
        assert words in said
    assert "Median from arrival to decision 9 h; from queue to done 4 days" in " ".join(said.split())


def test_without_colour_degrees_are_told_by_shape() -> None:
    look = statistics.Look(UNICODE, coloured=False)
    lines = statistics.heatmap(BUSY, 116, look, TODAY)
    assert set("·░▒▓█") <= set("".join(map(ink.plain, lines)))


async def test_T_shows_figures_and_enter_the_papers_of_the_day(library: Path) -> None:
    async with reading(library) as r:
        await r.press("d", "d", "a", "T")
        assert "Papers read each day" in r.text()
        assert "1 day in a row" in r.text()
        await r.press("enter")
        assert "read:2025-04-30" in r.header()
        assert len(r.listing) == 2


async def test_the_day_is_chosen_with_h_and_l_and_told(library: Path) -> None:
    async with reading(library) as r:
        await r.press("d", "T", "h")
        assert "Tue 29 Apr 2025" in r.text()
        assert "nothing read" in r.text()
        await r.press("l", "l")
        assert "1 day in a row" in r.text()


async def test_periods_and_queries_change_what_is_counted(library: Path) -> None:
    async with reading(library) as r:
        await r.press("d", "t", *"+vit", "enter", "T", "y")
        assert "last 365 days" in r.text()
        await r.press("a")
        assert "From inbox to note, whole library" in r.text()
        await r.press("/", *"tag:vit", "enter")
        assert "100% of arrived" not in r.text()
        assert "tag:vit" in r.lines()[0]
        await r.press("escape", "escape")
        assert r.app.screen is r.screen


async def test_the_papers_of_a_day_are_those_that_its_figure_counts(library: Path) -> None:
    async with reading(library) as r:
        await r.press("d", "t", *"+vit", "enter", "d", "T", "/", *"tag:vit", "enter", "enter")
        assert "tag:vit" in r.desk.finder.showing.text
        assert "read:2025-04-30" in r.desk.finder.showing.text
        assert len(r.listing) == 1


async def test_what_is_mistyped_is_pointed_at_over_the_figures(library: Path) -> None:
    async with reading(library) as r:
        await r.press("d", "T", "/", *"is:starrd", "enter")
        assert "is:starrd? did you mean is:starred?" in r.text()
        await r.press("/", "ctrl+u", *"()", "enter")
        assert "there is nothing to search for in ()" in r.text()


async def test_the_last_day_of_an_earlier_period_is_not_today(library: Path) -> None:
    async with reading(library) as r:
        await r.press("d", "T", "[")
        assert "nothing read today" not in r.text()
        assert "nothing read" in r.text()
        await r.press("]")
        assert "1 day in a row" in r.text()


async def test_there_is_a_word_for_a_library_nobody_read_in(library: Path) -> None:
    async with reading(library, (80, 24)) as r:
        await r.press("T")
        assert "nothing read today" in r.text()
        await r.press("j", "k", "G", "g", "q")
        assert r.app.screen is r.screen
