"""Finding: search as one types, views, filters, sorting."""

from __future__ import annotations

import json
import re
import threading

import pytest
from textual import events

from digestui.library import intake, search
from digestui.library.library import Library
from digestui.settings import Settings
from digestui.storage import database
from digestui.ui.control import runaway
from ui import fingers
from ui.reading import Clock, reading

ENDLESS = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n) SELECT count(*) FROM n"


async def test_search_shows_results_while_typing_and_settles_on_enter(library) -> None:
    async with reading(library) as r:
        await r.press("/", *"vision transf")
        assert 0 < len(r.listing) < 111
        await r.press("enter")
        assert r.screen.pane == "list"
        assert r.desk.finder.showing.text == "vision transf*"
        assert "best match first" in r.header()


async def test_escape_in_the_box_brings_back_what_was_there(library) -> None:
    async with reading(library) as r:
        await r.press("j", "j", "j")
        title = r.title()
        await r.press("/", *"diffusion", "escape")
        assert r.title() == title
        assert len(r.listing) == 111


async def test_a_box_that_is_emptied_at_once_shows_what_was_there(library) -> None:
    async with reading(library) as r:
        await r.press("/", *"diffusion zzz", "ctrl+u")
        assert len(r.listing) == 111
        await r.press("d", "backspace")
        assert len(r.listing) == 111


async def test_escape_after_a_search_goes_back_to_the_view_before(library) -> None:
    async with reading(library) as r:
        await r.press("j", "/", *"diffusion", "enter")
        assert r.screen.list_title.title.text == "Results"
        await r.press("escape")
        assert r.screen.list_title.title.text == "Inbox"
        assert r.listing.cursor == 1


async def test_a_typing_slip_is_searched_as_its_nearest_word_and_said(library) -> None:
    async with reading(library) as r:
        await r.press("/", *"tranformer", "enter")
        assert len(r.listing) > 5
        assert "no match for tranformer; showing transformer" in r.text()


async def test_what_is_found_by_its_nearest_word_is_counted_and_decided_as_any_other(library) -> None:
    async with reading(library) as r:
        await r.press("/", *"tranformer", "enter")
        found = len(r.listing)
        assert f"{found} papers" in r.header()
        assert f"{found} unread" in r.header()
        await r.press("s")
        assert f"{found} papers" in r.header()
        assert not r.listing.gone


async def test_a_mistyped_value_is_pointed_at_and_the_last_result_stays(library) -> None:
    async with reading(library) as r:
        await r.press("s", "/", *"is:stare")
        shown = len(r.listing)
        await r.press(*"d ")
        assert "did you mean is:starred" in r.text()
        assert len(r.listing) == shown


async def test_nothing_found_says_so_and_the_way_back(library) -> None:
    async with reading(library) as r:
        await r.press("/", *"is:starred qqqqzzzz", "enter")
        assert len(r.listing) == 0
        assert "Nothing matches" in r.text()
        await r.press("escape")
        assert len(r.listing) == 111


async def test_hostile_text_in_the_box_is_only_text(library) -> None:
    async with reading(library) as r:
        for text in ("[/INST] [@click=app.quit]x[/]", '"unclosed AND ( NEAR(a b) *', "a OR OR b -- '; DROP"):
            await r.press("/")
            r.screen.box.value = text
            await r.settle()
            await r.press("enter", "escape")
        assert len(r.listing) == 111


async def test_a_search_that_takes_too_long_is_cut_while_typing_and_runs_to_its_end_on_enter(
    library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library) as r:
        before = r.title()
        monkeypatch.setattr(runaway, "LIMIT", 0.0)
        monkeypatch.setattr(database, "STEPS", 1)
        await r.press("/", *"diffusion")
        assert "stopped after half a second  enter lets it run" in r.status()
        assert (r.title(), len(r.listing)) == (before, 111), "the last result stays"
        await r.press("enter")
        assert r.desk.finder.showing.text == "diffusion"
        assert 0 < len(r.listing) < 111


