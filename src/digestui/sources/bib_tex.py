"""TeX as BibTeX files hold it, made text: accents and grouping braces gone, mathematics kept as it is.

General LaTeX in prose is `text.latex`; here braces group and protect, and are no part of the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestui.text.latex import to_unicode

# Stand-ins that no clean text holds (`text.safe` drops noncharacters).
_MATH, _OPEN, _SHUT, _SLASH, _TILDE, _CARET, _DOLLAR = (chr(0xFDD0 + i) for i in range(7))
_STANDINS = re.compile("[\ufdd0-\ufdef]")

_FORMULA = re.compile(r"(?<!\\)\$(?:[^$\\]|\\.){1,2000}?\$", re.DOTALL)
_LITERALS = {
    r"\{": _OPEN,
    r"\}": _SHUT,
    r"\$": _DOLLAR,
    r"\textbraceleft": _OPEN,
    r"\textbraceright": _SHUT,
    r"\textbackslash": _SLASH,
    r"\textasciitilde": _TILDE,
    r"\textasciicircum": _CARET,
    r"\textdollar": _DOLLAR,
}
_LITERAL = re.compile(
    r"\\\\|\\[{}$]|\\text(?:braceleft|braceright|backslash|asciitilde|asciicircum|dollar)(?![A-Za-z])(?:\{\}|\s*)"
)
_BACK = str.maketrans({_OPEN: "{", _SHUT: "}", _SLASH: "\\", _TILDE: "~", _CARET: "^", _DOLLAR: "$"})
_SPECIAL = re.compile(r"[\\{}~]|``")
_COMMAND_BEFORE = re.compile(r"\\[A-Za-z]+\*?$")


def decode(text: str) -> str:
    """A field's value as text. Unknown commands stay as they are written, with their arguments."""
    if not _SPECIAL.search(text):
        return text
    text = _STANDINS.sub("", text)
    kept: list[str] = []

    def lift(found: re.Match[str]) -> str:
        kept.append(found[0])
        return _MATH

    text = _LITERAL.sub(_literal, _FORMULA.sub(lift, text))
    text = _without_groups(to_unicode(text))
    pieces = text.split(_MATH)
    if len(pieces) == len(kept) + 1:
        text = "".join(_weave(pieces, kept))
    return text.translate(_BACK)


def _literal(found: re.Match[str]) -> str:
    """The sign that a command stands for; the blank behind its name goes. `\\\\` breaks a line."""
    name = found[0].rstrip("{} \t\r\n") if found[0][1].isalpha() else found[0]
    return " " if name == "\\\\" else _LITERALS[name]


def _weave(pieces: list[str], kept: list[str]) -> Iterator[str]:
    for piece, formula in zip(pieces, [*kept, ""], strict=True):
        yield piece
        yield formula


def _without_groups(text: str) -> str:
    """Without the braces that only group; those of a command's argument, and those that never close, stay."""
    if "{" not in text and "}" not in text:
        return text
    drop: set[int] = set()
    stack: list[tuple[int, bool]] = []
    kept_close = -1
    for found in re.finditer(r"[{}]", text):
        at = found.start()
        if found[0] == "{":
            owned = at == kept_close + 1 > 0 or bool(_COMMAND_BEFORE.search(text, max(0, at - 40), at))
            stack.append((at, owned))
        elif stack:
            opening, owned = stack.pop()
            if owned:
                kept_close = at
            else:
                drop |= {opening, at}
    return "".join(c for i, c in enumerate(text) if i not in drop)
