"""`mark`, `tag`, `note`, `undo`, `redo`, `history`, `rules`: acts, told and taken back."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from digestui.errors import LibraryTrouble
from digestui.library import notes, search, triage
from digestui.library.library import Library
from digestui.model.triage import Action, ActionKind

from .conftest import Box

SWIN = "arxiv:2103.14030"


def paper(box: Box, key: str = SWIN) -> dict[str, object]:
    found: dict[str, object] = box("show", key, "--json").json[0]
    return found


def test_marking_says_how_many_and_what_undo_would_reverse(shelf: Box) -> None:
    said = shelf("mark", "transformer", "star")
    assert (said.code, said.err) == (0, "")
    assert said.lines == ["starred 2 papers; digestui undo takes it back"]
    assert shelf("search", "is:starred", "--count").out == "2\n"
    again = shelf("mark", "in:any", "star")
    assert again.lines[0].startswith("starred 1 paper (Deep learning), 2 so already;")
    assert shelf("mark", "in:any", "star").lines == ["0 papers changed: 3 papers were so already"]


def test_several_actions_are_one_step(shelf: Box) -> None:
    shelf("mark", f"key:{SWIN}", "star", "queue", "snooze=2025-05-05")
    now = paper(shelf)
    assert (now["starred"], now["place"]) == (True, "queue")
    assert str(now["snoozed_until"]).startswith("2025-05-05T06:00")
    assert shelf("undo").code == 0
    now = paper(shelf)
    assert (now["starred"], now["place"], now["snoozed_until"]) == (False, "inbox", None)


def test_deciding_marks_read_in_the_same_step(shelf: Box) -> None:
    shelf("mark", f"key:{SWIN}", "done")
    assert paper(shelf)["read"] is True
    shelf("undo")
    assert paper(shelf)["read"] is False


def test_an_unknown_action_is_bad_usage_and_changes_nothing(shelf: Box) -> None:
    said = shelf("mark", "in:any", "star", "burn")
    assert (said.code, len(said.errors)) == (2, 1)
    assert "burn" in said.err
    assert shelf("search", "is:starred", "--count").out == "0\n"


def test_a_dry_run_names_papers_and_changes_nothing(shelf: Box) -> None:
    said = shelf("mark", "transformer", "dismiss", "--dry-run")
    assert said.lines[0] == "would change 2 papers"
    assert len(said.lines) == 3
    assert shelf("search", "in:dismissed", "--count").out == "0\n"


def test_nothing_matching_is_told_and_changes_nothing(shelf: Box) -> None:
    said = shelf("mark", "is:starred", "dismiss")
    assert (said.code, said.lines, said.errors) == (0, ["0 papers changed"], ["nothing matches is:starred"])


def test_a_near_spelling_is_suggested_but_never_acted_on(shelf: Box) -> None:
    said = shelf("mark", "tranformer", "dismiss")
    assert said.code == 0
    assert said.errors == ["nothing matches tranformer; did you mean transformer?"]
    assert shelf("search", "in:dismissed", "--count").out == "0\n"


@pytest.mark.parametrize(
    ("typed", "meant"), [("transf", "transf*"), ("tranformer visi", "transformer visi*")]
)
def test_a_longer_word_is_suggested_but_never_acted_on(shelf: Box, typed: str, meant: str) -> None:
    for words in (["mark", typed, "dismiss"], ["tag", typed, "+x"], ["rules", "test", typed]):
        assert shelf(*words).errors == [f"nothing matches {typed}; did you mean {meant}?"]
    assert shelf("search", "in:dismissed OR is:tagged", "--count").out == "0\n"
    assert shelf("mark", meant.split()[-1], "dismiss").lines[0].startswith("dismissed ")


@pytest.mark.parametrize("typed", ["!", "(", '"', "...", "*", "\x1b", "! sort:title"])
def test_nothing_to_search_for_is_not_everything_to_act_on(shelf: Box, typed: str) -> None:
    said = shelf("mark", typed, "dismiss")
    assert (said.code, said.lines, len(said.errors)) == (0, ["0 papers changed"], 1)
    assert said.errors[0].startswith("there is nothing to search for in")
    assert shelf("mark", "in:any", "star").lines[0].startswith("starred 3 papers")


@pytest.mark.parametrize(
    "arguments",
    [
        *(["mark", "", "dismiss"], ["tag", " ", "+x"], ["rules", "add", "all", "", "star"]),
        *(["rules", "test", ""], ["resolve", ""], ["fetch", "--enrich", ""]),
    ],
)
def test_an_empty_query_is_not_everything_to_act_on(shelf: Box, arguments: list[str]) -> None:
    said = shelf(*arguments)
    assert (said.code, said.out, len(said.errors)) == (2, "", 1)
    assert "the query is empty: write in:any" in said.err
    assert shelf("undo").code == 1
    assert shelf("rules").out == ""


def test_looking_up_ids_points_at_slips_and_guesses_nothing(shelf: Box) -> None:
    slip = "digestui: is:stared? did you mean is:starred?"
    assert shelf("resolve", "is:stared").errors[0] == slip
    assert shelf("resolve", "transf").errors == ["nothing matches transf; did you mean transf*?"]
    said = shelf("resolve", "transformer")
    assert (said.out, said.err) == ("0 papers changed: none without an id among these\n", "")
    assert shelf("fetch", "--enrich", "transf").errors[0] == "nothing matches transf; did you mean transf*?"


def test_json_of_an_act_has_its_counts(shelf: Box) -> None:
    said = shelf("mark", "transformer", "star", "--json").json
    assert (said["matched"], said["changed"], said["label"]) == (2, 2, "starred")
    assert said["batch"] is not None


def test_tags_are_added_taken_renamed_merged_and_counted(shelf: Box) -> None:
    assert shelf("tag", "in:any", "+paper", "+old").code == 0
    assert shelf("tag", f"key:{SWIN}", "-old", "+vit").code == 0
    tags = {tag["name"]: tag["count"] for tag in shelf("tags", "--json").json}
    assert tags == {"paper": 3, "old": 2, "vit": 1}
    assert shelf("tags", "rename", "vit", "backbone").code == 0
    assert shelf("tags", "merge", "old", "paper").code == 0
    tags = {tag["name"]: tag["count"] for tag in shelf("tags", "--json").json}
    assert tags == {"paper": 3, "backbone": 1}
    assert shelf("tags", "rename", "nothing", "x").code == 1


def test_a_tag_with_blanks_is_one_where_it_is_one_word_of_the_line(shelf: Box) -> None:
    shelf("tag", f"key:{SWIN}", "+to read", "+a", "+b +c")
    assert paper(shelf)["tags"] == ["a", "b", "c", "to read"]
    assert shelf("tag", f"key:{SWIN}", "-to read", "+d e").code == 0
    assert paper(shelf)["tags"] == ["a", "b", "c", "d e"]


def test_a_tag_that_begins_with_a_dash_travels_and_can_be_taken_away(shelf: Box) -> None:
    shelf("tag", f"key:{SWIN}", "+-x")
    assert shelf("export", f"key:{SWIN}", "-o", "out.jsonl").code == 0
    elsewhere = ("--library", "elsewhere.db")
    assert shelf("import", "out.jsonl", *elsewhere).err == ""
    assert shelf("search", "is:tagged", "--format", "json", *elsewhere).json[0]["tags"] == ["-x"]
    shelf("tag", f"key:{SWIN}", "--x")
    assert paper(shelf)["tags"] == []


def test_undo_and_redo_go_through_restarts_and_say_when_there_is_nothing(shelf: Box) -> None:
    shelf("mark", f"key:{SWIN}", "star")
    shelf("mark", f"key:{SWIN}", "read")
    assert shelf("undo", "2").code == 0
    assert (paper(shelf)["starred"], paper(shelf)["read"]) == (False, False)
    nothing = shelf("undo")
    assert (nothing.code, nothing.out, nothing.errors) == (1, "", ["nothing to undo"])
    assert shelf("redo", "2").code == 0
    assert (paper(shelf)["starred"], paper(shelf)["read"]) == (True, True)
    assert shelf("redo").errors == ["nothing to redo"]


@pytest.mark.parametrize("actions", ["star unstar", "read unread", "queue inbox", "snooze=3d unsnooze"])
def test_what_ends_as_it_began_is_no_step(shelf: Box, actions: str) -> None:
    said = shelf("mark", SWIN, *actions.split())
    assert said.out == "0 papers changed: 1 paper was so already\n"
    assert shelf("history", "--json").json == []
    assert shelf("undo").code == 1


def test_of_several_actions_the_later_stands_and_one_undo_takes_all_back(shelf: Box) -> None:
    shelf("mark", SWIN, "dismiss", "snooze=3d", "unread", "star")
    found = shelf("show", SWIN, "--json").json[0]
    assert (found["place"], found["read"], found["starred"]) == ("inbox", False, True)
    assert found["snoozed_until"] is not None
    shelf("undo")
    found = shelf("show", SWIN, "--json").json[0]
    assert (found["place"], found["starred"], found["snoozed_until"]) == ("inbox", False, None)


def test_a_tag_merged_into_itself_is_no_step_but_may_be_spelled_anew(shelf: Box) -> None:
    shelf("tag", "transformer", "+b")
    for verb in ("merge", "rename"):
        assert shelf("tags", verb, "b", "b").out == "0 papers changed\n"
        assert shelf("tags", verb, "B", "b").out == "0 papers changed\n"
    assert len(shelf("history", "--json").json) == 2
    assert "2 papers" in shelf("tags", "rename", "b", "B").out
    assert [tag["name"] for tag in shelf("tags", "--json").json] == ["B"]


def test_undo_that_finds_nothing_to_take_back_promises_no_redo(shelf: Box) -> None:
    shelf("mark", SWIN, "queue")
    with Library.open(shelf.library, device="other") as elsewhere:
        paper = search.resolve_key(elsewhere, SWIN)
        triage.act(elsewhere, [paper], Action(ActionKind.DISMISS))
        elsewhere.database.execute("UPDATE batches SET own = 0 WHERE id = 2")
    said = shelf("undo")
    assert (said.code, said.out) == (1, "undid queued: 0 papers; nothing of it was left to change\n")
    assert said.errors[0].startswith("left alone: ")
    assert shelf("redo").errors == ["nothing to redo"]


def test_a_newer_version_that_was_seen_is_no_step_of_undo(shelf: Box) -> None:
    for version, abstract in ((1, "Old words."), (2, "New words.")):
        line = {"key": "arxiv:2501.00001", "title": "On reading", "version": version, "abstract": abstract}
        shelf("import", shelf.file("one.jsonl", json.dumps(line)))
        shelf("mark", "key:2501.00001", "star", "read" if version == 1 else "star")
    assert shelf("search", "is:updated in:any", "--count").out == "1\n"
    said = shelf("mark", "key:2501.00001", "read")
    assert said.out == "read 1 paper (On reading)\n"


def test_history_lists_acts_newest_first_with_what_was_before(shelf: Box) -> None:
    shelf("mark", f"key:{SWIN}", "star")
    shelf.now += 60
    shelf("mark", f"key:{SWIN}", "queue")
    shelf("undo")
    acts = shelf("history", "--json").json
    assert set(acts[0]) == {"seq", "at", "verb", "key", "title", "value", "previous", "undone"}
    star = next(act for act in acts if act["verb"] == "star")
    assert (star["key"], star["value"], star["previous"], star["undone"]) == (SWIN, "yes", "no", False)
    assert star["at"].startswith("2025-04-29T12:00:00")
    assert any(act["undone"] for act in acts)
    assert [act["seq"] for act in acts] == sorted((act["seq"] for act in acts), reverse=True)
    assert shelf("history", "key:doi:10.1038/nature14539", "--json").json == []
    assert "Swin" in shelf("history").out


def test_a_note_is_set_appended_printed_and_keeps_its_past(shelf: Box) -> None:
    assert shelf("note", SWIN, "--set", "# Swin\n\nShifted.").code == 0
    shelf.now += 60
    assert shelf("note", SWIN, "--append", "Compare with CvT.").code == 0
    text = shelf("note", SWIN).out
    assert text.startswith("# Swin\n\nShifted.")
    assert text.rstrip().endswith("Compare with CvT.")
    past = shelf("note", SWIN, "--history", "--json").json
    assert [entry["note"] for entry in past][-1].strip() == "# Swin\n\nShifted."
    shelf("undo")
    assert shelf("note", SWIN).out.strip() == "# Swin\n\nShifted."


def test_what_becomes_of_a_note_is_said_in_english(shelf: Box) -> None:
    title = shelf("show", SWIN, "--format", "json").json[0]["title"]
    assert shelf("note", SWIN, "--set", "mine").lines == [f"noted {title}; digestui undo takes it back"]
    assert shelf("note", SWIN, "--set", "").lines == [
        f"removed the note of {title}; digestui undo takes it back"
    ]
    assert shelf("undo").lines == [f"undid removed the note: 1 paper ({title}); digestui redo brings it back"]


def test_a_note_comes_from_standard_input(shelf: Box) -> None:
    assert shelf("note", SWIN, "--set", "-", stdin="aus é\n".encode()).code == 0
    assert shelf("note", SWIN).out.strip() == "aus é"


def test_a_note_in_an_older_encoding_keeps_its_letters_and_that_is_said(
    shelf: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ["digestui: what was written is not UTF-8: read as Windows-1252"]
    said = shelf("note", SWIN, "--set", "-", stdin=b"caf\xe9\n")
    assert (said.code, said.errors) == (0, told)
    assert shelf("note", SWIN).out == "café\n"

    def editor(arguments: list[str]) -> int:
        Path(arguments[-1]).write_bytes("café crème".encode("latin-1"))
        return 0

    monkeypatch.setattr(shelf, "edit", editor)
    assert shelf("note", SWIN, "--edit").errors == told
    assert shelf("note", SWIN).out == "café crème\n"


def test_a_note_is_edited_in_the_editor(shelf: Box) -> None:
    shelf.edited = "typed in the editor\n"
    assert shelf("note", SWIN, "--edit").code == 0
    assert shelf("note", SWIN).out == "typed in the editor\n"
    shelf.edited = None
    assert shelf("note", SWIN, "--edit").lines == ["the note is as it was"]


def test_an_editor_that_fails_saves_nothing_and_loses_nothing(shelf: Box) -> None:
    shelf.edited, shelf.editor_code = "half a thought", 1
    said = shelf("note", SWIN, "--edit")
    assert (said.code, len(said.errors)) == (2, 1)
    assert "draft" in said.err
    assert shelf("note", SWIN).out == ""


@pytest.mark.parametrize("editor_code", [0, 1])
def test_what_was_typed_is_kept_in_a_file_where_the_library_does_not_take_it(
    shelf: Box, monkeypatch: pytest.MonkeyPatch, editor_code: int
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise LibraryTrouble("cannot write", "another program is writing to it", "try again in a moment")

    monkeypatch.setattr(notes, "save_note", refused)
    monkeypatch.setattr(notes, "keep_draft", refused)
    shelf.edited, shelf.editor_code = "an hour of thought\n", editor_code
    said = shelf("note", SWIN, "--edit")
    assert (said.code, len(said.errors)) == (2, 1)
    (file,) = (shelf.home / "state/digestui").glob("unsaved-note-*.md")
    assert str(file) in said.err
    assert "an hour of thought" in file.read_text()
    assert SWIN in file.read_text()


def test_no_editor_starts_for_a_library_that_may_only_be_read(
    shelf: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    monkeypatch.setattr(shelf, "edit", lambda arguments: started.append(arguments) or 0)
    monkeypatch.setattr(os, "access", lambda *_: False)
    said = shelf("note", SWIN, "--edit")
    assert (said.code, started) == (2, [])
    assert "may only be read" in said.err


def test_a_paper_without_a_note_prints_nothing(shelf: Box) -> None:
    said = shelf("note", SWIN)
    assert (said.code, said.out, len(said.errors)) == (0, "", 1)


def test_two_ways_to_change_a_note_at_once_are_refused(shelf: Box) -> None:
    assert shelf("note", SWIN, "--set", "a", "--append", "b").code == 2


def test_a_rule_acts_on_what_arrives_and_undo_takes_it_back(shelf: Box) -> None:
    assert shelf("rules", "add", "surveys", "title:survey", "dismiss", "+survey").code == 0
    assert [rule["name"] for rule in shelf("rules", "--json").json] == ["surveys"]
    lines = "\n".join(json.dumps({"title": t}) for t in ("A survey of everything", "Nothing of the kind"))
    assert shelf("import", shelf.file("new.jsonl", lines)).code == 0
    assert [p["title"] for p in shelf("search", "in:dismissed", "--json").json] == ["A survey of everything"]
    assert shelf("search", "tag:survey in:any", "--count").out == "1\n"
    assert shelf("undo").code == 0
    assert shelf("search", "in:dismissed", "--count").out == "0\n"


def test_a_rule_added_in_another_case_takes_the_turn_of_the_one_there_was(shelf: Box) -> None:
    shelf("rules", "add", "Übersicht", "title:survey", "dismiss")
    shelf("rules", "add", "vit", "transformer", "queue")
    shelf("rules", "add", "übersicht", "title:review", "star")
    said = [(rule["name"], rule["query"]) for rule in shelf("rules", "--json").json]
    assert said == [("übersicht", "title:review"), ("vit", "transformer")]
    assert shelf("rules", "test", "VIT").lines[0] == "would act on 2 papers of those here"
    assert shelf("rules", "remove", "ÜBERSICHT ").code == 0
    assert [rule["name"] for rule in shelf("rules", "--json").json] == ["vit"]


def test_a_rule_does_what_was_written_and_guesses_no_longer_word(shelf: Box) -> None:
    assert "that match surv:" in shelf("rules", "add", "surv", "surv", "dismiss").out
    shelf("import", shelf.file("new.jsonl", json.dumps({"title": "A survey of everything"})))
    assert shelf("search", "in:dismissed", "--count").out == "0\n"


def test_slips_are_pointed_at_where_a_rule_is_tried(shelf: Box) -> None:
    assert "digestui: is:stared? did you mean is:starred?" in shelf("rules", "test", "is:stared").errors


def test_a_rule_leaves_the_papers_that_are_there_alone_and_can_be_tried(shelf: Box) -> None:
    shelf("rules", "add", "vit", "transformer", "queue")
    assert shelf("search", "in:queue", "--count").out == "0\n"
    assert shelf("rules", "test", "vit").lines[0] == "would act on 2 papers of those here"
    assert shelf("rules", "remove", "vit").code == 0
    assert shelf("rules", "remove", "vit").code == 1


@pytest.mark.parametrize("action", ["snooze=week", "undo", "done", "delete"])
def test_a_rule_may_not_do_everything(shelf: Box, action: str) -> None:
    said = shelf("rules", "add", "x", "title:survey", action)
    assert (said.code, len(said.errors)) == (2, 1)
