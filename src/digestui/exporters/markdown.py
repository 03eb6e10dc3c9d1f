"""`markdown`: one document, a section a paper, the note as a quotation so that it stays inside its paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digestui.exporters.fields import page_of, safe_url
from digestui.exporters.formats import Options
from digestui.exporters.markdown_text import escape, link, paragraphs, tame
from digestui.exporters.words import authors_of, facts, link_label, title_of
from digestui.model.rows import Detail


def write(details: Iterable[Detail], options: Options) -> Iterator[str]:
    yield f"# {escape(options.heading)}\n"
    for detail in details:
        yield "\n" + section(detail, options)


def section(detail: Detail, options: Options) -> str:
    """One paper: heading, authors, facts, abstract, links, note."""
    page = page_of(detail)
    title = escape(title_of(detail))
    blocks = [f"## {title}", *body(detail, options, page)]
    if detail.note and detail.note.strip():
        quoted = "\n".join(("> " + line).rstrip() for line in tame(detail.note).strip("\n").split("\n"))
        blocks += ["Note:", quoted]
    return "\n\n".join(blocks) + "\n"


def body(detail: Detail, options: Options, page: str) -> Iterator[str]:
    """What a document and a vault file share: authors, facts, abstract, links."""
    if authors := authors_of(detail):
        yield escape(", ".join(authors))
    yield escape(" · ".join((detail.key, *facts(detail, options.now))))
    if detail.why:
        yield escape(detail.why)
    yield from paragraphs(_readable(detail.paper.abstract))
    addresses = dict.fromkeys(a for a in (page, *map(safe_url, detail.paper.urls)) if a)
    if addresses:
        yield " · ".join(link(link_label(a), a) for a in addresses)


def _readable(text: str) -> str:
    from digestui.text.latex import to_unicode

    return to_unicode(text)
