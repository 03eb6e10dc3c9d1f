"""Rows of papers with their keys and categories: found, read, written, joined."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from digestui.model.paper import Paper, StoredPaper
from digestui.records import dataclass
from digestui.storage import facts
from digestui.storage.database import Database
from digestui.storage.ids import first_of, last_of, number_after

HASH_SIZE, HASH_SIZE_BULK = 1 << 20, 64 << 20


class Columns(NamedTuple):
    """What is stored of a paper, but for numbers that only the library knows; line breaks part lists."""

    title_hash: int
    year: int | None
    upvotes: int | None
    version: int | None
    has_code: int
    has_pdf: int
    fingerprint: bytes
    key: str
    published: str | None
    updated: str | None
    venue: str | None
    categories: str
    authors: str
    title: str
    urls: str
    comment: str | None
    also_title: str
    also_authors: str
    also_abstract: str
    abstract: str


class New(NamedTuple):
    """A paper that is to be written."""

    id: int
    columns: Columns
    keys: tuple[str, ...]
    source: int


_FIELDS = ("id", "category", "source", "origin", *Columns._fields)
_INSERT = f"INSERT INTO papers({', '.join(_FIELDS)}) VALUES({', '.join('?' * len(_FIELDS))})"
_UPDATE = (
    "UPDATE papers SET category = ?, origin = ?, "
    + ", ".join(f"{name} = ?" for name in Columns._fields)
    + " WHERE id = ?"
)
_FTS = "title, abstract, authors, also_title, also_abstract, also_authors"


@dataclass(frozen=True, slots=True)
class Twin:
    """A paper with a title that was asked for."""

    id: int
    keys: tuple[str, ...]
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper as it is stored."""

    paper: Paper
    source: int | None
    origin: int | None


def title_hash(title_key: str) -> int:
    """The title key as a signed number of 64 bits."""
    return int(title_key.removeprefix("title:"), 16) - (1 << 63)


def by_keys(database: Database, keys: Iterable[str]) -> dict[str, tuple[int, bytes]]:
    """Which of `keys` lead to a paper: its id and fingerprint."""
    return {
        key: (paper, seen)
        for key, paper, seen in database.rows(
            "SELECT k.key, p.id, p.fingerprint FROM json_each(?) j CROSS JOIN paper_keys k ON k.key = j.value"
            " CROSS JOIN papers p ON p.id = k.paper",
            (json.dumps(list(keys)),),
        )
    }


def by_titles(database: Database, hashes: Iterable[int]) -> dict[int, list[Twin]]:
    """Papers whose title hash is one of `hashes`."""
    found: dict[int, list[Twin]] = {}
    for number, paper, keys, authors in database.rows(
        "SELECT p.title_hash, p.id, (SELECT group_concat(key, char(10)) FROM paper_keys WHERE paper = p.id),"
        " p.authors FROM json_each(?) j CROSS JOIN papers p ON p.title_hash = j.value",
        (json.dumps(list(hashes)),),
    ):
        found.setdefault(number, []).append(Twin(paper, _lines(keys), _lines(authors)))
    return found


def load(database: Database, ids: Sequence[int]) -> dict[int, Kept]:
    """Whole records by id, with every key that leads to them."""
    rows = database.rows(
        "SELECT p.id, p.key, (SELECT group_concat(key, char(10)) FROM paper_keys WHERE paper = p.id),"
        " p.title, p.abstract, p.authors, p.published, p.updated, p.categories, p.venue, p.urls, p.upvotes,"
        " p.version, p.comment, p.source, p.origin FROM json_each(?) j CROSS JOIN papers p ON p.id = j.value",
        (json.dumps(list(ids)),),
    )
    return {
        row[0]: Kept(
            Paper(
                keys=tuple(dict.fromkeys((row[1], *_lines(row[2])))),
                title=row[3],
                abstract=row[4],
                authors=_lines(row[5]),
                published=row[6],
                updated=row[7],
                categories=_lines(row[8]),
                venue=row[9],
                urls=_lines(row[10]),
                upvotes=row[11],
                version=row[12],
                comment=row[13],
            ),
            row[14],
            row[15],
        )
        for row in rows
    }


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


