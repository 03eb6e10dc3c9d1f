"""Going places: views, the built-in lists, history, digests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from digestui.library import views
from digestui.library.library import Library
from digestui.model.receipt import Receipt
from digestui.model.rows import View
from digestui.ui.commands import register

if TYPE_CHECKING:
    from digestui.ui.desk import Desk

BUILT_IN = {
    "go-inbox": ("Inbox", "in:inbox"),
    "go-unread": ("Unread", "is:unread"),
    "go-starred": ("Starred", "is:starred"),
    "go-queue": ("Queue", "in:queue"),
    "go-snoozed": ("Snoozed", "in:snoozed"),
}


def _built_in(name: str, title: str, text: str) -> None:
    @register(name)
    def go(desk: Desk, count: int | None) -> None:
        desk.screen.close_search()
        desk.finder.go(text, title)
        desk.screen.show_pane("list")


for _name, (_title, _text) in BUILT_IN.items():
    _built_in(_name, _title, _text)


def go_to_view(desk: Desk, view: View) -> None:
    """Show a view."""
    desk.finder.go(view.query, view.name)
    desk.screen.show_pane("list")


def _nth(number: int) -> None:
    @register(f"view-{number}")
    def nth(desk: Desk, count: int | None) -> None:
        def then(found: list[View]) -> None:
            if number <= len(found):
                go_to_view(desk, found[number - 1])
            else:
                desk.words.say(f"there is no view {number}: there are {len(found)}")

        desk.lanes.front.ask("views", lambda lib: views.views(lib), then, desk.words.failed)


for _number in range(1, 10):
    _nth(_number)


@register("views")
def choose_view(desk: Desk, count: int | None) -> None:
    """All views with their counts; the first nine have their digits."""
    from digestui.ui.dialogs.choose import Choice, ChooseDialog

    by_name: dict[str, View] = {}

    def then(found: list[View]) -> None:
        by_name.update((view.name, view) for view in found)
        dialog.fill(
            [
                Choice(
                    view.name,
                    view.name,
                    key=str(number) if number < 10 else "",
                    note="" if view.count is None else f"{view.count:,}",
                    chosen=view.name == desk.finder.showing.name,
                )
                for number, view in enumerate(found, 1)
            ]
        )

    def chosen(name: str | None) -> None:
        if name is not None:
            go_to_view(desk, by_name[name])

    # Opened first and filled afterwards: `F 3` typed fast must not open the third view and a dialog.
    dialog = ChooseDialog("Views", None, narrow=True, verb="open")
    desk.app.push_screen(dialog, chosen)
    desk.lanes.back.ask("views", lambda lib: views.views(lib, counts=True), then, desk.words.failed)


def name_view(desk: Desk, text: str) -> None:
    """Ask for a name and save the query under it."""
    from digestui.ui.dialogs.ask import AskDialog

    if not text.strip():
        desk.words.say("nothing to save: the query is empty")
        return

    def named(name: str | None) -> None:
        if name:
            save_named(desk, name, text)

    desk.app.push_screen(AskDialog("Save as view", placeholder="name", about=text, verb="save"), named)


def save_named(desk: Desk, name: str, text: str) -> None:
    """Save a query under a name."""

    def then(receipt: Receipt) -> None:
        desk.words.say(receipt.label)
        desk.facts.ask_facets()

    desk.lanes.write.do("view", lambda lib: views.save_view(lib, name, text), then, desk.words.not_saved)


def remove_named(desk: Desk, name: str) -> None:
    """Remove a view; the papers stay."""

    def then(_: object) -> None:
        desk.words.say(f"removed view {name}")
        desk.facts.ask_facets()

    desk.lanes.write.do("view", lambda lib: views.remove_view(lib, name), then, desk.words.failed)


@register("history")
def show_history(desk: Desk, count: int | None) -> None:
    """The journal; undo from there, or go to a paper."""
    from digestui.library import history
    from digestui.model.journal import HistoryEntry
    from digestui.ui.control.picking import go_to_key
    from digestui.ui.screens.history import HistoryScreen

    shown = desk.holding()

    async def load(offset: int, limit: int) -> list[HistoryEntry]:
        def job(lib: Library) -> list[HistoryEntry]:
            return history.with_steps(lib, history.history(lib, limit=offset + limit)[offset:])

        return list(await desk.look("history", job, shown))

    async def walk(verb: Callable[[Library], Receipt | None], word: str) -> str:
        return desk.decider.walked(await desk.write(word, verb), word, go=False)

    async def undo(batch: int) -> str:
        return await walk(lambda lib: history.undo_to(lib, batch), "undo")

    async def redo() -> str:
        return await walk(history.redo, "redo")

    def chosen(key: str | None) -> None:
        if key:
            go_to_key(desk, key)

    desk.app.push_screen(HistoryScreen(load, undo, redo=redo, now=desk.clock()), chosen)


@register("digests")
def show_digests(desk: Desk, count: int | None) -> None:
    """The digests; open one, or take one out."""
    from digestui.library import digests, phrasing
    from digestui.model.digest import Digest
    from digestui.ui.screens.digests import DigestsScreen

    shown = desk.holding()

    async def load() -> list[Digest]:
        return list(await desk.look("digests", digests.digests, shown))

    async def remove(digest: Digest) -> str:
        name = f"{digest.name} {digest.date}"
        receipt = await desk.write("digest", lambda lib: digests.remove_digest(lib, name))
        desk.finder.refresh()
        return f"{receipt.label}: {receipt.count:,} papers left the library; import it again to have it back"

    def chosen(digest: Digest | None) -> None:
        if digest is not None:
            desk.finder.go(phrasing.digest_term(digest), f"{digest.name}, {digest.date}")
            desk.screen.show_pane("list")

    understood = desk.finder.showing.understood
    current = phrasing.digest_of(understood.query) if understood is not None else None
    screen = DigestsScreen(load, remove, now=desk.clock(), current=current or "")
    desk.app.push_screen(screen, chosen)


@register("statistics")
def show_statistics(desk: Desk, count: int | None) -> None:
    """Figures about reading; a day chosen there shows the papers read on it."""
    from datetime import date

    from digestui.library import phrasing, statistics
    from digestui.model.statistics import Figures
    from digestui.ui.screens.statistics import StatisticsScreen

    shown = desk.holding()

    async def load(period: str, until: date | None, text: str) -> Figures:
        def job(lib: Library) -> Figures:
            return statistics.figures(lib, period, until=until, text=text)

        found: Figures = await desk.look("statistics", job, shown)
        return found

    def chosen(answer: tuple[date, str] | None) -> None:
        if answer is not None:
            day, text = answer
            desk.finder.go(phrasing.read_on(day.isoformat(), text), f"Read {day.day} {day:%b} {day.year}")
            desk.screen.show_pane("list")

    desk.app.push_screen(StatisticsScreen(load, now=desk.clock()), chosen)


@register("similar")
def show_similar(desk: Desk, count: int | None) -> None:
    """Papers near to the one under the cursor, with reasons."""
    from digestui.ui.control import nearby

    nearby.show(desk)
