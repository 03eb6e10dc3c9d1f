"""Commands of the shell: processor time of whole processes."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from common import Context, Line, cpu_of


def measure(context: Context) -> Iterator[Line]:
    python, env = sys.executable, context.env
    base = [python, "-m", "digestui"]
    nothing = cpu_of(python, "-c", "pass", env=env)
    yield Line("digestui --version", cpu_of(*base, "--version", env=env), nothing, 1.5)
    least = cpu_of(python, "-c", "import argparse, json, sqlite3", env=env)
    library = str(context.library)
    search = cpu_of(*base, "--library", library, "search", "vision", "--limit", "20", env=env)
    yield Line("digestui search", search, least, 2.0)
    count = cpu_of(*base, "--library", library, "search", "vision", "--count", env=env)
    yield Line("digestui search --count", count, least, 2.0)
