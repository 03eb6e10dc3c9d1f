"""What is typed after `:`, read and completed. Pure: no Textual, no library, no files.

Every command of the key table can be typed by its name; those below take words after it. A beginning that
only one name has is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from digestui.records import dataclass
from digestui.ui.keymap import BY_NAME, COMMANDS

ORDERS = ("date", "added", "rank", "relevance", "title", "author", "upvotes", "digest", "random")
WHENS = (
    *("tonight", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("week", "month", "3d", "2w", "1m"),
)
WORDS: Mapping[str, tuple[str, ...]] = {
    "order": (*ORDERS, *(f"-{order}" for order in ORDERS)),
    "when": WHENS,
    "theme": ("auto", "dark", "light", "high-contrast", "ansi", "own"),
    "density": ("auto", "compact", "cosy"),
    "glyphs": ("auto", "unicode", "ascii"),
    "does": ("save", "remove"),
    "removes": ("remove",),
}
"""Words that are known for a kind of argument; the rest are given by the reader."""


class Arguments(NamedTuple):
    """What may follow a name."""

    usage: str
    kinds: tuple[str, ...]
    """One a word; the last repeats where `usage` ends in `…`."""
    least: int
    help: str


TAKES: Mapping[str, Arguments] = {
    "tag": Arguments("+new -old …", ("tags",), 1, "change tags"),
    "snooze": Arguments("WHEN", ("when",), 1, "snooze till then"),
    "sort": Arguments("ORDER", ("order",), 1, "sort this view"),
    "search": Arguments("QUERY …", ("query",), 0, "search the library"),
    "enrich": Arguments("[QUERY …]", ("query",), 0, "ask services for citations, code, versions"),
    "import": Arguments("FILE …", ("file",), 1, "import files"),
    "sync": Arguments("[DIR]", ("file",), 0, "exchange with your other machines"),
    "export": Arguments("FORMAT FILE", ("format", "file"), 2, "export this view or the selection"),
    "view": Arguments("NAME | save NAME | remove NAME", ("view", "view"), 1, "open, save or remove a view"),
    "digest": Arguments("NAME | remove NAME", ("digest", "digest"), 1, "open or remove a digest"),
    "theme": Arguments("NAME", ("theme",), 1, "change the theme"),
    "density": Arguments("auto|compact|cosy", ("density",), 1, "lines per paper"),
    "pipe": Arguments("COMMAND …", (), 1, "pipe to a command"),
    "undo": Arguments("[N]", (), 0, "undo steps"),
    "redo": Arguments("[N]", (), 0, "redo steps"),
    "rename-tag": Arguments("OLD NEW", ("tag", "tag"), 2, "rename a tag"),
    "merge-tag": Arguments("FROM INTO", ("tag", "tag"), 2, "merge a tag into another"),
}
"""Commands that take words; some are commands of the key table too, and ask when nothing is typed."""

ALIASES: Mapping[str, str] = {
    "q": "quit",
    "quit!": "quit",
    "wq": "quit",
    "x": "quit",
    "h": "help",
}
"""Other names people's fingers know."""

NAMES: tuple[str, ...] = tuple(
    dict.fromkeys([*TAKES, *(c.name for c in COMMANDS if not c.hidden), *(a for a in ALIASES if len(a) > 2)])
)

_ASKS = frozenset({"tag", "snooze", "sort", "import", "export", "theme", "pipe"})
"""Commands that open their dialog when nothing follows the name."""


@dataclass(frozen=True, slots=True)
class Said:
    """A typed command, understood."""

    name: str
    words: tuple[str, ...] = ()
    """What follows, in words; quotes hold one together."""
    rest: str = ""
    """What follows as it was typed."""


class Offer(NamedTuple):
    """One way to go on."""

    line: str
    """The whole line then."""
    word: str
    """What is shown."""
    help: str = ""


def split(text: str) -> list[str]:
    """Words of a line; double or single quotes hold a word together, an open quote runs to the end."""
    words: list[str] = []
    word, quote, begun = "", "", False
    for character in text:
        if quote:
            if character == quote:
                quote = ""
            else:
                word += character
        elif character in "\"'" and not word:
            quote, begun = character, True
        elif character == " ":
            if word or begun:
                words.append(word)
            word, begun = "", False
        else:
            word += character
    return [*words, word] if word or begun else words


