"""Papers become text for other programs and other eyes: one module per format, all over `model.rows.Detail`.

An exporter takes an iterable of `Detail` and yields pieces of text, so that a library of any size streams.
Nothing here reads the library or knows a path, except `vault`, which writes a folder of Markdown files.
"""

from __future__ import annotations

from digestui.exporters.formats import EXPORTS, Format, Options, get, names, write

__all__ = ["EXPORTS", "Format", "Options", "get", "names", "write"]
