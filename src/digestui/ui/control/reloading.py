"""Settings and keys read again while the reader runs, and what is wrong with them said by file and line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from digestui import paths, settings
from digestui.records import replace
from digestui.text import dates
from digestui.ui import glyphs, themes
from digestui.ui.keymap import Keymap, KeyProblem
from digestui.ui.row_layout import Span

if TYPE_CHECKING:
    from digestui.settings import Loaded
    from digestui.ui.desk import Desk


def reload(desk: Desk) -> None:
    """Obey the settings file as it is now. The library, the view to start in, and whether all is plain, wait
    for the next start."""
    loaded = settings.load(paths.config_file(desk.env))
    before = desk.settings
    desk.settings = replace(loaded.settings, plain=before.plain)
    keymap, problems = Keymap.build(desk.settings.preset, desk.settings.keys)
    keymap.ascii = glyphs.pick(desk.settings.glyphs, desk.env, plain=desk.settings.plain).ascii
    _take_keys(desk, keymap)
    _take_looks(desk)
    said = complaints(loaded, problems)
    if said:
        desk.words.say(Span(said, "warn"))
    elif before.library != desk.settings.library:
        desk.words.say("read the settings again; the other library opens at the next start")
    else:
        there = loaded.file.exists()
        desk.words.say("read the settings again" if there else f"no {loaded.file}: the defaults are used")


def complaints(loaded: Loaded, problems: Sequence[KeyProblem]) -> str:
    """The first thing that is wrong, and how many more there are; empty where all is well."""
    return loaded.summary((f"keys.{problem.name}", problem.reason) for problem in problems if problem.wrong)


def _take_keys(desk: Desk, keymap: Keymap) -> None:
    desk.keymap = keymap
    desk.screen.take_keys()


def _take_looks(desk: Desk) -> None:
    chosen, screen = desk.settings, desk.screen
    dates.show_days_as(chosen.date_format)
    marks = glyphs.pick(chosen.glyphs, desk.env, plain=chosen.plain)
    desk.glyphs = desk.app.glyphs = marks
    for widget in screen.walk_children():
        if hasattr(widget, "glyphs"):
            widget.glyphs = marks
    screen.list.wanted = chosen.columns
    theme = themes.pick(chosen.theme, desk.env, chosen.colours, desk.app.light)
    if theme.name == desk.app.theme == "own":
        desk.app.theme = "dark"  # or it would not be seen that there is another of that name
    themes.register(desk.app)
    desk.app.theme = theme.name
    desk.shape = replace(desk.shape, density=chosen.density, peek=chosen.peek)
    screen.layouts.apply()
    screen.redraw()
    desk.words.header()
    desk.facts.ask_facets()
