"""Spreadsheets: a heading row that names a title column, in any language and order; Zotero's too."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO

from digestui.errors import BadInput
from digestui.model.digest import DigestFacts
from digestui.sources import decode, signs, synonyms
from digestui.sources.base import Finding, Hint, Mended, Reader
from digestui.sources.build import findings
from digestui.text.safe import one_line

LONGEST_FIELD = 64 * 2**20
_SEPARATORS = ",;\t|"
_LOOK = 8
"""Lines among which the heading row is looked for."""
_NOT_PAPERS = frozenset(("attachment", "note", "annotation"))

_OWN = frozenset(("key", "title", "digests", "place", "snoozed_until", "score"))
"""Columns that only our own `csv` has all of."""
_FORMULA = (*"=+-@\t\r\n", "＝", "＋", "－", "＠")

Row = tuple[int, list[str]]


def table(stream: BinaryIO, hint: Hint, separators: str, source: str) -> Iterator[Finding]:
    """The papers of a table whose cells are parted by one of `separators`."""
    text, remarks = decode.text(stream, hint)
    lines = text.split("\n")
    at, separator = _heading(lines, separators, hint)
    rows = quoted_rows(lines, at, separator, remarks) if separator != "\t" else tabbed_rows(lines, at)
    _, heading = next(rows)
    yield DigestFacts(None, None, source, archive=True)
    yield from remarks
    remarks.clear()
    yield from _repeated(heading, at + 1)
    kind = next((n for n, name in enumerate(heading) if name.strip().lower() == "item type"), None)
    number = 0
    own = set(heading) >= _OWN
    for line, cells in rows:
        yield from remarks
        remarks.clear()
        if not any(cell.strip() for cell in cells):
            continue
        number += 1
        if own:
            cells = [_unguarded(cell) for cell in cells]
        if kind is not None and kind < len(cells) and cells[kind].strip().lower() in _NOT_PAPERS:
            continue
        record = f"row {number}"
        if len(cells) > len(heading) and any(cell.strip() for cell in cells[len(heading) :]):
            reason = f"has {len(cells)} cells where the heading has {len(heading)}; the last are left out"
            yield Mended(record, reason, line)
        yield from findings(record, line, synonyms.raw(zip(heading, cells, strict=False)))
    yield from remarks


def _unguarded(cell: str) -> str:
    """Without the apostrophe that our own `csv` puts before what a spreadsheet would run as a formula."""
    return cell[1:] if cell.startswith("'") and cell.lstrip(" '").startswith(_FORMULA) else cell


def _heading(lines: list[str], separators: str, hint: Hint) -> tuple[int, str]:
    """(index of the heading row, its separator)."""
    said = ""
    looked = 0
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        m = re.fullmatch(r'"?sep=(.)"?', line.strip(" \ufeff"), re.IGNORECASE)
        if m and not said:
            said = m[1]
            continue
        looked += 1
        if looked > _LOOK:
            break
        for separator in said or sorted(separators, key=line.count, reverse=True):
            cells = next(quoted_rows([line], 0, separator, []), (0, []))[1]
            if any(synonyms.field(cell) == "title" for cell in cells):
                return at, separator
    needed = "title, authors, abstract, year, doi, url"
    raise BadInput(
        hint.shown,
        "no heading row names a title column",
        f"put one first, with columns such as {needed}",
    )


def _repeated(heading: list[str], line: int) -> Iterator[Finding]:
    seen: set[str] = set()
    for name in heading:
        low = name.strip().lower()
        if low and low in seen:
            yield Mended(
                "heading", f"two columns are called “{one_line(name, 40)}”: the first is taken", line
            )
        seen.add(low)


def quoted_rows(lines: list[str], at: int, separator: str, remarks: list[Mended]) -> Iterator[Row]:
    """Rows with the number of their first line.

    A quote that never closes is told and taken as a character; reading goes on at the next line that has as
    many cells as the heading, as the lines between may belong to the open cell.
    """
    csv.field_size_limit(LONGEST_FIELD)
    width = 0
    while at < len(lines):
        reader = csv.reader((line + "\n" for line in lines[at:]), delimiter=separator)
        begin = 0
        try:
            for cells in reader:
                end = reader.line_num
                if at + end >= len(lines) and end - begin > 1 and _open("\n".join(lines[at + begin :])):
                    break
                if cells and cells[-1].endswith("\n"):
                    cells[-1] = cells[-1].rstrip("\n")
                width = width or len(cells)
                yield at + begin + 1, cells
                begin = end
            else:
                return
            reason = "a quote opens here and never closes: it is taken as a character"
        except csv.Error as error:
            reason = f"cannot be read as a row ({error})"
        line = at + begin + 1
        remarks.append(Mended(f"line {line}", reason, line))
        yield line, lines[at + begin].replace('"', "").split(separator)
        at += begin + 1
        skipped = 0
        while (
            at < len(lines)
            and len(next(csv.reader([lines[at].replace('"', "")], delimiter=separator), [])) != width
        ):
            skipped += bool(lines[at].strip())
            at += 1
        if skipped:
            remarks.append(
                Mended(f"line {line}", f"{skipped} lines behind it have another shape and are left out", line)
            )


def _open(text: str) -> bool:
    """Whether a quote stands open at the end."""
    return text.count('"') % 2 == 1


def tabbed_rows(lines: list[str], at: int) -> Iterator[Row]:
    """Rows parted by tabs: a quote is a character, unless it holds a whole cell, over several lines even."""
    width = lines[at].count("\t")
    end = len(lines)
    while at < end:
        line, begin = lines[at], at
        if line.count("\t") < width and ('\t"' in line or line.startswith('"')) and _open(line):
            # A cell in quotes that goes on in the next lines, as long as that makes the row whole.
            tabs, quotes = line.count("\t"), line.count('"')
            for ahead in range(at + 1, min(end, at + 60)):
                tabs += lines[ahead].count("\t")
                quotes += lines[ahead].count('"')
                if tabs > width:
                    break
                if tabs == width and quotes % 2 == 0:
                    line, at = "\n".join(lines[at : ahead + 1]), ahead
                    break
        yield begin + 1, [_unquoted(cell) for cell in line.split("\t")]
        at += 1


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"' and _whole(cell[1:-1]):
        return cell[1:-1].replace('""', '"')
    return cell


def _whole(inner: str) -> bool:
    return '"' not in inner.replace('""', "")


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    yield from table(stream, hint, _SEPARATORS, "CSV")


READER = Reader("csv", signs.csv, read, archive=True)
