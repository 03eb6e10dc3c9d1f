"""The commands of the reader and their keys: one table, from which keys, footer, palette, help and docs come.

Words only: what a command does lives in `commands/` under the same name. A key goes into a preset below only
where it differs from the default.
"""

from __future__ import annotations

from collections.abc import Mapping

from digestui.records import dataclass

LIST, ABSTRACT, NOTE, FILTERS = "list", "abstract", "note", "filters"
EDITING, SEARCH = "editing", "search"
"""Where one types: the note's editor and the search box. Keys that type text are never commands there."""

READING = frozenset({LIST, ABSTRACT, NOTE, FILTERS})
TYPING = frozenset({EDITING, SEARCH})
ANYWHERE = READING | TYPING

MOVE, DECIDE, FIND = "Move", "Decide", "Find"
WRITE, SELECT, ELSE = "Write and open", "Select", "Everything else"
GROUPS = (MOVE, DECIDE, FIND, WRITE, SELECT, ELSE)


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the reader can do."""

    name: str
    """What settings, command line and docs call it: `next-unread`."""
    keys: tuple[str, ...]
    """Sequences that run it, the one to show first; empty where only palette and command line reach it."""
    title: str
    """The footer's word."""
    help: str
    """One line for help and palette, without capital and full stop."""
    group: str
    panes: frozenset[str] = READING
    """Where its keys work."""
    row: str = ""
    """Commands of one group with the same word here share one line of the help, in table order."""
    family: str = ""
    """The word for a prefix that leads only to commands of one family: `copy` for `y`."""
    typed: bool = False
    """After its prefix any other key that types text runs it too, and is the first letter typed."""
    hidden: bool = False
    """Left out of help and palette: it means nothing there."""


def _panes(*names: str) -> frozenset[str]:
    return frozenset(names)


