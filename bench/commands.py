"""Commands of the shell: processor time of whole processes."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from common import Context, Line, cpu_of


def measure(context: Context) -> Iterator[Line]:
    import floor_sql

    python, env = sys.executable, context.env
    base = [python, "-m", "digestui"]
    nothing = cpu_of(python, "-c", "pass", env=env)
    yield Line("digestui --version", cpu_of(*base, "--version", env=env), nothing, 1.5)
    least = cpu_of(python, "-c", "import argparse, json, sqlite3", env=env)
    library = str(context.library)
    db = floor_sql.connect(str(context.floor))
    word = floor_sql.queries(db)["middle"][0]  # one that is there: looking for a near spelling is another job
    db.close()
    search = cpu_of(*base, "--library", library, "search", word, "--limit", "20", env=env)
    yield Line("digestui search", search, least, 2.0)
    count = cpu_of(*base, "--library", library, "search", word, "--count", env=env)
    yield Line("digestui search --count", count, least, 2.0)
