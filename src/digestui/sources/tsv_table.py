"""Tables parted by tabs, as spreadsheets copy and data sets publish them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from digestui.sources import signs
from digestui.sources.base import Finding, Hint, Reader
from digestui.sources.csv_table import table


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    yield from table(stream, hint, "\t,;|", "TSV")


READER = Reader("tsv", signs.tsv, read, archive=True)
