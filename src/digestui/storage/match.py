"""Conditions on words as FTS5 understands them, and what the index cannot know. Pure text: no database.

What a reader types never reaches FTS5 as syntax: every word is a quoted string here, and only this file
writes the operators between them.
"""

from __future__ import annotations

from collections.abc import Callable

from digestui.model.query import And, Node, Not, Or, Text, TextField
from digestui.patterns import later
from digestui.records import dataclass
from digestui.text.folding import words
from digestui.text.inflect import variants
from digestui.text.latex import to_unicode

COLUMNS = {
    TextField.ANY: ("title", "also_title", "abstract", "also_abstract", "authors", "also_authors"),
    TextField.TITLE: ("title", "also_title"),
    TextField.ABSTRACT: ("abstract", "also_abstract"),
    TextField.AUTHOR: ("authors", "also_authors"),
}
EXPANDED_FROM = 4
"""From so many letters on a beginning is spelt out as the words that begin so; shorter ones have an index."""

_SIGNED = later(r"\.?[A-Za-z0-9]+(?:\+{1,3}|#)?")

Expand = Callable[[str], tuple[list[str], bool]]
"""The commonest words that begin so, and whether these are all."""


@dataclass(frozen=True, slots=True)
class Spelt:
    """How a condition on words is looked for."""

    match: str
    """The FTS5 expression; empty where the index knows nothing of the condition (a lone sign)."""
    glob: str = ""
    """A pattern that one of the columns, in lower case between two blanks, must fit (`C++`)."""
    holds: str = ""
    """A text that one of the columns must hold."""


def spell(text: Text, expand: Expand, *, exact: bool = True) -> Spelt:
    """How to look for `text`. With `exact` False a beginning stands for its commonest words only: fast, and
    right for nearly all hits."""
    plain = to_unicode(text.value)
    found = words(plain)
    if not found:
        return Spelt("", holds=plain)
    folded = [word for word, _, _ in found]
    alternatives: dict[str, None] = {}
    single = len(folded) == 1 and not text.quoted and "-" not in text.value
    if text.prefix or text.open:
        alternatives.update(dict.fromkeys(_beginnings(folded, expand, exact)))
    if not text.prefix:
        forms = variants(folded[0]) if single else (" ".join(folded),)
        alternatives.update(dict.fromkeys(_quoted(form) for form in forms))
    if not plain.isascii():
        as_written = _quoted(" ".join(plain[start:end] for _, start, end in found))
        alternatives[as_written + ("*" if text.prefix or text.open else "")] = None
    match = " OR ".join(alternatives)
    if text.field not in (TextField.ANY, TextField.NOTE):
        match = f"{{{' '.join(COLUMNS[text.field])}}} : ({match})"
    elif len(alternatives) > 1:
        match = f"({match})"
    return Spelt(match, glob=_glob(text))


def expression(node: Node, spelt: Callable[[Text], Spelt]) -> str | None:
    """The whole of `node` as one FTS5 expression, or None where that cannot be said.

    FTS5 knows no negation alone, and notes have an index of their own.
    """
    match node:
        case Text():
            if node.field is TextField.NOTE:
                return None
            how = spelt(node)
            return None if how.glob or how.holds or not how.match else how.match
        case Or(items):
            parts = [expression(item, spelt) for item in items]
            return None if None in parts else f"({' OR '.join(part for part in parts if part)})"
        case And(items):
            wanted = [expression(item, spelt) for item in items if not isinstance(item, Not)]
            unwanted = [expression(item.item, spelt) for item in items if isinstance(item, Not)]
            if not wanted or None in wanted or None in unwanted:
                return None
            return both([part for part in wanted if part], [part for part in unwanted if part])
        case _:
            return None


def both(wanted: list[str], unwanted: list[str]) -> str:
    """All of `wanted` and none of `unwanted`; `wanted` is not empty."""
    text = " AND ".join(wanted)
    if unwanted:
        text = f"({text}) NOT ({' OR '.join(unwanted)})"
    return f"({text})" if len(wanted) + len(unwanted) > 1 else text


def _beginnings(folded: list[str], expand: Expand, exact: bool) -> list[str]:
    """Every way to say that the last word may go on."""
    *before, last = folded
    lead = " ".join([*before, ""])
    if len(last) < EXPANDED_FROM or not last.isalnum():
        return [_quoted(lead + last) + "*"]
    spelt_out, complete = expand(last)
    if not spelt_out or (exact and not complete):
        return [_quoted(lead + last) + "*"]
    return [_quoted(lead + word) for word in spelt_out]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ").replace("\0", " ") + '"'


def _glob(text: Text) -> str:
    """The pattern for a word whose signs mean something: `C++`, `C#`, `.NET`."""
    value = text.value.lower()
    if text.open or not _SIGNED.fullmatch(value) or value.isalnum():
        return ""
    before = "[^a-z0-9]" if value[0].isalnum() else ""
    after = "[^a-z0-9]" if value[-1].isalnum() and not text.prefix else ""
    return f"*{before}{value}{after}*"
