"""Papers that somebody else knows more about: the fuller record written over the stored one.

With a batch it is an act (`resolve`, `fetch --enrich`), which undo takes back; without one it is what an
import does.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from typing import Any

from digestui.library import derive
from digestui.library.library import Library
from digestui.model.journal import Verb
from digestui.model.keys import best_first
from digestui.model.paper import Paper
from digestui.storage import counters, journal, papers, taking
from digestui.storage.acts import Batch

_LISTS = ("authors", "categories", "urls")
_FIELDS = (
    "title", "abstract", "authors", "published", "updated", "categories", "venue", "urls", "upvotes",
    "version", "comment",
)  # fmt: skip
KEY = "key"
"""In an act: the best key of the paper."""


def fill(
    lib: Library,
    changes: Mapping[int, Paper],
    batch: Batch | None = None,
    source: str = "",
    *,
    newer: Container[int] = (),
) -> list[int]:
    """Write records over those stored; gives the papers that changed. The caller holds the transaction.

    Keys are only ever added: the ones that led to a paper go on doing so. Papers in `newer` count as updated
    until they are read.
    """
    database = lib.database
    kept = papers.load(database, list(changes))
    changed = [paper for paper, new in changes.items() if paper in kept and _differs(kept[paper].paper, new)]
    if not changed:
        return []
    counters.prepare(database)
    chosen = json.dumps(changed)
    seen = papers.fingerprints(database, changed)
    counters.choose(database, chosen)
    counters.leave(database)
    names = papers.Names(database, "categories")
    for paper in changed:
        old, new = kept[paper], changes[paper]
        if batch is not None:
            before, after = _difference(old.paper, new)
            after["source"] = source
            batch.act(Verb.ENRICH, old.paper.key, "", _json(before), _json(after))
            batch.changed[paper] = None
        papers.update(database, paper, derive.stored(new, seen[paper]), old.origin or 0, names)
        if paper in newer:
            papers.revise(database, paper, new.version)
    counters.choose(database, chosen)
    counters.enter(database)
    taking.arrived(database)
    return changed


def reverse(lib: Library, batch: Batch, first: int, last: int) -> list[tuple[str, str]]:
    """Set back what ENRICH acts among journal rows first..last wrote, where it still stands; gives what was
    left alone as (key, verb)."""
    left: list[tuple[str, str]] = []
    for key, paper, old, new in journal.enriched(lib.database, first, last):
        kept = papers.load(lib.database, [paper]).get(paper)
        if kept is None:
            continue
        before, after = json.loads(old), json.loads(new)
        now = _values(kept.paper)
        _part_key(before, after, now)
        _part_addresses(before, after, now)
        if any(now.get(name) != value for name, value in after.items() if name != "source"):
            left.append((key, str(Verb.ENRICH)))
            continue
        fill(lib, {paper: _with(kept.paper, before)}, batch, before.get("source", ""))
    return left


def _part_key(before: dict[str, Any], after: dict[str, Any], now: dict[str, Any]) -> None:
    """A better key that was given since stays, and keeps no other field from being set back: an exchange
    gives one to a paper that an undo left under a lesser key."""
    if KEY in after and now[KEY] != after.pop(KEY):
        del before[KEY]


def _part_addresses(before: dict[str, Any], after: dict[str, Any], now: dict[str, Any]) -> None:
    """Addresses are set back one by one: those that came from elsewhere since are nobody's to take away."""
    if "urls" not in after:
        return
    came = [url for url in after["urls"] if url not in before["urls"]]
    went = [url for url in before["urls"] if url not in after["urls"]]
    if all(url in now["urls"] for url in came):
        after["urls"] = now["urls"]
        before["urls"] = list(dict.fromkeys([*(u for u in now["urls"] if u not in came), *went]))


def _differs(old: Paper, new: Paper) -> bool:
    return _values(old) != _values(new) or not set(new.keys) <= set(old.keys)


def _difference(old: Paper, new: Paper) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changes, before and after."""
    was, will = _values(old), _values(new)
    names = [name for name in was if was[name] != will[name]]
    return {name: was[name] for name in names}, {name: will[name] for name in names}


def _values(paper: Paper) -> dict[str, Any]:
    found: dict[str, Any] = {KEY: paper.key}
    for name in _FIELDS:
        value = getattr(paper, name)
        found[name] = list(value) if name in _LISTS else value
    return found


def _with(paper: Paper, values: Mapping[str, Any]) -> Paper:
    """The record with other values, as an act tells of them."""
    from digestui.records import replace

    fields: dict[str, Any] = {
        name: tuple(value) if name in _LISTS else value for name, value in values.items() if name in _FIELDS
    }
    best = values.get(KEY)
    keys: Sequence[str] = paper.keys
    if isinstance(best, str):
        keys = (best, *(key for key in best_first(paper.keys) if key != best))
    return replace(paper, keys=tuple(keys), **fields)


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
