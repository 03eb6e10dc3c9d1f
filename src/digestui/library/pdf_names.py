"""What the file of a kept PDF is called. Pure: foreign text becomes a plain name in one folder."""

from __future__ import annotations

import re

from digestui.model.rows import Detail
from digestui.text import latex
from digestui.text.safe import one_line
from digestui.text.widths import clusters

END = ".pdf"
LONGEST = 180
"""Bytes of a name, its end aside: file systems take 255, and a number may follow."""
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_PLACE = re.compile(r"\{(\w+)\}")


def name(pattern: str, detail: Detail, number: int = 1) -> str:
    """The file name of a paper by a pattern with places as `{title}`; the n-th of that name has its number.

    Never empty, no folder in it, nothing that looks like an option or hides the file.
    """
    values = _values(detail)
    text = _plain(_PLACE.sub(lambda found: values.get(found[1], ""), pattern))
    text = text or _plain(values["key"]) or "paper"
    if _RESERVED.match(text):
        text = f"_{text}"
    return f"{text} {number}{END}" if number > 1 else text + END


def _values(detail: Detail) -> dict[str, str]:
    from digestui.exporters.people import split

    paper = detail.paper
    author = ""
    if paper.authors:
        first = split(paper.authors[0])
        author = " ".join(filter(None, (first.particle, first.family))) or first.literal
    return {
        "title": latex.display(paper.title),
        "author": latex.display(author),
        "year": (paper.published or "")[:4],
        "venue": latex.display(paper.venue or ""),
        "key": detail.key.replace(":", " ", 1),
        "id": detail.key.partition(":")[2],
    }


def _plain(text: str) -> str:
    text = " ".join(_NOT_IN_NAMES.sub(" ", one_line(text)).split()).lstrip(".-~ ").rstrip(". ")
    kept, size = [], 0
    for cluster in clusters(text):
        size += len(cluster.encode("utf-8", "replace"))
        if size > LONGEST:
            break
        kept.append(cluster)
    return "".join(kept).rstrip(". ")
