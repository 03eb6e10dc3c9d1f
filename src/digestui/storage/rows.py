"""Papers as lists and panes show them, read by id: one statement for a page, whole records for a few."""

from __future__ import annotations

import json
from collections.abc import Sequence

from digestui.model.digest import Membership
from digestui.model.facts import FIELDS, Fact
from digestui.model.paper import Paper
from digestui.model.rows import Detail, Row
from digestui.model.triage import Place, Triage
from digestui.storage import citekeys, names
from digestui.storage.database import Database

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TAGS = (
    "(SELECT json_group_array(name) FROM (SELECT g.name FROM paper_tags x CROSS JOIN tags g ON g.id = x.tag"
    " WHERE x.paper = p.id ORDER BY g.folded))"
)
_TRIAGE = f"t.read, t.starred, t.place, t.snoozed_until, t.watched, {_TAGS}"

_ROWS = f"""
SELECT p.id, p.key, p.title, {_TRIAGE},
  EXISTS(SELECT 1 FROM notes n WHERE n.paper = p.id), p.has_code,
  EXISTS(SELECT 1 FROM revised r WHERE r.paper = p.id), p.year, p.published, p.upvotes,
  substr(p.authors, 1, coalesce(nullif(instr(p.authors, char(10)), 0) - 1, length(p.authors))), p.venue
FROM json_each(?) j CROSS JOIN papers p ON p.id = j.value LEFT JOIN triage t ON t.paper = p.id
ORDER BY j.key"""

_DETAILS = f"""
SELECT p.id, p.key, p.title, {_TRIAGE}, p.abstract, p.authors, p.published, p.updated, p.categories, p.venue,
  p.urls, p.upvotes, p.version, p.comment, p.has_code, n.text, n.saved_at,
  EXISTS(SELECT 1 FROM revised r WHERE r.paper = p.id), s.name,
  (SELECT json_group_array(key) FROM (
    SELECT key FROM paper_keys k WHERE k.paper = p.id AND k.key <> p.key ORDER BY key)),
  (SELECT json_group_array(json_array(name, date, rank, source,
    json(CASE WHEN archive THEN 'true' ELSE 'false' END))) FROM (
    SELECT d.name, d.date, e.rank, o.name AS source, d.archive FROM entries e
    CROSS JOIN digests d ON d.id = e.digest CROSS JOIN sources o ON o.id = d.source
    WHERE e.paper = p.id ORDER BY d.date DESC, d.name)),
  (SELECT json_group_array(json_array(field, value, source, at)) FROM facts f
    WHERE f.paper = p.id AND f.field <> 'asked'),
  {citekeys.OF_PAPER}
FROM json_each(?) j CROSS JOIN papers p ON p.id = j.value LEFT JOIN triage t ON t.paper = p.id
  LEFT JOIN notes n ON n.paper = p.id LEFT JOIN sources s ON s.id = p.source
ORDER BY j.key"""


def rows(database: Database, ids: Sequence[int]) -> list[Row]:
    """The rows of `ids`, in that order; ids without a paper are left out."""
    return [
        Row(
            id=row[0],
            key=row[1],
            title=row[2],
            triage=_triage(row[3:9]),
            noted=bool(row[9]),
            has_code=bool(row[10]),
            updated=bool(row[11]),
            year=row[12],
            published=row[13],
            upvotes=row[14],
            author=row[15],
            venue=row[16],
        )
        for row in database.rows(_ROWS, (json.dumps(list(ids)),))
    ]


def details(database: Database, ids: Sequence[int]) -> list[Detail]:
    """Whole papers with everything personal, in the order of `ids`; ids without a paper are left out."""
    return [_detail(row) for row in database.rows(_DETAILS, (json.dumps(list(ids)),))]


def _detail(row: tuple[Any, ...]) -> Detail:
    aliases = tuple(json.loads(row[24]))
    paper = Paper(
        keys=(row[1], *aliases),
        title=row[2],
        abstract=row[9],
        authors=_lines(row[10]),
        published=row[11],
        updated=row[12],
        categories=_lines(row[13]),
        venue=row[14],
        urls=_lines(row[15]),
        upvotes=row[16],
        version=row[17],
        comment=row[18],
    )
    return Detail(
        id=row[0],
        paper=paper,
        triage=_triage(row[3:9]),
        note=row[20],
        note_saved=row[21],
        digests=tuple(Membership(*said) for said in json.loads(row[25])),
        aliases=aliases,
        source=row[23] or "",
        has_code=bool(row[19]),
        updated=bool(row[22]),
        facts=_facts(row[26]),
        citekey=row[27] or "",
    )


def _facts(said: str) -> tuple[Fact, ...]:
    if said == "[]":
        return ()
    found = [Fact(*one) for one in json.loads(said)]
    return tuple(sorted((f for f in found if f.field in FIELDS), key=lambda f: FIELDS.index(f.field)))


def _triage(row: Sequence[Any]) -> Triage:
    read, starred, place, until, watched, tags = row
    return Triage(
        read=bool(read),
        starred=bool(starred),
        place=Place(place or 0),
        snoozed_until=until,
        tags=tuple(json.loads(tags)) if tags != "[]" else (),
        watched=bool(watched),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def candidates(database: Database, text: str, most: int = 20) -> list[tuple[int, str]]:
    """(paper, key) of papers that some key beginning with `text` leads to, each once, at most `most`."""
    found: dict[int, str] = {}
    for start in names.key_beginnings(text):
        sql = "SELECT paper, key FROM paper_keys WHERE key >= ? AND key < ? ORDER BY key LIMIT ?"
        for paper, key in database.rows(sql, (start, start + names.LAST, most)):
            found.setdefault(paper, key)
    return list(found.items())[:most]
