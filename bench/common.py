"""What every benchmark shares: a corpus, a library of it, the floor's database, and lines with a verdict."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

BENCH = Path(__file__).resolve().parent
SOURCE = BENCH.parent / "src"
TOOLS = BENCH / "tools"
for folder in (SOURCE, TOOLS):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


SHORT = 0.005
"""Seconds under which a call is measured more often."""


@dataclass(frozen=True)
class Line:
    """One figure beside its floor."""

    name: str
    ours: float
    floor: float
    budget: float
    """The ratio that is to be met; for `least` one that is to be exceeded."""
    unit: str = "ms"
    least: bool = False
    """Whether more is better: papers a second."""
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.floor if self.floor else float("inf")

    @property
    def met(self) -> bool:
        return self.ratio >= self.budget if self.least else self.ratio <= self.budget

    def __str__(self) -> str:
        sign = ">=" if self.least else "<="
        verdict = "met" if self.met else "MISSED"
        tail = f"  {self.note}" if self.note else ""
        return (
            f"{self.name:<46} {self.ours:>11,.2f} {self.floor:>11,.2f} {self.unit:<5} "
            f"{self.ratio:>7.2f}x {sign} {self.budget:<5g} {verdict}{tail}"
        )


@dataclass
class Context:
    """One run: how many papers, and where its files are."""

    size: int
    folder: Path = field(
        default_factory=lambda: Path(
            os.environ.get("DIGESTUI_BENCH") or Path.home() / ".cache/digestui-bench"
        )
    )

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @cached_property
    def corpus(self) -> Path:
        """The papers as a file, made once."""
        file = self.folder / f"corpus-{self.size}.jsonl"
        if not file.exists():
            part = file.with_suffix(".part")
            run(sys.executable, str(TOOLS / "make_corpus.py"), str(self.size), "-o", str(part))
            part.rename(file)
        return file

    @cached_property
    def library(self) -> Path:
        """A library of the corpus, made once; whoever changes it works on a copy."""
        file = self.folder / f"library-{self.size}.db"
        if not file.exists():
            print(f"making a library of {self.size:,} papers ...", file=sys.stderr)
            self.digestui("--library", str(file), "import", str(self.corpus))
        self._bring_up_to_date(file)
        self._tidy(file)
        return file

    def _tidy(self, file: Path) -> None:
        """As the reader does while nobody touches it: a minute, shared with rests, for a million papers."""
        from digestui.library import tidying
        from digestui.library.library import Library

        with Library.open(file) as lib:
            tidying.tidy(lib)

    def _bring_up_to_date(self, file: Path) -> None:
        """A library that an older program made is kept too; nobody needs its copy."""
        from digestui.errors import OlderLibrary
        from digestui.library.library import Library

        try:
            Library.open(file, readonly=True).close()
        except OlderLibrary:
            Library.open(file).close()
            for copy in self.folder.glob(f"{file.stem}-before-format-*"):
                copy.unlink()

    @cached_property
    def floor(self) -> Path:
        """The floor's database of the same papers, made once."""
        import floor_sql

        file = self.folder / f"floor-{self.size}.db"
        if not file.exists():
            part = file.with_suffix(".part")
            for end in ("", "-wal", "-shm"):
                Path(f"{part}{end}").unlink(missing_ok=True)
            db = floor_sql.connect(str(part))
            floor_sql.build(db, str(self.corpus))
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.close()
            part.rename(file)
        return file

    def copy(self, file: Path, name: str) -> Path:
        """A copy to change."""
        import shutil

        target = self.folder / name
        for end in ("", "-wal", "-shm"):
            Path(f"{target}{end}").unlink(missing_ok=True)
        shutil.copyfile(file, target)
        # Four gigabytes on their way to the disk are felt in every figure taken meanwhile.
        with target.open("rb+") as written:
            os.fsync(written.fileno())
        return target

    @property
    def env(self) -> dict[str, str]:
        """Variables of a home that belongs to the benchmarks."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        own = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        # Compiled modules are kept, as they are wherever a program is installed.
        own |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": str(SOURCE)}
        return {**os.environ, "HOME": str(home), **own}

    def digestui(self, *arguments: str) -> None:
        run(sys.executable, "-m", "digestui", *arguments, env=self.env)


def run(*command: str, env: dict[str, str] | None = None) -> None:
    """Run a program to its end; its output is nobody's business."""
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)


def cpu_of(*command: str, env: dict[str, str] | None = None, times: int = 7) -> float:
    """Processor milliseconds of a whole process, the median of several."""
    import resource

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run(*command, env=env)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000

    once()
    return statistics.median(once() for _ in range(times))


def took(call: Callable[[], Any], times: int = 5) -> float:
    """Milliseconds a call takes, the median of several after one that does not count."""
    call()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.median(found)


def in_turn(ours: Callable[[], Any], floor: Callable[[], Any], times: int = 5) -> tuple[float, float]:
    """Milliseconds of both, taken one after the other in turn, so that a busy minute hits both.

    What takes less than a few milliseconds is taken twenty times more often: one interrupt is as long.
    """
    floor()
    start = time.perf_counter()
    ours()
    if time.perf_counter() - start < SHORT:
        times *= 20
    pairs: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for call, into in ((ours, pairs[0]), (floor, pairs[1])):
            start = time.perf_counter()
            call()
            into.append((time.perf_counter() - start) * 1000)
    return statistics.median(pairs[0]), statistics.median(pairs[1])


def p50(values: list[float]) -> float:
    return statistics.median(values)
