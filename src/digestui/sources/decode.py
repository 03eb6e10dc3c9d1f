"""Bytes become text: byte order marks, UTF-8, and what is left of older encodings, with what was guessed.

Readers of text formats start here. Nothing here knows a format. The text given back has newlines only as line
ends and no byte order mark; it is not yet safe (`text.safe` does that, field by field).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from digestui.errors import BadInput
from digestui.sources.base import Hint, Mended

CHUNK = 1 << 20
LONGEST_LINE = 16 * 2**20
"""A line longer than this is no line of a text format."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
GUESSED = "not UTF-8: read as Windows-1252; save the file as UTF-8 if letters look wrong"


def _rescue(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8: a character written as two surrogates, else Windows-1252, else Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    raw, at = error.object, error.start
    if _SURROGATES.match(raw, at):
        pair = raw[at : at + 6].decode("utf-8", "surrogatepass")
        return pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), at + 6
    byte = raw[at : at + 1]
    try:
        return byte.decode("cp1252"), at + 1
    except UnicodeDecodeError:
        return byte.decode("latin-1"), at + 1


codecs.register_error("digestui.rescue", _rescue)


def mark(head: bytes) -> tuple[str | None, int]:
    """The encoding that a byte order mark names, or None, and the mark's length."""
    for bom, name in _MARKS:
        if head.startswith(bom):
            return name, len(bom)
    return None, 0


def unmarked(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where the zero bytes of ASCII text stand."""
    sample = head[:4096]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    zero = [sample[i::4].count(0) * 4 >= len(sample) * 0.8 for i in range(4)]
    if zero == [False, True, True, True]:
        return "utf-32-le"
    if zero == [True, True, True, False]:
        return "utf-32-be"
    if zero == [False, True, False, True]:
        return "utf-16-le"
    if zero == [True, False, True, False]:
        return "utf-16-be"
    return None


def whole(stream: BinaryIO, hint: Hint) -> bytes:
    """All bytes of the file; more than `hint.largest` raises `BadInput`."""
    raw = stream.read(hint.largest + 1)
    if len(raw) > hint.largest:
        raise BadInput(
            hint.shown,
            f"is larger than {hint.largest >> 20} MB",
            "split it, or import it as JSON lines",
        )
    return raw


def decoded(raw: bytes) -> tuple[str, list[Mended]]:
    """`raw` as text with newlines for all line ends, and what had to be guessed."""
    name, skip = mark(raw)
    if name is None:
        name = unmarked(raw) or "utf-8"
    raw = raw[skip:]
    if not name.startswith(("utf-16", "utf-32")) and b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    remarks: list[Mended] = []
    try:
        text = raw.decode(name)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        if name != "utf-8":
            text = raw.decode(name, "replace")
            remarks.append(Mended("", f"damaged {name.upper()[:6]}: some characters are lost", line))
        elif error.start >= len(raw) - 3 and "unexpected end" in error.reason:
            text = raw[: error.start].decode("utf-8")
            remarks.append(Mended("", "the file ends in the middle of a character", line))
        else:
            text = raw.decode("utf-8", "digestui.rescue")
            remarks.append(Mended("", GUESSED, line))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff"), remarks


def text(stream: BinaryIO, hint: Hint) -> tuple[str, list[Mended]]:
    """The whole file as text (see `decoded`, `whole`)."""
    return decoded(whole(stream, hint))


class Pieces:
    """A file as pieces of text, however long it is; `remarks` fills while it is read.

    Line ends are left as they are: this is for formats in which only strings hold text (JSON).
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.remarks: list[Mended] = []
        self._stream = stream
        self._lines = 1

    def __iter__(self) -> Iterator[str]:
        raw = self._stream.read(CHUNK)
        name, skip = mark(raw)
        name = name or unmarked(raw) or "utf-8"
        raw = raw[skip:]
        decoder = codecs.getincrementaldecoder(name)("strict")
        while raw:
            state = decoder.getstate()
            try:
                piece = decoder.decode(raw)
            except UnicodeDecodeError as error:
                errors = "digestui.rescue" if name == "utf-8" else "replace"
                decoder = codecs.getincrementaldecoder(name)(errors)
                decoder.setstate(state)
                self.remarks.append(Mended("", GUESSED, self._lines + raw.count(b"\n", 0, error.start)))
                piece = decoder.decode(raw)
            self._lines += piece.count("\n")
            yield piece
            raw = self._stream.read(CHUNK)
        try:
            rest = decoder.decode(b"", True)
        except UnicodeDecodeError:
            rest = ""
            self.remarks.append(Mended("", "the file ends in the middle of a character", self._lines))
        if rest:
            yield rest


def lines(stream: BinaryIO, remarks: list[Mended]) -> Iterator[tuple[int, str]]:
    """The lines of a file of any length, each with its number from 1 and without its end.

    What was guessed is put into `remarks`. A line over `LONGEST_LINE` bytes is cut to an empty one with a
    remark.
    """
    head = stream.read(4096)
    name, skip = mark(head)
    name = name or unmarked(head)
    if name and name != "utf-8":
        rest = head[skip:] + stream.read()
        for number, line in enumerate(rest.decode(name, "replace").splitlines(), 1):
            yield number, line
        return
    pending = head[skip:]
    number = 1
    guessed = too_long = False
    while True:
        block = stream.read(CHUNK)
        parts = (pending + block).split(b"\n")
        pending = parts.pop() if block else b""
        for raw in parts:
            try:
                line = raw.decode("utf-8")
            except UnicodeDecodeError:
                line = raw.decode("utf-8", "digestui.rescue")
                if not guessed:
                    guessed = True
                    remarks.append(Mended("", GUESSED, number))
            if too_long:
                too_long, line = False, ""
            yield number, line.rstrip("\r")
            number += 1
        if not block:
            return
        if len(pending) > LONGEST_LINE:
            if not too_long:
                remarks.append(
                    Mended(f"line {number}", f"is longer than {LONGEST_LINE >> 20} MB: left out", number)
                )
            pending, too_long = b"", True