COMMANDS: tuple[Command, ...] = (
    # Move
    Command("down", ("j", "down"), "move", "down", MOVE, row="line"),
    Command("up", ("k", "up"), "up", "up", MOVE, row="line"),
    Command("first", ("g g", "home"), "first", "first", MOVE, row="ends", family="go"),
    Command("last", ("G", "end"), "last", "last", MOVE, row="ends"),
    Command("half-page-down", ("ctrl+d",), "half page down", "half a page down", MOVE, row="half"),
    Command("half-page-up", ("ctrl+u",), "half page up", "up", MOVE, row="half"),
    Command("page-down", ("ctrl+f", "pagedown"), "page down", "a page down", MOVE, row="page"),
    Command("page-up", ("ctrl+b", "pageup"), "page up", "up", MOVE, row="page"),
    Command("next-paper", ("J",), "next", "next", MOVE, row="paper"),
    Command("previous-paper", ("K",), "previous", "previous paper", MOVE, row="paper"),
    Command("previous-digest", ("[",), "previous digest", "previous", MOVE, row="digest"),
    Command("next-digest", ("]",), "next digest", "next digest", MOVE, row="digest"),
    Command("next-unread", ("n",), "next unread", "next", MOVE, _panes(LIST, NOTE, FILTERS), row="unread"),
    Command(
        *("previous-unread", ("p",), "previous unread", "previous unread", MOVE),
        panes=_panes(LIST, NOTE, FILTERS),
        row="unread",
    ),
    Command("next-match", ("n",), "next match", "next", MOVE, _panes(ABSTRACT), row="match"),
    Command(
        "previous-match", ("N",), "previous match", "previous match", MOVE, _panes(ABSTRACT), row="match"
    ),
    Command("previous-pane", ("h", "left", "shift+tab"), "pane left", "pane left", MOVE, row="pane"),
    Command("next-pane", ("l", "right", "tab"), "pane right", "right", MOVE, row="pane"),
    Command("open", ("enter",), "open", "open", MOVE),
    Command("back", ("escape",), "back", "back, clear", MOVE),
    Command("read-on", ("space",), "read on", "page on, then next", MOVE, _panes(LIST, ABSTRACT, NOTE)),
    Command("read-back", ("backspace",), "page back", "page back", MOVE),
    # Decide
    Command("queue", ("a",), "queue", "queue and next", DECIDE),
    Command("done", ("e",), "done", "done and next", DECIDE),
    Command("dismiss", ("d",), "dismiss", "dismiss and next", DECIDE),
    Command("dismiss-above", ("D",), "dismiss above", "dismiss all above", DECIDE),
    Command("snooze-tonight", ("b 1",), "tonight", "till tonight", DECIDE, row="quick", family="snooze"),
    Command("snooze-tomorrow", ("b 2",), "tomorrow", "till tomorrow", DECIDE, row="quick", family="snooze"),
    Command("snooze-saturday", ("b 3",), "saturday", "till Saturday", DECIDE, row="quick", family="snooze"),
    Command("snooze-week", ("b 4",), "monday", "till Monday", DECIDE, row="quick", family="snooze"),
    Command("snooze-month", ("b 5",), "month", "for a month", DECIDE, row="quick", family="snooze"),
    Command(
        "snooze", ("b b",), "another day", "snooze to a day", DECIDE, row="b", family="snooze", typed=True
    ),
    Command("unsnooze", ("b 0",), "wake", "wake", DECIDE, row="b", family="snooze"),
    Command("inbox", ("i",), "inbox", "back to the inbox", DECIDE),
    Command("star", ("s",), "star", "star or unstar", DECIDE),
    Command("toggle-read", ("m",), "read", "read or unread", DECIDE),
    Command("mark-read", ("I",), "set read", "set read", DECIDE, row="read"),
    Command("mark-unread", ("U",), "set unread", "unread", DECIDE, row="read"),
    Command("read-all", ("A",), "all read", "all here read", DECIDE),
    Command("tag", ("t",), "tags", "tags", DECIDE),
    Command("undo", ("u",), "undo", "undo", DECIDE, row="undo"),
    Command("redo", ("ctrl+r",), "redo", "redo", DECIDE, row="undo"),
    # Find
    Command("search", ("/",), "search", "search the library", FIND),
    Command("filters", ("f",), "filters", "filters", FIND),
    Command(
        "filter-also", ("x", "+"), "also", "in the filters: also this one", FIND, _panes(FILTERS), row="f"
    ),
    Command("filter-not", ("-", "!"), "not", "not", FIND, _panes(FILTERS), row="f"),
    Command(
        *("filter-fold", ("space",), "fold", "fold"),
        group=FIND,
        panes=_panes(FILTERS),
        row="f",
    ),
    Command("views", ("F",), "views", "saved views", FIND),
    *(
        Command(f"view-{n}", (f"{n}",), f"view {n}", f"view {n}", FIND, row="nth", family="go")
        for n in range(1, 10)
    ),
    Command("go-inbox", ("g i",), "inbox", "inbox", FIND, row="go1", family="go"),
    Command("go-unread", ("g u",), "unread", "unread", FIND, row="go1", family="go"),
    Command("go-starred", ("g s",), "starred", "starred", FIND, row="go1", family="go"),
    Command("go-queue", ("g q",), "queue", "queue", FIND, row="go2", family="go"),
    Command("go-snoozed", ("g z",), "snoozed", "snoozed", FIND, row="go2", family="go"),
    Command("history", ("g h",), "history", "history", FIND, row="go3", family="go"),
    Command("digests", ("g d",), "digests", "digests", FIND, row="go3", family="go"),
    Command("sort", ("S",), "sort", "sort", FIND),
    Command("similar", ("L",), "similar", "similar papers", FIND),
    Command("save-view", (), "save view", "save this search as a view", FIND),
    # Write and open
    Command("raw", ("\\",), "as written", "text as written", FIND),
    Command("note", ("c",), "note", "note", WRITE),
    Command("editor", ("E",), "$EDITOR", "note in $EDITOR", WRITE),
    Command("compare-notes", ("ctrl+t",), "earlier versions", "earlier notes", WRITE, READING | {EDITING}),
    Command("open-page", ("o",), "page", "page", WRITE, row="open"),
    Command("open-pdf", ("O",), "PDF", "PDF", WRITE, row="open"),
    Command("open-code", ("C",), "code", "code", WRITE, row="open"),
    Command("copy-link", ("y y",), "link", "copy link", WRITE, row="copy1", family="copy"),
    Command("copy-id", ("y i",), "id", "id", WRITE, row="copy1", family="copy"),
    Command("copy-title", ("y t",), "title", "title", WRITE, row="copy1", family="copy"),
    Command("copy-bibtex", ("y b",), "BibTeX", "BibTeX", WRITE, row="copy2", family="copy"),
    Command("copy-citekey", ("y k",), "cite key", "cite key", WRITE, row="copy2", family="copy"),
    Command("copy-html", ("y h",), "HTML", "HTML", WRITE, row="copy2", family="copy"),
    Command("copy-markdown", ("y m",), "Markdown", "Markdown", WRITE, row="copy3", family="copy"),
    Command("copy-ris", ("y r",), "RIS", "RIS", WRITE, row="copy3", family="copy"),
    Command("copy-csl", ("y c",), "CSL", "CSL", WRITE, row="copy3", family="copy"),
    Command("copy-json", ("y j",), "JSON", "JSON", WRITE, row="copy4", family="copy"),
    Command("copy-jsonl", ("y l",), "JSON Lines", "JSON Lines", WRITE, row="copy4", family="copy"),
    Command("copy-csv", ("y v",), "CSV", "CSV", WRITE, row="copy4", family="copy"),
    Command("pipe", ("|",), "pipe", "pipe to a command", WRITE),
    Command("export", (), "export", "export to a file", WRITE),
    # Select
    Command("select", ("x",), "select", "one", SELECT, _panes(LIST, ABSTRACT, NOTE)),
    Command("select-range", ("v",), "range", "range", SELECT, _panes(LIST, NOTE, FILTERS)),
    Command("select-lines", ("v",), "lines", "lines", SELECT, _panes(ABSTRACT), row="quote"),
    Command("quote", (">",), "quote", "quote them in the note", SELECT, _panes(ABSTRACT), row="quote"),
    Command("select-all", ("V",), "all", "all in view", SELECT),
    Command("select-state", ("*",), "by state", "by state", SELECT),
    # Everything else
    Command("refresh", ("r",), "refresh", "refresh", ELSE, row="fresh"),
    Command("fetch", ("R",), "fetch", "fetch new", ELSE, row="fresh"),
    Command("enrich", (), "enrich", "ask what services know", ELSE),
    Command("import", (), "import", "import a file", ELSE),
    Command("sync", (), "sync", "exchange with your other machines", ELSE),
    Command("zoom", ("z",), "zoom", "zoom pane", ELSE),
    Command("statistics", ("T",), "statistics", "statistics", ELSE),
    Command("command-line", (":",), "command", "command line", ELSE),
    Command("palette", ("ctrl+p",), "palette", "palette", ELSE),
    Command("reload", (), "reload", "read the settings again", ELSE),
    Command("theme", (), "theme", "change the theme", ELSE),
    Command("help", ("?", "f1"), "help", "this help", ELSE, ANYWHERE),
    Command("quit", ("q",), "quit", "back, then quit", ELSE),
    # Where one types: shown in the footer there, meaningless in help and palette
    Command("note-close", ("escape",), "save and back", "save and back", WRITE, _panes(EDITING), hidden=True),
    Command("note-save", ("ctrl+s",), "save", "save the note", WRITE, _panes(EDITING), hidden=True),
    Command("note-preview", ("ctrl+p",), "preview", "preview", WRITE, _panes(EDITING), hidden=True),
    Command("note-find", ("ctrl+f",), "find", "find in the note", WRITE, _panes(EDITING), hidden=True),
    Command(
        *("note-find-next", ("ctrl+g", "f3"), "find next", "find the next one", WRITE),
        panes=_panes(EDITING),
        hidden=True,
    ),
    Command(
        *("note-find-previous", ("shift+f3",), "find previous", "find the one before", WRITE),
        panes=_panes(EDITING),
        hidden=True,
    ),
    Command("note-undo", ("ctrl+z",), "undo typing", "undo typing", WRITE, _panes(EDITING), hidden=True),
    Command("note-editor", ("ctrl+o",), "$EDITOR", "go on in $EDITOR", WRITE, _panes(EDITING), hidden=True),
    Command("search-go", ("enter",), "go to the list", "go to the list", FIND, _panes(SEARCH), hidden=True),
    Command("search-down", ("down",), "move", "move", FIND, _panes(SEARCH), row="results", hidden=True),
    Command("search-up", ("up",), "move", "move", FIND, _panes(SEARCH), row="results", hidden=True),
    Command("search-complete", ("tab",), "complete", "complete", FIND, _panes(SEARCH), hidden=True),
    Command("search-save", ("ctrl+s",), "save as view", "save as view", FIND, _panes(SEARCH), hidden=True),
    Command("search-leave", ("escape",), "back", "back", FIND, _panes(SEARCH), hidden=True),
)

