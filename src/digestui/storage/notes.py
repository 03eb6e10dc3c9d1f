"""Rows of notes and drafts. Saving a note as an act is `acts.Batch.note`; this leaves no journal row."""

from __future__ import annotations

from digestui.hashes import blake2b
from digestui.storage.database import Database


def note_hash(text: str | bytes) -> bytes:
    """What is kept beside a note so that damage shows; bytes are the text as it lies in the file."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return blake2b(raw, digest_size=16).digest()


def read(database: Database, paper: int) -> str | None:
    """The note of a paper, or None."""
    text: str | None = database.value("SELECT text FROM notes WHERE paper = ?", (paper,))
    return text


def write(database: Database, paper: int, text: str, at: int) -> None:
    """Put a note in place; an empty one goes."""
    if not text:
        database.execute("DELETE FROM notes WHERE paper = ?", (paper,))
        return
    from digestui.text.spell import other

    database.execute(
        "INSERT INTO notes(paper, saved_at, hash, also, text) VALUES(?, ?, ?, ?, ?)"
        " ON CONFLICT(paper) DO UPDATE SET saved_at = excluded.saved_at, hash = excluded.hash,"
        " also = excluded.also, text = excluded.text",
        (paper, at, note_hash(text), other(text), text),
    )


def history(database: Database, paper: int) -> list[tuple[int, int, str]]:
    """Every text a paper's note had, oldest first: (milliseconds since 1970, zone in minutes, text)."""
    return [
        (at, offset, text)
        for at, offset, text in database.rows(
            "SELECT b.at, b.offset, j.new FROM paper_keys k CROSS JOIN journal j INDEXED BY journal_notes"
            " ON j.key = k.key AND j.verb = 'note' JOIN batches b ON b.id = j.batch WHERE k.paper = ?"
            " ORDER BY b.logical, j.id",
            (paper,),
        )
    ]


def keep_draft(database: Database, key: str, text: str, base: str | None, at: int) -> None:
    """Keep what is being typed."""
    database.execute(
        "INSERT INTO drafts(key, saved_at, base, text) VALUES(?, ?, ?, ?) ON CONFLICT(key) DO UPDATE SET"
        " saved_at = excluded.saved_at, base = excluded.base, text = excluded.text",
        (key, at, base, text),
    )


def draft(database: Database, key: str) -> tuple[str, str | None, int] | None:
    """(text, the text it began with, when it was kept) of a draft, under any key of its paper."""
    row = database.row(
        "SELECT text, base, saved_at FROM drafts WHERE key IN (SELECT ? UNION SELECT b.key FROM paper_keys a"
        " JOIN paper_keys b ON b.paper = a.paper WHERE a.key = ?) ORDER BY saved_at DESC LIMIT 1",
        (key, key),
    )
    return None if row is None else (row[0], row[1], row[2])


def drop_draft(database: Database, key: str) -> None:
    """Forget a draft."""
    database.execute(
        "DELETE FROM drafts WHERE key IN (SELECT ? UNION SELECT b.key FROM paper_keys a"
        " JOIN paper_keys b ON b.paper = a.paper WHERE a.key = ?)",
        (key, key),
    )


def drafts(database: Database) -> list[tuple[str, str, str | None, int]]:
    """All drafts: (key, text, the text it began with, when it was kept), newest first."""
    return [
        (row[0], row[1], row[2], row[3])
        for row in database.rows("SELECT key, text, base, saved_at FROM drafts ORDER BY saved_at DESC")
    ]
