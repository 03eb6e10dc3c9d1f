"""Moving: in the pane that has the focus, and through papers from any pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.model.rows import Row
from digestui.model.triage import Action, ActionKind
from digestui.ui.commands import register
from digestui.ui.control.showing import RESULTS

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


def _step(desk: Desk, by: int) -> None:
    pane = desk.screen.pane
    if pane == "list":
        desk.screen.list.step(by)
    elif pane == "filters":
        desk.screen.filters.move(by)
    elif pane == "abstract" and desk.screen.abstract.choosing:
        desk.screen.abstract.draw_lines(by)
    else:
        desk.screen.reading_pane.scroll(by)


@register("down")
def down(desk: Desk, count: int | None) -> None:
    _step(desk, count or 1)


@register("up")
def up(desk: Desk, count: int | None) -> None:
    _step(desk, -(count or 1))


@register("first")
def first(desk: Desk, count: int | None) -> None:
    pane = desk.screen.pane
    if pane == "list":
        desk.screen.list.move((count or 1) - 1)
    elif pane == "filters":
        desk.screen.filters.move_to(0)
    else:
        desk.screen.reading_pane.go_to(0)


@register("last")
def last(desk: Desk, count: int | None) -> None:
    pane = desk.screen.pane
    if pane == "list":
        desk.screen.list.move((count or len(desk.listing)) - 1)
    elif pane == "filters":
        desk.screen.filters.move_to(-1)
    elif pane == "abstract" and desk.screen.abstract.choosing:
        desk.screen.abstract.draw_lines(1 << 20)
    else:
        desk.screen.reading_pane.go_to(1 << 30)


def _page(desk: Desk, pages: float) -> None:
    pane = desk.screen.pane
    if pane == "list":
        desk.screen.list.turn(pages)
    elif pane == "filters":
        desk.screen.filters.move_page(1 if pages > 0 else -1)
    elif abs(pages) < 1:
        desk.screen.reading_pane.half_page(1 if pages > 0 else -1)
    elif pages > 0:
        desk.screen.reading_pane.page_down()
    else:
        desk.screen.reading_pane.page_up()


@register("half-page-down")
def half_page_down(desk: Desk, count: int | None) -> None:
    _page(desk, 0.5)


@register("half-page-up")
def half_page_up(desk: Desk, count: int | None) -> None:
    _page(desk, -0.5)


@register("page-down")
def page_down(desk: Desk, count: int | None) -> None:
    _page(desk, count or 1)


@register("page-up")
def page_up(desk: Desk, count: int | None) -> None:
    _page(desk, -(count or 1))


@register("next-paper")
def next_paper(desk: Desk, count: int | None) -> None:
    desk.screen.list.step(count or 1)


@register("previous-paper")
def previous_paper(desk: Desk, count: int | None) -> None:
    desk.screen.list.step(-(count or 1))


def _unread(row: Row | None) -> bool:
    return row is None or not row.triage.read


def _to_unread(desk: Desk, step: int, count: int) -> None:
    place: int | None = None
    at = desk.listing.cursor
    for _ in range(count):
        found = desk.listing.next_place(_unread, step=step, start=at)
        if found is None:
            break
        place = at = found
    if place is None:
        desk.words.say(f"no unread paper {'below' if step > 0 else 'above'}")
    else:
        desk.screen.list.move(place)


@register("next-unread")
def next_unread(desk: Desk, count: int | None) -> None:
    _to_unread(desk, 1, count or 1)


@register("previous-unread")
def previous_unread(desk: Desk, count: int | None) -> None:
    _to_unread(desk, -1, count or 1)


@register("next-match")
def next_match(desk: Desk, count: int | None) -> None:
    if not all(desk.screen.abstract.next_match(1) for _ in range(count or 1)):
        desk.words.say("nothing to step through: no search matched here")


@register("previous-match")
def previous_match(desk: Desk, count: int | None) -> None:
    if not all(desk.screen.abstract.next_match(-1) for _ in range(count or 1)):
        desk.words.say("nothing to step through: no search matched here")


@register("next-pane")
def next_pane(desk: Desk, count: int | None) -> None:
    desk.screen.step_pane(1)


@register("previous-pane")
def previous_pane(desk: Desk, count: int | None) -> None:
    desk.screen.step_pane(-1)


@register("read-on")
def read_on(desk: Desk, count: int | None) -> None:
    """Page through the abstract; at its end mark read and go to the next undecided or unread paper."""
    if desk.listing.current is None:
        return
    if not desk.screen.abstract_visible and desk.screen.geometry.tabs:
        desk.screen.show_pane("abstract")
        return
    # A held key must not run past papers whose abstract was never on the screen.
    desk.facts.when_shown(lambda: _read_on(desk))


def _read_on(desk: Desk) -> None:
    if desk.screen.abstract_visible and not desk.screen.abstract.page_down():
        return
    if desk.settings.read_when == "end" or desk.settings.read_when.startswith("dwell"):
        row = desk.listing.row
        if row is not None and not row.triage.read:
            desk.decider.act(Action(ActionKind.READ), ids=[row.id])
    inbox = desk.finder.showing.inbox
    now = desk.now()
    place = desk.listing.next_place(
        (lambda row: row is None or row.triage.undecided(now)) if inbox else _unread
    )
    if place is None:
        desk.words.say("no undecided paper below" if inbox else "no unread paper below")
    else:
        desk.screen.list.move(place)


@register("read-back")
def read_back(desk: Desk, count: int | None) -> None:
    if desk.screen.abstract_visible:
        desk.screen.abstract.page_up()
    else:
        desk.screen.list.turn(-1)


@register("open")
def open_(desk: Desk, count: int | None) -> None:
    """Enter: from the list into the abstract, there quote chosen lines or open the page; on a filter choose
    it, on a note write it."""
    pane = desk.screen.pane
    if pane == "filters":
        desk.screen.filters.choose()
    elif pane == "note":
        desk.notekeeper.edit()
    elif pane == "list":
        desk.screen.show_pane("abstract")
    elif desk.screen.abstract.choosing:
        desk.screen.run("quote")
    else:
        desk.facts.when_shown(lambda: _open_known_page(desk))


def _open_known_page(desk: Desk) -> None:
    """The page of the paper that is being read; where none is known, only its own key searches the web."""
    from digestui.ui import links

    detail = desk.screen.abstract.detail
    if detail is not None and links.links(detail).page:
        desk.screen.run("open-page")
    elif detail is not None:
        key = desk.keymap.keys_of("open-page")
        desk.words.say("no page is known for this paper" + (f", {key} searches for its title" if key else ""))


@register("back")
def back(desk: Desk, count: int | None) -> None:
    """Escape: stops what runs in the background, lets go of a selection, then of a zoom, then goes back to
    the list, then from results, or from a list without papers, to the view before."""
    screen = desk.screen
    if screen.abstract.end_choosing():
        desk.words.say()
    elif desk.finder.stop():
        return
    elif desk.busy and not desk.stopping:
        desk.stopping = True
        desk.words.say(f"stopping the {desk.busy}")
    elif desk.listing.clear_selection():
        screen.list.refresh()
        desk.words.where()
        desk.words.say("selection cleared")
    elif screen.unzoom():
        return
    elif screen.pane != "list":
        screen.show_pane("list")
    elif (desk.finder.bound_for in RESULTS or desk.finder.nothing) and desk.finder.back():
        return
    else:
        desk.words.say()


def digest_step(desk: Desk, step: int) -> None:
    """Go to the digest before or after the one on show."""
    from digestui.library import digests, phrasing
    from digestui.library.library import Library
    from digestui.model.digest import Digest

    understood = desk.finder.showing.understood
    named = phrasing.digest_of(understood.query) if understood else None
    paper = desk.listing.current

    def job(lib: Library) -> Digest | None:
        return digests.beside(lib, named, paper, step)

    def then(found: Digest | None) -> None:
        if found is None:
            desk.words.say("no older digest" if step < 0 else "no newer digest")
            return
        desk.words.say()  # that there was no further one the other way
        # A walk through digests is one step on the way back.
        desk.finder.go(phrasing.digest_term(found), f"{found.name}, {found.date}", leave=named is None)

    desk.lanes.front.ask("digest", job, then, desk.words.failed)


@register("previous-digest")
def previous_digest(desk: Desk, count: int | None) -> None:
    digest_step(desk, -1)


@register("next-digest")
def next_digest(desk: Desk, count: int | None) -> None:
    digest_step(desk, 1)
