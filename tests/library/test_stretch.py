"""A long file written piece by piece while it is read: the same library, and all or nothing of a stretch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from digestui.errors import BadInput
from digestui.library import doctor, file_intake, intake, search, side_process
from digestui.library.arrivals import Arrivals
from digestui.library.arriving import Arrival, Read, Target
from digestui.library.library import Library
from digestui.library.stretch import Stretch
from digestui.model.paper import Paper
from digestui.model.triage import Personal, Triage
from digestui.sources.base import Finding, Incoming

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
NOW = 1_745_900_000


def findings(count: int, *, broken: bool = False) -> Iterator[Finding]:
    """Papers that take long to read, so that whoever writes them has to wait."""
    for n in range(count):
        sum(range(3000))
        yield Incoming(Paper((f"arxiv:2501.{n:05}",), f"Paper {n}", f"About {n}.", ("Å. B",)), f"record {n}")
    if broken:
        raise BadInput("the archive", "it breaks off", "get it again")


def taken(path: Path, count: int, **more: bool) -> tuple[list[tuple[object, ...]], tuple[int, str]]:
    """The rows of the library, and what was told: how many were added, and the error."""
    with Library.open(path, create=True, device="test", clock=lambda: NOW) as lib:
        told = intake.import_findings(lib, findings(count, **more), label="x", format="jsonl")
        rows = [
            (table, *row)
            for table in ("papers", "paper_keys", "digests", "entries", "counters")
            for row in lib.database.rows(f"SELECT * FROM {table} ORDER BY 1, 2")
        ]
        found = lib.database.value("SELECT count(*) FROM fts WHERE fts MATCH 'about'")
        assert found == lib.database.value("SELECT count(*) FROM papers")
        lib.database.execute("INSERT INTO fts(fts, rank) VALUES('integrity-check', 1)")
    return rows, (told.added, told.error)


@pytest.fixture
def pieces(monkeypatch) -> list[int]:
    """How long the pieces were that were written before their stretch was full."""
    seen: list[int] = []
    real = Stretch.take

    def take(self: Stretch, items) -> None:
        seen.append(len(items))
        real(self, items)

    monkeypatch.setattr(Stretch, "take", take)
    monkeypatch.setattr(file_intake, "PIECE", 20)
    return seen


def test_pieces_make_the_library_that_one_piece_makes(tmp_path, monkeypatch, pieces) -> None:
    monkeypatch.setattr(side_process, "possible", lambda: True)
    in_pieces = taken(tmp_path / "a.db", 1200)
    assert len(pieces) > 1
    monkeypatch.setattr(side_process, "possible", lambda: False)
    assert taken(tmp_path / "b.db", 1200) == in_pieces


def test_a_file_that_breaks_off_leaves_nothing_of_its_pieces(tmp_path, monkeypatch, pieces) -> None:
    monkeypatch.setattr(side_process, "possible", lambda: True)
    _, told = taken(tmp_path / "a.db", 1200, broken=True)
    assert len(pieces) >= 1
    assert told == (0, "it breaks off: get it again")
    with Library.open(tmp_path / "a.db", readonly=True) as lib:
        assert lib.database.value("SELECT count(*) FROM papers") == 0
        assert lib.database.value("SELECT count(*) FROM digests") == 0


def arrival(**said: object) -> Read:
    one = Read(Incoming(Paper(("arxiv:2501.00001",), **said), "record"))
    one.target = Target("Daily", "2025-01-01", "jsonl")
    return one


def test_a_paper_that_is_told_of_again_before_it_is_indexed_is_found_by_what_it_says_now(tmp_path) -> None:
    with Library.open(tmp_path / "library.db", create=True, device="test", clock=lambda: NOW) as lib:
        stretch = Stretch(lib, bulk=True)
        stretch.take([arrival(title="A short title", abstract="Old words …")])
        stretch.take([arrival(title="A short title", abstract="Old words and many new ones are whole.")])
        seen: list[object] = []
        stretch.commit(lambda _: seen.append(search.count(lib, search.understand(lib, "whole").query)))
        assert seen == [1], "rules that act at arrival find it"
        assert doctor.examine(lib) == []
        assert lib.database.value("SELECT v FROM fts_config WHERE k = 'automerge'") == 4


def test_what_a_piece_says_of_a_paper_follows_it_through_every_paper_it_turns_out_to_be(
    tmp_path: Path,
) -> None:
    target = Target("Daily", "2025-04-28", "Test")

    def said(title: str, *keys: str, personal: Personal | None = None) -> Arrival:
        one = Read(Incoming(Paper(keys, title, authors=("Ada",)), "", personal=personal))
        one.target = target
        return one

    with Library.open(tmp_path / "library.db", create=True, device="test", clock=lambda: NOW) as lib:
        stretch = Stretch(lib, bulk=False)
        marked = Personal(Triage(starred=True), "my note")
        cee, aay, bee = "openreview:CCCCCCC", "arxiv:2501.00001", "doi:10.1000/b"
        stretch.take([said("Cee", cee), said("Aay", aay), said("Bee", bee, personal=marked)])
        stretch.take([said("Aay", aay, bee), said("Aay", aay, cee)])
        stretch.commit(lambda outcome: Arrivals(lib).act([], outcome.personal))
        assert search.count(lib, search.understand(lib, "in:any").query) == 1
        assert search.count(lib, search.understand(lib, "is:starred is:noted").query) == 1
        assert doctor.examine(lib) == []
