"""Two texts side by side, line against line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from digestui.text import safe, widths
from digestui.ui.show import ink
from digestui.ui.show.ink import BLANK, TEXT, Ink, Line, Piece

MOST = 4000
"""Lines of a text beyond which nothing is compared, only shown."""


class Pair(NamedTuple):
    """One line of each text; None where the other has one more."""

    left: str | None
    right: str | None
    same: bool


def pairs(left: str, right: str) -> list[Pair]:
    """Lines of two texts beside each other."""
    ours, theirs = left.splitlines(), right.splitlines()
    if len(ours) > MOST or len(theirs) > MOST:
        return [Pair(a, b, a == b) for a, b in zip_longest(ours, theirs)]
    found = []
    for _, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        found += [Pair(a, b, a == b) for a, b in zip_longest(ours[i1:i2], theirs[j1:j2])]
    return found


def changed_spans(text: str, other: str) -> list[tuple[int, int]]:
    """Stretches of `text` whose words `other` does not have there."""
    ours, theirs = _words(text), _words(other)
    matcher = SequenceMatcher(None, [w for _, w in ours], [w for _, w in theirs], autojunk=False)
    spans = []
    for tag, i1, i2, _, _ in matcher.get_opcodes():
        if tag != "equal" and i2 > i1:
            start = ours[i1][0]
            end = ours[i2 - 1][0] + len(ours[i2 - 1][1])
            spans.append((start, end))
    return spans


def _words(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for word in text.split(" "):
        if word:
            found.append((at, word))
        at += len(word) + 1
    return found


def beside(left: str, right: str, width: int, gap: str = " │ ") -> list[Line]:
    """Both texts in two columns of one width; what differs is told by a sign and by colour."""
    cells = max(10, (width - widths.width(gap)) // 2)
    lines: list[Line] = []
    for pair in pairs(left, right):
        ours = _column(pair.left, pair.right, cells, "-", "error", same=pair.same)
        theirs = _column(pair.right, pair.left, cells, "+", "done", same=pair.same)
        for one, other in zip_longest(ours, theirs, fillvalue=BLANK):
            fill = Piece(" " * (cells - ink.line_width(one)))
            lines.append((*one, fill, Piece(gap, Ink("line")), *other))
    return lines


def below(left: str, right: str, width: int) -> list[Line]:
    """Both texts in one column, for narrow terminals: the earlier line, then the later one."""
    lines: list[Line] = []
    for pair in pairs(left, right):
        if pair.same:
            lines += _column(pair.left, pair.right, width, " ", "text", same=True)
            continue
        for text, other, sign, role in (
            (pair.left, pair.right, "-", "error"),
            (pair.right, pair.left, "+", "done"),
        ):
            if text is not None:
                lines += _column(text, other, width, sign, role, same=False)
    return lines


def _column(
    text: str | None, other: str | None, cells: int, sign: str, role: str, *, same: bool
) -> Sequence[Line]:
    if text is None:
        return [BLANK]
    text = safe.terminal(text)
    bare = text.lstrip(" ")
    indent = " " * min(len(text) - len(bare), max(0, cells // 3))
    spans = []
    if not same and other is not None:
        changed = changed_spans(bare, safe.terminal(other).strip(" "))
        spans = [ink.Span(start, end, Ink(role, underline=True)) for start, end in changed]
    look = TEXT if same or other is not None else Ink(role)
    wrapped = ink.wrap(bare, cells - 2 - len(indent), look, spans) or [BLANK]
    signs = [f"{' ' if same else sign} ", *["  "] * (len(wrapped) - 1)]
    return [
        (Piece(mark, Ink(role, bold=True)), Piece(indent), *line)
        for mark, line in zip(signs, wrapped, strict=True)
    ]
