"""The requests that public services understand: addresses and pages, no reading of answers.

Shapes as of 2026, recorded in `tests/web/requests.json`. Where a service lives can be said in
the settings (`[sources] arxiv = "..."`) or the environment (`DIGESTUI_ARXIV`): for a mirror, a proxy of one's
own, or a test.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import quote, urlencode

from digestui.records import dataclass, field, fields
from digestui.web.pace import Pace

ARXIV_PAGE = 100
"""Papers asked for at once; arXiv allows 2,000 and recommends less."""
_TOTAL = re.compile(rb"<(?:\w+:)?totalResults[^>]*>\s*(\d+)\s*<")
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Bases:
    """Where the services live."""

    arxiv: str = "https://export.arxiv.org"
    huggingface: str = "https://huggingface.co"
    openalex: str = "https://api.openalex.org"
    semantic_scholar: str = "https://api.semanticscholar.org"

    @classmethod
    def chosen(cls, settings: Mapping[str, object], env: Mapping[str, str]) -> Bases:
        """Those of the settings and the environment, where they say any."""
        found = {}
        for one in fields(cls):
            said = env.get(f"DIGESTUI_{one.name.upper()}") or settings.get(one.name)
            if isinstance(said, str) and said.startswith(("http://", "https://")):
                found[one.name] = said.rstrip("/")
        return cls(**found)


@dataclass(frozen=True, slots=True)
class Paces:
    """How often each service may be asked, in seconds between two requests."""

    arxiv: Pace = field(default_factory=lambda: Pace(3.0))
    """arXiv asks for this: one request in three seconds."""
    huggingface: Pace = field(default_factory=lambda: Pace(0.5))
    openalex: Pace = field(default_factory=lambda: Pace(0.15))
    semantic_scholar: Pace = field(default_factory=lambda: Pace(1.1))
    others: Pace = field(default_factory=lambda: Pace(1.0))
    """Any other place."""

    @classmethod
    def none(cls) -> Paces:
        """No waiting at all: for services of one's own."""
        return cls(Pace(0), Pace(0), Pace(0), Pace(0), Pace(0))


def arxiv_search(bases: Bases, search: str, start: int = 0, size: int = ARXIV_PAGE) -> str:
    """One page of what a search of the arXiv API finds, newest submission first."""
    asked = {
        "search_query": search,
        "start": start,
        "max_results": size,
        "sortBy": "submittedDate",
        "sortOrder": "descending",
    }
    return f"{bases.arxiv}/api/query?{urlencode(asked)}"


def arxiv_titles(bases: Bases, titles: Sequence[str], size: int) -> str:
    """Papers with one of these titles, as the arXiv API finds them."""
    search = " OR ".join(f'ti:"{words}"' for title in titles if (words := _searchable(title)))
    return f"{bases.arxiv}/api/query?{urlencode({'search_query': search, 'start': 0, 'max_results': size})}"


def arxiv_ids(bases: Bases, ids: Sequence[str]) -> str:
    """The papers of these arXiv ids."""
    return f"{bases.arxiv}/api/query?{urlencode({'id_list': ','.join(ids), 'max_results': len(ids)})}"


def arxiv_pdf(bases: Bases, ident: str) -> str:
    """The PDF of an arXiv paper, from the host that programs are asked to use."""
    return f"{bases.arxiv}/pdf/{quote(ident, safe='/')}"


def arxiv_window(search: str, since: date, until: date) -> str:
    """A search held to what was submitted from one day to another, both included."""
    return f"({search}) AND submittedDate:[{since:%Y%m%d}0000 TO {until:%Y%m%d}2359]"


def arxiv_total(body: bytes) -> int | None:
    """How many papers an answer of the arXiv API says there are in all."""
    found = _TOTAL.search(body[: 1 << 16])
    return int(found[1]) if found else None


def hf_daily(bases: Bases, day: date) -> str:
    """The daily papers of a day."""
    return f"{bases.huggingface}/api/daily_papers?{urlencode({'date': day.isoformat(), 'limit': 100})}"


def hf_paper(bases: Bases, arxiv: str) -> str:
    """What Hugging Face knows of one arXiv paper."""
    return f"{bases.huggingface}/api/papers/{quote(arxiv)}"


def openalex_title(bases: Bases, title: str, mail: str = "") -> str:
    """Works with these words in the title, nearest first."""
    asked = {"filter": f"title.search:{_searchable(title)}", "per-page": 5}
    return f"{bases.openalex}/works?{urlencode(asked | ({'mailto': mail} if mail else {}))}"


def openalex_dois(bases: Bases, dois: Sequence[str], mail: str = "") -> str:
    """The works of these DOIs."""
    asked = {"filter": "doi:" + "|".join(dois), "per-page": len(dois)}
    return f"{bases.openalex}/works?{urlencode(asked | ({'mailto': mail} if mail else {}))}"


S2_FIELDS = "title,abstract,authors,externalIds,publicationDate,year,venue,citationCount,url"


def semantic_title(bases: Bases, title: str) -> str:
    """The one paper whose title Semantic Scholar takes for the nearest."""
    asked = {"query": _searchable(title), "fields": S2_FIELDS}
    return f"{bases.semantic_scholar}/graph/v1/paper/search/match?{urlencode(asked)}"


def semantic_paper(bases: Bases, ident: str) -> str:
    """One paper by an id as Semantic Scholar writes it: `ARXIV:2401.01234`, `DOI:10.1/x`."""
    place = f"{bases.semantic_scholar}/graph/v1/paper/{quote(ident, safe=':/')}"
    return f"{place}?{urlencode({'fields': S2_FIELDS})}"


def _searchable(title: str) -> str:
    """The words of a title, nothing a search would take for syntax; a very long one by its beginning."""
    return " ".join(_WORDS.findall(title)[:24])
