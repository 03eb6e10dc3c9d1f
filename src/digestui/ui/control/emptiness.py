"""What stands in a list without papers: inbox zero, or what was not found and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from digestui.library import views
from digestui.text import safe, widths
from digestui.ui import themes
from digestui.ui.control.showing import RESULTS
from digestui.ui.control.words import number, papers
from digestui.ui.row_layout import Span

if TYPE_CHECKING:
    from digestui.ui.desk import Desk


def lines(desk: Desk) -> list[Strip]:
    """What stands in a list without papers: inbox zero, or what was not found and the way back."""
    theme, glyphs = themes.of(desk.screen), desk.glyphs

    def line(*spans: Span) -> Strip:
        return Strip(
            [Segment(s.text, theme.style(s.role, "bg", bold="b" in s.kind)) for s in spans],
            sum(widths.width(s.text) for s in spans),
        )

    showing = desk.finder.showing
    typed = desk.finder.corrected
    if typed is not None and typed.stays and desk.finder.before_search is not None:
        return []  # what is typed is not understood yet: that another query found nothing says nothing of it
    if showing.whole_inbox and not showing.searching:
        today = desk.facts.today
        lines = [line(Span(glyphs.done, "done")), line(), line(Span("Inbox zero", "bright", "b")), line()]
        if today and not today.papers:
            key = desk.words.key("command-line")
            return [
                line(Span("No papers yet", "bright", "b")),
                line(),
                line(Span(f"{key}import FILE", "accent", "b"), Span("  bring in a file ", "soft")),
                line(
                    Span(f"{desk.words.key('fetch'):<{len(key) + 11}}", "accent", "b"),
                    Span("  ask your sources", "soft"),
                ),
            ]
        if today and today.decided:
            took = f" in {papers_time(today.minutes)}" if today.minutes else ""
            lines += [line(Span(f"{papers(today.decided)} decided today{took}.", "text")), line()]
            parts = [
                (glyphs.queue, "queue", today.queued, "queued"),
                (glyphs.starred, "star", today.starred, "starred"),
                (glyphs.done, "done", today.done, "done"),
                (glyphs.dismissed, "faint", today.dismissed, "dismissed"),
            ]
            spans: list[Span] = []
            for mark, role, count, word in parts:
                if count:
                    gap = Span("    ", "text") if spans else Span("", "text")
                    spans += [gap, Span(mark, role), Span(f" {number(count)} {word}", "text")]
            lines += [line(*spans), line()]
        lines.append(line())
        queue = f"read the queue ({number(today.in_queue)})" if today and today.in_queue else "see the queue"
        menu = [
            ("go-queue", queue),
            ("fetch", "fetch new papers"),
            ("statistics", "see the figures"),
            ("undo", "undo the last act"),
        ]
        lines += [
            line(Span(f"{desk.words.key(name):<5}", "accent", "b"), Span(f"{word:<20}", "soft"))
            for name, word in menu
        ]
        return lines
    shown = safe.one_line(showing.text) or "everything"
    back = desk.finder.before_search or (desk.finder.trail[-1] if desk.finder.trail else None)
    name = safe.one_line(back.name) if back else "Inbox"
    if name in RESULTS or views.is_standard(name):
        name = name.lower()
    return [
        line(
            Span("Nothing matches ", "soft"),
            Span(widths.cut(shown, 60, glyphs.ellipsis), "bright", "b"),
            Span(".", "soft"),
        ),
        line(),
        line(Span("esc", "accent", "b"), Span(f" back to {name}", "soft")),
    ]


def papers_time(minutes: int) -> str:
    """`11 minutes`, `1 minute`, `2 hours`."""
    if minutes >= 120:
        return f"{minutes // 60} hours"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