class Names:
    """Names that rows hold as numbers (`categories`, `sources`), learnt as they come."""

    def __init__(self, database: Database, table: str) -> None:
        self._database = database
        self._table = table
        self._known: dict[str, int] = {}

    def __getitem__(self, name: str) -> int:
        """The number of a name, which is given one if it is new."""
        number = self._known.get(name)
        if number is None:
            table = self._table
            self._database.execute(f"INSERT OR IGNORE INTO {table}(name) VALUES(?)", (name,))
            number = int(self._database.value(f"SELECT id FROM {table} WHERE name = ?", (name,)))
            self._known[name] = number
        return number


def year_of(paper: Paper) -> int | None:
    """The year of publication, where the record has one."""
    head = (paper.published or "")[:4]
    return int(head) if len(head) == 4 and head.isdecimal() else None


def columns(stored: StoredPaper) -> Columns:
    """A record as it is stored."""
    paper, also = stored.paper, stored.spellings
    return Columns(
        title_hash(stored.title_key),
        year_of(paper),
        paper.upvotes,
        paper.version,
        int(stored.has_code),
        int(stored.has_pdf),
        stored.fingerprint,
        paper.key,
        paper.published,
        paper.updated,
        paper.venue,
        "\n".join(paper.categories),
        "\n".join(paper.authors),
        paper.title,
        "\n".join(paper.urls),
        paper.comment,
        also.title,
        also.authors,
        also.abstract,
        paper.abstract,
    )


def paper_of(stored: Columns, keys: tuple[str, ...]) -> Paper:
    """The record that was stored as these columns."""
    return Paper(
        keys=keys,
        title=stored.title,
        abstract=stored.abstract,
        authors=_lines(stored.authors),
        published=stored.published,
        updated=stored.updated,
        categories=_lines(stored.categories),
        venue=stored.venue,
        urls=_lines(stored.urls),
        upvotes=stored.upvotes,
        version=stored.version,
        comment=stored.comment,
    )


def _primary(categories: Names, names: tuple[str, ...]) -> int | None:
    return categories[names[0]] if names else None


def next_numbers(database: Database, days: Iterable[int]) -> dict[int, int]:
    """Which number the next arrival of each day has."""
    spans = json.dumps([[day, last_of(day), first_of(day)] for day in days])
    return {
        day: 0 if smallest is None else number_after(smallest)
        for day, smallest in database.rows(
            "SELECT json_extract(j.value, '$[0]'), (SELECT min(id) FROM papers WHERE id"
            " BETWEEN json_extract(j.value, '$[1]') AND json_extract(j.value, '$[2]')) FROM json_each(?) j",
            (spans,),
        )
    }


def insert(database: Database, new: list[New], categories: Names) -> None:
    """Write new papers; the caller puts them into the index of words."""
    new.sort()  # The index and the table both grow cheaply only upwards; ids are never equal.
    named = [_lines(one.columns.categories) for one in new]
    database.execute("UPDATE intake SET bulk = 1")
    database.executemany(
        _INSERT,
        [
            (one.id, _primary(categories, names), one.source, one.source, *one.columns)
            for one, names in zip(new, named, strict=True)
        ],
    )
    database.executemany(
        "INSERT INTO paper_keys VALUES(?, ?)", sorted((key, one.id) for one in new for key in one.keys)
    )
    database.executemany(
        "INSERT OR IGNORE INTO paper_categories VALUES(?, ?)",
        [(categories[name], one.id) for one, names in zip(new, named, strict=True) for name in names],
    )
    database.execute("UPDATE intake SET bulk = 0")


def index(database: Database, ids: Sequence[int]) -> None:
    """Put papers into the full-text index that `insert` left out of it."""
    database.execute(
        f"INSERT INTO fts(rowid, {_FTS}) SELECT p.id, {_FTS} FROM json_each(?) j"
        " CROSS JOIN papers p ON p.id = j.value",
        (json.dumps(sorted(ids)),),
    )


def gather(database: Database, *, bulk: bool) -> None:
    """While many papers come, let the index of words gather more in memory before it writes, and merge only
    when there is much to merge. Both are kept in the file, so whoever sets them sets them back in the same
    transaction."""
    for name, value in (("hashsize", HASH_SIZE_BULK if bulk else HASH_SIZE), ("automerge", 0 if bulk else 4)):
        database.execute("INSERT INTO fts(fts, rank) VALUES(?, ?)", (name, value))


def merge(database: Database, pages: int) -> bool:
    """Merge parts of the index of words, writing some `pages`; False where there was nothing to merge.

    As FTS5 has it, four parts of a size become one of the next, so that a large part is seldom written again.
    """
    before = database.connection.total_changes
    database.execute("INSERT INTO fts(fts, rank) VALUES('merge', ?)", (pages,))
    # The statement itself counts as one change: https://sqlite.org/fts5.html#the_merge_command
    return database.connection.total_changes - before > 1


