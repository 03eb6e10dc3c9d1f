"""What a library remembers of exchanging: whose it is, which files it knows, which acts go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from digestui.model.exchange import Origin, SharedAct, SharedBatch
from digestui.storage import acts
from digestui.storage.database import Database
from digestui.storage.taking import writer_id

PIECE = 5000
"""Most acts of one step that travel in one piece."""


def identity(database: Database, device: str) -> Origin:
    """Who this library is on this device, in its present life."""
    row = database.row("SELECT library, epoch FROM identity")
    assert row is not None
    return Origin(device, row[0], row[1])


def empty(database: Database) -> bool:
    """Whether there is nothing in the library that could be lost."""
    return (
        database.value("SELECT 1 FROM papers LIMIT 1") is None
        and database.value("SELECT 1 FROM journal LIMIT 1") is None
    )


def has_met(database: Database, library: str) -> bool:
    """Whether anything of another library was taken in before."""
    return (
        database.value("SELECT 1 FROM identity WHERE library = ?", (library,)) is not None
        or database.value("SELECT 1 FROM writers WHERE library = ?", (library,)) is not None
        or database.value("SELECT 1 FROM exchanged WHERE name LIKE ?", (f"%-{library}-%",)) is not None
    )


def known(database: Database) -> dict[str, int]:
    """Segments that are taken in, or were written here, with their sizes."""
    return dict(database.rows("SELECT name, size FROM exchanged"))


def remember(database: Database, files: Iterable[tuple[str, int]]) -> None:
    """Note segments (name, size) as known."""
    database.executemany("INSERT OR REPLACE INTO exchanged VALUES(?, ?)", files)


def forget(database: Database, names: Iterable[str] | None = None) -> None:
    """Know segments no longer, or none at all: what is there will be read anew."""
    if names is None:
        database.execute("DELETE FROM exchanged")
    else:
        database.executemany("DELETE FROM exchanged WHERE name = ?", [(name,) for name in names])


def last_seq(database: Database, origin: Origin) -> int:
    """The number of the last act that is here of a writer; 0 for none."""
    found = database.value("SELECT seq FROM writers WHERE device = ? AND library = ? AND epoch = ?", origin)
    return int(found or 0)


def own(database: Database, *, everybody: bool = False) -> list[tuple[Origin, int]]:
    """Writers whose acts were done in this library, also in an earlier life, with the last number of them; or
    all whose acts are here."""
    found = []
    for row in database.rows("SELECT id, device, library, epoch, seq FROM writers WHERE seq > 0 ORDER BY id"):
        last = row[4] if everybody else _own_acts(database, row[0], row[4])
        if last:
            found.append((Origin(*row[1:4]), last))
    return found


def _own_acts(database: Database, writer: int, seq: int) -> int:
    """How many acts of a writer were done in this library: always its first ones, for what came back from a
    folder follows them."""
    low, high = 0, seq
    while low < high:
        middle = (low + high + 1) // 2
        done_here = database.value(
            "SELECT b.own FROM journal j JOIN batches b ON b.id = j.batch WHERE j.writer = ? AND j.seq = ?",
            (writer, middle),
        )
        low, high = (middle, high) if done_here else (low, middle - 1)
    return low


def outgoing(database: Database, origin: Origin, first: int, last: int) -> Iterator[SharedBatch]:
    """Acts `first` to `last` of a writer as they travel."""
    head: tuple[Any, ...] = ()
    taken: list[SharedAct] = []
    for row in database.execute(
        "SELECT j.batch, j.seq, b.at, b.offset, b.logical, b.label, b.kind, u.device, u.library, u.epoch,"
        " f.seq, j.verb, j.key, j.subject, j.old, j.new FROM writers w"
        " CROSS JOIN journal j ON j.writer = w.id AND j.seq BETWEEN ? AND ?"
        " CROSS JOIN batches b ON b.id = j.batch"
        " LEFT JOIN batches r ON r.id = b.undoes LEFT JOIN journal f ON f.id = r.first"
        " LEFT JOIN writers u ON u.id = f.writer"
        " WHERE w.device = ? AND w.library = ? AND w.epoch = ? ORDER BY j.seq",
        (first, last, *origin),
    ):
        if taken and (row[0] != head[0] or len(taken) >= PIECE):
            yield _piece(head, taken)
            taken = []
        if not taken:
            head = row
        taken.append(SharedAct(*row[11:]))
    if taken:
        yield _piece(head, taken)


def _piece(head: tuple[Any, ...], taken: list[SharedAct]) -> SharedBatch:
    undoes = (Origin(*head[7:10]), head[10]) if head[10] is not None else None
    return SharedBatch(head[1], head[2], head[3], head[4], head[5], head[6], undoes, taken)


def agreed(database: Database, origin: Origin, batches: Sequence[SharedBatch]) -> int:
    """How far what is told of a writer is what is here: the number of the last act that is the same, at least
    the one before the first told."""
    first = batches[0].first
    last = batches[-1].first + len(batches[-1].acts) - 1
    here = [
        (row[0], SharedAct(*row[1:]))
        for row in database.rows(
            "SELECT b.logical, j.verb, j.key, j.subject, j.old, j.new FROM writers w"
            " JOIN journal j ON j.writer = w.id JOIN batches b ON b.id = j.batch WHERE w.device = ?"
            " AND w.library = ? AND w.epoch = ? AND j.seq BETWEEN ? AND ? ORDER BY j.seq",
            (*origin, first, last),
        )
    ]
    told = ((batch.logical, act) for batch in batches for act in batch.acts)
    same = first - 1
    for mine, theirs in zip(here, told, strict=False):
        if mine != theirs:
            break
        same += 1
    return same


def begin_epoch(database: Database, origin: Origin, after: int, now: int) -> None:
    """Let this library begin a new life: acts of `origin` after number `after` become the first of it.

    That is for an older copy of a library that has gone on by itself: its acts must not be taken for those
    that were exchanged under the same numbers. The caller holds the transaction.
    """
    database.execute("UPDATE identity SET epoch = max(epoch + 1, ?)", (now,))
    old = writer_id(database, origin)
    moved = [
        row[0]
        for row in database.rows(
            "SELECT DISTINCT batch FROM journal WHERE writer = ? AND seq > ?", (old, after)
        )
    ]
    if not moved:
        return
    new = writer_id(database, identity(database, origin.device))
    database.execute(
        "UPDATE journal SET writer = ?, seq = seq - ? WHERE writer = ? AND seq > ?", (new, after, old, after)
    )
    for batch in moved:
        row = database.row("SELECT first, last FROM batches WHERE id = ?", (batch,))
        assert row is not None
        database.execute(
            "UPDATE batches SET writer = ?, hash = ? WHERE id = ?",
            (new, acts.batch_hash(database, *row), batch),
        )
    database.execute(
        "UPDATE writers SET seq = (SELECT coalesce(max(seq), 0) FROM journal WHERE writer = writers.id),"
        " logical = (SELECT max(logical) FROM writers) WHERE id IN (?, ?)",
        (old, new),
    )


def clock(database: Database, origin: Origin, now: float) -> int:
    """Hybrid logical time for what is told now: later than all that is known. The caller holds the
    transaction."""
    writer = writer_id(database, origin)
    logical = max(latest(database) + 1, int(now * 1000) << 16)
    database.execute("UPDATE writers SET logical = ? WHERE id = ?", (logical, writer))
    return logical


def latest(database: Database) -> int:
    """The latest hybrid logical time that is known: what is decided next comes after it."""
    return int(database.value("SELECT coalesce(max(logical), 0) FROM writers"))


def advance(database: Database, origin: Origin, logical: int) -> None:
    """Know that a writer's clock showed this: our own goes on from there."""
    writer = writer_id(database, origin)
    database.execute("UPDATE writers SET logical = max(logical, ?) WHERE id = ?", (logical, writer))
