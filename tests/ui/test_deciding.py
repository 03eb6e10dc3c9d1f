"""Deciding in the reader: one key, one act, on to the next, and always back again."""

from __future__ import annotations

import pytest

from digestui.library import history, search, triage
from digestui.library.library import Library
from digestui.model.triage import Action, ActionKind, Place
from digestui.settings import Settings
from digestui.storage.acts import Batch
from ui.reading import Clock, Reading, reading

FIRST = "Elucidating The Design Space of Classifier-Guided Diffusion Generation"


async def test_dismiss_names_the_act_and_goes_on_to_the_next_undecided_paper(library) -> None:
    async with reading(library) as r:
        assert r.title() == FIRST
        await r.press("d")
        assert r.listing.cursor == 1
        assert r.listing.rows[r.listing.ids[0]].triage.place is Place.DISMISSED
        assert r.listing.ids[0] in r.listing.gone
        assert "dismissed Elucidating The Design Space" in r.status()
        assert "u undo" in r.status()


@pytest.mark.parametrize(
    ("key", "place", "word"),
    [("a", Place.QUEUE, "queued"), ("e", Place.DONE, "done"), ("d", Place.DISMISSED, "dismissed")],
)
async def test_each_decision_is_one_key_and_is_on_the_disk(library, key, place, word) -> None:
    async with reading(library) as r:
        paper = r.listing.current
        await r.press(key)
        assert word in r.status()
        with r.library() as lib:
            (row,) = search.rows(lib, [paper])
        assert row.triage.place is place
        assert row.triage.read is (place is not Place.QUEUE)


async def test_undo_goes_back_to_the_paper_it_restored_and_redo_does_it_again(library) -> None:
    async with reading(library) as r:
        await r.press("d", "d", "d")
        await r.press("j", "j", "u")
        assert r.listing.cursor == 2
        assert r.state().place is Place.INBOX
        assert "undid dismissed" in r.status()
        assert "ctrl+r redo" in r.status()
        await r.press("ctrl+r")
        assert r.state().place is Place.DISMISSED
        await r.press("u", "u", "u")
        assert r.listing.cursor == 0
        assert not r.listing.gone
        await r.press("u")
        assert "nothing to undo" in r.status()


async def test_undo_of_a_step_that_came_to_nothing_says_so_and_offers_no_redo(library) -> None:
    with Library.open(library, clock=Clock(), device="test") as lib, lib.database.write():
        # As an earlier program wrote it, of star and unstar in one command.
        batch = Batch(lib.database, lib.device, lib.clock(), label="starred, unstarred")
        for value in "10":
            batch.set([search.first_page(lib, search.understand(lib, "").query)[0]], s=value)
        batch.finish()
    async with reading(library) as r:
        await r.press("u")
        assert "undid starred, unstarred: nothing of it was left to change" in r.status()
        assert "redo" not in r.status()


async def test_undo_reaches_acts_of_an_earlier_day(library) -> None:
    async with reading(library) as r:
        await r.press("d", "q")
    async with reading(library) as r:
        assert r.listing.cursor == 0
        assert r.title() != FIRST
        await r.press("u")
        assert r.title() == FIRST
        assert r.state().place is Place.INBOX


async def test_star_toggles_and_a_mixed_selection_is_set(library) -> None:
    async with reading(library) as r:
        await r.press("s")
        assert r.state().starred
        assert r.listing.cursor == 0
        await r.press("x", "x", "s")
        assert all(r.listing.rows[i].triage.starred for i in r.listing.ids[:2])
        await r.press("g", "g", "s")
        assert not r.state().starred


async def test_read_and_unread(library) -> None:
    async with reading(library) as r:
        await r.press("m")
        assert r.state().read
        await r.press("m")
        assert not r.state().read
        await r.press("I")
        assert r.state().read
        await r.press("U")
        assert not r.state().read


async def test_moving_over_a_paper_does_not_mark_it_read(library) -> None:
    async with reading(library) as r:
        await r.press("j", "j", "k", "G", "g", "g")
        with r.library() as lib:
            assert search.count(lib, search.understand(lib, "is:read in:any").query) == 0


