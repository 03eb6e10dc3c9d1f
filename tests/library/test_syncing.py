"""Machines that exchange through a folder, by sentence."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from digestui.errors import BadInput, Trouble
from digestui.library import (
    backup,
    doctor,
    filling,
    history,
    intake,
    notes,
    search,
    statistics,
    syncing,
    triage,
)
from digestui.library.library import Library
from digestui.library.sync_files import AHEAD, NEWER
from digestui.model.exchange import SyncReport
from digestui.model.keys import best_first
from digestui.model.triage import Action, ActionKind
from digestui.records import replace
from digestui.storage import papers, replay, shared
from digestui.storage.acts import Batch

NOON = 1_750_000_000.0
PAPERS = [
    {"key": f"arxiv:2501.0000{n}", "title": f"Paper number {n}", "abstract": "We look.", "authors": ["Ada"]}
    for n in range(5)
]


class Machine:
    """A library of its own, and the folder all share."""

    def __init__(self, name: str, place: Path, folder: Path) -> None:
        self.place, self.folder, self.device = place / name, folder, name * 16
        self.place.mkdir()
        self.now = NOON
        self.path = self.place / "library.db"
        self.lib = self.open()

    def open(self) -> Library:
        return Library.open(self.path, create=True, clock=lambda: self.now, device=self.device)

    def sync(self) -> SyncReport:
        self.now += 1
        report = syncing.sync(self.lib, self.folder)
        assert doctor.examine(self.lib) == []
        return report

    def bring(self, *records: dict, digest: str = "Daily", date: str = "2025-01-01") -> None:
        file = self.place / "papers.jsonl"
        file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        intake.import_files(self.lib, [file], digest=digest, date=date)

    def paper(self, key: str = "arxiv:2501.00000") -> int:
        return papers.by_keys(self.lib.database, [key])[key][0]

    def note(self, text: str, key: str = "arxiv:2501.00000") -> None:
        self.now += 1
        paper = self.paper(key)
        notes.save_note(self.lib, paper, text, base=notes.read_note(self.lib, paper))

    def noted(self, key: str = "arxiv:2501.00000") -> str | None:
        return notes.read_note(self.lib, self.paper(key))

    def mark(self, kind: ActionKind, key: str = "arxiv:2501.00000") -> None:
        self.now += 1
        triage.act(self.lib, [self.paper(key)], Action(kind))

    def state(self, key: str = "arxiv:2501.00000") -> replay.State:
        return replay.present(self.lib.database).get(self.paper(key), replay.State())

    def found(self, text: str) -> int:
        return search.count(self.lib, search.understand(self.lib, text).query)

    def files(self, kind: str = "") -> list[Path]:
        return sorted(self.folder.glob(f"{self.device}-*/{kind}*.jsonl"))


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    """One machine with papers, and one with nothing."""
    folder = tmp_path / "shared"
    one, other = Machine("a", tmp_path, folder), Machine("b", tmp_path, folder)
    one.bring(*PAPERS)
    yield one, other
    one.lib.close()
    other.lib.close()


@pytest.fixture
def met(two: tuple[Machine, Machine]) -> tuple[Machine, Machine]:
    """Two machines that have all of each other's."""
    for machine in two:
        machine.sync()
    return two


def rewritten(file: Path, change: tuple[str, str]) -> Path:
    """A segment that says something else, and has the name that fits it."""
    text = file.read_text(encoding="utf-8")
    assert change[0] in text
    data = text.replace(*change).encode()
    named = file.with_name(file.name[:-38] + hashlib.blake2b(data, digest_size=16).hexdigest() + ".jsonl")
    file.unlink()
    named.write_bytes(data)
    return named


def test_what_was_read_on_a_day_is_found_on_both_machines_whoever_read_it(
    met: tuple[Machine, Machine],
) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    one.mark(ActionKind.READ)
    for machine in (other, one, other):
        machine.sync()
    other.mark(ActionKind.READ, "arxiv:2501.00001")
    for machine in (other, one):
        machine.sync()
    one.mark(ActionKind.READ, "arxiv:2501.00002")
    other.sync()
    assert [machine.found("in:any read:2025-06") for machine in met] == [3, 2]
    assert [machine.found("in:any read:..2025-05") for machine in met] == [0, 0]
    for machine in (one, other):
        machine.sync()
    assert [machine.found("in:any read:2025-06") for machine in met] == [3, 3]


def test_papers_come_with_their_digests_in_their_order_and_are_found(
    two: tuple[Machine, Machine],
) -> None:
    one, other = two
    assert one.sync().papers_sent == 5
    report = other.sync()
    assert (report.papers_received, report.papers_updated) == (5, 0)
    assert other.found("number") == 5
    assert other.found('digest:"Daily" is:unread') == 5
    order = [lib.database.rows("SELECT key FROM papers ORDER BY id DESC") for lib in (one.lib, other.lib)]
    assert order[0] == order[1]


