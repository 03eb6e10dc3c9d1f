"""The way back out of lists, and what a list is called: what the screen promises is what the keys do."""

from __future__ import annotations

import pytest

from ui.reading import reading


def _name(r) -> str:
    return r.screen.list_title.title.text


async def test_escape_leaves_a_view_without_papers_for_the_one_before(library) -> None:
    async with reading(library) as r:
        await r.press("g", "s")
        assert "esc back to inbox" in r.text()
        await r.press("escape")
        assert (_name(r), len(r.listing)) == ("Inbox", 111)


async def test_a_saved_view_is_named_as_it_was_saved_on_the_way_back(library) -> None:
    async with reading(library) as r:
        r.desk.finder.go("vision", "My Eyes")
        await r.settle()
        await r.press("g", "s")
        assert "esc back to My Eyes" in r.text()
        await r.press("escape")
        assert _name(r) == "My Eyes"


async def test_a_view_without_papers_and_without_one_before_it_leads_to_the_inbox(library) -> None:
    async with reading(library) as r:
        r.desk.finder.go("is:starred", "Starred", leave=False)
        await r.settle()
        assert "esc back to inbox" in r.text()
        await r.press("escape")
        assert (_name(r), len(r.listing)) == ("Inbox", 111)


async def test_a_view_keeps_its_name_while_filters_narrow_it_and_no_longer(library) -> None:
    async with reading(library) as r:
        r.desk.finder.choose("is:unread", "unread", "states")
        await r.settle()
        assert (_name(r), r.desk.finder.showing.text) == ("Inbox", "in:inbox is:unread")
        r.desk.finder.choose("in:queue", "in queue", "states")
        await r.settle()
        assert "in:inbox" not in r.desk.finder.showing.text
        assert _name(r) == "Results"
        await r.press("escape")
        assert _name(r) == "Inbox"


async def test_a_filter_taken_out_again_gives_the_view_its_name_back(library) -> None:
    async with reading(library) as r:
        r.desk.finder.choose("in:inbox", "inbox", "states")
        await r.settle()
        assert (_name(r), r.desk.finder.showing.text) == ("Results", "")
        r.desk.finder.choose("in:inbox", "inbox", "states")
        await r.settle()
        assert (_name(r), r.desk.finder.showing.text) == ("Inbox", "in:inbox")


async def test_a_correction_offers_tab_only_while_the_box_is_open(library) -> None:
    async with reading(library) as r:
        await r.press("/", *"vision is:stared")
        assert "did you mean is:starred (tab)" in r.text()
        await r.press("enter")
        assert "did you mean is:starred" in r.text()
        assert "(tab)" not in r.text()


async def test_a_note_that_is_emptied_is_no_longer_counted_among_the_noted(library) -> None:
    async with reading(library) as r:
        await r.press("c", *"one", "escape", "j", "c", *"two", "escape")
        r.desk.finder.go("is:noted", "Noted")
        await r.settle()
        assert "2 papers" in r.header()
        await r.press("c", "ctrl+a", "backspace", "backspace", "backspace", "delete", "delete", "delete")
        await r.press("escape")
        assert not r.listing.row.noted
        assert "1 paper " in r.header() + " "


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_long_tag_leaves_the_way_back_in_sight(library, size) -> None:
    async with reading(library, size=size) as r:
        await r.press("t", *("+" + "very-long-name-of-a-tag-" * 3), "enter")
        assert "u undo" in r.status()


async def test_the_abstract_is_there_again_after_a_view_without_papers(library) -> None:
    async with reading(library) as r:
        assert "no authors or date in this digest" in r.text()
        await r.press("g", "q")
        await r.press("escape")
        assert "no authors or date in this digest" in r.text()
