"""Citation keys: readable, ASCII, made of the paper alone; which of them it has, the library remembers."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from digestui.exporters.people import split
from digestui.exporters.tex import MATH
from digestui.model.rows import Detail
from digestui.records import dataclass
from digestui.text.folding import fold
from digestui.text.latex import to_unicode

_SMALL_WORDS = """
    a an the of on in for with to and or by via at from is are be as its it we do does how what why when
    can using towards toward through over under into not no your you
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_WORD = re.compile(r"[a-z0-9]+")
LONGEST_WORD = 20
"""Letters of a word of a title; what is longer is cut."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the citation keys of a paper are made of."""

    key: str
    family: str
    """Of the first author, or a group's name, as keys spell it; empty where none is known."""
    year: str
    """Four digits, or empty."""
    words: tuple[str, ...]
    """Of the title; small ones, single letters, numbers and mathematics left out where others are left."""

    @property
    def first_words(self) -> tuple[str, ...]:
        """Those that stand in the plain key: two, or four where no author is known."""
        return self.words[: 2 if self.family else 4]

    @property
    def plain(self) -> str:
        """`vaswani2017attention-need`: what it is called where nothing else is called so."""
        if self.words:
            return self._with(0)
        kind, _, rest = self.key.partition(":")
        mark = "-".join(_ascii(rest))[:40] if kind == "arxiv" else _digest(self.key)[:6]
        return f"{self.family + self.year or 'paper'}-{mark}"

    def names(self) -> Iterator[str]:
        """The keys it may have, the plainest first: where one is taken the next is tried."""
        plain, digest = self.plain, _digest(self.key)
        yield plain
        for more in (1, 2):
            if len(self.words) >= len(self.first_words) + more:
                yield self._with(more)
        for length in (6, 12, 40):
            yield f"{plain}-{digest[:length]}"
        number = 2
        while True:
            yield f"{plain}-{digest[:40]}-{number}"
            number += 1

    def _with(self, more: int) -> str:
        words = self.words[: len(self.first_words) + more]
        return "-".join(part for part in (self.family + self.year + "".join(words[:1]), *words[1:]) if part)


def beginning(title: str, published: str | None) -> tuple[str, tuple[str, ...]]:
    """Year and first words: papers of one plain key have one beginning, and it is found in a fifth of the
    time."""
    year = (published or "")[:4]
    return year if len(year) == 4 and year.isdecimal() else "", _title_words(title)[:2]


def named(key: str, title: str, author: str, published: str | None) -> Named:
    """What keys of this paper are made of; `author` is the first one, empty where there is none."""
    who = split(to_unicode(author))
    family = "".join(_ascii(who.particle + who.family or who.literal)[:2])[:24].rstrip("0123456789")
    return Named(key, family, beginning(title, published)[0], _title_words(title))


def named_of(detail: Detail) -> Named:
    """What keys of this paper are made of."""
    paper = detail.paper
    return named(detail.key, paper.title, paper.authors[0] if paper.authors else "", paper.published)


class CiteKeys:
    """The keys of one export: those the library gave, and where it gave none the first that is free."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def of(self, detail: Detail) -> str:
        """The key of this paper, different from all before."""
        name = detail.citekey
        if not name or name in self._used:
            name = next(name for name in named_of(detail).names() if name not in self._used)
        self._used.add(name)
        return name


def _title_words(title: str) -> tuple[str, ...]:
    if "$" in title:
        title = MATH.sub(" ", title)
    words = [word[:LONGEST_WORD] for word in _ascii(to_unicode(title))]
    said = [word for word in words if len(word) > 1 and word not in _SMALL and not word.isdecimal()]
    return tuple(said or words)


def _ascii(text: str) -> list[str]:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()
    return _WORD.findall(text.lower())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
