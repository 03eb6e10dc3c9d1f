"""The one place that makes foreign text safe to store, to print and to draw.

Everything that came from outside passes `clean` or `one_line` on the way in, and `terminal` once more on the
way out. Nothing here knows about files, LaTeX or searching. All functions are idempotent: what they give
back, they give back unchanged.
"""

from __future__ import annotations

import unicodedata

from digestui.patterns import later

MARKS = 8
"""Combining marks kept on one base letter; more are a trick that paints over other lines."""

_ELLIPSIS = "…"

# What never passes: C0 but newline and tab, DEL, C1, soft hyphen, bidi controls, zero-width and invisible
# characters (not ZWNJ and ZWJ, which Persian, Indic scripts and emoji need), fillers that look like nothing,
# deprecated format characters, tags, surrogates, noncharacters.
_FORBIDDEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
)
_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_DROP = later(f"[{_FORBIDDEN}]+")
_SURROGATES = later("[\ud800-\udfff]")
_BREAKS = later(f"\r\n|[{_ENDS}]")
_SUSPECT = later(f"[{_ENDS}{_FORBIDDEN}]")

# ASCII needs no regular expression: bytes.translate deletes at memory speed.
_ASCII_BAD = bytes([*range(9), *range(11, 32), 127])

# Letters and signs among which nothing is forbidden and nothing is a mark: most texts that are not ASCII. One
# pass over a class of what is welcome is ten times quicker than a search for what is not. Scripts of the East
# apart: with their many signs the class takes five times as long to make.
_LATIN = "\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u1e00-\u1eff"
_LETTERS = f"{_LATIN}\u2010-\u2027\u2030-\u205e\u2070-\u20cf\u2100-\u2cee"
_PLAIN = later(f"[{_LETTERS}]*")
_EASTERN = later(f"[{_LETTERS}\u3000-\u3029\u3030-\u3098\u309b-\u3130\u4e00-\u9fff\uac00-\ud7a3]*")

# Nine in a row of what may be marks: only then is it worth looking at each character. Whole blocks, so it is
# quick to make.
_MARKISH = later(
    "[\u0300-\u036f\u0483-\u1fff\u200c\u200d\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a"
    f"\ua66f-\uabff\ufb1e\ufe00-\ufe2f\U000101fd-\U0001e94a\U000e0100-\U000e01ef]{{{MARKS + 1}}}"
)
_JOINERS = "\u200c\u200d"


def _thin(text: str) -> str:
    """Keep at most `MARKS` combining marks on one base."""
    if not _MARKISH.search(text):
        return text
    kept: list[str] = []
    marks = 0
    for ch in text:
        if ch in _JOINERS:
            kept.append(ch)
            continue
        if unicodedata.category(ch)[0] == "M":
            marks += 1
            if marks > MARKS:
                continue
        else:
            marks = 0
        kept.append(ch)
    return "".join(kept)


def _safe(text: str) -> str:
    if text.isascii():
        raw = text.encode("ascii")
        if len(raw.translate(None, _ASCII_BAD)) == len(raw):
            return text
    elif _PLAIN.fullmatch(text) or (max(text) >= "\u3000" and _EASTERN.fullmatch(text)):
        return unicodedata.normalize("NFC", text)
    if _SUSPECT.search(text):
        text = _DROP.sub("", _BREAKS.sub("\n", text))
    if text.isascii():
        return text
    # Thinned before composing, because composing a long run of marks takes quadratic time; and after, because
    # a few marks decompose into two. Composing again: a mark that is gone may let its neighbours join.
    text = unicodedata.normalize("NFC", _thin(text))
    thinned = _thin(text)
    return text if thinned == text else unicodedata.normalize("NFC", thinned)


def clean(text: str, *, multiline: bool = True, limit: int | None = None) -> str:
    """`text` without anything that could control a terminal or hide from the eye.

    Line ends of every kind become newline; tabs stay. With `multiline` false it is `one_line`. With `limit`,
    at most that many characters, the last an ellipsis where something was cut.
    """
    if not multiline:
        return one_line(text, limit)
    text = _safe(text)
    return text if limit is None else shorten(text, limit)


def one_line(text: str, limit: int | None = None) -> str:
    """`text` made safe on one line: runs of white space are one space, none at the ends."""
    # Most titles and names are one line of ASCII already.
    if not (text.isascii() and text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]):
        text = " ".join(_safe(text).split())
    return text if limit is None else shorten(text, limit)


def terminal(text: str) -> str:
    """`text` at the last edge before a terminal, a log or a clipboard: safe, and a tab is a space."""
    return _safe(text).replace("\t", " ")


def in_text(name: str) -> str:
    """A name from the system, of a file or an argument: what is no UTF-8 in it is U+FFFD, not left out."""
    return name if name.isascii() else _SURROGATES.sub("\ufffd", name)


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters of `text`, with an ellipsis inside the limit where something is cut."""
    if len(text) <= limit:
        return text
    return text[: max(0, limit - 1)].rstrip() + _ELLIPSIS if limit > 0 else ""


def blank(text: str) -> bool:
    """True where nothing of `text` (already safe) can be seen."""
    return not text.strip(f"{_JOINERS}\u2800 \t\n\u00a0\u3000") or not any(
        unicodedata.category(ch)[0] not in "ZCM" or unicodedata.category(ch) == "Co" for ch in text[:4000]
    )
