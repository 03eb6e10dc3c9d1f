"""JSON lines: what `export --format jsonl` writes, personal data and all, and anybody's one object a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from digestui.model.digest import DigestFacts
from digestui.sources import decode, jsonfile, own, signs
from digestui.sources.base import Finding, Hint, Mended, Reader, Reject


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    yield DigestFacts(None, None, "JSON")
    remarks: list[Mended] = []
    for number, line in decode.lines(stream, remarks):
        if remarks:
            yield from remarks
            remarks.clear()
        if not line or line.isspace() or line == "\ufeff":
            continue
        name = f"line {number}"
        try:
            value = jsonfile.loads(line)
        except ValueError as error:
            yield Reject(name, str(error), number)
            continue
        if isinstance(value, dict):
            yield from own.record(value, name, number)
        else:
            yield Reject(name, "is not an object", number)
    yield from remarks


READER = Reader("jsonl", signs.jsonl, read)
