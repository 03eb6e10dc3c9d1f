"""Acts and undo: the row is painted first, the write follows, the receipt has the last word.

An act applies to the papers that were under it when its key went down, whatever loads meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from digestui.library import search
from digestui.library.library import Library
from digestui.library.verdict import rules_out, verdict
from digestui.model.receipt import Receipt
from digestui.model.rows import Row
from digestui.model.triage import Action, ActionKind, Triage, after
from digestui.records import dataclass, field
from digestui.ui.control.kept import Kept
from digestui.ui.control.words import papers

if TYPE_CHECKING:
    from digestui.ui.control.counted import Counted
    from digestui.ui.desk import Desk

START_ACTS = 10
"""Acts after which *Start here* leaves the note pane."""


@dataclass
class Decider:
    """Carries out acts."""

    desk: Desk
    kept: Kept = field(init=False)
    acts: int = 0
    """Acts since the reader opened."""
    _unjudged: set[int] = field(default_factory=set)
    """Papers that the library has been asked about, whether they still match."""

    def __post_init__(self) -> None:
        self.kept = Kept(self.desk)

    # ---- acts ----------------------------------------------------------------------------------------

    def act(
        self,
        action: Action,
        *,
        advance: bool = False,
        ids: Sequence[int] | None = None,
        counted: Counted | None = None,
    ) -> None:
        """Do one thing to the selection or to the paper under the cursor, to those counted from it on, or to
        `ids`."""
        desk = self.desk
        listing = desk.listing
        if counted is not None:
            ids = counted.ids
        targets = tuple(ids) if ids is not None else listing.targets()
        if not targets:
            desk.words.say("no paper under the cursor")
            return
        many = bool(listing.selected) and ids is None
        unseen = [i for i in targets if i not in listing.rows]
        before = self._paint(targets, action)
        if many:
            self._let_go_of_the_selection()
        elif advance and desk.settings.advance:
            self.advance(counted and listing.find(counted.ids[-1], near=counted.last))

        ended = self.desk.words.slow(f"working on {papers(len(targets))}")

        def then(receipt: Receipt | None) -> None:
            ended()
            if receipt is not None:
                self._done(receipt, targets)
                return
            desk.rows.lost({targets[0]})
            desk.words.say("that paper is not in the library any more")

        def failed(error: BaseException) -> None:
            ended()
            self._take_back(before)
            listing.gone.difference_update(unseen)
            desk.words.not_saved(error)

        def job(lib: Library) -> Receipt | None:
            from digestui.library import triage

            unsure = counted.unsure if counted else ()
            receipt = triage.act(lib, triage.without_decided(lib, targets, unsure), action)
            return receipt if receipt.count or search.rows(lib, targets[:1]) else None

        # Only one thread runs at a time: the eye comes first, by the milliseconds a frame takes.
        desk.lanes.write.do("act", job, then, failed, later=True)
        desk.screen.when_drawn(desk.screen.list, desk.lanes.write.begin)

    def toggle(self, on: ActionKind, off: ActionKind, counted: Counted | None = None) -> None:
        """Turn on, or off where all targets are on: a mixed selection is set."""
        targets = counted.ids if counted else self.desk.listing.targets()
        rows = [row for i in targets if (row := self.desk.listing.rows.get(i)) is not None]
        if len(rows) == len(targets):
            kind = off if rows and all(self._is(row, on) for row in rows) else on
            self.act(Action(kind), counted=counted)
            return

        ended = self.desk.words.slow(f"working on {papers(len(targets))}")

        def then(receipt: Receipt) -> None:
            ended()
            self._done(receipt, targets)

        def failed(error: BaseException) -> None:
            ended()
            self.desk.words.not_saved(error)

        # Of a paper that is not on the screen yet, only the library knows what it is.
        def job(lib: Library) -> Receipt:
            from digestui.library import triage

            unsure = counted.unsure if counted else ()
            return triage.toggle(lib, triage.without_decided(lib, targets, unsure), on, off)

        self._let_go_of_the_selection()
        self.desk.lanes.write.do("act", job, then, failed)

    def _let_go_of_the_selection(self) -> None:
        """An act was done to it: the next one is another paper's."""
        if self.desk.listing.clear_selection():
            self.desk.screen.list.refresh()

    @staticmethod
    def _is(row: Row, kind: ActionKind) -> bool:
        return row.triage.starred if kind is ActionKind.STAR else row.triage.read

    def advance(self, last: int | None = None) -> None:
        """Go on from the cursor, or from the `last` of several places: to the next undecided paper in an
        inbox view, elsewhere to the next row."""
        desk = self.desk
        listing = desk.listing
        start = listing.cursor if last is None else last
        place: int | None = start + 1
        if desk.finder.showing.inbox:
            now = desk.now()
            place = listing.next_place(lambda row: row is None or row.triage.undecided(now), start=start)
        desk.screen.list.move(start if place is None else place)

    def _paint(self, targets: Sequence[int], action: Action) -> dict[int, Triage]:
        """Show what the act will have done; gives what to show if it fails."""
        listing = self.desk.listing
        before = {i: row.triage for i in targets if (row := listing.rows.get(i)) is not None}
        listing.restate({i: after(state, action) for i, state in before.items()})
        self._judge(before)
        query = self.desk.finder.showing.query
        if len(before) < len(targets) and query and rules_out(query, action, self.desk.now()):
            listing.gone.update(paper for paper in targets if paper not in before)
        self.desk.screen.list.repaint_papers(list(before))
        return before

    def _take_back(self, before: dict[int, Triage]) -> None:
        self.desk.listing.restate(before)
        self._judge(before)
        self.desk.screen.list.repaint_papers(list(before))

    def _judge(self, papers: dict[int, Triage]) -> None:
        """Mark as gone what the view's own words rule out; what they leave open is asked later."""
        query = self.desk.finder.showing.query
        if query is None:
            return
        now = self.desk.now()
        listing = self.desk.listing
        for paper in papers:
            row = listing.rows.get(paper)
            said = verdict(query, row, now) if row else None
            if said is False:
                listing.gone.add(paper)
            elif said is True:
                listing.gone.discard(paper)

    def _done(self, receipt: Receipt, targets: Sequence[int]) -> None:
        desk = self.desk
        self.acts += 1
        if self.acts >= START_ACTS and desk.screen.note.starting:
            desk.screen.note.show_start(None)
            desk.screen.layouts.note_height()
        self._take_in(receipt)
        desk.words.did(receipt, asked=len(targets))
        self.follow(receipt)

    def _take_in(self, receipt: Receipt) -> None:
        desk = self.desk
        listing = desk.listing
        changed = listing.restate(receipt.states, receipt.noted)
        self.kept.take(receipt)
        self._judge(dict(receipt.states))
        if changed:
            desk.screen.list.repaint_papers(changed)

    def follow(self, receipt: Receipt) -> None:
        """Counts, facets, the abstract's state words and the view's verdict follow an act."""
        desk = self.desk
        if not receipt.count:
            return
        desk.lanes.back.drop("facets")  # they are asked again, and what follows need not wait for them
        if receipt.count > len(receipt.papers):
            # More than a receipt names: all of the list is judged again, and what is selected next waits.
            self._ask_rows_again()
            desk.watcher.elsewhere(desk.holding())
        else:
            self._ask_matching(receipt.papers)
        desk.facts.refresh_if(receipt.papers)
        desk.facts.ask_counts()
        desk.facts.ask_facets()

    def _ask_rows_again(self) -> None:
        desk = self.desk
        desk.listing.forget_rows()
        widget = desk.screen.list
        desk.rows.need(widget.top, widget.top + widget.page + 1)

    def _ask_matching(self, papers: Sequence[int]) -> None:
        desk = self.desk
        query = desk.finder.showing.query
        if query is None:
            return
        self._unjudged.update(papers)
        shown = tuple(self._unjudged)

        def then(matching: set[int]) -> None:
            listing = desk.listing
            self._unjudged.difference_update(shown)
            changed = [paper for paper in shown if (paper in matching) == (paper in listing.gone)]
            for paper in changed:
                (listing.gone.discard if paper in matching else listing.gone.add)(paper)
            if changed:
                desk.screen.list.repaint_papers(changed)

        desk.lanes.back.ask(
            "matching", lambda lib: search.matching(lib, query, shown), then, desk.words.failed
        )

    # ---- undo ----------------------------------------------------------------------------------------

    def undo(self, steps: int = 1) -> None:
        """Take back the last act, whoever did it and however long ago, and go to its paper."""
        from digestui.library import history

        self._walk("undo", history.undo, steps)

    def redo(self, steps: int = 1) -> None:
        """Do again what undo took back."""
        from digestui.library import history

        self._walk("redo", history.redo, steps)

    def _walk(self, word: str, verb: Callable[[Library, int], Receipt | None], steps: int) -> None:
        desk = self.desk

        def job(lib: Library) -> Receipt | None:
            return verb(lib, steps)

        ended = self.desk.words.slow(f"{word}ing")
        # The next key is meant for the paper that this goes to, and for its note as it is then.
        come = desk.holding()

        def then(receipt: Receipt | None) -> None:
            ended()
            self.walked(receipt, word)
            if receipt is not None and desk.listing.current in receipt.papers:
                desk.held = desk.facts.catch_up()
            come()

        def failed(error: BaseException) -> None:
            ended()
            desk.words.failed(error)
            come()

        desk.lanes.write.do(word, job, then, failed)

    def walked(self, receipt: Receipt | None, word: str, *, go: bool = True) -> str:
        """Undo or redo came back: show what it changed and go to its paper; gives what the status says."""
        words = self.desk.words
        if receipt is None:
            words.say(f"nothing to {word}")
            return f"nothing to {word}"
        self._take_in(receipt)
        words.undid(receipt, word)
        if receipt.papers and go:
            self.go_to(receipt.papers[0])
        self.follow(receipt)
        return "".join(span.text for span in self.desk.screen.status.happened[:2])

    def go_to(self, paper: int) -> None:
        """Put the cursor on a paper, bringing it back into the view where a refresh took it out."""
        desk = self.desk
        place = desk.listing.find(paper, near=desk.listing.cursor)
        if place is not None:
            desk.screen.list.move(place)
        else:
            desk.finder.refresh(at=paper)

    # ---- many at once --------------------------------------------------------------------------------

    def dismiss_above(self) -> None:
        """Dismiss everything undecided above the cursor, passing over what is starred, noted, tagged."""
        desk = self.desk
        above = list(desk.listing.ids[: desk.listing.cursor])
        if not above:
            desk.words.say("nothing above the cursor")
            return

        def then(result: tuple[Receipt, int]) -> None:
            receipt, passed = result
            over = f"passed over {passed}" if passed else ""
            if not receipt.count:
                desk.words.say("nothing undecided above the cursor" + (f", {over}" if over else ""))
                return
            self._done(receipt, above)
            desk.words.did(receipt, asked=len(above), note=over)

        def job(lib: Library) -> tuple[Receipt, int]:
            from digestui.library import triage

            return triage.dismiss_above(lib, above)

        desk.lanes.write.do("act", job, then, desk.words.not_saved)

    def read_all(self) -> None:
        """Mark everything in this view read."""
        listing = self.desk.listing
        ids = [i for i in listing.ids if i not in listing.gone] if listing.gone else list(listing.ids)
        if ids:
            self.act(Action(ActionKind.READ), ids=ids)
