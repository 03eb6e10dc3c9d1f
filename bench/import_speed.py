"""Import: papers a second into a new library, and the same file once more."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from pathlib import Path

from common import Context, Line

FEW = 1_000
"""Below that an import is judged by how soon it is over, not by its rate."""
MOST = 100_000
"""Above that the rate of a whole import is measured once, by the library's own making."""


def measure(context: Context) -> Iterator[Line]:
    import floor_sql

    from digestui.library import intake
    from digestui.library.library import Library

    gc.set_threshold(50_000)  # as the door of the program sets it, for both
    size = min(context.size, MOST)
    whole = Context(size, context.folder)
    rates: list[tuple[float, float, float]] = []
    for _ in range(5 if size <= 10_000 else 1):
        target, floor = context.folder / "import.db", context.folder / "import-floor.db"
        for place in (target, floor):
            for end in ("", "-wal", "-shm"):
                Path(f"{place}{end}").unlink(missing_ok=True)
        db = floor_sql.connect(str(floor))
        count, seconds = floor_sql.build(db, str(whole.corpus))
        db.close()
        with Library.open(target, create=True, device="bench") as lib:
            start = time.perf_counter()
            report = intake.import_files(lib, [whole.corpus])
            first = time.perf_counter() - start
            assert report.added == count
            start = time.perf_counter()
            assert intake.import_files(lib, [whole.corpus]).unchanged == count
            again = time.perf_counter() - start
        rates.append((count / first, count / seconds, count / again))
    rates.sort(key=lambda found: found[0] / found[1])
    ours, least, again = rates[len(rates) // 2]
    if size < FEW:
        spent = 1000 * size / ours
        told = f"over 150 ms; {ours:,.0f} a second beside {least:,.0f} of bare SQL"
        yield Line("a small import, until it is over", spent, 150, 1.0, note=told)
    else:
        yield Line(f"import {size:,} papers", ours, least, 0.6, "/s", least=True)
    yield Line("the same file again", again, 20_000, 1.0, "/s", least=True, note="over 20,000 a second")
    bundled = context.folder / "bundled.db"
    took = []
    for _ in range(5):
        for end in ("", "-wal", "-shm"):
            Path(f"{bundled}{end}").unlink(missing_ok=True)
        start = time.perf_counter()
        with Library.open(bundled, create=True, device="bench") as lib:
            intake.load_bundled(lib)
        took.append((time.perf_counter() - start) * 1000)
    yield Line("the bundled 111 into a new library", sorted(took)[2], 150, 1.0, note="over 150 ms")
