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
        before = desk.listing.cursor
        desk.screen.list.step(1)
        if desk.listing.cursor == before:  # the last row: once is enough
            break
    say_selected(desk)


@register("select-range")
def select_range(desk: Desk, count: int | None) -> None:
    desk.listing.begin_range()
    say_selected(desk)


@register("select-lines")
def select_lines(desk: Desk, count: int | None) -> None:
    """Choose lines of the abstract, to quote them; again to choose none."""
    # Not of the paper before, whose abstract may still stand there.
    desk.facts.when_shown(lambda: _select_lines(desk, count))


def _select_lines(desk: Desk, count: int | None) -> None:
    pane = desk.screen.abstract
    if not pane.choose_lines():
        desk.words.say("no abstract to quote from")
    elif pane.choosing:
        pane.draw_lines((count or 1) - 1)
        say_lines(desk)
    else:
        desk.words.say("")


def say_lines(desk: Desk) -> None:
    """What can be done with the lines that are chosen."""
    moves = desk.words.key("down") + " " + desk.words.key("up")
    desk.words.say(f"lines: {moves} more or fewer", *desk.words.hint("quote", "quote in the note"))


@register("quote")
def quote(desk: Desk, count: int | None) -> None:
    """Put the chosen words of the abstract into the note, as a quotation."""
    from digestui.ui.panes import chosen_lines

    pane = desk.screen.abstract
    text = pane.chosen_words
    if not text:
        desk.words.say("nothing chosen to quote", *desk.words.hint("select-lines", "choose lines"))
        return
    pane.end_choosing()
    desk.screen.clear_selection()

    def begun() -> None:
        desk.screen.note.quote(chosen_lines.quote(text))

    desk.notekeeper.edit(begun)


@register("select-all")
def select_all(desk: Desk, count: int | None) -> None:
    listing = desk.listing
    # What was decided stands dimmed, and is not of the view any more.
    wanted = [i for i in listing.ids if i not in listing.gone] if listing.gone else listing.ids
    if len(listing.selected) >= len(wanted):
        listing.clear_selection()
    else:
        listing.select(wanted)
    say_selected(desk)
