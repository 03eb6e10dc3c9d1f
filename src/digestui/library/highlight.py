"""Where the words of a query stand in a text that is shown. Pure: the same folding, plurals and beginnings as
the search itself, so that what is marked is what was found.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from digestui.model.query import Query, Text, TextField, leaves, words_of
from digestui.records import dataclass
from digestui.text.folding import words
from digestui.text.inflect import variants
from digestui.text.latex import to_unicode

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Wanted:
    words: tuple[frozenset[str], ...]
    """The forms of each word, one after the other."""
    goes_on: bool
    signs: str
    """What follows the word and belongs to it (`++`)."""


def highlights(query: Query, text: str, field: TextField | None = None) -> Spans:
    """Spans of `text` that match the words of `query`, in order, not overlapping.

    With `field` only words that are asked for there, or anywhere, count.
    """
    return _spans(_wanted(query, field), text)


def matcher(query: Query, field: TextField | None = None) -> Callable[[str], Spans] | None:
    """`highlights` made ready for many texts; None where the query has no words."""
    wanted = _wanted(query, field)
    if not wanted:
        return None
    return lambda text: _spans(wanted, text)


@lru_cache(maxsize=32)
def _wanted(query: Query, field: TextField | None) -> tuple[_Wanted, ...]:
    return tuple(
        want
        for text in (_of_notes(query) if field is TextField.NOTE else words_of(query.where))
        if field is None or text.field in (field, TextField.ANY)
        if (want := _want(text)) is not None
    )


def _of_notes(query: Query) -> list[Text]:
    """What is asked of notes, and what is asked of no field in particular."""
    return [leaf for leaf, negated in leaves(query.where) if isinstance(leaf, Text) and not negated]


def _want(text: Text) -> _Wanted | None:
    plain = to_unicode(text.value)
    found = words(plain)
    if not found:
        return None
    single = len(found) == 1 and not text.quoted and not text.prefix and "-" not in text.value
    forms = [frozenset(variants(word) if single else (word,)) for word, _, _ in found]
    signs = plain[found[0][2] :].lower() if len(found) == 1 else ""
    return _Wanted(tuple(forms), text.prefix or text.open, signs if signs in ("+", "++", "#") else "")


def _spans(wanted: tuple[_Wanted, ...], text: str) -> Spans:
    if not wanted or not text:
        return []
    found = words(text)
    spans: Spans = []
    for want in wanted:
        length = len(want.words)
        for at in range(len(found) - length + 1):
            if all(_fits(want, place, found[at + place][0]) for place in range(length)):
                start, end = found[at][1], found[at + length - 1][2]
                if want.signs:
                    if not text.startswith(want.signs, end):
                        continue
                    end += len(want.signs)
                spans.append((start, end))
    return _merged(spans)


def _fits(want: _Wanted, place: int, word: str) -> bool:
    forms = want.words[place]
    if word in forms:
        return True
    return want.goes_on and place == len(want.words) - 1 and any(word.startswith(form) for form in forms)


def _merged(spans: Spans) -> Spans:
    spans.sort()
    merged: Spans = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
