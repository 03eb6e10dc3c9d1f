"""What was probably meant: mistyped fields and values, and near spellings of words that match nothing.

rapidfuzz costs 29 ms to import, so it is imported on the first slip, never before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from digestui.model.query import And, Near, Node, Not, Or, Query, Text, TextField
from digestui.query.dates import moments
from digestui.query.names import DATE_FIELDS, FIELDS, NUMBER_FIELDS, VALUES
from digestui.query.numbers import number, whole
from digestui.text.folding import words

_LONGEST = 40
_DAY_ENDS = (
    *("", "1", "01", "001", ".1", "..1", "0001"),
    *(
        word[at:]
        for word in ("today", "yesterday", "days", "weeks", "months", "years")
        for at in range(len(word))
    ),
)
_NUMBER_ENDS = ("", "1", ".1")
"""What a day or number that is begun may go on with, so that it is one."""


def nearest(typed: str, choices: Iterable[str]) -> str | None:
    """The one of `choices` that is a slip of the finger away from `typed`, or None.

    One slip is allowed in up to four letters, two up to eight, three beyond; a wrong first letter counts
    double.
    """
    typed = typed.casefold()
    if not 2 <= len(typed) <= _LONGEST:
        return None
    from rapidfuzz.distance import OSA

    allowed = 1 if len(typed) <= 4 else 2 if len(typed) <= 8 else 3
    best: tuple[int, int, str] | None = None
    for choice in choices:
        distance = OSA.distance(typed, choice, score_cutoff=allowed)
        distance += choice[:1] != typed[:1]
        if distance <= allowed and (best is None or (distance, abs(len(choice) - len(typed)), choice) < best):
            best = (distance, abs(len(choice) - len(typed)), choice)
    return best[2] if best else None


def field_meant(field: str) -> str | None:
    """The field that `field` is a slip of."""
    return None if field in FIELDS else nearest(field, FIELDS)


def value_meant(field: str, value: str) -> str | None:
    """The value of `is:`, `in:`, `has:` or `sort:` that `value` is a slip of."""
    choices = VALUES.get(field)
    if choices is None:
        return None
    minus = "-" if field == "sort" and value.startswith("-") else ""
    meant = nearest(value.removeprefix("-"), choices)
    return minus + meant if meant else None


def begins_value(field: str, value: str) -> bool:
    """True where `value` is the beginning of a value of `field`: somebody is still typing."""
    value = value.casefold()
    if field in DATE_FIELDS:
        return any(moments(value + end) for end in _DAY_ENDS)
    if field in NUMBER_FIELDS:
        return any(number(NUMBER_FIELDS[field], value + end) for end in _NUMBER_ENDS)
    if field == "limit":
        return whole(value) is not None and not value.startswith("-")
    if field == "sort":
        value = value.removeprefix("-")
    return any(choice.startswith(value) for choice in VALUES.get(field, ()))


def respell(
    query: Query, nearest_word: Callable[[str], str | None], begins: Callable[[str], bool]
) -> Near | None:
    """`query` with its unknown words spelt as known ones, or None where there is nothing to respell.

    `nearest_word` gives the known word nearest to an unknown one, and None for a word that is known or like
    nothing; `begins` says whether some word begins so, which is enough for a word that may go on. Words under
    a `-` and words of notes stay as they are.
    """
    typed: list[str] = []
    shown: list[str] = []

    def respelt(value: str, may_go_on: bool) -> str:
        pieces: list[str] = []
        at = 0
        found = words(value)
        if may_go_on and found and begins(found[-1][0]):
            found = found[:-1]
        for word, start, end in found:
            meant = nearest_word(word) if len(word) > 2 else None
            if meant is None or meant == word:
                continue
            if word not in typed:
                typed.append(word)
                shown.append(meant)
            pieces += [value[at:start], meant]
            at = end
        return "".join([*pieces, value[at:]])

    def walk(node: Node) -> Node:
        match node:
            case And(items):
                return And(tuple(walk(item) for item in items))
            case Or(items):
                return Or(tuple(walk(item) for item in items))
            case Not():
                return node
            case Text(value, field) if field is not TextField.NOTE:
                again = respelt(value, node.prefix or node.open)
                return node if again == value else Text(again, field, node.quoted, node.prefix, node.open)
            case _:
                return node

    if query.where is None:
        return None
    where = walk(query.where)
    if not typed:
        return None
    return Near(tuple(typed), tuple(shown), Query(where, query.order, query.limit))
