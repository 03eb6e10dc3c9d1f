"""Which other spellings of a paper the index must know, so that a search finds it however it is written.

The index folds case and most accents by itself. It cannot know LaTeX, nor that `ł` is typed `l`: for those
this gives a second text to be indexed beside the first. Nothing here touches a database.
"""

from __future__ import annotations

from collections.abc import Iterable

from digestui.patterns import later
from digestui.text.folding import unaccented, words
from digestui.text.latex import to_unicode

AROUND = 6
"""Words kept on each side of a changed one, so that a phrase across it is found."""

# Everything the index folds as `folding.fold` does, or that parts words for both: plain and accented Latin,
# Greek and Cyrillic letters without accents, punctuation, arrows, Chinese, Japanese, Korean.
_ALIKE = later(
    "[\x00-\u00a7\u00a9\u00ab-\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf-\u00c5\u00c7-\u00cf\u00d1-\u00d7"
    "\u00d9-\u00dd\u00e0-\u00e5\u00e7-\u00ef\u00f1-\u00f7\u00f9-\u00fd\u00ff-\u010f\u0112-\u0125\u0128-\u0130"
    "\u0134-\u0137\u0139-\u013e\u0143-\u0148\u014c-\u0151\u0154-\u0165\u0168-\u017e\u0391-\u03a1\u03a3-\u03a9"
    "\u03b1-\u03c9\u0410-\u0418\u041a-\u0438\u043a-\u044f\u1ea0-\u1ef9\u2010\u2012-\u2016\u2018-\u2023\u2026"
    "\u2030-\u2031\u2039-\u203b\u20a0-\u20a7\u20a9-\u20b9\u2190-\u222b\u222e\u2231-\u2260\u2262-\u22ff\u2500-\u25ff"
    "\u3001-\u3004\u3007-\u3015\u3041-\u3096\u30a0-\u30fe\u3400-\u4db5\u4e00-\u9fcb\uac00-\ud7a3]*"
)


def other(text: str) -> str:
    """What the index must know of `text` besides itself; empty where that is nothing."""
    if text.isascii() and "\\" not in text and "$" not in text:
        return ""
    plain = to_unicode(text)
    if not _ALIKE.fullmatch(plain):
        plain = unaccented(plain)
    if plain == text:
        return ""
    return _changed(text, plain)


def _changed(text: str, plain: str) -> str:
    """The words of `plain` that stand otherwise in `text`, each with its neighbours."""
    before = [word for word, _, _ in words(text)] if _ALIKE.fullmatch(text) else _as_indexed(text)
    found = words(plain)
    known = set(zip(["", *before], before, strict=False))
    last = ""
    spans: list[list[int]] = []
    for at, (word, _, _) in enumerate(found):
        if (last, word) not in known:
            if spans and at - AROUND <= spans[-1][1]:
                spans[-1][1] = at + AROUND
            else:
                spans.append([max(0, at - AROUND), at + AROUND])
        last = word
    end = len(found) - 1
    return "\n".join(plain[found[a][1] : found[min(b, end)][2]] for a, b in spans)


def _as_indexed(text: str) -> list[str]:
    """Words of a text with letters that the index does not fold: only those that mean the same to both."""
    return [word if _ALIKE.fullmatch(text, start, end) else "\0" for word, start, end in words(text)]


def spellings(title: str, abstract: str, authors: Iterable[str]) -> tuple[str, str, str]:
    """Other spellings of title, abstract and authors, each empty where the index needs none.

    Authors are told apart by newlines, as the index holds them.
    """
    return other(title), other(abstract), other("\n".join(authors))
