"""Deciding: one key, one act, and on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.model.triage import Action, ActionKind
from digestui.ui.commands import register
from digestui.ui.control.counted import counted

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


def _decide(desk: Desk, action: Action, count: int | None) -> None:
    """Decide about a paper, or as many as were counted, and go on."""
    desk.decider.act(action, advance=True, counted=counted(desk, count))


@register("queue")
def queue(desk: Desk, count: int | None) -> None:
    _decide(desk, Action(ActionKind.QUEUE), count)


@register("done")
def done(desk: Desk, count: int | None) -> None:
    _decide(desk, Action(ActionKind.DONE), count)


@register("dismiss")
def dismiss(desk: Desk, count: int | None) -> None:
    _decide(desk, Action(ActionKind.DISMISS), count)


@register("inbox")
def inbox(desk: Desk, count: int | None) -> None:
    desk.decider.act(Action(ActionKind.INBOX), counted=counted(desk, count, decided=True))


@register("dismiss-above")
def dismiss_above(desk: Desk, count: int | None) -> None:
    desk.decider.dismiss_above()


@register("star")
def star(desk: Desk, count: int | None) -> None:
    desk.decider.toggle(ActionKind.STAR, ActionKind.UNSTAR, counted(desk, count))


@register("toggle-read")
def toggle_read(desk: Desk, count: int | None) -> None:
    desk.decider.toggle(ActionKind.READ, ActionKind.UNREAD, counted(desk, count))


@register("mark-read")
def mark_read(desk: Desk, count: int | None) -> None:
    desk.decider.act(Action(ActionKind.READ), counted=counted(desk, count))


@register("mark-unread")
def mark_unread(desk: Desk, count: int | None) -> None:
    desk.decider.act(Action(ActionKind.UNREAD), counted=counted(desk, count))


@register("read-all")
def read_all(desk: Desk, count: int | None) -> None:
    desk.decider.read_all()


@register("undo")
def undo(desk: Desk, count: int | None) -> None:
    desk.decider.undo(count or 1)


@register("redo")
def redo(desk: Desk, count: int | None) -> None:
    desk.decider.redo(count or 1)


def _snooze(name: str, word: str) -> None:
    @register(name)
    def snooze_to(desk: Desk, count: int | None) -> None:
        from digestui.text import dates

        _decide(desk, Action(ActionKind.SNOOZE, until=dates.parse_when(word, desk.now())), count)


_snooze("snooze-tonight", "tonight")
_snooze("snooze-tomorrow", "tomorrow")
_snooze("snooze-saturday", "saturday")
_snooze("snooze-week", "week")
_snooze("snooze-month", "month")


@register("unsnooze")
def unsnooze(desk: Desk, count: int | None) -> None:
    desk.decider.act(Action(ActionKind.UNSNOOZE), counted=counted(desk, count, decided=True))
