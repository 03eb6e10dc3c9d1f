"""A note as lines: a small, safe part of Markdown. Pure.

Headings, items, quotes, emphasis, code, links and tags are drawn; everything else stays as it was typed.
No entity is decoded and no address but http and https can be clicked: a note may hold pasted text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from digestui.patterns import later
from digestui.text import safe
from digestui.ui import links as addresses
from digestui.ui.glyphs import Glyphs
from digestui.ui.show import ink
from digestui.ui.show.ink import Ink, Line, Piece, Span, Target
from digestui.ui.show.paper import Spans

_HEADING = later(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = later(r"(\s*)([-*+]|\d{1,3}[.)])\s+(.*)$")
_QUOTE = later(r"\s*>\s?(.*)$")
_RULE = later(r"\s*([-*_])(?:\s*\1){2,}\s*$")
_FENCE = later(r"\s*(```|~~~)")
_INLINE = later(
    r"`(?P<code>[^`\n]+)`"
    r"|\[(?P<label>[^\[\]\n]+)\]\((?P<url>[^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)"
    r"|(?<![\w*])\*\*(?P<strong>\S(?:[^*\n]*[^\s*])?)\*\*(?!\w)"
    r"|(?<![\w*])\*(?P<stress>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<!\w)_(?P<under>[^\s_](?:[^_\n]*[^\s_])?)_(?!\w)"
    r"|(?<![\w&/#])#(?P<tag>[^\W\d]\w*(?:[-/]\w+)*)"
)
TAG = Ink("queue")


class Inline(NamedTuple):
    """A paragraph ready to wrap."""

    text: str
    spans: list[Span]
    keep: list[tuple[int, int]]


def preview(text: str, width: int, glyphs: Glyphs, spans: Spans | None = None) -> list[Line]:
    """The note in lines of `width` cells; blank rows single, none at the ends."""
    lines: list[Line] = []
    fenced = False
    for raw in safe.clean(text).expandtabs(4).split("\n"):
        if _FENCE.match(raw):
            fenced = not fenced
            continue
        lines += _code(raw, width) if fenced else _block(raw, width, glyphs, spans)
    return _single_blanks(lines)


def _code(raw: str, width: int) -> list[Line]:
    text = raw.rstrip()
    return [(Piece("  "), *line) for line in ink.wrap(text, max(1, width - 2), ink.SOFT)] or [ink.BLANK]


def _block(raw: str, width: int, glyphs: Glyphs, spans: Spans | None) -> list[Line]:
    if not raw.strip():
        return [ink.BLANK]
    if _RULE.match(raw):
        return [(Piece(glyphs.level * min(width, 12), Ink("line")),)]
    if heading := _HEADING.match(raw):
        return _wrapped(heading[2], width, ink.STRONG, spans)
    if item := _ITEM.match(raw):
        depth = min(len(item[1]) // 2, 4) * 2
        sign = glyphs.bullet if item[2] in "-*+" else item[2]
        before = " " * depth + sign + " "
        lines = _wrapped(item[3], max(4, width - len(before)), ink.TEXT, spans)
        rest = " " * len(before)
        return [
            (Piece(before, ink.FAINT) if n == 0 else Piece(rest), *line) for n, line in enumerate(lines)
        ] or [(Piece(before, ink.FAINT),)]
    if quote := _QUOTE.match(raw):
        lines = _wrapped(quote[1], max(4, width - 2), ink.SOFT, spans)
        return [(Piece(glyphs.quote + " ", Ink("line")), *line) for line in lines or [ink.BLANK]]
    return _wrapped(raw.strip(), width, ink.TEXT, spans)


def _wrapped(raw: str, width: int, colour: Ink, spans: Spans | None) -> list[Line]:
    text, over, keep = inline(safe.one_line(raw), colour)
    if spans is not None:
        over += [Span(start, end, ink.MATCH) for start, end in spans(text)]
    return ink.wrap(text, width, colour, over, keep=keep)


def inline(raw: str, colour: Ink = ink.TEXT) -> Inline:
    """Emphasis, code, links and tags of one paragraph taken out of their signs."""
    parts: list[str] = []
    over: list[Span] = []
    keep: list[tuple[int, int]] = []
    length = at = 0

    def add(
        text: str, style: Ink | None = None, target: Target | None = None, *, whole: bool = False
    ) -> None:
        nonlocal length
        if style is not None and text:
            over.append(Span(length, length + len(text), style, target))
            if whole:
                keep.append((length, length + len(text)))
        parts.append(text)
        length += len(text)

    for start, end, kind, value in _marks(raw):
        add(raw[at:start])
        at = end
        if kind == "address":
            add(addresses.bare(raw[start:end]), ink.LINK, Target("link", value), whole=True)
        elif kind == "link":
            label, url = value.split("\0")
            if url.lower().startswith(("http://", "https://")):
                add(label, ink.LINK, Target("link", url))
                host = addresses.bare(url).split("/")[0]
                if host not in label:
                    # A label may say anything: the host it leads to is always in sight.
                    add(" ")
                    add(f"({host})", ink.FAINT, whole=True)
            else:
                add(raw[start:end])
        elif kind == "tag":
            add(f"#{value}", TAG, Target("tag", value), whole=True)
        elif kind == "code":
            add(value, ink.BRIGHT)
        else:
            add(value, colour._replace(bold=True) if kind == "strong" else colour._replace(italic=True))
    add(raw[at:])
    return Inline("".join(parts), over, keep)


def _marks(raw: str) -> Sequence[tuple[int, int, str, str]]:
    """Start, end, kind and value of each thing to draw, in order and apart."""
    found: list[tuple[int, int, str, str]] = []
    for match in _INLINE.finditer(raw):
        kind = match.lastgroup or ""
        if kind == "url":
            found.append((*match.span(), "link", f"{match['label']}\0{match['url']}"))
        else:
            found.append((*match.span(), "stress" if kind == "under" else kind, match[kind]))
    taken = [(start, end) for start, end, kind, _ in found if kind in ("link", "code")]
    for start, end, whole in addresses.addresses(raw):
        if not any(start < right and end > left for left, right in taken):
            found = [mark for mark in found if mark[1] <= start or mark[0] >= end]
            found.append((start, end, "address", whole))
    return sorted(found)


def _single_blanks(lines: Sequence[Line]) -> list[Line]:
    out: list[Line] = []
    for line in lines:
        if line or (out and out[-1]):
            out.append(line)
    while out and not out[-1]:
        out.pop()
    return out
