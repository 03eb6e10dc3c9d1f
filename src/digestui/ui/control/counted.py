"""The papers that a count before a command means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


class Counted(NamedTuple):
    """Papers that were counted."""

    ids: tuple[int, ...]
    last: int
    """Place of the last of them, when they were counted."""
    unsure: tuple[int, ...] = ()
    """Those that are passed over if they turn out to be decided: their rows were not there to tell."""


def counted(desk: Desk, count: int | None, *, decided: bool = False) -> Counted | None:
    """What so many times the command would act on, going on as a decision does: in an inbox view the paper
    under the cursor and the next undecided ones (and with `decided` all), elsewhere the next rows. None for
    the usual papers, where nothing was counted or something is selected."""
    listing = desk.listing
    if not count or count < 2 or listing.selected or listing.current is None:
        return None
    if decided or not desk.finder.showing.inbox:
        ids = tuple(listing.ids[listing.cursor : listing.cursor + count])
        return Counted(ids, listing.cursor + len(ids) - 1)
    now = desk.now()
    places = listing.counted(count, lambda row: row is None or row.triage.undecided(now))
    ids = tuple(listing.ids[place] for place in places)
    return Counted(ids, places[-1], tuple(paper for paper in ids[1:] if paper not in listing.rows))


def papers(desk: Desk, count: int | None) -> tuple[int, ...]:
    """The papers that a command which decides nothing is for."""
    several = counted(desk, count)
    return several.ids if several else desk.listing.targets()
