"""Where a search found the papers whose titles hold none of its words: among the authors, in the abstract."""

from __future__ import annotations

from collections.abc import Sequence

from digestui.library import search
from digestui.library.library import Library
from digestui.model.query import And, In, Node, Or, Query, Text, TextField, Where, words_of
from digestui.records import replace

FIELDS = {TextField.AUTHOR: "authors", TextField.ABSTRACT: "abstract"}
"""Where is looked, and what it is called."""


def elsewhere(lib: Library, query: Query, ids: Sequence[int]) -> dict[int, str]:
    """`authors`, `abstract` or both, for those of `ids` whose title holds no word that may stand anywhere.

    The index decides, as it did for the search itself. Words asked for in one field say by themselves where
    they stand; a query of such words alone gives nothing.
    """
    words = [text for text in words_of(query.where) if text.field is TextField.ANY]
    if not words or not ids:
        return {}
    in_title = search.matching(lib, _in(words, TextField.TITLE), ids)
    rest = [paper for paper in ids if paper not in in_title]
    found: dict[int, str] = {}
    for field, name in FIELDS.items() if rest else ():
        for paper in search.among(lib, _in(words, field), rest):
            found[paper] = f"{found[paper]}, {name}" if paper in found else name
    return found


def _in(words: Sequence[Text], field: TextField) -> Query:
    """The papers that hold any of the words in one field, wherever they lie."""
    nodes: tuple[Node, ...] = tuple(replace(word, field=field) for word in words)
    return Query(And((In(Where.ANY), nodes[0] if len(nodes) == 1 else Or(nodes))))
