"""Acts of other machines taken into the journal, and the state that follows: the later act wins, field by
field. Nothing is decided here that `replay` would not tell from the same journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from digestui.model import beside
from digestui.model.exchange import Origin, SharedBatch
from digestui.storage import acts, counters, picked, replay
from digestui.storage.database import Database
from digestui.storage.picked import ANY_CHANGE, BEFORE, FIELDS

_LETTERS = {field.column: field.letter for field in FIELDS}
_WAITING = "SELECT key FROM temp.came c WHERE NOT EXISTS(SELECT 1 FROM paper_keys k WHERE k.key = c.key)"


def take(database: Database, origin: Origin, batches: Sequence[SharedBatch]) -> set[int]:
    """Write batches of another writer, which follow what the journal has of it, and do what they say; gives
    the papers that changed. The caller holds the transaction."""
    _prepare(database)
    writer = writer_id(database, origin)
    batch = int(database.value("SELECT coalesce(max(id), 0) FROM batches"))
    row = int(database.value("SELECT coalesce(max(id), 0) FROM journal"))
    rows: list[tuple[object, ...]] = []
    heads: list[tuple[object, ...]] = []
    for said in batches:
        batch += 1
        first, seq = row + 1, said.first
        raw: list[str] = []
        for act in said.acts:
            row += 1
            rows.append((row, writer, seq, batch, *act))
            raw.append(f"{seq}\x1f{act.verb}\x1f{act.key}\x1f{act.subject}\x1f{act.old}\x1f{act.new}")
            seq += 1
        marked = acts.hash_of("\x1e".join(raw).encode("utf-8", "surrogatepass"))
        times = (said.at, said.offset, said.logical)
        heads.append((batch, batch, writer, said.kind, None, first, row, *times, said.label, marked))
    database.executemany(
        "INSERT INTO journal(id, writer, seq, batch, verb, key, subject, old, new)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    database.executemany(
        "INSERT INTO batches(id, step, writer, own, kind, undoes, first, last, at, offset, logical, label,"
        " hash) VALUES(?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        heads,
    )
    last, latest = batches[-1].first + len(batches[-1].acts) - 1, max(b.logical for b in batches)
    database.execute(
        "UPDATE writers SET seq = ?, logical = max(logical, ?) WHERE id = ?", (last, latest, writer)
    )
    for said, head in zip(batches, heads, strict=True):
        if said.undoes is not None:
            _reversed(database, said, head[0])
    database.execute("DELETE FROM temp.came")
    database.executemany(
        "INSERT OR IGNORE INTO temp.came VALUES(?)", {(act.key,) for said in batches for act in said.acts}
    )
    database.execute(f"INSERT OR IGNORE INTO waiting {_WAITING}")
    _reach(database, "SELECT DISTINCT k.paper FROM temp.came c CROSS JOIN paper_keys k ON k.key = c.key")
    return _settle(database, min(b.logical for b in batches))


def arrived(database: Database) -> set[int]:
    """Carry out acts that waited for papers which are here now; gives those papers. The caller holds the
    transaction."""
    if database.value("SELECT 1 FROM waiting LIMIT 1") is None:
        return set()
    _prepare(database)
    _reach(database, "SELECT DISTINCT k.paper FROM waiting w CROSS JOIN paper_keys k ON k.key = w.key")
    database.execute("DELETE FROM waiting WHERE key IN (SELECT key FROM paper_keys)")
    _settle(database, 0)
    return {row[0] for row in database.rows("SELECT paper FROM temp.reached")}


def waiting(database: Database) -> int:
    """How many acts are on papers that are not here."""
    return int(
        database.value("SELECT count(*) FROM journal WHERE key IN (SELECT key FROM waiting)")
        if database.value("SELECT 1 FROM waiting LIMIT 1")
        else 0
    )


def writer_id(database: Database, origin: Origin) -> int:
    """The number of a writer, which is given one if it is new."""
    database.execute("INSERT OR IGNORE INTO writers(device, library, epoch) VALUES(?, ?, ?)", origin)
    return int(
        database.value("SELECT id FROM writers WHERE device = ? AND library = ? AND epoch = ?", origin)
    )


def _reversed(database: Database, said: SharedBatch, by: object) -> None:
    """Mark the step that an undo of another machine took back, or a redo gave back."""
    assert said.undoes is not None
    origin, seq = said.undoes
    row = database.row(
        "SELECT b.writer, b.logical, b.undoes FROM writers w JOIN journal j ON j.writer = w.id AND j.seq = ?"
        " JOIN batches b ON b.id = j.batch WHERE w.device = ? AND w.library = ? AND w.epoch = ?",
        (seq, *origin),
    )
    if row is None:
        return
    writer, logical, before = row
    number = database.value("SELECT min(id) FROM batches WHERE writer = ? AND logical = ?", (writer, logical))
    database.execute("UPDATE batches SET undoes = ? WHERE id = ?", (number, by))
    database.execute("UPDATE batches SET undone = ? WHERE writer = ? AND logical = ?", (by, writer, logical))
    if said.kind == acts.REDO and before is not None:
        database.execute(
            "UPDATE batches SET undone = NULL WHERE (writer, logical) ="
            " (SELECT writer, logical FROM batches WHERE id = ?)",
            (before,),
        )


def _prepare(database: Database) -> None:
    picked.prepare(database)
    for table in (
        "came(key TEXT PRIMARY KEY)",
        "reached(paper INTEGER PRIMARY KEY)",
        "won(paper INTEGER, letter TEXT, value, PRIMARY KEY(letter, paper)) WITHOUT ROWID",
    ):
        database.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table}")


def _reach(database: Database, sql: str) -> None:
    database.execute("DELETE FROM temp.reached")
    database.execute(f"INSERT INTO temp.reached {sql}")


def _settle(database: Database, since: int) -> set[int]:
    """Make the state of the papers in `temp.reached` what the acts from a logical time on say; what was set
    before that and not since stands as it is. Gives the papers that changed."""
    from digestui.text.folding import fold

    fields: dict[tuple[str, int], int | None] = {}
    tags: dict[str, dict[int, bool]] = {}
    for paper, verb, subject, new in database.rows(
        "SELECT k.paper, j.verb, j.subject, j.new FROM batches b CROSS JOIN journal j"
        " ON j.id BETWEEN b.first AND b.last CROSS JOIN writers w ON w.id = j.writer"
        " CROSS JOIN paper_keys k ON k.key = j.key CROSS JOIN temp.reached r ON r.paper = k.paper"
        " WHERE b.logical >= ? AND j.verb <> 'note'"
        " ORDER BY b.logical, w.device, w.library, w.epoch, j.seq",
        (since,),
    ):
        if verb == "tag":
            if folded := fold(subject):
                tags.setdefault(folded, {})[paper] = new == "1"
        elif (found := replay.value(verb, new)) is not None:
            fields[_LETTERS[found[0]], paper] = found[1]
    changed = _fields(database, fields)
    spelled = _spellings(database, since) if tags else {}
    for folded, papers in tags.items():
        changed |= _tag(database, folded, spelled.get(folded), papers)
    return changed | _notes(database)


def _spellings(database: Database, since: int) -> dict[str, str]:
    """Tags as whoever gave them last spelled them, on whatever paper, by their folded names."""
    from digestui.text.folding import fold

    return {
        fold(subject): subject
        for (subject,) in database.rows(
            "SELECT j.subject FROM batches b CROSS JOIN journal j ON j.id BETWEEN b.first AND b.last"
            " CROSS JOIN writers w ON w.id = j.writer WHERE b.logical >= ? AND j.verb = 'tag' AND j.new = '1'"
            " ORDER BY b.logical, w.device, w.library, w.epoch, j.seq",
            (since,),
        )
    }


def _fields(database: Database, won: dict[tuple[str, int], int | None]) -> set[int]:
    if not won:
        return set()
    database.execute("DELETE FROM temp.won")
    database.executemany(
        "INSERT INTO temp.won VALUES(?, ?, ?)",
        ((paper, letter, value) for (letter, paper), value in sorted(won.items(), key=lambda one: one[0])),
    )
    letters = {letter for letter, _ in won}
    after = ", ".join(
        f"CASE WHEN {x}w.paper IS NULL THEN {x}0 ELSE {x}w.value END {x}1" if x in letters else f"{x}0 {x}1"
        for x in (field.letter for field in FIELDS)
    )
    joins = "".join(
        f" LEFT JOIN temp.won {x}w ON {x}w.letter = '{x}' AND {x}w.paper = o.paper" for x in sorted(letters)
    )
    before = ", ".join(f"{field.letter}0" for field in FIELDS)
    there = (
        f"SELECT p.id n, p.id paper, p.key, p.year, p.has_code, {BEFORE} FROM temp.reached r"
        " CROSS JOIN papers p ON p.id = r.paper LEFT JOIN triage t ON t.paper = p.id"
    )
    database.execute("DELETE FROM temp.picked")
    database.execute(
        "INSERT INTO temp.picked SELECT *, NULL FROM (SELECT n, o.paper, key, year, has_code,"
        f" {before}, {after} FROM ({there}) o{joins}) WHERE {ANY_CHANGE}"
    )
    picked.settle(database, letters)
    changed = {row[0] for row in database.rows("SELECT paper FROM temp.picked")}
    if "r" in letters:
        picked.seen(
            database, [row[0] for row in database.rows("SELECT paper FROM temp.picked WHERE r1 > r0")]
        )
    return changed


def _tag(database: Database, folded: str, spelled: str | None, papers: dict[int, bool]) -> set[int]:
    """Give and take one tag."""
    changed: set[int] = set()
    if spelled is not None:
        database.execute(
            "INSERT INTO tags(name, folded) VALUES(?, ?)"
            " ON CONFLICT(folded) DO UPDATE SET name = excluded.name WHERE name <> excluded.name",
            (spelled, folded),
        )
    number = database.value("SELECT id FROM tags WHERE folded = ?", (folded,))
    if number is None:
        return changed
    for on in (False, True):
        database.execute("DELETE FROM temp.picked")
        database.execute(
            "INSERT INTO temp.picked(n, paper) SELECT j.value, j.value FROM json_each(?) j"
            f" WHERE {'NOT ' if on else ''}EXISTS"
            "(SELECT 1 FROM paper_tags x WHERE x.tag = ? AND x.paper = j.value)",
            (json.dumps([paper for paper, given in papers.items() if given is on]), number),
        )
        picked.settle_tag(database, number, on)
        changed |= {row[0] for row in database.rows("SELECT paper FROM temp.picked")}
    return changed


def _notes(database: Database) -> set[int]:
    """Make the notes of `temp.reached` what their acts say; gives the papers that changed."""
    told = _told(database)
    changed: set[int] = set()
    there = present_notes(database, told)
    for paper, (texts, at) in told.items():
        text = beside.together(texts)
        if (before := there.get(paper, "")) != text:
            picked.settle_note(database, paper, before, text, at)
            changed.add(paper)
    return changed


def standing(database: Database, keys: set[str]) -> dict[int, int]:
    """How many texts stand side by side in the notes of papers, by the papers' keys."""
    if not keys:
        return {}
    _prepare(database)
    database.execute("DELETE FROM temp.came")
    database.executemany("INSERT OR IGNORE INTO temp.came VALUES(?)", [(key,) for key in keys])
    _reach(database, "SELECT DISTINCT k.paper FROM temp.came c CROSS JOIN paper_keys k ON k.key = c.key")
    return {paper: len(texts) for paper, (texts, _) in _told(database).items()}


