"""A paper as lines: the abstract pane, the peek under the list, near papers. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from digestui.model.facts import number, sentences
from digestui.model.rows import Detail, Row
from digestui.model.triage import Place
from digestui.records import dataclass
from digestui.text import dates, latex, safe, widths
from digestui.ui import links as addresses
from digestui.ui.glyphs import Glyphs
from digestui.ui.show import ink
from digestui.ui.show.ink import Ink, Line, Piece, Span, Target

Spans = Callable[[str], Sequence[tuple[int, int]]]
"""Gives the stretches of a text that the search matched."""

MANY_AUTHORS, SHOWN_AUTHORS = 8, 5
KEYS: Mapping[str, str] = {"page": "o", "pdf": "O", "code": "C"}
"""The keys named on the last line, unless the user's are given."""
_PARTED = "   "
_STATES: Mapping[Place, tuple[str, str]] = {
    Place.QUEUE: ("queue", "in queue"),
    Place.DONE: ("done", "done"),
    Place.DISMISSED: ("soft", "dismissed"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A paper laid out."""

    lines: tuple[Line, ...] = ()
    matches: tuple[int, ...] = ()
    """The line on which each match of the search begins, in order."""
    body: tuple[int, int] = (0, 0)
    """The first line of the abstract itself and the one after its last."""


def readable(text: str) -> str:
    """One line of foreign text as it is shown: safe, LaTeX as Unicode, spaces single."""
    return safe.one_line(latex.display(text))


def title(text: str) -> str:
    """A title as it is shown; never empty."""
    return readable(text) or "(no title)"


def abstract(
    detail: Detail,
    width: int,
    glyphs: Glyphs,
    now: int,
    spans: Spans | None = None,
    keys: Mapping[str, str] = KEYS,
    *,
    raw: bool = False,
) -> Page:
    """The whole abstract pane for `detail` in a measure of `width` cells.

    `now` is in seconds since 1970; it decides whether a year is shown and a snooze runs. `raw` leaves LaTeX
    as the source wrote it, made safe all the same.
    """
    out = _Layout(width, spans)
    out.text(
        safe.one_line(detail.paper.title) if raw else title(detail.paper.title), ink.STRONG, balance=True
    )
    names, keep = author_line(detail.paper.authors)
    if names:
        out.text(names, ink.SOFT, keep=keep)
    facts, fact_keep = meta_line(detail, now, glyphs)
    out.text(facts, ink.FAINT, keep=fact_keep, matched=False)
    if detail.why:
        out.text(readable(detail.why), ink.SOFT, matched=False)
    out.lines += state_lines(detail, width, glyphs, now)
    out.lines.append(ink.BLANK)
    text = detail.paper.abstract if raw else latex.display(detail.paper.abstract)
    paragraphs = [safe.one_line(p) for p in safe.clean(text).split("\n\n")]
    shown = [p for p in paragraphs if p]
    begin = len(out.lines)
    for paragraph in shown:
        out.address_text(paragraph)
        out.lines.append(ink.BLANK)
    body = (begin, len(out.lines) - 1) if shown else (0, 0)
    found = addresses.links(detail)
    if not shown:
        key = keys.get("page", "o")
        where = "opens the page." if found.page else "looks for it."
        out.lines.append(
            (
                Piece("This digest gave no abstract. ", ink.SOFT),
                Piece(key, ink.KEY),
                Piece(f" {where}", ink.SOFT),
            )
        )
        out.lines.append(ink.BLANK)
    out.lines += link_lines(found, width, keys)
    if detail.facts:
        today = date.fromtimestamp(now)
        out.lines.append(ink.BLANK)
        for told in sentences(detail.facts, lambda at: dates.show_day(at, today)):
            line, over = bare_addresses(safe.one_line(told))
            out.text(line, ink.FAINT, over, [(one.start, one.end) for one in over], matched=False)
    return Page(tuple(out.lines), tuple(out.matches), body)


class _Layout:
    """Lines so far, and where the matches fell."""

    def __init__(self, width: int, spans: Spans | None) -> None:
        self.width = width
        self.spans = spans
        self.lines: list[Line] = []
        self.matches: list[int] = []

    def text(
        self,
        text: str,
        colour: Ink,
        over: Sequence[Span] = (),
        keep: Sequence[tuple[int, int]] = (),
        *,
        matched: bool = True,
        balance: bool = False,
    ) -> None:
        found = self.spans(text) if self.spans is not None and matched else ()
        marks = [*over, *(Span(start, end, ink.MATCH) for start, end in found)]
        at = 0
        lines = ink.balanced(text, self.width) if balance else ink.breaks(text, self.width, keep=keep)
        for start, end in lines:
            while at < len(found) and found[at][0] < end:
                self.matches.append(len(self.lines))
                at += 1
            self.lines.append(ink.pieces(text, colour, marks, start, end))

    def address_text(self, text: str, colour: Ink = ink.TEXT) -> None:
        """A paragraph whose addresses are links, shown without their scheme."""
        shown, over = bare_addresses(text)
        self.text(shown, colour, over, [(s.start, s.end) for s in over])


def bare_addresses(text: str) -> tuple[str, list[Span]]:
    """`text` with its addresses as people read them, and a link span over each."""
    parts: list[str] = []
    over: list[Span] = []
    at = length = 0
    for start, end, whole in addresses.addresses(text):
        shown = addresses.bare(text[start:end])
        parts += (text[at:start], shown)
        length += start - at
        over.append(Span(length, length + len(shown), ink.LINK, Target("link", whole)))
        length += len(shown)
        at = end
    parts.append(text[at:])
    return "".join(parts), over


def author_line(authors: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The authors as one text, and the stretches (names) that stay whole.

    More than eight become five and a count.
    """
    names = [name for name in map(readable, authors) if name]
    more = 0
    if len(names) > MANY_AUTHORS:
        more = len(names) - SHOWN_AUTHORS
        names = names[:SHOWN_AUTHORS]
    keep: list[tuple[int, int]] = []
    at = 0
    for name in names:
        keep.append((at, at + len(name)))
        at += len(name) + 2
    text = ", ".join(names)
    if more:
        tail = f"and {more} more"
        keep.append((len(text) + 2, len(text) + 2 + len(tail)))
        text = f"{text}, {tail}"
    return text, keep


def meta_line(detail: Detail, now: int, glyphs: Glyphs) -> tuple[str, list[tuple[int, int]]]:
    """Date, categories, venue, id; where the source gave none of them, the digest and what it lacks."""
    paper = detail.paper
    today = date.fromtimestamp(now)
    facts: list[str] = []
    if paper.published:
        facts.append(dates.show_day(paper.published, today))
    elif detail.digests:
        digest = detail.digests[0]
        facts += [dates.show_day(digest.date, today), detail.source or digest.name]
    facts += [" ".join(paper.categories[:3]), paper.venue or "", _identity(detail.key)]
    if paper.upvotes:
        facts.append(f"{paper.upvotes} upvote{'' if paper.upvotes == 1 else 's'}")
    citations = number(detail.facts, "citations")
    if citations is not None:
        facts.append(f"{citations:,} citation{'' if citations == 1 else 's'}")
    lacking = [word for word, there in (("authors", paper.authors), ("date", paper.published)) if not there]
    if lacking:
        facts.append(f"no {' or '.join(lacking)} in this digest")
    keep: list[tuple[int, int]] = []
    at = 0
    shown = [fact for fact in map(safe.one_line, facts) if fact]
    for fact in shown:
        keep.append((at, at + len(fact)))
        at += len(fact) + 3
    return f" {glyphs.dot} ".join(shown), keep


def _identity(key: str) -> str:
    kind, _, rest = key.partition(":")
    if kind == "title":
        return ""
    named = {"arxiv": "arXiv:", "doi": "doi:", "openreview": "OpenReview ", "acl": "ACL "}
    return named.get(kind, kind + ":") + rest


def state_lines(detail: Detail, width: int, glyphs: Glyphs, now: int) -> list[Line]:
    """What the reader decided, in words with their marks, and the tags. Empty when there is nothing."""
    triage = detail.triage
    words: list[Line] = []
    if triage.starred:
        words.append((Piece(f"{glyphs.starred} starred", Ink("star")),))
    if triage.snoozed(now) and triage.snoozed_until is not None:
        when = datetime.fromtimestamp(triage.snoozed_until)
        today = date.fromtimestamp(now)
        day = f"{when:%a} {dates.show_day(when.date().isoformat(), today)}"
        words.append((Piece(f"{glyphs.snoozed} snoozed to {day}", Ink("warn")),))
    elif triage.stands in _STATES:
        role, word = _STATES[triage.stands]
        words.append((Piece(f"{glyphs.place(triage.stands)} {word}", Ink(role)),))
    if detail.updated:
        words.append((Piece("newer version", Ink("warn")),))
    if triage.watched:
        words.append((Piece("watched", ink.SOFT),))
    lines = flow(words, width, _PARTED)
    tags = [(Piece(f"#{tag}", ink.SOFT, Target("tag", tag)),) for tag in map(safe.one_line, triage.tags)]
    if not tags:
        return lines
    if lines:
        # Tags go on after the words where all of them fit, else on lines of their own.
        tail = flow(tags, max(1, width - ink.line_width(lines[-1]) - len(_PARTED)), " ")
        if len(tail) == 1 and ink.line_width(lines[-1]) + len(_PARTED) + ink.line_width(tail[0]) <= width:
            return [*lines[:-1], (*lines[-1], Piece(_PARTED), *tail[0])]
    return lines + flow(tags, width, " ")


def link_lines(found: addresses.Links, width: int, keys: Mapping[str, str] = KEYS) -> list[Line]:
    """`o page  O PDF  C code`, each only where there is one; without a page `o` looks for the title."""
    items: list[Line] = []
    page = keys.get("page", "o")
    if found.page:
        room = max(8, width - widths.width(page) - 1)
        shown = widths.cut(addresses.bare(safe.one_line(found.page)), room)
        items.append(_offer(page, shown, Target("open", "page")))
    else:
        items.append(_offer(page, "look for this title", Target("open", "page")))
    if found.pdf:
        items.append(_offer(keys.get("pdf", "O"), "PDF", Target("open", "pdf")))
    if found.code:
        word = "code" if len(found.code) == 1 else f"code ({len(found.code)})"
        items.append(_offer(keys.get("code", "C"), word, Target("open", "code")))
    return flow(items, width, _PARTED)


def _offer(key: str, word: str, target: Target) -> Line:
    return (Piece(key, ink.KEY, target), Piece(" ", ink.TEXT, target), Piece(word, ink.LINK, target))


def flow(items: Sequence[Line], width: int, parted: str) -> list[Line]:
    """`items` on as few lines as hold them, `parted` between those on one line; a too long one is cut."""
    lines: list[Line] = []
    row: list[Piece] = []
    used = 0
    for item in items:
        cells = ink.line_width(item)
        if row and used + len(parted) + cells > width:
            lines.append(tuple(row))
            row, used = [], 0
        if row:
            row.append(Piece(parted))
            used += len(parted)
        row += ink.cut(item, width)
        used += cells
    if row:
        lines.append(tuple(row))
    return lines


def peek(
    detail: Detail, width: int, rows: int, spans: Spans | None = None, ellipsis: str = "…"
) -> list[Line]:
    """The whole title and as much of the abstract as `rows` lines hold, exactly `rows` of them."""
    out = _Layout(width, spans)
    out.text(title(detail.paper.title), ink.STRONG, balance=True)
    if len(out.lines) < rows:
        text = readable(detail.paper.abstract)
        if text:
            out.address_text(text)
        else:
            out.lines.append((Piece("This digest gave no abstract.", ink.SOFT),))
    lines = out.lines[:rows]
    if len(out.lines) > rows and lines:
        lines[-1] = ink.cut(
            (*lines[-1], Piece(" " * width)), min(width, ink.line_width(lines[-1]) + 1), ellipsis
        )
    return lines + [ink.BLANK] * (rows - len(lines))


def near(rows: Sequence[Row], width: int, glyphs: Glyphs, key: str = "L") -> list[Line]:
    """The heading `NEAR` and one line for each near paper: unread mark, title cut at the end, year."""
    lines: list[Line] = [
        (Piece("NEAR", Ink("soft", bold=True)), Piece("  "), Piece(key, ink.KEY), Piece(" all", ink.SOFT))
    ]
    for row in rows:
        mark = Piece(" ") if row.triage.read else Piece(glyphs.unread, Ink("accent"))
        year: Line = (Piece(str(row.year), ink.FAINT),) if row.year else ink.BLANK
        name = Piece(title(row.title), ink.SOFT if row.triage.read else ink.TEXT)
        line = ink.spread((mark, Piece(" "), name), year, width, glyphs.ellipsis)
        lines.append(tuple(p._replace(target=Target("near", str(row.id))) for p in line))
    return lines
