"""Papers made by hand and fed into real libraries: what the tests of importing and deciding share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digestui.library import intake
from digestui.library.library import Library
from digestui.model.digest import DigestFacts
from digestui.model.paper import Paper
from digestui.model.rows import ImportedFile
from digestui.sources.base import Finding, Incoming
from digestui.storage import counters, replay
from digestui.text.folding import title_key

MORNING = 1_745_827_200.0
"""28 April 2025, 08:00 UTC."""


@dataclass
class Clock:
    """A clock that the test sets."""

    now: float = MORNING
    ticks: float = field(default=1.0)

    def __call__(self) -> float:
        self.now += self.ticks
        return self.now


def paper(title: str, *keys: str, **said: Any) -> Paper:
    """A record; without keys it is known by its title."""
    return Paper(keys=keys or (title_key(title),), title=title, **said)


def feed(
    lib: Library,
    papers: Iterable[Paper],
    *,
    name: str = "Daily",
    date: str = "2025-04-28",
    source: str = "Test",
    archive: bool = False,
    **asked: Any,
) -> ImportedFile:
    """Import records as one digest."""

    def findings() -> Iterator[Finding]:
        yield DigestFacts(name, date, source, archive)
        for number, one in enumerate(papers, 1):
            yield Incoming(one, f"record {number}")

    return intake.import_findings(lib, findings(), label=name, format="test", **asked)


def counts(report: ImportedFile) -> tuple[int, int, int]:
    """(added, updated, unchanged)."""
    return report.added, report.updated, report.unchanged


def ids(lib: Library) -> list[int]:
    """Every paper in the default order."""
    return [row[0] for row in lib.database.rows("SELECT id FROM papers ORDER BY id DESC")]


def titles(lib: Library) -> list[str]:
    """Every title in the default order."""
    return [row[0] for row in lib.database.rows("SELECT title FROM papers ORDER BY id DESC")]


def one(lib: Library, column: str, key: str) -> Any:
    """A column of the paper that a key leads to."""
    return lib.database.value(
        f"SELECT p.{column} FROM paper_keys k JOIN papers p ON p.id = k.paper WHERE k.key = ?", (key,)
    )


def id_of(lib: Library, key: str) -> int:
    """The paper that a key leads to."""
    found = one(lib, "id", key)
    assert found is not None, key
    return int(found)


def sound(lib: Library) -> None:
    """Everything that is kept twice agrees: index, counters, journal and state."""
    database = lib.database
    for table in ("fts", "note_fts"):
        database.execute(f"INSERT INTO {table}({table}, rank) VALUES('integrity-check', 1)")
    kept = counters.read_all(database)
    counters.recount(database)
    assert counters.read_all(database) == kept
    assert list(replay.differing(database)) == []
    assert database.rows("PRAGMA integrity_check") == [("ok",)]


def jsonl(path: Path, records: Iterable[dict[str, Any]]) -> Path:
    """A file of JSON lines."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path