def test_what_is_decided_on_one_machine_is_decided_on_the_other(met: tuple[Machine, Machine]) -> None:
    one, other = met
    one.mark(ActionKind.DISMISS)
    triage.act(one.lib, [one.paper("arxiv:2501.00001")], triage.parse_tags("+vit"))
    assert one.sync().sent == 3
    assert other.sync().received == 3
    assert (other.state().place, other.state().read) == (3, 1)
    assert other.found("#vit") == 1


def test_exchanging_again_does_nothing_and_writes_nothing(met: tuple[Machine, Machine]) -> None:
    before = {file: file.read_bytes() for file in met[0].folder.rglob("*.jsonl")}
    for machine in met * 2:
        report = machine.sync()
        assert (report.sent, report.received, report.papers_sent, report.papers_received) == (0, 0, 0, 0)
    assert {file: file.read_bytes() for file in met[0].folder.rglob("*.jsonl")} == before


def test_the_later_decision_stands_whatever_arrives_first(met: tuple[Machine, Machine]) -> None:
    one, other = met
    other.now = NOON + 100
    other.mark(ActionKind.QUEUE)
    one.now = NOON + 200
    one.mark(ActionKind.DONE)
    for machine in (one, other, one):
        machine.sync()
    assert one.state().place == other.state().place == 2


def test_a_clock_a_day_ahead_does_not_win_for_ever(met: tuple[Machine, Machine]) -> None:
    one, other = met
    other.now += 86_400
    other.mark(ActionKind.DISMISS)
    other.sync()
    one.sync()
    one.mark(ActionKind.QUEUE)  # A day earlier by its own clock, but it knew of the other.
    one.sync()
    other.sync()
    assert one.state().place == other.state().place == 1


def test_tags_given_apart_are_both_there_and_one_taken_away_is_gone(met: tuple[Machine, Machine]) -> None:
    one, other = met
    triage.act(one.lib, [one.paper()], triage.parse_tags("+a +b"))
    one.sync()
    other.sync()
    triage.act(one.lib, [one.paper()], triage.parse_tags("+c"))
    other.now += 5
    triage.act(other.lib, [other.paper()], triage.parse_tags("+d -a"))
    for machine in (one, other, one):
        machine.sync()
    assert set(one.state().tags) == set(other.state().tags) == {"b", "c", "d"}


def test_two_notes_written_apart_are_both_kept_and_the_next_text_is_of_both(
    met: tuple[Machine, Machine],
) -> None:
    one, other = met
    one.note("from one")
    other.now += 5
    other.note("from the other")
    one.sync()
    assert other.sync().beside == 1
    one.sync()
    assert one.noted() == other.noted() == "from one\n\n---\n\nfrom the other"
    one.note("made of both")
    one.sync()
    assert other.sync().beside == 0
    assert other.noted() == "made of both"
    assert notes.note_history(other.lib, other.paper())[0][1] == "made of both"


def test_a_note_taken_away_on_one_machine_and_changed_on_the_other_stays(
    met: tuple[Machine, Machine],
) -> None:
    one, other = met
    one.note("a thought")
    one.sync()
    other.sync()
    one.note("")
    other.note("a thought, thought on")
    for machine in (one, other, one):
        machine.sync()
    assert one.noted() == other.noted() == "a thought, thought on"


def test_undo_takes_back_only_what_was_done_here(met: tuple[Machine, Machine]) -> None:
    one, other = met
    other.mark(ActionKind.STAR)
    other.sync()
    one.mark(ActionKind.QUEUE, "arxiv:2501.00001")
    one.sync()
    other.sync()
    assert history.undo(one.lib).label == "undid queued"
    assert history.undo(one.lib) is None, "the star is the other's"
    one.sync()
    other.sync()
    assert other.state("arxiv:2501.00001").place == 0
    assert other.state().starred == 1
    undone = {entry.verb: entry.undone for entry in history.history(other.lib) if entry.label == "queued"}
    assert undone == {"place": True}
    assert history.undo(other.lib).label == "undid starred"


def test_history_is_newest_first_on_every_machine_whoever_told_whom_when(
    met: tuple[Machine, Machine],
) -> None:
    one, other = met
    for number in range(40):
        machine = met[number % 3 % 2]
        machine.now = NOON + 100 + number
        rare = number == 20
        machine.mark(ActionKind.STAR if number % 2 else ActionKind.UNSTAR, PAPERS[rare]["key"])
    machine.mark(ActionKind.QUEUE, "arxiv:2501.00002")
    for machine in (one, other, one):
        machine.sync()
    told = [[(entry.at, entry.key, entry.value) for entry in history.history(m.lib)] for m in met]
    assert told[0] == told[1] == sorted(told[0], key=lambda entry: entry[0], reverse=True)
    for machine in met:
        every = history.history(machine.lib)
        for limit in (1, 2, 7, len(every), len(every) + 5):
            assert history.history(machine.lib, limit=limit) == every[:limit]
        for key in sorted({entry.key for entry in every}):
            query = search.understand(machine.lib, f"key:{key}").query
            only = [entry for entry in every if entry.key == key]
            for limit in (1, 3, None):
                assert history.history(machine.lib, query, limit) == only[:limit]


