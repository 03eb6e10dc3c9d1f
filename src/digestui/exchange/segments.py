"""Segments: files of records, one a line, that are written once and never changed. Bytes to records and back.

The name of a segment holds a hash of its bytes, so a half-copied or damaged one is known before it is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from digestui.exchange.records import LATEST, Record, from_line
from digestui.hashes import blake2b
from digestui.model.exchange import Origin, SharedAct, SharedBatch
from digestui.records import dataclass
from digestui.text.safe import clean, one_line

FORMAT = 1
"""The major version; a segment with a higher one is of a newer program and is left alone."""
ACTS, PAPERS = "acts", "papers"
NOTE = "note"
EARLIEST = -62_104_060_800_000
"""Milliseconds of the first day of year 2: from there on a moment has a day in the calendar, in any zone."""
DAY = 24 * 60
"""Minutes; no zone is a whole day away from UTC."""
_WORD = "[0-9a-z]{1,40}"
_ORIGIN = re.compile(f"(?P<device>{_WORD})-(?P<library>{_WORD})-(?P<epoch>[0-9]{{1,12}})")
_HASH = "(?P<hash>[0-9a-f]{32})"
_ACTS = re.compile(
    rf"acts-(?P<writer>{_ORIGIN.pattern})-(?P<first>\d{{10}})-(?P<last>\d{{10}})-{_HASH}\.jsonl"
)
_PAPERS = re.compile(rf"papers-(?P<number>\d{{8}})-{_HASH}\.jsonl")


class Damaged(Exception):
    """Not what its name says; the message says why in a clause."""


class Newer(Exception):
    """Written by a program that knows a newer format."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the name of a segment says."""

    kind: str
    hash: str
    origin: Origin | None = None
    """Whose acts."""
    first: int = 0
    """Number of the first act, or of the segment of papers."""
    last: int = 0


def origin_of(name: str) -> Origin | None:
    """The writer that a folder's name says, or None for any other name."""
    found = _ORIGIN.fullmatch(name)
    return Origin(found["device"], found["library"], int(found["epoch"])) if found else None


def named(name: str) -> Named | None:
    """What a file's name says, or None for a name that is not ours: copies that a file syncer made of a
    conflict, its temporary files, anything else."""
    if found := _PAPERS.fullmatch(name):
        return Named(PAPERS, found["hash"], None, int(found["number"]))
    found = _ACTS.fullmatch(name)
    if found is None:
        return None
    origin = Origin(found["device"], found["library"], int(found["epoch"]))
    first, last = int(found["first"]), int(found["last"])
    return Named(ACTS, found["hash"], origin, first, last) if 0 < first <= last else None


def hashed(data: bytes) -> str:
    """What stands in a segment's name."""
    return blake2b(data, digest_size=16).hexdigest()


# -- writing ----------------------------------------------------------------------------------------------


def acts_segment(origin: Origin, batches: Iterable[SharedBatch]) -> tuple[str, bytes]:
    """(name, bytes) of a segment of acts; the batches follow one another without a gap."""
    lines: list[str] = []
    texts: dict[str, None] = {}
    first, last = 0, 0
    for batch in batches:
        first, last = first or batch.first, batch.first + len(batch.acts) - 1
        head: dict[str, Any] = {
            "at": batch.at, "offset": batch.offset, "logical": batch.logical, "label": batch.label,
            "kind": batch.kind,
        }  # fmt: skip
        if batch.undoes is not None:
            head["undoes"] = [*batch.undoes[0], batch.undoes[1]]
        acts: list[str] = []
        for act in batch.acts:
            if act.verb == NOTE:
                for text in filter(None, (act.old, act.new)):
                    if text not in texts:
                        texts[text] = None
                        lines.append(_json({"text": text}))
                act = act._replace(old=_address(act.old), new=_address(act.new))
            acts.append(_json(act))
        lines.append(_json(head))
        lines += acts
    data = _bytes(ACTS, origin, lines, first=first, last=last)
    return f"acts-{origin.name}-{first:010d}-{last:010d}-{hashed(data)}.jsonl", data


def papers_segment(origin: Origin, number: int, lines: Iterable[str]) -> tuple[str, bytes]:
    """(name, bytes) of a segment of papers, each a line of `records.line`."""
    data = _bytes(PAPERS, origin, lines)
    return f"papers-{number:08d}-{hashed(data)}.jsonl", data


