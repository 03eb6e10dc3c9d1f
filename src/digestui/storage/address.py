"""How SQLite is told of a file and of the way it is to be opened."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-~")


def uri(path: Path, mode: str, *, still: bool = False) -> str:
    """`path` as a URI, whatever bytes its name is of; `mode` is `ro` or `rw`; a file that lies `still` is
    read without locks and without a log. See sqlite.org/uri.html.

    Not by `urllib.parse`, whose loading is a twentieth of `digestui search`.
    """
    name = "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in os.fsencode(path))
    return f"file:{name}?mode={mode}" + ("&immutable=1" if still else "")
