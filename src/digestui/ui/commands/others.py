"""Everything else: refresh, zoom, help, palette, command line, themes, quitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digestui.ui.commands import register
from digestui.ui.control.showing import RESULTS

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


@register("fetch")
def fetch(desk: Desk, count: int | None) -> None:
    from digestui.ui.control.arrival import fetch_new

    fetch_new(desk)


@register("enrich")
def ask_services(desk: Desk, count: int | None) -> None:
    from digestui.ui.control.services import enrich

    current = desk.listing.current
    ids = list(desk.listing.selected) or ([current] if current is not None else [])
    if ids:
        enrich(desk, ids=ids)
    else:
        desk.words.say("no paper under the cursor")


@register("refresh")
def refresh(desk: Desk, count: int | None) -> None:
    desk.app.forget_screen()
    desk.finder.refresh()
    desk.words.say("refreshed")


@register("zoom")
def zoom(desk: Desk, count: int | None) -> None:
    pane = desk.screen.pane
    if desk.screen.geometry.tabs:
        desk.words.say("one pane at a time here already")
        return
    desk.screen.layouts.change(zoomed="" if desk.shape.zoomed else pane)


@register("help")
def show_help(desk: Desk, count: int | None) -> None:
    from digestui.ui.screens.help import HelpScreen

    def chosen(name: str | None) -> None:
        if name:
            desk.screen.run(name)

    desk.app.push_screen(HelpScreen(desk.keymap), chosen)


@register("palette")
def palette(desk: Desk, count: int | None) -> None:
    from digestui.ui.dialogs.palette import Palette

    keeper = desk.notekeeper
    if keeper.previewed is not None and keeper.previewed == keeper.paper and desk.screen.pane == "note":
        keeper.edit()  # the key that led out of the typing leads back
        return

    def chosen(name: str | None) -> None:
        if name:
            desk.recent = [name, *(n for n in desk.recent if n != name)][:8]
            desk.screen.run(name)

    desk.app.push_screen(Palette(desk.keymap, recent=desk.recent), chosen)


@register("command-line")
def command_line(desk: Desk, count: int | None) -> None:
    from digestui.ui.control.typed_commands import open_line

    open_line(desk)


@register("theme")
def theme(desk: Desk, count: int | None) -> None:
    from digestui.ui import themes
    from digestui.ui.dialogs.choose import Choice, ChooseDialog

    names = [name for name in (*themes.NAMES, "own") if name in themes.THEMES]
    choices = [Choice(name, name, chosen=name == desk.app.theme) for name in names]

    def chosen(name: str | None) -> None:
        if name:
            desk.app.theme = name

    desk.app.push_screen(ChooseDialog("Theme", choices), chosen)


@register("reload")
def reload_settings(desk: Desk, count: int | None) -> None:
    from digestui.ui.control.reloading import reload

    reload(desk)


@register("sync")
def sync(desk: Desk, count: int | None) -> None:
    from digestui.errors import Trouble
    from digestui.ui.control.exchanging import exchange

    try:
        exchange(desk)
    except Trouble as trouble:
        desk.words.failed(trouble)


@register("import")
def import_file(desk: Desk, count: int | None) -> None:
    from digestui.ui.control.arrival import bring_in
    from digestui.ui.dialogs.ask import AskDialog

    def chosen(path: str | None) -> None:
        if path:
            bring_in(desk, [path])

    desk.app.push_screen(AskDialog("Import", placeholder="a file or folder", verb="import"), chosen)


@register("pipe")
def pipe(desk: Desk, count: int | None) -> None:
    """Ask for a command and give it the selection, or the paper under the cursor, as JSON lines; what one
    said while somebody went on is shown first."""
    if desk.waiting is not None:
        show, desk.waiting = desk.waiting, None
        show()
        return
    from digestui.ui.control import piping
    from digestui.ui.dialogs.ask import AskDialog

    if not desk.listing.targets():
        desk.words.say("no paper under the cursor")
        return

    def chosen(command: str | None) -> None:
        if command:
            piping.pipe(desk, command)

    about = "it gets one JSON object a line; what it says may become a note"
    desk.app.push_screen(
        AskDialog("Pipe to", placeholder="a command, as jq .title", about=about, verb="run"), chosen
    )


@register("export")
def export_papers(desk: Desk, count: int | None) -> None:
    from digestui.ui.control.typed_commands import open_line

    open_line(desk, "export ")


@register("select-state")
def select_state(desk: Desk, count: int | None) -> None:
    from digestui.ui.commands.selecting import say_selected
    from digestui.ui.control.picking import select_where
    from digestui.ui.dialogs.choose import Choice, ChooseDialog

    glyphs, listing = desk.glyphs, desk.listing
    choices = [
        Choice("unread", "unread", "u", mark=glyphs.unread, role="accent"),
        Choice("read", "read", "r"),
        Choice("starred", "starred", "s", mark=glyphs.starred, role="star"),
        Choice("undecided", "undecided", "i"),
        Choice("noted", "noted", "n", mark=glyphs.noted),
        Choice("tagged", "tagged", "t", mark=glyphs.tagged),
        Choice("none", "none: clear the selection", "x"),
    ]

    def chosen(state: str | None) -> None:
        if state is None:
            return
        if state == "none":
            listing.clear_selection()
            say_selected(desk)
            return
        select_where(desk, state, desk.holding(lambda: say_selected(desk)))

    desk.app.push_screen(ChooseDialog("Select", choices), chosen)


@register("quit")
def quit_(desk: Desk, count: int | None) -> None:
    """Back: out of a zoom, to the list, out of what was searched for; and from the list out."""
    screen = desk.screen
    if screen.unzoom():
        return
    if screen.pane != "list":
        screen.show_pane("list")
    elif desk.finder.bound_for not in RESULTS or not desk.finder.back():
        desk.app.leave()


@register("raw")
def raw(desk: Desk, count: int | None) -> None:
    """The abstract as its source wrote it, LaTeX and all; the same key makes it readable again."""
    pane = desk.screen.abstract
    pane.show_raw(not pane.raw)
    desk.words.say("the text as it was written" if pane.raw else "the text made readable")
