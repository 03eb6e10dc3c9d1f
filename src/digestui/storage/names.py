"""Names that readers type, found in the small tables: tags, categories, digests, sources, venues, keys.

These tables hold names, not papers: tens to thousands of rows, compared in Python by folded text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from digestui.model.query import NameField
from digestui.storage.database import Database
from digestui.text.folding import fold, words
from digestui.text.typed import as_typed

LAST = "\U0010ffff"
"""Sorts after every character a key can go on with."""
_SPELT = frozenset({"digest", "source"})
"""Facets whose names are each itself where they are spelt so; others are alike in case and accents."""


def _squeezed(name: str) -> str:
    """A name as names are compared: its folded words, single blanks between."""
    return " ".join(word for word, _, _ in words(name)) or fold(name)


def _matching(value: str, prefix: bool, names: Iterable[tuple[int, str]]) -> list[int]:
    """Numbers of the names that are `value`; where none is, of those that hold it as whole words.

    With `prefix` the last word of `value` may go on, and a name that is `value` is not preferred.
    """
    wanted = _squeezed(value)
    spelt = list(names)
    # The filters write names as they are: each is itself, also beside one that only looks like it.
    if not prefix and (exact := [number for number, name in spelt if as_typed(name) == value]):
        return exact
    known = [(number, _squeezed(name)) for number, name in spelt]
    if not prefix:
        same = [number for number, name in known if name == wanted]
        if same:
            return same
        return [number for number, name in known if f" {wanted} " in f" {name} "]
    return [number for number, name in known if f" {wanted}" in f" {name}"]


def tags(database: Database, value: str, prefix: bool = False) -> list[int]:
    """Tags named `value`, or that begin so."""
    folded = fold(value)
    found = []
    for number, name in database.rows("SELECT id, name FROM tags"):
        known = fold(as_typed(name))
        if known == folded or (prefix and known.startswith(folded)):
            found.append(number)
    return found


def categories(database: Database, value: str, prefix: bool = False) -> list[int]:
    """Categories named `value`, or within it (`cs` holds `cs.CV`), or that begin so."""
    folded = fold(value).rstrip(".")
    found = []
    for number, name in database.rows("SELECT id, name FROM categories"):
        known = fold(as_typed(name))
        if known == folded or known.startswith(folded + ".") or (prefix and known.startswith(folded)):
            found.append(number)
    return found


def families(facet: str, named: Mapping[int, str]) -> dict[int, frozenset[int]]:
    """Which of these values of a facet choosing each of them finds, as the functions above do it; a digest's
    name has its date."""
    known = {number: as_typed(name) for number, name in named.items()}
    if facet not in _SPELT:
        known = {number: fold(name) for number, name in known.items()}
    held: dict[str, list[int]] = {}
    for number, name in known.items():
        held.setdefault(name, []).append(number)
        if facet == "category" and "." in name:
            for place, sign in enumerate(name):
                if sign == ".":
                    held.setdefault(name[:place], []).append(number)
    heads = known
    if facet == "category":
        heads = {number: name.rstrip(".") for number, name in known.items()}
    found = {head: frozenset(held[head]) for head in heads.values()}
    return {number: found[head] for number, head in heads.items()}


def digests(database: Database, value: str, prefix: bool = False) -> list[int]:
    """Digests by name, by date, or by name and date (`Hugging Face Papers 2025-04-28`)."""
    rows = database.rows("SELECT id, name, date FROM digests")
    wanted = _squeezed(value)
    dated = [(number, f"{name} {date}") for number, name, date in rows]
    if not prefix:
        # The filters write name and date as they are, also of one beside which another is named so.
        exact = [number for number, name in dated if as_typed(name) == value]
        if exact or (exact := [number for number, name, _ in rows if _squeezed(name) == wanted]):
            return exact
    return _matching(value, prefix, dated)


def sources(database: Database, value: str, prefix: bool = False) -> list[int]:
    """Source families by name."""
    return _matching(value, prefix, database.rows("SELECT id, name FROM sources"))


def digests_of(database: Database, value: str, prefix: bool = False) -> list[int]:
    """Digests of the source families named `value`."""
    found = json.dumps(sources(database, value, prefix))
    return [
        row[0]
        for row in database.rows(
            "SELECT id FROM digests WHERE source IN (SELECT value FROM json_each(?))", (found,)
        )
    ]


def newest_digests(database: Database) -> list[int]:
    """The newest digest of each source family; several where they share that day."""
    return [
        row[0]
        for row in database.rows(
            "SELECT d.id FROM digests d JOIN (SELECT source, max(date) newest FROM digests GROUP BY source) n"
            " ON n.source = d.source AND n.newest = d.date"
        )
    ]


def venues(database: Database, value: str, prefix: bool = False) -> list[str]:
    """Venues as the sources spell them that hold `value` as whole words."""
    wanted = " " + _squeezed(value) + ("" if prefix else " ")
    # From name to name through the index: as many steps as there are names, not papers.
    names = database.rows(
        "WITH RECURSIVE v(name) AS (SELECT min(venue) FROM papers WHERE venue IS NOT NULL UNION ALL"
        " SELECT (SELECT min(venue) FROM papers WHERE venue > v.name) FROM v WHERE v.name IS NOT NULL)"
        " SELECT name FROM v WHERE name IS NOT NULL"
    )
    return [name for (name,) in names if wanted in f" {_squeezed(name)} "]


def paper_of(database: Database, key: str) -> int | None:
    """The paper that a whole key, in any spelling, leads to."""
    from digestui.model.keys import from_text

    for spelling in dict.fromkeys((key, from_text(key) or key)):
        found: int | None = database.value("SELECT paper FROM paper_keys WHERE key = ?", (spelling,))
        if found is not None:
            return found
    return None


def key_beginnings(text: str) -> list[str]:
    """How a key may begin that somebody typed the beginning of: as it is, in lower case, with its scheme."""
    from digestui.model.keys import from_text

    text = text.strip()
    lower = text.lower()
    begun = [text, lower]
    if text[:1].isdigit():
        begun.append(("doi:" if lower.startswith("10.") else "arxiv:") + lower)
    known = from_text(text)
    if known is not None and not known.startswith("title:"):
        begun.append(known)
    return list(dict.fromkeys(begun))


_COUNTED = {
    NameField.TAG: "SELECT t.name, {n} FROM tags t ORDER BY 2 DESC, t.folded",
    NameField.CATEGORY: "SELECT t.name, {n} FROM categories t ORDER BY 2 DESC, t.name",
    NameField.SOURCE: "SELECT t.name, {n} FROM sources t ORDER BY 2 DESC, t.name",
    NameField.DIGEST: (
        "SELECT t.name, {n}, max(t.date) FROM digests t GROUP BY t.name ORDER BY 3 DESC, t.name"
    ),
}
_FACET = {
    NameField.TAG: "tag",
    NameField.CATEGORY: "category",
    NameField.SOURCE: "source",
    NameField.DIGEST: "digest",
}


def counted(database: Database, field: NameField, typed: str) -> list[tuple[str, int]]:
    """Names of a field that hold the folded text `typed`, with how many papers carry them, most first.

    Digests come newest first. Keys and venues are not counted.
    """
    if field is NameField.KEY:
        keys = (
            [key for start in key_beginnings(typed) for key in _keys_from(database, start)] if typed else []
        )
        return [(key, 0) for key in dict.fromkeys(keys)]
    if field is NameField.VENUE:
        return [(name, 0) for name in venues(database, typed, prefix=True)] if typed else []
    if field not in _COUNTED:
        return []
    n = f"(SELECT coalesce(sum(c.n), 0) FROM counters c WHERE c.facet = '{_FACET[field]}' AND c.value = t.id)"
    if field is NameField.DIGEST:
        n = f"sum({n})"
    return [
        (row[0], int(row[1]))
        for row in database.rows(_COUNTED[field].format(n=n))
        if typed in fold(row[0]) and (row[1] or field is NameField.TAG)
    ]


def _keys_from(database: Database, start: str) -> list[str]:
    sql = "SELECT key FROM paper_keys WHERE key >= ? AND key < ? ORDER BY key LIMIT 20"
    return [row[0] for row in database.rows(sql, (start, start + LAST))]
