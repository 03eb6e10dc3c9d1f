"""The statistics screen and `stats`: every figure from a journal of half a million acts."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from common import Context, Line, took

ACTS = 500_000
DAYS = 500
BUDGET = 300.0
"""Milliseconds."""


def measure(context: Context) -> Iterator[Line]:
    from digestui.library import statistics
    from digestui.library.library import Library

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        shutil.copy(context.library, path)
        last = _act(path)
        with Library.open(path, readonly=True, clock=lambda: last / 1000 + 3600) as lib:
            for period in ("week", "month", "year", "all"):
                ms = took(lambda period=period: statistics.figures(lib, period), 3)
                yield Line(
                    f"statistics: {period}", ms, BUDGET, 1.0, note=f"{ACTS:,} acts, over {BUDGET:g} ms"
                )


def _act(path: Path) -> int:
    """Fill the journal as a reader would in `DAYS` days, two acts a step; gives the last millisecond."""
    db = sqlite3.connect(path)
    keys = [row[0] for row in db.execute("SELECT key FROM papers ORDER BY id DESC")]
    writer = db.execute("SELECT coalesce(max(id), 0) + 1 FROM writers").fetchone()[0]
    db.execute(
        "INSERT INTO writers(id, device, library, epoch) SELECT ?, 'bench', library, epoch FROM identity",
        (writer,),
    )
    first_act = db.execute("SELECT coalesce(max(id), 0) FROM journal").fetchone()[0]
    first_batch = db.execute("SELECT coalesce(max(id), 0) FROM batches").fetchone()[0]
    steps = ACTS // 2
    start = 1_700_000_000_000
    moments = [start + (n * DAYS // steps) * 86_400_000 + n % (steps // DAYS) * 60_000 for n in range(steps)]
    batches, acts = [], []
    for n in range(steps):
        batch, act = first_batch + n + 1, first_act + 2 * n + 1
        batches.append((batch, batch, writer, act, act + 1, moments[n], moments[n] << 16))
        key = keys[n % len(keys)]
        acts.append((act, writer, 2 * n + 1, batch, "place", key, "inbox", "dismissed"))
        acts.append((act + 1, writer, 2 * n + 2, batch, "read", key, "0", "1"))
    db.executemany(
        "INSERT INTO batches VALUES(?, ?, ?, 1, 0, NULL, NULL, ?, ?, ?, 60, ?, 'dismissed', x'00')", batches
    )
    db.executemany("INSERT INTO journal VALUES(?, ?, ?, ?, ?, ?, '', ?, ?)", acts)
    db.commit()
    db.close()
    return moments[-1]
