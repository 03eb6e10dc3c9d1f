"""Receipts made from what a batch changed: read back from the library, never guessed."""

from __future__ import annotations

from digestui.library.library import Library
from digestui.model.receipt import MANY, Changes, Receipt
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
    return Receipt(
        label,
        papers=named,
        count=len(papers),
        batch=None if batch.empty else batch.id,
        changes=changes,
        states=steps.states(lib.database, named),
        noted=steps.noted(lib.database, named),
        title=title,
        key=key,
        refused=refused,
    )
