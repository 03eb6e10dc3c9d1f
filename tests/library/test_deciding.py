"""Deciding and taking it back: what each act sets, what undo protects, what a receipt says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from digestui.errors import BadUsage, NotFound
from digestui.library import digests, history, notes, search, triage, views
from digestui.library.library import Library
from digestui.model.receipt import MANY, Changes
from digestui.model.triage import Action, ActionKind, Place, Triage, after
from digestui.storage import steps
from digestui.storage.acts import UNDO, Batch
from digestui.storage.reversal import reverse
from library.feeding import MORNING, Clock, feed, ids, paper, sound

LATER = int(MORNING) + 86_400


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db", create=True, clock=Clock(), device="test") as library:
        feed(library, [paper(f"Paper {n}", f"arxiv:2501.0000{n}", published=f"20{n + 10}") for n in range(6)])
        yield library
        sound(library)


def state(lib: Library, number: int) -> Triage:
    return steps.states(lib.database, [number])[number]


def do(lib: Library, papers: list[int], *words: str) -> None:
    triage.act_all(lib, papers, [triage.parse_action(word, now=MORNING) for word in words])


def acts(lib: Library) -> int:
    return int(lib.database.value("SELECT count(*) FROM journal"))


@pytest.mark.parametrize("word", ["done", "dismiss"])
def test_deciding_marks_read_in_the_same_step(lib: Library, word: str) -> None:
    number = ids(lib)[0]
    do(lib, [number], word)
    assert state(lib, number).read
    history.undo(lib)
    assert state(lib, number) == Triage()


@pytest.mark.parametrize("word", ["inbox", "queue", "done", "dismiss"])
def test_setting_any_place_ends_a_snooze(lib: Library, word: str) -> None:
    number = ids(lib)[0]
    do(lib, [number], "snooze=3d")
    do(lib, [number], word)
    assert state(lib, number).snoozed_until is None


@pytest.mark.parametrize(
    ("when", "said"),
    [("2025-05-05", "Mon 5 May"), ("2030-01-01", "Tue 1 Jan 2030"), ("9999-12-31", "Fri 31 Dec 9999")],
)
def test_a_snooze_is_told_with_the_year_where_it_is_not_the_present_one(
    lib: Library, when: str, said: str
) -> None:
    do(lib, [ids(lib)[0]], f"snooze={when}")
    assert history.history(lib)[0].label == f"snoozed to {said}"


@pytest.mark.parametrize(
    ("place", "back"),
    [("inbox", Place.INBOX), ("queue", Place.QUEUE), ("done", Place.INBOX), ("dismiss", Place.INBOX)],
)
def test_a_snoozed_paper_comes_back_to_its_place_or_the_inbox(lib: Library, place: str, back: Place) -> None:
    number = ids(lib)[0]
    do(lib, [number], place)
    before = state(lib, number)
    do(lib, [number], "snooze=3d")
    assert state(lib, number).snoozed(int(MORNING))
    do(lib, [number], "unsnooze")
    assert state(lib, number).place is back
    history.undo(lib)
    history.undo(lib)
    assert state(lib, number) == before


def put(lib: Library, number: int, place: Place, until: int | None) -> Triage:
    """Bring a paper into a state that acts of two machines may lead to, with its acts in the journal."""
    with lib.database.write():
        batch = Batch(lib.database, lib.device, lib.clock(), label="from elsewhere")
        batch.set([number], p=str(int(place)), z="NULL" if until is None else str(until))
        batch.finish()
    return state(lib, number)


EVERY_STATE = [(place, until) for place in Place for until in (None, LATER, int(MORNING) - 60)]


@pytest.mark.parametrize(("place", "until"), EVERY_STATE)
def test_all_that_tell_of_the_inbox_tell_the_same_of_a_paper(
    lib: Library, place: Place, until: int | None
) -> None:
    number = ids(lib)[0]
    now = put(lib, number, place, until)
    waits = number in search.find(lib, search.understand(lib, "in:inbox").query).ids
    assert now.undecided(lib.now()) is waits
    assert digests.digests(lib)[0].undecided == 5 + waits
    assert search.count(lib, search.understand(lib, "in:inbox").query) == 5 + waits
    assert triage.dismiss_above(lib, [number])[0].count == waits


@pytest.mark.parametrize("word", [kind.value for kind in ActionKind if kind not in ("tag", "watch")])
@pytest.mark.parametrize(("place", "until"), EVERY_STATE)
def test_an_act_leads_where_the_screen_says_from_every_state_and_back(
    lib: Library, place: Place, until: int | None, word: str
) -> None:
    number = ids(lib)[0]
    before = put(lib, number, place, until)
    action = triage.parse_action(word + "=4d" * (word == "snooze"), now=MORNING)
    done = triage.act(lib, [number], action)
    assert state(lib, number) == after(before, action)
    if done.batch is not None:
        history.undo(lib)
    assert state(lib, number) == before


@pytest.mark.parametrize("until", [LATER, int(MORNING) - 60])
@pytest.mark.parametrize("place", [Place.DONE, Place.DISMISSED])
def test_a_paper_woken_by_hand_is_where_the_end_of_its_snooze_would_have_left_it(
    lib: Library, place: Place, until: int
) -> None:
    number = ids(lib)[0]
    put(lib, number, place, until)
    do(lib, [number], "unsnooze")
    assert number in search.find(lib, search.understand(lib, "in:inbox").query).ids


def test_an_act_that_changes_nothing_leaves_no_trace(lib: Library) -> None:
    number = ids(lib)[0]
    do(lib, [number], "star", "queue")
    before = acts(lib)
    receipt = triage.act(lib, [number], Action(ActionKind.STAR))
    assert (receipt.count, receipt.batch, acts(lib)) == (0, None, before)
    assert triage.act(lib, [number, number], Action(ActionKind.READ)).count == 1
    assert acts(lib) == before + 1


def test_a_receipt_names_the_papers_their_state_and_the_step(lib: Library) -> None:
    first, second, *_ = ids(lib)
    do(lib, [first], "star")
    receipt = triage.act(lib, [second, first], Action(ActionKind.STAR))
    assert (receipt.label, receipt.papers, receipt.count) == ("starred", (second,), 1)
    assert receipt.states[second].starred
    assert (receipt.title, receipt.key) == ("Paper 1", "arxiv:2501.00001")
    assert receipt.changes == Changes.TRIAGE
    assert receipt.batch is not None


def test_many_papers_are_counted_and_not_all_named(tmp_path: Path) -> None:
    with Library.open(tmp_path / "large.db", create=True, clock=Clock(), device="test") as lib:
        feed(lib, [paper(f"Paper {n}") for n in range(MANY + 5)])
        receipt = triage.act(lib, ids(lib), Action(ActionKind.READ))
        assert (len(receipt.papers), receipt.count) == (MANY, MANY + 5)
        undone = history.undo(lib)
        assert undone is not None
        assert undone.count == MANY + 5


def test_undo_leaves_alone_what_changed_since_and_says_what_did(lib: Library) -> None:
    first, second, *_ = ids(lib)
    do(lib, [first, second], "queue")
    with lib.another(readonly=False) as elsewhere:
        elsewhere._device = "other"
        do(elsewhere, [first], "done")
    lib.database.execute("UPDATE batches SET own = 0 WHERE id = (SELECT max(id) FROM batches)")
    receipt = history.undo(lib)
    assert receipt is not None
    assert receipt.papers == (second,)
    assert receipt.refused == ("Paper 0: done since",)
    assert state(lib, first).place is Place.DONE
    assert state(lib, second).place is Place.INBOX


def test_what_undo_could_not_touch_does_not_block_the_steps_before_it(lib: Library) -> None:
    number = ids(lib)[0]
    do(lib, [number], "star")
    do(lib, [number], "queue")
    with lib.another(readonly=False) as elsewhere:
        do(elsewhere, [number], "dismiss")
    lib.database.execute("UPDATE batches SET own = 0 WHERE id = (SELECT max(id) FROM batches)")
    first = history.undo(lib)
    assert first is not None
    assert (first.count, len(first.refused)) == (0, 1)
    second = history.undo(lib)
    assert second is not None
    assert second.label == "undid starred"


def test_of_many_steps_undone_only_those_are_counted_that_redo_brings_back(lib: Library) -> None:
    number, other, *_ = ids(lib)
    do(lib, [other], "star")
    do(lib, [number], "queue")
    do(lib, [other], "read")
    with lib.another(readonly=False) as elsewhere:
        do(elsewhere, [number], "dismiss")
    lib.database.execute("UPDATE batches SET own = 0 WHERE id = (SELECT max(id) FROM batches)")
    undone, redone = history.undo(lib, 1000), history.redo(lib, 1000)
    assert undone is not None
    assert redone is not None
    assert (undone.label, redone.label) == ("undid 2 steps", "redid 2 steps")
    assert len(undone.refused) == 1
    assert (state(lib, other).read, state(lib, other).starred) == (True, True)


def test_several_actions_at_once_come_to_what_they_come_to_one_after_the_other(lib: Library) -> None:
    one, other, *_ = ids(lib)
    for words in (
        ("done", "snooze=3d"),
        ("dismiss", "snooze=3d", "unsnooze"),
        ("snooze=3d", "dismiss", "unread"),
        ("queue", "star", "unstar", "snooze=1d", "snooze=2d"),
    ):
        do(lib, [one], *words)
        for word in words:
            do(lib, [other], word)
        assert state(lib, one) == state(lib, other)


def test_a_new_act_closes_redo(lib: Library) -> None:
    number = ids(lib)[0]
    do(lib, [number], "star")
    history.undo(lib)
    do(lib, [number], "queue")
    assert history.redo(lib) is None
    assert not state(lib, number).starred


def test_undo_and_redo_go_on_after_a_restart(lib: Library) -> None:
    number = ids(lib)[0]
    for word in ("star", "queue", "read"):
        do(lib, [number], word)
    with Library.open(lib.path, clock=Clock(LATER), device="test") as later:
        labels = [getattr(history.undo(later), "label", None) for _ in range(4)]
        assert labels == ["undid read", "undid queued", "undid starred", None]
    with Library.open(lib.path, clock=Clock(LATER), device="test") as later:
        labels = [getattr(history.redo(later), "label", None) for _ in range(4)]
        assert labels == ["redid starred", "redid queued", "redid read", None]
    assert state(lib, number) == Triage(read=True, starred=True, place=Place.QUEUE)


def test_dismiss_above_passes_over_what_one_cares_for(lib: Library) -> None:
    papers = ids(lib)
    do(lib, papers[:1], "star")
    triage.act(lib, papers[1:2], triage.parse_tags("+x"))
    notes.save_note(lib, papers[2], "n", base=None)
    do(lib, papers[3:4], "queue")
    receipt, passed_over = triage.dismiss_above(lib, papers[:5])
    assert (receipt.papers, passed_over) == ((papers[4],), 3)
    assert history.undo(lib) is not None
    assert state(lib, papers[4]) == Triage()


def test_tags_meet_whatever_their_case_and_keep_the_first_spelling(lib: Library) -> None:
    first, second, *_ = ids(lib)
    triage.act(lib, [first], triage.parse_tags("+ViT"))
    triage.act(lib, [first, second], triage.parse_tags("+vit #b"))
    assert state(lib, second).tags == ("b", "ViT")
    assert dict(triage.tags(lib)) == {"b": 2, "ViT": 2}


def test_a_tag_is_renamed_and_merged_in_one_step(lib: Library) -> None:
    first, second, *_ = ids(lib)
    triage.act(lib, [first], triage.parse_tags("+old"))
    triage.act(lib, [second], triage.parse_tags("+new"))
    triage.rename_tag(lib, "old", "OLD")
    assert state(lib, first).tags == ("OLD",)
    triage.merge_tag(lib, "old", "new")
    assert triage.tags(lib) == [("new", 2)]
    receipt = history.undo(lib, 2)
    assert (state(lib, first).tags, state(lib, second).tags) == (("old",), ("new",))
    assert receipt is not None
    assert (receipt.label, receipt.count, set(receipt.papers)) == ("undid 2 steps", 1, {first})
    with pytest.raises(NotFound):
        triage.rename_tag(lib, "nothing", "more")


@pytest.mark.parametrize("word", ["stare", "", "snooze", "snooze=whenever", "star=1", "tag", "watch"])
def test_an_action_that_is_none_names_those_there_are(word: str) -> None:
    with pytest.raises(BadUsage) as caught:
        triage.parse_action(word)
    assert caught.value.do


def test_a_note_written_meanwhile_is_not_overwritten(lib: Library) -> None:
    number = ids(lib)[0]
    notes.save_note(lib, number, "first", base=None)
    notes.save_note(lib, number, "theirs", base="first")
    receipt = notes.save_note(lib, number, "mine", base="first")
    text = notes.read_note(lib, number) or ""
    assert receipt.conflict
    assert "mine" in text
    assert "theirs" in text
    assert {text for _, text in notes.note_history(lib, number)} >= {"first", "theirs"}


def test_who_goes_on_from_one_of_two_notes_changes_that_one_alone(lib: Library) -> None:
    number = ids(lib)[0]
    notes.save_note(lib, number, "theirs", base=None)
    for base, text in (("", "mine"), ("mine", "mine and more"), ("mine and more", "mine and mo")):
        assert notes.save_note(lib, number, text, base=base).conflict
        assert notes.read_note(lib, number) == f"theirs\n\n---\n\n{text}"
    notes.save_note(lib, number, "", base="mine and mo")
    assert notes.read_note(lib, number) == "theirs"


def test_two_who_type_about_one_paper_keep_a_draft_each(lib: Library) -> None:
    key = str(lib.database.value("SELECT key FROM papers LIMIT 1"))
    notes.keep_draft(lib, key, "on", None)
    notes.keep_draft(lib, key, "an", None)
    notes.keep_draft(lib, key, "one", None, before="on")
    notes.keep_draft(lib, key, "another", None, before="an")
    (draft,) = notes.drafts(lib)
    assert draft.text.split("\n\n---\n\n") == ["one", "another"]
    notes.drop_draft(lib, key, "another")
    assert [draft.text for draft in notes.drafts(lib)] == ["one"]
    notes.drop_draft(lib, key, "one")
    assert notes.drafts(lib) == []


def test_clearing_a_note_takes_away_no_text_that_was_saved_meanwhile(lib: Library) -> None:
    number = ids(lib)[0]
    notes.save_note(lib, number, "first", base=None)
    notes.save_note(lib, number, "first and a long thought", base="first")
    assert notes.save_note(lib, number, "", base="first").conflict
    assert notes.read_note(lib, number) == "first and a long thought"
    assert not notes.save_note(lib, number, "", base="first and a long thought").conflict
    assert notes.read_note(lib, number) is None


@pytest.mark.parametrize("typed", ["+\u0301", "-\u0307", "\u0301 #"])
def test_a_tag_of_marks_alone_is_none(typed: str) -> None:
    with pytest.raises(BadUsage):
        triage.parse_tags(typed)


def test_a_tag_is_not_renamed_to_marks_alone(lib: Library) -> None:
    triage.act(lib, ids(lib)[:1], triage.parse_tags("+here"))
    with pytest.raises(BadUsage):
        triage.rename_tag(lib, "here", "\u0301")


def test_every_text_of_a_note_stays_reachable(lib: Library) -> None:
    number = ids(lib)[0]
    for base, text in ((None, "one"), ("one", "two"), ("two", "")):
        notes.save_note(lib, number, text, base=base)
    assert notes.read_note(lib, number) is None
    assert sorted(text for _, text in notes.note_history(lib, number)) == ["", "one", "two"]
    history.undo(lib)
    assert notes.read_note(lib, number) == "two"


def test_a_draft_is_found_under_any_key_of_its_paper(lib: Library) -> None:
    feed(lib, [paper("Known by title")], name="Other")
    key = str(lib.database.value("SELECT key FROM papers WHERE title = 'Known by title'"))
    notes.keep_draft(lib, key, "half a sen", None)
    feed(lib, [paper("Known by title", "arxiv:2502.00001")], name="Third")
    found = notes.draft(lib, "arxiv:2502.00001")
    assert found is not None
    assert found.text == "half a sen"
    notes.drop_draft(lib, "arxiv:2502.00001")
    assert notes.drafts(lib) == []


def test_stamps_never_run_backwards_though_the_clock_does(lib: Library) -> None:
    number = ids(lib)[0]
    do(lib, [number], "star")
    lib.clock = lambda: MORNING - 1e6
    do(lib, [number], "unstar")
    do(lib, [number], "star")
    stamps = [row[0] for row in lib.database.rows("SELECT logical FROM batches ORDER BY id")]
    assert stamps == sorted(set(stamps))


def test_the_journal_counts_without_a_gap_for_each_writer(lib: Library) -> None:
    papers = ids(lib)
    do(lib, papers, "done")
    with lib.another(readonly=False) as elsewhere:
        elsewhere._device = "other"
        do(elsewhere, papers, "star", "inbox")
    do(lib, papers[:2], "read", "unread")
    for writer, last in lib.database.rows("SELECT id, seq FROM writers"):
        there = [
            row[0]
            for row in lib.database.rows("SELECT seq FROM journal WHERE writer = ? ORDER BY 1", (writer,))
        ]
        assert there == list(range(1, last + 1))


def test_taking_an_earlier_step_back_leaves_alone_just_the_values_that_changed_since(lib: Library) -> None:
    first, second, third = ids(lib)[:3]
    do(lib, [third], "read")
    do(lib, [first, second, third], "star", "dismiss")
    step = steps.last_standing(lib.database)[0]
    do(lib, [second], "queue")
    do(lib, [first], "unread", "read")
    do(lib, [third], "unread")
    with lib.database.write():
        batch = Batch(lib.database, lib.device, lib.clock(), label="undid it", kind=UNDO, undoes=step.id)
        left = reverse(batch, step.first, step.last)
        batch.finish()
    key = lib.database.value("SELECT key FROM papers WHERE id = ?", (second,))
    assert left == [(key, "place")]
    assert state(lib, first) == Triage()
    assert state(lib, second) == Triage(place=Place.QUEUE)
    assert state(lib, third) == Triage()
    assert set(batch.changed) == {first, second, third}


def test_one_step_on_papers_that_differ_writes_what_changed_and_undoes_just_that(lib: Library) -> None:
    first, second, third, *_ = ids(lib)
    do(lib, [second], "read")
    do(lib, [third], "dismiss")
    before, written = [state(lib, number) for number in ids(lib)], acts(lib)
    receipt = triage.act(lib, [first, second, third], Action(ActionKind.DISMISS))
    assert receipt.papers == (first, second)
    assert acts(lib) == written + 3  # the second was read already
    sound(lib)
    history.undo(lib)
    assert [state(lib, number) for number in ids(lib)] == before


def test_a_view_of_a_built_in_ones_name_keeps_its_place(lib: Library) -> None:
    names = [view.name for view in views.views(lib)]
    views.save_view(lib, "queue", "in:queue sort:title")
    views.save_view(lib, "Mine", "vision")
    found = views.views(lib)
    assert [view.name.casefold() for view in found] == [name.casefold() for name in [*names, "Mine"]]
    assert not found[names.index("Queue")].builtin


def test_a_label_names_the_tags_that_changed_something(lib: Library) -> None:
    one = ids(lib)[:1]
    assert triage.act(lib, one, triage.parse_tags("+a -b")).label == "tagged #a"
    assert triage.act(lib, one, triage.parse_tags("+a +c -a")).label == "tagged #c untagged #a"
    assert triage.act(lib, one, triage.parse_tags("-b")).label == "untagged #b"
    assert history.history(lib, limit=1)[0].label == "tagged #c untagged #a"
