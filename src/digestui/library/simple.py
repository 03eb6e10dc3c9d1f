"""Queries that the counters answer: about place and read alone, or about what is new. They cost the same at
any size of the library; everything else is `search`."""

from __future__ import annotations

from digestui.library.library import Library
from digestui.model.query import In, Is, Node, Query, StateName, Where, opens_everything
from digestui.model.triage import Place
from digestui.query import edit
from digestui.storage import facets as stored
from digestui.storage import names
from digestui.storage.facets import Simple, Totals


def simple_of(where: Node | None) -> Simple | None:
    """The cells of the counters that a condition is the sum of; None where it asks for anything else."""
    opened = opens_everything(where)
    places = stored.PLACES if opened else Simple().places
    reads = stored.READS
    anywhere = False
    for node in edit.conditions_of(where):
        match node:
            case In(Where.ANY):
                anywhere = True
            case In(Where.INBOX) | Is(StateName.INBOX):
                places &= {int(Place.INBOX)}
            case In(Where.QUEUE) | Is(StateName.QUEUED):
                places &= {int(Place.QUEUE)}
            case In(Where.DONE) | Is(StateName.DONE):
                places &= {int(Place.DONE)}
            case In(Where.DISMISSED) | Is(StateName.DISMISSED):
                places &= {int(Place.DISMISSED)}
            case Is(StateName.READ):
                reads &= {1}
            case Is(StateName.UNREAD):
                reads &= {0}
            case _:
                return None
    # A running snooze hides a place, so only `in:any` without one counts what is snoozed.
    return Simple(places, reads, snoozed=anywhere and places == stored.PLACES)


def counted(lib: Library, query: Query, totals: Totals | None = None) -> int | None:
    """How many papers a query holds, if the counters know; None where they do not. Who asks for several
    queries reads the `totals` once."""
    if query.limit is not None:
        return None
    conditions = edit.conditions_of(query.where)
    if Is(StateName.NEW) in conditions:
        return _new(lib, edit.without(query.where, Is(StateName.NEW)))
    simple = simple_of(query.where)
    if simple is None:
        return None
    return (totals or Totals(lib.database, lib.now())).of(simple)


def _new(lib: Library, rest: Node | None) -> int | None:
    """New papers that are also as `rest` says: known where one digest is the newest, for a paper may be in
    several and would be counted twice."""
    simple = simple_of(rest)
    newest = names.newest_digests(lib.database)
    if simple is None or len(newest) != 1 or int(Place.INBOX) not in simple.places:
        return None
    inbox = Simple(frozenset({int(Place.INBOX)}), simple.reads)
    return stored.of_simple(lib.database, "digest", inbox, lib.now()).get(newest[0], 0)
