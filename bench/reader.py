"""The reader on a pseudo-terminal, beside the least Textual program that shows as many lines.

The abstract follows a cursor that has rested for 30 ms; keys are therefore measured up to the first 20 ms of
silence, which is the list and the status line, and once more with the abstract, as a note.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from common import TOOLS, Context, Line

SIZE = (120, 40)
STARTS = 7
REST = 2_000
"""Milliseconds in which all that a start or a key has led to has come."""
WORDS = 20
PAGE = "a letter in the search box: its first page"
QUIET = 20
TITLE = re.compile(r"\d?● {4}\S+ \S+")
PLACE = re.compile(r"(?m)^ {2}\S+/[\d,]+")
"""The status line: the whole frame stands."""


def measure(context: Context) -> Iterator[Line]:
    library = context.copy(context.library, "reader.db")
    env = {k: v for k, v in context.env.items() if k != "PYTHONDONTWRITEBYTECODE"}
    ours = [sys.executable, "-m", "digestui", "--library", str(library)]
    least = [sys.executable, str(TOOLS / "floor_app.py"), "--kind", "own"]
    least += ["--rows", str(max(context.size, 10_000))]  # a floor that has an end says nothing about a page
    yield from _starts(ours, least, env)
    yield from _keys(ours, least, env, context.size)
    yield from _rest(ours, least, env, context.size)


def _starts(ours: list[str], least: list[str], env: dict[str, str]) -> Iterator[Line]:
    python: list[float] = []
    mine: list[tuple[float, float]] = []
    floor: list[tuple[float, float]] = []
    _start(
        ours, env, TITLE, PLACE
    )  # the first start after a change reads more, and compiles after an install
    for _ in range(STARTS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], env=env, check=True)
        python.append(time.perf_counter() - began)
        mine.append(_start(ours, env, TITLE, PLACE))
        floor.append(_start(least, env, re.compile("0000003")))
    titles, whole = (1000 * statistics.median(times) for times in zip(*mine, strict=True))
    _, stands = (1000 * statistics.median(times) for times in zip(*floor, strict=True))
    passed = 1000 * statistics.median(python)
    yield Line("start: first titles", titles, passed, 3.0, note="over python -c pass")
    yield Line("start: settled", whole, stands, 1.25)


def _start(
    command: list[str], env: dict[str, str], first: re.Pattern[str], then: re.Pattern[str] | None = None
) -> tuple[float, float]:
    """Seconds to the first titles, and to the last byte before silence once `then` is seen."""
    import ptybench

    terminal = ptybench.Terminal(command, SIZE, env)
    try:
        titles = terminal.wait_text(first) - terminal.started
        if then is not None:
            terminal.wait_text(then)
        terminal.settle(0.25, at_least=0.25)
        return titles, terminal.last_byte - terminal.started
    finally:
        terminal.stop("q")


def _keys(ours: list[str], least: list[str], env: dict[str, str], size: int) -> Iterator[Line]:
    page = min(14, size // 8)  # steps of the cursor on one page
    # The list of a million is half a second in coming: a figure of a key is not to have that in it.
    steps: list[dict[str, Any]] = [
        {"name": "top", "keys": "gg", "gap": REST},
        {"name": "j", "keys": "j", "repeat": page, "warmup": 2},
        {"name": "top", "keys": "gg"},
        {"name": "pgdn", "keys": "<pgdn>", "repeat": 40 if size > 2_000 else 4, "warmup": 1},
        {"name": "scroll", "keys": "j", "repeat": 60 if size > 2_000 else 20, "warmup": 1},
        *({"name": key, "keys": key} for _ in range(7) for key in ("G", "gg")),
    ]
    mine, floor = _both(ours, least, env, steps, QUIET)
    for name, budget, most in (
        ("j", 1.5, 600),
        ("pgdn", 1.25, 7_000),
        ("scroll", 1.25, 7_000),
        ("G", 1.25, 7_000),
    ):
        one, other = mine[name], floor[name]
        settled = "first" if name == "j" else "settled"
        yield Line(f"{name}: {settled}", one[settled]["p50"], other[settled]["p50"], budget)
        yield Line(f"{name}: processor", one["cpu_ms_per_key"], other["cpu_ms_per_key"], budget)
        yield Line(f"{name}: bytes", one["bytes"], most, 1.0, "B", note=f"over {most:,}")
    more = [{"name": "top", "keys": "gg"}, {"name": "d", "keys": "d", "repeat": 20}]
    typed = scenario(ours, env, _letters(Path(ours[-1])), QUIET)["steps"]  # before anything is dismissed
    pages = [step["settled"]["p50"] for step in typed if step["name"] == PAGE]
    yield Line(PAGE, statistics.median(pages), floor["pgdn"]["settled"]["p50"], 1.5)
    acts = {step["name"]: step for step in scenario(ours, env, more, QUIET)["steps"]}
    yield Line("d and next: first", acts["d"]["first"]["p50"], floor["j"]["first"]["p50"], 1.5)


def _letters(library: Path) -> list[dict[str, Any]]:
    """Words typed letter by letter; a letter that brings another paper to the top is measured until that is
    seen there, the newest or, where that comes in the same moment, the best."""
    from digestui.library import search
    from digestui.library.library import Library

    def tops(lib: Library, text: str) -> set[str]:
        typed = search.understand(lib, text, typing=True).query
        ids = (search.first_page(lib, typed, 1), search.find(lib, search.limited(typed, 1)).ids)
        return {re.escape(" ".join(row.title.split()[:2])) for some in ids for row in search.rows(lib, some)}

    steps: list[dict[str, Any]] = [{"name": "top", "keys": "gg", "gap": REST}]
    with Library.open(library, readonly=True) as lib:
        every = search.first_page(lib, search.understand(lib, "in:any").query, 1_000)
        titles = [row.title for row in search.rows(lib, every[:: max(1, len(every) // WORDS)])]
        for word in (title.split()[-1].casefold() for title in titles if title.isascii()):
            steps.append({"name": "box", "keys": "/"})
            before = tops(lib, "in:inbox")
            for end in range(1, min(len(word), 6) + 1):
                new = tops(lib, word[:end])
                seen = (
                    {"until_re": f"^▌ ● +({'|'.join(new)})", "name": PAGE} if new and not new & before else {}
                )
                steps.append({"name": "letter", "keys": word[end - 1], **seen})
                before = new
            steps.append({"name": "back", "keys": "<esc>", "gap": 200})
    return steps


def _rest(ours: list[str], least: list[str], env: dict[str, str], size: int) -> Iterator[Line]:
    steps = [
        {"name": "top", "keys": "gg", "gap": REST},
        {"name": "held", "hold": "j", "repeat": 60 if size > 200 else 30},
    ]
    steps.append({"name": "rest", "keys": "gg", "gap": REST})  # idle is when nothing is left to do
    mine = scenario(ours, env, steps, 60, idle=10.0)
    floor = scenario(least, env, steps, 60, idle=10.0)
    held, its = mine["steps"][1], floor["steps"][1]
    yield Line(
        "j held: drained after", held["drain_ms"], max(its["drain_ms"], 30.0), 2.0, note="floor 30 at least"
    )
    yield Line("j held: processor", held["cpu_ms_per_key"], its["cpu_ms_per_key"], 2.0)
    least_mb = floor["end"]["rss_mb"]
    # Eight bytes a paper for its place in the list, twice while a new list takes the place of the old one.
    more = 25 * size / 1_000_000 / least_mb
    yield Line("memory", mine["end"]["rss_mb"], least_mb, round(1.6 + more, 2), "MB")
    idle = max(floor["idle"]["cpu_ms_per_s"], 1.0)
    yield Line("idle: processor", mine["idle"]["cpu_ms_per_s"], idle, 1.5, "ms/s")
    yield Line("idle: bytes", mine["idle"]["bytes"] + 1, 1, 1.0, "B", note="plus one")


def _both(
    ours: list[str], least: list[str], env: dict[str, str], steps: list[dict[str, Any]], quiet: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The steps of both programs by name, of several rounds in turn the one in the middle by figure."""
    rounds = [(scenario(ours, env, steps, quiet), scenario(least, env, steps, quiet)) for _ in range(3)]
    mine, floor = ([step for r in rounds for step in r[which]["steps"]] for which in (0, 1))
    return _middle(mine), _middle(floor)


def _middle(steps: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in {step["name"] for step in steps}:
        of_step = [step for step in steps if step["name"] == name]
        found[name] = {
            "cpu_ms_per_key": statistics.median(s["cpu_ms_per_key"] for s in of_step),
            "bytes": statistics.median(s["bytes"] for s in of_step),
            **{
                key: {"p50": statistics.median(s[key]["p50"] for s in of_step if s[key] is not None)}
                for key in ("first", "settled")
                if any(s[key] is not None for s in of_step)
            },
        }
    return found


def scenario(
    command: list[str], env: dict[str, str], steps: list[dict[str, Any]], quiet: int, idle: float = 0.0
) -> dict[str, Any]:
    import ptybench

    ready = "re:" + (PLACE.pattern if "-m" in command else "0000003")
    scenario = {"cmd": command, "size": SIZE, "ready": ready, "env": env, "quit": "q"}
    report: dict[str, Any] = ptybench.run_scenario(scenario | {"settle": quiet, "steps": steps, "idle": idle})
    return report
