"""The tags dialog: a line of `+new -old` with completion, and what the papers would carry then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.widget import Widget

from digestui.text import safe, widths
from digestui.ui.dialogs import tag_words
from digestui.ui.dialogs.base import Dialog, Gap
from digestui.ui.show import ink
from digestui.ui.show.ink import FAINT, SOFT, STRONG, TEXT, Ink, Line, Piece
from digestui.ui.widgets.line_edit import LineEdit
from digestui.ui.widgets.lines import Lines
from digestui.ui.widgets.marks import marks
from digestui.ui.widgets.words import Hint, Words


class TagsDialog(Dialog[str]):
    """Asks which tags to add and take away; answers with `+a -b`, or None."""

    TITLE_WORDS = "Tags"
    ROWS = 6

    def __init__(
        self,
        papers: int,
        known: Sequence[tuple[str, int]] | None,
        now: Mapping[str, int],
        *,
        typed: str = "",
    ) -> None:
        """`papers` are how many the answer applies to, `known` all tags with their counts, most used first,
        `now` how many of the papers carry each tag they have. Where `known` must be read first, open with
        None and `learn` it then: keys typed meanwhile are not lost."""
        super().__init__()
        self.papers = papers
        self.now = {safe.one_line(tag): count for tag, count in now.items()}
        self._typed = typed
        self._unread = known is None
        self.known: list[tuple[str, int]] = []
        self._counts: dict[str, int] = {}
        self._learn(known or ())
        self._items: list[tuple[str, bool]] = []
        self._picked = False

    def aside(self) -> str:
        return f"{self.papers} papers" if self.papers != 1 else "1 paper"

    def body(self) -> Sequence[Widget]:
        return (
            LineEdit(
                self._typed, placeholder="+new -old", colours=tag_words.colours, prompt=" ", id="tag-line"
            ),
            Gap(),
            Lines(self._draw, ground="raised", inset=1, id="tag-list"),
            Gap(),
            Words(self._facts, id="tag-facts"),
        )

    def offers(self) -> Sequence[Hint]:
        return (
            Hint("enter", "apply", "enter"),
            Hint("tab", "complete", "tab"),
            Hint(marks(self).arrows, "choose"),
            Hint("esc", "leave unchanged", "escape"),
        )

    def on_mount(self) -> None:
        super().on_mount()
        self._find()

    def learn(self, known: Sequence[tuple[str, int]]) -> None:
        """Take all tags with their counts, as soon as they are known."""
        self._unread = False
        self._learn(known)
        if self.is_current:
            self._find()

    def _learn(self, known: Sequence[tuple[str, int]]) -> None:
        self.known = [(safe.one_line(tag), count) for tag, count in known]
        self._counts = dict(self.known)

    # ---- completion ----------------------------------------------------------------------------------

    def _word(self) -> tag_words.TagWord | None:
        edit = self.edit
        return tag_words.at_cursor(edit.value, edit.cursor) if edit else None

    def _find(self) -> None:
        self._items = tag_words.offers(self._word(), self.known, self.now)
        self._picked = False
        self.show(len(self._items), empty="" if self._unread else "no tags yet: type one")
        self._ahead()

    def _ahead(self) -> None:
        """Show what tab would add."""
        edit, word, tag = self.edit, self._word(), self._chosen()
        if edit is None:
            return
        begun = word.tag if word else ""
        fits = begun and edit.cursor == len(edit.value) and tag.casefold().startswith(begun.casefold())
        edit.ghost = tag[len(begun) :] if fits else ""

    def _chosen(self) -> str:
        cursor = self.lines.cursor if self.lines else -1
        return self._items[cursor][0] if 0 <= cursor < len(self._items) else ""

    def _complete(self) -> None:
        """Put the chosen tag in place of the word at the cursor."""
        edit, tag = self.edit, self._chosen()
        if edit is not None and tag:
            edit.put(*tag_words.completed(edit.value, self._word(), edit.cursor, tag))

    def _said(self) -> str:
        """The line as enter would apply it: the word at the cursor is what the list stands on."""
        edit, word, tag = self.edit, self._word(), self._chosen()
        if edit is None:
            return self._typed
        if not tag or not (self._picked or (word and word.tag)):
            return edit.value
        return tag_words.completed(edit.value, word, edit.cursor, tag, space=False)[0]

    def press(self, event: events.Key) -> bool:
        if event.key == "enter":
            self._apply()
        elif event.key == "tab":
            self._complete()
        elif self.lines and self.lines.press(event.key):
            self._picked = True
            self._ahead()
            self.retell()
        else:
            return False
        return True

    def _apply(self) -> None:
        said = tag_words.canonical(self._said(), {**self._counts, **self.now})
        self.answer(said or None)

    # ---- drawing -------------------------------------------------------------------------------------

    def _draw(self, index: int, width: int, cursor: bool) -> Line:
        tag, new = self._items[index]
        if new:
            return (Piece("+ ", Ink("done")), Piece(f"new tag: {tag}", TEXT))
        word = self._word()
        begun = word.tag if word else ""
        at = tag.casefold().find(begun.casefold()) if begun else -1
        strong = Ink("bright", bold=True, underline=True)
        spans = [ink.Span(at, at + len(begun), strong)] if at >= 0 else []
        count = self._counts.get(tag, self.now.get(tag, 0))
        look = Ink("bright") if cursor else TEXT
        return ink.spread(
            (Piece(f"{marks(self).tagged} ", FAINT), *ink.pieces(tag, look, spans)),
            (Piece(str(count), SOFT),),
            width,
        )

    def _facts(self, width: int) -> list[Line]:
        then = tag_words.result(self._said(), self.now, self.papers)
        return [self._fact("now", self.now, self.now, width), self._fact("then", then, self.now, width)]

    def _fact(self, name: str, tags: Mapping[str, int], before: Mapping[str, int], width: int) -> Line:
        line: Line = (Piece(widths.pad(name, 6), Ink("soft", bold=True)),)
        used = 6
        names = [tag for tag in before if tag in tags] + [tag for tag in tags if tag not in before]
        for number, tag in enumerate(names):
            changed = before.get(tag) != tags[tag]
            share = f" {tags[tag]} of {self.papers}" if self.papers > 1 else ""
            label = f"#{tag}"
            cells = widths.width(label + share) + 3
            if used + cells > width and number:
                return (*line, Piece(f"and {len(names) - number} more", SOFT))
            line = (*line, Piece(label, STRONG if changed else TEXT), Piece(f"{share}   ", SOFT))
            used += cells
        return line if names else (*line, Piece("no tags", SOFT))

    # ---- messages ------------------------------------------------------------------------------------

    def on_line_edit_changed(self, event: LineEdit.Changed) -> None:
        event.stop()
        self._find()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        event.stop()
        self._complete()

    def on_lines_moved(self, event: Lines.Moved) -> None:
        event.stop()
        self._ahead()
        self.retell()
