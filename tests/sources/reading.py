"""Help for tests of readers: read bytes or a file to the end, and hold what came out sorted by kind."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from digestui.errors import Trouble
from digestui.model.digest import DigestFacts
from digestui.model.paper import Paper
from digestui.sources import containers, sniff
from digestui.sources.base import FoundSource, Hint, Incoming, Mended, Reject

SAMPLES = Path(__file__).parent / "samples"
DAY = date(2025, 5, 3)
READY = tuple(n for n, f in sniff.FORMATS.items() if find_spec(f"digestui.sources.{f.module}"))
"""Formats whose readers are there."""


@dataclass
class Found:
    """Everything that one file gave."""

    format: str = ""
    incoming: list[Incoming] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    mended: list[Mended] = field(default_factory=list)
    facts: list[DigestFacts] = field(default_factory=list)
    sources: list[FoundSource] = field(default_factory=list)
    trouble: Trouble | None = None

    @property
    def papers(self) -> list[Paper]:
        return [one.paper for one in self.incoming]

    @property
    def titles(self) -> list[str]:
        return [one.paper.title for one in self.incoming]

    @property
    def reasons(self) -> list[str]:
        return [one.reason for one in (*self.rejects, *self.mended)]


def read(data: bytes | str | Path, name: str = "", format: str | None = None) -> Found:
    """Read to the end as an import does: containers opened, the format recognised unless given."""
    if isinstance(data, Path):
        name = name or data.name
        data = data.read_bytes()
    raw = data.encode() if isinstance(data, str) else data
    found = Found()
    try:
        for part in containers.parts(io.BytesIO(raw), Hint(name, DAY)):
            if isinstance(part, Reject):
                found.rejects.append(part)
                continue
            found.format = format or sniff.recognise(part.head, part.hint)
            for one in sniff.reader(found.format).read(part.stream, part.hint):
                kinds = {
                    Incoming: found.incoming,
                    Reject: found.rejects,
                    Mended: found.mended,
                    DigestFacts: found.facts,
                    FoundSource: found.sources,
                }
                kinds[type(one)].append(one)  # type: ignore[attr-defined]
    except Trouble as trouble:
        found.trouble = trouble
    return found