def update(database: Database, paper: int, stored: StoredPaper, origin: int, categories: Names) -> None:
    """Write a changed record over the stored one; keys are added, never taken away."""
    primary = _primary(categories, stored.paper.categories)
    database.execute(_UPDATE, (primary, origin, *columns(stored), paper))
    database.executemany(
        "INSERT OR IGNORE INTO paper_keys VALUES(?, ?)", [(key, paper) for key in stored.paper.keys]
    )
    database.execute("DELETE FROM paper_categories WHERE paper = ?", (paper,))
    database.executemany(
        "INSERT OR IGNORE INTO paper_categories VALUES(?, ?)",
        [(categories[name], paper) for name in stored.paper.categories],
    )


def fingerprints(database: Database, ids: Sequence[int]) -> dict[int, bytes]:
    """The marks of the records that last spoke of papers."""
    return dict(
        database.rows(
            "SELECT p.id, p.fingerprint FROM json_each(?) j CROSS JOIN papers p ON p.id = j.value",
            (json.dumps(list(ids)),),
        )
    )


def remember_fingerprints(database: Database, seen: Sequence[tuple[bytes, int]]) -> None:
    """Note records that say nothing new, so that they are skipped unread the next time."""
    database.executemany("UPDATE papers SET fingerprint = ? WHERE id = ?", seen)


def join(database: Database, keep: int, lose: int) -> None:
    """Make two rows one: memberships, keys and marks move to `keep`, `lose` goes.

    What the reader did to either is in the journal under both keys: the caller rebuilds it for `keep`. Where
    other machines were told of one of them, all that the joined paper says counts as said anew.
    """
    database.execute("UPDATE OR IGNORE shared SET paper = ? WHERE paper = ?", (keep, lose))
    database.execute("UPDATE shared SET changed = 1, marks = x'' WHERE paper = ?", (keep,))
    # In a digest that both are in, the earlier place is that of the joined paper.
    database.execute(
        "UPDATE entries SET rank = (SELECT min(e.rank) FROM entries e WHERE e.digest = entries.digest"
        " AND e.paper IN (?, ?)) WHERE paper = ? AND digest IN (SELECT digest FROM entries WHERE paper = ?)",
        (keep, lose, keep, lose),
    )
    for table in ("entries", "doubtful"):
        database.execute(f"UPDATE OR IGNORE {table} SET paper = ? WHERE paper = ?", (keep, lose))
    facts.move(database, lose, keep)
    database.execute("UPDATE OR IGNORE doubtful SET other = ? WHERE other = ?", (keep, lose))
    database.execute("DELETE FROM doubtful WHERE other IN (?, paper) OR paper = ?", (lose, lose))
    database.execute("UPDATE OR IGNORE revised SET paper = ? WHERE paper = ?", (keep, lose))
    database.execute("UPDATE paper_keys SET paper = ? WHERE paper = ?", (keep, lose))
    remove(database, [lose])


def remove(database: Database, ids: Sequence[int]) -> None:
    """Take papers out, with everything that hangs on them save the journal."""
    chosen = json.dumps(list(ids))
    for table in (
        "entries", "paper_categories", "paper_keys", "revised", "doubtful", "triage", "paper_tags", "notes",
        "facts", "shared",
    ):  # fmt: skip
        database.execute(f"DELETE FROM {table} WHERE paper IN (SELECT value FROM json_each(?))", (chosen,))
    database.execute("DELETE FROM doubtful WHERE other IN (SELECT value FROM json_each(?))", (chosen,))
    database.execute("DELETE FROM papers WHERE id IN (SELECT value FROM json_each(?))", (chosen,))


def none(database: Database) -> bool:
    """Whether the library holds no paper."""
    return database.value("SELECT 1 FROM papers LIMIT 1") is None


def doubt(database: Database, pairs: Sequence[tuple[int, int]]) -> None:
    """Remember papers of one title by different people, which were left apart."""
    database.executemany("INSERT OR IGNORE INTO doubtful VALUES(?, ?)", pairs)


def revise(database: Database, paper: int, version: int | None) -> None:
    """Remember that a newer version of a paper came since it was read."""
    database.execute("INSERT OR REPLACE INTO revised(paper, version) VALUES(?, ?)", (paper, version))