def _bytes(kind: str, origin: Origin, lines: Iterable[str], **more: int) -> bytes:
    head = {"digestui": kind, "format": FORMAT, "writer": list(origin), **more}
    return ("\n".join([_json(head), *lines]) + "\n").encode("utf-8", "replace")


def _address(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest() if text else ""


# -- reading ----------------------------------------------------------------------------------------------


def read_acts(name: Named, data: bytes) -> list[SharedBatch]:
    """The batches of a segment of acts. Raises `Damaged` and `Newer`."""
    _, *said = _values(name, data)
    texts: dict[str, str] = {}
    batches: list[SharedBatch] = []
    seq = name.first
    acts: list[SharedAct] = []
    for value in said:
        if isinstance(value, list):
            if not batches:
                raise Damaged("an act stands before its step")
            acts.append(_act(value, texts))
            seq += 1
        elif isinstance(value, dict) and isinstance(value.get("text"), str):
            texts[_address(value["text"])] = value["text"]
        elif isinstance(value, dict) and "logical" in value:
            acts = []
            batches.append(_batch(value, seq, acts))
    if seq != name.last + 1:
        raise Damaged("it does not hold the acts its name says")
    return [batch for batch in batches if batch.acts]


def read_papers(name: Named, data: bytes) -> Iterator[Record]:
    """The papers of a segment; what tells of no paper is passed over. Raises `Damaged` and `Newer`."""
    _, *said = _values(name, data)
    for value in said:
        if isinstance(value, dict) and (record := from_line(value)) is not None:
            yield record


def lines_of(name: Named, data: bytes) -> list[str]:
    """The records of a segment of papers as they are written. Raises `Damaged` and `Newer`."""
    _values(name, data)
    return data.decode("utf-8").rstrip("\n").split("\n")[1:]


def _values(name: Named, data: bytes) -> list[Any]:
    if hashed(data) != name.hash:
        raise Damaged("it is damaged or not wholly here yet")
    try:
        lines = data.decode("utf-8").rstrip("\n").split("\n")
        head = json.loads(lines[0])
        kind, version = head["digestui"], head["format"]
        newer = isinstance(version, int) and version > FORMAT
        # Only now: the lines of a newer format may be anything.
        found = [head] if newer else json.loads("[" + ",".join(lines) + "]")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Damaged("it does not hold what its name says") from None
    if newer:
        raise Newer
    if kind != name.kind or version != FORMAT:
        raise Damaged("it does not hold what its name says")
    if name.origin is not None and head.get("writer") != list(name.origin):
        raise Damaged("it is of another writer than its name says")
    return found


def _act(value: list[Any], texts: dict[str, str]) -> SharedAct:
    verb, key, subject, old, new = value[:5] if len(value) >= 5 else (None,) * 5
    if not (type(verb) is type(key) is type(subject) is type(old) is type(new) is str):
        raise Damaged("an act is not five texts")
    if verb == NOTE:
        try:
            old, new = (texts[one] if one else "" for one in (old, new))
        except KeyError:
            raise Damaged("the text of a note is missing") from None
    return SharedAct(_word(verb, 40), _word(key, 600), _word(subject, 200), _value(old), _value(new))


@lru_cache(1 << 15)
def _word(text: str, limit: int) -> str:
    """Few words stand in many acts."""
    return one_line(text, limit)


def _value(text: str) -> str:
    return text if text.isalnum() and text.isascii() else clean(text)


def _batch(value: dict[str, Any], first: int, acts: list[SharedAct]) -> SharedBatch:
    label, kind, undoes = value.get("label"), value.get("kind"), value.get("undoes")
    times = [value.get(name) for name in ("at", "offset", "logical")]
    at, offset, logical = (
        one if isinstance(one, int) and not isinstance(one, bool) else -LATEST for one in times
    )
    if not (EARLIEST <= at < LATEST >> 16 and abs(offset) < DAY and 0 < logical < LATEST):
        raise Damaged("a step has no time")
    reverses = None
    if isinstance(undoes, list) and len(undoes) == 4 and isinstance(undoes[3], int):
        origin = origin_of("-".join(map(str, undoes[:3])))
        reverses = (origin, undoes[3]) if origin is not None and 0 < undoes[3] < LATEST else None
    return SharedBatch(
        first,
        at,
        offset,
        logical,
        one_line(label, 300) if isinstance(label, str) else "",
        kind if kind in (1, 2) else 0,
        reverses,
        acts,
    )


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
