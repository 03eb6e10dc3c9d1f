"""What happens to papers as they arrive: personal data of our own exports, and the user's rules.

Both are acts of the journal in the import's own transaction; one import is one step of undo for the
personal data, and each rule that acted is one of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from digestui.library import notes
from digestui.library.library import Library
from digestui.model.triage import Personal, Place
from digestui.storage import arrivals as stored
from digestui.storage.acts import Batch

LABEL = "imported personal data"


def act(
    lib: Library, new: Sequence[int], personal: Sequence[tuple[int, Personal]], step: int | None
) -> int | None:
    """Carry out what a file says was decided about papers, and the rules over new ones; gives the step that
    the personal data of one import share. The caller holds the transaction."""
    if personal:
        step = _personal(lib, personal, step)
    if new and stored.has_rules(lib.database):
        from digestui.library import rules

        rules.apply(lib, new)
    return step


def _personal(lib: Library, personal: Sequence[tuple[int, Personal]], step: int | None) -> int | None:
    """Only papers that carry nothing personal take a state; a different note is kept beside ours."""
    database = lib.database
    untouched = stored.untouched(database, [paper for paper, _ in personal])
    batch = Batch(database, lib.device, lib.clock(), label=LABEL, step=step)
    for paper, said in personal:
        if paper in untouched:
            _set(batch, paper, said)
        if said.note and said.note.strip():
            now = notes.read_note(lib, paper)
            if now is None or now.strip() == "":
                batch.note(paper, said.note)
            elif said.note.strip() not in now:
                batch.note(paper, now + notes.BESIDE + said.note)
    return batch.step if batch.finish() is not None else step


def _set(batch: Batch, paper: int, said: Personal) -> None:
    state = said.triage
    values = {}
    if state.read:
        values["r"] = "1"
    if state.starred:
        values["s"] = "1"
    if state.place is not Place.INBOX:
        values["p"] = str(int(state.place))
    if state.snoozed_until is not None:
        values["z"] = str(state.snoozed_until)
    if values:
        batch.set([paper], **values)
    for tag in state.tags:
        batch.tag([paper], tag, True)
