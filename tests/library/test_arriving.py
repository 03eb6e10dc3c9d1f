"""Papers arriving: which are new, which say more, which are one, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from digestui.library import notes, triage
from digestui.library.library import Library
from digestui.model.facts import Fact
from digestui.model.triage import Action, ActionKind
from digestui.storage import facts, replay
from digestui.storage import ids as numbers
from library.feeding import Clock, counts, feed, id_of, ids, one, paper, sound, titles


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db", create=True, clock=Clock(), device="test") as library:
        yield library
        sound(library)


def test_papers_stand_in_the_digests_own_order_newest_day_first(lib: Library) -> None:
    feed(lib, [paper("Old one"), paper("Old two")], date="2025-04-27")
    feed(lib, [paper("New one"), paper("New two")], date="2025-04-28")
    feed(lib, [paper("Later that day")], date="2025-04-27", name="Other")
    assert titles(lib) == ["New one", "New two", "Old one", "Old two", "Later that day"]


def test_a_paper_of_an_archive_arrives_on_its_own_day(lib: Library) -> None:
    feed(
        lib,
        [
            paper("Attention", published="2017-06-12"),
            paper("Sometime", published="2018"),
            paper("Never said"),
        ],
        archive=True,
    )
    days = [numbers.iso_day(number) for number in ids(lib)]
    assert days == ["2025-04-28", "2018-01-01", "2017-06-12"]


def test_the_same_file_again_changes_nothing(lib: Library) -> None:
    records = [paper(f"Paper {n}", f"arxiv:2501.0000{n}", abstract="Words.") for n in range(9)]
    assert counts(feed(lib, records)) == (9, 0, 0)
    before = list(lib.database.connection.iterdump())
    assert counts(feed(lib, records)) == (0, 0, 9)
    assert list(lib.database.connection.iterdump()) == before


def test_one_paper_twice_in_a_file_is_one_paper(lib: Library) -> None:
    report = feed(lib, [paper("Twice", "arxiv:2501.00001"), paper("Twice", "arxiv:2501.00001", venue="X")])
    assert counts(report) == (1, 1, 0)
    assert one(lib, "venue", "arxiv:2501.00001") == "X"
    assert lib.database.value("SELECT count(*) FROM entries") == 1


def test_a_richer_record_fills_a_poorer_one_and_never_empties_it(lib: Library) -> None:
    feed(lib, [paper("Title", "arxiv:2501.00001", abstract="Long text.", upvotes=3, published="2025")])
    rich = paper("Other title", "arxiv:2501.00001", authors=("Ann Smith",), published="2025-01-02", upvotes=9)
    assert counts(feed(lib, [rich], name="Elsewhere", source="Other")) == (0, 1, 0)
    assert one(lib, "title", "arxiv:2501.00001") == "Title"
    assert one(lib, "abstract", "arxiv:2501.00001") == "Long text."
    assert one(lib, "authors", "arxiv:2501.00001") == "Ann Smith"
    assert one(lib, "published", "arxiv:2501.00001") == "2025-01-02"
    assert one(lib, "upvotes", "arxiv:2501.00001") == 9


def test_a_record_mended_at_its_source_is_taken_over(lib: Library) -> None:
    feed(lib, [paper("Tilte", "doi:10.1/x", abstract="Old words")])
    feed(lib, [paper("Title", "doi:10.1/x", abstract="New words")])
    assert one(lib, "title", "doi:10.1/x") == "Title"
    assert lib.database.rows("SELECT rowid FROM fts WHERE fts MATCH 'tilte OR old'") == []
    assert len(lib.database.rows("SELECT rowid FROM fts WHERE fts MATCH 'title new'")) == 1


def test_a_paper_known_by_title_gets_its_id_and_keeps_everything(lib: Library) -> None:
    feed(lib, [paper("Deep Residual Learning")])
    old = one(lib, "key", lib.database.value("SELECT key FROM papers"))
    number = id_of(lib, old)
    triage.act(lib, [number], triage.parse_tags("+keep"))
    triage.act(lib, [number], Action(ActionKind.QUEUE))
    notes.save_note(lib, number, "mine", base=None)
    report = feed(lib, [paper("Deep residual learning.", "arxiv:1512.03385", authors=("Kaiming He",))])
    assert counts(report) == (0, 1, 0)
    assert id_of(lib, "arxiv:1512.03385") == number == id_of(lib, old)
    assert one(lib, "key", old) == "arxiv:1512.03385"
    state = replay.present(lib.database)[number]
    assert (state.place, set(state.tags), state.note) == (1, {"keep"}, "mine")


def test_a_title_arrives_after_its_id_and_is_the_same_paper(lib: Library) -> None:
    feed(lib, [paper("Deep Residual Learning", "arxiv:1512.03385", authors=("Kaiming He",))])
    feed(lib, [paper("Deep Residual Learning")], name="Other")
    assert len(ids(lib)) == 1
    assert counts(feed(lib, [paper("Deep Residual Learning")], name="Other")) == (0, 0, 1)


def test_two_rows_that_turn_out_to_be_one_paper_keep_what_was_decided_of_both(lib: Library) -> None:
    feed(lib, [paper("A preprint", "arxiv:2501.00001")], date="2025-04-01")
    feed(lib, [paper("The article", "doi:10.1/a")], date="2025-04-02", name="Journal")
    first, second = id_of(lib, "arxiv:2501.00001"), id_of(lib, "doi:10.1/a")
    triage.act(lib, [first], Action(ActionKind.STAR))
    triage.act(lib, [second], Action(ActionKind.QUEUE))
    triage.act(lib, [first, second], triage.parse_tags("+both"))
    notes.save_note(lib, first, "on the preprint", base=None)
    notes.save_note(lib, second, "on the article", base=None)
    feed(lib, [paper("The article", "doi:10.1/a", "arxiv:2501.00001")], date="2025-04-03", name="Index")
    assert ids(lib) == [first]
    assert id_of(lib, "doi:10.1/a") == first
    state = replay.present(lib.database)[first]
    assert (state.starred, state.place, set(state.tags)) == (1, 1, {"both"})
    assert "on the preprint" in state.note
    assert "on the article" in state.note
    assert lib.database.value("SELECT count(*) FROM entries WHERE paper = ?", (first,)) == 3


def test_of_what_services_said_of_two_rows_that_are_one_paper_the_later_answer_stands(lib: Library) -> None:
    feed(lib, [paper("A preprint", "arxiv:2501.00001")], date="2025-04-01")
    feed(lib, [paper("The article", "doi:10.1/a")], date="2025-04-02")
    first, second = id_of(lib, "arxiv:2501.00001"), id_of(lib, "doi:10.1/a")
    said = [
        (first, Fact("citations", "3", "OpenAlex", "2025-01-01")),
        (second, Fact("citations", "40", "OpenAlex", "2025-06-01")),
        (first, Fact("references", "9", "OpenAlex", "2025-06-01")),
        (second, Fact("references", "8", "OpenAlex", "2025-01-01")),
        (second, Fact("summary", "It works.", "Semantic Scholar", "2025-01-01")),
    ]
    with lib.database.write():
        facts.put(lib.database, said)
    feed(lib, [paper("The article", "doi:10.1/a", "arxiv:2501.00001")], date="2025-04-03")
    assert lib.database.rows("SELECT paper, field, value, at FROM facts ORDER BY field") == [
        (first, "citations", "40", "2025-06-01"),
        (first, "references", "9", "2025-06-01"),
        (first, "summary", "It works.", "2025-01-01"),
    ]


def test_one_title_by_different_people_stays_two_papers_and_is_noted(lib: Library) -> None:
    feed(lib, [paper("Introduction", authors=("Ann Smith",))])
    feed(lib, [paper("Introduction", authors=("Bob Jones",))], name="Other")
    assert len(ids(lib)) == 2
    assert lib.database.value("SELECT count(*) FROM doubtful") == 1
    assert counts(feed(lib, [paper("Introduction", authors=("Bob Jones",))], name="Other")) == (0, 0, 1)


def test_two_ids_of_one_kind_are_two_papers_whatever_their_titles(lib: Library) -> None:
    feed(lib, [paper("Same words here", "arxiv:2501.00001"), paper("Same words here", "arxiv:2501.00002")])
    assert len(ids(lib)) == 2


def test_a_preprint_and_its_article_are_one_where_the_authors_agree(lib: Library) -> None:
    feed(lib, [paper("One long title", "arxiv:2501.00001", authors=("Ann Smith", "Bo Li"))])
    feed(lib, [paper("One Long Title", "doi:10.1/a", authors=("Smith, A.",))], name="Journal")
    assert len(ids(lib)) == 1
    assert one(lib, "key", "doi:10.1/a") == "arxiv:2501.00001"


def test_a_newer_version_is_news_until_read_and_decides_nothing(lib: Library) -> None:
    feed(lib, [paper("Title", "arxiv:2501.00001", abstract="One.", version=1)])
    number = ids(lib)[0]
    triage.act(lib, [number], Action(ActionKind.DONE))
    before = replay.present(lib.database)[number]
    feed(lib, [paper("Title", "arxiv:2501.00001", abstract="Two.", version=2)], name="Later")
    assert lib.database.rows("SELECT paper, version FROM revised") == [(number, 2)]
    assert replay.present(lib.database)[number] == before
    assert one(lib, "abstract", "arxiv:2501.00001") == "Two."
    sound(lib)
    triage.act(lib, [number], Action(ActionKind.READ))
    assert lib.database.rows("SELECT * FROM revised") == []


def test_an_older_version_that_comes_late_changes_no_text(lib: Library) -> None:
    feed(lib, [paper("Title", "arxiv:2501.00001", abstract="Two.", version=2)])
    feed(lib, [paper("Title", "arxiv:2501.00001", abstract="One.", version=1)])
    assert one(lib, "abstract", "arxiv:2501.00001") == "Two."
    assert lib.database.rows("SELECT * FROM revised") == []


def test_a_dry_run_counts_and_writes_nothing(lib: Library) -> None:
    feed(lib, [paper("Here", "arxiv:2501.00001")])
    before = list(lib.database.connection.iterdump())
    report = feed(lib, [paper("Here", "arxiv:2501.00001"), paper("New", "arxiv:2501.00002")], dry_run=True)
    assert counts(report) == (1, 0, 1)
    assert list(lib.database.connection.iterdump()) == before


def test_a_paper_may_be_in_several_digests_and_keeps_its_place(lib: Library) -> None:
    feed(lib, [paper("A"), paper("B")], date="2025-04-27")
    feed(lib, [paper("C"), paper("A")], date="2025-04-28")
    assert titles(lib) == ["C", "A", "B"]
    rows = lib.database.rows(
        "SELECT d.date, e.rank, p.title FROM entries e JOIN digests d ON d.id = e.digest"
        " JOIN papers p ON p.id = e.paper ORDER BY d.date, e.rank"
    )
    assert rows == [
        ("2025-04-27", 1, "A"),
        ("2025-04-27", 2, "B"),
        ("2025-04-28", 1, "C"),
        ("2025-04-28", 2, "A"),
    ]


@pytest.mark.parametrize("in_use", [False, True])
def test_a_long_import_is_taken_in_stretches_and_is_as_one(lib: Library, in_use: bool) -> None:
    feed(lib, [paper("First", "arxiv:2401.00001")], date="2025-04-01")
    records = [paper(f"Paper number {n}", f"arxiv:2501.{n:05}") for n in range(2300)]
    assert counts(feed(lib, records, in_use=in_use)) == (2300, 0, 0)
    assert titles(lib) == [one.title for one in records] + ["First"]
    assert counts(feed(lib, records, in_use=in_use)) == (0, 0, 2300)
