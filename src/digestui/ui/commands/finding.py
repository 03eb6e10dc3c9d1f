"""Finding: the search box, sorting, filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.ui.commands import register

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


@register("search")
def search_(desk: Desk, count: int | None) -> None:
    """Open the box: empty over a view, with the query in it over the results of a search."""
    if desk.screen.pane == "filters":
        desk.screen.filters.narrow()
        return
    showing = desk.finder.showing
    desk.recall_searches()
    desk.screen.open_search(showing.text if showing.searching else "")
    desk.screen.show_footer()


@register("search-go")
def search_go(desk: Desk, count: int | None) -> None:
    box = desk.screen.box
    if box is None:
        return
    text = box.value
    desk.keep_search(text)
    desk.completing.forget()
    desk.screen.close_search()
    desk.finder.settle(text)


@register("search-leave")
def search_leave(desk: Desk, count: int | None) -> None:
    desk.completing.forget()
    desk.screen.close_search()
    desk.words.say()
    desk.finder.leave_search()


@register("search-down")
def search_down(desk: Desk, count: int | None) -> None:
    """Down in the box: the results move; with an empty box, later searches come back."""
    box = desk.screen.box
    if box is not None and desk.searches.browsing:
        box.put(desk.searches.later())
        desk.finder.live(box.value)
    else:
        desk.screen.list.step(1)


@register("search-up")
def search_up(desk: Desk, count: int | None) -> None:
    """Up in the box: the results move; at the first one, earlier searches come back."""
    box = desk.screen.box
    if (
        box is not None
        and desk.listing.cursor == 0
        and (earlier := desk.searches.earlier(box.value)) is not None
    ):
        box.put(earlier)
        desk.finder.live(earlier)
    else:
        desk.screen.list.step(-1)


@register("search-complete")
def search_complete(desk: Desk, count: int | None) -> None:
    """Tab: the correction that is offered, or a completion at the cursor; again, the next one."""
    desk.completing.tab()


@register("search-save", "save-view")
def save_view(desk: Desk, count: int | None) -> None:
    """Give the query on show a name."""
    from digestui.ui.commands.places import name_view

    box = desk.screen.box
    text = box.value if desk.screen.pane == "search" and box is not None else desk.finder.bound_text
    name_view(desk, text)


@register("filters")
def filters(desk: Desk, count: int | None) -> None:
    if desk.screen.pane == "filters":
        desk.screen.show_pane("list")
        if desk.shape.drawer and desk.screen.geometry.width < 140:
            desk.screen.layouts.change(drawer=False)
    else:
        desk.screen.show_pane("filters")
        desk.facts.ask_facets()


@register("filter-also")
def filter_also(desk: Desk, count: int | None) -> None:
    """Any of several: the value under the cursor stands beside those of its group."""
    desk.screen.filters.choose("also")


@register("filter-not")
def filter_not(desk: Desk, count: int | None) -> None:
    """Leave out what has the value under the cursor."""
    desk.screen.filters.choose("not")


@register("filter-fold")
def filter_fold(desk: Desk, count: int | None) -> None:
    """Fold the group under the cursor to its heading, or open it."""
    desk.screen.filters.toggle_group()


SORTS = (
    ("digest", "digest order"),
    ("relevance", "best match first"),
    ("-date", "newest published first"),
    ("date", "oldest published first"),
    ("-added", "last added first"),
    ("title", "title"),
    ("author", "first author"),
    ("-upvotes", "most upvotes first"),
    ("rank", "rank in the digest"),
    ("random", "random, fixed for today"),
)


def sort_by(desk: Desk, order: str) -> None:
    """Show the same papers in another order; `sort:` goes into the query's text."""
    from digestui.library import phrasing

    finder = desk.finder
    text = phrasing.with_order(finder.bound_text, order)
    finder.go(text, finder.bound_for, at=desk.listing.current, leave=False)


@register("sort")
def sort(desk: Desk, count: int | None) -> None:
    if desk.typed:
        from digestui.ui.columns import sorted_by

        if order := sorted_by(desk.typed, desk.finder.showing.order):
            sort_by(desk, order)
        return
    from digestui.ui.dialogs.choose import Choice, ChooseDialog

    def chosen(order: str | None) -> None:
        if order:
            sort_by(desk, order)

    choices = [Choice(order, word, chosen=order == desk.finder.showing.order) for order, word in SORTS]
    desk.app.push_screen(ChooseDialog("Sort", choices), chosen)
