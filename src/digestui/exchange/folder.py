"""The folder that travels: which segments lie in it, reading one, writing one's own.

Each writer has a folder below it, named after itself, and writes in no other. Links are not followed, names
that are not ours are passed over, and a file is written beside its place and moved there whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from digestui.durable import sync_folder
from digestui.errors import BadInput, Trouble
from digestui.exchange.segments import Named, named, origin_of
from digestui.model.exchange import Origin
from digestui.records import dataclass

LARGEST = 256 << 20
"""Bytes of the largest segment that is read: ours are a megabyte, more only where one note is."""
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)


@dataclass(frozen=True, slots=True)
class Segment:
    """One file of somebody's."""

    carrier: Origin
    """Whose folder it lies in: who wrote the file."""
    named: Named
    path: Path
    size: int

    @property
    def name(self) -> str:
        """Below the folder, with `/` on every system; the same name always has the same content."""
        return f"{self.path.parent.name}/{self.path.name}"


class Folder:
    """One folder for exchange."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def at(cls, path: Path) -> Folder:
        """The folder at `path`, which is made where its parent is there. Raises `BadInput`."""
        try:
            if not path.exists():
                path.mkdir(mode=0o700)
            if not path.is_dir():
                raise BadInput(str(path), "it is not a folder", "give a folder")
            os.scandir(path).close()
        except FileNotFoundError:
            why = "neither it nor the folder above it is there"
            raise BadInput(str(path), why, "make it, or look whether its drive is there") from None
        except OSError as error:
            raise BadInput(str(path), error.strerror or "it cannot be read", "look at its rights") from None
        return cls(path)

    def segments(self) -> list[Segment]:
        """Every segment there, in the order of their names."""
        found = []
        for carrier, place in self._carriers():
            with suppress(OSError), os.scandir(place) as entries:
                for entry in entries:
                    what = named(entry.name)
                    if what is not None and entry.is_file(follow_symlinks=False):
                        size = entry.stat(follow_symlinks=False).st_size
                        found.append(Segment(carrier, what, Path(entry.path), size))
        return sorted(found, key=lambda segment: segment.name)

    def _carriers(self) -> Iterator[tuple[Origin, str]]:
        try:
            with os.scandir(self.path) as entries:
                for entry in entries:
                    carrier = origin_of(entry.name)
                    if carrier is not None and entry.is_dir(follow_symlinks=False):
                        yield carrier, entry.path
        except OSError as error:
            raise BadInput(
                str(self.path), error.strerror or "it cannot be read", "look at its rights"
            ) from None

    def read(self, segment: Segment) -> bytes:
        """The bytes of a segment. Raises OSError, also where it is larger than any can be."""
        if segment.size > LARGEST:
            raise OSError(0, "it is larger than any of ours")
        descriptor = os.open(segment.path, os.O_RDONLY | _NO_LINKS)
        with os.fdopen(descriptor, "rb") as file:
            return file.read(LARGEST + 1)

    def write(self, carrier: Origin, name: str, data: bytes) -> Segment:
        """Put a segment of our own in place, durable when this returns. Raises `Trouble`."""
        place = self.path / carrier.name
        part = place / f".{name[:40]}.part"
        try:
            place.mkdir(exist_ok=True)
            if place.is_symlink():
                raise Trouble(f"cannot write {place}", "it is a link", "remove the link")
            part.unlink(missing_ok=True)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS, 0o600)
            with os.fdopen(descriptor, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            part.replace(place / name)
            for folder in (place, self.path):
                sync_folder(folder)
        except OSError as error:
            why = error.strerror or str(error)
            raise Trouble(f"cannot write in {place}", why, "look at its room and rights") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        what = named(name)
        assert what is not None
        return Segment(carrier, what, place / name, len(data))

    def remove(self, segment: Segment) -> None:
        """Take away a segment of our own whose records another one holds."""
        with suppress(OSError):
            segment.path.unlink()