async def test_space_pages_to_the_end_then_marks_read_and_goes_on(library) -> None:
    async with reading(library, size=(120, 20)) as r:
        presses = 0
        while r.listing.cursor == 0 and presses < 20:
            await r.press("space")
            presses += 1
        assert presses > 1
        assert r.listing.rows[r.listing.ids[0]].triage.read
        assert r.listing.cursor == 1


@pytest.mark.parametrize(("key", "day"), [("1", 30), ("2", 1), ("3", 3), ("4", 5)])
async def test_snooze_takes_one_more_key_and_goes_on(library, key, day) -> None:
    async with reading(library) as r:
        paper = r.listing.current
        await r.press("b", key)
        assert r.listing.cursor == 1
        row = r.listing.rows[paper]
        assert row.triage.snoozed(r.clock())
        from datetime import datetime

        assert datetime.fromtimestamp(row.triage.snoozed_until).day == day
        assert "snoozed" in r.status()


async def test_a_snoozed_paper_comes_back_in_its_time(library) -> None:
    clock = Clock()
    async with reading(library, clock=clock) as r:
        await r.press("b", "2")
        await r.press("r")
        assert len(r.listing) == 110
        clock.at += 3 * 86400
        await r.press("r")
        assert len(r.listing) == 111


async def test_a_selection_is_what_the_next_act_applies_to(library) -> None:
    async with reading(library) as r:
        await r.press("x", "x", "x")
        assert len(r.listing.selected) == 3
        assert "3 selected" in r.status()
        await r.press("d")
        assert "dismissed 3 papers" in r.status()
        assert not r.listing.selected
        await r.press("u")
        assert not r.listing.gone


async def test_a_range_and_everything_can_be_selected(library) -> None:
    async with reading(library) as r:
        await r.press("v", "j", "j", "v")
        assert len(r.listing.selected) == 3
        await r.press("escape")
        assert not r.listing.selected
        await r.press("V")
        assert len(r.listing.selected) == 111
        await r.press("e")
        assert "111 papers" in r.status()
        await r.press("u")
        with r.library() as lib:
            assert search.count(lib, search.understand(lib, "in:inbox").query) == 111


async def test_dismiss_above_says_where_nothing_above_is_undecided(library) -> None:
    async with reading(library) as r:
        await r.press("a", "e", "D")
        assert r.status().endswith("nothing undecided above the cursor")
        await r.press("s", "j", "D")
        assert r.status().endswith("nothing undecided above the cursor, passed over 1")


async def test_dismiss_above_passes_over_what_one_cares_about(library) -> None:
    async with reading(library) as r:
        await r.press("s", "j", "j", "j", "D")
        assert "dismissed 2 papers" in r.status()
        assert "passed over 1" in r.status()
        await r.press("u")
        with r.library() as lib:
            assert search.count(lib, search.understand(lib, "in:inbox").query) == 111


async def test_everything_in_the_view_can_be_marked_read_in_one_undo(library) -> None:
    async with reading(library) as r:
        await r.press("A")
        assert "111 papers" in r.status()
        await r.press("u")
        with r.library() as lib:
            assert search.count(lib, search.understand(lib, "is:unread").query) == 111


async def test_a_paper_that_no_longer_matches_stays_until_the_view_is_refreshed(library) -> None:
    async with reading(library) as r:
        await r.press("d", "d")
        assert len(r.listing) == 111
        title = r.title()
        await r.press("r")
        assert len(r.listing) == 109
        assert r.title() == title


async def test_at_the_end_of_the_list_the_cursor_stays(library) -> None:
    async with reading(library) as r:
        await r.press("G", "d")
        assert r.listing.cursor == 110
        assert r.state().place is Place.DISMISSED


async def test_elsewhere_than_in_the_inbox_the_next_paper_is_the_next_row(library) -> None:
    async with reading(library) as r:
        await r.press("d", "g", "u")
        assert r.screen.list_title.title.text == "Unread"
        await r.press("j", "a")
        assert r.listing.cursor == 2


