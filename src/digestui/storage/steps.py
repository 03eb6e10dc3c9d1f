"""Steps of undo: which batches stand, which were taken back, and what the journal says of them.

A step is one thing the reader did; usually one batch. Undo and redo are batches of their own (see `acts`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from digestui.model.triage import Place, Triage
from digestui.records import dataclass
from digestui.storage.acts import DO, UNDO
from digestui.storage.database import Database


@dataclass(frozen=True, slots=True)
class Done:
    """A batch of the journal."""

    id: int
    first: int
    last: int
    label: str
    undoes: int | None = None


def last_standing(database: Database) -> list[Done]:
    """The batches of the last step that stands, last first; empty where there is none."""
    return [
        Done(*row)
        for row in database.rows(
            "SELECT b.id, b.first, b.last, b.label, b.undoes FROM batches b WHERE b.own = 1 AND b.kind = 0"
            " AND b.undone IS NULL AND b.step = (SELECT step FROM batches INDEXED BY batches_standing"
            " WHERE own = 1 AND kind = 0 AND undone IS NULL ORDER BY id DESC LIMIT 1) ORDER BY b.id DESC"
        )
    ]


def stands(database: Database, batch: int) -> bool:
    """Whether undo comes to a batch."""
    return bool(
        database.value(
            "SELECT own = 1 AND kind = ? AND undone IS NULL FROM batches WHERE id = ?", (DO, batch)
        )
    )


def away(database: Database, lowest: int) -> dict[int, int]:
    """How many undos take back each batch that stands, down to `lowest`: those of one step go together."""
    order: dict[int, int] = {}
    return {
        batch: order.setdefault(step, len(order) + 1)
        for batch, step in database.rows(
            "SELECT id, step FROM batches INDEXED BY batches_standing WHERE own = 1 AND kind = 0"
            " AND undone IS NULL AND id >= ? ORDER BY id DESC",
            (lowest,),
        )
    }


def last_undone(database: Database) -> list[Done]:
    """The batches of the last undo that can be done again, first first: a new act since closes it."""
    row = database.row(
        "SELECT id, step FROM batches WHERE own = 1 AND kind = ? AND undone IS NULL ORDER BY id DESC LIMIT 1",
        (UNDO,),
    )
    if row is None:
        return []
    newer = database.value(
        "SELECT 1 FROM batches WHERE own = 1 AND kind = ? AND id > ? LIMIT 1", (DO, row[0])
    )
    if newer is not None:
        return []
    return [
        Done(*found)
        for found in database.rows(
            "SELECT id, first, last, label, undoes FROM batches WHERE own = 1 AND kind = ? AND undone IS NULL"
            " AND step = ? ORDER BY id DESC",
            (UNDO, row[1]),
        )
    ]


def mark_undone(database: Database, batch: int, by: int | None) -> None:
    """Say what reversed a batch; None where it stands again, 0 where undo found nothing of it to reverse."""
    database.execute("UPDATE batches SET undone = ? WHERE id = ?", (by, batch))


def states(database: Database, ids: Sequence[int]) -> dict[int, Triage]:
    """The triage of papers, tags included."""
    return states_and_notes(database, ids)[0]


def states_and_notes(database: Database, ids: Sequence[int]) -> tuple[dict[int, Triage], dict[int, bool]]:
    """The triage of papers, tags included, and whether they have a note."""
    states: dict[int, Triage] = {}
    noted: dict[int, bool] = {}
    for paper, read, starred, place, snoozed, watched, tags, note in database.rows(
        "SELECT j.value, coalesce(t.read, 0), coalesce(t.starred, 0), coalesce(t.place, 0), t.snoozed_until,"
        " coalesce(t.watched, 0), (SELECT json_group_array(g.name) FROM paper_tags x"
        " CROSS JOIN tags g ON g.id = x.tag WHERE x.paper = j.value),"
        " EXISTS(SELECT 1 FROM notes n WHERE n.paper = j.value)"
        " FROM json_each(?) j LEFT JOIN triage t ON t.paper = j.value",
        (json.dumps(list(ids)),),
    ):
        names = tuple(sorted(json.loads(tags), key=str.casefold)) if tags != "[]" else ()
        states[paper] = Triage(bool(read), bool(starred), Place(place), snoozed, names, bool(watched))
        noted[paper] = bool(note)
    return states, noted


def title_of(database: Database, paper: int) -> tuple[str, str]:
    """(key, title) of a paper; empty where it is gone."""
    row = database.row("SELECT key, title FROM papers WHERE id = ?", (paper,))
    return (row[0], row[1]) if row else ("", "")


def decided_since(database: Database, since: int) -> dict[str, int]:
    """How many papers were put in each place, or starred, since a moment in milliseconds, as they are now;
    `first` and `last` are the milliseconds of the first and last of these acts."""
    row = database.row(
        "SELECT count(DISTINCT CASE WHEN j.verb = 'place' AND t.place = 1 THEN t.paper END),"
        " count(DISTINCT CASE WHEN j.verb = 'place' AND t.place = 2 THEN t.paper END),"
        " count(DISTINCT CASE WHEN j.verb = 'place' AND t.place = 3 THEN t.paper END),"
        " count(DISTINCT CASE WHEN t.starred = 1 THEN t.paper END),"
        " count(DISTINCT CASE WHEN j.verb = 'place' AND t.place > 0 THEN t.paper END), min(b.at), max(b.at)"
        " FROM batches b INDEXED BY batches_at CROSS JOIN journal j ON j.id BETWEEN b.first AND b.last"
        " JOIN paper_keys k ON k.key = j.key JOIN triage t ON t.paper = k.paper"
        " WHERE b.at >= ? AND b.own = 1 AND b.kind = 0 AND b.undone IS NULL",
        (since,),
    )
    names = ("queued", "done", "dismissed", "starred", "decided", "first", "last")
    return dict(zip(names, (value or 0 for value in row or (0,) * 7), strict=True))
