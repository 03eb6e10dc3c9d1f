"""Names on a command line become files with a reader each: folders, globs, archives, standard input.

What is in the files is read by `sources`; what becomes of it is `intake`.
"""

from __future__ import annotations

import glob
import hashlib
import io
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import BinaryIO

from digestui.errors import BadInput, Trouble
from digestui.model.rows import ImportedFile
from digestui.records import dataclass
from digestui.sources import containers, sniff
from digestui.sources.base import Finding, Hint, Reject
from digestui.storage import header
from digestui.text import safe

BUNDLED = "huggingface-papers-imagenet.txt"
BUNDLED_DAY = "2025-04-28"
IN_MEMORY = 8 << 20
"""Bytes of standard input kept in memory; more goes to a temporary file."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One file, recognised and ready to be read."""

    label: str
    """What the user calls it."""
    hint: Hint
    format: str
    findings: Callable[[], Iterator[Finding]]
    content_hash: bytes
    share: Callable[[], float] = lambda: 0.0
    """How much of the file has been read, 0 to 1; 0 where nobody knows."""


def bundled() -> tuple[Path, str]:
    """The digest that comes with the program, and its day."""
    import digestui

    package = Path(digestui.__file__).parent
    for place in (package / "bundled" / BUNDLED, package.parent.parent / "data" / BUNDLED):
        if place.is_file():
            return place, BUNDLED_DAY
    raise Trouble("the bundled digest", "is not in this installation", "install digestui again")


def opened(
    paths: Sequence[Path | str],
    *,
    stdin: BinaryIO | None = None,
    format: str | None = None,
    today: date | None = None,
) -> Iterator[ImportedFile | AbstractContextManager[Opened]]:
    """Every file that the names lead to, once and in order; one that cannot be read comes as its own report.

    `today` dates what comes through standard input.
    """
    if format is not None:
        sniff.reader(format)
    taken: set[str] = set()
    for name in paths:
        if str(name) == "-":
            if stdin is not None:
                yield from _read(stdin, "standard input", Hint(modified=today or date.today()), format)
            continue
        files = list(_files(Path(name)))
        if not files:
            empty = Path(name).is_dir()
            why = "the folder holds no files: give another" if empty else "no such file: look at its name"
            yield _refused(str(name), why)
        for path in files:
            real = os.path.realpath(path)
            if real not in taken:
                taken.add(real)
                yield from _path(path, format)


def opened_bytes(
    data: bytes, label: str, hint: Hint, format: str | None = None
) -> Iterator[ImportedFile | AbstractContextManager[Opened]]:
    """The same for what is in memory: an answer of a server, packed or not."""
    if format is not None:
        sniff.reader(format)
    yield from _read(io.BytesIO(data), safe.one_line(label), hint, format)


def _files(path: Path) -> Iterator[Path]:
    """The files a name means: itself, a folder's (hidden ones left out), or those that fit a pattern."""
    if path.is_dir():
        for inside in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in inside.relative_to(path).parts)
            if inside.is_file() and not hidden:
                yield inside
    elif path.exists():
        yield path
    elif glob.has_magic(str(path)):
        yield from (found for found in sorted(_fitting(path)) if found.is_file())


def _fitting(pattern: Path) -> Iterator[Path]:
    """What fits a pattern as a shell would take it, but `**` enters no linked folder: it may lead back."""
    begin = next(n for n, part in enumerate(pattern.parts) if glob.has_magic(part))
    parts = ["*" if "**" in part and part != "**" else part for part in pattern.parts[begin:]]
    parts += ["*"] if parts[-1] == "**" else []
    root = Path(*pattern.parts[:begin])
    hidden = any(part.startswith(".") for part in parts)
    for found in root.glob("/".join(parts)):
        if hidden or not any(part.startswith(".") for part in found.relative_to(root).parts):
            yield found


def _path(path: Path, format: str | None) -> Iterator[ImportedFile | AbstractContextManager[Opened]]:
    label = safe.one_line(safe.in_text(str(path)))
    try:
        known = path.stat()
        if not (stat.S_ISREG(known.st_mode) or stat.S_ISFIFO(known.st_mode)):
            yield _refused(label, "is no file: give a file or a folder")  # A device may never end.
            return
        if header.is_held(path):
            yield _refused(label, "is the library itself: give a file of papers")
            return
        modified = date.fromtimestamp(max(0.0, known.st_mtime))
        file = path.open("rb")
    except OSError as error:
        yield _refused(label, f"cannot be read ({error.strerror})")
        return
    with file:
        yield from _read(file, label, Hint(name=safe.one_line(path.name), modified=modified), format)


def _read(
    stream: BinaryIO, label: str, hint: Hint, format: str | None
) -> Iterator[ImportedFile | AbstractContextManager[Opened]]:
    import tempfile

    with tempfile.SpooledTemporaryFile(IN_MEMORY) as spool:
        try:
            if stream.seekable():
                file: BinaryIO = stream
            else:
                while piece := stream.read(1 << 20):
                    spool.write(piece)
                spool.seek(0)
                file = spool  # type: ignore[assignment]
            hashed = _hash(file)
            share = _share(file)
            parts = containers.parts(file, hint)
            several = False
            for part in parts:
                if isinstance(part, Reject):
                    yield _refused(f"{label}: {safe.one_line(part.record)}", part.reason)
                    continue
                inner = part.hint.name != hint.name and not several and hint.name.endswith(".zip")
                shown = f"{label}: {part.hint.name}" if inner or several else label
                several = several or inner
                own = hashed if not several else hashlib.blake2b(hashed + part.hint.name.encode()).digest()
                yield from _part(part, shown, own, format, share)
        except BadInput as error:
            yield _refused(label, f"{error.why}: {error.do}" if error.do else error.why)
        except OSError as error:
            yield _refused(label, f"cannot be read ({error.strerror or error})")


def _part(
    part: containers.Part,
    label: str,
    content_hash: bytes,
    format: str | None,
    share: Callable[[], float],
) -> Iterator[ImportedFile | AbstractContextManager[Opened]]:
    try:
        name = format or sniff.recognise(part.head, part.hint)
        reader = sniff.reader(name)
    except BadInput as error:
        yield _refused(label, f"{error.why}: {error.do}" if error.do else error.why)
        return
    yield nullcontext(
        Opened(
            label, part.hint, reader.name, lambda: reader.read(part.stream, part.hint), content_hash, share
        )
    )


def _share(file: BinaryIO) -> Callable[[], float]:
    """Where in a file one is; what is packed counts by its packed bytes."""
    size = file.seek(0, 2)
    file.seek(0)

    def share() -> float:
        try:
            return file.tell() / size if size else 0.0
        except (OSError, ValueError):
            return 0.0

    return share


def _refused(label: str, error: str) -> ImportedFile:
    return ImportedFile(safe.one_line(safe.in_text(label)), error=safe.one_line(error), rejected=0)


def _hash(file: BinaryIO) -> bytes:
    hasher = hashlib.blake2b(digest_size=16)
    file.seek(0)
    while piece := file.read(1 << 20):
        hasher.update(piece)
    file.seek(0)
    return hasher.digest()
