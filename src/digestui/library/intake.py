"""`import`: files become papers in the library. This module goes through files and answers; one of them is
`file_intake`, reading formats is `sources`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from digestui.errors import BadInput, BadUsage
from digestui.library.file_intake import Asked, FileIntake, Progress, Stopped
from digestui.library.library import Library
from digestui.model.rows import ImportedFile, ImportReport
from digestui.records import replace
from digestui.sources.base import Finding, Hint

if TYPE_CHECKING:
    from digestui.library.opening import Opened

__all__ = ["Progress", "import_bytes", "import_files", "import_findings", "load_bundled"]


def import_files(
    lib: Library,
    paths: Sequence[Path | str],
    *,
    format: str | None = None,
    digest: str | None = None,
    date: str | None = None,
    dry_run: bool = False,
    stdin: BinaryIO | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    in_use: bool = False,
) -> ImportReport:
    """Bring files in: names, folders, `-` for `stdin`; the format is found out where none is given.

    A file that cannot be read is in the report with its error and does not keep the others out. `in_use`
    says that somebody reads meanwhile: the library is then locked for shorter moments. Raises `BadUsage`
    for an unknown format or a date that is none, `LibraryTrouble` where the library cannot be written.
    """
    from digestui.library.opening import opened

    asked = Asked(_name(digest), _date(date), dry_run, in_use)
    today = Day.fromtimestamp(lib.now())
    return _take_in(lib, opened(paths, stdin=stdin, format=format, today=today), asked, progress, stop)


def import_bytes(
    lib: Library,
    data: bytes,
    *,
    label: str,
    hint: Hint,
    format: str | None = None,
    digest: str | None = None,
    date: str | None = None,
    in_use: bool = False,
) -> list[ImportedFile]:
    """Bring in what a server answered; archives hold several files."""
    from digestui.library.opening import opened_bytes

    asked = Asked(_name(digest), _date(date), in_use=in_use)
    return list(_take_in(lib, opened_bytes(data, label, hint, format), asked, None, None).files)


def _take_in(
    lib: Library,
    sources: Iterator[ImportedFile | AbstractContextManager[Opened]],
    asked: Asked,
    progress: Callable[[Progress], None] | None,
    stop: Callable[[], bool] | None,
) -> ImportReport:
    files: list[ImportedFile] = []
    resumed = False
    for source in sources:
        if stop is not None and stop():
            break
        if isinstance(source, ImportedFile):
            files.append(source)
            continue
        with source as file:
            one = FileIntake(lib, asked, file.label, file.hint, progress, stop, file.share)
            try:
                files.append(one.run(file.format, file.findings, file.content_hash))
            except Stopped:
                files.append(one.report())
                break
            except BadInput as error:
                files.append(
                    replace(one.report(), error=f"{error.why}: {error.do}" if error.do else error.why)
                )
            resumed |= one.resumed
    return ImportReport(tuple(files), resumed)


def import_findings(
    lib: Library,
    findings: Iterator[Finding],
    *,
    label: str,
    format: str,
    hint: Hint | None = None,
    content_hash: bytes = b"",
    digest: str | None = None,
    date: str | None = None,
    dry_run: bool = False,
    in_use: bool = False,
) -> ImportedFile:
    """Bring in what a reader yields, from wherever it came (`fetch` uses this)."""
    asked = Asked(_name(digest), _date(date), dry_run, in_use)
    one = FileIntake(lib, asked, label, hint or Hint(), None, None)
    try:
        return one.run(format, lambda: findings, content_hash)
    except BadInput as error:
        return replace(one.report(), error=f"{error.why}: {error.do}" if error.do else error.why)


def load_bundled(lib: Library) -> ImportReport:
    """Bring in the digest that comes with the program."""
    from digestui.library.opening import bundled

    place, day = bundled()
    return import_files(lib, [place], date=day)


def _name(digest: str | None) -> str | None:
    if digest is None:
        return None
    from digestui.text.safe import one_line

    name = one_line(digest).strip()
    if not name:
        raise BadUsage("--digest", "the name is empty", "give the digest a name")
    return name


def _date(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return Day.fromisoformat(text).isoformat()
    except ValueError:
        raise BadUsage("--date", f"{text} is no day", "write it as 2025-04-28") from None