async def test_kept_papers_are_counted_in_the_status(library) -> None:
    async with reading(library) as r:
        await r.press("a", "s", "e")
        assert r.status().startswith("3/111, kept 2")


async def test_papers_that_were_kept_before_are_not_counted_as_kept_when_they_are_only_touched(
    library,
) -> None:
    with Library.open(library, clock=Clock(), device="other") as lib:
        first = search.first_page(lib, search.understand(lib, "").query, 4)
        for paper, kind in zip(first, ("star", "queue", "star", "done"), strict=True):
            triage.act(lib, [paper], Action(ActionKind(kind)))
        history.undo(lib)
    async with reading(library) as r:
        await r.press("m", "j", "m", "t", *"+vit", "enter")
        await r.press("j", "b", "4", "k", "d")
        assert "kept" not in r.status()
        await r.press("u", "g", "g", "s", "s")
        await r.press("u", "u", "u")
        assert "kept" not in r.status()
        await r.press("ctrl+r")
        assert "kept" not in r.status()


async def test_what_is_kept_is_counted_through_undo_and_redo(library) -> None:
    async with reading(library) as r:
        await r.press("a", "a", "s")
        assert ", kept 3" in r.status()
        await r.press("u")
        assert ", kept 2" in r.status()
        await r.press("u")
        await r.press("u")
        assert "kept" not in r.status()
        await r.press("ctrl+r")
        await r.press("ctrl+r")
        assert ", kept 2" in r.status()
        await r.press("V", "a")
        assert ", kept 111" in r.status()
        await r.press("u")
        assert ", kept 2" in r.status()


async def test_a_paper_of_the_queue_that_is_starred_or_done_now_is_kept_now(library) -> None:
    with Library.open(library, clock=Clock(), device="other") as lib:
        first = search.first_page(lib, search.understand(lib, "").query, 2)
        triage.act(lib, first, Action(ActionKind.QUEUE))
    async with reading(library) as r:
        await r.press("g", "q")
        await r.press("e", "s")
        assert ", kept 2" in r.status()


async def test_an_act_that_changes_nothing_says_so(library) -> None:
    async with reading(library) as r:
        await r.press("U")
        assert "already" in r.status()


async def test_acts_of_another_program_are_seen_without_moving_the_cursor(library) -> None:
    async with reading(library) as r:
        await r.press("j", "j")
        paper = r.listing.ids[4]
        with r.library() as lib:
            triage.act(lib, [paper], Action(ActionKind.STAR))
        r.desk.watcher.elsewhere()
        await r.settle()
        assert r.listing.rows[paper].triage.starred
        assert r.listing.cursor == 2


async def test_the_journal_holds_every_act_once(library) -> None:
    async with reading(library) as r:
        await r.press("d", "s", "a", "u")
    with r.library() as lib:
        entries = history.history(lib)
    labels = {entry.label for entry in entries}
    assert any(label.startswith("undid") for label in labels)
    assert sum(entry.verb == "star" for entry in entries) == 1


# ---- counts before a command (preset vim) -----------------------------------------------------------------

VIM = Settings(preset="vim")


def places(r: Reading, many: int = 7) -> str:
    """The first papers: `i` in the inbox, `q` queued, `d` done, `x` dismissed, `z` snoozed."""
    states = [r.listing.rows[paper].triage for paper in r.listing.ids[:many]]
    return "".join("z" if state.snoozed(r.clock()) else "iqdx"[state.place] for state in states)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("2 d", "xqxiiii"),
        ("3 a", "qqqqiii"),
        ("2 e", "dqdiiii"),
        ("3 b 4", "zqzziii"),
        ("2 b b f r i enter", "zqziiii"),
    ],
)
async def test_a_count_is_of_undecided_papers_as_going_on_is(library, keys: str, said: str) -> None:
    async with reading(library, settings=VIM) as r:
        await r.press("j", "a", "k", "k")
        await r.press(*keys.split())
        assert places(r) == said
        assert places(r, r.listing.cursor + 1).endswith("i")
        assert r.listing.cursor == len(said.rstrip("i"))
        await r.press("u")
        assert places(r) == "iqiiiii"


