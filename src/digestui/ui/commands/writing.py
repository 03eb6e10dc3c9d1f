"""Writing: notes, tags, a snooze till a typed day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.library import notes, triage
from digestui.library.library import Library
from digestui.model.triage import Action, ActionKind
from digestui.text import safe
from digestui.text.folding import fold
from digestui.ui.commands import register
from digestui.ui.control.counted import counted, papers

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


@register("note")
def note(desk: Desk, count: int | None) -> None:
    desk.notekeeper.edit()


@register("note-close")
def note_close(desk: Desk, count: int | None) -> None:
    desk.screen.note.leave()


@register("note-save")
def note_save(desk: Desk, count: int | None) -> None:
    desk.screen.note.save()


@register("note-preview")
def note_preview(desk: Desk, count: int | None) -> None:
    """Save, and show the note as it reads without going back; the same key, or the note's, types on."""
    desk.notekeeper.came_from = "note"
    desk.notekeeper.previewed = desk.notekeeper.paper
    desk.screen.note.leave()


@register("note-undo")
def note_undo(desk: Desk, count: int | None) -> None:
    desk.screen.note.undo_typing()


@register("note-find")
def note_find(desk: Desk, count: int | None) -> None:
    """Ask for words and go to them in the note that is being typed."""
    from digestui.ui.dialogs.ask import AskDialog

    def chosen(words: str | None) -> None:
        if words:
            desk.notekeeper.sought = words
            _find(desk, 1)

    selected = desk.screen.note.selected
    value = selected if "\n" not in selected and fold(selected) != fold(desk.notekeeper.sought) else ""
    desk.app.push_screen(
        AskDialog("Find in the note", value=value, placeholder=desk.notekeeper.sought, verb="find"), chosen
    )


@register("note-find-next")
def note_find_next(desk: Desk, count: int | None) -> None:
    _find(desk, 1)


@register("note-find-previous")
def note_find_previous(desk: Desk, count: int | None) -> None:
    _find(desk, -1)


def _find(desk: Desk, step: int) -> None:
    sought = desk.notekeeper.sought
    if not sought:
        note_find(desk, None)
        return
    at, many = desk.screen.note.find(sought, step)
    words = safe.one_line(sought, 40)
    if not many:
        desk.words.say(f"the note has no {words}")
        return
    desk.words.say(f"{at} of {many}: {words}", *desk.words.hint("note-find-next", "next"))


@register("note-editor", "editor")
def editor(desk: Desk, count: int | None) -> None:
    """The note in the user's own editor; what comes back is a draft until it is saved."""
    desk.notekeeper.with_note(lambda: _edit_outside(desk))


def _edit_outside(desk: Desk) -> None:
    from digestui.ui.control.outside import edit_text

    keeper, pane = desk.notekeeper, desk.screen.note
    if keeper.paper is None:
        desk.words.say("no paper to write about")
        return
    text = edit_text(desk, pane.text)
    if text is None:
        return
    if pane.editing:
        pane.replace(text)
        pane.save()
    elif text != (keeper.base or ""):
        pane.replace(text)
        keeper.save(text, keeper.base)


@register("compare-notes")
def compare_notes(desk: Desk, count: int | None) -> None:
    """Earlier versions of the note beside the present one."""
    desk.notekeeper.with_note(lambda: _compare(desk))


def _compare(desk: Desk) -> None:
    paper, now = desk.notekeeper.paper, desk.screen.note.text
    if paper is None:
        return

    def then(versions: list[tuple[str, str]]) -> None:
        if not versions:
            desk.words.say("no earlier version of this note")
            return
        from digestui.ui.screens.notes_compare import NotesCompareScreen, Version

        def chosen(text: str | None) -> None:
            if text is not None:
                desk.notekeeper.take(text)

        detail = desk.facts.detail
        title = detail.paper.title if detail is not None else ""
        earlier = [Version(text, at) for at, text in versions if text != now]
        desk.app.push_screen(NotesCompareScreen(title, now, earlier, now=desk.clock()), chosen)

    def job(lib: Library) -> list[tuple[str, str]]:
        return notes.note_history(lib, paper)

    desk.lanes.front.ask("versions", job, then, desk.words.failed)


@register("tag")
def tag(desk: Desk, count: int | None) -> None:
    targets = papers(desk, count)
    if not targets:
        desk.words.say("no paper under the cursor")
        return
    now: dict[str, int] = {}
    for paper in targets:
        row = desk.listing.rows.get(paper)
        for word in row.triage.tags if row else ():
            now[word] = now.get(word, 0) + 1

    from digestui.ui.dialogs.tags import TagsDialog

    def chosen(words: str | None) -> None:
        if words:
            tag_with(desk, words, targets)

    # Opened first and told the tags afterwards: what is typed meanwhile must not reach the list.
    dialog = TagsDialog(len(targets), None, now)
    desk.app.push_screen(dialog, chosen)
    desk.lanes.front.ask("tags", triage.tags, dialog.learn, desk.words.failed)


def tag_with(desk: Desk, words: str, targets: tuple[int, ...] | None = None) -> None:
    """Apply `+a -b` to papers."""
    from digestui.errors import Trouble

    try:
        action = triage.parse_tags(words)
    except Trouble as trouble:
        desk.words.failed(trouble)
        return
    desk.decider.act(action, ids=targets)
    if targets is not None and desk.listing.clear_selection():
        desk.screen.list.refresh()


@register("snooze")
def snooze(desk: Desk, count: int | None) -> None:
    from digestui.ui.dialogs.snooze import SnoozeDialog

    several = counted(desk, count)
    targets = several.ids if several else desk.listing.targets()
    if not targets:
        desk.words.say("no paper under the cursor")
        return
    typed = desk.typed if len(desk.typed) == 1 else ""

    def chosen(until: int | None) -> None:
        if until is not None:
            desk.decider.act(Action(ActionKind.SNOOZE, until=until), advance=True, counted=several)

    desk.app.push_screen(SnoozeDialog(desk.clock(), papers=len(targets), typed=typed), chosen)
