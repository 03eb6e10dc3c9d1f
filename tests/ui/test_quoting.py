"""Lines of the abstract chosen and quoted in the note."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from digestui.library import search
from digestui.ui.panes.chosen_lines import ChosenLines, quote, words
from digestui.ui.show.ink import Piece
from ui.reading import reading


def test_words_lose_the_breaks_of_the_pane_and_keep_paragraphs() -> None:
    lines = ["We train a self-", "supervised model.", "", "It is good", "- at 3 -", "things."]
    assert words([(Piece(line),) for line in lines]) == (
        "We train a self-supervised model.\n\nIt is good - at 3 - things."
    )
    assert quote("a\n\nb") == "> a\n>\n> b"


@given(st.integers(0, 40), st.lists(st.integers(-50, 50), max_size=6))
def test_a_choice_stays_within_the_abstract(start: int, draws: list[int]) -> None:
    chosen = ChosenLines(start, start)
    for by in draws:
        chosen = chosen.drawn(by, 0, 40)
        assert start in chosen.span
        assert chosen.span[0] >= 0
        assert chosen.span[-1] <= 40


async def test_lines_are_chosen_with_v_and_quoted_with_one_key(library: Path) -> None:
    async with reading(library) as r:
        await r.press("c", *"Mine.", "escape", "enter")
        assert r.screen.pane == "abstract"
        await r.press("v", "j", "down")
        assert "quote in the note" in r.status()
        await r.press(">")
        assert r.screen.pane == "editing"
        said = r.screen.note.text
        assert said.startswith("Mine.\n\n> ")
        assert said.endswith("\n\n")
        quoted = said.split("> ", 1)[1].strip()
        detail = r.desk.facts.detail
        assert detail is not None
        assert " ".join(detail.paper.abstract.split()).startswith(quoted)
        await r.press("ctrl+z")
        assert r.screen.note.text == "Mine."
        await r.press("escape")
        assert r.screen.pane == "abstract"


async def test_v_again_or_escape_chooses_nothing(library: Path) -> None:
    async with reading(library) as r:
        await r.press("enter", "v", "v", ">")
        assert "nothing chosen to quote" in r.status()
        await r.press("v", "escape")
        assert r.screen.pane == "abstract"
        await r.press("escape")
        assert r.screen.pane == "list"


async def test_the_choice_reaches_the_end_and_moving_on_forgets_it(library: Path) -> None:
    async with reading(library) as r:
        await r.press("enter", "v", "J")
        assert not r.screen.abstract.choosing
        await r.press("v", "G")
        assert len(r.screen.abstract.chosen_words) > 500


async def test_a_note_is_previewed_without_going_back(library: Path) -> None:
    async with reading(library) as r:
        await r.press("c", *"# Head", "ctrl+p")
        assert r.screen.pane == "note"
        assert not any("# Head" in line for line in r.lines())
        assert "Head" in r.text()
        await r.press("c", *" more", "escape")
        assert r.screen.pane == "note"
        assert r.desk.facts.detail.note == "# Head more"


async def test_the_key_of_the_preview_types_on_and_is_that_of_the_palette_elsewhere(library: Path) -> None:
    async with reading(library) as r:
        await r.press("c", *"one", "ctrl+p", "ctrl+p", *" two")
        assert r.screen.note.editing
        await r.press("escape")
        assert r.desk.facts.detail.note == "one two"
        await r.press("c", "ctrl+p", "escape", "ctrl+p")
        assert r.app.screen is not r.screen, "the palette"
        await r.press("escape")
        while r.screen.pane != "note":
            await r.press("tab")
        await r.press("ctrl+p")
        assert r.app.screen is not r.screen, "the palette"


async def test_words_that_were_searched_are_marked_in_the_note(library: Path) -> None:
    async with reading(library) as r:
        await r.press("c", *"about zebras", "escape", "/", *"note:zebra", "enter")
        assert len(r.listing) == 1
        strip = next(s for s in r.app.screen._compositor.render_strips() if "about zebras" in s.text)
        marked = [segment for segment in strip if segment.text == "zebras"]
        assert marked
        assert marked[0].style is not None
        assert marked[0].style.underline


async def test_lines_chosen_right_behind_a_step_are_those_of_the_paper_stepped_to(library: Path) -> None:
    async with reading(library) as r:
        await r.press("enter")
        await r.burst("J", "v", "j", ">")
        row = r.listing.row
        assert row is not None
        with r.library() as lib:
            abstract = " ".join(search.details(lib, [row.id])[0].paper.abstract.split())
        quoted = r.screen.note.text.split("> ", 1)[1].strip()
        assert r.listing.cursor == 1
        assert abstract.startswith(quoted[:60])


async def test_words_typed_right_behind_the_quotation_stand_below_it(library: Path) -> None:
    async with reading(library) as r:
        await r.press("l", "v", "j")
        await r.burst(">", *"words")
        head, _, tail = r.screen.note.text.rpartition("\n")
        assert tail == "words"
        assert head.startswith("> ")
