"""Figures about reading, from a library whose days are known."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from digestui.errors import BadUsage
from digestui.library import history, intake, notes, search, statistics, triage
from digestui.library.library import Library
from digestui.model.statistics import Figures, Funnel
from digestui.model.triage import Action, ActionKind
from library import feeding

TODAY = date(2025, 4, 30)


class Days:
    """A library of the bundled papers, and a clock that is set to a day and an hour."""

    def __init__(self, path: Path) -> None:
        self.at = datetime(2025, 4, 28, 8).timestamp()
        self.lib = Library.open(path, create=True, clock=lambda: self.at, device="test")
        intake.load_bundled(self.lib)
        self.ids = list(search.find(self.lib, search.understand(self.lib, "in:any").query).ids)

    def do(self, day: date, kind: ActionKind, *papers: int, hour: int = 9) -> None:
        self.at = datetime(day.year, day.month, day.day, hour).timestamp()
        triage.act(self.lib, [self.ids[n] for n in papers], Action(kind))

    def figures(self, period: str = "", text: str = "") -> Figures:
        self.at = datetime(2025, 4, 30, 20).timestamp()
        return statistics.figures(self.lib, period, text=text)


@pytest.fixture
def days(tmp_path: Path) -> Days:
    return Days(tmp_path / "library.db")


def ago(n: int) -> date:
    return TODAY - timedelta(days=n)


def test_a_library_nobody_read_in_has_its_papers_and_nothing_else(days: Days) -> None:
    found = days.figures()
    assert found.days == {}
    assert (found.streak, found.longest, found.busiest, found.to_decision) == (0, 0, None, None)
    assert found.funnel == Funnel(arrived=111)
    assert found.inbox == 111


def test_days_are_counted_by_what_was_set_read_on_them(days: Days) -> None:
    days.do(ago(9), ActionKind.READ, 0, 1)
    days.do(ago(8), ActionKind.DISMISS, 2)
    days.do(ago(1), ActionKind.READ, 3, hour=23)
    found = days.figures()
    assert found.days == {ago(9): 2, ago(8): 1, ago(1): 1}
    assert (found.streak, found.longest) == (1, 2)
    assert (found.read, found.read_week) == (4, 1)
    assert (found.hours[9], found.hours[23]) == (3, 1)


def test_what_was_taken_back_does_not_count_and_what_was_done_again_does(days: Days) -> None:
    days.do(TODAY, ActionKind.READ, 0)
    history.undo(days.lib)
    assert days.figures().days == {}
    history.redo(days.lib)
    assert days.figures().days == {TODAY: 1}


def test_the_funnel_narrows_from_arrived_to_noted(days: Days) -> None:
    days.do(TODAY, ActionKind.DISMISS, 0, 1, 2)
    days.do(TODAY, ActionKind.QUEUE, 3, 4)
    days.do(TODAY, ActionKind.STAR, 5)
    days.do(TODAY, ActionKind.DONE, 4)
    notes.save_note(days.lib, days.ids[4], "Read it.", base=None)
    for period in ("week", "all"):
        found = days.figures(period)
        assert found.funnel == Funnel(arrived=111, seen=6, kept=3, read=1, noted=1)
        assert [f for _, f in found.sources] == [found.funnel]
        assert [d.funnel for d in found.digests] == [found.funnel]
    assert (found.queue, found.notes, found.inbox, found.decided_week) == (1, 1, 106, 5)


def test_inbox_and_queue_are_what_the_lists_of_these_names_show(days: Days) -> None:
    days.do(TODAY, ActionKind.QUEUE, 0, 1, 2)
    days.do(TODAY, ActionKind.DONE, 3)
    tomorrow, past = int(days.at) + 86_400, int(days.at) - 60
    for paper, until in ((0, tomorrow), (5, tomorrow), (3, past)):  # the last comes back to the inbox
        triage.act(days.lib, [days.ids[paper]], Action(ActionKind.SNOOZE, until=until))
    for text in ("", "the"):
        found = days.figures(text=text)
        for place, said in (("inbox", found.inbox), ("queue", found.queue)):
            shown = search.understand(days.lib, f"{text} in:{place}").query
            assert said == search.count(days.lib, shown) > 0
    assert (days.figures().inbox, days.figures().queue) == (107, 2)


def test_a_period_without_arrivals_gives_way_to_a_longer_one(days: Days) -> None:
    days.at = datetime(2025, 12, 1).timestamp()
    assert statistics.figures(days.lib).period == "year"
    days.at = datetime(2027, 12, 1).timestamp()
    assert statistics.figures(days.lib).period == "all"
    assert statistics.figures(days.lib, "month").funnel == Funnel()


def test_time_to_decision_is_the_middle_one_and_starts_at_the_arrival(days: Days) -> None:
    days.do(date(2025, 4, 28), ActionKind.DISMISS, 0, hour=9)
    days.do(date(2025, 4, 28), ActionKind.QUEUE, 1, hour=10)
    days.do(date(2025, 4, 28), ActionKind.DISMISS, 2, hour=20)
    days.do(date(2025, 4, 29), ActionKind.DONE, 1, hour=10)
    found = days.figures()
    assert found.to_decision == 2 * 3600
    assert found.to_done == 24 * 3600


def test_a_paper_decided_under_two_of_its_keys_counts_once(days: Days) -> None:
    feeding.feed(days.lib, [feeding.paper("Known by its title")], name="Titles")
    number = int(days.lib.database.value("SELECT id FROM papers WHERE title = 'Known by its title'"))
    days.ids.insert(0, number)
    days.do(TODAY, ActionKind.QUEUE, 0, hour=9)
    notes.save_note(days.lib, number, "Look.", base=None)
    feeding.feed(days.lib, [feeding.paper("Known by its title", "arxiv:2504.99999")], name="Ids")
    days.do(TODAY, ActionKind.DONE, 0, hour=11)
    notes.save_note(days.lib, number, "Looked.", base="Look.")
    assert len({key for (key,) in days.lib.database.rows("SELECT key FROM journal")}) == 2
    found = days.figures("all")
    assert (found.decided_week, found.noted_week, found.to_done) == (1, 1, 2 * 3600)
    today = history.today(days.lib)
    assert (today.decided, today.done) == (1, 1)


def test_what_is_decided_about_a_paper_that_was_taken_out_counts_all_the_same(days: Days) -> None:
    days.do(TODAY, ActionKind.QUEUE, 0)
    days.lib.database.execute("DELETE FROM paper_keys WHERE paper = ?", (days.ids[0],))
    assert days.figures().decided_week == 1


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A place that puts its clocks on and back."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("day", "hour", "decided"),
    [
        (date(2025, 10, 26), 0, 1),
        (date(2025, 10, 26), 23, 1),
        (date(2025, 10, 27), 0, 0),
        (date(2025, 3, 30), 0, 1),
        (date(2025, 3, 30), 23, 1),
        (date(2025, 3, 31), 0, 0),
    ],
)
@pytest.mark.usefixtures("berlin")
def test_a_day_on_which_clocks_are_changed_ends_at_its_midnight(
    days: Days, day: date, hour: int, decided: int
) -> None:
    days.do(day, ActionKind.QUEUE, 0, hour=hour)
    last = date(2025, 10, 26) if day.month == 10 else date(2025, 3, 30)
    assert statistics.figures(days.lib, "all", until=last).decided_week == decided


def test_stars_are_counted_by_tag_and_author(days: Days) -> None:
    days.do(TODAY, ActionKind.STAR, 0, 1)
    triage.act(days.lib, [days.ids[0], days.ids[1]], triage.parse_tags("+vit"))
    triage.act(days.lib, [days.ids[0]], triage.parse_tags("+nas"))
    assert days.figures().tags == (("vit", 2), ("nas", 1))


def test_figures_can_be_those_of_a_query(days: Days) -> None:
    days.do(TODAY, ActionKind.DISMISS, 0, 1, 2)
    triage.act(days.lib, [days.ids[0], days.ids[9]], triage.parse_tags("+mine"))
    found = days.figures("all", "tag:mine")
    assert found.funnel == Funnel(arrived=2, seen=1)
    assert (found.read, found.inbox, found.days) == (1, 1, {TODAY: 1})


@pytest.mark.parametrize("text", ['"vision', "tag:mine OR", "tag:mine (", "tag:mine -", 'tag:"mine'])
def test_a_query_that_is_not_finished_says_here_what_it_says_in_a_search(days: Days, text: str) -> None:
    days.do(TODAY, ActionKind.DISMISS, 0, 1, 2)
    triage.act(days.lib, days.ids[:4], triage.parse_tags("+mine"))
    found = search.find(days.lib, search.understand(days.lib, f"in:any {text}").query)
    assert days.figures("all", text).funnel.arrived == len(found.ids) > 0


def test_a_word_that_is_no_period_is_named(days: Days) -> None:
    with pytest.raises(BadUsage, match="fortnight"):
        days.figures("fortnight")


def test_degrees_of_days_rise_with_what_was_read() -> None:
    counts = {ago(n): n + 1 for n in range(12)}
    found = Figures(TODAY, "month", days=counts)
    degrees = [found.level(day) for day in sorted(counts, key=lambda day: counts[day])]
    assert degrees == sorted(degrees)
    assert set(degrees) == {1, 2, 3, 4}
    assert found.level(ago(40)) == 0
