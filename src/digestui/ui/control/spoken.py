"""What the plain reader says in its status line beyond what the other says: for those who hear the screen.

There one sees where one is, how many papers are left and which pane one went to; here it is said in words,
once for each key, what happened first and then where one is now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.model.triage import Place
from digestui.text import safe
from digestui.ui.control.words import number
from digestui.ui.row_layout import Span, title_of

if TYPE_CHECKING:
    from digestui.model.rows import Row
    from digestui.ui.desk import Desk
    from digestui.ui.panes.filter_lines import Entry

PLACES = {Place.QUEUE: "queued", Place.DONE: "done", Place.DISMISSED: "dismissed"}


def where(desk: Desk) -> list[Span]:
    """`row 41 of 312, kept 9: CvT: Introducing Convolutions, unread, starred`"""
    listing = desk.listing
    if desk.screen.pane == "filters":
        entry = desk.screen.filters.current
        if entry is None:
            return []  # they are being counted
        return [Span(f"{entry.group}: ", "soft"), Span(_filter(entry), "text", "t")]
    if not len(listing):
        return [Span("no papers here", "bright", "b")]
    known = f"{number(len(listing))} or more" if listing.total is None else number(listing.total)
    spans = [Span(f"row {number(listing.cursor + 1)} of {known}", "bright", "b")]
    if kept := len(desk.decider.kept):
        spans.append(Span(f", kept {number(kept)}", "soft"))
    if listing.selected:
        spans.append(Span(f", {number(len(listing.selected))} selected", "note"))
    row = listing.row
    if row is not None:
        spans += [Span(": ", "soft"), Span(title_of(row), "text", "t"), Span(_states(desk, row), "soft")]
    return spans


def _filter(entry: Entry) -> str:
    """`unread, 57, chosen`, `12 more`, or that a group is folded."""
    value = entry.value
    if value is None:
        return f"{number(entry.more)} more" if entry.more else "folded"
    words = [safe.one_line(value.label), "" if value.count is None else number(value.count)]
    words += ["chosen"] * value.chosen + ["left out"] * value.excluded
    return ", ".join(word for word in words if word)


def _states(desk: Desk, row: Row) -> str:
    triage, paper, listing = row.triage, row.id, desk.listing
    words = [
        "" if triage.read else "unread",
        "snoozed" if triage.snoozed(desk.now()) else PLACES.get(triage.stands, ""),
        "starred" if triage.starred else "",
        "noted" if row.noted else "",
        *("#" + safe.one_line(tag) for tag in triage.tags),
        f"in {listing.where[paper]}" if paper in listing.where else "",
        "selected" if paper in listing.selected else "",
        "no longer matches" if paper in listing.gone else "",
    ]
    return "".join(f", {word}" for word in words if word)


def view(desk: Desk) -> str:
    """`Inbox: 111 papers, 101 unread`"""
    showing = desk.finder.showing
    total = len(desk.listing) if showing.total is None else showing.total
    unread = f", {number(showing.unread)} unread" if showing.unread else ""
    name = safe.one_line(showing.name)
    return f"{name}: {number(total)} paper{'' if total == 1 else 's'}{unread}"


def pane(desk: Desk) -> str:
    """`abstract, 64%`: which pane keys go to now, and what its title says."""
    screen = desk.screen
    name = screen.pane
    if name == "list":
        return f"list, {view(desk)}"
    if name not in ("abstract", "note"):
        return name
    title = screen.reading_pane.title
    said = (title.text.lower(), title.extra, *(part.text for part in title.info))
    return ", ".join(safe.one_line(word) for word in said if word)
