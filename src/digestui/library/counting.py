"""Counts for the filters: of the papers of one query by the values of a facet, from the counters or its ids.

A line of the filters stands for all that choosing it finds, which may be several values: `cs` finds `cs.CV`
too, and names that differ in case or accents find the same. A paper may have several of them, so that their
numbers do not add up: such lines are counted apart (`storage.within` keeps those of categories).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digestui.library.library import Library
from digestui.library.search import count, narrowed, settled
from digestui.library.simple import counted, simple_of
from digestui.model.query import Is, Named, NameField, Node, Query, StateName
from digestui.query import edit
from digestui.records import dataclass
from digestui.storage import facets as stored
from digestui.storage import names, within
from digestui.storage.counters import single_digests
from digestui.storage.facets import Simple, Totals
from digestui.storage.search import array_of, plan
from digestui.text.typed import as_typed

MOST = 50_000
"""Hits above which a query that the counters cannot answer is not counted by value at once."""
TOGETHER = 5_000
"""Papers that are looked at for lines of several values that nothing kept knows: some milliseconds."""

FIELDS = {
    "tag": NameField.TAG,
    "category": NameField.CATEGORY,
    "source": NameField.SOURCE,
    "digest": NameField.DIGEST,
}
"""The facets whose values have names, and where a query says them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A name to choose, with all values that choosing it finds."""

    value: int
    field: NameField
    name: str
    holds: frozenset[int]

    @property
    def node(self) -> Named:
        """The condition that chooses it."""
        return Named(self.field, as_typed(self.name))


class Counting:
    """Counts under one query, each list of ids fetched once."""

    def __init__(self, lib: Library, query: Query, quick: bool, most: int = MOST) -> None:
        self.lib = lib
        self.where = query.where
        self.limit = query.limit
        self.quick = quick
        self.most = most
        self._ids: dict[Node | None, str | None] = {}
        self._counts: dict[tuple[str, Node | None], dict[int, int]] = {}
        self._sets: tuple[str, dict[tuple[int, ...], int]] | None = None
        self._totals = Totals(lib.database, lib.now())

    def total(self, query: Query) -> int | None:
        """How many papers another query holds; None where that would take too long."""
        known = counted(self.lib, query, self._totals)
        return known if known is not None or self.quick else count(self.lib, query)

    def by_value(self, facet: str, where: Node | None) -> dict[int, int] | None:
        """Papers of a condition by the values of a facet; None where that would take too long."""
        simple = simple_of(where)
        if simple is not None:
            return stored.of_simple(self.lib.database, facet, simple, self.lib.now())
        ids = self._held(where)
        return None if ids is None else self._counted(facet, where, ids)

    def _counted(self, facet: str, where: Node | None, ids: str) -> dict[int, int]:
        if (facet, where) not in self._counts:
            database = self.lib.database
            if facet == "source" and (single := single_digests(database)) is not None:
                found = {single[digest]: n for digest, n in self._counted("digest", where, ids).items()}
            elif facet == "category" and within.families(database):
                found = {}
                for categories, n in self._sets_of(ids).items():
                    for category in categories:
                        found[category] = found.get(category, 0) + n
            else:
                found = stored.of_ids(database, facet, ids)
            self._counts[facet, where] = found
        return self._counts[facet, where]

    def _sets_of(self, ids: str) -> dict[tuple[int, ...], int]:
        """Papers by all their categories, from which one look counts single ones and families alike."""
        if self._sets is None or self._sets[0] is not ids:
            self._sets = (ids, stored.combined(self.lib.database, ids))
        return self._sets[1]

    def everywhere(self, facet: str) -> dict[int, int]:
        """Papers of the whole library by the values of a facet."""
        return stored.of_simple(self.lib.database, facet, Simple(stored.PLACES), self.lib.now())

    def unread(self) -> int | None:
        """Papers of the query that are not read, where its ids are at hand: all but the read ones, which are
        found sooner. None where they are not, or where the query itself asks what is read."""
        if simple_of(self.where) is not None or (ids := self._held(self.where)) is None:
            return None
        read = edit.with_choice(self.where, Is(StateName.READ))
        asked = edit.conditions_of(self.where)
        if Is(StateName.READ) in asked or not set(asked) <= set(edit.conditions_of(read)):
            return None
        return stored.number_of(ids) - count(self.lib, Query(read))

    def lines(self, facet: str, spelt: Mapping[int, str], known: Mapping[int, int]) -> list[Line]:
        """Values as lines, those `known` to have most papers first: spellings that choose the same are one,
        as most papers have it. `spelt` gives their names, a digest's with its day."""
        together: dict[frozenset[int], list[int]] = {}
        families = names.families(facet, spelt)
        for value in sorted(spelt, key=lambda v: (-known.get(v, 0), spelt[v].casefold())):
            together.setdefault(families[value], []).append(value)
        field = FIELDS[facet]
        lines = [
            Line(value, field, spelt[value], holds)
            for holds, values in together.items()
            for value in (values[0] if len(values) == 1 else self._spelling(field, values, spelt),)
        ]
        return [line for line in lines if as_typed(line.name)]  # else it cannot be typed, so not chosen

    def _spelling(self, field: NameField, values: Sequence[int], spelt: Mapping[int, str]) -> int:
        """The value as the query spells it, so that choosing it takes it out; else the first."""
        for value in values:
            node = Named(field, as_typed(spelt[value]))
            if edit.holds(self.where, node) or edit.excludes(self.where, node):
                return value
        return values[0]

    def of_lines(
        self, facet: str, under: Node | None, lines: Sequence[Line], counts: Mapping[int, int] | None
    ) -> list[int | None]:
        """The papers of a condition that choosing each line leaves; None where that would take too long."""
        if counts is None:
            return [None] * len(lines)
        found = [counts.get(line.value, 0) if len(line.holds) == 1 else None for line in lines]
        several = [number for number, line in enumerate(lines) if len(line.holds) > 1]
        if several:
            together = self._together(facet, under, [lines[number] for number in several])
            for number, papers in zip(several, together, strict=True):
                found[number] = papers
        return found

    def _together(self, facet: str, under: Node | None, lines: Sequence[Line]) -> list[int | None]:
        simple = simple_of(under)
        if facet == "category" and simple is not None:
            return self._of_families(under, simple, lines)
        if facet == "category" and (ids := self._held(under)) is not None:
            return [*stored.of_categories(self._sets_of(ids), [line.holds for line in lines])]
        return self._one_by_one(facet, under, lines)

    def _of_families(self, under: Node | None, simple: Simple, lines: Sequence[Line]) -> list[int | None]:
        database = self.lib.database
        kept = stored.of_families(database, simple, self.lib.now())
        heads = within.chosen_by(database) if kept else {}
        found = [kept.get(heads.get(line.value, -1)) for line in lines]
        rest = [number for number, papers in enumerate(found) if papers is None]
        others = self._one_by_one("category", under, [lines[number] for number in rest])
        for number, papers in zip(rest, others, strict=True):
            found[number] = papers
        return found

    def _one_by_one(self, facet: str, under: Node | None, lines: Sequence[Line]) -> list[int | None]:
        """Lines that nothing kept knows, while they cost little."""
        if self.quick or not lines:
            return [None] * len(lines)
        everywhere = self.everywhere(facet)
        left = TOGETHER
        found: list[int | None] = []
        for line in lines:
            costs = weight(line, everywhere)
            known = costs <= left
            left -= costs if known else 0
            found.append(count(self.lib, narrowed(Query(under), line.node)) if known else None)
        return found

    def _held(self, where: Node | None) -> str | None:
        """The ids of a condition's papers as a JSON array, which nobody here need take apart; None for more
        than are counted."""
        if self.quick:
            return None
        if where not in self._ids:
            found = plan(self.lib.database, settled(self.lib, Query(where)), self.lib.now())
            ids = array_of(self.lib.database, found.select(f" LIMIT {self.most + 1}"), found.params)
            self._ids[where] = None if stored.number_of(ids) > self.most else ids
        return self._ids[where]


def weight(line: Line, counts: Mapping[int, int]) -> int:
    """The papers of all values of a line, those that have several counted as often."""
    if len(line.holds) == 1:
        return counts.get(line.value, 0)
    return sum(counts.get(value, 0) for value in line.holds)
