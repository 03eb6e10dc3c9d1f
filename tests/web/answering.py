"""Answers as the public services give them, made for the papers a test wants; shapes as of 2026."""

from __future__ import annotations

import json
from collections.abc import Sequence
from xml.sax.saxutils import escape

from web.server import Asked, Behaviour, send


def arxiv_answer(papers: Sequence[tuple[str, str, str]], total: int | None = None, start: int = 0) -> bytes:
    """An answer of the arXiv API with (id, title, author)."""
    entries = "".join(
        f"""<entry><id>http://arxiv.org/abs/{ident}v1</id><updated>2025-04-28T10:00:00Z</updated>
<published>2025-04-28T10:00:00Z</published><title>{escape(title)}</title>
<summary>About {escape(title)}.</summary><author><name>{escape(author)}</name></author>
<link href="http://arxiv.org/abs/{ident}v1" rel="alternate" type="text/html"/>
<link title="pdf" href="http://arxiv.org/pdf/{ident}v1" rel="related" type="application/pdf"/>
<arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CV"/>
<category term="cs.CV" scheme="http://arxiv.org/schemas/atom"/></entry>"""
        for ident, title, author in papers
    )
    counted = len(papers) if total is None else total
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<link href="http://arxiv.org/api/query?search_query=cat:cs.CV" rel="self" type="application/atom+xml"/>
<title type="html">ArXiv Query: search_query=cat:cs.CV</title><id>http://arxiv.org/api/x</id>
<updated>2025-04-29T00:00:00-04:00</updated>
<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">{counted}</opensearch:totalResults>
<opensearch:startIndex xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">{start}</opensearch:startIndex>
{entries}</feed>""".encode()


def arxiv_shelf(count: int, announced: int | None = None) -> Behaviour:
    """The arXiv API with so many papers, a page at a time; it may announce more than it gives."""
    shelf = [(f"2504.{number:05d}", f"Paper number {number}", "Ada Author") for number in range(1, count + 1)]

    def way(handler: object, asked: Asked) -> None:
        start = int(asked.query.get("start", ["0"])[0])
        size = int(asked.query["max_results"][0])
        page = shelf[start : start + size]
        send(handler, arxiv_answer(page, announced if announced is not None else count, start))  # type: ignore[arg-type]

    return way


def hf_answer(papers: Sequence[tuple[str, str]]) -> bytes:
    """Daily papers of Hugging Face as (id, title)."""
    return json.dumps(
        [
            {
                "paper": {
                    "id": ident,
                    "title": title,
                    "summary": f"About {title}.",
                    "authors": [{"name": "Ada Author"}],
                    "publishedAt": "2025-04-28T00:00:00.000Z",
                    "submittedOnDailyAt": "2025-04-28T01:00:00.000Z",
                    "upvotes": 7,
                },
                "title": title,
                "numComments": 1,
            }
            for ident, title in papers
        ]
    ).encode()


def rss_answer(papers: Sequence[tuple[str, str]]) -> bytes:
    """A feed with (link, title)."""
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{link}</link><guid>{link}</guid>"
        f"<description>About {escape(title)}, at some length, so that it is an abstract.</description></item>"
        for link, title in papers
    )
    return f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Reading list of a lab</title>
<link>https://lab.example.org/</link><description>d</description>{items}</channel></rss>""".encode()


def openalex_answer(works: Sequence[tuple[str, str, str]]) -> bytes:
    """Works of OpenAlex as (doi, title, author)."""
    return json.dumps(
        {
            "meta": {"count": len(works), "page": 1, "per_page": 5},
            "results": [
                {
                    "id": f"https://openalex.org/W{number}",
                    "doi": f"https://doi.org/{doi}",
                    "title": title,
                    "display_name": title,
                    "publication_date": "2025-04-28",
                    "cited_by_count": 12,
                    "authorships": [{"author": {"display_name": author}}],
                    "primary_location": {"source": {"display_name": "Journal of Examples"}},
                    "abstract_inverted_index": {"About": [0], "it": [1]},
                }
                for number, (doi, title, author) in enumerate(works, 1)
            ],
        }
    ).encode()


def semantic_answer(papers: Sequence[dict[str, object]]) -> bytes:
    """What Semantic Scholar's match gives."""
    return json.dumps({"data": list(papers)}).encode()


def hf_paper(ident: str, upvotes: object = 34, code: object = None) -> bytes:
    """What Hugging Face says of one paper."""
    return json.dumps(
        {"id": ident, "title": "x", "upvotes": upvotes, "githubRepo": code, "publishedAt": "2025-04-28"}
    ).encode()


def openalex_works(*works: tuple[str, int, str | None]) -> bytes:
    """Works of OpenAlex as (doi, citations, venue)."""
    return json.dumps(
        {
            "meta": {"count": len(works)},
            "results": [
                {
                    "id": "https://openalex.org/W1",
                    "doi": f"https://doi.org/{doi}",
                    "title": "x",
                    "cited_by_count": cited,
                    "primary_location": {
                        "source": {"display_name": venue, "type": "journal"} if venue else None
                    },
                }
                for doi, cited, venue in works
            ],
        }
    ).encode()


def semantic_paper(cited: object, venue: str = "") -> bytes:
    """One paper of Semantic Scholar."""
    return json.dumps({"paperId": "x", "title": "x", "citationCount": cited, "venue": venue}).encode()
