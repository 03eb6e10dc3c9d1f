"""One record of JSON in our own words (what `export` writes) or in anybody's.

Personal data is believed only in a record that has a `key`, as ours do, and only value by value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from digestui.model.digest import Membership
from digestui.model.facts import FIELDS, Fact
from digestui.model.triage import Personal, Place, Triage
from digestui.sources import synonyms, when
from digestui.sources.base import Finding, Mended
from digestui.sources.build import findings
from digestui.text.safe import clean, one_line

NOTE, TAG, TAGS, DIGESTS, FACTS = 1_000_000, 100, 500, 1000, 50
"""Most characters of a note and a tag, most tags, digests and facts of one paper."""
SOURCE = 60
"""Most characters of the family of a digest."""

MOMENTS = 253_402_128_000
"""Seconds from 1970 to the last day but one that every zone can write, in the year 9999. Nothing is snoozed
to a moment before them or after."""

_MARKS = frozenset(("read", "starred", "place", "snoozed_until", "tags", "note"))
_CITEKEY = re.compile(r"[a-z0-9][a-z0-9-]{0,149}")
_PLACES = {place.word: place for place in Place}


def record(value: dict[str, Any], name: str, line: int | None) -> Iterator[Finding]:
    """What one JSON object gives."""
    raw = synonyms.raw(value)
    key = value.get("key")
    label = name
    for shown in (key, raw.title):
        if isinstance(shown, str) and shown.strip():
            label = f"{name} ({one_line(shown, 60)})"
            break
    told: list[str] = []
    personal = None
    digests: tuple[Membership, ...] = ()
    facts: tuple[Fact, ...] = ()
    if isinstance(key, str) and _MARKS & value.keys():
        personal = _personal(value, told)
        digests = _digests(value.get("digests"), value.get("digest_sources"), told)
        facts = _facts(value.get("facts"), told)
        aliases = value.get("aliases")
        raw.ids.insert(0, key)
        raw.whole = isinstance(value.get("urls"), list) and bool(raw.urls)
        if isinstance(aliases, list):
            raw.maybe += [one for one in aliases if isinstance(one, str)]
    yield from findings(label, line, raw, personal=personal, digests=digests, facts=facts)
    for reason in told:
        yield Mended(label, reason, line)


def _flag(value: dict[str, Any], name: str, told: list[str]) -> bool:
    found = value.get(name)
    if found is None or isinstance(found, bool):
        return bool(found)
    told.append(f"“{name}” is neither true nor false and is left out")
    return False


def _personal(value: dict[str, Any], told: list[str]) -> Personal:
    said = value.get("place")
    place = _PLACES.get(said.strip().lower()) if isinstance(said, str) else None
    if place is None and said is not None:
        told.append("“place” is none of inbox, queue, done, dismissed and is left out")
    note = value.get("note")
    if note is not None and not isinstance(note, str):
        told.append("the note is no text and is left out")
        note = None
    return Personal(
        Triage(
            read=_flag(value, "read", told),
            starred=_flag(value, "starred", told),
            place=place or Place.INBOX,
            snoozed_until=_moment(value.get("snoozed_until"), told),
            tags=_tags(value.get("tags"), told),
            watched=value.get("watched") is True,
        ),
        clean(note, limit=NOTE) if note and note.strip() else None,
        _citekey(value.get("citekey"), told),
    )


def _citekey(said: Any, told: list[str]) -> str:
    if said is None:
        return ""
    if isinstance(said, str) and _CITEKEY.fullmatch(said):
        return said
    told.append("“citekey” is no citation key of ours and is left out")
    return ""


def _moment(said: Any, told: list[str]) -> int | None:
    if said is None or said == "":
        return None
    try:
        if isinstance(said, str):
            when = datetime.fromisoformat(said.strip())
            said = int((when if when.tzinfo else when.astimezone()).timestamp())
        if isinstance(said, int) and not isinstance(said, bool) and 0 < said < MOMENTS:
            return said
    except (ValueError, OverflowError, OSError):
        pass
    told.append("“snoozed_until” is no time and is left out")
    return None


def tag(text: str) -> str:
    """A foreign tag made one that can be typed: no commas, no `#`, not of signs alone; maybe empty."""
    text = one_line(text, TAG).replace(",", " ").replace("#", "")
    text = " ".join(text.split())
    return text if text.strip("-+ ") else ""


def _tags(said: Any, told: list[str]) -> tuple[str, ...]:
    if said is None:
        return ()
    if isinstance(said, str):
        said = said.split(";" if ";" in said else ",")
    if not isinstance(said, list):
        told.append("the tags are no list and are left out")
        return ()
    found: dict[str, str] = {}
    changed = False
    for one in said[:TAGS]:
        name = tag(one) if isinstance(one, str) else ""
        changed = changed or name != one
        if name:
            found.setdefault(name.casefold(), name)
    if changed:
        told.append("tags that cannot be tags are put right or left out")
    return tuple(sorted(found.values(), key=lambda one: (one.casefold(), one)))


def _digests(said: Any, beside: Any, told: list[str]) -> tuple[Membership, ...]:
    if said is None:
        return ()
    found: list[Membership] = []
    families = _families(beside, len(said) if isinstance(said, list) else 0)
    for number, one in enumerate(said[:DIGESTS] if isinstance(said, list) else ()):
        if not isinstance(one, dict):
            continue
        name, rank = one.get("name"), one.get("rank")
        day, _ = when.partial(one.get("date"))
        if isinstance(name, str) and name.strip() and day and len(day) == 10:
            place = rank if isinstance(rank, int) and not isinstance(rank, bool) and 0 < rank < 1 << 31 else 1
            found.append(Membership(one_line(name, 200), day, place, *families[number]))
    if not isinstance(said, list) or len(found) != len(said):
        told.append("digests without a name or a date are left out")
    return tuple(found)


def _families(said: Any, count: int) -> list[tuple[str, bool]]:
    """Family and archive of each of so many digests; nothing where it is not said of every one."""
    if not isinstance(said, list) or len(said) != count or not all(isinstance(one, dict) for one in said):
        return [("", False)] * count
    return [
        (
            one_line(one["source"], SOURCE) if isinstance(one.get("source"), str) else "",
            one.get("archive") is True,
        )
        for one in said
    ]


def _facts(said: Any, told: list[str]) -> tuple[Fact, ...]:
    if said is None:
        return ()
    found: list[Fact] = []
    for one in said[:FACTS] if isinstance(said, list) else ():
        if not isinstance(one, dict):
            continue
        field, value, source = (one.get(name) for name in ("field", "value", "source"))
        day, _ = when.partial(one.get("date"))
        if field in FIELDS and isinstance(value, str) and isinstance(source, str) and day and len(day) == 10:
            value, source = one_line(value, 600), one_line(source, 60)
            if value and source:
                found.append(Fact(field, value, source, day))
    if not isinstance(said, list) or len(found) != len(said):
        told.append("what is no fact with its source and date is left out")
    return tuple(found)
