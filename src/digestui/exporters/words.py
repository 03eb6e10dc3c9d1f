"""Words that several formats for people share: the title to show, facts in a line, names of links, marks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from digestui.model.facts import number
from digestui.model.rows import Detail
from digestui.model.triage import Place, Triage
from digestui.text.latex import to_unicode
from digestui.text.safe import one_line

UNTITLED = "(untitled)"


def title_of(detail: Detail) -> str:
    """The title for people: LaTeX as Unicode, `(untitled)` for none."""
    return one_line(to_unicode(detail.paper.title)) or UNTITLED


def authors_of(detail: Detail) -> list[str]:
    """The authors' names in Unicode, each one line."""
    return [name for name in (one_line(to_unicode(author)) for author in detail.paper.authors) if name]


def facts(detail: Detail, now: int, today: str = "") -> Iterator[str]:
    """Date, venue, categories, upvotes, then what the reader decided, each a few words."""
    from digestui.text.dates import day, show_day

    paper = detail.paper
    if paper.published:
        # Without a today every date is shown with its year.
        yield show_day(paper.published, day(today) or date.min) or one_line(paper.published)
    if paper.venue:
        yield one_line(to_unicode(paper.venue))
    if paper.categories:
        yield ", ".join(map(one_line, paper.categories))
    if paper.upvotes is not None:
        yield f"{paper.upvotes:,} upvotes" if paper.upvotes != 1 else "1 upvote"
    citations = number(detail.facts, "citations")
    if citations is not None:
        yield f"{citations:,} citations" if citations != 1 else "1 citation"
    yield from state(detail.triage, now)


def state(triage: Triage, now: int) -> Iterator[str]:
    """What the reader decided, in words; nothing for a paper nobody has touched."""
    if triage.snoozed(now):
        yield "snoozed"
    elif triage.stands is not Place.INBOX:
        yield triage.stands.word
    if triage.starred:
        yield "starred"
    if triage.read and triage.stands in (Place.INBOX, Place.QUEUE):
        yield "read"
    for tag in triage.tags:
        yield "#" + one_line(tag)


_LABELS = {
    "arxiv.org": "arXiv",
    "doi.org": "DOI",
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "huggingface.co": "Hugging Face",
    "openreview.net": "OpenReview",
    "aclanthology.org": "ACL Anthology",
}


def link_label(address: str) -> str:
    """A short name for a link: the site's own where it is known, else its host."""
    host = (urlsplit(address).hostname or address) if "[" not in address else address
    host = host.removeprefix("www.")
    if host == "arxiv.org" and "/pdf/" in address:
        return "PDF"
    return _LABELS.get(host, host)


MARKS = {
    "unread": "●",
    "queue": "≡",
    "done": "✓",
    "dismissed": "×",
    "snoozed": "◷",
    "starred": "★",
    "noted": "✎",
}
ASCII_MARKS = {
    "unread": "o",
    "queue": "+",
    "done": "v",
    "dismissed": "x",
    "snoozed": "z",
    "starred": "*",
    "noted": '"',
}


def marks(detail: Detail, now: int, ascii_only: bool) -> str:
    """Four cells: unread, place, star, note, as in the reader's list."""
    signs = ASCII_MARKS if ascii_only else MARKS
    triage = detail.triage
    place = "snoozed" if triage.snoozed(now) else triage.stands.word
    return "".join((
        " " if triage.read else signs["unread"],
        signs.get(place, " "),
        signs["starred"] if triage.starred else " ",
        signs["noted"] if detail.note else " ",
    ))  # fmt: skip
