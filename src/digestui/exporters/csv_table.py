"""`csv`: one row a paper, a heading row first; cells that a spreadsheet would run are made text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from digestui.exporters.fields import FIELDS, record
from digestui.exporters.formats import Options
from digestui.model.rows import Detail

FORMULA = (*"=+-@\t\r\n", "＝", "＋", "－", "＠")
"""A cell that begins with one of these is run as a formula by some spreadsheet; a line break may hide one."""


def write(details: Iterable[Detail], options: Options) -> Iterator[str]:
    buffer = io.StringIO()
    rows = csv.writer(buffer, lineterminator="\n")
    rows.writerow(FIELDS)
    for detail in details:
        found = record(detail)
        cells = [_cell(name, found[name]) for name in FIELDS]
        rows.writerow(cells if options.raw else map(_guarded, cells))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _cell(name: str, value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if name == "digests":
        return "; ".join(f"{d['name']} {d['date']} #{d['rank']}" for d in value)
    if isinstance(value, list):
        return (" " if name == "urls" else "; ").join(value)
    return str(value)


def _guarded(cell: str | int | float) -> str | int | float:
    """A leading apostrophe makes any cell text; numbers are left as numbers. A cell that has one already gets
    another: our own reader takes one away."""
    if isinstance(cell, str) and cell.lstrip(" '").startswith(FORMULA):
        return "'" + cell
    return cell
