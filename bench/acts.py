"""Acts: one on disk, ten thousand in one step, their undo."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from common import Context, Line, p50

ACTS = 400
"""Single acts, also in a library of fewer papers: the first hundred let the write-ahead log grow, which costs
each of them a tenth of a millisecond more."""


def measure(context: Context) -> Iterator[Line]:
    import floor_sql

    from digestui.library import history, search, triage
    from digestui.library.library import Library
    from digestui.model.triage import Action, ActionKind

    floor = floor_sql.connect(str(context.copy(context.floor, "acts-floor.db")))
    least = floor_sql.newest(floor)
    with Library.open(context.copy(context.library, "acts.db"), device="bench") as lib:
        ids = search.first_page(lib, search.understand(lib, "in:any").query, 10_000)
        pairs = []
        for number in range(ACTS):
            turn, place = divmod(number, len(ids))
            action = Action(ActionKind.UNSTAR if turn % 2 else ActionKind.STAR)
            ours = ms(lambda place=place, action=action: triage.act(lib, [ids[place]], action))
            pairs.append((ours, floor_sql.act(floor, number, *least[place])))
        yield Line("one act, on disk", p50([a for a, _ in pairs]), p50([b for _, b in pairs]), 1.5)
        jobs: dict[str, Callable[[], object]] = {
            f"{len(ids):,} marked read": lambda: triage.act(lib, ids, Action(ActionKind.READ)),
            "their undo": lambda: history.undo(lib),
            f"{len(ids):,} dismissed": lambda: triage.act(lib, ids, Action(ActionKind.DISMISS)),
        }
        took: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
        for turn in range(5):
            for number, (name, call) in enumerate(jobs.items()):
                took[name].append((ms(call), floor_sql.batch(floor, (turn + number) % 2)))
            history.undo(lib)
        for name, found in took.items():
            yield Line(name, p50([a for a, _ in found]), p50([b for _, b in found]), 1.5)
    floor.close()


def ms(call: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000
