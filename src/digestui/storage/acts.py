"""One batch of acts on its way into the journal, with the state it makes and the counts it moves.

Everything is done to sets of papers: one act and ten thousand take the same dozen statements. `temp.picked`
holds the papers that really change, with each value before (r0 s0 p0 z0 w0) and after (r1 s1 p1 z1 w1): an
act that finds its value already there leaves no trace.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

from digestui.hashes import blake2b
from digestui.model.journal import Verb
from digestui.records import dataclass
from digestui.storage import counters
from digestui.storage.counters import Flag
from digestui.storage.database import Database

DO, UNDO, REDO = 0, 1, 2

_PLACE = "CASE {} WHEN 1 THEN 'queue' WHEN 2 THEN 'done' WHEN 3 THEN 'dismissed' ELSE 'inbox' END"
_PLACE_NUMBER = "CASE {} WHEN 'queue' THEN 1 WHEN 'done' THEN 2 WHEN 'dismissed' THEN 3 ELSE 0 END"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of `triage`: its letter in `temp.picked`, and how the journal writes its values."""

    verb: Verb
    column: str
    letter: str
    written: str
    parsed: str
    default: str = "0"


FIELDS = (
    Field(Verb.PLACE, "place", "p", _PLACE, _PLACE_NUMBER),
    Field(Verb.READ, "read", "r", "{} || ''", "CAST({} AS INTEGER)"),
    Field(Verb.STAR, "starred", "s", "{} || ''", "CAST({} AS INTEGER)"),
    Field(
        Verb.SNOOZE, "snoozed_until", "z", "coalesce({}, '') || ''", "CAST(nullif({}, '') AS INTEGER)", "NULL"
    ),
    Field(Verb.WATCH, "watched", "w", "{} || ''", "CAST({} AS INTEGER)"),
)
BY_LETTER = {field.letter: field for field in FIELDS}
BEFORE = ", ".join(
    f"coalesce(t.{field.column}, {field.default}) {field.letter}0" for field in FIELDS
).replace("coalesce(t.snoozed_until, NULL)", "t.snoozed_until")
ANY_CHANGE = " OR ".join(f"{f.letter}1 IS NOT {f.letter}0" for f in FIELDS)
_COLUMNS = ", ".join(f.column for f in FIELDS)
_AFTER = ", ".join(f"{f.letter}1" for f in FIELDS)
_UPSERT = (
    f"INSERT INTO triage(paper, {_COLUMNS}) SELECT paper, {_AFTER} FROM temp.picked WHERE true"
    " ON CONFLICT(paper) DO UPDATE SET " + ", ".join(f"{f.column} = excluded.{f.column}" for f in FIELDS)
)
_NUMBERED = (
    "INSERT INTO journal(id, writer, seq, batch, verb, key, subject, old, new)"
    " SELECT row_number() OVER () + :id, :writer, row_number() OVER () + :seq, :batch, :verb, key, {}"
)


