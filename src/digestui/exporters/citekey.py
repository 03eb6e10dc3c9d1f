"""Citation keys: readable, ASCII, made of the paper alone, unique within one export."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from digestui.exporters.fields import date_parts
from digestui.exporters.people import split
from digestui.model.rows import Detail
from digestui.text.folding import fold

_SMALL_WORDS = """
    a an the of on in for with to and or by via at from is are be as its it we do does how what why when
    can using towards toward through over under into not no your you
"""
_SMALL = frozenset(_SMALL_WORDS.split())


class CiteKeys:
    """Hands out keys such as `vaswani2017attention-need`; a second paper of the same key gets a hash of its
    own key behind it, which does not depend on what else is exported."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def of(self, detail: Detail) -> str:
        """The key of this paper, different from all given before."""
        key = plain_key(detail)
        for length in (0, 6, 12, 40):
            named = f"{key}-{_digest(detail.key)[:length]}" if length else key
            if named.lower() not in self._given:
                break
        else:
            number = 2
            while f"{named}-{number}".lower() in self._given:
                number += 1
            named = f"{named}-{number}"
        self._given.add(named.lower())
        return named


def plain_key(detail: Detail) -> str:
    """Family name, year, two words of the title; as far as they are known."""
    author = ""
    if detail.paper.authors:
        name = split(detail.paper.authors[0])
        author = "".join(_ascii(name.particle + name.family or name.literal)[:2])[:24].rstrip("0123456789")
    year = next((f"{y:04d}" for y in date_parts(detail.paper.published)[:1]), "")
    words = list(_title_words(detail.paper.title))
    wanted = words[:2] if author else words[:4]
    named = "-".join(part for part in (author + year + "".join(wanted[:1]), *wanted[1:]) if part)
    return named or "paper-" + "-".join(_ascii(detail.key))[:40] + "-" + _digest(detail.key)[:6]


def _title_words(title: str) -> Iterator[str]:
    from digestui.text.latex import to_unicode

    for word in _ascii(to_unicode(title)):
        if word not in _SMALL:
            yield word[:20]


def _ascii(text: str) -> list[str]:
    return re.findall(
        r"[a-z0-9]+", unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