def test_acts_wait_for_their_paper_and_are_carried_out_when_it_comes(met: tuple[Machine, Machine]) -> None:
    one, other = met
    new = {"key": "arxiv:2502.00009", "title": "A paper that comes late", "authors": ["Cy"]}
    one.bring(new, digest="Late")
    one.mark(ActionKind.QUEUE, "arxiv:2502.00009")
    one.note("about it", "arxiv:2502.00009")
    one.sync()
    late = [file for file in one.files("papers") if "comes late" in file.read_text(encoding="utf-8")]
    away = [(file, file.rename(other.place / file.name)) for file in late]
    report = other.sync()
    assert (report.received, report.waiting) == (2, 2)
    other.bring(new, digest="Also")
    assert (other.state("arxiv:2502.00009").place, other.noted("arxiv:2502.00009")) == (1, "about it")
    assert doctor.examine(other.lib) == []
    for there, here in away:
        here.rename(there)
    assert other.sync().waiting == 0


def test_rules_leave_a_paper_alone_that_was_decided_on_another_machine(
    met: tuple[Machine, Machine],
) -> None:
    from digestui.library import rules

    one, other = met
    new = {"key": "arxiv:2502.00009", "title": "A survey that comes late"}
    one.bring(new)
    one.mark(ActionKind.QUEUE, "arxiv:2502.00009")
    one.sync()
    for file in one.files("papers"):
        file.unlink()
    rules.add_rule(other.lib, "surveys", "title:survey", ["dismiss"])
    other.sync()
    other.bring(new)
    assert other.state("arxiv:2502.00009").place == 1


def test_a_paper_known_by_its_title_here_and_by_an_id_there_becomes_one(
    two: tuple[Machine, Machine],
) -> None:
    one, other = two
    title = {"title": "Known by its title at first"}
    other.bring(title, digest="Other")
    key = other.lib.database.value("SELECT key FROM papers")
    other.note("under the title", key)
    other.mark(ActionKind.STAR, key)
    one.bring({"key": "arxiv:2502.00001", **title, "authors": ["Ada"]}, digest="Mine")
    one.note("under the id", "arxiv:2502.00001")
    for machine in (one, other, one, other):
        machine.sync()
    for machine in two:
        assert machine.paper(key) == machine.paper("arxiv:2502.00001"), "the old key goes on working"
        assert machine.state(key).starred == 1
        assert set(machine.noted(key).split("\n\n---\n\n")) == {"under the title", "under the id"}
    assert one.noted(key) == other.noted(key)


def test_a_copy_is_kept_before_two_libraries_meet_and_only_then(two: tuple[Machine, Machine]) -> None:
    one, other = two
    other.bring(PAPERS[0] | {"abstract": "We look further."})
    other.note("mine")
    assert one.sync().kept == ""
    kept = other.sync().kept
    assert kept
    with Library.open(kept, readonly=True) as before:
        assert search.count(before, search.understand(before, "in:any").query) == 1
    one.note("here")
    for machine in (one, other):
        report = machine.sync()
        assert report.kept == "" if machine is other else report.kept


def test_fields_changed_on_either_side_are_changed_on_both(met: tuple[Machine, Machine]) -> None:
    one, other = met
    one.bring(PAPERS[0] | {"upvotes": 12})
    other.bring(PAPERS[0] | {"abstract": "We look again, at more.", "venue": "ACL"})
    for machine in (one, other, one):
        machine.sync()
    told = [
        m.lib.database.row("SELECT upvotes, abstract, venue FROM papers WHERE id = ?", (m.paper(),))
        for m in met
    ]
    assert told == [(12, "We look again, at more.", "ACL")] * 2


def test_papers_that_both_have_are_told_once(two: tuple[Machine, Machine]) -> None:
    one, other = two
    other.bring(*PAPERS)
    assert one.sync().papers_sent == 5
    report = other.sync()
    assert (report.papers_sent, report.papers_received, report.papers_updated) == (0, 0, 0)


@pytest.mark.parametrize("half", [0, 100, -1])
def test_a_half_copied_file_is_told_skipped_and_read_the_next_time(
    met: tuple[Machine, Machine], half: int
) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    one.sync()
    (file,) = one.files("acts")
    whole = file.read_bytes()
    file.write_bytes(whole[:half])
    report = other.sync()
    assert report.received == 0
    assert [(one.file, one.why) for one in report.skipped] == [
        (f"{file.parent.name}/{file.name}", "it is damaged or not wholly here yet")
    ]
    file.write_bytes(whole)
    report = other.sync()
    assert (report.received, report.skipped) == (1, [])
    assert other.state().starred == 1


def test_a_damaged_file_of_ones_own_is_written_anew(met: tuple[Machine, Machine]) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    one.sync()
    for file in one.files():
        file.write_bytes(file.read_bytes()[:50])
    one.sync()
    assert one.sync().skipped == []
    report = other.sync()
    assert (report.received, report.skipped) == (1, [])


