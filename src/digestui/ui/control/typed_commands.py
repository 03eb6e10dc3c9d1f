"""What lines typed after `:` do: the commands of the key table by name, and those that take words."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from digestui.errors import Trouble
from digestui.library import digests, export, phrasing, search, triage, views
from digestui.library.library import Library
from digestui.model.digest import Digest
from digestui.model.receipt import Receipt
from digestui.model.rows import View
from digestui.text import safe
from digestui.ui import typed
from digestui.ui.control import confined
from digestui.ui.control.words import papers
from digestui.ui.row_layout import Span

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


MOST_STEPS = 100_000
"""More steps at a time are a slip of the finger."""


def open_line(desk: Desk, value: str = "") -> None:
    """Open the command line; what it completes from is read while one types."""
    from digestui.ui.dialogs.command_line import CommandLine, Source

    def job(lib: Library) -> dict[str, list[str]]:
        return {
            "tag": [tag for tag, _ in triage.tags(lib)],
            "view": [view.name for view in views.views(lib)],
            "digest": [digest.name for digest in digests.digests(lib)],
        }

    def then(words: dict[str, list[str]]) -> None:
        line.learn({kind: partial(list, found) for kind, found in words.items()})

    known: dict[str, Source] = {"format": export.formats, "query": lambda: desk.searches.lines[-20:]}
    if desk.confined:
        known["file"] = list  # names of files are none of this reader's business
    line = CommandLine(known, history=desk.lines, value=value)
    desk.app.push_screen(line, lambda text: said(desk, text) if text else None)
    desk.lanes.front.ask("words", job, then, desk.words.failed)


def said(desk: Desk, text: str) -> None:
    """Do what a line says."""
    desk.lines = [*(line for line in desk.lines if line != text), text][-200:]
    understood = typed.parse(text)
    if isinstance(understood, str):
        desk.words.say(Span(understood.replace("…", desk.glyphs.ellipsis), "warn"))
        return
    if confined.refuses(desk, understood.name):
        return
    run = _WORDED.get(understood.name)
    if run is None or not understood.words:
        desk.screen.run(understood.name)
        return
    try:
        run(desk, understood)
    except Trouble as trouble:
        desk.words.failed(trouble)
    except ValueError as error:
        desk.words.say(Span(f"{understood.name}: {error}", "warn"))


def _tag(desk: Desk, line: typed.Said) -> None:
    desk.decider.act(triage.parse_tags(line.rest))


def _snooze(desk: Desk, line: typed.Said) -> None:
    desk.decider.act(triage.parse_action(f"snooze={line.rest}", now=desk.now()), advance=True)


def _sort(desk: Desk, line: typed.Said) -> None:
    from digestui.ui.commands.finding import sort_by

    order = line.words[0]
    if order not in typed.WORDS["order"]:
        raise Trouble("sort", f"no order {safe.one_line(order)}", "use " + ", ".join(typed.ORDERS))
    sort_by(desk, order)


def _search(desk: Desk, line: typed.Said) -> None:
    desk.keep_search(line.rest)
    desk.finder.go(line.rest, "Results")


def _enrich(desk: Desk, line: typed.Said) -> None:
    from digestui.ui.control.services import enrich

    enrich(desk, query=line.rest)


def _import(desk: Desk, line: typed.Said) -> None:
    from digestui.ui.control.arrival import bring_in

    bring_in(desk, [str(Path(word).expanduser()) for word in line.words])


def _sync(desk: Desk, line: typed.Said) -> None:
    from digestui.ui.control.exchanging import exchange

    exchange(desk, line.rest)


def _export(desk: Desk, line: typed.Said) -> None:
    name, target = line.words[0], Path(" ".join(line.words[1:])).expanduser()
    if name not in export.formats():
        raise Trouble("export", f"no format {name}", "use " + ", ".join(export.formats()))
    if str(target) == "-":
        raise Trouble("export", "a file named - would be written", "name a file, or say | to pipe papers")
    chosen, query = list(desk.listing.selected), desk.finder.showing.query

    def job(lib: Library) -> int:
        # Not what is on show: of a long list not all has come yet, and what was decided stands in it dimmed.
        ids = chosen or (search.find(lib, query).ids if query is not None else [])
        export.export(lib, ids, name, target)
        return len(ids)

    def then(count: int) -> None:
        desk.words.say(f"exported {papers(count)} to {safe.one_line(target.name)}")

    def written(_: object) -> None:
        desk.lanes.back.ask("export", job, then, desk.words.failed)

    # What was decided a moment ago counts.
    desk.lanes.write.do("wait", lambda lib: None, written)


def _view(desk: Desk, line: typed.Said) -> None:
    from digestui.ui.commands.places import go_to_view, remove_named, save_named

    _wants_name(line)
    if line.words[0] == "save" and len(line.words) > 1:
        save_named(desk, " ".join(line.words[1:]), desk.finder.bound_text)
        return
    if line.words[0] == "remove" and len(line.words) > 1:
        remove_named(desk, " ".join(line.words[1:]))
        return
    name = " ".join(line.words)

    def then(found: list[View]) -> None:
        for view in found:
            if view.name.casefold() == name.casefold():
                go_to_view(desk, view)
                return
        desk.words.say(f"no view {safe.one_line(name)}")

    desk.lanes.front.ask("views", lambda lib: views.views(lib), then, desk.words.failed)


def _wants_name(line: typed.Said) -> None:
    """`save` and `remove` alone mean nothing, unless quotes say that it is a name."""
    if line.rest in ("save", "remove") and (line.name, line.rest) != ("digest", "save"):
        raise Trouble(line.name, f"{line.rest} what?", f"say {line.rest} NAME")


def _digest(desk: Desk, line: typed.Said) -> None:
    _wants_name(line)
    if line.words[0] == "remove" and len(line.words) > 1:
        _remove_digest(desk, " ".join(line.words[1:]))
        return
    name = " ".join(line.words)
    desk.finder.go(phrasing.named("digest", name), name)


def _remove_digest(desk: Desk, name: str) -> None:
    """Ask once more, as the screen of the digests does: there is no way back."""
    from digestui.ui.dialogs.choose import Choice, ChooseDialog

    def chosen(answer: str | None) -> None:
        if answer != "remove":
            desk.words.say("nothing was removed")
            return

        def then(receipt: Receipt) -> None:
            desk.words.say(f"{receipt.label}: {receipt.count:,} papers left the library")
            desk.finder.refresh()

        desk.lanes.write.do("digest", lambda lib: digests.remove_digest(lib, name), then, desk.words.failed)

    def ask(found: list[Digest]) -> None:
        what = "it" if len(found) == 1 else f"all {len(found)} of that name"
        choices = [
            Choice("leave", "leave it"),
            Choice("remove", f"no undo: remove {what}, with papers you did not touch"),
        ]
        desk.app.push_screen(ChooseDialog(f"Remove digest {name}", choices), chosen)
        shown()

    def failed(error: BaseException) -> None:
        desk.words.failed(error)
        shown()

    shown = desk.holding()
    desk.lanes.front.ask("words", lambda lib: digests.named(lib, name), ask, failed)


def _theme(desk: Desk, line: typed.Said) -> None:
    from digestui.ui import themes

    name = line.words[0]
    if name == "own":
        desk.app.theme = "dark"
        themes.own(desk.settings.colours)
        themes.register(desk.app)
        desk.app.theme = name
    elif name in themes.THEMES:
        desk.app.theme = name
    elif name == "auto":
        desk.app.theme = themes.pick("auto", desk.env, None, desk.app.light).name
    else:
        raise Trouble("theme", f"no theme {name}", "use " + ", ".join(themes.NAMES))


def _density(desk: Desk, line: typed.Said) -> None:
    if line.words[0] not in ("auto", "compact", "cosy"):
        raise Trouble("density", f"not {line.words[0]}", "use auto, compact or cosy")
    desk.screen.layouts.change(density=line.words[0])


def _undo(desk: Desk, line: typed.Said) -> None:
    desk.decider.undo(_steps(line))


def _redo(desk: Desk, line: typed.Said) -> None:
    desk.decider.redo(_steps(line))


def _steps(line: typed.Said) -> int:
    word = line.words[0]
    if not word.isascii() or not word.isdigit() or not 0 < int(word) <= MOST_STEPS:
        raise Trouble(line.name, f"{safe.one_line(word)} is no number of steps", f"say {line.name} 3")
    return int(word)


def _retag(desk: Desk, line: typed.Said) -> None:
    verb = triage.rename_tag if line.name == "rename-tag" else triage.merge_tag
    old, new = line.words[:2]

    def then(receipt: Receipt) -> None:
        desk.words.did(receipt, asked=receipt.count)
        desk.finder.refresh()

    desk.lanes.write.do("act", lambda lib: verb(lib, old, new), then, desk.words.not_saved)


def _pipe(desk: Desk, line: typed.Said) -> None:
    from digestui.ui.control.piping import pipe

    pipe(desk, line.rest)


_WORDED = {
    "pipe": _pipe,
    "tag": _tag,
    "snooze": _snooze,
    "sort": _sort,
    "search": _search,
    "enrich": _enrich,
    "import": _import,
    "export": _export,
    "sync": _sync,
    "view": _view,
    "digest": _digest,
    "theme": _theme,
    "density": _density,
    "undo": _undo,
    "redo": _redo,
    "rename-tag": _retag,
    "merge-tag": _retag,
}
