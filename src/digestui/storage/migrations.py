"""The numbered steps that make a library of any age into one of today: no opening, no checks of content.

Numbers, names and the table that records them are those of `sqlite_utils.Migrations`, so that library runs
the pending steps of an older file. A new file runs the same steps over bare sqlite3 and writes the same
records: importing sqlite_utils takes about 0.1 s, two thirds of what the whole first import may take.

The first step is here, later ones in `later_steps`.

Steps are history: once released, a step never changes; the next change is the next number. The SQL text is
part of the format too, comments included: `fingerprint` of sqlite_master is how a file is known as ours.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime

from digestui.hashes import blake2b
from digestui.storage.later_steps import m002_facts, m003_exchange, m004_citekeys, m005_orders

SET = "digestui"

STEP_TABLE = (
    "CREATE TABLE _sqlite_migrations(id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT)",
    (
        "CREATE UNIQUE INDEX idx__sqlite_migrations_migration_set_name"
        " ON _sqlite_migrations(migration_set, name)"
    ),
)

_PAPERS = """
CREATE TABLE papers(
  -- (arrival day << 24) | (2^24 - 1 - number among that day's arrivals); see storage.ids. Never changes.
  id INTEGER PRIMARY KEY,
  title_hash INTEGER NOT NULL,  -- of the title key, also where the paper has a better key
  year INTEGER,
  category INTEGER,             -- the primary one
  source INTEGER,               -- family of the digest that first brought the paper
  origin INTEGER,               -- family of the digest whose text is kept
  upvotes INTEGER,
  version INTEGER,
  has_code INTEGER NOT NULL DEFAULT 0,
  has_pdf INTEGER NOT NULL DEFAULT 0,
  fingerprint BLOB NOT NULL,    -- of the record as last seen; an equal one is skipped unread
  key TEXT NOT NULL,            -- the best; all others are in paper_keys
  published TEXT,
  updated TEXT,
  venue TEXT,
  categories TEXT NOT NULL DEFAULT '',  -- these lists are parted by line breaks
  authors TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL,
  urls TEXT NOT NULL DEFAULT '',
  comment TEXT,
  also_title TEXT NOT NULL DEFAULT '',  -- other spellings that search must find; see model.paper.Spellings
  also_authors TEXT NOT NULL DEFAULT '',
  also_abstract TEXT NOT NULL DEFAULT '',
  abstract TEXT NOT NULL DEFAULT ''
)"""

# Personal columns never live on papers: marking 10,000 papers there costs a hundred times what triage costs.
_FTS = """
CREATE VIRTUAL TABLE fts USING fts5(
  title, abstract, authors, also_title, also_abstract, also_authors,
  content='papers', content_rowid='id', tokenize="unicode61 remove_diacritics 2", prefix='2 3')"""

_NOTE_FTS = """
CREATE VIRTUAL TABLE note_fts USING fts5(
  text, also,
  content='notes', content_rowid='paper', tokenize="unicode61 remove_diacritics 2", prefix='2 3')"""

_COLUMNS = "title, abstract, authors, also_title, also_abstract, also_authors"
_NEW = "new.id, new.title, new.abstract, new.authors, new.also_title, new.also_abstract, new.also_authors"
_OLD = _NEW.replace("new.", "old.")

M001 = (
    _PAPERS,
    "CREATE INDEX papers_title_hash ON papers(title_hash)",
    "CREATE INDEX papers_published ON papers(published)",
    "CREATE INDEX papers_upvotes ON papers(upvotes) WHERE upvotes IS NOT NULL",
    # Few names over many papers: searching for a venue walks from name to name.
    "CREATE INDEX papers_venue ON papers(venue) WHERE venue IS NOT NULL",
    # Covers what counting needs, so that it never reads pages full of abstracts.
    "CREATE INDEX papers_facets ON papers(id, year, category, source, has_code, has_pdf)",
    # While this is 1 the triggers below are silent: an import indexes its rows by the chunk, twice as fast.
    "CREATE TABLE intake(one INTEGER PRIMARY KEY CHECK(one = 1), bulk INTEGER NOT NULL DEFAULT 0)",
    "INSERT INTO intake(one) VALUES(1)",
    _FTS,
    f"""
CREATE TRIGGER papers_added AFTER INSERT ON papers WHEN (SELECT bulk FROM intake) = 0 BEGIN
  INSERT INTO fts(rowid, {_COLUMNS}) VALUES({_NEW});
END""",
    f"""
CREATE TRIGGER papers_removed AFTER DELETE ON papers BEGIN
  INSERT INTO fts(fts, rowid, {_COLUMNS}) VALUES('delete', {_OLD});
END""",
    f"""
CREATE TRIGGER papers_changed AFTER UPDATE OF {_COLUMNS} ON papers BEGIN
  INSERT INTO fts(fts, rowid, {_COLUMNS}) VALUES('delete', {_OLD});
  INSERT INTO fts(rowid, {_COLUMNS}) VALUES({_NEW});
END""",
    # Every key that leads to a paper, its own and aliases.
    "CREATE TABLE paper_keys(key TEXT PRIMARY KEY, paper INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX paper_keys_paper ON paper_keys(paper)",
    "CREATE TABLE categories(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    """
CREATE TABLE paper_categories(
  category INTEGER NOT NULL, paper INTEGER NOT NULL, PRIMARY KEY(category, paper)) WITHOUT ROWID""",
    "CREATE INDEX paper_categories_paper ON paper_categories(paper, category)",
    "CREATE TABLE sources(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    """
CREATE TABLE digests(
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, date TEXT NOT NULL, source INTEGER NOT NULL,
  archive INTEGER NOT NULL DEFAULT 0, added_at INTEGER NOT NULL, UNIQUE(name, date))""",
    "CREATE INDEX digests_date ON digests(date)",
    """
CREATE TABLE entries(
  digest INTEGER NOT NULL, paper INTEGER NOT NULL, rank INTEGER NOT NULL,
  PRIMARY KEY(digest, paper)) WITHOUT ROWID""",
    "CREATE INDEX entries_rank ON entries(digest, rank)",
    "CREATE INDEX entries_paper ON entries(paper, digest)",
    # What became of each file content; `done` says how many findings are committed, so that it can go on.
    """
CREATE TABLE imports(
  id INTEGER PRIMARY KEY, hash BLOB NOT NULL, file TEXT NOT NULL, format TEXT NOT NULL,
  asked TEXT NOT NULL DEFAULT '',  -- name and date asked for, which make another digest of the same bytes
  digest INTEGER, done INTEGER NOT NULL DEFAULT 0, finished INTEGER NOT NULL DEFAULT 0,
  report TEXT NOT NULL DEFAULT '{}', started_at INTEGER NOT NULL, UNIQUE(hash, asked))""",
    "CREATE INDEX imports_unfinished ON imports(id) WHERE finished = 0",
    # Same title, contradicting authors: left apart, for a person to judge.
    """
CREATE TABLE doubtful(
  paper INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY(paper, other)) WITHOUT ROWID""",
    "CREATE TABLE revised(paper INTEGER PRIMARY KEY, version INTEGER)",
    # The present state of what the journal tells. A paper nobody touched has no row.
    """
CREATE TABLE triage(
  paper INTEGER PRIMARY KEY,
  read INTEGER NOT NULL DEFAULT 0 CHECK(read IN (0, 1)),
  starred INTEGER NOT NULL DEFAULT 0 CHECK(starred IN (0, 1)),
  place INTEGER NOT NULL DEFAULT 0 CHECK(place BETWEEN 0 AND 3),
  snoozed_until INTEGER,
  watched INTEGER NOT NULL DEFAULT 0 CHECK(watched IN (0, 1)))""",
    "CREATE INDEX triage_place ON triage(place, paper) WHERE place > 0",
    "CREATE INDEX triage_starred ON triage(paper) WHERE starred = 1",
    "CREATE INDEX triage_watched ON triage(paper) WHERE watched = 1",
    "CREATE INDEX triage_snoozed ON triage(snoozed_until, paper) WHERE snoozed_until IS NOT NULL",
    "CREATE TABLE tags(id INTEGER PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE)",
    """
CREATE TABLE paper_tags(
  tag INTEGER NOT NULL, paper INTEGER NOT NULL, PRIMARY KEY(tag, paper)) WITHOUT ROWID""",
    "CREATE INDEX paper_tags_paper ON paper_tags(paper, tag)",
    """
CREATE TABLE notes(
  paper INTEGER PRIMARY KEY, saved_at INTEGER NOT NULL, hash BLOB NOT NULL,
  also TEXT NOT NULL DEFAULT '', text TEXT NOT NULL)""",
    _NOTE_FTS,
    """
CREATE TRIGGER notes_added AFTER INSERT ON notes BEGIN
  INSERT INTO note_fts(rowid, text, also) VALUES(new.paper, new.text, new.also);
END""",
    """
CREATE TRIGGER notes_removed AFTER DELETE ON notes BEGIN
  INSERT INTO note_fts(note_fts, rowid, text, also) VALUES('delete', old.paper, old.text, old.also);
END""",
    """
CREATE TRIGGER notes_changed AFTER UPDATE OF paper, text, also ON notes BEGIN
  INSERT INTO note_fts(note_fts, rowid, text, also) VALUES('delete', old.paper, old.text, old.also);
  INSERT INTO note_fts(rowid, text, also) VALUES(new.paper, new.text, new.also);
END""",
    "CREATE TABLE drafts(key TEXT PRIMARY KEY, saved_at INTEGER NOT NULL, base TEXT, text TEXT NOT NULL)",
    # One row; `epoch` grows when a copy of this library starts a life of its own (restore).
    """
CREATE TABLE identity(
  one INTEGER PRIMARY KEY CHECK(one = 1), library TEXT NOT NULL, epoch INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL)""",
    """
CREATE TABLE writers(
  id INTEGER PRIMARY KEY, device TEXT NOT NULL, library TEXT NOT NULL, epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL DEFAULT 0,      -- the last one written
  logical INTEGER NOT NULL DEFAULT 0,  -- hybrid logical time of the last batch
  UNIQUE(device, library, epoch))""",
    # One step of the reader's; its acts are journal rows first..last. `step` joins batches undone together.
    """
CREATE TABLE batches(
  id INTEGER PRIMARY KEY, step INTEGER NOT NULL, writer INTEGER NOT NULL,
  own INTEGER NOT NULL DEFAULT 1,      -- 0: came from another machine; undo leaves it alone
  kind INTEGER NOT NULL DEFAULT 0,     -- 0 do, 1 undo, 2 redo
  undoes INTEGER,                      -- the batch this one reverses
  undone INTEGER,                      -- null: stands; 0: undo passed it over; else what reversed it
  first INTEGER NOT NULL, last INTEGER NOT NULL,
  at INTEGER NOT NULL, offset INTEGER NOT NULL, logical INTEGER NOT NULL,
  label TEXT NOT NULL,
  hash BLOB NOT NULL)                  -- over all its rows: a flipped bit shows""",
    "CREATE INDEX batches_at ON batches(at)",
    "CREATE INDEX batches_standing ON batches(id) WHERE own = 1 AND kind = 0 AND undone IS NULL",
    # Acts name keys, not papers, without a foreign key: an act may arrive before its paper, and keys merge.
    """
CREATE TABLE journal(
  id INTEGER PRIMARY KEY, writer INTEGER NOT NULL, seq INTEGER NOT NULL, batch INTEGER NOT NULL,
  verb TEXT NOT NULL, key TEXT NOT NULL, subject TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX journal_seq ON journal(writer, seq)",
    "CREATE INDEX journal_notes ON journal(key) WHERE verb = 'note'",
    "CREATE TABLE views(name TEXT PRIMARY KEY, position INTEGER NOT NULL, query TEXT NOT NULL)",
    """
CREATE TABLE rules(
  name TEXT PRIMARY KEY, position INTEGER NOT NULL, query TEXT NOT NULL, actions TEXT NOT NULL,
  made_at INTEGER NOT NULL)""",
    "CREATE TABLE remembered(name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    # Where new digests are fetched from, and how the last attempt went (`state`, a JSON object).
    """
CREATE TABLE subscriptions(
  name TEXT PRIMARY KEY, address TEXT NOT NULL UNIQUE, position INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT '{}')""",
    # Papers per value x place x read, kept in the transaction of every act and import; see storage.counters.
    """
CREATE TABLE counters(
  facet TEXT NOT NULL, value INTEGER NOT NULL, place INTEGER NOT NULL, read INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY(facet, value, place, read)) WITHOUT ROWID""",
)


def m001_library(connection: sqlite3.Connection) -> None:
    """Papers with their index, digests, triage, notes, the journal, and the counters of the filters."""
    for statement in M001:
        connection.execute(statement.strip())


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    m001_library, m002_facts, m003_exchange, m004_citekeys, m005_orders,
)  # fmt: skip
VERSION = len(STEPS)
"""What `user_version` of an up-to-date library is."""

