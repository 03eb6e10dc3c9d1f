"""Numbers as the query language writes them: `2024`, `2020..2024`, `>50`, `<=3`."""

from __future__ import annotations

from digestui.model.query import Number, NumberField
from digestui.patterns import later

_LARGEST = 10**15
_COMPARED = later(r"(>=|<=|=>|=<|>|<|=)\s*(-?\d+)")
_RANGE = later(r"(-?\d+)?\s*(?:\.\.\.?|(?<=\d{4})-(?=\d{4}))\s*(-?\d+)?")


def whole(text: str) -> int | None:
    """A whole number kept within what SQLite can hold, or None."""
    text = text.strip()
    if not text.removeprefix("-").isdecimal():
        return None
    if len(text) > 15:
        return -_LARGEST if text.startswith("-") else _LARGEST
    return int(text)


def number(field: NumberField, text: str) -> Number | None:
    """The condition that `text` is for `field`, or None."""
    text = text.strip()
    alone = whole(text)
    if alone is not None:
        return Number(field, alone, alone)
    if found := _COMPARED.fullmatch(text):
        value = whole(found[2])
        match found[1]:
            case ">":
                return Number(field, value, None, over=True)
            case "<":
                return Number(field, None, value, under=True)
            case ">=" | "=>":
                return Number(field, value, None)
            case "<=" | "=<":
                return Number(field, None, value)
            case _:
                return Number(field, value, value)
    found = _RANGE.fullmatch(text)
    if found is None or not (found[1] or found[2]):
        return None
    low = whole(found[1]) if found[1] else None
    high = whole(found[2]) if found[2] else None
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Number(field, low, high)
