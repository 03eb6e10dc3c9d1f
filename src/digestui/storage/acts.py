"""One batch of acts on its way into the journal, with the state it makes and the counts it moves.

Everything is done to sets of papers: one act and ten thousand take the same dozen statements. `temp.picked`
(`storage.picked`) holds the papers that really change: an act that finds its value already there leaves no
trace.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

from digestui.hashes import blake2b
from digestui.model.journal import Kind, Verb
from digestui.model.receipt import MANY
from digestui.model.triage import Place
from digestui.storage import picked
from digestui.storage.database import Database
from digestui.storage.picked import ANY_CHANGE, BEFORE, BY_LETTER, FIELDS, Field, prepare

DO, UNDO, REDO = Kind.DO, Kind.UNDO, Kind.REDO

# `n` is the number of a row in what it is written from, from 1 on.
_NUMBERED = (
    "INSERT INTO journal(id, writer, seq, batch, verb, key, subject, old, new)"
    " SELECT {n} + :id, :writer, {n} + :seq, :batch, :verb, key, :subject, {old}, {new} FROM temp.picked"
)
_ROW = "(n + :seq) || :verb || key || :subject || {old} || :bound || {new}"
"""What a row of the journal says, as `batch_hash` puts it; verb and subject come with their bounds."""


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
        self.was: dict[int, tuple[bool, Place]] = {}
        """Star and place before, of those in which one of these changed; of as many as a receipt names."""
        prepare(database)
        self._writer, self._seq, self._logical, self._first, self.id = self._begin(device)
        self._written = 0
        self._said: list[bytes] = []
        """What the rows written so far say, for the hash."""
        self.step = step or self.id

    def _begin(self, device: str) -> tuple[int, int, int, int, int]:
        """(writer, its last seq, logical time of this batch, last row of the journal, this batch)."""
        database = self.database
        sql = (
            "SELECT w.id, w.seq, (SELECT max(logical) FROM writers),"
            " (SELECT coalesce(max(id), 0) FROM journal), (SELECT coalesce(max(id), 0) + 1 FROM batches)"
            " FROM identity i JOIN writers w ON w.device = ? AND w.library = i.library AND w.epoch = i.epoch"
        )
        row = database.row(sql, (device,))
        if row is None:
            new = "INSERT INTO writers(device, library, epoch) SELECT ?, library, epoch FROM identity"
            database.execute(new, (device,))
            row = database.row(sql, (device,))
            assert row is not None
        writer, seq, latest, first, number = row
        return writer, seq, max(latest + 1, self._at << 16), first, number

    # -- acts -------------------------------------------------------------------------------------------

    def set(self, ids: Sequence[int], **after: str) -> None:
        """Set fields of papers: letters to SQL over the values before, `p="2", r="1", z="NULL"`."""
        wanted = ", ".join(f"{after.get(f.letter, f.letter + '0')} {f.letter}1" for f in FIELDS)
        self.database.execute("DELETE FROM temp.picked")
        self.database.execute(
            "INSERT INTO temp.picked SELECT NULL, *, NULL FROM"
            f" (SELECT *, {wanted} FROM (SELECT p.id, p.key, p.year, p.has_code, {BEFORE} FROM json_each(?) j"
            " CROSS JOIN papers p ON p.id = j.value LEFT JOIN triage t ON t.paper = p.id))"
            f" WHERE {ANY_CHANGE}",
            (json.dumps(list(ids)),),
        )
        self.apply([BY_LETTER[letter] for letter in after])
        if after.get("r") == "1":
            self.changed.update(dict.fromkeys(picked.seen(self.database, ids)))

    def apply(self, fields: Sequence[Field]) -> None:
        """Journal, state and counts for what `temp.picked` holds, which is in the order of the act."""
        ordered = [field for field in FIELDS if field in fields]
        changes = [f"sum({field.letter}1 IS NOT {field.letter}0)" for field in ordered]
        row = self.database.row(
            f"SELECT json_group_array(paper), coalesce(max(n), 0), {', '.join(changes)} FROM temp.picked"
        )
        assert row is not None
        papers = json.loads(row[0])
        if not papers:
            return
        self.changed.update(dict.fromkeys(papers))
        if any(field.letter in "ps" for field in ordered):
            self.was = picked.was(self.database, MANY) | self.was
        for field, count in zip(ordered, row[2:], strict=True):
            old, new = (field.written.format(field.letter + when) for when in "01")
            if count == row[1]:
                self._journal(field.verb, "", old, new)
            elif count:
                self._journal_some(field.verb, f"{field.letter}1 IS NOT {field.letter}0", old, new)
        picked.settle(self.database, {field.letter for field in ordered})

    def tag(self, ids: Sequence[int], name: str, on: bool) -> bool:
        """Give papers a tag or take it away; `name` as shown. False where that changed none of them."""
        number, shown = find_tag(self.database, name, on)
        if number is None:
            return False
        return self.tag_where(
            "SELECT p.id, p.key FROM json_each(:ids) j CROSS JOIN papers p ON p.id = j.value"
            f" WHERE {'NOT ' if on else ''}EXISTS"
            "(SELECT 1 FROM paper_tags x WHERE x.tag = :tag AND x.paper = p.id)",
            {"ids": json.dumps(list(ids)), "tag": number},
            number,
            shown,
            on,
        )

    def tag_where(self, sql: str, params: dict[str, Any], number: int, shown: str, on: bool) -> bool:
        """Give the papers that `sql` finds (id, key) a tag, or take it away; False where it finds none."""
        database = self.database
        database.execute("DELETE FROM temp.picked")
        database.execute(f"INSERT INTO temp.picked(paper, key) {sql}", params)
        papers = json.loads(database.value("SELECT json_group_array(paper) FROM temp.picked"))
        if not papers:
            return False
        self.changed.update(dict.fromkeys(papers))
        self._journal(Verb.TAG, shown, f"'{int(not on)}'", f"'{int(on)}'")
        picked.settle_tag(database, number, on)
        return True

    def note(self, paper: int, text: str) -> bool:
        """Set a paper's note, empty for none; False if it says so already."""
        from digestui.storage import notes

        key = self.database.value("SELECT key FROM papers WHERE id = ?", (paper,))
        old = notes.read(self.database, paper) or ""
        if key is None or old == text:
            return False
        self.changed[paper] = None
        self.act(Verb.NOTE, key, "", old, text)
        picked.settle_note(self.database, paper, old, text, self._at // 1000)
        return True

    def act(self, verb: str, key: str, subject: str, old: str, new: str) -> None:
        """Write one journal row as it is."""
        self._written += 1
        seq = self._seq + self._written
        self.database.execute(
            "INSERT INTO journal(id, writer, seq, batch, verb, key, subject, old, new)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._first + self._written, self._writer, seq, self.id, verb, key, subject, old, new),
        )
        said = "\x1f".join((str(seq), verb, key, subject, old, new))
        self._said.append(said.encode("utf-8", "surrogatepass"))

    def _journal(self, verb: str, subject: str, old: str, new: str) -> None:
        """A row for each of `temp.picked`; `old` and `new` are SQL."""
        said = _ROW.format(old=old, new=new)
        self._said.append(
            self.database.value(
                f"SELECT CAST(group_concat({said}, char(30)) AS BLOB) FROM temp.picked",
                {
                    "seq": self._seq + self._written,
                    "verb": f"\x1f{verb}\x1f",
                    "subject": f"\x1f{subject}\x1f",
                    "bound": "\x1f",
                },
            )
        )
        self._write(_NUMBERED.format(n="n", old=old, new=new), verb, subject)

    def _journal_some(self, verb: str, which: str, old: str, new: str) -> None:
        """A row for those of `temp.picked` that fulfil a condition."""
        begun = self._first + self._written
        numbered = _NUMBERED.format(n="row_number() OVER ()", old=old, new=new)
        self._write(f"{numbered} WHERE {which}", verb, "")
        self._said.append(_said(self.database, begun + 1, self._first + self._written))

    def _write(self, sql: str, verb: str, subject: str) -> None:
        params = {
            "id": self._first + self._written,
            "seq": self._seq + self._written,
            "writer": self._writer,
            "batch": self.id,
            "verb": str(verb),
            "subject": subject,
        }
        self._written += self.database.execute(sql, params).rowcount

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
                hash_of(b"\x1e".join(self._said)),
            ),
        )
        database.execute(
            "UPDATE writers SET seq = ?, logical = ? WHERE id = ?",
            (self._seq + self._written, self._logical, self._writer),
        )
        return self.id


RANGE = "WHERE id BETWEEN ? AND ?"


def batch_hash(database: Database, first: int, last: int) -> bytes:
    """A hash over everything the journal rows of a batch say."""
    return hash_of(_said(database, first, last))


def _said(database: Database, first: int, last: int) -> bytes:
    # As bytes: damaged text may no longer be text.
    raw: bytes | None = database.value(
        "SELECT CAST(group_concat(seq || char(31) || verb || char(31) || key || char(31) || subject"
        f" || char(31) || old || char(31) || new, char(30)) AS BLOB) FROM journal {RANGE}",
        (first, last),
    )
    return raw or b""


def hash_of(raw: bytes) -> bytes:
    """The hash of a batch, from the rows of its acts as `batch_hash` puts them behind one another."""
    return blake2b(raw, digest_size=16).digest()


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
