"""Papers out of the library: to a stream, to a file that is whole or not there, to a folder of notes.

Papers are read in chunks, so that a library of any size streams. What a format looks like is `exporters`.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from digestui.durable import write_whole
from digestui.errors import BadUsage
from digestui.library import search
from digestui.model.rows import Detail
from digestui.records import dataclass, replace
from digestui.storage import standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from digestui.exporters import Options
    from digestui.library.library import Library

CHUNK = 200
"""Papers read at once."""


@dataclass(frozen=True, slots=True)
class Dress:
    """How it should look, where the format leaves a choice."""

    heading: str = "Papers"
    """The title of a page or document."""
    width: int | None = None
    """Cells of a line for `text` and `table`; None is as long as it gets."""
    ascii: bool = False
    """Marks in ASCII."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of an export."""

    papers: int
    left: tuple[tuple[str, str], ...] = ()
    """Files of a folder that were not touched, each with the reason."""


def formats(*, all_of_them: bool = False) -> tuple[str, ...]:
    """Names of the formats to export; with `all_of_them` also those for the eye alone."""
    from digestui import exporters

    return exporters.names() if all_of_them else exporters.EXPORTS


def format_for(path: Path) -> str | None:
    """The format that a file name asks for by its end; None where it asks for none."""
    from digestui.exporters.formats import FORMATS

    suffix = path.suffix.lower()
    return next((f.name for f in FORMATS if f.suffix == suffix), None) if suffix else None


def export(
    lib: Library,
    ids: Sequence[int],
    format: str,
    out: TextIO | Path,
    dress: Dress | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    overwrite: bool = False,
) -> Exported:
    """Write the papers `ids`, in their order, to a stream, or whole to a file or a folder.

    A file that is there is replaced when the new one is complete; a link is replaced, not followed.
    `markdown` to a folder (or to a name without an end that is not there yet) writes one file per paper;
    those changed there since stay as they are, unless `overwrite`.
    `progress` is told papers done and papers in all. Raises BadUsage for a format there is not.
    """
    from digestui import exporters

    chosen = exporters.get(format)
    options = _options(lib, dress or Dress())
    in_folder = isinstance(out, Path) and (
        out.is_dir() or (format == "markdown" and not out.suffix and not out.exists())
    )
    papers = _details(lib, ids, progress, named=chosen.named or in_folder)
    if not isinstance(out, Path):
        for piece in chosen.write(papers, options):
            out.write(piece)
        return Exported(len(ids))
    if in_folder:
        if format != "markdown":
            raise BadUsage(
                str(out), "is a folder", "name a file, or use --format markdown for one file per paper"
            )
        from digestui.exporters.vault import write_vault

        done = write_vault(papers, out, options, overwrite=overwrite)
        return Exported(len(ids), tuple(done.left))
    _write(out, chosen.write(papers, options))
    return Exported(len(ids))


COPIES = {
    "bibtex": "BibTeX",
    "markdown": "Markdown",
    "ris": "RIS",
    "csl": "CSL-JSON",
    "json": "JSON",
    "jsonl": "JSON Lines",
    "csv": "CSV",
    "html": "HTML",
}
"""What the reader copies: every format of `export`, as people call it."""
NAMED = frozenset({"bibtex", "ris", "csl"})
"""Those that call papers by their citation keys (`Format.named`); the reader knows without loading them."""


def text(lib: Library, ids: Sequence[int], format: str) -> str:
    """Papers in a format as one text: for a clipboard."""
    import io

    out = io.StringIO()
    export(lib, ids, format, out)
    return out.getvalue()


def citekeys(lib: Library, ids: Sequence[int]) -> str:
    """What references call these papers, as `\\cite{...}` takes it."""
    from digestui.library import citing

    names = citing.names(lib, ids)
    return ",".join(names[paper] for paper in ids if paper in names)


def _options(lib: Library, dress: Dress) -> Options:
    return _dressed(dress, lib.now())


def _dressed(dress: Dress, now: int) -> Options:
    from digestui.exporters import Options

    day = datetime.fromtimestamp(now).date().isoformat() if now else ""
    return Options(heading=dress.heading, day=day, now=now, width=dress.width, ascii=dress.ascii)


def _details(
    lib: Library, ids: Sequence[int], progress: Callable[[int, int], None] | None, *, named: bool
) -> Iterator[Detail]:
    """The papers; with `named` each has its citation key."""
    total = len(ids)
    names: dict[int, str] = {}
    if named:
        from digestui.library import citing

        names = citing.names(lib, ids)
    for start in range(0, total, CHUNK):
        for detail in search.details(lib, ids[start : start + CHUNK]):
            # A name that could not be kept is not in what was read.
            unkept = named and not detail.citekey
            yield replace(detail, citekey=names.get(detail.id, "")) if unkept else detail
        if progress is not None:
            progress(min(start + CHUNK, total), total)


def _write(path: Path, pieces: Iterator[str]) -> None:
    """Into a file whole, or into a pipe or device as it comes; never over a library."""
    standing.refuse_database(path)
    mode = stat.S_IFREG
    with suppress(OSError):
        mode = path.stat().st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        write_whole(path, pieces)
        return
    # A pipe or a device has nothing to keep whole, and is not to be replaced by a file.
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(pieces)
