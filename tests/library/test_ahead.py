"""Reading ahead changes nothing but the time it takes, in a thread or in a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from digestui.errors import BadInput
from digestui.library import packing, side_process
from digestui.library.ahead import AT_ONCE, Ahead
from digestui.library.arriving import Arrival, Read
from digestui.model.digest import DigestFacts, Membership
from digestui.model.facts import Fact
from digestui.model.paper import Paper
from digestui.model.triage import Personal, Triage
from digestui.sources.base import Finding, FoundSource, Incoming, Mended, Reject
from digestui.storage import papers

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def paper(n: int) -> Incoming:
    said = Paper(
        (f"arxiv:2501.{n:05}", f"doi:10.1/{n}"), f"Größe {n}", authors=("Å. Ångström", "B"), upvotes=n
    )
    return Incoming(said, f"record {n}", n)


def ahead(findings: Iterator[Finding]) -> Ahead:
    return Ahead(findings, lambda: 0.25)


def seen_one_by_one(things: Iterable[Arrival | Finding | None]) -> Iterator[object]:
    """What comes, papers as records, pauses left out."""
    return (thing.paper if isinstance(thing, Arrival) else thing for thing in things if thing is not None)


def seen(things: Iterable[Arrival | Finding | None]) -> list[object]:
    return list(seen_one_by_one(things))


@pytest.fixture(params=["process", "thread"])
def way(request, monkeypatch):
    monkeypatch.setattr(side_process, "possible", lambda: request.param == "process")
    return request.param


@pytest.mark.parametrize("count", [0, 1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 4 * AT_ONCE + 7])
def test_the_same_papers_come_in_the_same_order(way, count: int) -> None:
    assert seen(ahead(map(paper, range(count)))) == [paper(n).paper for n in range(count)]


def test_what_is_no_paper_comes_in_its_place(way) -> None:
    others: list[Finding] = [
        DigestFacts("A", "2025-01-01", "arXiv"), Reject("x", "no title", 3), Mended("y", "guessed"),
        FoundSource("https://example.org/feed"),
    ]  # fmt: skip
    many = [paper(n) for n in range(AT_ONCE)]
    expected = [one.paper for one in many]
    assert seen(ahead(iter([*many, *others, *many]))) == [*expected, *others, *expected]


@pytest.mark.parametrize("count", [3, 2 * AT_ONCE])
def test_what_goes_wrong_is_raised_where_the_things_are_used(way, count: int) -> None:
    def things() -> Iterator[Finding]:
        yield from map(paper, range(count))
        raise BadInput("the file", "is broken", "mend it")

    got: list[object] = []
    coming = map(got.append, seen_one_by_one(ahead(things())))
    with pytest.raises(BadInput) as raised:
        all(done is None for done in coming)
    assert (raised.value.why, raised.value.do) == ("is broken", "mend it")
    assert got == [paper(n).paper for n in range(count)][: len(got)]


class NotToBeMadeAgain(Exception):
    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)


@pytest.mark.parametrize("error", [ValueError("no such leap"), NotToBeMadeAgain(reason="no such leap")])
def test_what_goes_wrong_in_the_other_process_says_where(error: Exception) -> None:
    def things() -> Iterator[Finding]:
        yield paper(1)
        raise error

    try:
        list(things())
    except (ValueError, NotToBeMadeAgain) as caught:
        sent = packing.pack_error(caught)
    with pytest.raises((ValueError, RuntimeError), match="no such leap") as raised:
        packing.unpack(sent)
    assert "in things" in "".join(raised.value.__notes__)


def test_what_goes_wrong_leaves_no_pipe_open(monkeypatch) -> None:
    monkeypatch.setattr(side_process, "possible", lambda: True)

    def things() -> Iterator[Finding]:
        yield from map(paper, range(2 * AT_ONCE))
        raise BadInput("the file", "is broken", "mend it")

    def opened() -> int:
        return len(list(Path("/dev/fd").iterdir()))

    before = opened()
    with pytest.raises(BadInput) as raised:
        list(ahead(things()))
    assert opened() == before, raised


def test_nobody_reads_on_once_nobody_wants_more(way) -> None:
    before = threading.active_count()
    things = iter(ahead(map(paper, range(1_000_000))))
    for _ in range(2 * AT_ONCE):
        next(things)
    things.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_a_reading_process_that_is_killed_is_told_of(monkeypatch) -> None:
    monkeypatch.setattr(side_process, "possible", lambda: True)

    def things() -> Iterator[Finding]:
        import os
        import signal

        here = os.getpid()
        for n in range(10 * AT_ONCE):
            if os.getpid() != here and n == 3 * AT_ONCE:
                os.kill(os.getpid(), signal.SIGKILL)
            yield paper(n)

    with pytest.raises(BadInput, match="ended from outside"):
        list(ahead(things()))


def test_a_paper_that_was_sent_is_the_paper_that_was_read() -> None:
    personal = Personal(Triage(starred=True), "a note")
    one = Incoming(
        Paper(
            ("arxiv:2501.00001",),
            "Erd\\H{o}s graphs",
            "See https://github.com/a/b for $\\alpha$.",
            ("Paul Erdős", "Łukasz Ł"),
            "2025-01",
            "2025-02-01",
            ("cs.CV", "cs.LG"),
            "NeurIPS",
            ("https://arxiv.org/abs/2501.00001",),
            0,
            2,
            "12 pages",
        ),
        "record 1",
        7,
        personal,
        (Membership("A", "2025-01-02", 3),),
        (Fact("citations", "12", "OpenAlex", "2025-02-03"),),
    )
    [sent], share = packing.unpack(packing.pack([one], 0.5))
    read = Read(one)
    assert isinstance(sent, Arrival)
    assert share == 0.5
    for name in ("keys", "paper", "mark", "title_hash", "published", "personal", "digests", "facts"):
        assert getattr(sent, name) == getattr(read, name), name
    assert sent.columns() == read.columns()
    assert papers.paper_of(sent.columns(), sent.keys) == one.paper
