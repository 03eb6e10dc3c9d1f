"""What can stand where the cursor is: fields, and the values of a field. Pure; names come from a callable."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from digestui.model.query import Completion, NameField, TextField
from digestui.query.names import FIELDS, NAME_FIELDS, SHOWN_FIELDS, SHOWN_VALUES, TEXT_FIELDS
from digestui.query.scan import readable
from digestui.query.show import name as term
from digestui.text.folding import fold

MOST = 50
Names = Callable[[NameField, str], Iterable[tuple[str, str]]]
"""Known names of a field that begin with, or hold, a folded text; each with a hint."""


People = Callable[[str], Iterable[tuple[str, str]]]
"""Words of authors' names that begin with a folded text; each with a hint."""


def complete(text: str, cursor: int, names: Names, people: People = lambda begun: ()) -> list[Completion]:
    """Ways to go on with the word that ends at `cursor`, best first."""
    text = readable(text)
    cursor = max(0, min(cursor, len(text)))
    start = _start(text, cursor)
    typed = text[start:cursor]
    if not typed:
        return []
    lead = len(typed) - len(typed.lstrip("-("))
    start += lead
    typed = typed[lead:]
    if typed.startswith("#"):
        return _names(NameField.TAG, typed[1:], start, cursor, names)
    field, colon, value = typed.partition(":")
    field = field.casefold()
    if not colon:
        return [
            Completion(start, cursor, shown, hint)
            for shown, hint in SHOWN_FIELDS
            if field and shown.startswith(field) and shown != field
        ]
    if field not in FIELDS:
        return []
    if field in NAME_FIELDS:
        return _names(NAME_FIELDS[field], value, start, cursor, names)
    if TEXT_FIELDS.get(field) is TextField.AUTHOR:
        begun = fold(value.lstrip('"'))
        found = people(begun) if begun else ()
        return [Completion(start, cursor, f"{field}:{word}", hint) for word, hint in found if word != begun]
    value = value.casefold()
    return [
        Completion(start, cursor, f"{field}:{choice}")
        for choice in SHOWN_VALUES.get(field, ())
        if choice.startswith(value)
    ]


def _names(field: NameField, typed: str, start: int, cursor: int, names: Names) -> list[Completion]:
    folded = fold(typed.lstrip('"').rstrip())
    found = [Completion(start, cursor, term(field, name), hint) for name, hint in names(field, folded)]
    found.sort(key=lambda choice: not fold(choice.text.partition(":")[2].strip('"')).startswith(folded))
    return found[:MOST]


def _start(text: str, cursor: int) -> int:
    """Where the word that ends at `cursor` begins; a quote that is still open belongs to it."""
    quote = text.rfind('"', 0, cursor)
    if text.count('"', 0, cursor) % 2 and quote >= 0:
        cursor = quote
    while cursor > 0 and not text[cursor - 1].isspace():
        cursor -= 1
    return cursor
