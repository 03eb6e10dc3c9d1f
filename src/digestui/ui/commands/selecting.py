"""Selecting: what the next act applies to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.ui.commands import register

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


def say_selected(desk: Desk) -> None:
    """How many are selected, and what that means."""
    desk.screen.list.refresh()
    desk.words.say("the next act applies to them" if desk.listing.selected else "")
    desk.words.where()
    desk.screen.name_list()


@register("select")
def select(desk: Desk, count: int | None) -> None:
    for _ in range(count or 1):
        desk.listing.toggle()
        desk.screen.list.step(1)
    say_selected(desk)


@register("select-range")
def select_range(desk: Desk, count: int | None) -> None:
    desk.listing.begin_range()
    say_selected(desk)


@register("select-all")
def select_all(desk: Desk, count: int | None) -> None:
    listing = desk.listing
    if len(listing.selected) == len(listing):
        listing.clear_selection()
    else:
        listing.select(listing.ids)
    say_selected(desk)