async def test_a_count_before_star_or_read_is_of_undecided_papers_and_the_cursor_stays(library) -> None:
    async with reading(library, settings=VIM) as r:
        await r.press("j", "d", "k", "k", "3", "s")
        rows = [r.listing.rows[paper].triage for paper in r.listing.ids[:5]]
        assert [state.starred for state in rows] == [True, False, True, True, False]
        assert r.listing.cursor == 0
        await r.press("2", "m", "2", "s")
        rows = [r.listing.rows[paper].triage for paper in r.listing.ids[:5]]
        assert [state.read for state in rows] == [True, True, True, False, False]
        assert [state.starred for state in rows] == [False, False, False, True, False]
        await r.press("2", "U", "3", "I")
        rows = [r.listing.rows[paper].triage for paper in r.listing.ids[:5]]
        assert [state.read for state in rows] == [True, True, True, True, False]


async def test_a_count_before_tags_is_of_so_many_papers(library) -> None:
    async with reading(library, settings=VIM) as r:
        await r.press("3", "t", *"+vit", "enter")
        rows = [r.listing.rows[paper].triage for paper in r.listing.ids[:4]]
        assert [state.tags for state in rows] == [("vit",), ("vit",), ("vit",), ()]


async def test_what_was_decided_is_brought_back_by_rows(library) -> None:
    async with reading(library, settings=VIM) as r:
        await r.press("3", "b", "4", "g", "g", "2", "b", "0")
        assert places(r) == "iiziiii"


async def test_elsewhere_than_in_the_inbox_a_count_is_of_rows(library) -> None:
    async with reading(library, settings=VIM) as r:
        await r.press("g", "u")
        await r.press("j", "a", "k", "k", "2", "a")
        assert places(r) == "qqiiiii"
        assert r.listing.cursor == 2


async def test_a_count_beyond_the_end_takes_what_there_is(library) -> None:
    async with reading(library, settings=VIM) as r:
        await r.press("G", "k", "k", "9", "d")
        assert "dismissed 3 papers" in r.status()
        assert r.listing.cursor == 110
        await r.press("u")
        await r.press("G", "5", "x")
        assert len(r.listing.selected) == 1


async def test_counted_papers_that_are_not_on_the_screen_yet_are_passed_over_where_they_are_decided(
    library,
) -> None:
    async with reading(library, settings=VIM) as r:
        ids = list(r.listing.ids)
        with r.library() as lib:
            triage.act(lib, [ids[90]], Action(ActionKind.QUEUE))
        for paper in ids[80:]:
            r.listing.rows.pop(paper, None)
        await r.press("9", "5", "d")
        with r.library() as lib:
            assert search.count(lib, search.understand(lib, "in:dismissed").query) == 94
            assert search.count(lib, search.understand(lib, "in:queue").query) == 1
        assert r.listing.cursor == 95


@pytest.mark.parametrize("key", ["s", "m"])
async def test_a_selection_is_let_go_once_something_was_done_to_it(library, key) -> None:
    async with reading(library) as r:
        await r.press("V", key)
        assert not r.listing.selected
        await r.press("d")
        with r.library() as lib:
            assert search.count(lib, search.understand(lib, "is:dismissed").query) == 1


async def test_all_are_those_of_the_view_and_not_what_stands_dimmed_in_it(library) -> None:
    async with reading(library) as r:
        await r.press("a", "a", "V")
        assert len(r.listing.selected) == 109
        await r.press("d")
        with r.library() as lib:
            assert search.count(lib, search.understand(lib, "in:queue").query) == 2


async def test_what_was_said_of_a_selection_goes_with_it(library) -> None:
    async with reading(library) as r:
        await r.press("x", "x")
        assert "selected" in r.status()
        await r.press("g", "u")
        assert "next act" not in r.status()


async def test_a_screen_too_small_to_see_decides_nothing(library) -> None:
    async with reading(library, size=(39, 9)) as r:
        await r.press("d", "e", "V", "s")
        with r.library() as lib:
            assert history.history(lib) == []
