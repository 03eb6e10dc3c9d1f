"""Raw fields of any source become a safe `Paper`: the one place where foreign values are believed or not.

Readers put what they found into a `Raw`, whatever its type, and yield from `findings`. Here text is cleaned,
ids are recognised in every field, dates are read, authors split, addresses checked and lengths limited. What
had to be put right is told as `Mended`, a record that cannot be a paper as `Reject`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from digestui.model import keys
from digestui.model.digest import Membership
from digestui.model.facts import Fact
from digestui.model.paper import Paper
from digestui.model.triage import Personal
from digestui.records import dataclass, field
from digestui.sources import links, names, when
from digestui.sources.base import Finding, Incoming, Mended, Reject
from digestui.text.folding import title_key
from digestui.text.latex import to_unicode
from digestui.text.safe import blank, clean, one_line, shorten

TITLE, ABSTRACT, NAME, VENUE, COMMENT = 1000, 100_000, 200, 500, 2000
"""Most characters of each field; what is longer is cut and told."""
AUTHORS, CATEGORIES, URLS = 6000, 60, 40
NAMES = 400_000
"""Characters looked at where all authors stand in one string."""

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_INDENTED = re.compile(r"\n[ \t]{2,}(?=\S)")
_LISTED = re.compile(r"[;,|\s]+")


class Refused(Exception):
    """The record cannot be a paper; the message says why."""


@dataclass(slots=True)
class Raw:
    """What a source says of one paper, in whatever types and spellings it says it."""

    title: Any = None
    abstract: Any = None
    authors: Any = None
    """A string to split, or a list of strings (`Family, Given` is turned) or objects."""
    ids: list[Any] = field(default_factory=list)
    """Ids or addresses of this paper, best known first; what is no id is told."""
    maybe: list[Any] = field(default_factory=list)
    """Values that may name an id; what is none is passed over in silence."""
    published: Any = None
    updated: Any = None
    categories: Any = None
    venue: Any = None
    urls: list[Any] = field(default_factory=list)
    """Addresses of this paper, its code, its project."""
    whole: bool = False
    """`urls` are all there are, in this order: the record comes from a library like ours."""
    upvotes: Any = None
    version: Any = None
    comment: Any = None
    indented: bool = False
    """Paragraphs of the abstract begin with blanks (arXiv's own style)."""
    stub: str = ""
    """What stands for the title where a source only knows an id."""


def text_of(value: Any) -> tuple[str, bool]:
    """(`value` as text, whether its type was one that a text may have)."""
    if isinstance(value, str):
        return value, True
    if value is None:
        return "", True
    if isinstance(value, bool | dict | list | tuple):
        return "", False
    if isinstance(value, float) and not math.isfinite(value):
        return "", False
    return str(value)[:400], True


def paragraphs(text: str, indented: bool = False) -> str:
    """Safe text whose hard line breaks are spaces and whose paragraphs are parted by one blank line."""
    text = clean(text).strip()
    if text.isascii() and "\t" not in text:
        joined = text.replace("\n", " ")
        if "  " not in joined:  # most abstracts: a quarter of the time of what follows
            return joined
    if "\n\n" not in text and "\n " not in text and "\n\t" not in text:
        return " ".join(text.split())
    if indented:
        text = _INDENTED.sub("\n\n", text.strip())
    parts = (" ".join(part.split()) for part in _PARAGRAPH.split(text))
    return "\n\n".join(part for part in parts if part)


def _safe_names(found: list[str]) -> list[str]:
    """Each name safe, on one line and not too long."""
    together = "\n".join(found)
    if "\\" not in together:
        # One look at all of them: most need nothing else.
        rows = clean(together).split("\n")
        if len(rows) == len(found) and "  " not in together and "\t" not in together:
            return [row if len(row) <= NAME else shorten(row, NAME) for row in map(str.strip, rows)]
    return [one_line(to_unicode(name) if "\\" in name else name, NAME) for name in found]


@lru_cache(1024)
def _category(text: str) -> str:
    """There are few, and every paper names some."""
    return one_line(text, 80)


class _Build:
    """One paper in the making, and what there is to tell of it."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.told: list[str] = []

    def line(self, name: str, value: Any, limit: int) -> str:
        if value is None:
            return ""
        text, fits = text_of(value)
        if not fits:
            self.told.append(f"the {name} is of a wrong type and is left out")
        text = one_line(text)
        if len(text) > limit:
            self.told.append(f"the {name} is longer than {limit} characters and is cut")
            text = one_line(text, limit)
        return "" if text and not text.isascii() and blank(text) else text

    def date(self, name: str, value: Any) -> str | None:
        found, doubt = when.partial(value)
        if doubt:
            self.told.append(f"{name}: {one_line(doubt, 120)}")
        return found

    def title(self) -> str:
        title = self.line("title", self.raw.title, TITLE) or one_line(self.raw.stub, TITLE)
        if not title:
            raise Refused("has no title")
        return title

    def abstract(self) -> str:
        text, fits = text_of(self.raw.abstract)
        if not fits:
            self.told.append("the abstract is of a wrong type and is left out")
        text = paragraphs(text, self.raw.indented)
        if len(text) > ABSTRACT:
            self.told.append(f"the abstract is longer than {ABSTRACT} characters and is cut")
            text = clean(text, limit=ABSTRACT)
        return "" if text and len(text) < 40 and blank(text) else text

    def authors(self) -> tuple[str, ...]:
        value = self.raw.authors
        if isinstance(value, str):
            # Single blanks first: the patterns that split names meet no endless runs of them.
            rows = value[:NAMES].split("\n") if "\n" in value else (value[:NAMES],)
            found = names.split("\n".join(" ".join(row.split()) for row in rows))
        elif isinstance(value, list | tuple):
            found = names.tidy([self.name(one) for one in value[: AUTHORS + 1]])
        else:
            if value is not None:
                self.told.append("the authors are of a wrong type and are left out")
            return ()
        safe = _safe_names(found)
        if len(safe) > AUTHORS:
            self.told.append(f"only the first {AUTHORS} authors are kept")
        return tuple(name for name in safe[:AUTHORS] if name)

    def name(self, value: Any) -> str:
        if isinstance(value, str):
            return names.given_first(value) if "," in value else value
        if isinstance(value, dict):
            for key in ("name", "literal", "full_name", "fullname", "display_name", "fullName"):
                if isinstance(value.get(key), str) and value[key].strip():
                    return names.given_first(value[key]) if "," in value[key] else str(value[key])
            given = (
                value.get("given") or value.get("first") or value.get("first_name") or value.get("firstName")
            )
            family = (
                value.get("family") or value.get("last") or value.get("last_name") or value.get("lastName")
            )
            return " ".join(part for part in (given, family) if isinstance(part, str))
        return ""

    def categories(self) -> tuple[str, ...]:
        value = self.raw.categories
        if isinstance(value, str):
            value = re.split(r"\s*[;|]\s*", value) if re.search(r"[;|]", value) else _LISTED.split(value)
        if not isinstance(value, list | tuple):
            return ()
        found = (_category(text_of(one)[0]) for one in value[:CATEGORIES])
        return tuple(dict.fromkeys(one for one in found if one))

    def urls(self) -> list[str]:
        found: list[str] = []
        for value in self.raw.urls[: 4 * URLS]:
            for one in value[:URLS] if isinstance(value, list) else (value,):
                text, fits = text_of(one)
                if isinstance(one, dict):
                    text, fits = text_of(one.get("url") or one.get("URL"))
                for part in links.listed(text) if fits else ():
                    address, wrong = links.clean(part)
                    if wrong:
                        self.told.append(one_line(wrong, 160))
                    if address:
                        found.append(one_line(address if self.raw.whole else links.tidy(address)))
                if not fits:
                    self.told.append("an address is of a wrong type")
        return found

    def ids(self, urls: list[str]) -> tuple[dict[str, str], int | None]:
        """The first key of each kind, and the version an arXiv id names."""
        found: dict[str, str] = {}
        version: int | None = None
        asked = len(self.raw.ids)
        for place, value in enumerate((*self.raw.ids, *self.raw.maybe, *urls)):
            text = one_line(value if isinstance(value, str) else text_of(value)[0], 600)
            if not text:
                continue
            key = keys.from_text(text)
            if key is None:
                if place < asked:
                    self.told.append(f"“{text[:60]}” is no id that is known")
                continue
            kind = key.partition(":")[0]
            if kind == "arxiv" and version is None and found.get(kind, key) == key:
                version = keys.arxiv_version(text)
            found.setdefault(kind, key)
        return found, version

    def count(self) -> int | None:
        value = self.raw.upvotes
        if value is None or value == "":
            return None
        if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.told.append("the upvotes are no number")
            return None
        if abs(value) >= 2**31:
            self.told.append("the upvotes are out of range")
            return None
        return int(value)

    def paper(self) -> Paper:
        raw = self.raw
        title = self.title()
        abstract = self.abstract()
        comment = self.line("comment", raw.comment, COMMENT)
        given = self.urls()
        found, version = self.ids(given)
        own = keys.best_first(found.values()) or (title_key(title),)
        if isinstance(raw.version, int) and not isinstance(raw.version, bool) and 0 < raw.version < 1000:
            version = raw.version
        return Paper(
            keys=own,
            title=title,
            abstract=abstract,
            authors=self.authors(),
            published=self.date("published", raw.published),
            updated=self.date("updated", raw.updated),
            categories=self.categories(),
            venue=self.line("venue", raw.venue, VENUE) or None,
            urls=tuple(dict.fromkeys(given))[:URLS]
            if raw.whole
            else _addresses(own, given, abstract, comment),
            upvotes=self.count(),
            version=version,
            comment=comment or None,
        )


def _addresses(own: tuple[str, ...], given: list[str], abstract: str, comment: str) -> tuple[str, ...]:
    """The paper's own page first, then what the source gives, then what its text names."""
    pages = [page for page in map(keys.page_url, own) if page]
    urls = pages[:1]
    for address in given:
        # Other spellings of the page (`http:`, a version) would only repeat it.
        if "/abs/" in address or "doi.org/" in address:
            key = keys.from_text(address)
            page = keys.page_url(key) if key in own else None
            address = page or address
        urls.append(address)
    urls += pages[1:]
    urls += links.find(abstract)
    urls += links.find(comment)
    seen: dict[str, str] = {}
    for address in urls:
        seen.setdefault(address.rstrip("/"), address)
    return tuple(seen.values())[:URLS]


def build(raw: Raw) -> tuple[Paper, list[str]]:
    """A safe paper, and what had to be guessed or put right; raises `Refused`."""
    making = _Build(raw)
    paper = making.paper()
    return paper, making.told


def findings(
    record: str,
    line: int | None,
    raw: Raw,
    *,
    personal: Personal | None = None,
    digests: Iterable[Membership] = (),
    facts: Iterable[Fact] = (),
) -> Iterator[Finding]:
    """What a reader yields for one record: the paper and its remarks, or its refusal."""
    making = _Build(raw)
    try:
        paper = making.paper()
    except Refused as refused:
        yield Reject(one_line(record, 200), str(refused), line)
        return
    yield Incoming(paper, one_line(record, 200), line, personal, tuple(digests), tuple(facts))
    for reason in making.told:
        yield Mended(one_line(record, 200), reason, line)
