"""Keys while another program imports into the library, beside the least Textual program under that load."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from common import TOOLS, Context, Line
from reader import QUIET, scenario

OTHERS = 100_000
"""Papers that come in meanwhile: more than are there by the end."""


def measure(context: Context) -> Iterator[Line]:
    others = _others(context)
    env = context.env
    ours = [sys.executable, "-m", "digestui", "--library"]
    least = [sys.executable, str(TOOLS / "floor_app.py"), "--kind", "own", "--rows", "10000"]
    steps: list[dict[str, Any]] = [
        {"name": "top", "keys": "gg"},
        {"name": "j", "keys": "j", "repeat": 14, "warmup": 2},
        {"name": "pgdn", "keys": "<pgdn>", "repeat": 20, "warmup": 1},
    ]
    acts = [{"name": "top", "keys": "gg"}, {"name": "d", "keys": "d", "repeat": 20}]
    library = str(context.copy(context.library, "meanwhile.db"))
    with _import(context, library, others):
        mine = _by_name(scenario([*ours, library], env, [*steps, *acts], QUIET))
    library = str(context.copy(context.library, "meanwhile.db"))
    with _import(context, library, others):
        floor = _by_name(scenario(least, env, steps, QUIET))
    for name, key, budget in (("j", "first", 1.5), ("pgdn", "settled", 1.25)):
        yield Line(
            f"{name} while papers come in: {key}", mine[name][key]["p50"], floor[name][key]["p50"], budget
        )
    first = mine["d"]["first"]["p50"], floor["j"]["first"]["p50"]
    yield Line("d while papers come in: first", *first, 1.5)


@contextmanager
def _import(context: Context, library: str, file: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "digestui", "--library", library, "import", str(file)]
    process = subprocess.Popen(command, env=context.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        yield
        assert process.poll() is None, "the import ended before the keys did"
    finally:
        process.kill()
        process.wait()


def _others(context: Context) -> Path:
    """Papers that no library of the benchmarks has: the same with other numbers."""
    file = context.folder / "corpus-others.jsonl"
    if not file.exists():
        part = file.with_suffix(".part")
        number = re.compile(rb"(\d{4})\.(\d{4,5})")
        with Context(OTHERS, context.folder).corpus.open("rb") as papers, part.open("wb") as out:
            for line in papers:
                other = number.sub(lambda m: b"%s.%05d" % (m[1], int(m[2]) + 50_000), line, count=1)
                out.write(
                    other.replace(b'"doi": "10.5264/', b'"doi": "10.9264/').replace(
                        b'"title": "', b'"title": "Other ', 1
                    )
                )
        part.rename(file)
    return file


def _by_name(report: dict[str, Any]) -> dict[str, Any]:
    return {step["name"]: step for step in report["steps"]}
