"""What is typed into the tags dialog: `+new -old`, read and completed. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from digestui.records import dataclass
from digestui.ui.show.ink import Ink, Span


@dataclass(frozen=True, slots=True)
class TagWord:
    """One word as typed: where it stands, whether it takes away, and the tag it names."""

    start: int
    end: int
    minus: bool
    tag: str


def words(text: str) -> list[TagWord]:
    """The words of a line, apart by blanks or commas; `#` and a missing sign are a `+`."""
    found = []
    at = 0
    for part in re.split(r"[\s,]", text):
        name = part.lstrip("+-#")
        if part:
            found.append(TagWord(at, at + len(part), part.startswith("-"), name))
        at += len(part) + 1
    return found


def at_cursor(text: str, cursor: int) -> TagWord | None:
    """The word the cursor stands in or right after."""
    return next((word for word in words(text) if word.start <= cursor <= word.end), None)


def colours(text: str) -> list[Span]:
    """Signs in their colours."""
    spans = []
    for word in words(text):
        sign = text[word.start] in "+-#"
        if sign:
            role = "error" if word.minus else "done"
            spans.append(Span(word.start, word.start + 1, Ink(role, bold=True)))
    return spans


def spelling(tag: str, known: Mapping[str, int]) -> str:
    """The tag as it is already spelled in the library, where case alone differs."""
    folded = tag.casefold()
    return tag if tag in known else next((name for name in known if name.casefold() == folded), tag)


def result(text: str, now: Mapping[str, int], total: int) -> dict[str, int]:
    """How many of `total` papers carry each tag after the line is applied; zero counts are left out."""
    then = dict(now)
    for word in words(text):
        if word.tag:
            then[spelling(word.tag, then)] = 0 if word.minus else total
    return {tag: count for tag, count in then.items() if count}


def offers(
    typed: TagWord | None, known: Sequence[tuple[str, int]], now: Mapping[str, int]
) -> list[tuple[str, bool]]:
    """Tags that complete what is typed, each with whether it would be new.

    The tag itself first, then those it begins, then the new tag, then those it is a part of. A word that
    takes away is offered only what the papers have.
    """
    begun = typed.tag if typed else ""
    folded = begun.casefold()
    minus = typed.minus if typed else False
    names = [tag for tag, _ in known if not minus or tag in now]
    names += [tag for tag in now if tag not in names]
    same = [tag for tag in names if tag.casefold() == folded]
    starting = [tag for tag in names if tag.casefold().startswith(folded) and tag not in same]
    holding = [tag for tag in names if folded in tag.casefold() and not tag.casefold().startswith(folded)]
    new = [(begun, True)] if begun and not same and not minus else []
    return [(t, False) for t in (*same, *starting)] + new + [(t, False) for t in holding]


def completed(
    text: str, word: TagWord | None, cursor: int, tag: str, *, space: bool = True
) -> tuple[str, int]:
    """The line with `tag` in place of the word at the cursor, and where the cursor goes."""
    start, end = (word.start, word.end) if word else (cursor, cursor)
    before, after = text[:start], text[end:].lstrip(" ")
    sign = "-" if word and word.minus else "+"
    if before and not before.endswith(" "):
        before += " "
    whole = f"{before}{sign}{tag}{' ' if space or after else ''}"
    return whole + after, len(whole)


def canonical(text: str, known: Mapping[str, int]) -> str:
    """The line as an action's words: `+a -b`, one word a tag, the last mention of a tag winning."""
    said: dict[str, str] = {}
    for word in words(text):
        if word.tag:
            tag = spelling(word.tag, known)
            said.pop(tag.casefold(), None)
            said[tag.casefold()] = f"{'-' if word.minus else '+'}{tag}"
    return " ".join(said.values())
