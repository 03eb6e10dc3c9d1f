"""Typed text cut into pieces: operators, parentheses, quoted phrases, words, fields. No meaning here.

The scanner reads anything, and a piece printed alone is scanned as the same piece: that is what makes the
canonical form a fixed point.
"""

from __future__ import annotations

from digestui.patterns import later
from digestui.records import dataclass
from digestui.text import typed

LONGEST = 20_000
"""Characters of a text that are read; a longer one is somebody's pasted document."""

OPERATORS = ("OR", "AND", "NOT")
_TRAILING = later(r"(?:[,;!?:]|(?<!\.)\.)+\Z")
_FIELD = later(r"([A-Za-z][A-Za-z_]*):")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or a quoted phrase, with where it stands."""

    value: str
    quoted: bool
    star: bool
    start: int
    end: int
    closed: bool = True
    """False for a phrase whose closing quote is missing."""


def readable(text: str) -> str:
    """`text` as the scanner reads it: the same length up to `LONGEST`, every place the same."""
    return typed.readable(text[:LONGEST])


class Scanner:
    """A place in a text, and the ways to move on from it."""

    def __init__(self, text: str) -> None:
        self.text = readable(text)
        self.at = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.text)

    @property
    def next(self) -> str:
        """The character here; empty at the end."""
        return self.text[self.at : self.at + 1]

    def skip_space(self) -> None:
        while not self.done and self.next.isspace():
            self.at += 1

    def take(self, character: str) -> bool:
        """Step over `character` where it stands here."""
        if self.next != character:
            return False
        self.at += 1
        return True

    def operator(self, name: str) -> bool:
        """Step over the operator `name` where it stands here as a whole word."""
        end = self.at + len(name)
        if not self.text.startswith(name, self.at):
            return False
        after = self.text[end : end + 1]
        if after and not after.isspace() and after not in '()"':
            return False
        self.at = end
        return True

    def field(self) -> str | None:
        """The name of a field that begins here, in lower case; does not move."""
        found = _FIELD.match(self.text, self.at)
        return found[1].casefold() if found else None

    def pass_field(self) -> None:
        """Step over a field's name and colon."""
        found = _FIELD.match(self.text, self.at)
        if found:
            self.at = found.end()

    def phrase(self) -> Piece:
        """The phrase whose opening quote stands here; one that is never closed runs to the end."""
        start = self.at
        at = start + 1
        while True:
            close = self.text.find('"', at)
            if close < 0:
                break
            # `\"` is TeX for an umlaut as long as another quote can close the phrase.
            if self.text[close - 1] == "\\" and close - 1 > start and '"' in self.text[close + 1 :]:
                at = close + 1
                continue
            break
        closed = close >= 0
        inner = self.text[start + 1 : close if closed else len(self.text)]
        self.at = close + 1 if closed else len(self.text)
        star = closed and self._stars()
        return Piece(typed.tidy(inner), True, star, start, self.at, closed)

    def word(self) -> Piece:
        """The word that begins here, up to white space, a quote, or a parenthesis that is not its own."""
        start = self.at
        text = self.text
        at = start
        while at < len(text):
            character = text[at]
            if character.isspace() or character == ")":
                break
            if character == '"' and not (at > start and _is_umlaut(text, at)):
                break
            if character == "(":
                close = _own_parenthesis(text, at) if at > start else -1
                if close < 0:
                    break
                at = close
            at += 1
        self.at = at
        raw = _TRAILING.sub("", text[start:at])
        value = raw.rstrip("*")
        return Piece(value, False, value != raw, start, at)

    def _stars(self) -> bool:
        start = self.at
        while self.next == "*":
            self.at += 1
        return self.at > start


def _is_umlaut(text: str, at: int) -> bool:
    r"""True where the quote at `at` is TeX for an umlaut, `G\"odel` or `G\"{o}del`, and quotes nothing."""
    return text[at - 1] == "\\" and (text[at + 1 : at + 2].isalpha() or text[at + 1 : at + 2] in ("{", "\\"))


def _own_parenthesis(text: str, at: int) -> int:
    """Where the parenthesis opened inside a word closes within the same word (`O(n)`), or -1."""
    depth = 0
    for place in range(at, min(len(text), at + 200)):
        character = text[place]
        if character.isspace() or character == '"':
            return -1
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return place
    return -1