def _told(database: Database) -> dict[int, tuple[beside.Standing, int]]:
    """The texts that stand in the notes of `temp.reached`, told from all their acts (there is no short cut),
    and the second of the last one."""
    told: dict[int, tuple[beside.Standing, int]] = {}
    for paper, old, new, at in database.rows(
        "SELECT k.paper, j.old, j.new, b.at FROM temp.reached r CROSS JOIN paper_keys k ON k.paper = r.paper"
        " CROSS JOIN journal j INDEXED BY journal_notes ON j.key = k.key AND j.verb = 'note'"
        " CROSS JOIN batches b ON b.id = j.batch CROSS JOIN writers w ON w.id = j.writer"
        " ORDER BY b.logical, w.device, w.library, w.epoch, j.seq"
    ):
        before, _ = told.get(paper, ((), 0))
        told[paper] = beside.after(before, old, new), at // 1000
    return told


def present_notes(database: Database, papers: Iterable[int]) -> dict[int, str]:
    """The notes of papers that have one."""
    return dict(
        database.rows(
            "SELECT n.paper, n.text FROM json_each(?) j CROSS JOIN notes n ON n.paper = j.value",
            (json.dumps(list(papers)),),
        )
    )


def prepare(database: Database) -> None:
    """Make the connection's scratch tables, before a transaction needs them."""
    counters.prepare(database)
    _prepare(database)
