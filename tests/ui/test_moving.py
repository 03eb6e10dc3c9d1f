"""Moving about: in the list, between panes, at every width."""

from __future__ import annotations

import pytest

from digestui.library import intake
from digestui.library.library import Library
from digestui.settings import Settings
from ui.reading import Clock, reading


async def test_the_reader_opens_on_the_first_undecided_paper(library) -> None:
    async with reading(library) as r:
        assert r.listing.cursor == 0
        assert r.screen.pane == "list"
        assert "111 papers" in r.header()
        assert "111 unread" in r.header()


async def test_the_reader_comes_back_to_the_view_and_paper_it_was_left_on(library) -> None:
    async with reading(library) as r:
        await r.press("g", "u", "j", "j", "j")
        title = r.title()
        await r.press("ctrl+q")
    async with reading(library) as r:
        assert r.title() == title


async def test_a_paper_decided_meanwhile_gives_way_to_the_next_undecided_one(library) -> None:
    async with reading(library) as r:
        await r.press("d", "d", "d")
        title = r.title()
        await r.press("k", "q")
    async with reading(library) as r:
        assert r.title() == title


async def test_lines_pages_and_ends(library) -> None:
    async with reading(library) as r:
        page = r.screen.list.page
        await r.press("j")
        assert r.listing.cursor == 1
        await r.press("down", "up", "k")
        assert r.listing.cursor == 0
        await r.press("ctrl+f")
        assert r.listing.cursor == page
        await r.press("ctrl+b")
        assert r.listing.cursor == 0
        await r.press("ctrl+d")
        assert r.listing.cursor == page // 2
        await r.press("ctrl+u")
        assert r.listing.cursor == 0
        await r.press("G")
        assert r.listing.cursor == 110
        await r.press("g", "g")
        assert r.listing.cursor == 0
        await r.press("end", "home", "pagedown", "pageup")
        assert r.listing.cursor == 0


async def test_next_and_previous_unread(library) -> None:
    async with reading(library) as r:
        await r.press("j", "I", "j", "I", "g", "g", "n")
        assert r.listing.cursor == 3
        await r.press("p")
        assert r.listing.cursor == 0


@pytest.mark.parametrize("size", [(120, 36), (160, 45), (80, 24)])
async def test_panes_are_stepped_through_both_ways(library, size) -> None:
    async with reading(library, size=size) as r:
        await r.press("l")
        assert r.screen.pane == "abstract"
        await r.press("l")
        assert r.screen.pane == "note"
        await r.press("l")
        assert r.screen.pane == "note"
        await r.press("h", "h")
        assert r.screen.pane == "list"
        await r.press("tab")
        assert r.screen.pane == "abstract"
        await r.press("shift+tab")
        assert r.screen.pane == "list"


async def test_papers_are_stepped_through_from_any_pane(library) -> None:
    async with reading(library) as r:
        await r.press("enter")
        assert r.screen.pane == "abstract"
        await r.press("J", "J", "K")
        assert r.listing.cursor == 1
        assert r.screen.pane == "abstract"
        assert r.screen.abstract.detail.id == r.listing.current
        await r.press("escape")
        assert r.screen.pane == "list"


async def test_a_narrow_terminal_shows_one_pane_and_the_way_between_them(library) -> None:
    async with reading(library, size=(80, 24)) as r:
        assert "Filters" in r.lines()[1]
        assert "Abstract" in r.lines()[1]
        assert "Guidance in conditional diffusion" in r.text()
        await r.press("l")
        assert r.screen.abstract.display
        assert not r.screen.middle.display


async def test_zoom_gives_a_pane_the_body_and_takes_it_back(library) -> None:
    async with reading(library) as r:
        await r.press("z")
        assert not r.screen.right.display
        await r.press("z")
        assert r.screen.right.display
        await r.press("l", "z")
        assert not r.screen.middle.display
        await r.press("escape")
        assert r.screen.middle.display


async def test_a_terminal_too_small_says_so_and_recovers(library) -> None:
    async with reading(library, size=(30, 8)) as r:
        assert r.screen.too_small.display
        await r.pilot.resize_terminal(120, 36)
        await r.settle()
        assert not r.screen.too_small.display
        assert r.title() in " ".join(r.text().split()) or "Elucidating" in r.text()


async def test_the_mouse_moves_the_cursor_and_opens(library) -> None:
    async with reading(library) as r:
        await r.pilot.click("#list", offset=(10, 6))
        await r.settle()
        assert r.listing.cursor == 3
        await r.pilot.click("#list", offset=(10, 6), times=2)
        await r.settle()
        assert r.screen.pane == "abstract"


async def test_q_goes_back_before_it_quits(library) -> None:
    async with reading(library) as r:
        await r.press("l", "q")
        assert r.screen.pane == "list"
        await r.press("/", *"vision", "enter", "q")
        assert r.screen.list_title.title.text == "Inbox"
        await r.press("q")
        assert r.app._exit


async def test_q_quits_from_the_list_of_any_view(library) -> None:
    async with reading(library) as r:
        await r.press(*"gu", *"gs", "q")
        assert r.app._exit


async def test_enter_in_the_abstract_quotes_chosen_lines_or_opens_the_page(library) -> None:
    async with reading(library, settings=Settings(open_command="true")) as r:
        await r.press("enter")
        assert r.screen.pane == "abstract"
        await r.press("enter")
        assert "no page is known for this paper, o searches for its title" in r.status()
        assert not r.state().read
        await r.press("v", "j", "enter")
        assert r.screen.pane == "editing"
        assert r.screen.note.text.startswith("> ")
        await r.press("escape")
    file = library.parent / "one.jsonl"
    file.write_text('{"title": "A paper with a page", "key": "arxiv:2501.00001"}\n')
    with Library.open(library, clock=Clock(), device="test") as lib:
        intake.import_files(lib, [file])
    async with reading(library, settings=Settings(open_command="true")) as r:
        await r.press("/", *"paper with a page", "enter")
        await r.press("enter", "enter")
        assert "read A paper with a page" in r.status()


@pytest.mark.parametrize(("keys", "words"), [("c", "my own words"), ("l", "Elucidating"), ("f", "DIGESTS")])
async def test_a_terminal_that_becomes_narrow_shows_the_pane_in_hand(library, keys, words) -> None:
    async with reading(library, (120, 36)) as r:
        await r.press(*keys)
        pane = r.screen.pane
        if pane == "editing":
            await r.write("my own words")
        for size in ((80, 24), (120, 36), (40, 10)):
            await r.pilot.resize_terminal(*size)
            await r.settle()
            assert r.screen.pane == pane
        await r.pilot.resize_terminal(80, 24)
        await r.settle()
        assert words in r.text()
        assert r.screen.geometry.list == 0


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_a_click_on_a_tag_in_the_list_shows_its_papers(library, size) -> None:
    async with reading(library, size) as r:
        await r.press("j", "j", "j", "t", *"+a +b", "enter", "k")
        y, line = next(
            (y, line) for y, line in enumerate(r.lines()) if "#a #b" in line and "tagged" not in line
        )
        await r.pilot.click(offset=(line.index("#a #b") - 3, y))
        await r.settle()
        assert len(r.listing) == 111
        await r.pilot.click(offset=(line.index("#a #b") + 4, y))
        await r.settle()
        assert (r.desk.finder.showing.text, len(r.listing)) == ("tag:b", 1)
