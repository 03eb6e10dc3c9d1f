"""The marks of the reader, in Unicode and in ASCII, and which of the two a terminal gets.

A mark is known by its column, its shape and its colour; only the shape lives here. Every mark is one cell
wide in a terminal that draws ambiguous-width characters narrow; others need `glyphs = "ascii"`.
"""

from __future__ import annotations

from collections.abc import Mapping

from digestui.model.triage import Place, Triage
from digestui.records import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One table of marks. Each is one cell, save `arrows`; in `plain` also `ellipsis back forth`."""

    name: str
    """`unicode`, `ascii`, or `plain`: letters and words only."""
    unread: str
    queue: str
    done: str
    dismissed: str
    snoozed: str
    starred: str
    noted: str
    tagged: str
    elsewhere: str
    """The search matched, and not in the title."""
    cursor: str
    """The bar of the cursor row and of the focused pane's title."""
    selected: str
    both: str
    """Cursor and selected at once."""
    rule: str
    """The track of the rule between panes."""
    thumb: str
    """The part of that rule which shows what is on screen."""
    level: str
    """A horizontal rule."""
    ellipsis: str
    dot: str
    """Parts the facts of a meta line."""
    bullet: str
    """Begins an item of a list in a note."""
    back: str
    forth: str
    arrows: str
    """Up and down, for hints."""
    square: str
    """One day of a figure whose colour says how much."""
    heat: str
    """Five cells from none to most, for the same figure without colour."""
    block: str
    """A bar in a figure."""
    blocks: str
    """Eight heights of a column in a figure, lowest first."""
    quote: str
    """Before each line of a quotation in a note."""
    caret: str
    """Where one types, in a place that has no box."""

    @property
    def ascii(self) -> bool:
        """Whether nothing but ASCII may be drawn."""
        return self.name != "unicode"

    @property
    def plain(self) -> bool:
        """Whether nothing may be drawn that is no word, letter or number."""
        return self.name == "plain"

    def place(self, place: Place) -> str:
        """The mark of a place; a space for the inbox."""
        if place is Place.QUEUE:
            return self.queue
        if place is Place.DONE:
            return self.done
        return self.dismissed if place is Place.DISMISSED else " "

    def where(self, triage: Triage, now: int) -> str:
        """What the place column shows: a running snooze hides the place."""
        return self.snoozed if triage.snoozed(now) else self.place(triage.stands)

    def bar(self, *, cursor: bool, selected: bool) -> str:
        """What the first column of a row shows."""
        if cursor:
            return self.both if selected else self.cursor
        return self.selected if selected else " "


UNICODE = Glyphs(
    name="unicode",
    unread="●",
    queue="≡",
    done="✓",
    dismissed="×",
    snoozed="◷",
    starred="★",
    noted="✎",
    tagged="#",
    elsewhere="¶",
    cursor="▌",
    selected="┃",
    both="█",
    rule="│",
    thumb="┃",
    level="─",
    ellipsis="…",
    dot="·",
    bullet="•",
    back="‹",
    forth="›",
    arrows="↑↓",
    square="■",
    heat="·░▒▓█",
    block="▬",
    blocks="▁▂▃▄▅▆▇█",
    quote="│",
    caret="▌",
)

ASCII = Glyphs(
    name="ascii",
    unread="o",
    queue="+",
    done="v",
    dismissed="x",
    snoozed="z",
    starred="*",
    noted='"',
    tagged="#",
    elsewhere="&",
    cursor=">",
    selected="|",
    both="]",
    rule=":",
    thumb="|",
    level="-",
    ellipsis="~",
    dot="-",
    bullet="*",
    back="<",
    forth=">",
    arrows="^v",
    square="#",
    heat=".:+#@",
    block="=",
    blocks="..::||##",
    quote=":",
    caret="_",
)

PLAIN = Glyphs(
    name="plain",
    unread="u",
    queue="q",
    done="d",
    dismissed="x",
    snoozed="z",
    starred="s",
    noted="n",
    tagged="#",
    elsewhere="e",
    cursor=" ",
    selected="+",
    both="+",
    rule=" ",
    thumb=" ",
    level=" ",
    ellipsis="...",
    dot="-",
    bullet="-",
    back="left",
    forth="right",
    arrows="up down",
    square=" ",
    heat="01234",
    block=" ",
    blocks="12345678",
    quote=">",
    caret="_",
)
"""For screen readers: what is drawn is read out. The terminal's own cursor is the cursor."""

_COERCED = frozenset({"C.UTF-8", "C.utf8", "UTF-8"})
_PLAIN = frozenset({"C", "POSIX"})


def pick(setting: str, env: Mapping[str, str], *, plain: bool = False) -> Glyphs:
    """The table for `setting` (`auto`, `unicode`, `ascii`) in the environment `env`; `plain` wins over both.

    `auto` takes ASCII for the Linux console, whose font lacks the marks, and for a locale that is not
    UTF-8. Python itself turns a plain C locale into `LC_CTYPE=C.UTF-8`; that is seen through, so that
    `LANG=C` means what its user meant. With no locale set at all the terminal is taken to be modern.
    """
    if plain:
        return PLAIN
    if setting == "unicode":
        return UNICODE
    if setting == "ascii" or env.get("TERM") == "linux":
        return ASCII
    lang = env.get("LANG", "")
    ctype = env.get("LC_CTYPE", "")
    if ctype in _COERCED and lang in _PLAIN and not env.get("LC_ALL"):
        return ASCII
    locale = env.get("LC_ALL") or ctype or lang
    folded = locale.lower().replace("-", "")
    return UNICODE if not locale or "utf8" in folded else ASCII