def full_name(name: str) -> str | None:
    """The command that `name`, or a beginning that only one has, means; None for none or several."""
    if name in ALIASES:
        return ALIASES[name]
    if name in TAKES or name in BY_NAME:
        return name
    begun = {ALIASES.get(n, n) for n in NAMES if n.startswith(name)} if name else set()
    return begun.pop() if len(begun) == 1 else None


def parse(text: str) -> Said | str:
    """Understand a line, with or without the colon; a sentence where it cannot be."""
    line = text.strip().removeprefix(":").strip()
    head, _, rest = line.partition(" ")
    rest = rest.strip()
    if not head:
        return "type a command"
    name = full_name(head)
    if name is None:
        begun = [n for n in NAMES if n.startswith(head)]
        return f"{head}: {', '.join(begun[:4])}?" if begun else f"no command {head}{_meant(head)}"
    words = tuple(split(rest))
    if (takes := TAKES.get(name)) is None:
        return f"{name} takes nothing after it" if words else Said(name)
    if len(words) < takes.least and not (not words and name in _ASKS):
        return f"say {name} {takes.usage}"
    return Said(name, words, rest)


def _meant(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, NAMES, 1)
    return f"; did you mean {near[0]}?" if near else ""


Give = Callable[[str, str], Sequence[str]]
"""`give(kind, begun)`: words of a kind, those that begin so first or alone."""


def complete(text: str, give: Give) -> list[Offer]:
    """Ways to go on with a line whose end is being typed."""
    colon, line = (":", text[1:]) if text.startswith(":") else ("", text)
    line = line.lstrip()
    head, space, rest = line.partition(" ")
    if not space:
        names = [n for n in NAMES if n.startswith(head)]
        names += [n for n in NAMES if head and head in n and n not in names]
        return [Offer(f"{colon}{n}{' ' if n in TAKES else ''}", n, _help(n)) for n in names]
    name = full_name(head)
    takes = TAKES.get(name or "")
    if takes is None or not takes.kinds:
        return []
    before, begun = _last_word(rest)
    number = len(split(before))
    if number >= len(takes.kinds) and not takes.usage.endswith("…"):
        return []
    kind = takes.kinds[min(number, len(takes.kinds) - 1)]
    begin = f"{colon}{head} {before}"
    return [Offer(begin + _quoted(word, kind), word) for word in _words(kind, begun, number, give)]


def _words(kind: str, begun: str, number: int, give: Give) -> list[str]:
    found: list[str] = []
    sign = begun[0] if kind == "tags" and begun[:1] in ("+", "-") else ("+" if kind == "tags" else "")
    bare = begun[1:] if kind == "tags" and begun[:1] in ("+", "-") else begun
    known = WORDS.get(kind)
    found += known if known is not None else give("tag" if kind == "tags" else kind, bare)
    if kind in ("view", "digest") and number == 0:
        found += WORDS["does" if kind == "view" else "removes"]
    folded = bare.casefold()
    starting = [word for word in found if word.casefold().startswith(folded)]
    holding = [word for word in found if folded in word.casefold() and word not in starting]
    return [sign + word for word in dict.fromkeys(starting + holding)]


def _last_word(text: str) -> tuple[str, str]:
    """What stands before the word being typed, and that word without its quote."""
    quote = 0
    start = 0
    for index, character in enumerate(text):
        if quote:
            quote = 0 if ord(character) == quote else quote
        elif character in "\"'" and index == start:
            quote = ord(character)
        elif character == " ":
            start = index + 1
    return text[:start], text[start:].lstrip("\"'") if quote or text[start:][:1] in "\"'" else text[start:]


def _quoted(word: str, kind: str) -> str:
    return f'"{word}"' if " " in word and kind != "query" else word


def _help(name: str) -> str:
    if name in TAKES:
        return f"{TAKES[name].usage}   {TAKES[name].help}"
    command = BY_NAME.get(ALIASES.get(name, name))
    return command.help if command else ""
