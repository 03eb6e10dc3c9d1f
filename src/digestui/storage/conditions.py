"""Each condition of the query language in SQL, as a test of one paper.

Which papers an index can give for a condition is `storage.reach`; how conditions are put together is
`storage.search`. Numbers we computed stand in the SQL; whatever was typed is a parameter.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta

from digestui.model.query import (
    DateField,
    Days,
    Has,
    HasName,
    In,
    Is,
    Leaf,
    Named,
    NameField,
    Number,
    NumberField,
    StateName,
    Text,
    TextField,
    Where,
)
from digestui.records import dataclass, field
from digestui.storage import names
from digestui.storage.database import Database
from digestui.storage.match import COLUMNS, Spelt, spell
from digestui.storage.vocabulary import vocabulary
from digestui.text.dates import local

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


STANDS = "b.kind = 0 AND (b.undone IS NULL OR b.undone = 0)"
"""Of a batch: neither taken back nor itself a taking back or doing again, which says nothing of when."""


@dataclass
class Terms:
    """The conditions of one query on one connection: their SQL and its parameters."""

    database: Database
    now: int
    exact: bool = True
    """False lets a beginning stand for its commonest words."""
    probe: bool = False
    """True where few papers are tested: the index is asked for each instead of for all that match."""
    params: dict[str, Any] = field(default_factory=dict)
    _spelt: dict[Text, Spelt] = field(default_factory=dict)

    def bind(self, value: Any) -> str:
        """The placeholder for a value."""
        name = f"p{len(self.params)}"
        self.params[name] = value
        return f":{name}"

    def spelt(self, text: Text) -> Spelt:
        """How the words of `text` are looked for."""
        known = self._spelt.get(text)
        if known is None:
            known = spell(text, lambda prefix: vocabulary(self.database).beginning(prefix), exact=self.exact)
            self._spelt[text] = known
        return known

    @property
    def never(self) -> str:
        """A test nothing passes. Bound, not written: a constant that is false takes an index away from
        SQLite that the statement names, and then it finds no way at all."""
        return self.bind(0)

    def test(self, leaf: Leaf, id: str, p: str | None = None) -> str:
        """A condition that is true where the paper whose id is `id` passes.

        `p` names the row of papers where one is in sight: its small columns are read from an index then.
        """
        match leaf:
            case Text():
                return self._text(leaf, id)
            case Is(state):
                return self._state(state, id)
            case In(place):
                return self._place(place, id)
            case Has(thing):
                return self._has(thing, id, p)
            case Named():
                return self._named(leaf, id)
            case Days():
                return self._days(leaf, id)
            case Number(NumberField.YEAR):
                return _small(id, p, lambda row: f"({between(row + '.year', leaf)})")
            case Number():
                return f"EXISTS(SELECT 1 FROM papers x WHERE x.id = {id} AND {between('x.upvotes', leaf)})"
            case _:
                return self.never

    # -- words ------------------------------------------------------------------------------------------

    def _text(self, text: Text, id: str) -> str:
        how = self.spelt(text)
        if text.field is TextField.NOTE:
            if not how.match:
                value = self.bind(how.holds)
                return f"EXISTS(SELECT 1 FROM notes x WHERE x.paper = {id} AND instr(x.text, {value}))"
            return self.matches(how.match, id, "note_fts")
        parts = []
        if how.match:
            parts.append(self.matches(how.match, id))
        if how.glob or how.holds:
            parts.append(self.signs(text, id))
        return f"({' AND '.join(parts)})"

    def matches(self, match: str, id: str, index: str = "fts") -> str:
        """The index `index` holds `id` among the papers that match an FTS5 expression."""
        where = f"{index} MATCH {self.bind(match)}"
        if self.probe:
            return f"EXISTS(SELECT 1 FROM {index} WHERE {where} AND rowid = {id})"
        # The plus keeps SQLite from taking an OR apart into one index look-up for each side: in such a
        # plan it cannot run MATCH and fails the whole statement.
        return f"+{id} IN (SELECT rowid FROM {index} WHERE {where})"

    def signs(self, text: Text, id: str) -> str:
        """The part of a condition on words that the index cannot answer; looks at the text itself."""
        how = self.spelt(text)
        value = self.bind(how.glob or how.holds)
        columns = COLUMNS[text.field]
        if how.glob:
            tests = [f"' ' || lower(x.{column}) || ' ' GLOB {value}" for column in columns]
        else:
            tests = [f"instr(x.{column}, {value})" for column in columns]
        return f"EXISTS(SELECT 1 FROM papers x WHERE x.id = {id} AND ({' OR '.join(tests)}))"

    # -- states -----------------------------------------------------------------------------------------

    def shown(self, id: str) -> str:
        """Neither dismissed nor snoozed: what every query means that does not say otherwise."""
        return (
            f"NOT EXISTS(SELECT 1 FROM triage t WHERE t.paper = {id} AND (t.snoozed_until > {self.now}"
            " OR (t.place = 3 AND t.snoozed_until IS NULL)))"
        )

    def _triage(self, id: str, condition: str) -> str:
        return f"EXISTS(SELECT 1 FROM triage t WHERE t.paper = {id} AND {condition})"

    def _place(self, place: Where, id: str) -> str:
        """A running snooze hides the place; one that ended leaves a done or dismissed paper in the inbox."""
        match place:
            case Where.ANY:
                return "1"
            case Where.INBOX:
                return (
                    f"NOT EXISTS(SELECT 1 FROM triage t WHERE t.paper = {id}"
                    f" AND (t.snoozed_until > {self.now} OR t.place = 1"
                    " OR (t.place > 1 AND t.snoozed_until IS NULL)))"
                )
            case Where.SNOOZED:
                return self._triage(id, f"t.snoozed_until > {self.now}")
            case _:
                return self._triage(id, _in_place(place, self.now))

    def _state(self, state: StateName, id: str) -> str:
        if state in AS_PLACE:
            return self._place(AS_PLACE[state], id)
        match state:
            case StateName.READ:
                return self._triage(id, "t.read = 1")
            case StateName.UNREAD:
                return "NOT " + self._triage(id, "t.read = 1")
            case StateName.STARRED:
                return self._triage(id, "t.starred = 1")
            case StateName.WATCHED:
                return self._triage(id, "t.watched = 1")
            case StateName.KEPT:
                return self._triage(
                    id,
                    f"(t.starred = 1 OR {_in_place(Where.QUEUE, self.now)}"
                    f" OR {_in_place(Where.DONE, self.now)})",
                )
            case StateName.NOTED:
                return f"EXISTS(SELECT 1 FROM notes x WHERE x.paper = {id})"
            case StateName.TAGGED:
                return f"EXISTS(SELECT 1 FROM paper_tags x WHERE x.paper = {id})"
            case StateName.UPDATED:
                return f"EXISTS(SELECT 1 FROM revised x WHERE x.paper = {id})"
            case _:  # NEW
                newest = numbers(names.newest_digests(self.database))
                listed = f"EXISTS(SELECT 1 FROM entries e WHERE e.paper = {id} AND e.digest IN {newest})"
                return f"({listed} AND {self._place(Where.INBOX, id)})"

    def _has(self, thing: HasName, id: str, p: str | None) -> str:
        match thing:
            case HasName.NOTE:
                return self._state(StateName.NOTED, id)
            case HasName.TAGS:
                return self._state(StateName.TAGGED, id)
            case HasName.CODE:
                return _small(id, p, lambda row: f"{row}.has_code = 1")
            case HasName.PDF:
                return _small(id, p, lambda row: f"{row}.has_pdf = 1")
            case HasName.ABSTRACT:
                return f"EXISTS(SELECT 1 FROM papers x WHERE x.id = {id} AND x.abstract <> '')"
            case _:
                return f"EXISTS(SELECT 1 FROM papers x WHERE x.id = {id} AND x.key NOT LIKE 'title:%')"

    # -- names ------------------------------------------------------------------------------------------

    def _named(self, leaf: Named, id: str) -> str:
        match leaf.field:
            case NameField.TAG:
                tags = numbers(names.tags(self.database, leaf.value, leaf.prefix))
                return f"EXISTS(SELECT 1 FROM paper_tags x WHERE x.paper = {id} AND x.tag IN {tags})"
            case NameField.CATEGORY:
                found = numbers(names.categories(self.database, leaf.value, leaf.prefix))
                return (
                    f"EXISTS(SELECT 1 FROM paper_categories x WHERE x.paper = {id} AND x.category IN {found})"
                )
            case NameField.DIGEST | NameField.SOURCE:
                digests = numbers(self.digests(leaf))
                return f"EXISTS(SELECT 1 FROM entries e WHERE e.paper = {id} AND e.digest IN {digests})"
            case NameField.VENUE:
                venues = self.bind(json.dumps(names.venues(self.database, leaf.value, leaf.prefix)))
                return (
                    f"EXISTS(SELECT 1 FROM papers x WHERE x.id = {id}"
                    f" AND x.venue IN (SELECT value FROM json_each({venues})))"
                )
            case NameField.KEY:
                return f"{id} IN ({self.keys(leaf)})"
            case _:
                return self.never

    def digests(self, leaf: Named) -> Sequence[int]:
        if leaf.field is NameField.SOURCE:
            return names.digests_of(self.database, leaf.value, leaf.prefix)
        return names.digests(self.database, leaf.value, leaf.prefix)

    def keys(self, leaf: Named) -> str:
        exact = names.paper_of(self.database, leaf.value)
        if exact is not None and not leaf.prefix:
            return str(exact)
        ranges = [
            f"SELECT paper FROM paper_keys WHERE key >= {self.bind(start)}"
            f" AND key < {self.bind(start + names.LAST)}"
            for start in names.key_beginnings(leaf.value)
        ]
        return " UNION ".join(ranges)

    # -- days -------------------------------------------------------------------------------------------

    def _days(self, days: Days, id: str) -> str:
        match days.field:
            case DateField.PUBLISHED:
                return (
                    f"EXISTS(SELECT 1 FROM papers x WHERE x.id = {id} AND {self.within('x.published', days)})"
                )
            case DateField.ADDED:
                first = (
                    "(SELECT min(d.added_at) FROM entries e CROSS JOIN digests d ON d.id = e.digest"
                    f" WHERE e.paper = {id})"
                )
                return f"({_seconds(first, days)})"
            case DateField.READ:
                return f"({self._triage(id, 't.read = 1')} AND {id} IN ({self.read_within(days)}))"
            case _:
                return (
                    "EXISTS(SELECT 1 FROM entries e CROSS JOIN digests d ON d.id = e.digest"
                    f" WHERE e.paper = {id} AND {self.within('d.date', days)})"
                )

    def within(self, column: str, days: Days) -> str:
        """ISO days compare as text: a partial one (`2017-06`) counts as its first day, times sort after."""
        parts = [f"{column} IS NOT NULL"]
        if days.low:
            parts.append(f"{column} >= {self.bind(_shortest(days.low))}")
        if days.high:
            parts.append(f"{column} < {self.bind(days.high + 'U')}")
        return " AND ".join(parts)

    def read_within(self, days: Days) -> str:
        return (
            "SELECT k.paper FROM batches b INDEXED BY batches_at CROSS JOIN journal j"
            " ON j.id BETWEEN b.first AND b.last"
            f" CROSS JOIN paper_keys k ON k.key = j.key WHERE {_seconds('b.at', days, 1000)}"
            f" AND j.verb = 'read' AND j.new = '1' AND {STANDS}"
        )


AS_PLACE = {
    StateName.QUEUED: Where.QUEUE,
    StateName.DONE: Where.DONE,
    StateName.DISMISSED: Where.DISMISSED,
    StateName.SNOOZED: Where.SNOOZED,
    StateName.INBOX: Where.INBOX,
}
PLACE_NUMBER = {Where.QUEUE: 1, Where.DONE: 2, Where.DISMISSED: 3}


def _in_place(place: Where, now: int) -> str:
    if place is Where.QUEUE:
        return f"(t.place = 1 AND (t.snoozed_until IS NULL OR t.snoozed_until <= {now}))"
    return f"(t.place = {PLACE_NUMBER[place]} AND t.snoozed_until IS NULL)"


def numbers(numbers: Sequence[int]) -> str:
    return f"({', '.join(map(str, numbers))})"


def _small(id: str, p: str | None, condition: Any) -> str:
    """A condition on the columns that the index `papers_facets` covers."""
    if p is not None:
        return str(condition(p))
    return f"EXISTS(SELECT 1 FROM papers x INDEXED BY papers_facets WHERE x.id = {id} AND {condition('x')})"


def between(column: str, number: Number) -> str:
    parts = [f"{column} IS NOT NULL"]
    if number.low is not None:
        parts.append(f"{column} {'>' if number.over else '>='} {number.low}")
    if number.high is not None:
        parts.append(f"{column} {'<' if number.under else '<='} {number.high}")
    return " AND ".join(parts)


def _shortest(day: str) -> str:
    """The shortest spelling of the first day of a month or a year, which sorts before all others."""
    return day.removesuffix("-01").removesuffix("-01") if day.endswith("-01") else day


def _seconds(value: str, days: Days, per_second: int = 1) -> str:
    """Days as a stretch of seconds since 1970, local time."""
    parts = [f"{value} IS NOT NULL"]
    if days.low:
        parts.append(f"{value} >= {_start(days.low) * per_second}")
    if days.high:
        parts.append(f"{value} < {_start(days.high, 1) * per_second}")
    return " AND ".join(parts)


def _start(iso: str, later: int = 0) -> int:
    """The second at which an ISO day begins; days that no clock reaches are as far off as it goes."""
    try:
        return local(date.fromisoformat(iso) + timedelta(days=later))
    except (ValueError, OverflowError, OSError):
        return -(1 << 40) if iso < "1970" else 1 << 40
