"""Receipts made from what a batch changed: read back from the library, never guessed."""

from __future__ import annotations

from collections.abc import Sequence

from digestui.library.library import Library
from digestui.model.receipt import MANY, Changes, Receipt
from digestui.model.triage import Place
from digestui.records import replace
from digestui.storage import steps
from digestui.storage.acts import Batch


def nothing(label: str) -> Receipt:
    """The receipt of a verb that found nothing to do."""
    return Receipt(label)


def of_batch(
    lib: Library, batch: Batch, label: str, changes: Changes, *, refused: tuple[str, ...] = ()
) -> Receipt:
    """The receipt of a batch that has been written."""
    papers = tuple(batch.changed)
    named = papers[:MANY]
    key, title = steps.title_of(lib.database, named[0]) if named else ("", "")
    states, noted = steps.states_and_notes(lib.database, named)
    return Receipt(
        label,
        papers=named,
        count=len(papers),
        batch=None if batch.empty else batch.id,
        changes=changes,
        states=states,
        was=batch.was,
        noted=noted,
        title=title,
        key=key,
        refused=refused,
    )


def together(lib: Library, told: Sequence[Receipt], label: str) -> Receipt | None:
    """One receipt for several steps, under `label`: each paper once, as it is now. None for none, a single
    one as it is. The batch and the paper named are those of the last step."""
    if len(told) < 2:
        return told[0] if told else None
    papers = dict.fromkeys(paper for one in reversed(told) for paper in one.papers)
    whole = all(one.count == len(one.papers) for one in told)
    named = tuple(papers)[:MANY]
    states, noted = steps.states_and_notes(lib.database, named)
    was: dict[int, tuple[bool, Place]] = {}
    for one in told:  # the first change of a paper began at what it was
        was = {**one.was, **was}
    return replace(
        told[-1],
        label=label,
        papers=named,
        # Papers that a receipt does not name cannot be told apart from those of another.
        count=len(papers) if whole else max(len(papers), *(one.count for one in told)),
        states=states,
        was=was,
        noted=noted,
        refused=tuple(reason for one in told for reason in one.refused),
    )