async def test_a_search_that_goes_on_holds_no_key_and_escape_stops_it(
    library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(library) as r:
        monkeypatch.setattr(runaway, "LIMIT", 0.0)
        monkeypatch.setattr(database, "STEPS", 1)
        cut = threading.Event()
        first_page = search.first_page

        def endless(lib: Library, *rest: object) -> object:
            if threading.current_thread().name == "digestui-back":
                try:
                    lib.database.rows(ENDLESS)
                finally:
                    cut.set()
            return first_page(lib, *rest)

        monkeypatch.setattr(search, "first_page", endless)
        fingers.send(r.pilot, "/", *"diffusion", "enter")
        await r.until(lambda: r.desk.finder.runaway.goes_on)
        assert "this search takes long  esc stop" in r.status()
        fingers.send(r.pilot, "j", "j")
        await r.until(lambda: r.listing.cursor == 2 and not r.desk.facts.behind)
        fingers.send(r.pilot, "escape")
        await r.settle()
        assert cut.is_set()
        assert "search stopped" in r.status()
        assert len(r.listing) == 111
        monkeypatch.setattr(search, "first_page", first_page)
        await r.press("/", *"vision", "enter")
        assert "best match first" in r.header(), "the next search is as any"


async def test_the_built_in_lists_are_two_keys_away(library) -> None:
    async with reading(library) as r:
        await r.press("s", "j", "a", "b", "2")
        for keys, name, count in (
            ("gs", "Starred", 1),
            ("gq", "Queue", 1),
            ("gz", "Snoozed", 1),
            ("gi", "Inbox", 109),
            ("gu", "Unread", 110),
        ):
            await r.press(*keys)
            assert r.screen.list_title.title.text == name
            assert len(r.listing) == count, name


async def test_a_search_can_be_saved_as_a_view_and_opened_by_its_number(library) -> None:
    async with reading(library) as r:
        await r.press("/", *"diffusion", "ctrl+s")
        await r.press(*"mine", "enter")
        await r.press("escape")
        await r.press("F")
        assert "mine" in r.text()
        await r.press("escape")


async def test_a_filter_edits_the_query_and_is_taken_out_again(library) -> None:
    async with reading(library, size=(160, 45)) as r:
        await r.press("s", "f")
        filters = r.screen.filters
        await r.settle()
        assert "STATE" in r.text()
        for _ in range(60):
            entry = filters.current
            if entry is not None and entry.value is not None and entry.value.label == "starred":
                break
            await r.press("j")
        await r.press("enter")
        assert "is:starred" in r.desk.finder.showing.text
        assert len(r.listing) == 1
        await r.press("enter")
        assert "is:starred" not in r.desk.finder.showing.text


async def test_sorting_changes_the_query_and_keeps_the_paper(library) -> None:
    async with reading(library) as r:
        await r.press("j", "j")
        title = r.title()
        await r.press("S")
        await r.press("j", "j", "j", "j", "j", "enter")
        assert "sort:title" in r.desk.finder.showing.text
        assert r.title() == title


async def test_matches_are_stepped_through_in_the_abstract(library) -> None:
    async with reading(library) as r:
        await r.press("/", *"imagenet", "enter", "enter")
        assert r.screen.abstract.matches > 0
        await r.press("n")
        assert "1 of" in r.text()


async def test_what_another_query_did_not_find_is_not_said_of_one_that_is_not_understood(library) -> None:
    async with reading(library) as r:
        await r.press("/", *"zzzzqqq", "enter")
        assert "Nothing matches zzzzqqq" in r.text()
        await r.press("/", "ctrl+u", *"date:2025-13")
        assert "date:2025-13 is not understood" in r.text()
        assert "Nothing matches" not in r.text()
        await r.press("enter")
        assert "date:2025-13 is not understood" in r.text()


async def test_of_papers_that_a_limit_leaves_the_unread_ones_are_counted(library) -> None:
    async with reading(library) as r:
        await r.press("m", "/", *"limit:3", "enter")
        assert "3 papers" in r.header()
        unread = sum(not r.listing.rows[paper].triage.read for paper in r.listing.ids)
        assert f"{unread} unread" in r.header()


async def test_the_filters_are_a_drawer_where_there_is_less_room(library) -> None:
    async with reading(library, size=(120, 36)) as r:
        assert not r.screen.geometry.filters
        await r.press("f")
        assert r.screen.pane == "filters"
        assert "VIEWS" in r.text()
        await r.press("escape")
        assert not r.screen.geometry.filters
        assert r.screen.pane == "list"


async def test_earlier_searches_come_back_with_the_arrow_keys(library) -> None:
    async with reading(library) as r:
        await r.press("/", *"diffusion", "enter", "g", "i", "/")
        await r.press("up")
        assert r.screen.box.value == "diffusion"


async def test_a_click_on_a_heading_sorts_and_the_next_turns_it_round(tmp_path) -> None:
    dated = [{"title": f"Paper {year}", "published": f"{year}-05-01"} for year in (2021, 2024, 2019)]
    file = tmp_path / "dated.jsonl"
    file.write_text("\n".join(map(json.dumps, dated)))
    with Library.open(tmp_path / "library.db", create=True, clock=Clock(), device="test") as lib:
        intake.import_files(lib, [str(file)])
    async with reading(tmp_path / "library.db", (160, 30)) as r:
        for newest in (True, False):
            row = next(n for n, line in enumerate(r.lines()) if " year " in line)
            value = re.search(r"20\d\d │", r.lines()[row + 1])
            assert value is not None
            assert r.lines()[row].index("year ") == value.start()
            await r.pilot.click(offset=(r.lines()[row].index("year"), row))
            await r.settle()
            assert ("Paper 2024" if newest else "Paper 2019") in r.lines()[row + 1]
            assert r.title() == "Paper 2021"


async def test_days_are_written_as_the_setting_says(library) -> None:
    async with reading(library, settings=Settings(date_format="%d.%m.%Y")) as r:
        await r.press("f")
        assert "28.04.2025" in r.text()
    async with reading(library) as r:
        await r.press("f")
        assert "28 Apr" in r.text()


async def test_filters_take_several_values_and_leave_some_out(library) -> None:
    async with reading(library, (160, 45)) as r:
        for tag in ("vit", "nas", "clip"):
            await r.press("t", *f"+{tag}", "enter", "j")
        await r.press("f", "/", *"#vit"[1:], "enter")
        assert "tag:vit" in r.header()
        await r.press("/", *"nas", "escape", "x")
        assert r.desk.finder.showing.text == "in:inbox (tag:vit OR tag:nas)"
        assert len(r.listing) == 2
        tags = next(group for group in r.screen.filters._groups if group.name == "tags")
        assert {value.label for value in tags.values if value.chosen} == {"nas", "vit"}
        await r.press("x")
        await r.press("minus")
        assert r.desk.finder.showing.text == "in:inbox tag:vit -tag:nas"
        assert any("-" in line[:3] and "nas" in line[:28] for line in r.lines())
        await r.press("minus")
        assert r.desk.finder.showing.text == "in:inbox tag:vit"


async def test_what_is_left_out_of_any_group_stays_under_the_cursor_to_be_let_go(library) -> None:
    async with reading(library, (160, 45)) as r:
        await r.press("f")
        filters = r.screen.filters
        names = ["digests", "categories", "years", "sources"]
        there = [group.name for group in filters._groups if group.name in names]
        assert len(there) > 1
        for name in there:
            while filters.current.group != name:
                await r.press("j")
            label = filters.current.value.label
            await r.press("minus")
            assert filters.current.value.label == label
            assert filters.current.value.excluded
            await r.press("minus")
            assert r.desk.finder.showing.text == "in:inbox"
            assert filters.current.value.label == label


async def test_narrowing_the_filters_finds_what_stands_under_more(tmp_path) -> None:
    dated = [{"title": f"Paper {year}", "published": f"{year}-05-01"} for year in range(2001, 2021)]
    file = tmp_path / "dated.jsonl"
    file.write_text("\n".join(map(json.dumps, dated)))
    with Library.open(tmp_path / "library.db", create=True, clock=Clock(), device="test") as lib:
        intake.import_files(lib, [str(file)])
    async with reading(tmp_path / "library.db", (160, 45)) as r:
        await r.press("f")
        assert "16 more" in r.text()
        await r.press("/", *"2003")
        entry = r.screen.filters.current
        assert entry is not None
        assert entry.value is not None
        assert entry.value.term == "year:2003"
        await r.press("escape")
        assert "16 more" in r.text(), "no more is shown than before"
        await r.press("/", *"2003")
        await r.press("enter")
        assert r.desk.finder.showing.text == "in:inbox year:2003"
        assert r.screen.filters.current.value.label == "2003"
        await r.press("/", *"zzz")
        assert "nothing here holds zzz" in r.text()


async def test_a_group_of_filters_folds_with_the_space_bar(library) -> None:
    async with reading(library, (160, 45)) as r:
        await r.press("f", "space")
        assert "Unread" not in r.text().split("DIGESTS")[0].split("VIEWS")[1]
        await r.press("space")
        assert "Unread" in r.text().split("DIGESTS")[0].split("VIEWS")[1]


async def test_ways_to_go_on_are_offered_and_tab_takes_one_after_another(library) -> None:
    async with reading(library) as r:
        for tag in ("vit", "vision", "nas"):
            await r.press("t", *f"+{tag}", "enter", "j")
        await r.press("/", *"tag:v")
        assert "tab  tag:vision 1  tag:vit 1" in r.status()
        await r.press("tab")
        assert r.screen.box.value == "tag:vision"
        await r.press("tab")
        assert r.screen.box.value == "tag:vit"
        assert len(r.listing) == 1
        await r.press("tab")
        assert r.screen.box.value == "tag:vision"
        await r.press(*" is:un")
        assert "is:unread" in r.status()
        await r.press("tab", "enter")
        assert r.desk.finder.showing.text == "tag:vision is:unread"


async def test_authors_are_completed_by_the_words_of_their_names(tmp_path) -> None:
    file = tmp_path / "people.jsonl"
    people = [["Ashish Vaswani", "Noam Shazeer"], ["Ashish Vaswani"], ["Erwin Vasić"]]
    file.write_text("\n".join(json.dumps({"title": f"P {n}", "authors": a}) for n, a in enumerate(people)))
    with Library.open(tmp_path / "library.db", create=True, clock=Clock(), device="test") as lib:
        intake.import_files(lib, [str(file)])
    async with reading(tmp_path / "library.db") as r:
        await r.press("/", *"au:vas")
        assert "au:vaswani 2  au:vasic 1" in r.status()
        await r.press("tab", "enter")
        assert len(r.listing) == 2


async def test_searches_of_an_earlier_day_come_back_with_the_arrow_key(library) -> None:
    async with reading(library) as r:
        await r.press("/", *"diffusion", "enter", "g", "i")
        r.app.leave()
        await r.settle()
    async with reading(library) as r:
        await r.press("/")
        await r.press("up")
        assert r.screen.box.value == "diffusion"


@pytest.mark.parametrize(("size", "mark"), [((120, 36), "in abstract"), ((80, 24), "¶")])
async def test_a_paper_found_by_its_abstract_alone_says_so(library, size, mark) -> None:
    async with reading(library, size) as r:
        await r.press("/", *"calibration")
        assert mark in r.text()
        await r.press("enter")
        assert mark in r.text()
        marked = set(r.listing.where)
        assert marked
        with r.library() as lib:
            told = search.find(lib, search.understand(lib, "abstract:calibration -title:calibration").query)
        assert marked <= set(told.ids)
        await r.press("g", "i")
        assert mark not in r.text()


async def test_an_empty_inbox_knows_what_was_decided_today_also_after_a_new_start(library) -> None:
    async with reading(library) as r:
        await r.press("V", "d")
    async with reading(library) as r:
        assert "111 papers decided today" in r.text()


async def test_a_library_without_papers_says_how_to_bring_some(tmp_path) -> None:
    Library.open(tmp_path / "empty.db", create=True, clock=Clock(), device="test").close()
    async with reading(tmp_path / "empty.db") as r:
        assert "No papers yet" in r.text()
        assert ":import FILE" in r.text()


@pytest.mark.parametrize("keys", [("g", "q"), ("escape",)])
async def test_how_long_a_search_took_is_not_said_of_what_comes_after_it(library, keys) -> None:
    async with reading(library) as r:
        await r.press("/", *"vision", "enter")
        assert "whole library" in r.status()
        await r.press(*keys)
        assert "whole library" not in r.status()


async def test_a_screen_that_becomes_narrow_peeks_at_the_paper_under_the_cursor(library) -> None:
    async with reading(library, (120, 36)) as r:
        await r.press("/", *"transformer", "enter")
        await r.pilot.resize_terminal(80, 24)
        await r.settle()
        assert r.screen.peek.display
        assert r.title() in r.text().partition("─" * 60)[2]


async def test_of_a_query_longer_than_the_box_the_part_that_is_typed_is_seen(library) -> None:
    long = "the quick brown fox jumps over the lazy dog and some more words to scroll past"
    async with reading(library, size=(80, 24)) as r:
        await r.press("/", *long)
        assert r.text().splitlines()[0].rstrip().endswith("words to scroll past")
        await r.press("home", "x")
        assert r.text().splitlines()[0].startswith(" / xthe quick brown")
        await r.press("end")
        await r.pilot.resize_terminal(60, 24)
        await r.settle()
        assert "scroll past" in r.text().splitlines()[0]


async def test_a_letter_lays_out_nothing(library, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(library) as r:
        await r.press("/", "d")
        laid_out: list[object] = []
        monkeypatch.setattr(r.screen, "_refresh_layout", lambda *_, **__: laid_out.append(1))
        await r.press("i", "f", "f", "backspace")
        assert r.screen.box.value == "dif"
        assert laid_out == []


async def test_what_is_pasted_into_the_box_comes_once(library) -> None:
    async with reading(library, size=(160, 45)) as r:
        await r.press("/")
        r.app.post_message(events.Paste("label\nnoise"))
        await r.settle()
        assert r.screen.box.value == "label noise"
        await r.press("escape", "f", "/")
        r.app.post_message(events.Paste("stat"))
        await r.settle()
        assert r.screen.filters.narrowing
        assert "stat" in r.text()


async def test_what_was_cut_in_the_box_comes_back_with_ctrl_y(library) -> None:
    async with reading(library) as r:
        await r.press("/", *"vision is:starred", "ctrl+w", "ctrl+u", "x", "backspace", "ctrl+y")
        assert r.screen.box.value == "vision is:"


async def test_counts_of_the_view_before_are_not_those_of_the_one_on_show(library) -> None:
    async with reading(library) as r:
        held, ask = [], r.desk.lanes.back.ask

        def slow(kind, *given, **more) -> None:
            if kind == "count":
                held.append((kind, *given))
            else:
                ask(kind, *given, **more)

        r.desk.lanes.back.ask = slow
        await r.press("m")
        r.desk.lanes.back.ask = ask
        await r.press("/", *"limit:3", "enter")
        for given in held:
            ask(*given)
        await r.settle()
        assert "3 papers" in r.header()
