"""Setting back what a stretch of the journal set, where its value still stands: the inside of undo and redo.

What is set back is journalled in the batch it is done in, like any act.
"""

from __future__ import annotations

from collections.abc import Sequence

from digestui.model.journal import Verb
from digestui.storage.acts import RANGE, Batch, find_tag
from digestui.storage.picked import ANY_CHANGE, BEFORE, FIELDS, Field


def reverse(batch: Batch, first: int, last: int) -> list[tuple[str, str]]:
    """Set back what journal rows first..last set, where their value still stands.

    Gives what was left alone: (key, verb) of values that something later changed.
    """
    database = batch.database
    verbs = {row[0] for row in database.rows(f"SELECT DISTINCT verb FROM journal {RANGE}", (first, last))}
    left: list[tuple[str, str]] = []
    if fields := [field for field in FIELDS if field.verb in verbs]:
        left += _reverse_fields(batch, fields, first, last)
    if Verb.TAG in verbs:
        left += _reverse_tags(batch, first, last)
    if Verb.NOTE in verbs:
        left += _reverse_notes(batch, first, last)
    return left


def _reverse_fields(batch: Batch, fields: Sequence[Field], first: int, last: int) -> list[tuple[str, str]]:
    database = batch.database
    spans, joins, values, apart = [], [], [], []
    wanted = {field.letter: f"{field.letter}0" for field in FIELDS}
    for field in fields:
        x, of = field.letter, f"(j.id) FILTER (WHERE j.verb = '{field.verb}')"
        spans.append(f"min{of} first_{x}, max{of} last_{x}")
        for end, letter in (("first", "f"), ("last", "l")):
            joins.append(f" LEFT JOIN journal {x}{letter} ON {x}{letter}.id = {end}_{x}")
        old, new = field.parsed.format(f"{x}f.old"), field.parsed.format(f"{x}l.new")
        values.append(f"first_{x}, {old} old_{x}, {new} new_{x}")
        # What something later changed stays as it is.
        wanted[x] = f"CASE WHEN first_{x} > 0 AND {x}0 IS new_{x} THEN old_{x} ELSE {x}0 END"
        later = f"first_{x} > 0 AND {x}0 IS NOT new_{x} AND {x}0 IS NOT old_{x}"
        apart.append(f"CASE WHEN {later} THEN '{x}' ELSE '' END")
    verbs = ", ".join(f"'{field.verb}'" for field in fields)
    acts = (
        f"SELECT k.paper, min(j.id) begun, {', '.join(spans)} FROM journal j CROSS JOIN paper_keys k"
        f" ON k.key = j.key {RANGE.replace('id', 'j.id')} AND j.verb IN ({verbs}) GROUP BY k.paper"
    )
    ours = (
        f"SELECT p.id paper, p.key, p.year, p.has_code, {BEFORE}, {', '.join(values)} FROM ({acts}) a"
        f"{''.join(joins)} CROSS JOIN papers p ON p.id = a.paper LEFT JOIN triage t ON t.paper = a.paper"
        " ORDER BY a.begun"
    )
    before = ", ".join(f"{field.letter}0" for field in FIELDS)
    after = ", ".join(f"{wanted[field.letter]} {field.letter}1" for field in FIELDS)
    database.execute("DELETE FROM temp.picked")
    database.execute(
        "INSERT INTO temp.picked SELECT NULL, * FROM (SELECT paper, key, year, has_code,"
        f" {before}, {after}, {' || '.join(apart)} apart FROM ({ours})) WHERE {ANY_CHANGE} OR apart <> ''",
        (first, last),
    )
    left = database.rows("SELECT key, apart FROM temp.picked WHERE apart <> ''")
    if left:
        database.execute(f"DELETE FROM temp.picked WHERE NOT ({ANY_CHANGE})")
    batch.apply(fields)
    return [(key, field.verb) for field in fields for key, said in left if field.letter in said]


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
