"""What header and status line say: lower case past verb, title cut at the end, no full stop.

One place for the sentences of the reader, so that they stay of one kind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.strip import Strip

from digestui.errors import Trouble, from_system
from digestui.library import search
from digestui.model.query import words_of
from digestui.model.receipt import Receipt
from digestui.model.rows import ImportReport
from digestui.records import dataclass, field
from digestui.text import latex, safe
from digestui.ui.control.showing import query_spans
from digestui.ui.row_layout import Span

if TYPE_CHECKING:
    from digestui.library import intake
    from digestui.library.fetching import FetchReport
    from digestui.ui.desk import Desk

ORDERS = {
    "digest": "digest order",
    "relevance": "best match first",
    "likely": "likeliest first",
    "-likely": "least likely first",
    "date": "oldest first",
    "-date": "newest first",
    "added": "first added first",
    "-added": "last added first",
    "rank": "by rank",
    "-rank": "last rank first",
    "title": "by title",
    "-title": "by title, z first",
    "author": "by author",
    "-author": "by author, z first",
    "upvotes": "fewest upvotes first",
    "-upvotes": "most upvotes first",
    "random": "in random order",
    "-random": "in random order",
    "-digest": "oldest digest first",
    "-relevance": "worst match first",
}


SLOW = 0.4
"""Seconds after which it is said that something is under way."""


def number(n: int) -> str:
    """1234567 as 1,234,567."""
    return f"{n:,}"


def papers(n: int) -> str:
    """1 paper, 2 papers."""
    return f"{number(n)} paper" if n == 1 else f"{number(n)} papers"


def rounded(n: int) -> int:
    """A number that is estimated, to two places: 17,917 is 18,000."""
    return round(n, 2 - len(str(n)))


@dataclass
class Words:
    """Says what happened."""

    desk: Desk
    sticky: bool = False
    """An error stays until a key."""
    corrections: list[Span] = field(default_factory=list)
    _took: float = 0.0
    _view: tuple[str, str] = ("", "")
    """The view that was last said in the status line, where that is done."""

    # ---- status --------------------------------------------------------------------------------------

    def say(self, *parts: str | Span) -> None:
        """Say something at once, in plain words or spans."""
        self.sticky = False
        spans = (p if isinstance(p, Span) else Span(p, "soft") for p in parts)
        self.desk.screen.status.say(*(span._replace(text=safe.terminal(span.text)) for span in spans))

    def slow(self, words: str) -> Callable[[], None]:
        """Say that something is under way where it is not done in a moment; what is given back ends that."""
        said = f"{words} {self.desk.glyphs.ellipsis}"
        timer = asyncio.get_running_loop().call_later(SLOW, lambda: self.say(said))

        def ended() -> None:
            timer.cancel()
            if [span.text for span in self.desk.screen.status.happened] == [said]:
                self.say()

        return ended

    def searching(self, took: float | None = None) -> None:
        """While one types a search: ways to go on with the word, else how long it took."""
        desk = self.desk
        self._took = self._took if took is None else took
        if desk.finder.runaway.cut:
            desk.finder.runaway.say_cut()
        elif offers := desk.completing.spans():
            self.say(*offers)
        elif not desk.settings.plain:  # there the header says how many there are
            self.say(f"whole library  {desk.glyphs.dot}  {self._took:.0f} ms")

    def key(self, command: str) -> str:
        """The key of a command as the footer writes it."""
        return self.desk.keymap.keys_of(command)

    def hint(self, command: str, word: str) -> list[Span]:
        """`u undo`"""
        keys = self.key(command)
        return [Span("  ", "soft"), Span(keys, "accent", "b"), Span(f" {word}", "soft")] if keys else []

    def title_span(self, title: str) -> Span:
        """A title as a sentence holds it: the part that gives way."""
        return Span(safe.one_line(latex.display(title)), "text", "t")

    def did(self, receipt: Receipt, *, asked: int, note: str = "") -> None:
        """What an act did and how to undo it."""
        if not receipt.count:
            self.say(Span(f"already {receipt.label}", "soft"))
            return
        self.desk.decided = True
        what = self.title_span(receipt.title) if receipt.count == 1 else Span(papers(receipt.count), "text")
        label = receipt.before_title if receipt.count == 1 else receipt.label
        verb, hash_mark, tags = label.partition(" #")
        spans = [Span(verb + " ", "soft"), what]
        if hash_mark:
            spans.append(Span(" #" + safe.one_line(tags), "text", "t"))
        if note:
            spans.append(Span(f"  {note}", "soft"))
        self.say(*spans, *(self.hint("undo", "undo") if receipt.batch is not None else ()))
        self.where()

    def undid(self, receipt: Receipt, word: str) -> None:
        """What undo or redo did."""
        if not receipt.count:
            # A step that found nothing to change: there is no way back from it.
            label = safe.one_line(receipt.label)
            self.say(receipt.refused[0] if receipt.refused else f"{label}: nothing of it was left to change")
            return
        what = self.title_span(receipt.title) if receipt.count == 1 else Span(papers(receipt.count), "text")
        label = receipt.before_title if receipt.count == 1 else receipt.label
        if not label.startswith(("undid", "redid")):
            label = f"{word[:-2]}id {label}"
        spans = [Span(safe.one_line(label) + " ", "soft"), what]
        if receipt.refused:
            spans.append(Span(f"  left {len(receipt.refused)}: {safe.one_line(receipt.refused[0])}", "warn"))
        back = ("redo", "redo") if word == "undo" else ("undo", "undo")
        self.say(*spans, *self.hint(*back))
        self.where()

    def failed(self, error: BaseException) -> None:
        """Something could not be read."""
        self._error(error, "")

    def not_saved(self, error: BaseException) -> None:
        """Something could not be written: says so until a key."""
        self._error(error, "not saved: ")

    def _error(self, error: BaseException, before: str) -> None:
        import logging

        if isinstance(error, OSError) and error.filename:
            error = from_system(error)
        if isinstance(error, Trouble):
            text = before + ": ".join(p for p in (error.why, error.do) if p) if before else str(error)
        else:
            logging.getLogger(__name__).error("%s", error, exc_info=error)
            text = f"{before}{type(error).__name__}: {error}: see the log, digestui doctor names it"
        self.say(Span(safe.one_line(text), "error"))
        self.sticky = True

    def importing(self, state: intake.Progress) -> None:
        """`importing 1,200 of 9,846  esc stop`"""
        of = f" of about {number(rounded(state.total))}" if state.total else ""
        self.say(Span(f"importing {number(state.done)}{of}", "soft"), *self.hint("back", "stop"))

    def imported(self, report: ImportReport, *, stopped: bool = False) -> None:
        """What an import brought; `stopped`: it has not come to its end."""
        words = [
            f"{number(count)} {word}"
            for count, word in (
                (report.added, "added"),
                (report.updated, "updated"),
                (report.unchanged, "unchanged"),
                (report.rejected, "rejected"),
            )
            if count
        ]
        errors = [file for file in report.files if file.error]
        if errors:
            first = errors[0]
            self.say(Span(f"{safe.one_line(first.file)}: {safe.one_line(first.error)}", "error"))
            self.sticky = True
        else:
            self.say(
                "stopped: " if stopped else "imported: ",
                ", ".join(words) or ("nothing yet" if stopped else "nothing in it"),
                "  import it again to go on" if stopped else "",
                "  it went on where one had stopped" if report.resumed and not stopped else "",
            )

    def fetching(self, words: str) -> None:
        """`asking arXiv cs.CV: 100 of 230  esc stop`"""
        self.say(Span(f"asking {safe.one_line(words)}", "soft"), *self.hint("back", "stop"))

    def fetched(self, report: FetchReport) -> None:
        """What a fetch brought; the first source that failed is named, the others are counted."""
        failed = [one for one in report.sources if one.failed]
        came = f"fetched: {number(report.added)} new" if report.added else "fetched: nothing new"
        if report.offline:
            self.say(Span("offline: no source can be reached", "error"))
        elif failed:
            more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
            text = f"{failed[0].name}: {failed[0].error}{more}"
            self.say(f"{came}  ", Span(safe.one_line(text), "error"))
        else:
            lacks = [f"{one.name}: {one.lack}" for one in report.sources if one.lack]
            self.say(came, *([Span(f"  {safe.one_line(lacks[0])}", "warn")] if lacks else []))
        self.sticky = bool(failed)

    def where(self) -> None:
        """`41/312, kept 9` and the news."""
        desk = self.desk
        status = desk.screen.status
        if desk.settings.plain:
            from digestui.ui.control import spoken

            status.where = spoken.where(desk)
        else:
            self._place()
        news = desk.watcher.news
        status.news = []
        if news:
            status.news = [
                Span(f"{number(news)} new", "bright", "b"),
                Span(", ", "soft"),
                Span(self.key("refresh"), "accent", "b"),
                Span(" to show", "soft"),
            ]
        status.update_line()

    def pane(self) -> None:
        """In the plain reader: which pane keys go to, and where in it one is."""
        from digestui.ui.control import spoken

        self.say(spoken.pane(self.desk))
        self.where()

    def _place(self) -> None:
        desk = self.desk
        status, listing = desk.screen.status, desk.listing
        total = f"{number(len(listing))}+" if listing.total is None else number(listing.total)
        place = number(listing.cursor + 1) if len(listing) else "0"
        if listing.above:
            place = desk.glyphs.ellipsis
        kept = len(desk.decider.kept)
        status.where = [Span(f"{place}/{total}", "bright", "b")]
        if kept:
            status.where.append(Span(f", kept {number(kept)}", "soft"))
        if listing.selected or desk.screen.counts_selected:
            desk.screen.name_list()  # it says so too
        if listing.selected:
            status.where += [
                Span("  ", "soft"),
                Span(f"{number(len(listing.selected))} selected", "note", "b"),
            ]

    # ---- header --------------------------------------------------------------------------------------

    def header(self) -> None:
        """The query in its box, how many papers, how many unread, in which order."""
        desk = self.desk
        showing, header = desk.finder.showing, desk.screen.header
        header.query_spans = query_spans(showing.text)
        facts: list[Span] = []
        total = showing.total
        if total is None:
            facts.append(Span(f"{number(len(desk.listing))}+", "bright", "b"))
        else:
            facts.append(Span(number(total), "bright", "b"))
        facts.append(Span(" paper" if total == 1 else " papers", "soft"))
        if showing.unread:
            facts += [
                Span("  " if desk.glyphs.plain else f"  {desk.glyphs.unread} ", "accent"),
                Span(number(showing.unread), "bright", "b"),
                Span(" unread", "soft"),
            ]
        order = ORDERS.get(self._order(), "")
        header.facts = facts
        header.order = order
        header.update_line()
        desk.screen.name_list(showing.name)
        if desk.settings.plain and showing.unread is not None and self._view != (showing.name, showing.text):
            from digestui.ui.control import spoken

            self._view = showing.name, showing.text
            # In the list the pane is named too: which of the two is told last is a matter of milliseconds.
            self.say(spoken.pane(desk) if desk.screen.pane == "list" else spoken.view(desk))

    def _order(self) -> str:
        """The order on show by its name in `ORDERS`."""
        showing, order = self.desk.finder.showing, self.desk.finder.showing.order
        query = showing.understood.query if showing.understood is not None else None
        if query is None or order.removeprefix("-") != "relevance" or words_of(query.where):
            return order
        return "digest" if showing.remark else order.replace("relevance", "likely")

    # ---- corrections and empty lists -----------------------------------------------------------------

    def correct(self, understood: search.Understood, *, typing: bool) -> None:
        """What was pointed at: `is:stared? did you mean is:starred (tab)`; out of the box, tab moves."""
        spans: list[Span] = []
        for correction in understood.corrections[:1]:
            mark = "?" if correction.meant else ""
            spans = [Span(f"{safe.one_line(correction.typed)}{mark}", "warn")]
            if correction.meant:
                spans += [
                    Span(" did you mean ", "soft"),
                    Span(safe.one_line(correction.meant), "warn", "b"),
                    *([Span(" (tab)", "faint")] if typing else []),
                ]
            else:
                spans.append(Span(" is not understood", "soft"))
        self._banner(spans)

    def near(self, hits: search.Hits) -> None:
        """`no match for tranformer; showing transformer`, or why the order is another."""
        if hits.remark:
            self._banner([Span(hits.remark, "soft")])
            return
        if not hits.near:
            if not self.corrections or self.corrections[0].kind == "s":
                self._banner([])
            return
        wrong, right = " ".join(hits.near.typed), " ".join(hits.near.shown)
        self._banner(
            [
                Span("no match for ", "soft", "s"),
                Span(safe.one_line(wrong), "warn", "x"),
                Span("; showing ", "soft"),
                Span(safe.one_line(right), "warn", "b"),
            ]
        )

    def _banner(self, spans: list[Span]) -> None:
        self.corrections = spans
        self.desk.screen.show_banner(spans)

    def emptiness(self) -> list[Strip]:
        """What stands in a list without papers."""
        from digestui.ui.control import emptiness

        return [] if len(self.desk.listing) else emptiness.lines(self.desk)
