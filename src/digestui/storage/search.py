"""A settled query run against a library: where to begin reading, which tests remain, in what order.

A query's conditions are joined by AND at the top. All on words become one FTS5 expression; without words the
condition with the fewest papers that an index can give is read; what remains is tested paper by paper. Ids
come from one statement as a JSON array, three times as fast as row by row.
"""

from __future__ import annotations

import json
import time
from array import array
from collections.abc import Sequence

from digestui.model.query import And, In, Node, Not, Or, Query, Text, TextField, Where, opens_everything
from digestui.records import dataclass
from digestui.storage import match
from digestui.storage.conditions import Terms
from digestui.storage.database import Database
from digestui.storage.reach import Source, source

FEW = 5_000
"""From so many papers on it matters in which order an index gives them."""
PROBED = 400
"""Up to so many papers, the index is asked about each instead of for all that match."""
PIECE = 1 << 16
"""Characters of a list of ids that are taken apart at a time: a third of a millisecond."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A query as SQL without its order: `SELECT {id} FROM {table} WHERE {where}`."""

    table: str
    id: str
    where: str
    ordered: bool
    """Reading gives ids in order, so that the newest hundred cost a hundred."""
    repeats: bool
    params: dict[str, object]
    match: str = ""
    """The FTS5 expression that is read from; ranking needs it."""
    whole_library: bool = False
    """Every paper is read, in order of id."""

    def select(self, more: str = "") -> str:
        """The statement that gives the ids, in no order; `more` goes after its conditions."""
        distinct = "DISTINCT " if self.repeats else ""
        return f"SELECT {distinct}{self.id} AS id FROM {self.table} WHERE {self.where}{more}"


def plan(database: Database, query: Query, now: int, *, exact: bool = True, title_only: bool = False) -> Plan:
    """How to find the papers of a settled query. `title_only` asks its words of the title alone."""
    return _Planner(Terms(database, now, exact=exact), query.where, title_only).plan()


class _Planner:
    def __init__(self, terms: Terms, where: Node | None, title_only: bool) -> None:
        self.terms = terms
        self.shown = not opens_everything(where)
        self.title_only = title_only
        conditions = where.items if isinstance(where, And) else () if where is None else (where,)
        self.conditions = [item for item in conditions if item != In(Where.ANY)]

    def plan(self) -> Plan:
        words, rest = self._words()
        if words:
            few = self._fewest(rest, PROBED)
            if few is None:
                return self._read_words(words, rest)
        chosen = self._fewest(rest, None) if not words else few
        remaining = rest
        if chosen is not None and chosen[1].whole:
            remaining = [item for item in rest if item is not chosen[0]]
        self.terms.probe = bool(words)
        return self._read_source(chosen[1] if chosen else None, words, remaining)

    # -- where to begin ---------------------------------------------------------------------------------

    def _words(self) -> tuple[str, list[Node | _Signs]]:
        """The conditions on words as one FTS5 expression (empty where there are none), and all others."""
        wanted: list[str] = []
        unwanted: list[str] = []
        negative: list[Node] = []
        rest: list[Node | _Signs] = []
        for item in self.conditions:
            inner = item.item if isinstance(item, Not) else item
            said = match.expression(inner, self._spelt)
            if said is not None and isinstance(item, Not):
                unwanted.append(said)
                negative.append(item)
            elif said is not None:
                wanted.append(said)
            elif isinstance(item, Text) and item.field is not TextField.NOTE and self._spelt(item).match:
                wanted.append(self._spelt(item).match)
                rest.append(_Signs(item))
            else:
                rest.append(item)
        if not wanted:
            return "", [*rest, *negative]
        return match.both(wanted, unwanted), rest

    def _spelt(self, text: Text) -> match.Spelt:
        if self.title_only and text.field is TextField.ANY:
            text = Text(text.value, TextField.TITLE, text.quoted, text.prefix, text.open)
        return self.terms.spelt(text)

    def _fewest(self, rest: Sequence[Node | _Signs], most: int | None) -> tuple[Node | _Signs, Source] | None:
        """The condition of `rest` with the fewest papers that an index can give.

        None where reading every paper in order is better, or all have more than `most`.
        """
        best: tuple[int, Node | _Signs, Source] | None = None
        for item in rest:
            given = None if isinstance(item, _Signs) else self._reach(item)
            if given is None:
                continue
            size = self._size(given)
            if best is None or size < best[0]:
                best = (size, item, given)
        if best is None or (most is not None and best[0] > most):
            return None
        size, item, given = best
        if size >= FEW and not given.ordered and size * 3 > papers(self.terms.database):
            return None
        return item, given

    def _size(self, given: Source) -> int:
        params = self.terms.params
        if given.count:
            return int(_run(self.terms.database, given.count, params))
        counted = f"SELECT 1 FROM {given.table} WHERE {given.condition} LIMIT {FEW}"
        return int(_run(self.terms.database, f"SELECT count(*) FROM ({counted})", params))

    def _reach(self, node: Node) -> Source | None:
        """Where the papers that pass `node` come from: a superset of them unless it is `whole`."""
        if isinstance(node, Not):
            return None
        if isinstance(node, And):
            given = [each for item in node.items if (each := self._reach(item)) is not None]
            best = min(given, key=self._size, default=None)
            return best and Source(
                best.table, best.column, best.condition, best.ordered, best.repeats, False, best.count
            )
        if not isinstance(node, Or):
            return source(self.terms, node)
        selects: list[str] = []
        whole = True
        for item in node.items:
            said = match.expression(item, self._spelt)
            if said is not None:
                selects.append(f"SELECT rowid AS paper FROM fts WHERE fts MATCH {self.terms.bind(said)}")
                continue
            part = self._reach(item)
            if part is None:
                return None
            whole = whole and part.whole
            selects.append(f"SELECT {part.column} AS paper FROM {part.table} WHERE {part.condition}")
        return Source(f"({' UNION '.join(selects)}) s", "s.paper", "1", whole=whole)

    # -- what is read -----------------------------------------------------------------------------------

    def _read_words(self, words: str, rest: Sequence[Node | _Signs]) -> Plan:
        bound = self.terms.bind(words)
        tests = [f"f.fts MATCH {bound}", *self._tests(rest, "f.rowid", None)]
        return Plan("fts f", "f.rowid", _all(tests), True, False, self.terms.params, words)

    def _read_source(self, given: Source | None, words: str, rest: Sequence[Node | _Signs]) -> Plan:
        if given is None:
            tests = self._tests(rest, "p.id", "p")
            table = "papers p INDEXED BY papers_facets"
            return Plan(table, "p.id", _all(tests), True, False, self.terms.params, whole_library=True)
        tests = [given.condition]
        if words:
            tests.append(self.terms.matches(words, given.column))
        tests += self._tests(rest, given.column, None)
        return Plan(
            given.table, given.column, _all(tests), given.ordered, given.repeats, self.terms.params, words
        )

    def _tests(self, rest: Sequence[Node | _Signs], id: str, p: str | None) -> list[str]:
        tests = [
            self.terms.signs(item.text, id) if isinstance(item, _Signs) else self._test(item, id, p)
            for item in rest
        ]
        if self.shown and _anything_hidden(self.terms.database):
            tests.append(self.terms.shown(id))
        return tests

    def _test(self, node: Node, id: str, p: str | None) -> str:
        said = match.expression(node, self._spelt)
        if said is not None:
            return self.terms.matches(said, id)
        match node:
            case And(items):
                return f"({' AND '.join(self._test(item, id, p) for item in items)})"
            case Or(items):
                return f"({' OR '.join(self._test(item, id, p) for item in items)})"
            case Not(item):
                return f"NOT {self._test(item, id, p)}"
            case _:
                return f"({self.terms.test(node, id, p)})"


