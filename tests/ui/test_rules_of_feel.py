"""The rules of feel, sentence by sentence: what proves each, here or in another module.

`RULES` is the table. A sentence whose proof is renamed or taken away fails here.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from digestui.library import history, search
from digestui.model.triage import Place
from digestui.settings import Settings
from digestui.ui.keytable import COMMANDS, DECIDE
from digestui.ui.keytable import SELECT as SELECTING
from ui import fingers
from ui.reading import Reading, reading

HERE = "test_rules_of_feel"
RULES: dict[str, tuple[str, ...]] = {
    "It opens in the view and on the paper where it was left.": (
        "test_moving.test_the_reader_comes_back_to_the_view_and_paper_it_was_left_on",
        "test_reopening.test_the_reader_opens_on_the_paper_it_was_left_on_deep_in_a_view",
    ),
    "If that was decided since, it opens on the next undecided paper below.": (
        "test_moving.test_a_paper_decided_meanwhile_gives_way_to_the_next_undecided_one",
    ),
    "The first time, it opens on the first undecided paper.": (
        "test_moving.test_the_reader_opens_on_the_first_undecided_paper",
    ),
    "Next after an act is the next undecided row below in an inbox view.": (
        "test_deciding.test_dismiss_names_the_act_and_goes_on_to_the_next_undecided_paper",
        f"{HERE}.test_going_on_passes_over_what_was_decided",
    ),
    "Elsewhere it is the next row.": (
        "test_deciding.test_elsewhere_than_in_the_inbox_the_next_paper_is_the_next_row",
    ),
    "At the end the cursor stays.": ("test_deciding.test_at_the_end_of_the_list_the_cursor_stays",),
    "The cursor moves first, everything else follows.": (
        f"{HERE}.test_the_cursor_moves_and_the_row_is_painted_while_nothing_answers",
    ),
    "An act applies to the papers under it when the key went down, whatever loads meanwhile.": (
        f"{HERE}.test_an_act_stays_with_its_paper_whatever_loads_meanwhile",
        "test_in_the_reader.test_acts_pressed_all_at_once_each_take_the_paper_the_one_before_left",
        "test_bursts.test_a_burst_does_what_its_keys_do_one_by_one",
    ),
    "A paper that stops matching stays, dimmed, until the view is refreshed.": (
        "test_deciding.test_a_paper_that_no_longer_matches_stays_until_the_view_is_refreshed",
        f"{HERE}.test_a_paper_that_stops_matching_is_drawn_in_italics",
    ),
    "New papers never move the cursor: the status says how many and which key shows them.": (
        f"{HERE}.test_new_papers_are_told_and_move_nothing",
        "test_elsewhere.test_files_named_at_the_start_are_brought_in_while_one_reads",
        "test_deciding.test_acts_of_another_program_are_seen_without_moving_the_cursor",
    ),
    "Nothing needs a confirmation that undo can reverse.": (f"{HERE}.test_no_act_asks_whether_one_is_sure",),
    "Every act names itself in the status line.": (f"{HERE}.test_every_act_names_itself_in_the_status_line",),
    "Unread, starred, queued, noted, tagged are told by shape as well as colour.": (
        f"{HERE}.test_states_are_told_by_shape_where_there_is_no_colour",
        "test_glyphs.test_every_mark_is_one_cell_and_the_marks_of_a_row_differ",
    ),
    "Moving over a paper does not mark it read.": (
        "test_deciding.test_moving_over_a_paper_does_not_mark_it_read",
    ),
    "The setting `read_when` says what does.": (f"{HERE}.test_read_when_says_when_a_paper_is_read",),
}
"""Each sentence with the tests that prove it."""


@pytest.mark.parametrize("sentence", RULES)
def test_every_sentence_has_its_proof(sentence: str) -> None:
    for name in RULES[sentence]:
        module, _, test = name.partition(".")
        assert callable(getattr(importlib.import_module(f"ui.{module}"), test)), name


@contextmanager
def silence(r: Reading) -> Iterator[None]:
    """No lane answers until this is left."""
    go_on = threading.Event()
    lanes = r.desk.lanes
    for lane in (lanes.write, lanes.side):
        lane.do("held", lambda lib: go_on.wait(30))
    for lane in (lanes.front, lanes.back):
        lane.ask("held", lambda lib: go_on.wait(30), lambda answer: None)
    try:
        yield
    finally:
        go_on.set()


async def test_the_cursor_moves_and_the_row_is_painted_while_nothing_answers(library: Path) -> None:
    async with reading(library) as r:
        first, second = r.listing.ids[:2]
        before = r.screen.abstract.detail
        with silence(r):
            await fingers.press(r.pilot, "d")
            assert r.listing.current == second
            assert r.listing.rows[first].triage.place is Place.DISMISSED
            assert "2/111" in r.text()
            assert r.screen.abstract.detail is before
        await r.settle()
        assert r.screen.abstract.detail is not None
        assert r.screen.abstract.detail.id == second
        with r.library() as lib:
            assert search.count(lib, search.understand(lib, "in:dismissed").query) == 1


async def test_an_act_stays_with_its_paper_whatever_loads_meanwhile(library: Path) -> None:
    async with reading(library) as r:
        paper = r.listing.current
        with silence(r):
            await fingers.press(r.pilot, "s", "j", "j", "S", "t", "i", "enter", "g", "u")
        await r.settle()
        with r.library() as lib:
            starred = search.find(lib, search.understand(lib, "is:starred").query).ids
            assert list(starred) == [paper]


async def test_going_on_passes_over_what_was_decided(library: Path) -> None:
    async with reading(library) as r:
        await r.press("j", "d", "a", "g", "g", "e")
        assert r.listing.cursor == 3


async def test_a_paper_that_stops_matching_is_drawn_in_italics(library: Path) -> None:
    async with reading(library) as r:
        title = r.title()
        await r.press("d")
        row = next(strip for strip in r.app.screen._compositor.render_strips() if title[:20] in strip.text)
        words = [segment for segment in row if title[:20] in segment.text]
        assert words
        assert all(segment.style is not None and segment.style.italic for segment in words)


async def test_new_papers_are_told_and_move_nothing(library: Path, tmp_path: Path) -> None:
    from digestui.library import intake

    async with reading(library) as r:
        await r.press("j", "j")
        before, title = list(r.listing.ids), r.title()
        file = tmp_path / "more.jsonl"
        file.write_text('{"title": "One more paper"}\n{"title": "And another"}\n', "utf-8")
        with r.library() as lib:
            intake.import_files(lib, [file])
        r.desk.watcher.elsewhere()
        await r.settle()
        assert "2 new, r to show" in r.text()
        assert (list(r.listing.ids), r.title()) == (before, title)
        await r.press("r")
        assert len(r.listing) == len(before) + 2
        assert r.title() == title


ASKING = {"snooze", "tag", "select-state"}
"""Commands that ask what is meant, not whether it is."""


@pytest.mark.parametrize(
    "name",
    [
        c.name
        for c in COMMANDS
        if c.group in (DECIDE, SELECTING) and c.name not in ASKING and "list" in c.panes
    ],
)
async def test_no_act_asks_whether_one_is_sure(library: Path, name: str) -> None:
    keys = next(command.keys[0].split() for command in COMMANDS if command.name == name)
    async with reading(library) as r:
        await r.press("j", "j", "j")
        await r.press("V", *keys)
        assert r.app.screen is r.screen
        assert r.screen.pane == "list"
        with r.library() as lib:
            done = history.history(lib)
            while history.undo(lib) is not None:
                pass
            whole = search.count(lib, search.understand(lib, "in:inbox -is:starred is:unread").query)
        assert whole == 111
        assert bool(done) == (name in CHANGING)


CHANGING = {
    *("queue", "done", "dismiss", "dismiss-above", "star", "toggle-read", "mark-read", "read-all"),
    *("snooze-tonight", "snooze-tomorrow", "snooze-saturday", "snooze-week", "snooze-month"),
}
"""What changes papers of which nothing is decided yet."""


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("a", "queued"),
        ("e", "done"),
        ("d", "dismissed"),
        ("G D", "dismissed 110 papers"),
        ("b 1", "snoozed to"),
        ("b 5", "snoozed to"),
        ("d k i", "moved to the inbox"),
        ("s", "starred"),
        ("s s", "unstarred"),
        ("m", "read"),
        ("m m", "unread"),
        ("I", "read"),
        ("I U", "unread"),
        ("A", "read 111 papers"),
        ("t + v i t enter", "tagged"),
        ("c n escape", "noted"),
        ("c n escape c backspace escape", "removed the note of "),
        ("d u", "undid dismissed"),
        ("d u ctrl+r", "redid dismissed"),
        ("x x d", "dismissed 2 papers"),
    ],
)
async def test_every_act_names_itself_in_the_status_line(library: Path, keys: str, words: str) -> None:
    async with reading(library) as r:
        await r.press(*keys.split())
        assert words in r.status()
        hint = "redo" if keys == "d u" else "undo"
        assert r.status().endswith(f" {hint}")


async def test_states_are_told_by_shape_where_there_is_no_colour(library: Path) -> None:
    async with reading(library, (80, 24), env={"NO_COLOR": "1"}) as r:
        marks = set()
        for keys in ((), ("s",), ("a", "k"), ("c", "n", "escape"), ("t", *"+vit", "enter"), ("m",)):
            await r.press(*keys)
            title = r.title()
            line = next(line for line in r.lines() if title[:24] in line)
            begin = line.index(title[:24])
            marks.add((line[begin - 7 : begin], "#" in line[begin:]))
            await r.press("j")
        assert len(marks) == 6


@pytest.mark.parametrize(
    ("when", "keys", "read"),
    [
        ("end", ("l", "h", "j"), False),
        ("end", ("space", "space", "space", "space"), True),
        ("open", ("l", "h"), True),
        ("manual", ("l", "space", "space", "space", "space"), False),
        ("manual", ("m",), True),
    ],
)
async def test_read_when_says_when_a_paper_is_read(
    library: Path, when: str, keys: tuple[str, ...], read: bool
) -> None:
    async with reading(library, settings=Settings(read_when=when)) as r:
        paper = r.listing.ids[0]
        await r.press(*keys)
        assert r.listing.rows[paper].triage.read is read
