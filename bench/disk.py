"""Bytes on disk a paper, journal and notes apart."""

from __future__ import annotations

from collections.abc import Iterator

from common import Context, Line


def measure(context: Context) -> Iterator[Line]:
    size = context.library.stat().st_size
    yield Line("disk", size / context.size, 4.5 * 1024, 1.0, "B", note="a paper, over 4.5 KB")
