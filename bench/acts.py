"""Acts: one on disk, ten thousand in one step, their undo."""

from __future__ import annotations

import time
from collections.abc import Iterator

from common import Context, Line, p50


def measure(context: Context) -> Iterator[Line]:
    import floor_sql

    from digestui.library import history, search, triage
    from digestui.library.library import Library
    from digestui.model.triage import Action, ActionKind

    floor = floor_sql.connect(str(context.copy(context.floor, "acts-floor.db")))
    least = floor_sql.acts(floor)
    floor.close()
    with Library.open(context.copy(context.library, "acts.db"), device="bench") as lib:
        ids = search.first_page(lib, search.understand(lib, "in:any").query, 10_000)
        ones = []
        for paper in ids[:200]:
            start = time.perf_counter()
            triage.act(lib, [paper], Action(ActionKind.STAR))
            ones.append((time.perf_counter() - start) * 1000)
        yield Line("one act, on disk", p50(ones), least["one"]["p50"], 1.5)
        for name, call in (
            (f"{len(ids):,} marked read", lambda: triage.act(lib, ids, Action(ActionKind.READ))),
            ("their undo", lambda: history.undo(lib)),
            (f"{len(ids):,} dismissed", lambda: triage.act(lib, ids, Action(ActionKind.DISMISS))),
        ):
            start = time.perf_counter()
            call()
            yield Line(name, (time.perf_counter() - start) * 1000, least["batch_10k_ms"], 1.5)
