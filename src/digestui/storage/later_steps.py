"""The steps that came after the first. What a step is, and why a released one never changes: `migrations`."""

from __future__ import annotations

import sqlite3

M002 = (
    # What services say of papers besides their records; see storage.facts.
    """
CREATE TABLE facts(
  paper INTEGER NOT NULL, field TEXT NOT NULL, source TEXT NOT NULL, value TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY(paper, field, source)) WITHOUT ROWID""",
)


def m002_facts(connection: sqlite3.Connection) -> None:
    """Citations, venues and the like, each with its source and day."""
    for statement in M002:
        connection.execute(statement.strip())


M003 = (
    # Segments of a folder for exchange that are taken in, or are our own; see storage.exchange.
    "CREATE TABLE exchanged(name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID",
    # Keys that acts name and no paper has: their acts are carried out when a paper comes that has them.
    "CREATE TABLE waiting(key TEXT PRIMARY KEY) WITHOUT ROWID",
    # What other machines have been told of a paper; empty where nothing is exchanged. See storage.shared.
    """
CREATE TABLE shared(
  paper INTEGER PRIMARY KEY,
  changed INTEGER NOT NULL DEFAULT 0,  -- 1: says something else since; 2: the same, and its ranks are given
  marks BLOB NOT NULL,                 -- a short hash of each field
  urls INTEGER NOT NULL DEFAULT 0,     -- so many addresses are those of the telling that won
  ranks TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX shared_changed ON shared(paper) WHERE changed > 0",
    """
CREATE TRIGGER papers_said AFTER UPDATE OF title, abstract, authors, published, updated, categories, venue,
  urls, upvotes, version, comment ON papers BEGIN
  UPDATE shared SET changed = 1 WHERE paper = new.id;
END""",
    """
CREATE TRIGGER keys_said AFTER INSERT ON paper_keys BEGIN
  UPDATE shared SET changed = 1 WHERE paper = new.paper;
END""",
    """
CREATE TRIGGER entries_said AFTER INSERT ON entries BEGIN
  UPDATE shared SET changed = 1 WHERE paper = new.paper;
END""",
)


def m003_exchange(connection: sqlite3.Connection) -> None:
    """What was exchanged with other machines, and acts that wait for their paper."""
    for statement in M003:
        connection.execute(statement.strip())


M004 = (
    # What papers are called in references, once somebody took such a name away; see storage.citekeys.
    "CREATE TABLE citekeys(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, key TEXT NOT NULL)",
    "CREATE INDEX citekeys_key ON citekeys(key)",
)


def m004_citekeys(connection: sqlite3.Connection) -> None:
    """Citation keys that stay as they were given."""
    for statement in M004:
        connection.execute(statement)


M005 = (
    # Which orders of papers are kept, and by which rules they were made; see storage.orders.
    """
CREATE TABLE orders(
  kind INTEGER PRIMARY KEY, made TEXT NOT NULL, whole INTEGER NOT NULL,
  token TEXT NOT NULL, at INTEGER NOT NULL)  -- of who makes it, and when that one was last at it""",
    """
CREATE TABLE ordered(
  kind INTEGER NOT NULL, value NOT NULL, paper INTEGER NOT NULL,
  PRIMARY KEY(kind, value, paper DESC)) WITHOUT ROWID""",
    # Papers that came or changed since, with what they are in `ordered` under: null for nothing.
    "CREATE TABLE unordered(paper INTEGER PRIMARY KEY, title TEXT, authors TEXT)",
    """
CREATE TRIGGER papers_came AFTER INSERT ON papers WHEN EXISTS(SELECT 1 FROM orders)
  AND NOT EXISTS(SELECT 1 FROM unordered WHERE paper = new.id) BEGIN
  INSERT INTO unordered(paper) VALUES(new.id);
END""",
    """
CREATE TRIGGER papers_went AFTER DELETE ON papers WHEN EXISTS(SELECT 1 FROM orders)
  AND NOT EXISTS(SELECT 1 FROM unordered WHERE paper = old.id) BEGIN
  INSERT INTO unordered VALUES(old.id, old.title, old.authors);
END""",
    """
CREATE TRIGGER papers_renamed AFTER UPDATE OF title, authors ON papers WHEN EXISTS(SELECT 1 FROM orders)
  AND (new.title <> old.title OR new.authors <> old.authors)
  AND NOT EXISTS(SELECT 1 FROM unordered WHERE paper = old.id) BEGIN
  INSERT INTO unordered VALUES(old.id, old.title, old.authors);
END""",
)


def m005_orders(connection: sqlite3.Connection) -> None:
    """Orders of papers by title and author, made for who wants them."""
    for statement in M005:
        connection.execute(statement.strip())
