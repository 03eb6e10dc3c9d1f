"""A paper as machines tell it to one another, and how two tellings become one. Pure.

Every field has a rank: when it was last changed, as hybrid logical time, and the version of the paper it was
read from. The higher rank wins, field by field; between equal ranks the richer value, then the one that sorts
last. Keys, digests and addresses only ever grow. So any order of arrival ends in the same record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from digestui.hashes import blake2b
from digestui.model.keys import ORDER, best_first, from_text
from digestui.model.paper import Paper
from digestui.records import dataclass, field
from digestui.text.safe import clean, one_line

Rank = tuple[int, int]
"""(hybrid logical time of the last change, 0 for "as first imported"; version of the paper it is from)."""
Digests = dict[tuple[str, str], tuple[int, str, bool]]
"""By name and day: place in it, family of its source, whether it is an archive."""

LISTS = ("authors", "categories", "urls")
FIELDS = (
    "title", "abstract", "authors", "published", "updated", "categories", "venue", "urls", "upvotes",
    "version", "comment",
)  # fmt: skip
MARK = 6
"""Bytes of the hash by which a changed field is noticed."""
TITLE, ABSTRACT, NAME, VENUE, COMMENT, ADDRESS, KEY = 1000, 100_000, 200, 500, 2000, 2000, 600
AUTHORS, CATEGORIES, URLS, KEYS, DIGESTS = 6000, 60, 200, 50, 1000
"""Most characters and most items of foreign records; what is more is left out."""
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:[T ][0-9:.+Z-]{1,30})?)?)?")
_CUT = ("…", "...")
LATEST = 1 << 62
"""No clock shows this: stamps from here on are damage."""
SPAN = 36_525 * 86_400_000
"""Milliseconds that a stamp may be ahead of the clock here, a century. Whoever takes a stamp goes on from it:
without a bound one act could lead all clocks to `LATEST`, after which nobody is believed. Wide enough
for clocks that are merely wrong: a machine in 1970 takes what others say, others what one said in 2106."""


def believed(now: float) -> int:
    """The latest stamp that is taken from others at a moment, in seconds since 1970."""
    return (int(now * 1000) + SPAN) << 16


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that is told of one paper."""

    keys: frozenset[str]
    values: Mapping[str, Any]
    """By field; None where nothing is said, lists as tuples. `urls` are those of the telling that won."""
    ranks: Mapping[str, Rank]
    more: frozenset[str] = frozenset()
    """Addresses that only other tellings have."""
    digests: Digests = field(default_factory=dict)
    day: str = ""
    """The arrival day, for a machine that does not know the paper yet."""
    source: str = ""
    """The family of the digest that first brought it."""

    @property
    def paper(self) -> Paper:
        """The paper this tells of."""
        said = self.values
        texts = {name: said[name] or () for name in LISTS}
        texts["urls"] = (*texts["urls"], *sorted(self.more))
        return Paper(
            keys=best_first(sorted(self.keys)),
            title=said["title"] or "",
            abstract=said["abstract"] or "",
            published=said["published"],
            updated=said["updated"],
            venue=said["venue"],
            upvotes=said["upvotes"],
            version=said["version"],
            comment=said["comment"],
            **texts,
        )


def values_of(paper: Paper) -> dict[str, Any]:
    """A paper field by field; empty ones are None."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(paper, name)
        found[name] = value if value not in ("", ()) else None
    return found


def first_rank(name: str, value: Any, version: int) -> Rank:
    """The rank of a field that has not changed since the paper was first told of."""
    return (0, -1) if value is None or (name == "title" and _is_stub(value)) else (0, version)


def _is_stub(title: str) -> bool:
    """Whether a title is only an id: a list of ids calls a paper so until a source names it."""
    return len(title) < 80 and title.count(" ") <= 2 and from_text(title) is not None


def marks(values: Mapping[str, Any]) -> bytes:
    """A short hash of each field, one behind the other."""
    found = []
    for name in FIELDS:
        value = values[name]
        said = "\x1f".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
        found.append(blake2b(said.encode("utf-8", "replace"), digest_size=MARK).digest())
    return b"".join(found)


def join(one: Record, other: Record) -> Record:
    """Both tellings as one; in any order and any grouping the same."""
    values: dict[str, Any] = {}
    ranks: dict[str, Rank] = {}
    for name in FIELDS:
        first, second = one.values[name], other.values[name]
        if first == second:
            values[name], ranks[name] = first, max(one.ranks[name], other.ranks[name])
            continue
        winner = max(one, other, key=lambda record: (record.ranks[name], _order(name, record.values[name])))
        values[name], ranks[name] = winner.values[name], winner.ranks[name]
    everywhere = {*(one.values["urls"] or ()), *(other.values["urls"] or ()), *one.more, *other.more}
    digests = dict(one.digests)
    for place, said in other.digests.items():
        digests[place] = min(digests.get(place, said), said)
    day, source = min((r.day, r.source) for r in (one, other) if r.day) if one.day or other.day else ("", "")
    return Record(
        one.keys | other.keys,
        values,
        ranks,
        frozenset(everywhere - set(values["urls"] or ())),
        digests,
        day,
        source,
    )


def _order(name: str, value: Any) -> tuple[Any, ...]:
    """Which of two values of one rank wins: one that says something, whole, long; then by its letters."""
    if value is None:
        return (0,)
    if isinstance(value, str):
        whole = not _is_stub(value) if name == "title" else not value.rstrip().endswith(_CUT)
        return (1, whole, len(value), value)
    return (1, True, len(value), _json(value)) if isinstance(value, tuple) else (1, True, value)


# -- lines ------------------------------------------------------------------------------------------------


def line(record: Record) -> str:
    """The record as one line: the same record always gives the same letters."""
    return _json(_told(record) | {"day": record.day, "source": record.source})


def address(record: Record) -> bytes:
    """A hash of all that a record tells; the day it arrived on is each machine's own and no part of it."""
    return blake2b(_json(_told(record)).encode("utf-8", "replace"), digest_size=16).digest()