KNOWN = {
    1: "7ba67fa4776067f084183734488a0ce2",
    2: "9b442482b3f488b24f7dc9ced4719fcc",
    3: "9c736d2dc926124637494b571b169a0f",
    4: "f93074f59aafbc6f474f6cb1d17c2703",
    5: "f0e59130aea103f0d5cf85bc28b9abde",
}
"""Fingerprints of what the first so many `STEPS` make: opening need not build a schema to compare with."""


def create(connection: sqlite3.Connection, version: int = VERSION) -> None:
    """Run the steps up to `version` in a new file and record each as sqlite_utils would. The caller holds
    the transaction."""
    for statement in STEP_TABLE:
        connection.execute(statement)
    for number, step in enumerate(STEPS[:version], 1):
        step(connection)
        connection.execute(
            "INSERT INTO _sqlite_migrations VALUES(?, ?, ?, ?)",
            (number, SET, step.__name__, str(datetime.now(UTC))),
        )
    connection.execute(f"PRAGMA user_version = {version}")


def upgrade(connection: sqlite3.Connection) -> None:
    """Run the steps an older library has not had, each in a transaction of its own."""
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

    migrations = Migrations(SET)
    for number, step in enumerate(STEPS, 1):
        migrations(name=step.__name__)(_through_sqlite_utils(step, number))
    migrations.apply(sqlite_utils.Database(connection, execute_plugins=False))


def _through_sqlite_utils(step: Callable[[sqlite3.Connection], None], number: int) -> Callable[..., None]:
    def run(db: object) -> None:
        connection: sqlite3.Connection = db.conn  # type: ignore[attr-defined]
        step(connection)
        connection.execute(f"PRAGMA user_version = {number}")

    return run


def fingerprint(connection: sqlite3.Connection) -> str:
    """A hash over every table, index, trigger and view of a file, as SQLite wrote them down."""
    rows = connection.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
        " WHERE name NOT IN ('sqlite_stat1', 'sqlite_stat4') ORDER BY type, name"
    )
    said = "".join("\x1f".join(row) + "\x1e" for row in rows)
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def is_ours(connection: sqlite3.Connection, version: int = VERSION) -> bool:
    """True if the file holds exactly what the steps up to `version` make.

    The second look costs milliseconds and is taken only where this SQLite writes the index's own tables
    differently from the one `KNOWN` was made with.
    """
    found = fingerprint(connection)
    if KNOWN.get(version) == found:
        return True
    model = sqlite3.connect(":memory:", isolation_level=None)
    try:
        create(model, version)
        return fingerprint(model) == found
    finally:
        model.close()
