"""Near papers of one: words weighed, candidates found and compared, over 50 ms."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from common import Context, Line, p50

ASKED = 40


def measure(context: Context) -> Iterator[Line]:
    from digestui.library import similar
    from digestui.library.library import Library

    with Library.open(context.library, readonly=True) as lib:
        keys = [key for (key,) in lib.database.rows("SELECT key FROM papers ORDER BY id LIMIT 20000")]
        chosen = random.Random(4).sample(keys, min(ASKED, len(keys)))
        taken = []
        for key in chosen:
            begun = time.perf_counter()
            similar.similar(lib, key)
            taken.append((time.perf_counter() - begun) * 1000)
    yield Line("near papers: first of all", taken[0], 100, 1.0, note="over 100 ms: nothing is known of words")
    yield Line("near papers: p50", p50(taken), 50, 1.0, note="over 50 ms")
