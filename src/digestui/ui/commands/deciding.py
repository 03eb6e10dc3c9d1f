"""Deciding: one key, one act, and on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.model.triage import Action, ActionKind
from digestui.ui.commands import register

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


def _counted(desk: Desk, count: int | None) -> list[int] | None:
    """The papers from the cursor on that a count before the command means; None for the usual ones."""
    listing = desk.listing
    if not count or count < 2 or listing.selected:
        return None
    return list(listing.ids[listing.cursor : listing.cursor + count])


def _decide(desk: Desk, kind: ActionKind, count: int | None) -> None:
    """Decide about a paper, or as many as were counted, and go on."""
    ids = _counted(desk, count)
    desk.decider.act(Action(kind), advance=True, ids=ids, past=len(ids) if ids else 1)


@register("queue")
def queue(desk: Desk, count: int | None) -> None:
    _decide(desk, ActionKind.QUEUE, count)


@register("done")
def done(desk: Desk, count: int | None) -> None:
    _decide(desk, ActionKind.DONE, count)


@register("dismiss")
def dismiss(desk: Desk, count: int | None) -> None:
    _decide(desk, ActionKind.DISMISS, count)


@register("inbox")
def inbox(desk: Desk, count: int | None) -> None:
    desk.decider.act(Action(ActionKind.INBOX))


@register("dismiss-above")
def dismiss_above(desk: Desk, count: int | None) -> None:
    desk.decider.dismiss_above()


@register("star")
def star(desk: Desk, count: int | None) -> None:
    desk.decider.toggle(ActionKind.STAR, ActionKind.UNSTAR)


@register("toggle-read")
def toggle_read(desk: Desk, count: int | None) -> None:
    desk.decider.toggle(ActionKind.READ, ActionKind.UNREAD)


@register("mark-read")
def mark_read(desk: Desk, count: int | None) -> None:
    desk.decider.act(Action(ActionKind.READ), ids=_counted(desk, count))


@register("mark-unread")
def mark_unread(desk: Desk, count: int | None) -> None:
    desk.decider.act(Action(ActionKind.UNREAD), ids=_counted(desk, count))


@register("read-all")
def read_all(desk: Desk, count: int | None) -> None:
    desk.decider.read_all()


@register("undo")
def undo(desk: Desk, count: int | None) -> None:
    desk.decider.undo(count or 1)


@register("redo")
def redo(desk: Desk, count: int | None) -> None:
    desk.decider.redo(count or 1)


def snooze_until(desk: Desk, word: str) -> None:
    """Snooze till a WHEN that is known to be good."""
    from digestui.text import dates

    desk.decider.act(Action(ActionKind.SNOOZE, until=dates.parse_when(word, desk.now())), advance=True)


def _snooze(name: str, word: str) -> None:
    @register(name)
    def snooze_to(desk: Desk, count: int | None) -> None:
        snooze_until(desk, word)


_snooze("snooze-tonight", "tonight")
_snooze("snooze-tomorrow", "tomorrow")
_snooze("snooze-saturday", "saturday")
_snooze("snooze-week", "week")
_snooze("snooze-month", "month")


@register("unsnooze")
def unsnooze(desk: Desk, count: int | None) -> None:
    desk.decider.act(Action(ActionKind.UNSNOOZE))
