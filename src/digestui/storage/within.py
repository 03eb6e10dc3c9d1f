"""How many papers have a category or one within it, each counted once: `cs` or `cs.CV`, `cs.LG`.

Numbers of single categories do not add up to it. So each such family is counted in the counters, as facet
`within` under its head, whenever its papers are (`counters.leave`, `enter`, `move`). A family is kept from
when it was first counted whole (`make`): by the import that brought it, or while nobody does anything.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from digestui.storage import names
from digestui.storage.database import FAMILIES, Database

FACET = "within"
Families = Mapping[int, frozenset[int]]
"""The categories of each family by its head: of the categories that choose it, the first that was there."""

_HERE = "coalesce(t.place, 0), coalesce(t.read, 0)"
_MAKE = (
    f"INSERT INTO counters SELECT '{FACET}', :head, {_HERE}, count(*) FROM (SELECT DISTINCT x.paper"
    " FROM json_each(:members) j CROSS JOIN paper_categories x ON x.category = j.value) i"
    " LEFT JOIN triage t ON t.paper = i.paper WHERE true GROUP BY 3, 4"
    " ON CONFLICT(facet, value, place, read) DO UPDATE SET n = n + excluded.n"
)
# Few texts over many papers: how a paper goes (`k`), and its categories.
_TEXTS = (
    "SELECT json_group_array(c.k || ',' || (SELECT coalesce(group_concat(x.category), '')"
    " FROM paper_categories x WHERE x.paper = c.paper)) FROM {papers} c"
)


def families(database: Database) -> Families:
    """Every family of several categories, by their names."""
    _, heads = _found(database)
    return {head: family for family, head in heads.items()}


def chosen_by(database: Database) -> dict[int, int]:
    """The head of the family that choosing a category finds, for each that finds several."""
    holds, heads = _found(database)
    return {category: heads[family] for category, family in holds.items() if family in heads}


def _found(database: Database) -> tuple[dict[int, frozenset[int]], dict[frozenset[int], int]]:
    """What choosing each category finds, and the head of each family; folding many names takes a while, so
    that the connection keeps it as long as no category comes."""
    now = database.row("SELECT count(*), max(id) FROM categories")
    known = database.kept.get(FAMILIES)
    if known is not None and known[0] == now:
        return known[1], known[2]
    holds = names.families("category", dict(database.rows("SELECT id, name FROM categories")))
    heads: dict[frozenset[int], int] = {}
    for category, family in holds.items():
        if len(family) > 1:
            heads[family] = min(category, heads.get(family, category))
    database.kept[FAMILIES] = (now, holds, heads)
    return holds, heads


def kept(database: Database) -> Families:
    """The families that the counters count."""
    heads = kept_heads(database)
    return {head: holds for head, holds in families(database).items() if head in heads} if heads else {}


def kept_heads(database: Database) -> set[int]:
    """The heads of these families; a few counters are read."""
    return {row[0] for row in database.rows("SELECT DISTINCT value FROM counters WHERE facet = ?", (FACET,))}


def keep(database: Database, heads: Iterable[int]) -> None:
    """Say that families are counted from here on."""
    rows = [(FACET, head, 0, 0, 0) for head in heads]
    database.executemany("INSERT OR IGNORE INTO counters VALUES(?, ?, ?, ?, ?)", rows)


def missing(database: Database) -> list[int]:
    """The heads of families that are not kept yet."""
    there = kept_heads(database)
    return [head for head in families(database) if head not in there]


def make(database: Database, heads: Iterable[int]) -> None:
    """Count families that are not kept yet: a million papers take a second."""
    there = families(database)
    for head in heads:
        keep(database, [head])
        database.execute(_MAKE, {"head": head, "members": json.dumps(sorted(there[head]))})


def tally(database: Database, papers: str) -> dict[tuple[int, int], int]:
    """How many papers count under (head of a kept family, k); `papers` gives (paper, k)."""
    there = kept(database)
    if not there:
        return {}
    found: Counter[tuple[int, int]] = Counter()
    for (k, *categories), n in _taken_apart(database.value(_TEXTS.format(papers=papers))).items():
        for head in heads_of(there, categories):
            found[head, k] += n
    return found


def heads_of(there: Families, categories: Iterable[int]) -> list[int]:
    """The families that a paper of these categories is in."""
    held = frozenset(categories)
    return [head for head, holds in there.items() if not holds.isdisjoint(held)]


def _taken_apart(texts: str) -> dict[tuple[int, ...], int]:
    return {
        tuple(int(number) for number in text.split(",") if number): n
        for text, n in Counter(json.loads(texts)).items()
    }