OUTSIDE = frozenset(
    {"editor", "note-editor", "open-page", "open-pdf", "open-code", "pipe", "import", "export", "sync"}
)
"""Commands that start a program or take a file by its name: off in a confined reader."""

PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "default": {},
    "vim": {
        **{f"view-{n}": (f"g {n}",) for n in range(1, 10)},
        "previous-pane": ("h", "left", "shift+tab", "ctrl+w h"),
        "next-pane": ("l", "right", "tab", "ctrl+w l", "ctrl+w w"),
        "previous-unread": ("N", "p"),
        "next-digest": ("]", "g t"),
        "previous-digest": ("[", "g T"),
        "previous-match": ("N",),
        "editor": ("E", "g f"),
    },
    "newsboat": {
        "next-digest": ("J", "]"),
        "previous-digest": ("K", "["),
        "next-paper": ("}",),
        "previous-paper": ("{",),
        "toggle-read": ("N", "m"),
        "previous-match": ("P",),
        "dismiss": ("d", "D"),
        "dismiss-above": ("X",),
        "command-line": (":", "ctrl+x"),
        "filters": ("F", "f"),
        "views": ("B",),
        "editor": ("E", "ctrl+e"),
    },
    "mutt": {
        "next-unread": ("tab", "n"),
        "next-pane": ("right", "ctrl+l"),
        "previous-pane": ("left", "shift+tab", "h"),
        "first": ("=", "g g", "home"),
        "last": ("G", "end"),
        "search": ("/", "l"),
        "star": ("F",),
        "queue": ("s", "a"),
        "toggle-read": ("N", "m"),
        "previous-match": ("P",),
        "views": ("c",),
        "note": ("w",),
        "sort": ("o", "S"),
        "open-page": ("ctrl+b",),
        "page-up": ("-", "pageup"),
        "tag": ("Y",),
        "select": ("t",),
        "select-range": ("v",),
        "select-all": ("T",),
        "statistics": ("W",),
        "refresh": ("$", "r"),
        "fetch": ("R",),
        "quit": ("q", "x"),
    },
    "gmail": {
        "open": ("enter", "o"),
        "open-page": ("O",),
        "open-pdf": ("P",),
        "back": ("escape", "u"),
        "undo": ("z",),
        "zoom": ("Z",),
        "dismiss": ("#",),
        "tag": ("l",),
        "next-pane": ("tab", "right"),
        "previous-pane": ("shift+tab", "left", "h"),
        "note": ("r", "c"),
        "refresh": ("ctrl+r",),
        "redo": ("ctrl+y",),
    },
}
"""Each preset as its differences from the default keys."""

