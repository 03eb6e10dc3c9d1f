"""A list of ids and addresses of papers, one a line: nothing is known of each but its id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from digestui.model import keys
from digestui.model.digest import DigestFacts
from digestui.sources import decode, signs
from digestui.sources.base import Finding, Hint, Mended, Reader, Reject
from digestui.sources.build import Raw, findings
from digestui.text.safe import one_line

_COMMENT = re.compile(r"(?:^|\s)(?:#|//|%|;).*$")
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,4}[.)])\s+")


def shown(key: str) -> str:
    """How a paper known by its id alone is called until a source fills it in."""
    kind, _, rest = key.partition(":")
    return f"arXiv:{rest}" if kind == "arxiv" else key


def read(stream: BinaryIO, hint: Hint) -> Iterator[Finding]:
    yield DigestFacts(None, None, "List")
    remarks: list[Mended] = []
    seen: set[str] = set()
    for number, line in decode.lines(stream, remarks):
        if remarks:
            yield from remarks
            remarks.clear()
        said = _BULLET.sub("", _COMMENT.sub("", one_line(line, 2000))).strip(" ,")
        if not said:
            continue
        key = keys.from_text(said)
        found = [key] if key else [one for one in map(keys.from_text, re.split(r"[\s,;]+", said)) if one]
        if not found:
            yield Reject(one_line(said, 60), "is neither an id nor the address of a paper", number)
        for one in found:
            if one not in seen:
                seen.add(one)
                yield from findings(shown(one), number, Raw(stub=shown(one), ids=[one], maybe=[said]))
    yield from remarks


READER = Reader("ids", signs.ids, read)
