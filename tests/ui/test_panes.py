"""The panes beside the list, each alone: what they show, what they say, what survives."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from textual.geometry import Offset
from textual.selection import Selection

from digestui.model.rows import FacetGroup, FacetValue
from digestui.records import replace
from digestui.ui.glyphs import UNICODE
from digestui.ui.panes.abstract import AbstractPane
from digestui.ui.panes.base import Pane
from digestui.ui.panes.filters import FiltersPane
from ui.fingers import press, settle
from ui.samples import CVT, GROUPS, NEAR, NOW, PLAIN
from ui.tiny import Tiny


def rows(pane: Pane) -> list[str]:
    """What the pane shows, row by row."""
    return ["".join(s.text for s in pane.render_line(y)).rstrip() for y in range(pane.size.height)]


def info(pane: Pane) -> list[str]:
    return [part.text for part in pane.title.info]


def transformers(text: str) -> Sequence[tuple[int, int]]:
    return [match.span() for match in re.finditer("[Tt]ransformers?", text)]


async def test_the_abstract_pages_to_its_end_and_says_so() -> None:
    app = Tiny(pane := AbstractPane(UNICODE))
    async with app.tiny((65, 14)) as pilot:
        pane.show(CVT, now=NOW)
        assert info(pane) == ["41%"]
        pages = 0
        while not pane.page_down():
            pages += 1
        assert pages == 2
        assert pane.at_end
        assert info(pane) == ["100%"]
        assert not pane.page_up()
        await settle(pilot)


async def test_a_short_abstract_is_whole_and_at_its_end_at_once() -> None:
    app = Tiny(pane := AbstractPane(UNICODE))
    async with app.tiny((65, 20)):
        pane.show(PLAIN, now=NOW)
        assert info(pane) == ["whole"]
        assert pane.page_down()


async def test_the_same_paper_keeps_its_place_and_another_begins_at_the_top() -> None:
    app = Tiny(pane := AbstractPane(UNICODE))
    async with app.tiny((65, 14)):
        pane.show(CVT, now=NOW)
        pane.scroll(5)
        pane.show(replace(CVT, triage=replace(CVT.triage, starred=False)), now=NOW)
        assert pane.first == 5
        pane.show(replace(CVT, id=9), now=NOW)
        assert pane.first == 0


async def test_a_change_of_width_keeps_the_words_in_sight_in_sight() -> None:
    app = Tiny(pane := AbstractPane(UNICODE))
    async with app.tiny((75, 14)) as pilot:
        pane.show(CVT, now=NOW)
        pane.scroll(8)
        before = set(" ".join(rows(pane)).split())
        await pilot.resize_terminal(60, 14)
        await settle(pilot)
        after = set(" ".join(rows(pane)).split())
        assert len(before & after) > len(after) / 2


async def test_matches_are_counted_and_stepped_through_around_the_end() -> None:
    app = Tiny(pane := AbstractPane(UNICODE))
    async with app.tiny((65, 14)):
        pane.show(CVT, transformers, now=NOW)
        assert info(pane)[0] == "8 matches"
        places = []
        for _ in range(9):
            assert pane.next_match()
            places.append(pane.first)
        assert info(pane)[0] == "1 of 8 matches"
        assert places[0] == places[8] == 0
        assert max(places) > 0
        pane.next_match(-1)
        assert info(pane)[0] == "8 of 8 matches"
        pane.show(CVT, None, now=NOW)
        assert not pane.next_match()


async def test_clicks_on_tag_link_and_page_are_told() -> None:
    app = Tiny(pane := AbstractPane(UNICODE))
    async with app.tiny((65, 34)) as pilot:
        pane.show(CVT, now=NOW)
        shown = rows(pane)
        for words in ("#vit", "github.com/leoxiaobin/CvT", "PDF", "code", "arxiv.org/abs"):
            y = max(n for n, row in enumerate(shown) if words in row)
            await pilot.click(pane, offset=(shown[y].index(words) + 1, y))
        assert [m.tag for m in app.said(AbstractPane.TagClicked)] == ["vit"]
        assert [(m.kind, m.address) for m in app.said(AbstractPane.LinkClicked)] == [
            ("link", "https://github.com/leoxiaobin/CvT"),
            ("pdf", ""),
            ("code", ""),
            ("page", ""),
        ]


async def test_room_for_near_papers_is_told_once_and_filled() -> None:
    app = Tiny(pane := AbstractPane(UNICODE))
    async with app.tiny((75, 60)) as pilot:
        pane.show(CVT, now=NOW)
        pane.show(replace(CVT, updated=True), now=NOW)
        await settle(pilot)
        assert [m.paper for m in app.said(AbstractPane.RoomForNear)] == [1]
        pane.show_near(99, NEAR)
        assert not any("NEAR" in row for row in rows(pane))
        pane.show_near(1, NEAR)
        y = next(n for n, row in enumerate(rows(pane)) if "TiC" in row)
        await pilot.click(pane, offset=(10, y))
        assert [m.paper for m in app.said(AbstractPane.NearClicked)] == [12]


async def test_the_focused_title_has_its_three_signs() -> None:
    app = Tiny(pane := AbstractPane(UNICODE), other := FiltersPane(UNICODE))
    async with app.tiny((65, 40)) as pilot:
        pane.focus()
        await settle(pilot)
        focused = list(pane.render_line(0))
        assert focused[0].text == "▌"
        assert focused[2].style is not None
        assert focused[2].style.bold
        other.focus()
        await settle(pilot)
        assert rows(pane)[0].startswith("  Abstract")


async def test_without_title_and_with_rule_the_text_has_all_rows_and_a_thumb() -> None:
    app = Tiny(pane := AbstractPane(UNICODE))
    async with app.tiny((80, 20)):
        pane.titled, pane.ruled = False, True
        pane.show(CVT, now=NOW)
        assert rows(pane)[0].startswith("    CvT")
        bar = "".join(row[-1] for row in rows(pane))
        assert bar.startswith("┃")
        assert bar.endswith("│")
        pane.go_to(999)
        assert rows(pane)[-1].endswith("┃")


async def test_the_rule_tells_scrolling_from_resizing() -> None:
    app = Tiny(pane := AbstractPane(UNICODE, ruled=True))
    async with app.tiny((65, 12)) as pilot:
        pane.show(CVT, now=NOW)
        await pilot.mouse_down(pane, offset=(64, 2))
        await pilot.hover(pane, offset=(64, 9))
        await pilot.mouse_up(pane, offset=(64, 9))
        assert pane.first > 0
        await pilot.mouse_down(pane, offset=(64, 3))
        await pilot.hover(pane, offset=(60, 3))
        await pilot.mouse_up(pane, offset=(60, 3))
        assert [m.x for m in app.said(Pane.RuleDragged)] == [60]


async def test_selected_words_are_copied_without_padding() -> None:
    app = Tiny(pane := AbstractPane(UNICODE))
    async with app.tiny((65, 20)):
        pane.show(CVT, now=NOW)
        selection = Selection(Offset(-2, 0), Offset(4, 1))
        assert pane.get_selection(selection) == (
            "CvT: Introducing Convolutions to Vision Transformers\nHaip",
            "\n",
        )


async def test_themes_repaint_the_same_words() -> None:
    app = Tiny(pane := AbstractPane(UNICODE))
    async with app.tiny((65, 20)) as pilot:
        pane.show(CVT, now=NOW)
        dark = [list(pane.render_line(y)) for y in range(20)]
        app.theme = "light"
        await settle(pilot)
        light = [list(pane.render_line(y)) for y in range(20)]
        assert [[s.text for s in line] for line in dark] == [[s.text for s in line] for line in light]
        assert dark != light


# Filters.


def labels(pane: FiltersPane) -> list[str]:
    return [e.value.label for e in pane._entries if e.value]


async def test_filters_show_groups_in_capitals_and_counts_at_right() -> None:
    app = Tiny(pane := FiltersPane(UNICODE))
    async with app.tiny((28, 41)):
        pane.show(GROUPS)
        shown = rows(pane)
        assert shown[2] == "  VIEWS"
        assert shown[3] == "  1 Inbox               612"
        assert "▌ 28 Apr Hugging Face   105" in shown
        assert "  # distillation          …" in shown
        assert "  2021 and older      1,235" in shown
        assert "  38 more …" in shown


async def test_enter_and_click_choose_a_value() -> None:
    app = Tiny(pane := FiltersPane(UNICODE))
    async with app.tiny((28, 41)) as pilot:
        pane.show(GROUPS)
        pane.move(1)
        pane.choose()
        await pilot.click(pane, offset=(5, 5))
        y = next(n for n, row in enumerate(rows(pane)) if "robustness" in row)
        await pilot.click(pane, offset=(5, y))
        assert [m.term for m in app.said(FiltersPane.FilterChosen)] == [
            "t:Queue",
            "t:Starred",
            "t:robustness",
        ]


async def test_new_counts_keep_the_cursor_on_its_value() -> None:
    app = Tiny(pane := FiltersPane(UNICODE))
    async with app.tiny((28, 41)):
        pane.show(GROUPS)
        pane.move(11)
        at = pane.current
        assert at is not None
        assert at.value is not None
        changed = [replace(g, values=tuple(replace(v, count=1) for v in g.values)) for g in GROUPS]
        pane.show([FacetGroup("views", (FacetValue("New", "new", 1), *changed[0].values)), *changed[1:]])
        assert pane.current is not None
        assert pane.current.value is not None
        assert pane.current.value.term == at.value.term


async def test_typing_narrows_in_all_groups_and_escape_shows_all_again() -> None:
    app = Tiny(pane := FiltersPane(UNICODE))
    async with app.tiny((28, 41)) as pilot:
        pane.show(GROUPS)
        pane.focus()
        pane.narrow()
        await press(pilot, "d", "i")
        assert labels(pane) == ["dismissed", "diffusion", "distillation"]
        await press(pilot, "down", "enter")
        assert [m.label for m in app.said(FiltersPane.FilterChosen)] == ["diffusion"]
        assert not pane.narrowing
        assert pane.current is not None
        assert pane.current.value is not None
        assert pane.current.value.label == "diffusion"
        pane.narrow()
        await press(pilot, "q", "q", "backspace", "escape")
        assert len(labels(pane)) == 28


async def test_narrowing_says_that_nothing_holds_what_was_typed_once_all_values_are_there() -> None:
    group = FacetGroup("years", (FacetValue("2025", "year:2025", 1), FacetValue("2024", "year:2024", 1)))
    app = Tiny(pane := FiltersPane(UNICODE))
    async with app.tiny((28, 41)) as pilot:
        pane.show([replace(group, more=3)])
        pane.narrow("2017")
        assert not any("nothing" in row for row in rows(pane)), "the others may hold it"
        pane.show([group])
        assert any("nothing here holds 2017" in row for row in rows(pane))
        assert pane.current is None
        pane.end_narrowing()
        await settle(pilot)
        assert [m.begins for m in app.said(FiltersPane.Narrowing)] == [True, False]
        assert labels(pane) == ["2025", "2024"]


async def test_narrowing_folds_accents_and_case() -> None:
    app = Tiny(pane := FiltersPane(UNICODE))
    async with app.tiny((28, 41)):
        pane.show([FacetGroup("tags", (FacetValue("Café", "#café", 1), FacetValue("x", "#x", 1)))])
        pane.narrow("cafe")
        assert labels(pane) == ["Café"]


async def test_a_group_opens_to_its_rest_and_closes_to_its_heading() -> None:
    many = FacetGroup("tags", tuple(FacetValue(f"tag{n}", f"#tag{n}", n, n == 40) for n in range(50)), 7)
    app = Tiny(pane := FiltersPane(UNICODE))
    async with app.tiny((28, 41)) as pilot:
        pane.show([many])
        assert len(labels(pane)) == 11, "ten, and the chosen one"
        assert "  46 more …" in rows(pane)
        pane.toggle_group("tags")
        assert len(labels(pane)) == 50
        await settle(pilot)
        assert [m.group for m in app.said(FiltersPane.MoreWanted)] == ["tags"]
        pane.toggle_group("tags")
        assert labels(pane) == []
        assert any("TAGS  57" in row for row in rows(pane))
        pane.choose()
        assert labels(pane)


async def test_ten_thousand_tags_open_narrow_and_scroll() -> None:
    many = FacetGroup("tags", tuple(FacetValue(f"tag-{n}", f"#tag-{n}", n) for n in range(10_000)))
    app = Tiny(pane := FiltersPane(UNICODE))
    async with app.tiny((28, 41)):
        pane.show([many])
        pane.toggle_group("tags")
        pane.move_to(-1)
        assert any("tag-9999" in row for row in rows(pane))
        pane.narrow("999")
        assert len(labels(pane)) == 19
        assert len(pane._painted) < 200, "only the lines in sight are made"


async def test_the_cursor_steps_over_groups() -> None:
    app = Tiny(pane := FiltersPane(UNICODE))
    async with app.tiny((28, 20)):
        pane.show(GROUPS)
        pane.move_group(1)
        pane.move_group(1)
        assert pane.current is not None
        assert pane.current.group == "state"
        pane.move_group(-1)
        assert pane.current is not None
        assert pane.current.group == "digests"


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (8, 4), (300, 3)])
async def test_panes_survive_any_size(size: tuple[int, int]) -> None:
    app = Tiny(one := AbstractPane(UNICODE, ruled=True), two := FiltersPane(UNICODE, ruled=True))
    async with app.tiny(size) as pilot:
        one.show(CVT, transformers, now=NOW)
        two.show(GROUPS)
        for pane in (one, two):
            pane.page_down()
            rows(pane)
        two.move(5)
        await settle(pilot)
