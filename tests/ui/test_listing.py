"""What the list holds: cursor, selection, rows, papers that no longer match."""

from __future__ import annotations

from digestui.model.rows import Row
from digestui.model.triage import Triage
from digestui.records import replace
from digestui.ui.listing import KEPT_ROWS, Listing


def listing(count: int = 10) -> Listing:
    made = Listing()
    made.show(range(100, 100 - count, -1), complete=True)
    made.keep(Row(id=i, key=f"title:{i}", title=f"Paper {i}", triage=Triage()) for i in made.ids)
    return made


def test_the_cursor_stays_within_the_list() -> None:
    papers = listing()
    assert papers.move(99)
    assert papers.cursor == 9
    assert not papers.move(12)
    assert papers.move(-4)
    assert papers.current == 100


def test_acts_apply_to_the_selection_and_else_to_the_paper_under_the_cursor() -> None:
    papers = listing()
    assert papers.targets() == (100,)
    papers.toggle()
    papers.move(3)
    papers.toggle()
    papers.move(5)
    assert papers.targets() == (100, 97)
    assert papers.clear_selection()
    assert papers.targets() == (95,)


def test_a_range_follows_the_cursor_and_keeps_what_was_selected_before() -> None:
    papers = listing()
    papers.toggle()
    papers.move(4)
    papers.begin_range()
    papers.move(6)
    assert set(papers.selected) == {100, 96, 95, 94}
    papers.move(5)
    assert set(papers.selected) == {100, 96, 95}
    papers.begin_range()
    papers.move(9)
    assert set(papers.selected) == {100, 96, 95}


def test_the_whole_list_arrives_under_an_unmoved_cursor() -> None:
    papers = Listing()
    papers.show([50, 49, 48], complete=False)
    papers.move(1)
    papers.extend([52, 51, 50, 49, 48, 47])
    assert papers.current == 49
    assert papers.complete


def test_a_refresh_keeps_the_cursor_on_its_paper() -> None:
    papers = listing()
    papers.move(5)
    papers.gone.add(97)
    papers.show([i for i in range(110, 80, -1) if i != 97], complete=True, keep=True)
    assert papers.current == 95
    assert not papers.gone


def test_states_from_a_receipt_change_the_rows_they_name() -> None:
    papers = listing()
    changed = papers.restate({100: Triage(read=True), 7: Triage(read=True)}, {99: True})
    assert set(changed) == {100, 99}
    assert papers.rows[100].triage.read
    assert papers.rows[99].noted


def test_a_row_asked_for_before_something_was_said_of_its_paper_does_not_come() -> None:
    papers = listing()
    asked = papers.decisions
    papers.restate({100: Triage(read=True)})
    papers.keep([replace(papers.rows[i], title="as it was") for i in (100, 99)], asked)
    assert papers.rows[100].title == "Paper 100"
    assert papers.rows[99].title == "as it was"
    papers.keep([replace(papers.rows[100], title="as it is")], papers.decisions)
    assert papers.rows[100].title == "as it is"


def test_rows_asked_for_before_all_were_forgotten_do_not_come() -> None:
    papers = listing()
    old, asked = papers.rows[98], papers.decisions
    papers.forget_rows()
    papers.keep([old], asked)
    assert not papers.rows
    papers.keep([old], papers.decisions)
    assert papers.rows == {98: old}


def test_the_next_wanted_row_is_found_below_and_above() -> None:
    papers = listing()
    papers.restate({99: Triage(read=True), 98: Triage(read=True)})
    unread = lambda row: row is None or not row.triage.read  # noqa: E731
    assert papers.next_place(unread) == 3
    papers.move(3)
    assert papers.next_place(unread, step=-1) == 0
    papers.move(9)
    assert papers.next_place(unread) is None


def test_a_million_papers_keep_only_the_rows_last_seen() -> None:
    papers = Listing()
    papers.show(range(1_000_000), complete=True)
    for first in range(0, 20_000, 1000):
        papers.keep(Row(id=i, key=str(i), title="t", triage=Triage()) for i in range(first, first + 1000))
    assert len(papers.rows) == KEPT_ROWS
    assert 19_999 in papers.rows