def _told(record: Record) -> dict[str, Any]:
    values = record.values
    said: dict[str, Any] = {name: values[name] for name in FIELDS if values[name] is not None}
    said["keys"] = sorted(record.keys)
    if record.more:
        said["more"] = sorted(record.more)
    said["digests"] = [[*place, *facts] for place, facts in sorted(record.digests.items())]
    if ranks := deviations(values, record.ranks, values["version"] or 0):
        said["ranks"] = ranks
    return said


def deviations(
    values: Mapping[str, Any], ranks: Mapping[str, Rank], version: int
) -> dict[str, tuple[int, int]]:
    """The ranks that are not those of a first telling."""
    return {name: ranks[name] for name in FIELDS if ranks[name] != first_rank(name, values[name], version)}


def from_line(said: Mapping[str, Any]) -> Record | None:
    """A foreign record made safe; None where it has no key or no title, so that it tells of no paper."""
    keys = frozenset(k for k in map(_key, _list(said.get("keys"), KEYS)) if k)
    values: dict[str, Any] = {
        "title": _line(said.get("title"), TITLE),
        "abstract": _text(said.get("abstract"), ABSTRACT),
        "authors": _lines(said.get("authors"), AUTHORS, NAME),
        "published": _date(said.get("published")),
        "updated": _date(said.get("updated")),
        "categories": _lines(said.get("categories"), CATEGORIES, 80),
        "venue": _line(said.get("venue"), VENUE),
        "urls": _urls(said.get("urls")) or None,
        "upvotes": _number(said.get("upvotes"), -(1 << 31), 1 << 31),
        "version": _number(said.get("version"), 1, 1000),
        "comment": _line(said.get("comment"), COMMENT),
    }
    if not keys or values["title"] is None:
        return None
    ranks = {name: first_rank(name, value, values["version"] or 0) for name, value in values.items()}
    told = said.get("ranks")
    for name, rank in told.items() if isinstance(told, dict) else ():
        if name in ranks and (good := _rank(rank)):
            ranks[name] = good
    more = frozenset(_urls(said.get("more"))) - set(values["urls"] or ())
    digests: Digests = {}
    for one in _list(said.get("digests"), DIGESTS):
        if found := _digest(one):
            digests[found[0]] = found[1]
    day, source = _day(said.get("day")), _line(said.get("source"), 100) or ""
    return Record(keys, values, ranks, more, digests, day, source)


def _key(value: Any) -> str:
    if not isinstance(value, str) or len(value) > KEY or " " in value or one_line(value) != value:
        return ""
    kind, _, rest = value.partition(":")
    return value if kind in ORDER and rest else ""


def _list(value: Any, most: int) -> list[Any]:
    return value[:most] if isinstance(value, list) else []


def _line(value: Any, limit: int) -> str | None:
    return (one_line(value, limit) or None) if isinstance(value, str) else None


def _text(value: Any, limit: int) -> str | None:
    return (clean(value, limit=limit) or None) if isinstance(value, str) else None


def _lines(value: Any, most: int, limit: int) -> tuple[str, ...] | None:
    return tuple(text for one in _list(value, most) if (text := _line(one, limit))) or None


def _date(value: Any) -> str | None:
    return value if isinstance(value, str) and _DATE.fullmatch(value) else None


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else ""
    except ValueError:
        return ""


def _number(value: Any, low: int, high: int) -> int | None:
    good = isinstance(value, int) and not isinstance(value, bool) and low <= value < high
    return value if good else None


def _urls(value: Any) -> tuple[str, ...]:
    found = (_line(one, ADDRESS) for one in _list(value, URLS))
    return tuple(
        dict.fromkeys(
            u for u in found if u and " " not in u and u.lower().startswith(("http://", "https://"))
        )
    )


def _rank(value: Any) -> Rank | None:
    if not isinstance(value, list) or len(value) < 2:
        return None
    logical, version = _number(value[0], 0, LATEST), _number(value[1], -1, 1000)
    return None if logical is None or version is None else (logical, version)


def _digest(value: Any) -> tuple[tuple[str, str], tuple[int, str, bool]] | None:
    if not isinstance(value, list) or len(value) < 5:
        return None
    name, day = _line(value[0], 200), _day(value[1])
    rank, source = _number(value[2], 1, 1 << 31), _line(value[3], 100)
    if not name or not day or rank is None or not source:
        return None
    return (name, day), (rank, source, value[4] is True)


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
