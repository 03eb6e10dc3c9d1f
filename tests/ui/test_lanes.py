"""Lanes: order where it matters, only the latest where it does not, and failures that are told."""

from __future__ import annotations

import threading

import pytest

from digestui.library.library import Library
from digestui.ui import lanes
from digestui.ui.lanes import Answer, Lanes

WAIT = 5


class Desk:
    """Collects answers and waits for them, in place of a screen."""

    def __init__(self, path) -> None:
        self.answers: list[Answer] = []
        self.heard = threading.Condition()
        self.lanes = Lanes(lambda readonly: Library.open(path, readonly=readonly, device="test"), self.take)
        self.lanes.start()

    def take(self, answer: Answer) -> None:
        with self.heard:
            self.answers.append(answer)
            self.heard.notify_all()

    def wait_for(self, count: int) -> None:
        with self.heard:
            assert self.heard.wait_for(lambda: len(self.answers) >= count, WAIT)


@pytest.fixture
def desk(library):
    made = Desk(library)
    yield made
    made.lanes.stop()


def test_writes_are_done_in_the_order_they_were_asked(desk) -> None:
    done: list[int] = []
    for number in range(50):
        desk.lanes.write.do("act", lambda lib, number=number: done.append(number))
    desk.wait_for(50)
    assert done == list(range(50))


def test_what_is_asked_for_later_waits_for_the_frame_but_not_for_ever_and_keeps_its_place(
    desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    desk.lanes.write.do("act", lambda lib: done.append("late"), later=True)
    desk.wait_for(1)  # no frame came, as when an editor has the terminal
    monkeypatch.setattr(lanes, "LATER", 1e9)
    desk.lanes.write.do("act", lambda lib: done.append("framed"), later=True)
    assert done == ["late"]
    assert not desk.lanes.write.idle()
    desk.lanes.write.begin()
    desk.wait_for(2)
    desk.lanes.write.do("act", lambda lib: done.append("first"), later=True)
    desk.lanes.write.do("note", lambda lib: done.append("second"))
    desk.wait_for(4)
    desk.lanes.write.do("act", lambda lib: done.append("last"), later=True)
    desk.lanes.stop()
    assert done == ["late", "framed", "first", "second", "last"]


def test_a_question_asked_for_later_waits_too_and_what_is_dropped_meanwhile_is_not_answered(
    desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "LATER", 1e9)
    asked: list[str] = []
    desk.lanes.back.ask("found", lambda lib: asked.append("dropped"), lambda _: None, later=True)
    assert not desk.lanes.back.idle()
    desk.lanes.back.drop("found")
    desk.lanes.back.ask("found", lambda lib: asked.append("framed"), lambda _: None, later=True)
    assert asked == []
    desk.lanes.back.begin()
    desk.wait_for(1)
    assert asked == ["framed"]


def test_only_the_latest_question_of_a_kind_is_answered(desk) -> None:
    begun, go_on = threading.Event(), threading.Event()
    told: list[int] = []

    def slow(lib: Library) -> int:
        begun.set()
        go_on.wait(WAIT)
        return 1

    desk.lanes.front.ask("page", slow, told.append)
    assert begun.wait(WAIT)
    for number in (2, 3, 4):
        desk.lanes.front.ask("page", lambda lib, number=number: number, told.append)
    go_on.set()
    desk.wait_for(2)
    for answer in desk.answers:
        answer.deliver()
    assert told == [4]


def test_a_statement_that_is_superseded_is_interrupted(desk) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    begun = threading.Event()

    def run(lib: Library) -> int:
        begun.set()
        return lib.database.value(endless)

    told: list[int] = []
    desk.lanes.back.ask("found", run, told.append)
    assert begun.wait(WAIT)
    while not desk.answers:
        desk.lanes.back.ask("found", lambda lib: 7, told.append)
        with desk.heard:
            desk.heard.wait(0.05)
    desk.answers[-1].deliver()
    assert told == [7]


def test_a_failure_reaches_the_one_who_asked(desk) -> None:
    failures: list[BaseException] = []

    def fail(lib: Library) -> None:
        raise ValueError("no")

    desk.lanes.write.do("act", fail, None, failures.append)
    desk.wait_for(1)
    desk.answers[0].deliver()
    assert [type(f) for f in failures] == [ValueError]


def test_stopping_finishes_the_writes_that_wait(library) -> None:
    desk = Desk(library)
    done: list[int] = []
    for number in range(20):
        desk.lanes.write.do("act", lambda lib, number=number: done.append(number))
    desk.lanes.stop()
    assert len(done) == 20
