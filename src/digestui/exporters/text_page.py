"""`text`: papers whole, for reading in a terminal; what `show` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from digestui.exporters.fields import page_of, web
from digestui.exporters.formats import Options
from digestui.exporters.words import authors_of, facts, marks, title_of
from digestui.model.facts import sentences
from digestui.model.rows import Detail
from digestui.text.dates import day, show_day
from digestui.text.latex import to_unicode
from digestui.text.safe import clean, one_line
from digestui.text.widths import wrap


def write(details: Iterable[Detail], options: Options) -> Iterator[str]:
    before = ""
    for detail in details:
        yield before + page(detail, options)
        before = "\n"


def page(detail: Detail, options: Options) -> str:
    """Title, authors, facts; the abstract; addresses; digests; what services say; the note."""
    width = max(20, options.width or 100_000)

    def lines(text: str, hang: int = 0) -> str:
        return "\n".join(wrap(one_line(text), width, hang))

    head = [lines(title_of(detail), 2)]
    if authors := authors_of(detail):
        head.append(lines(", ".join(authors), 2))
    signs = marks(detail, options.now, options.ascii).replace(" ", "")
    dot = " | " if options.ascii else " · "
    line = dot.join((one_line(detail.key), *facts(detail, options.now, options.day)))
    head.append(lines(f"{signs} {line}" if signs else line, 2))
    blocks = ["\n".join(head)]
    blocks += [lines(p) for p in clean(to_unicode(detail.paper.abstract)).split("\n\n") if p.strip()]
    addresses = dict.fromkeys(a for a in (page_of(detail), *map(web, detail.paper.urls)) if a)
    if addresses:
        blocks.append("\n".join(addresses))
    if detail.digests:
        blocks.append("\n".join(lines(f"{d.name}, {d.date}, place {d.rank}", 2) for d in detail.digests))
    if detail.facts:
        today = day(options.day) or date.min
        told = sentences(detail.facts, lambda at: show_day(at, today))
        blocks.append("\n".join(lines(one, 2) for one in told))
    if detail.paper.comment:
        blocks.append(lines(to_unicode(detail.paper.comment), 2))
    if detail.note and detail.note.strip():
        blocks.append("Note\n\n" + "\n".join(_note_lines(clean(detail.note).strip("\n"), width)))
    if detail.why:
        blocks.append(lines(detail.why))
    return "\n\n".join(blocks) + "\n"


def _note_lines(note: str, width: int) -> Iterator[str]:
    for line in note.split("\n"):
        if len(line) <= width // 2 or not line.strip():
            yield line
        else:
            yield from wrap(line, width)