class Batch:
    """A batch being written. The caller holds the transaction and calls `finish`."""

    def __init__(
        self,
        database: Database,
        device: str,
        now: float,
        *,
        label: str,
        step: int | None = None,
        kind: int = DO,
        undoes: int | None = None,
    ) -> None:
        self.database = database
        self.label = label
        self._kind = kind
        self._undoes = undoes
        self._at = int(now * 1000)
        self._offset = time.localtime(now).tm_gmtoff // 60
        self.changed: dict[int, None] = {}
        """Papers that changed, in order."""
        prepare(database)
        self._writer, self._seq, self._logical = writer_of(database, device, self._at)
        self._first = int(database.value("SELECT coalesce(max(id), 0) FROM journal"))
        self._written = 0
        self.id = int(database.value("SELECT coalesce(max(id), 0) + 1 FROM batches"))
        self.step = step or self.id

    # -- acts -------------------------------------------------------------------------------------------

    def set(self, ids: Sequence[int], **after: str) -> None:
        """Set fields of papers: letters to SQL over the values before, `p="2", r="1", z="NULL"`."""
        wanted = ", ".join(f"{after.get(f.letter, f.letter + '0')} {f.letter}1" for f in FIELDS)
        self.database.execute("DELETE FROM temp.picked")
        self.database.execute(
            "INSERT INTO temp.picked SELECT * FROM"
            f" (SELECT *, {wanted} FROM (SELECT j.key, p.id, p.key, {BEFORE} FROM json_each(?) j"
            " CROSS JOIN papers p ON p.id = j.value LEFT JOIN triage t ON t.paper = p.id))"
            f" WHERE {ANY_CHANGE}",
            (json.dumps(list(ids)),),
        )
        self.apply([BY_LETTER[letter] for letter in after])
        if after.get("r") == "1":
            self.seen(ids)

    def apply(self, fields: Sequence[Field]) -> None:
        """Journal, state and counts for what `temp.picked` holds."""
        database = self.database
        papers = [row[0] for row in database.rows("SELECT paper FROM temp.picked")]
        if not papers:
            return
        self.changed.update(dict.fromkeys(papers))
        ordered = [field for field in FIELDS if field in fields]
        for field in ordered:
            letter = field.letter
            self._journal(
                field.verb,
                f"'', {field.written.format(letter + '0')}, {field.written.format(letter + '1')}"
                f" FROM temp.picked WHERE {letter}1 IS NOT {letter}0",
            )
        settle(database, {field.letter for field in ordered})

    def tag(self, ids: Sequence[int], name: str, on: bool) -> None:
        """Give papers a tag or take it away; `name` as shown."""
        number, shown = find_tag(self.database, name, on)
        if number is None:
            return
        self.tag_where(
            "SELECT j.key, p.id, p.key FROM json_each(:ids) j CROSS JOIN papers p ON p.id = j.value"
            f" WHERE {'NOT ' if on else ''}EXISTS"
            "(SELECT 1 FROM paper_tags x WHERE x.tag = :tag AND x.paper = p.id)",
            {"ids": json.dumps(list(ids)), "tag": number},
            number,
            shown,
            on,
        )

    def tag_where(self, sql: str, params: dict[str, Any], number: int, shown: str, on: bool) -> None:
        """Give the papers that `sql` finds (order, id, key) a tag, or take it away."""
        database = self.database
        database.execute("DELETE FROM temp.picked")
        database.execute(f"INSERT INTO temp.picked(n, paper, key) {sql}", params)
        papers = [row[0] for row in database.rows("SELECT paper FROM temp.picked")]
        if not papers:
            return
        self.changed.update(dict.fromkeys(papers))
        self._journal(
            Verb.TAG, f":subject, '{int(not on)}', '{int(on)}' FROM temp.picked WHERE true", subject=shown
        )
        settle_tag(database, number, on)

    def note(self, paper: int, text: str) -> bool:
        """Set a paper's note, empty for none; False if it says so already."""
        from digestui.storage import notes

        key = self.database.value("SELECT key FROM papers WHERE id = ?", (paper,))
        old = notes.read(self.database, paper) or ""
        if key is None or old == text:
            return False
        self.changed[paper] = None
        self.act(Verb.NOTE, key, "", old, text)
        settle_note(self.database, paper, old, text, self._at // 1000)
        return True

    def seen(self, ids: Sequence[int]) -> None:
        """A newer version was read: it is news no longer. No act, as nothing was decided."""
        self.changed.update(dict.fromkeys(seen(self.database, ids)))

    def act(self, verb: str, key: str, subject: str, old: str, new: str) -> None:
        """Write one journal row as it is."""
        self._written += 1
        self.database.execute(
            "INSERT INTO journal(id, writer, seq, batch, verb, key, subject, old, new)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._first + self._written,
                self._writer,
                self._seq + self._written,
                self.id,
                verb,
                key,
                subject,
                old,
                new,
            ),
        )

    def _journal(self, verb: str, rest: str, *, subject: str = "") -> None:
        params = {
            "id": self._first + self._written,
            "seq": self._seq + self._written,
            "writer": self._writer,
            "batch": self.id,
            "verb": str(verb),
            "subject": subject,
        }
        self._written += self.database.execute(_NUMBERED.format(rest), params).rowcount

    # -- ending -----------------------------------------------------------------------------------------

    @property
    def empty(self) -> bool:
        """True while nothing has been written to the journal."""
        return self._written == 0

    def finish(self) -> int | None:
        """Seal the batch; None if it came to nothing."""
        if self.empty:
            return None
        database = self.database
        first, last = self._first + 1, self._first + self._written
        database.execute(
            "INSERT INTO batches(id, step, writer, kind, undoes, first, last, at, offset, logical, label,"
            " hash) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.id,
                self.step,
                self._writer,
                self._kind,
                self._undoes,
                first,
                last,
                self._at,
                self._offset,
                self._logical,
                self.label,
                batch_hash(database, first, last),
            ),
        )
        database.execute(
            "UPDATE writers SET seq = ?, logical = ? WHERE id = ?",
            (self._seq + self._written, self._logical, self._writer),
        )
        return self.id


