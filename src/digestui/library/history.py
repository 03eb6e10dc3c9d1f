"""Undo, redo and the history: over the whole journal, across restarts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from digestui.library import filling, receipts
from digestui.library.library import Library
from digestui.model.journal import HistoryEntry
from digestui.model.query import In, Query, Where
from digestui.model.receipt import Changes, Receipt
from digestui.model.triage import Place
from digestui.records import dataclass, replace
from digestui.storage import journal, steps
from digestui.storage.acts import REDO, UNDO, Batch
from digestui.storage.reversal import reverse
from digestui.storage.search import papers

ALL = Changes.TRIAGE | Changes.TAGS | Changes.NOTES | Changes.PAPERS


def undo(lib: Library, n: int = 1) -> Receipt | None:
    """Take back the last `n` steps that stand; None where there is none.

    A value that something has changed since is left alone, and the receipt says so.
    """
    told: list[Receipt] = []
    for _ in range(max(1, n)):
        with lib.database.write():
            if not _undo_last(lib, told):
                break
    return _together(lib, told, "undid")


def undo_to(lib: Library, batch: int) -> Receipt | None:
    """Take back steps until a batch is taken back too; None where it does not stand."""
    told: list[Receipt] = []
    standing = True
    while standing:
        with lib.database.write():
            standing = steps.stands(lib.database, batch) and _undo_last(lib, told)
    return _together(lib, told, "undid")


def _undo_last(lib: Library, told: list[Receipt]) -> bool:
    """Take back the last step that stands and tell it; False where there is none."""
    done = steps.last_standing(lib.database)
    if done:
        told.append(_reverse(lib, done, UNDO, f"undid {done[-1].label}"))
    return bool(done)


def kept_by(lib: Library, batch: int) -> tuple[set[int], set[int]]:
    """The papers that a batch starred, queued or set done, and those whose star or place it took away and
    that are nothing of it now."""
    kept, other = journal.placed_by(lib.database, batch)
    states = steps.states(lib.database, list(other - kept))
    return kept, {i for i, s in states.items() if not s.starred and s.stands not in (Place.QUEUE, Place.DONE)}


def redo(lib: Library, n: int = 1) -> Receipt | None:
    """Do again the last `n` steps that undo took back, unless something was done since; None for nothing."""
    told: list[Receipt] = []
    for _ in range(max(1, n)):
        with lib.database.write():
            done = steps.last_undone(lib.database)
            if not done:
                break
            told.append(_reverse(lib, done, REDO, done[-1].label.replace("undid ", "redid ", 1)))
            for batch in done:
                if batch.undoes is not None:
                    steps.mark_undone(lib.database, batch.undoes, None)
    return _together(lib, told, "redid")


def _together(lib: Library, told: Sequence[Receipt], word: str) -> Receipt | None:
    """One receipt for several steps; of those that found nothing to change only what they left alone is told,
    for there is no way back from them."""
    changed = [one for one in told if one.count] or told[-1:]
    receipt = receipts.together(lib, changed, f"{word} {len(changed)} steps")
    return receipt and replace(receipt, refused=tuple(reason for one in told for reason in one.refused))


def _reverse(lib: Library, done: Sequence[steps.Done], kind: int, label: str) -> Receipt:
    refused: list[str] = []
    last: Batch | None = None
    changed: dict[int, None] = {}
    was: dict[int, tuple[bool, Place]] = {}
    step: int | None = None
    for old in done:
        batch = Batch(lib.database, lib.device, lib.clock(), label=label, step=step, kind=kind, undoes=old.id)
        step = batch.step
        left = reverse(batch, old.first, old.last) + filling.reverse(lib, batch, old.first, old.last)
        refused += [_since(lib, old, key, verb) for key, verb in left]
        steps.mark_undone(lib.database, old.id, batch.finish() or 0)
        changed.update(batch.changed)
        was = {**batch.was, **was}
        last = batch
    assert last is not None
    last.changed, last.was = changed, was
    return receipts.of_batch(lib, last, label, ALL, refused=tuple(refused))


def _since(lib: Library, old: steps.Done, key: str, verb: str) -> str:
    """What changed a value that undo therefore left alone."""
    found = journal.changed_since(lib.database, old.last, key, verb)
    return f"{found[0]}: {found[1]} since" if found else f"{key} changed since"


def history(lib: Library, query: Query | None = None, limit: int | None = None) -> list[HistoryEntry]:
    """Acts newest first, of the papers a query finds or of all."""
    papers = None
    if query is not None:
        from digestui.library import search

        papers = list(search.find(lib, query).ids)
    return journal.entries(lib.database, papers, limit)


def with_steps(lib: Library, entries: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """Acts with how many undos take each of them back."""
    reached = [entry.reached for entry in entries if entry.reached]
    away = steps.away(lib.database, min(reached)) if reached else {}
    return [replace(entry, steps=away.get(entry.reached, 0)) for entry in entries]


@dataclass(frozen=True, slots=True)
class Today:
    """What was decided since midnight."""

    decided: int
    queued: int
    starred: int
    done: int
    dismissed: int
    minutes: int
    """From the first of these acts to the last."""
    in_queue: int = 0
    """Papers in the queue, whenever they came there."""
    papers: int = 0
    """Papers in the library."""


def today(lib: Library) -> Today:
    """What was decided today."""
    from digestui.library import search  # which undo does without

    now = datetime.fromtimestamp(lib.clock())
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    found = steps.decided_since(lib.database, int(midnight * 1000))
    minutes = (found["last"] - found["first"] + 59_999) // 60_000
    in_queue = search.count(lib, Query(In(Where.QUEUE)))
    return Today(
        found["decided"],
        found["queued"],
        found["starred"],
        found["done"],
        found["dismissed"],
        minutes,
        in_queue,
        papers(lib.database),
    )
