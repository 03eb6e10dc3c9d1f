"""`table`: one line a paper, what `search` prints on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from digestui.exporters.formats import Options
from digestui.exporters.words import marks, title_of
from digestui.model.rows import Detail
from digestui.text.safe import one_line
from digestui.text.widths import cut, pad, width

_LOOKAHEAD = 200
"""Papers from which the widths of columns are told; those after them are cut or stick out."""
_KEY, _AUTHOR = 32, 18


def write(details: Iterable[Detail], options: Options) -> Iterator[str]:
    """Marks, key, title, first author, year. Under 60 cells the author, under 44 the year goes, too."""
    papers = iter(details)
    first = list(islice(papers, _LOOKAHEAD))
    cells = options.width
    keys = min(_KEY, max((width(one_line(d.key)) for d in first), default=0))
    author = _AUTHOR if (cells is None or cells >= 80) and any(d.paper.authors for d in first) else 0
    year = 4 if (cells is None or cells >= 44) and any(d.paper.published for d in first) else 0
    dots = "..." if options.ascii else "…"
    for detail in chain(first, papers):
        # A key that is too long is cut bare: what is left still names the paper, as a prefix.
        key = _fit(one_line(detail.key), keys, "")
        line = f"{marks(detail, options.now, options.ascii)} {key}  "
        tail = ""
        if author:
            tail += "  " + _fit(one_line(next(iter(detail.paper.authors), "")), author, dots)
        if year:
            tail += "  " + ((detail.paper.published or "")[:4]).ljust(4)
        title = title_of(detail)
        if cells is not None:
            room = max(8, cells - width(line) - width(tail))
            title = _fit(title, room, dots) if tail else cut(title, room, dots)
        yield (line + title + tail).rstrip() + "\n"


def _fit(text: str, cells: int, dots: str) -> str:
    return pad(cut(text, cells, dots), cells)
