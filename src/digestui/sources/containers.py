"""Files inside files: a gzip stream, the members of a zip archive, or the file itself.

Nothing is unpacked to disk and no member's name becomes a path. What swells past its limit raises `BadInput`
while it is read. Which format a part has is `sniff`'s question.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from digestui.errors import BadInput
from digestui.records import dataclass, replace
from digestui.sources.base import Hint, Reject
from digestui.text.safe import one_line

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD = 1 << 16
"""Bytes that are looked at to tell what a file is."""
RATIO = 100
"""A gzip or zip that unpacks to more than this many times its size is refused."""
FREE = 1 << 20
"""Below this size no ratio is asked for: small files compress strangely."""
MOST_MEMBERS = 2000

_GZIP = b"\x1f\x8b\x08"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Part:
    """One file to be read: its beginning, its stream from the beginning, and what is known of it."""

    head: bytes
    stream: BinaryIO
    hint: Hint


class _Ahead(io.RawIOBase):
    """A stream whose beginning was read already: gives it again, then goes on."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if self._head:
            size = min(len(view), len(self._head))
            view[:size] = self._head[:size]
            self._head = self._head[size:]
            return size
        piece = self._rest.read(len(view))
        view[: len(piece)] = piece
        return len(piece)


class _Inflated(io.RawIOBase):
    """A gzip stream unpacked on the way, member after member, never beyond the ratio."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self._unpacker = zlib.decompressobj(31)
        self._pending = b""
        self._read = self._made = 0
        self._begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._next(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def _next(self, size: int) -> bytes:
        while True:
            if self._unpacker.eof:
                self._pending = self._unpacker.unused_data or self._stream.read(HEAD)
                self._read += 0 if self._unpacker.unused_data else len(self._pending)
                if not self._pending.startswith(b"\x1f\x8b"):
                    return b""  # padding after the last member
                self._unpacker = zlib.decompressobj(31)
                self._begun = False
            if not self._pending:
                self._pending = self._stream.read(HEAD)
                self._read += len(self._pending)
                if not self._pending:
                    if self._begun:
                        raise BadInput(self._name, "the gzip stream breaks off", "get the file again")
                    return b""
            self._begun = True
            try:
                piece = self._unpacker.decompress(self._pending, size)
            except zlib.error as error:
                raise BadInput(self._name, f"damaged gzip stream ({error})", "get the file again") from error
            self._pending = self._unpacker.unconsumed_tail
            self._made += len(piece)
            if self._made > max(FREE, RATIO * self._read):
                raise BadInput(
                    self._name,
                    f"unpacks to more than {RATIO} times its size",
                    "unpack it yourself if you trust it",
                )
            if piece:
                return piece


def _buffered(raw: io.RawIOBase) -> BinaryIO:
    return io.BufferedReader(raw, HEAD)


def _peek(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    head = b""
    while len(head) < HEAD:
        piece = stream.read(HEAD - len(head))
        if not piece:
            break
        head += piece
    try:
        if stream.seekable():
            stream.seek(-len(head), io.SEEK_CUR)
            return head, stream
    except (OSError, ValueError):
        pass
    return head, _buffered(_Ahead(head, stream))


def parts(stream: BinaryIO, hint: Hint) -> Iterator[Part | Reject]:
    """The files that `stream` holds: itself, what a gzip unpacks to, or the members of a zip, in order.

    A member that cannot be read is a `Reject` under its own name. Each part must be read before the next is
    asked for. Damage raises `BadInput`, here or while the part's stream is read.
    """
    head, stream = _peek(stream)
    if head.startswith(_GZIP):
        inner = replace(hint, name=hint.name.removesuffix(".gz").removesuffix(".GZ"))
        head, stream = _peek(_buffered(_Inflated(stream, hint.shown)))
        if head.startswith((_GZIP, _ZIP)):
            raise BadInput(hint.shown, "holds an archive in an archive", "unpack it first")
        yield Part(head, stream, inner)
    elif head.startswith((_ZIP, b"PK\x05\x06")):
        yield from _members(stream, hint)
    else:
        yield Part(head, stream, hint)


def _members(stream: BinaryIO, hint: Hint) -> Iterator[Part | Reject]:
    import zipfile

    name = hint.shown
    try:
        if not stream.seekable():
            raw = stream.read(hint.largest + 1)
            if len(raw) > hint.largest:
                raise BadInput(name, f"is larger than {hint.largest >> 20} MB", "unpack it first")
            stream = io.BytesIO(raw)
        archive = zipfile.ZipFile(stream)
        infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadInput(name, f"damaged zip archive ({error})", "get the file again") from error
    if len(infos) > MOST_MEMBERS:
        raise BadInput(name, f"holds {len(infos)} files, more than {MOST_MEMBERS}", "unpack it first")
    total = 0
    for info in infos:
        if info.is_dir():
            continue
        shown = one_line(info.filename, 200) or "a file without a name"
        reason = _unfit(info.filename, info)
        total += info.file_size
        if total > 16 * hint.largest:
            reason = "the archive unpacks to too much"
        if reason:
            yield Reject(shown, reason)
            continue
        try:
            with archive.open(info) as member:
                # The archive's own figures may lie: what is really unpacked is bounded as well.
                raw = member.read(hint.largest + 1)
        except (
            zipfile.BadZipFile,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
            zlib.error,
            EOFError,
        ) as error:
            yield Reject(shown, f"damaged in the archive ({error})")
            continue
        if len(raw) > max(FREE, RATIO * max(1, info.compress_size)) or len(raw) > hint.largest:
            yield Reject(shown, f"unpacks to more than {hint.largest >> 20} MB or {RATIO} times its size")
            continue
        base = one_line(info.filename.replace("\\", "/").rsplit("/", 1)[-1], 200)
        if raw.startswith(_GZIP):
            try:
                raw = _buffered(_Inflated(io.BytesIO(raw), shown)).read(hint.largest + 1)
            except BadInput as error:
                yield Reject(shown, error.why)
                continue
            base = base.removesuffix(".gz")
        day = hint.modified
        try:
            day = date(*info.date_time[:3])
        except ValueError:
            pass
        yield Part(raw[:HEAD], io.BytesIO(raw), replace(hint, name=base, modified=day))


def _unfit(name: str, info: object) -> str:
    """Why a member is not read, or empty."""
    path = name.replace("\\", "/")
    if path.startswith("/") or ".." in path.split("/") or ":" in path[:3]:
        return "its name leads out of the archive: not read"
    if path.startswith("__MACOSX/") or path.rsplit("/", 1)[-1].startswith("."):
        return "a hidden file: not read"
    if getattr(info, "flag_bits", 0) & 1:
        return "is encrypted"
    if (getattr(info, "external_attr", 0) >> 16) & 0o170000 == 0o120000:
        return "is a link, not a file"
    return ""