COUNTING = frozenset({"vim"})
"""Presets in which digits before a command say how often."""

FOOTERS: Mapping[str, str] = {
    LIST: """
        down+up read-on queue dismiss star done snooze tag note undo search open-page select filters zoom
        copy-link views sort refresh
    """,
    ABSTRACT: """
        read-on next-paper+previous-paper queue dismiss star done snooze tag note undo open-page open-pdf
        open-code search select-lines quote copy-link zoom similar
    """,
    NOTE: """
        note editor compare-notes next-paper+previous-paper read-on star tag undo previous-pane+next-pane
        zoom search
    """,
    FILTERS: """
        down+up open filter-also filter-not filter-fold search back views previous-pane+next-pane undo zoom
        history digests
    """,
    EDITING: "note-close note-save note-preview note-find note-undo note-editor compare-notes",
    SEARCH: "search-go search-up+search-down search-complete search-save search-leave",
}
"""What the footer offers in each pane, most used first; `a+b` shows the keys of both."""

VACANT = ("undo", "go-queue", "fetch", "views", "search", "filters", "digests", "statistics")
"""What the footer offers over a list that has nothing left."""

ROWS: Mapping[str, str] = {"nth": "nth view", "quick": "tonight to a month"}
"""What the help says of a row of many, instead of every command's own words."""

PAIRS: Mapping[str, str] = {"next-paper": "next prev", "previous-pane": "panes"}
"""The word of a pair in the footer, by its first command, where that command's own word says too little."""