@dataclass(frozen=True, slots=True)
class _Signs:
    """What is left of a word with signs (`C++`) once the index has been asked for its letters."""

    text: Text


def test(database: Database, query: Query, now: int, id: str) -> tuple[str, dict[str, object]]:
    """A condition, with its parameters, that is true where the query holds the paper whose id is `id`: for
    few papers, or where most pass."""
    terms = Terms(database, now, probe=True)
    planner = _Planner(terms, query.where, False)
    return _all(planner._tests(planner.conditions, id, None)), terms.params


def among(database: Database, query: Query, now: int, ids: Sequence[int]) -> list[int]:
    """Those of `ids` that the query holds, in the order given; order and limit of the query aside."""
    passes, params = test(database, query, now, "j.value")
    given = json.dumps(list(ids))
    sql = f"SELECT j.value FROM json_each(:among) j WHERE {passes}"
    return [row[0] for row in database.rows(sql, {**params, "among": given})]


def numbers(database: Database, sql: str, params: dict[str, object]) -> array[int]:
    """The ids a statement gives (its first column is `id`), in its order.

    Many are taken in by pieces: a million at once would keep the interpreter from the thread of the keys for
    sixty milliseconds.
    """
    text = array_of(database, sql, params)
    if len(text) <= PIECE:
        return array("q", json.loads(text))
    found = array("q")
    start, end = 1, len(text) - 1
    while start < end:
        stop = text.find(",", start + PIECE, end)
        stop = end if stop < 0 else stop
        found.fromlist(json.loads(f"[{text[start:stop]}]"))
        start = stop + 1
        time.sleep(0)  # whoever waits for the interpreter has it now, not after its next switch
    return found


def array_of(database: Database, sql: str, params: dict[str, object]) -> str:
    """The same as the JSON array that comes from the statement."""
    return _run(database, f"SELECT json_group_array(id) FROM ({sql})", params)


def count(database: Database, query: Query, now: int) -> int:
    """How many papers a settled query holds."""
    found = plan(database, query, now)
    inner = "count(DISTINCT " + found.id + ")" if found.repeats else "count(*)"
    total = int(_run(database, f"SELECT {inner} FROM {found.table} WHERE {found.where}", found.params))
    return total if query.limit is None else min(total, query.limit)


def _run(database: Database, sql: str, params: dict[str, object]) -> str:
    return database.value(sql, params)  # type: ignore[no-any-return]


def _all(tests: Sequence[str]) -> str:
    return " AND ".join(test for test in tests if test != "(1)") or "1"


def papers(database: Database) -> int:
    """How many papers there are; a few counters are read."""
    return int(database.value("SELECT coalesce(sum(n), 0) FROM counters WHERE facet = 'all'"))


def _anything_hidden(database: Database) -> bool:
    """True where a paper is dismissed, or was ever snoozed: else no query need look at either."""
    return bool(
        database.value(
            "SELECT EXISTS(SELECT 1 FROM triage INDEXED BY triage_place WHERE place = 3 AND place > 0)"
            " OR EXISTS(SELECT 1 FROM triage INDEXED BY triage_snoozed WHERE snoozed_until IS NOT NULL)"
        )
    )
