"""Notes and drafts: what is typed is on the disk at most two seconds later, in the note of its own paper.

The pane says what was typed; this writes it, and tells the pane what became of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from digestui.errors import NotFound
from digestui.library import notes
from digestui.library.library import Library
from digestui.model.receipt import Receipt
from digestui.model.rows import Detail
from digestui.records import dataclass, field

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


@dataclass
class Notekeeper:
    """Keeps the note of the paper under the cursor."""

    desk: Desk
    paper: int | None = None
    """The paper whose note is being edited or shown."""
    key: str = ""
    base: str | None = None
    """The text the editor began with."""
    came_from: str = "list"
    """The pane to go back to."""
    previewed: int | None = None
    """The paper whose note was left to see how it reads, until one goes elsewhere."""
    began: str = ""
    """The draft that the editor began with."""
    unsaved: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    """Texts that the disk refused, by the key of their paper, with what they began with."""
    sought: str = ""
    """What was looked for in a note last."""
    _kept: dict[str, str] = field(default_factory=dict)
    """The draft that was kept here last, by the key of its paper; the write lane alone looks at it."""
    _own: dict[int, tuple[str | None, str]] = field(default_factory=dict)
    """What was saved here last, by paper, with what it began with; the write lane alone looks at it."""

    def show(self, detail: Detail | None, draft: notes.Draft | None) -> None:
        """Show the note of a paper, unless another's is being typed."""
        pane = self.desk.screen.note
        if pane.editing:
            return
        self.paper = detail.id if detail else None
        self.key = detail.key if detail else ""
        self.base = detail.note if detail else None
        self.began = draft.text if draft else ""
        kept = self.unsaved.get(self.key)
        pane.show(
            detail.note if detail else None,
            saved=detail.note_saved if detail else None,
            draft=kept[0] if kept else draft.text if draft else None,
            draft_at=draft.at if draft else None,
            available=detail is not None,
            spans=self.desk.finder.in_notes,
        )
        self.desk.screen.layouts.note_height()

    def with_note(self, call: Callable[[], None]) -> None:
        """Do something with the note of the paper under the cursor: at once where it is on show, else when it
        has come; keys pressed meanwhile wait, so that none is typed into another paper's note."""
        if self.pending:
            call()
        else:
            self.desk.facts.when_shown(call)

    def edit(self, then: Callable[[], None] | None = None) -> None:
        """Begin to type at once; `then` is called when the editor is there."""
        self.with_note(lambda: self._edit(then))

    def _edit(self, then: Callable[[], None] | None) -> None:
        screen = self.desk.screen
        if self.paper is None:
            self.desk.words.say("no paper to write about")
            return
        self.came_from = screen.pane if screen.pane != "editing" else self.came_from
        screen.show_pane("note")
        screen.note.edit()
        screen.layouts.note_height()
        screen.show_footer()
        detail = self.desk.facts.detail
        if detail is not None:
            self.desk.words.say("note on ", self.desk.words.title_span(detail.paper.title))
        if then is not None:
            screen.call_after_refresh(self.desk.holding(then))

    @property
    def pending(self) -> bool:
        """Whether text is being typed that is not saved."""
        return self.desk.screen.note.editing

    def changed(self, text: str) -> None:
        """Text was typed: keep a draft."""
        desk, key, base, began = self.desk, self.key, self.base, self.began
        if not key:
            return
        pane = desk.screen.note

        def job(lib: Library) -> None:
            notes.keep_draft(lib, key, text, base, before=self._kept.get(key, began))
            self._kept[key] = text
            self.unsaved.pop(key, None)

        def then(_: object) -> None:
            pane.draft_kept(desk.now())

        desk.lanes.write.do("draft", job, then, self._refused(key, text, base))

    def save(self, text: str, base: str | None) -> None:
        """Save the note, then drop its draft. `base` is what the editor began with."""
        desk, paper, key, draft = self.desk, self.paper, self.key, self.began
        if paper is None:
            return

        def job(lib: Library) -> Receipt:
            # Who types on before the last text is on the disk begins with what was there before it.
            # Where that is there again, the last text was taken back.
            began, own = self._own.get(paper, (None, None))
            known = own if began == base and (base or "") != (notes.read_note(lib, paper) or "") else base
            try:
                receipt = notes.save_note(lib, paper, text, base=known)
            except NotFound:  # another program took the paper out meanwhile; it may come back
                notes.keep_draft(lib, key, text, base, before=self._kept.get(key, draft))
                raise
            self._own[paper] = (base, text)
            notes.drop_draft(lib, key, self._kept.pop(key, draft))
            self.unsaved.pop(key, None)
            return receipt

        def then(receipt: Receipt) -> None:
            if self.paper == paper:
                self.base = text
                desk.screen.note.saved(desk.now(), conflict=receipt.conflict, text=text)
            changed = desk.listing.restate(receipt.states, receipt.noted)
            desk.screen.list.repaint_papers(changed)
            if receipt.count:
                desk.words.did(receipt, asked=1)
            desk.facts.refresh_if([paper])
            desk.decider.follow(receipt)

        desk.lanes.write.do("note", job, then, self._refused(key, text, base))

    def try_again(self) -> None:
        """Keep as drafts the texts that the disk refused, if it takes them now."""
        for key, (text, base) in list(self.unsaved.items()):

            def job(lib: Library, key: str = key, text: str = text, base: str | None = base) -> None:
                notes.keep_draft(lib, key, text, base, before=self._kept.get(key, ""))
                self._kept[key] = text
                self.unsaved.pop(key, None)

            self.desk.lanes.write.do("draft", job, failed=lambda _: None)

    def rescue(self) -> bool:
        """At the very end: what the disk refused to the last is put elsewhere, and it is said where; True
        where there was any."""
        if self.unsaved:
            from digestui.ui.control.rescue import put_elsewhere

            put_elsewhere({key: text for key, (text, _) in self.unsaved.items()}, self.desk.env)
        return bool(self.unsaved)

    def take(self, text: str) -> None:
        """Take an earlier version back into the note: as a change one can undo, or as a saved text."""
        pane = self.desk.screen.note
        pane.replace(text)
        if not pane.editing:
            self.save(text, self.base)

    def left(self) -> None:
        """The editor was left: back to where one came from."""
        desk = self.desk
        desk.screen.layouts.note_height()
        if self.came_from:
            desk.screen.show_pane(self.came_from)
        desk.screen.show_footer()

    def _refused(self, key: str, text: str, base: str | None) -> Callable[[BaseException], None]:
        """What to do when this text could not be written: it is kept here, and tried again."""

        def failed(error: BaseException) -> None:
            self.unsaved[key] = (text, base)
            self.desk.screen.note.not_saved()
            self.desk.words.not_saved(error)

        return failed
