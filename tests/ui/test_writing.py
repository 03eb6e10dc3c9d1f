"""Notes, drafts and tags in the reader."""

from __future__ import annotations

import pytest
from textual import events

from digestui.library import notes, search
from ui.reading import reading


def note_of(r, paper: int) -> str | None:
    with r.library() as lib:
        return notes.read_note(lib, paper)


async def test_one_key_types_a_note_and_escape_saves_it(library) -> None:
    async with reading(library) as r:
        paper = r.listing.current
        await r.press("c", *"needs a closer look", "escape")
        assert r.screen.pane == "list"
        assert note_of(r, paper) == "needs a closer look"
        assert r.listing.row.noted
        assert "needs a closer look" in r.text()


async def test_a_note_cleared_before_its_text_was_on_the_disk_is_cleared(library) -> None:
    async with reading(library) as r:
        paper = r.listing.current
        await r.press("j", "k")
        r.desk.notekeeper.save("n", None)
        r.desk.notekeeper.save("", None)
        await r.press("j")
        assert note_of(r, paper) is None


async def test_keys_that_type_text_are_never_commands_in_a_note(library) -> None:
    async with reading(library) as r:
        await r.press("c", *"dduq/?:", "escape")
        assert note_of(r, r.listing.current) == "dduq/?:"
        assert r.listing.cursor == 0


async def test_what_is_typed_is_a_draft_before_it_is_saved(library) -> None:
    async with reading(library) as r:
        key = r.listing.row.key
        await r.press("c", *"half a thought")
        r.screen.note.flush()
        await r.settle()
        with r.library() as lib:
            draft = notes.draft(lib, key)
        assert draft is not None
        assert draft.text == "half a thought"


async def test_a_draft_that_was_never_saved_is_offered_again_in_its_own_paper_only(library) -> None:
    async with reading(library) as r:
        await r.press("c", *"half a thought")
        r.screen.note.flush()
        await r.settle()
    async with reading(library) as r:
        assert "half a thought" in r.text()
        assert "draft kept" in r.text()
        await r.press("j")
        assert "half a thought" not in r.text()


async def test_ending_while_typing_keeps_the_text(library) -> None:
    async with reading(library) as r:
        key = r.listing.row.key
        await r.press("c", *"unsaved words")
        r.app.leave(143)
        await r.settle()
    with r.library() as lib:
        draft = notes.draft(lib, key)
    assert draft is not None
    assert draft.text == "unsaved words"


async def test_a_note_is_undone_like_any_act(library) -> None:
    async with reading(library) as r:
        await r.press("c", *"one", "escape", "u")
        assert not note_of(r, r.listing.current)
        await r.press("ctrl+r")
        assert note_of(r, r.listing.current) == "one"


async def test_a_note_saved_elsewhere_meanwhile_is_kept_beside(library) -> None:
    async with reading(library) as r:
        paper = r.listing.current
        await r.press("c", *"mine")
        with r.library() as lib:
            notes.save_note(lib, paper, "theirs", base=None)
        await r.press("escape")
        with r.library() as lib:
            texts = [notes.read_note(lib, paper) or "", *(text for _, text in notes.note_history(lib, paper))]
        assert any("mine" in text for text in texts)
        assert any("theirs" in text for text in texts)


async def test_a_click_on_another_paper_saves_the_note_of_the_one_it_is_about(library) -> None:
    async with reading(library) as r:
        first = r.listing.current
        await r.press("c", *"about the first")
        await r.pilot.click("#list", offset=(10, 6))
        await r.settle()
        assert r.listing.current != first
        assert note_of(r, first) == "about the first"
        assert note_of(r, r.listing.current) is None
        assert r.screen.pane == "list"
        assert "about the first" not in r.text()


async def test_the_wheel_over_the_list_takes_nobody_away_from_a_note(library) -> None:
    async with reading(library) as r:
        await r.press("c", *"dear")
        for _ in range(20):
            await r.pilot._post_mouse_events([events.MouseScrollDown], r.screen.list, (3, 3))
        await r.press(*" diary", "escape")
        assert r.listing.cursor == 0
        assert note_of(r, r.listing.current) == "dear diary"


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45)])
async def test_a_long_paste_is_undone_and_done_again(library, size) -> None:
    pasted = "\n".join(f"{line} " + "a long line of what was pasted " * 8 for line in range(30))
    async with reading(library, size=size) as r:
        await r.press("c", *"mine")
        r.app.post_message(events.Paste(pasted))
        await r.settle()
        assert r.screen.note.text == "mine" + pasted
        await r.press("ctrl+z")
        assert r.screen.note.text == "mine"
        await r.press("ctrl+y")
        assert r.screen.note.text == "mine" + pasted
        await r.press("ctrl+z", *" all", "escape")
        assert note_of(r, r.listing.current) == "mine all"


