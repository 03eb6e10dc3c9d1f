"""The reader on a pseudo-terminal, beside the least Textual program that shows as many lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from common import TOOLS, Context, Line, cpu_of

SIZE = (120, 40)
WARM = 5


def measure(context: Context) -> Iterator[Line]:
    ours = _run(
        context, [sys.executable, "-m", "digestui", "--library", str(_library(context))], r"re:\w{4,} \w{3,}"
    )
    floor_app = [sys.executable, str(TOOLS / "floor_app.py"), "--kind", "own", "--rows", str(context.size)]
    least = _run(context, floor_app, "0000003", search=False)
    python = cpu_of(sys.executable, "-c", "pass", env=context.env)
    start, floor = ours["start"], least["start"]
    yield Line("start: first titles", start["first_content"]["p50"], python, 3.0, note="over python -c pass")
    yield Line("start: settled", start["settled"]["p50"], floor["settled"]["p50"], 1.25)
    steps = {step["name"]: step for step in ours["steps"]}
    floors = {step["name"]: step for step in least["steps"]}
    for name, first, budget, most in (
        ("j", True, 1.5, 600),
        ("pgdn", False, 1.25, 7_000),
        ("G and g g", False, 1.25, 7_000),
    ):
        mine, its = steps[name], floors[name]
        way = "first" if first else "settled"
        yield Line(f"{name}: {way} byte", mine[way]["p50"], its[way]["p50"], budget)
        yield Line(f"{name}: processor", mine["cpu_ms_per_key"], its["cpu_ms_per_key"], budget)
        yield Line(f"{name}: bytes", mine["bytes"], most, 1.0, "B", note=f"over {most:,}")
    held, its = steps["hold j"], floors["hold j"]
    yield Line("j held: drained after", held["drain_ms"], its["drain_ms"], 2.0)
    letter = steps["type vision"]
    yield Line("a letter in the search box", letter["settled"]["p50"], floors["pgdn"]["settled"]["p50"], 1.5)
    yield Line("d and next: first byte", steps["d"]["first"]["p50"], floors["j"]["first"]["p50"], 1.5)
    yield Line("memory", ours["end"]["rss_mb"], least["end"]["rss_mb"], 1.6, "MB")
    yield Line(
        "idle: processor", ours["idle"]["cpu_ms_per_s"], max(least["idle"]["cpu_ms_per_s"], 1.0), 1.5, "ms/s"
    )
    yield Line("idle: bytes", ours["idle"]["bytes"] + 1, 1, 1.0, "B", note="plus one")


def _library(context: Context) -> Any:
    return context.copy(context.library, "reader.db")


def _run(context: Context, command: list[str], ready: str, *, search: bool = True) -> dict[str, Any]:
    import ptybench

    keys = 100
    steps: list[dict[str, Any]] = [
        {"name": "j", "keys": "j", "repeat": keys if context.size > 200 else 30, "warmup": WARM},
        {"name": "hold j", "hold": "j"},
        {"name": "pgdn", "keys": "<pgdn>", "repeat": 30 if context.size > 2_000 else 2, "warmup": 1},
        {"name": "G and g g", "keys": "G", "repeat": 1},
    ]
    if search:
        steps += [
            {"name": "top", "keys": "gg"},
            {"name": "d", "keys": "d", "repeat": 20},
            {"name": "box", "keys": "/"},
            {"name": "type vision", "type": "vision"},
        ]
    return ptybench.run_scenario(
        {
            "cmd": command,
            "size": SIZE,
            "ready": ready,
            "env": context.env,
            "runs": 5,
            "steps": steps,
            "idle": 5.0,
        }
    )