def test_nothing_after_a_gap_is_taken_until_the_gap_is_filled(
    met: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    from digestui.library import sending

    one, other = met
    monkeypatch.setattr(sending, "SMALL", 0)
    for kind in (ActionKind.STAR, ActionKind.QUEUE, ActionKind.READ):
        one.mark(kind)
        one.sync()
    _, second, third = one.files("acts")
    second.rename(other.place / second.name)
    report = other.sync()
    assert report.received == 1
    assert [skipped.file for skipped in report.skipped] == [f"{third.parent.name}/{third.name}"]
    assert "acts 2 to 2" in report.skipped[0].why
    assert (other.state().starred, other.state().place, other.state().read) == (1, 0, 0)
    (other.place / second.name).rename(second)
    assert other.sync().received == 2
    assert (other.state().starred, other.state().place, other.state().read) == (1, 1, 1)


def test_unknown_verbs_and_values_are_kept_and_passed_over(met: tuple[Machine, Machine]) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    one.mark(ActionKind.QUEUE)
    one.sync()
    (file,) = one.files("acts")
    file = rewritten(file, ('["star",', '["applaud",'))
    rewritten(file, ('"inbox","queue"', '"inbox","shelf"'))
    assert other.sync().received == 2
    kept = other.lib.database.rows("SELECT verb, new FROM journal ORDER BY seq")
    assert kept == [("applaud", "1"), ("place", "shelf")]
    assert other.state().bare
    assert len(history.history(other.lib)) == 2


def test_a_segment_of_a_newer_format_is_refused_and_the_others_are_read(
    met: tuple[Machine, Machine],
) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    one.bring({"key": "arxiv:2502.00009", "title": "One more"})
    one.sync()
    (file,) = one.files("acts")
    rewritten(file, ('"format":1', '"format":2'))
    report = other.sync()
    assert [skipped.why for skipped in report.skipped] == [NEWER]
    assert (report.received, report.papers_received) == (0, 1)


def test_a_restored_library_gets_back_what_it_had_told_and_goes_on_under_a_new_epoch(
    met: tuple[Machine, Machine],
) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    saved = backup.backup(one.lib, one.place / "saved.db")
    one.mark(ActionKind.QUEUE)
    one.note("after the backup")
    one.sync()
    other.sync()
    one.lib.close()
    backup.restore(one.path, saved, clock=lambda: one.now)
    one.lib = one.open()
    one.mark(ActionKind.READ, "arxiv:2501.00001")
    report = one.sync()
    assert (report.received, report.renewed) == (2, False)
    assert (one.state().place, one.noted()) == (1, "after the backup")
    assert other.sync().received == 1
    assert other.state("arxiv:2501.00001").read == 1


def copied_back(machine: Machine, saved: Path) -> None:
    """Put a copy in the library's place as one copies a file."""
    machine.lib.close()
    for end in ("-wal", "-shm"):
        machine.path.with_name(machine.path.name + end).unlink(missing_ok=True)
    shutil.copyfile(saved, machine.path)
    machine.lib = machine.open()


def gone_on_from_a_copy(one: Machine, other: Machine) -> None:
    """Queue a paper and tell it; then go back to a copy of before, and read another paper there: that act has
    the number which the queueing had."""
    saved = backup.backup(one.lib, one.place / "saved.db")
    one.mark(ActionKind.QUEUE)
    one.sync()
    other.sync()
    copied_back(one, saved)
    one.mark(ActionKind.READ, "arxiv:2501.00001")


def test_a_library_copied_back_by_hand_is_noticed_and_loses_nothing(met: tuple[Machine, Machine]) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    gone_on_from_a_copy(one, other)
    report = one.sync()
    assert (report.received, report.renewed) == (1, True)
    other.sync()
    for machine in met:
        assert (machine.state().starred, machine.state().place) == (1, 1)
        assert machine.state("arxiv:2501.00001").read == 1
    assert history.undo(one.lib).label == "undid read"


def test_a_copy_that_went_on_by_itself_is_noticed_also_when_a_backup_of_it_is_restored(
    met: tuple[Machine, Machine],
) -> None:
    one, other = met
    gone_on_from_a_copy(one, other)
    later = backup.backup(one.lib, one.place / "later.db")
    one.sync()
    one.lib.close()
    backup.restore(one.path, later, clock=lambda: one.now)  # Of an earlier life now, told otherwise.
    one.lib = one.open()
    one.sync()
    other.sync()
    one.sync()
    for machine in met:
        assert machine.state().place == 1
        assert machine.state("arxiv:2501.00001").read == 1


def test_an_exchange_cut_short_after_writing_is_no_older_copy(met: tuple[Machine, Machine]) -> None:
    one, _ = met
    one.mark(ActionKind.STAR)
    one.sync()
    one.lib.database.execute("DELETE FROM exchanged WHERE name LIKE '%/acts-%'")
    report = one.sync()
    assert (report.renewed, report.sent) == (False, 0)


CENTURY = 36_525 * 86_400


def test_what_is_stamped_a_century_ahead_is_named_and_waits_until_its_time_has_come(
    met: tuple[Machine, Machine],
) -> None:
    one, other = met
    one.now = NOON + CENTURY + 60
    one.mark(ActionKind.STAR)
    one.bring(PAPERS[1] | {"abstract": "We look again, at more."})
    assert not one.sync().ahead, "it is right by its own clock"
    report = other.sync()
    assert (report.received, report.papers_updated, report.ahead) == (0, 0, False)
    assert [skipped.why for skipped in report.skipped] == [AHEAD] * 2
    other.mark(ActionKind.QUEUE)
    assert other.lib.database.value("SELECT max(logical) FROM batches") < (int(NOON) + 60) * 1000 << 16
    other.now = NOON + 3600
    report = other.sync()
    assert (report.received, report.papers_updated, report.skipped) == (1, 1, [])
    assert other.state().starred == 1


def test_a_machine_whose_clock_was_far_ahead_is_told_so_until_a_backup_is_put_back(
    met: tuple[Machine, Machine],
) -> None:
    one, other = met
    saved = backup.backup(one.lib, one.place / "saved.db")
    one.now = NOON + 2 * CENTURY
    one.mark(ActionKind.STAR)
    one.sync()
    one.now = NOON + 100
    one.mark(ActionKind.QUEUE)
    assert one.sync().ahead
    assert other.sync().received == 0
    one.lib.close()
    backup.restore(one.path, saved, clock=lambda: one.now)
    one.lib = one.open()
    one.mark(ActionKind.DONE)
    assert not one.sync().ahead
    other.sync()
    assert other.state() == one.state() == replay.State(read=1, place=2)


@pytest.mark.parametrize("years", [-55, 65])
def test_a_clock_that_was_in_1970_or_in_2090_for_an_hour_shuts_nobody_out(
    met: tuple[Machine, Machine], years: int
) -> None:
    one, other = met
    one.mark(ActionKind.QUEUE)
    one.sync()
    other.now = NOON + years * 365 * 86_400
    assert other.sync().received == 1
    other.mark(ActionKind.DONE)
    other.sync()
    other.now = NOON + 3600
    assert one.sync().received == 2
    assert one.state().place == other.state().place == 2, "it knew of the queueing"
    one.mark(ActionKind.QUEUE)
    for machine in (one, other):
        report = machine.sync()
        assert (report.skipped, report.ahead) == ([], False)
    assert one.state().place == other.state().place == 1


def test_one_stamp_at_the_end_of_time_leads_no_clock_there(met: tuple[Machine, Machine]) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    one.bring(PAPERS[1] | {"abstract": "We look again, at more."})
    one.sync()
    for kind, before in (("acts", '"logical":'), ("papers", '"ranks":{"abstract":[')):
        file = one.files(kind)[-1]
        stamp = file.read_text(encoding="utf-8").split(before)[1].split(",")[0]
        rewritten(file, (f"{before}{stamp}", f"{before}{2**62 - 1}"))
    assert [skipped.why for skipped in other.sync().skipped] == [AHEAD] * 2
    other.mark(ActionKind.STAR)
    other.sync()
    assert other.lib.database.value("SELECT max(logical) FROM writers") < 2**60


def test_a_file_of_ones_own_that_waits_for_its_time_is_not_taken_away(met: tuple[Machine, Machine]) -> None:
    one, _ = met
    saved = backup.backup(one.lib, one.place / "saved.db")
    one.now = NOON + 2 * CENTURY
    one.mark(ActionKind.STAR)
    one.sync()
    copied_back(one, saved)
    one.now = NOON + 100
    assert [skipped.why for skipped in one.sync().skipped] == [AHEAD]
    one.now = NOON + 2 * CENTURY
    one.sync()
    assert one.state().starred == 1


def resolved(machine: Machine, key: str, new: str, **fields: str) -> None:
    """Give a paper a better key and more, as `resolve` does."""
    machine.now += 1
    paper = machine.paper(key)
    stored = papers.load(machine.lib.database, [paper])[paper].paper
    fuller = replace(stored, keys=best_first((*stored.keys, new)), **fields)
    with machine.lib.database.write():
        batch = Batch(machine.lib.database, machine.device, machine.lib.clock(), label="resolved")
        filling.fill(machine.lib, {paper: fuller}, batch, "arXiv")
        batch.finish()


@pytest.mark.parametrize("fields", [{}, {"venue": "ACL"}])
def test_what_was_resolved_and_taken_back_is_done_again_after_an_exchange_and_taken_back_again(
    two: tuple[Machine, Machine], fields: dict[str, str]
) -> None:
    one, _ = two
    one.bring({"title": "Known by its title alone"}, digest="Titles")
    key = one.lib.database.value("SELECT key FROM papers WHERE key LIKE 'title:%'")
    resolved(one, key, "arxiv:2502.00001", **fields)

    def known() -> tuple[str, str | None]:
        row = one.lib.database.row("SELECT key, venue FROM papers WHERE id = ?", (one.paper(key),))
        assert row is not None
        return row[0], row[1]

    history.undo(one.lib)
    assert known() == (key, None)
    one.sync()
    assert known() == ("arxiv:2502.00001", None), "a paper that others are told of is called by its best key"
    for _ in range(2):
        done = history.redo(one.lib)
        assert done is not None
        assert done.refused == ()
        assert known() == ("arxiv:2502.00001", fields.get("venue"))
        undone = history.undo(one.lib)
        assert undone is not None
        assert undone.refused == ()
        assert known()[1] is None
        one.sync()
    assert known()[0] == "arxiv:2502.00001"


def test_a_better_key_that_came_from_elsewhere_stays_when_the_lesser_one_is_taken_back(
    two: tuple[Machine, Machine],
) -> None:
    one, _ = two
    one.bring({"title": "Known by its title alone"}, digest="Titles")
    key = one.lib.database.value("SELECT key FROM papers WHERE key LIKE 'title:%'")
    resolved(one, key, "acl:2025.acl-long.1", venue="ACL")
    paper = one.paper(key)
    stored = papers.load(one.lib.database, [paper])[paper].paper
    better = replace(stored, keys=best_first((*stored.keys, "arxiv:2502.00001")))
    with one.lib.database.write():
        filling.fill(one.lib, {paper: better})
    undone = history.undo(one.lib)
    assert undone is not None
    assert undone.refused == ()
    row = one.lib.database.row("SELECT key, venue FROM papers WHERE id = ?", (one.paper(key),))
    assert row == ("arxiv:2502.00001", None)
    assert doctor.examine(one.lib) == []


def test_names_that_are_not_ours_copies_of_conflicts_and_links_are_passed_over(
    met: tuple[Machine, Machine],
) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    one.sync()
    (file,) = one.files("acts")
    for name in (
        f"{file.stem}.sync-conflict-20250501-101010-ABCDEFG.jsonl",
        f"{file.stem} (conflicted copy 2025-05-01).jsonl",
        f".syncthing.{file.name}.tmp",
        "notes.txt",
    ):
        file.with_name(name).write_text("nonsense", encoding="utf-8")
    (one.folder / "library.db").write_bytes(b"SQLite format 3\x00nonsense")
    secret = other.place / "elsewhere"
    shutil.copytree(file.parent, secret)
    os.symlink(secret, one.folder / f"{'c' * 16}-{'c' * 12}-1")
    target = other.place / file.name
    file.rename(target)
    os.symlink(target, file)
    report = other.sync()
    assert (report.received, report.skipped) == (0, [])


def test_foreign_text_is_made_safe(met: tuple[Machine, Machine]) -> None:
    one, other = met
    one.note("a plain note")
    triage.act(one.lib, [one.paper()], triage.parse_tags("+plain"))
    one.bring({"key": "arxiv:2502.00009", "title": "A plain title"})
    one.sync()
    from digestui.exchange.segments import _address

    acts, told = one.files("acts"), one.files("papers")
    evil = "a note\x1b]52;c;aGk=\x07 \u202eevil"
    text = json.dumps(evil)[1:-1]
    file = rewritten(acts[0], ("a plain note", text))
    file = rewritten(file, (_address("a plain note"), _address(evil)))
    rewritten(file, ('"plain"', '"pl\\u001b[31main"'))
    rewritten(told[-1], ("A plain title", "A \\u001b]0;x\\u0007title"))
    other.sync()
    said = [row[0] for row in other.lib.database.rows("SELECT new FROM journal WHERE verb = 'note'")]
    said += [
        row[0] for row in other.lib.database.rows("SELECT name FROM tags UNION SELECT title FROM papers")
    ]
    assert not {"\x1b", "\x07", "\u202e"} & set("".join(said))
    assert other.found("#pl[31main") == 1


def test_a_folder_that_lost_everything_and_another_folder_are_told_all_again(
    met: tuple[Machine, Machine],
) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    other.mark(ActionKind.QUEUE, "arxiv:2501.00001")
    for machine in (one, other, one):
        machine.sync()
    shutil.rmtree(one.folder)
    report = one.sync()
    assert (report.sent, report.papers_sent) == (2, 5), "what it knows of others too: they may be gone"
    report = one.sync()
    assert (report.sent, report.papers_sent) == (0, 0)
    one.folder = one.place / "another"
    report = one.sync()
    assert (report.sent, report.papers_sent) == (2, 5)


def new_machine(tmp_path: Path) -> Machine:
    """A machine that was never in the folder, and what it finds there."""
    third = Machine("c", tmp_path, tmp_path / "shared")
    third.sync()
    return third


def emptied(folder: Path) -> None:
    for inside in folder.iterdir():
        shutil.rmtree(inside)


def test_an_emptied_folder_is_filled_by_whoever_knows_what_was_there(
    met: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    one.sync()
    other.sync()
    other.mark(ActionKind.QUEUE, "arxiv:2501.00001")
    other.sync()
    emptied(one.folder)  # and the first machine is gone
    other.sync()
    third = new_machine(tmp_path)
    assert (third.found("in:any"), third.found("is:starred"), third.found("in:queue")) == (5, 1, 1)
    assert other.sync().sent == 0
    third.lib.close()


def test_one_writers_folder_taken_away_is_told_again_by_the_others(
    met: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    one.sync()
    other.sync()
    other.mark(ActionKind.QUEUE, "arxiv:2501.00001")
    other.sync()
    for folder in one.folder.glob(f"{one.device}-*"):
        shutil.rmtree(folder)
    other.sync()
    third = new_machine(tmp_path)
    assert (third.found("in:any"), third.found("is:starred"), third.found("in:queue")) == (5, 1, 1)
    third.lib.close()


def test_a_restored_library_fills_an_emptied_folder_too(met: tuple[Machine, Machine], tmp_path: Path) -> None:
    one, _ = met
    saved = backup.backup(one.lib, one.place / "saved.db")
    one.mark(ActionKind.STAR)
    one.sync()
    one.lib.close()
    backup.restore(one.path, saved, clock=lambda: one.now)
    one.lib = one.open()
    one.sync()
    emptied(one.folder)
    one.sync()
    third = new_machine(tmp_path)
    assert (third.found("in:any"), third.found("is:starred")) == (5, 1)
    third.lib.close()


def test_many_small_exchanges_leave_few_files(met: tuple[Machine, Machine]) -> None:
    one, other = met
    for number in range(30):
        one.mark(ActionKind.STAR if number % 2 == 0 else ActionKind.UNSTAR)
        one.bring(PAPERS[0] | {"upvotes": number + 1})
        one.sync()
        if number % 7 == 0:
            other.sync()
    assert (len(one.files("acts")), len(one.files("papers"))) == (1, 1)
    assert other.sync().skipped == []
    assert other.state().starred == one.state().starred


def test_segments_are_bounded_and_one_long_step_travels_in_parts(
    met: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    from digestui.library import sending
    from digestui.storage import exchange

    one, other = met
    monkeypatch.setattr(sending, "FULL", 300)
    monkeypatch.setattr(exchange, "PIECE", 2)
    triage.act(one.lib, [one.paper(record["key"]) for record in PAPERS], Action(ActionKind.DONE))
    history.undo(one.lib)
    one.sync()
    assert len(one.files("acts")) > 2
    assert other.sync().received == 20
    assert all(state.bare for state in replay.present(other.lib.database).values())
    assert all(entry.undone for entry in history.history(other.lib) if entry.label == "done")


def test_what_an_import_says_anew_is_noticed_by_the_tables_themselves(met: tuple[Machine, Machine]) -> None:
    one, _ = met
    assert shared.to_tell(one.lib.database) == []
    one.bring(PAPERS[0] | {"upvotes": 3}, PAPERS[1])
    assert shared.to_tell(one.lib.database) == [one.paper()]
    one.bring(PAPERS[1], digest="Another")
    assert set(shared.to_tell(one.lib.database)) == {one.paper(), one.paper("arxiv:2501.00001")}


def test_a_folder_that_cannot_be_used_is_refused(two: tuple[Machine, Machine], tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    for folder in (file, tmp_path / "no" / "such"):
        with pytest.raises(BadInput):
            syncing.sync(two[0].lib, folder)
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize(
    ("change", "starred"),
    [
        (('"0","1"', '"0","yes"'), 0),
        (('["star","arxiv:2501.00000","","0","1"]', '["snooze","arxiv:2501.00000","","","soon"]'), 0),
        (
            ('["star","arxiv:2501.00000","","0","1"]', '["snooze","arxiv:2501.00000","","","9999999999999"]'),
            0,
        ),
        (('["star","arxiv:2501.00000","","0","1"]', '["tag","arxiv:2501.00000","","0","1"]'), 0),
        (
            (
                '["star","arxiv:2501.00000","","0","1"]',
                '["enrich","\\ud800","","[[","{\\"key\\":[]}","more"]',
            ),
            0,
        ),
        (('"kind":0', '"kind":1,"undoes":["\\ud800","x",1,99999999999999999999999]'), 1),
        (('"kind":0', '"kind":1,"undoes":["aaaaaaaaaaaaaaaa","bbbbbbbbbbbb",1,7]'), 1),
        (('"label":"starred"', '"label":["starred"],"later":{"a":1}'), 1),
    ],
)
def test_acts_that_say_nonsense_do_nothing(
    met: tuple[Machine, Machine], change: tuple[str, str], starred: int
) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    one.sync()
    rewritten(one.files("acts")[0], change)
    assert other.sync().received == 1
    assert len(history.history(other.lib)) == 1
    assert other.state().starred == starred


@pytest.mark.parametrize(
    "change",
    [
        ('"logical":', '"logical":9999999999999999999999,"x":'),
        ('"at":', '"at":1e400,"x":'),
        ('"offset":', '"offset":null,"x":'),
        ('"offset":', '"offset":1440,"x":'),
        ('"offset":', '"offset":-1440,"x":'),
        ('"at":', f'"at":{-(2**46) + 1},"x":'),
        ('"at":', f'"at":{2**46},"x":'),
        ('["star",', '[["star"],'),
        ('["star","arxiv:2501.00000","","0","1"]', "[" * 100_000),
        ('"digestui":"acts"', '"digestui":"papers"'),
        ('"writer":["aaaaaaaaaaaaaaaa"', '"writer":["bbbbbbbbbbbbbbbb"'),
        ('"format":1', '"format":"one"'),
    ],
)
def test_a_segment_that_is_no_segment_is_skipped_with_one_line(
    met: tuple[Machine, Machine], change: tuple[str, str]
) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    one.sync()
    file = rewritten(one.files("acts")[0], change)
    report = other.sync()
    assert [skipped.file for skipped in report.skipped] == [f"{file.parent.name}/{file.name}"]
    assert (report.received, other.state().bare) == (0, True)


def test_a_library_that_holds_a_step_on_no_day_and_in_no_zone_tells_history_and_figures(
    two: tuple[Machine, Machine],
) -> None:
    one, _ = two
    one.mark(ActionKind.READ)
    one.mark(ActionKind.READ, "arxiv:2501.00001")
    one.lib.database.execute("UPDATE batches SET at = ? WHERE id = 1", (-(2**46) + 1,))
    one.lib.database.execute("UPDATE batches SET offset = 1440 WHERE id = 2")
    assert [entry.at for entry in history.history(one.lib)] == ["", ""]
    days = statistics.figures(one.lib, "all").days
    assert sum(days.values()) == 1, "the step that is on no day is left out"


@pytest.mark.parametrize(
    ("change", "papers_received"),
    [
        (('"title":"One more"', '"title":7'), 0),
        (('"keys":["arxiv:2502.00009"]', '"keys":["nonsense","javascript:x",3]'), 0),
        (('"title":"One more"', '"title":"One more","urls":["javascript:alert(1)","file:///etc/passwd"]'), 1),
        (('"title":"One more"', '"title":"One more","published":"soon","upvotes":1e999,"version":-3'), 1),
        (('"title":"One more"', '"title":"One more","authors":{"a":1},"ranks":{"title":["x"],"y":[1,2]}'), 1),
        (('"digests":[[', '"digests":[null,["x"],["D","never",1,"x",true],['), 1),
        (('"day":"2025-01-01"', '"day":"never"'), 1),
    ],
)
def test_papers_that_say_nonsense_are_believed_field_by_field(
    met: tuple[Machine, Machine], change: tuple[str, str], papers_received: int
) -> None:
    one, other = met
    one.bring({"key": "arxiv:2502.00009", "title": "One more"})
    one.sync()
    rewritten(one.files("papers")[-1], change)
    report = other.sync()
    assert (report.papers_received, report.skipped) == (papers_received, [])
    if papers_received:
        kept = papers.load(other.lib.database, [other.paper("arxiv:2502.00009")])
        (one_more,) = (kept.paper for kept in kept.values())
        assert all(url.startswith("https://arxiv.org") for url in one_more.urls)
        assert (one_more.authors, one_more.upvotes, one_more.version) == ((), None, None)


def test_where_nothing_can_be_written_it_says_so_and_tells_all_the_next_time(
    met: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    (mine,) = one.folder.glob(f"{one.device}-*")
    mine.rename(tmp_path / "aside")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for stand_in in (lambda: mine.write_text("a file"), lambda: mine.symlink_to(elsewhere)):
        stand_in()
        with pytest.raises(Trouble):
            one.sync()
        mine.unlink()
    assert list(elsewhere.iterdir()) == [], "a link is not followed"
    assert doctor.examine(one.lib) == []
    (tmp_path / "aside").rename(mine)
    assert one.sync().sent == 1
    assert other.sync().received == 1


def test_a_library_copied_to_another_machine_goes_on_beside_the_first(
    met: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, other = met
    one.mark(ActionKind.STAR)
    third = Machine("c", tmp_path, one.folder)
    third.lib.close()
    third.path.unlink()
    backup.backup(one.lib, third.path)
    third.lib = third.open()
    third.mark(ActionKind.QUEUE)
    one.mark(ActionKind.READ)
    for machine in (third, one, other, third):
        assert not machine.sync().renewed
    for machine in (one, other, third):
        assert (machine.state().starred, machine.state().place, machine.state().read) == (1, 1, 1)
    third.lib.close()


def test_papers_found_to_be_one_have_the_earlier_of_their_places_in_a_digest_everywhere(
    met: tuple[Machine, Machine],
) -> None:
    one, other = met
    by_id = {"key": "arxiv:2502.00001", "title": "A paper", "authors": ["Ada"]}
    by_doi = {"id": "doi:10.1000/x", "title": "The paper, retitled", "authors": ["Ada"]}
    one.bring(by_id, digest="Before", date="2024-12-01")
    one.bring(by_doi, {"key": "arxiv:2502.00002", "title": "Another"}, by_id, digest="Both")
    one.sync()
    other.sync()
    one.bring(
        {"key": "arxiv:2502.00001", "aliases": ["doi:10.1000/x"], "read": False, **by_id}, digest="Third"
    )
    for machine in (one, other, one):
        machine.sync()
    for machine in met:
        assert machine.paper("doi:10.1000/x") == machine.paper("arxiv:2502.00001")
        ranks = machine.lib.database.rows(
            "SELECT e.rank FROM entries e JOIN digests d ON d.id = e.digest WHERE d.name = 'Both'"
            " AND e.paper = ?",
            (machine.paper("arxiv:2502.00001"),),
        )
        assert ranks == [(1,)]
