"""What happens to papers as they arrive: personal data of our own exports, and the user's rules.

Both are acts of the journal in the import's own transaction; one import is one step of undo for the
personal data, and each rule that acted is one of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from digestui.library import citing, notes
from digestui.library.library import Library
from digestui.model.beside import BESIDE
from digestui.model.triage import Personal, Place, Triage
from digestui.storage import arrivals as stored
from digestui.storage.acts import Batch

LABEL = "imported personal data"


class Arrivals:
    """What one import decides, stretch by stretch."""

    def __init__(self, lib: Library) -> None:
        self._lib = lib
        self._step: int | None = None
        """What the personal data of all stretches is one of."""
        self._taken_back: set[int] | None = None
        """Papers with acts of which nothing is left, as it was when it was first asked."""

    def act(self, new: Sequence[int], personal: Sequence[tuple[int, Personal]]) -> None:
        """Carry out what a file says was decided about papers, and the rules over new ones. The caller holds
        the transaction."""
        lib = self._lib
        if personal:
            self._decide(personal, set(new))
            citing.keep(lib, [(paper, said.citekey) for paper, said in personal if said.citekey])
        if new and stored.has_rules(lib.database):
            from digestui.library import rules

            rules.apply(lib, new)

    def _decide(self, personal: Sequence[tuple[int, Personal]], new: set[int]) -> None:
        """Only papers that nobody ever decided about take a state; a different note is kept beside ours. What
        was taken back stays so."""
        lib, database = self._lib, self._lib.database
        untouched = stored.untouched(database, [paper for paper, _ in personal])
        if untouched - new:
            if self._taken_back is None:
                self._taken_back = stored.taken_back(database)
            untouched -= self._taken_back - new
        batch = Batch(database, lib.device, lib.clock(), label=LABEL, step=self._step)
        bare = {paper: said.triage for paper, said in personal if paper in untouched}
        for wanted, alike in _alike(bare).items():
            if wanted.startswith("#"):
                batch.tag(alike, wanted[1:], True)
            else:
                batch.set(alike, **{wanted[0]: wanted[1:]})
        for paper, said in personal:
            if said.note and said.note.strip():
                now = notes.read_note(lib, paper)
                if now is None or now.strip() == "":
                    text = said.note
                elif said.note.strip() not in now:
                    text = now + BESIDE + said.note
                else:
                    continue
                if not stored.noted(database, paper, text):
                    batch.note(paper, text)
        if batch.finish() is not None:
            self._step = batch.step


def _alike(states: dict[int, Triage]) -> dict[str, list[int]]:
    """Papers by each thing to be set, so that a large file takes a few statements and not one a paper: a
    letter of `Batch.set` with its value, or `#` and a tag."""
    alike: dict[str, list[int]] = {}
    for paper, state in states.items():
        wanted = [f"#{tag}" for tag in state.tags]
        if state.place is not Place.INBOX:
            wanted.append(f"p{int(state.place)}")
        wanted += [letter for letter, said in (("r1", state.read), ("s1", state.starred)) if said]
        if state.snoozed_until is not None:
            wanted.append(f"z{int(state.snoozed_until)}")
        if state.watched:
            wanted.append("w1")
        for one in wanted:
            alike.setdefault(one, []).append(paper)
    return alike
