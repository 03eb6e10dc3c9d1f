"""PDFs kept in the user's folder: got whole, checked, named by a pattern, found again.

A download is a hidden file beside its place until every byte is on the disk, then it gets its name; a file
that is there is never written over. Which file is whose is remembered as a fact of the paper.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import BinaryIO

from digestui.durable import sync_folder, usual_mode
from digestui.errors import BadInput, NotFound, Trouble
from digestui.library import derive, pdf_names, search
from digestui.library.fetching import paces_for
from digestui.library.library import Library
from digestui.model.facts import Fact
from digestui.model.rows import Detail
from digestui.records import dataclass, field
from digestui.storage import facts
from digestui.text.safe import one_line
from digestui.web import services
from digestui.web.client import Client
from digestui.web.services import Bases, Paces

LARGEST = 200 << 20
"""Bytes of a PDF."""
WHOLE = 900.0
"""Seconds that one may take."""
PART, PART_END = ".digestui-", ".part"
STALE = 86_400
"""Seconds after which a part of a download is nobody's any more."""
HEAD, TAIL = 1024, 4096
KEPT = "kept"
"""The source of a fact `pdf`, whose value is the name of a file in the folder."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where PDFs are kept and what they are called: two settings."""

    folder: str
    pattern: str

    @property
    def path(self) -> Path:
        """The folder."""
        return Path(self.folder).expanduser()


@dataclass(frozen=True, slots=True)
class Kept:
    """A PDF in the folder."""

    path: Path
    new: bool
    """Whether it came just now."""


@dataclass(slots=True)
class Downloader:
    """Gets PDFs; one object serves a run of several."""

    lib: Library
    place: Place
    settings: Mapping[str, object] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    stop: Callable[[], bool] = lambda: False
    client: Client | None = None
    paces: Paces | None = None

    def keep(self, paper: int, told: Callable[[int, int | None], None] | None = None) -> Kept:
        """The PDF of a paper in the folder, got if it is not there; `told` hears (bytes, of how many).

        Raises NotFound where no address is known, NoAnswer, BadInput where what came is no PDF or the folder
        cannot be written, and Stopped.
        """
        there = kept(self.lib, paper, self.place)
        if there is not None:
            return Kept(there, new=False)
        detail = search.detail(self.lib, paper)
        bases = Bases.chosen(self.settings, self.env)
        address = _address(detail, bases) if detail is not None else ""
        if detail is None or not address:
            key = detail.key if detail is not None else "the paper"
            raise NotFound(f"the PDF of {key}", "no address of it is known", "open its page")
        self.paces = self.paces or paces_for(bases)
        pace = self.paces.arxiv if address.startswith(bases.arxiv) else self.paces.others
        if _on_this_machine(address):
            pace = Paces.none().others
        client = self.client or Client(stop=self.stop, whole=WHOLE)
        folder = self.place.path
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _sweep(folder)
            with _Part(folder, told) as part:
                answer = client.get(address, pace=pace, limit=LARGEST, sink=part)
                part.check(answer.url)
                path = part.settle(detail, self.place.pattern)
        except OSError as error:
            raise BadInput(
                f"the folder {folder}", error.strerror or str(error), "set pdf_folder to another"
            ) from error
        finally:
            if self.client is None:
                client.close()
        day = date.fromtimestamp(self.lib.now()).isoformat()
        with self.lib.database.write():
            facts.put(self.lib.database, [(paper, Fact("pdf", path.name, KEPT, day))])
        return Kept(path, new=True)


def kept(lib: Library, paper: int, place: Place) -> Path | None:
    """The file that a paper's PDF is kept in, if it is still there."""
    if not place.folder:
        return None
    name = facts.value(lib.database, paper, "pdf", KEPT)
    if not name or Path(name).name != name:
        return None
    path = place.path / name
    return path if path.is_file() else None


def _address(detail: Detail, bases: Bases) -> str:
    paper = detail.paper
    arxiv = next((key[6:] for key in (*paper.keys, *detail.aliases) if key.startswith("arxiv:")), "")
    return services.arxiv_pdf(bases, arxiv) if arxiv else derive.pdf_address(paper) or ""


def _on_this_machine(address: str) -> bool:
    return address.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))


def _sweep(folder: Path) -> None:
    """Take away what a program that was killed left behind."""
    for part in folder.glob(f"{PART}*{PART_END}"):
        with suppress(OSError):
            if time.time() - part.lstat().st_mtime > STALE:
                part.unlink()


class _Part:
    """A download under way: a hidden file that goes away unless it is settled."""

    def __init__(self, folder: Path, told: Callable[[int, int | None], None] | None) -> None:
        self._folder = folder
        self._told = told
        self._size: int | None = None
        self._taken = 0
        self._file: BinaryIO | None = None
        self._path: Path | None = None

    def __enter__(self) -> _Part:
        descriptor, name = tempfile.mkstemp(prefix=PART, suffix=PART_END, dir=self._folder)
        self._file, self._path = os.fdopen(descriptor, "w+b"), Path(name)
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def begin(self, size: int | None) -> None:
        assert self._file is not None
        self._file.seek(0)
        self._file.truncate()
        self._size, self._taken = size, 0

    def write(self, piece: bytes) -> None:
        assert self._file is not None
        self._file.write(piece)
        self._taken += len(piece)
        if self._told is not None:
            self._told(self._taken, self._size)

    def check(self, address: str) -> None:
        """Raises BadInput unless a PDF came, whole."""
        address = one_line(address, 200)
        assert self._file is not None
        self._file.flush()
        self._file.seek(0)
        if b"%PDF-" not in self._file.read(HEAD):
            raise BadInput(address, "what came is no PDF", "open the page: it may ask for something first")
        # Only a length, or the mark at the end, tells a whole file from one that was cut off.
        self._file.seek(max(0, self._taken - TAIL))
        if self._size is None and b"%%EOF" not in self._file.read(TAIL):
            raise BadInput(address, "the PDF breaks off", "try again later")

    def settle(self, detail: Detail, pattern: str) -> Path:
        """Force the bytes to disk and give the file its name; one that is there is left alone."""
        assert self._file is not None
        assert self._path is not None
        os.fsync(self._file.fileno())
        self._path.chmod(usual_mode())
        for number in range(1, 1000):
            path = self._folder / pdf_names.name(pattern, detail, number)
            if self._same(path):
                return path
            if _take(self._path, path):
                sync_folder(self._folder)
                return path
        raise Trouble(str(self._folder), "a thousand files have this name", "set pdf_name to one with {key}")

    def _same(self, path: Path) -> bool:
        """Whether these very bytes lie there already, as after a library was made anew."""
        assert self._file is not None
        try:
            if path.is_symlink() or not path.is_file() or path.stat().st_size != self._taken:
                return False
            self._file.seek(0)
            with path.open("rb") as other:
                while piece := other.read(1 << 20):
                    if piece != self._file.read(len(piece)):
                        return False
        except OSError:
            return False
        return True


def _take(part: Path, path: Path) -> bool:
    """Give a file a name that nobody has; False where somebody has it."""
    if os.path.lexists(path):
        return False
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    except OSError:
        # A file system without links: between the look and the move only our own folder is in the way.
        part.replace(path)
    return True
