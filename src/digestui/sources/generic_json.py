"""Anybody's JSON: a list of objects with a title, or an object that holds such a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from digestui.model.digest import DigestFacts
from digestui.sources import jsonfile, own, signs, when
from digestui.sources.base import Finding, Hint, Reader, Reject
from digestui.sources.jsonfile import Item


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    document = jsonfile.read(stream, hint)
    day = None
    if not document.single:
        for name in ("date", "day", "published", "generated", "created"):
            found, doubt = when.partial(document.top.get(name))
            if found and len(found) == 10 and not doubt:
                day = found
                break
    yield DigestFacts(None, day, "JSON")
    for one in document.items:
        if not isinstance(one, Item):
            yield one
        elif isinstance(one.value, dict):
            yield from own.record(one.value, f"record {one.number}", one.line)
        else:
            yield Reject(f"record {one.number}", "is not an object", one.line)


READER = Reader("json", signs.generic_json, read)
