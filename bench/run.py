"""Runs benchmarks and prints a line for each budget: `python bench/run.py --size 100000 search facets`."""

from __future__ import annotations

import argparse
import json
import platform
import sqlite3
import sys
from dataclasses import asdict
from datetime import date
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from common import Context, Line

ALL = (
    "commands",
    "import_speed",
    "disk",
    "search",
    "facets",
    "acts",
    "figures",
    "near",
    "reader",
    "meanwhile",
    "sync",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help="which of: " + " ".join(ALL))
    parser.add_argument("--size", type=int, default=10_000, help="papers in the library")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    chosen = parser.parse_args()
    unknown = set(chosen.only) - set(ALL)
    if unknown:
        parser.error(f"no such benchmark: {' '.join(unknown)}; there are {' '.join(ALL)}")
    context = Context(chosen.size)
    print(f"{date.today()}  {chosen.size:,} papers  {machine()}")
    print(f"{'':<46} {'digestui':>11} {'floor':>11}")
    lines: list[Line] = []
    for name in chosen.only or ALL:
        try:
            for line in import_module(name).measure(context):
                lines.append(line)
                print(line, flush=True)
        except Exception as error:  # noqa: BLE001 - one that cannot run here keeps no other out
            print(f"{name}: could not be measured: {type(error).__name__}: {error}", flush=True)
    missed = [line for line in lines if not line.met]
    print(f"{len(lines) - len(missed)} of {len(lines)} met")
    if chosen.json:
        figures = [{**asdict(line), "ratio": line.ratio, "met": line.met} for line in lines]
        document = {"date": str(date.today()), "size": chosen.size, "machine": machine(), "lines": figures}
        chosen.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


def machine() -> str:
    """The machine in a line."""
    import os

    place = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    return f"{place}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"


if __name__ == "__main__":
    sys.exit(main())
