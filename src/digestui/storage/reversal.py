"""Setting back what a stretch of the journal set, where its value still stands: the inside of undo and redo.

What is set back is journalled in the batch it is done in, like any act.
"""

from __future__ import annotations

from digestui.model.journal import Verb
from digestui.storage.acts import RANGE, Batch, find_tag
from digestui.storage.picked import BEFORE, BY_LETTER, FIELDS, Field


def reverse(batch: Batch, first: int, last: int) -> list[tuple[str, str]]:
    """Set back what journal rows first..last set, where their value still stands.

    Gives what was left alone: (key, verb) of values that something later changed.
    """
    database = batch.database
    verbs = {row[0] for row in database.rows(f"SELECT DISTINCT verb FROM journal {RANGE}", (first, last))}
    left: list[tuple[str, str]] = []
    for field in FIELDS:
        if field.verb in verbs:
            left += _reverse_field(batch, field, first, last)
    if Verb.TAG in verbs:
        left += _reverse_tags(batch, first, last)
    if Verb.NOTE in verbs:
        left += _reverse_notes(batch, first, last)
    return left


def _reverse_field(batch: Batch, field: Field, first: int, last: int) -> list[tuple[str, str]]:
    database = batch.database
    letter, now = field.letter, f"{field.letter}0"
    back = f"CASE WHEN {now} IS new THEN old ELSE {now} END"  # what something later changed stays as it is
    wanted = ", ".join(f"{back if f is field else f.letter + '0'} {f.letter}1" for f in FIELDS)
    spans = (
        "SELECT k.paper, min(j.id) first, max(j.id) last FROM journal j"
        f" CROSS JOIN paper_keys k ON k.key = j.key {RANGE.replace('id', 'j.id')}"
        f" AND j.verb = '{field.verb}' GROUP BY k.paper"
    )
    ours = (
        f"SELECT p.id paper, p.key, {BEFORE}, {field.parsed.format('f.old')} old,"
        f" {field.parsed.format('l.new')} new FROM ({spans}) a CROSS JOIN journal f ON f.id = a.first"
        " CROSS JOIN journal l ON l.id = a.last CROSS JOIN papers p ON p.id = a.paper"
        " LEFT JOIN triage t ON t.paper = a.paper ORDER BY a.first"
    )
    database.execute("DELETE FROM temp.picked")
    before = ", ".join(f"{f.letter}0" for f in FIELDS)
    database.execute(
        f"INSERT INTO temp.picked SELECT NULL, paper, key, {before}, {wanted} FROM ({ours})"
        f" WHERE {now} IS NOT old",
        (first, last),
    )
    left = database.rows(f"SELECT key, '{field.verb}' FROM temp.picked WHERE {letter}1 IS {now}")
    if left:
        database.execute(f"DELETE FROM temp.picked WHERE {letter}1 IS {now}")
    batch.apply([BY_LETTER[letter]])
    return [(key, verb) for key, verb in left]


def _reverse_tags(batch: Batch, first: int, last: int) -> list[tuple[str, str]]:
    database = batch.database
    left: list[tuple[str, str]] = []
    spans = database.rows(
        f"SELECT DISTINCT subject, new FROM journal {RANGE} AND verb = 'tag' ORDER BY id DESC",
        (first, last),
    )
    for subject, new in spans:
        on = new != "1"
        number, shown = find_tag(database, subject, on)
        if number is None:
            continue
        ours = (
            "FROM (SELECT min(j.id) n, k.paper FROM journal j CROSS JOIN paper_keys k ON k.key = j.key"
            " WHERE j.id BETWEEN :first AND :last AND j.verb = 'tag' AND j.subject = :subject"
            " AND j.new = :new GROUP BY k.paper) a CROSS JOIN papers p ON p.id = a.paper WHERE {}EXISTS"
            "(SELECT 1 FROM paper_tags x WHERE x.tag = :tag AND x.paper = p.id)"
        )
        params = {"first": first, "last": last, "subject": subject, "new": new, "tag": number}
        # A tag that is already back where it was needs nothing; there is no third value to protect.
        batch.tag_where(
            f"SELECT p.id, p.key {ours.format('NOT ' if on else '')} ORDER BY a.n", params, number, shown, on
        )
    return left


def _reverse_notes(batch: Batch, first: int, last: int) -> list[tuple[str, str]]:
    from digestui.storage import notes

    database = batch.database
    left: list[tuple[str, str]] = []
    spans: dict[int, list[str]] = {}
    for paper, key, old, new in database.rows(
        "SELECT k.paper, j.key, j.old, j.new FROM journal j CROSS JOIN paper_keys k ON k.key = j.key"
        " WHERE j.id BETWEEN ? AND ? AND j.verb = 'note' ORDER BY j.id",
        (first, last),
    ):
        spans.setdefault(paper, [key, old, new])[2] = new
    for paper, (key, old, new) in spans.items():
        if (notes.read(database, paper) or "") == new:
            batch.note(paper, old)
        else:
            left.append((key, "note"))
    return left