async def test_who_types_on_beside_a_note_saved_elsewhere_changes_only_the_own_one(library) -> None:
    async with reading(library) as r:
        paper = r.listing.current
        await r.press("c", *"mine")
        with r.library() as lib:
            notes.save_note(lib, paper, "theirs", base=None)
        await r.press("ctrl+s", *" and", "ctrl+s", *" more", "escape")
        assert note_of(r, paper) == "theirs\n\n---\n\nmine and more"


async def test_what_another_reader_types_about_the_same_paper_stays_a_draft(library) -> None:
    async with reading(library) as r:
        await r.press("c", *"mine")
        with r.library() as lib:
            key = r.desk.notekeeper.key
            notes.keep_draft(lib, key, "theirs, in a window that is killed", None)
        r.screen.note.flush()
        await r.settle()
        with r.library() as lib:
            kept = notes.draft(lib, key)
            assert kept is not None
            assert {"mine", "theirs, in a window that is killed"} == set(kept.text.split("\n\n---\n\n"))
        await r.press("escape")
        assert note_of(r, r.listing.current) == "mine"
        with r.library() as lib:
            assert [d.text for d in notes.drafts(lib)] == ["theirs, in a window that is killed"]


async def test_tags_are_given_in_one_line_and_shown(library) -> None:
    async with reading(library) as r:
        await r.press("t", *"+vit +backbone", "enter")
        assert r.state().tags == ("backbone", "vit")
        assert "#" in r.status()
        with r.library() as lib:
            assert search.count(lib, search.understand(lib, "tag:vit").query) == 1
        await r.press("t", *"-vit", "enter")
        assert r.state().tags == ("backbone",)
        await r.press("u")
        assert r.state().tags == ("backbone", "vit")


async def test_leaving_the_tags_dialog_changes_nothing(library) -> None:
    async with reading(library) as r:
        await r.press("t", *"+vit", "escape")
        assert r.state().tags == ()


async def test_start_here_stands_in_the_note_pane_until_ten_acts(library) -> None:
    async with reading(library) as r:
        assert "Start here" in r.text()
        await r.press(*"dddddddddd")
        assert "Start here" not in r.text()


async def test_a_note_typed_at_once_goes_to_the_paper_under_the_cursor(library) -> None:
    async with reading(library) as r:
        await r.press("j", "j", "c", *"third", "escape")
        third = r.listing.row
        await r.press("j", "j", "d", "c", *"seventh", "escape")
        seventh = r.listing.row
        with r.library() as lib:
            texts = {paper: notes.read_note(lib, paper) for paper in r.listing.ids}
        texts = {paper: text for paper, text in texts.items() if text}
        assert texts == {third.id: "third", seventh.id: "seventh"}


async def test_words_are_found_in_the_note_being_typed_and_stepped_through(library) -> None:
    async with reading(library) as r:
        await r.press("c", *"Café one", "enter", *"and", "enter", *"cafe two")
        await r.press("ctrl+f", *"cafe", "enter")
        assert r.screen.pane == "editing"
        assert r.screen.note.selected == "Café"
        assert "1 of 2: cafe  ctrl+g next" in r.status()
        await r.press("ctrl+g")
        assert r.screen.note.selected == "cafe"
        await r.press("f3")
        assert r.screen.note.selected == "Café"
        await r.press("shift+f3")
        assert (r.screen.note.selected, "2 of 2" in r.status()) == ("cafe", True)
        await r.press("ctrl+f", *"nowhere", "enter")
        assert "the note has no nowhere" in r.status()
        await r.press(*"!", "escape")
        assert note_of(r, r.listing.current) == "Café one\nand\n! two"


async def test_who_types_on_after_an_undo_of_the_note_begins_with_what_is_there(library) -> None:
    async with reading(library) as r:
        await r.press("c", *"one", "escape", "c", *" two", "escape", "u", "c", *" three", "escape")
        assert note_of(r, r.listing.current) == "one three"
        await r.press("u", "u", "ctrl+r", "c", *" four", "escape")
        assert note_of(r, r.listing.current) == "one four"
        await r.press("c", "ctrl+a", "ctrl+k", "escape", "u", "c", *" five", "escape")
        assert note_of(r, r.listing.current) == "one four five"


async def test_who_types_on_after_another_program_put_the_note_back_changes_that(library) -> None:
    async with reading(library) as r:
        paper = r.listing.current
        await r.press("c", *"one", "escape", "c", *" two", "escape")
        with r.library() as lib:
            notes.save_note(lib, paper, "one", base="one two")
        r.desk.watcher.elsewhere()
        await r.settle()
        await r.press("c", *" three", "escape")
        assert note_of(r, paper) == "one three"
