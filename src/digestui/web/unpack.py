"""Unpacking what a server packed, a piece at a time, so that a few bytes cannot become all of memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from digestui.web.answers import NoAnswer, Why

PIECE = 1 << 18
RATIO = 200
"""Times its size that an answer may swell; feeds reach 20."""
FREE = 8 << 20
"""Bytes up to which nobody asks about the ratio."""


def unpacked(pieces: Iterator[bytes], encoding: str, limit: int, url: str) -> bytes:
    """The whole body, unpacked. `NoAnswer` where it is larger than `limit` bytes, swells like a bomb, is
    packed in a way nobody asked for, or breaks off."""
    wanted = encoding.strip().lower()
    if wanted in ("", "identity"):
        return _plain(pieces, limit, url)
    if wanted not in ("gzip", "x-gzip", "deflate"):
        raise NoAnswer(url, Why.BROKEN, f"the answer is packed with {encoding}, which was not asked for")
    # Some servers send deflate without its header: what fails at the first byte is tried bare.
    engine = zlib.decompressobj(wbits=47)
    body = bytearray()
    taken = 0
    first = True
    for piece in pieces:
        taken += len(piece)
        rest = piece
        while rest:
            try:
                body += engine.decompress(rest, PIECE)
            except zlib.error as error:
                if not first or wanted != "deflate":
                    raise NoAnswer(url, Why.BROKEN, "the answer is damaged: it cannot be unpacked") from error
                engine = zlib.decompressobj(wbits=-15)
                first = False
                continue
            first = False
            rest = engine.unconsumed_tail
            if len(body) > limit:
                raise _large(url, limit)
            if len(body) > FREE and len(body) > RATIO * taken:
                raise NoAnswer(
                    url, Why.LARGE, f"the answer swells to over {RATIO} times its size: left alone"
                )
            if engine.eof:
                break
    body += engine.flush()
    if not engine.eof and taken:
        raise NoAnswer(url, Why.BROKEN, "the answer breaks off")
    if len(body) > limit:
        raise _large(url, limit)
    return bytes(body)


def _plain(pieces: Iterator[bytes], limit: int, url: str) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limit:
            raise _large(url, limit)
    return bytes(body)


def _large(url: str, limit: int) -> NoAnswer:
    return NoAnswer(
        url, Why.LARGE, f"the answer is larger than {limit >> 20} MB", "save it to a file and import that"
    )