def settle(database: Database, letters: set[str]) -> None:
    """State and counts for what `temp.picked` holds; `letters` are the fields that may differ."""
    if letters & {"p", "r"}:
        counters.move(database, "temp.picked")
    database.execute(_UPSERT)
    for letter, flag in (("s", Flag.STARRED), ("w", Flag.WATCHED)):
        if letter in letters:
            for sign in (1, -1):
                counters.shift(
                    database,
                    "flag",
                    flag,
                    f"SELECT paper FROM temp.picked WHERE {letter}1 - {letter}0 = {sign}",
                    sign,
                )


def settle_tag(database: Database, number: int, on: bool) -> None:
    """Give the papers in `temp.picked` a tag that none of them has, or take away one that all have."""
    if on:
        database.execute("INSERT INTO paper_tags(tag, paper) SELECT ?, paper FROM temp.picked", (number,))
    else:
        database.execute(
            "DELETE FROM paper_tags WHERE tag = ? AND paper IN (SELECT paper FROM temp.picked)", (number,)
        )
    counters.shift(database, "tag", number, "SELECT paper FROM temp.picked", 1 if on else -1)


def settle_note(database: Database, paper: int, old: str, new: str, at: int) -> None:
    """Put a note in place of `old`, empty for none."""
    from digestui.storage import notes

    notes.write(database, paper, new, at)
    if bool(old) != bool(new):
        counters.shift(database, "flag", Flag.NOTED, "SELECT ? paper", 1 if new else -1, (paper,))


def seen(database: Database, ids: Sequence[int]) -> list[int]:
    """Forget that newer versions of papers came since they were read; gives those that had one."""
    if database.value("SELECT 1 FROM revised LIMIT 1") is None:
        return []
    chosen = json.dumps(list(ids))
    inside = "SELECT r.paper FROM json_each(?) j CROSS JOIN revised r ON r.paper = j.value"
    counters.shift(database, "flag", Flag.UPDATED, inside, -1, (chosen,))
    news = [row[0] for row in database.rows(inside, (chosen,))]
    database.executemany("DELETE FROM revised WHERE paper = ?", [(paper,) for paper in news])
    return news


RANGE = "WHERE id BETWEEN ? AND ?"


def prepare(database: Database) -> None:
    """Make the connection's scratch tables."""
    counters.prepare(database)
    letters = ", ".join(f"{f.letter}{n}" for n in (0, 1) for f in FIELDS)
    database.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS picked(n INTEGER PRIMARY KEY, paper INTEGER, key TEXT, {letters})"
    )


def batch_hash(database: Database, first: int, last: int) -> bytes:
    """A hash over everything the journal rows of a batch say."""
    # As bytes: damaged text may no longer be text.
    raw = database.value(
        "SELECT CAST(group_concat(seq || char(31) || verb || char(31) || key || char(31) || subject"
        f" || char(31) || old || char(31) || new, char(30)) AS BLOB) FROM journal {RANGE}",
        (first, last),
    )
    return hash_of(raw or b"")


def hash_of(raw: bytes) -> bytes:
    """The hash of a batch, from the rows of its acts as `batch_hash` puts them behind one another."""
    return blake2b(raw, digest_size=16).digest()


def writer_of(database: Database, device: str, at: int) -> tuple[int, int, int]:
    """(id, last seq, logical time of the next batch) of this device in this life of the library."""
    row = database.row(
        "SELECT w.id, w.seq FROM identity i JOIN writers w ON w.device = ? AND w.library = i.library"
        " AND w.epoch = i.epoch",
        (device,),
    )
    if row is None:
        database.execute(
            "INSERT INTO writers(device, library, epoch) SELECT ?, library, epoch FROM identity", (device,)
        )
        row = (int(database.value("SELECT last_insert_rowid()")), 0)
    latest = int(database.value("SELECT max(logical) FROM writers"))
    return row[0], row[1], max(latest + 1, at << 16)


def find_tag(database: Database, name: str, make: bool) -> tuple[int | None, str]:
    """(id, spelling) of a tag. The spelling in use wins; a tag nobody uses takes the new one."""
    from digestui.text.folding import fold

    folded = fold(name)
    row = database.row(
        "SELECT id, name, EXISTS(SELECT 1 FROM paper_tags WHERE tag = tags.id) FROM tags WHERE folded = ?",
        (folded,),
    )
    if row is None:
        if not make:
            return None, name
        database.execute("INSERT INTO tags(name, folded) VALUES(?, ?)", (name, folded))
        return int(database.value("SELECT last_insert_rowid()")), name
    if make and not row[2] and row[1] != name:
        database.execute("UPDATE tags SET name = ? WHERE id = ?", (name, row[0]))
        return row[0], name
    return row[0], row[1]
