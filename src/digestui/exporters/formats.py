"""The list of formats and the one door to them; each module is loaded on first use.

A format is a module `exporters/<module>.py` with `write(details, options) -> Iterator[str]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from digestui.errors import BadUsage
from digestui.model.rows import Detail
from digestui.records import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may say about an export; the defaults suit a file."""

    heading: str = "Papers"
    """The title of a page or document."""
    day: str = ""
    """Today, ISO; printed by `html` and `markdown`, and what dates without a year are told from."""
    now: int = 0
    """Seconds since 1970 UTC; tells a running snooze from an ended one."""
    width: int | None = None
    """Cells of a line for `text` and `table`; None is as long as it gets."""
    ascii: bool = False
    """Marks of `table` and `text` in ASCII."""
    raw: bool = False
    """`csv` without the guard against formulas."""


Write = Callable[[Iterable[Detail], Options], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name on the command line, the usual end of a file name, and where it lives."""

    name: str
    suffix: str
    module: str
    about: str
    named: bool = False
    """Whether it calls papers by their citation keys."""

    def write(self, details: Iterable[Detail], options: Options | None = None) -> Iterator[str]:
        """The papers in this format, piece by piece, in the order given."""
        module = import_module(f"digestui.exporters.{self.module}")
        write: Write = module.write
        return write(details, options or Options())


FORMATS = (
    Format(
        "jsonl", ".jsonl", "json_lines", "one JSON object a line; comes back whole, personal data included"
    ),
    Format("json", ".json", "json_list", "one JSON list"),
    Format("csv", ".csv", "csv_table", "a spreadsheet"),
    Format("bibtex", ".bib", "bibtex", "BibTeX", named=True),
    Format("ris", ".ris", "ris", "RIS, for reference managers", named=True),
    Format("csl", ".json", "csl", "CSL-JSON, for reference managers and pandoc", named=True),
    Format("markdown", ".md", "markdown", "one document, or with a folder one file per paper"),
    Format("html", ".html", "html_page", "one page that stands alone"),
    Format("text", ".txt", "text_page", "for reading in a terminal"),
    Format("table", ".txt", "table", "one line per paper"),
)
EXPORTS = tuple(f.name for f in FORMATS if f.name not in ("text", "table"))
"""What `export` offers; `search` and `show` offer all."""


def names() -> tuple[str, ...]:
    """Every format by name."""
    return tuple(f.name for f in FORMATS)


def get(name: str) -> Format:
    """The format of that name. Raises `BadUsage` for an unknown one."""
    for found in FORMATS:
        if found.name == name.lower():
            return found
    raise BadUsage(f"format {name!r}", "there is no such format", "use one of " + ", ".join(names()))


def write(name: str, details: Iterable[Detail], options: Options | None = None) -> Iterator[str]:
    """`get(name).write(...)`."""
    return get(name).write(details, options)
