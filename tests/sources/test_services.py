"""Answers of scholarly services and arXiv's own snapshot."""

from __future__ import annotations

import json

from sources.reading import read


def test_openalex_spells_the_abstract_from_its_index() -> None:
    work = {
        "id": "https://openalex.org/W1",
        "doi": "https://doi.org/10.1109/CVPR.2016.90",
        "title": "Deep Residual",
        "publication_date": "2016-06-01",
        "publication_year": 2016,
        "authorships": [
            {"author": {"display_name": "Kaiming He"}},
            {"raw_author_name": "X Zhang", "author": None},
        ],
        "abstract_inverted_index": {"the": [0, 2], "data": [1], "end": [3], "bad": [-1, 10**9, "x"]},
        "primary_location": {
            "landing_page_url": "https://doi.org/10.1109/CVPR.2016.90",
            "source": {"display_name": "CVPR", "type": "conference"},
        },
        "locations": [
            {
                "landing_page_url": "https://arxiv.org/abs/1512.03385",
                "pdf_url": "https://arxiv.org/pdf/1512.03385",
            }
        ],
    }
    found = read(
        json.dumps(
            {"meta": {"count": 2}, "results": [work, {"id": "https://openalex.org/W2", "title": None}]}
        )
    )
    paper = found.papers[0]
    assert found.format == "openalex"
    assert paper.abstract == "the data the end"
    assert paper.keys == ("arxiv:1512.03385", "doi:10.1109/cvpr.2016.90")
    assert (paper.venue, paper.published, paper.authors) == ("CVPR", "2016-06-01", ("Kaiming He", "X Zhang"))
    assert found.rejects[0].reason == "has no title"


def test_semantic_scholar_prefers_arxiv_and_ignores_the_tldr() -> None:
    record = {
        "paperId": "204e",
        "externalIds": {"ArXiv": "1706.03762", "DOI": "10.1000/Y"},
        "title": "Attention",
        "abstract": None,
        "tldr": {"text": "not this"},
        "year": 2017,
        "publicationDate": None,
        "venue": "",
        "journal": {"name": "J"},
        "authors": [{"authorId": "1", "name": "A V"}],
        "openAccessPdf": {"url": ""},
    }
    found = read(json.dumps({"total": 1, "data": [record, None]}))
    paper = found.papers[0]
    assert found.format == "semantic-scholar"
    assert paper.keys == ("arxiv:1706.03762", "doi:10.1000/y")
    assert (paper.abstract, paper.published, paper.venue) == ("", "2017", "J")
    assert len(found.rejects) == 1


def test_openreview_reads_both_versions_and_passes_over_reviews() -> None:
    new = {
        "id": "YicbFdNTTy",
        "forum": "YicbFdNTTy",
        "cdate": 1601308211650,
        "pdate": 1610463600000,
        "content": {
            "title": {"value": "Image"},
            "authors": {"value": ["A D"]},
            "pdf": {"value": "/pdf/a.pdf"},
        },
    }
    old = {
        "id": "nZeVKeeFYf9",
        "forum": "nZeVKeeFYf9",
        "cdate": 1632875724000,
        "content": {"title": "LoRA", "authors": ["E H"]},
    }
    review = {
        "id": "rev1AbCd",
        "forum": "YicbFdNTTy",
        "replyto": "YicbFdNTTy",
        "content": {"title": {"value": "Good"}},
    }
    found = read(json.dumps({"notes": [new, old, review], "count": 3}))
    assert found.format == "openreview"
    assert [(p.key, p.title, p.published) for p in found.papers] == [
        ("openreview:YicbFdNTTy", "Image", "2021-01-12"),
        ("openreview:nZeVKeeFYf9", "LoRA", "2021-09-29"),
    ]
    assert "https://openreview.net/pdf/a.pdf" in found.papers[0].urls


def test_the_snapshot_of_arxiv_is_read_line_by_line() -> None:
    record = {
        "id": "hep-th/9711200",
        "title": "The Large N\n  Limit",
        "abstract": "  One\ntwo.\n  New paragraph.\n",
        "authors": "x",
        "authors_parsed": [
            ["Maldacena", "Juan M.", ""],
            ["King", "M. L.", "Jr."],
            ["R\\'e", "C.", "", "MIT"],
        ],
        "categories": "hep-th gr-qc",
        "doi": "10.1023/A:1 10.2/b",
        "journal-ref": "J 1",
        "comments": "20 pages",
        "versions": [
            {"version": "v1", "created": "Thu, 27 Nov 1997 21:20:52 GMT"},
            {"version": "v2", "created": "x"},
        ],
        "update_date": "2014-11-18",
    }
    found = read(json.dumps(record) + "\n{broken\n" + json.dumps({**record, "id": "0704.0001"}))
    paper = found.papers[0]
    assert found.format == "kaggle-arxiv"
    assert paper.keys == ("arxiv:hep-th/9711200", "doi:10.1023/a:1")
    assert paper.title == "The Large N Limit"
    assert paper.abstract == "One two.\n\nNew paragraph."
    assert paper.authors == ("Juan M. Maldacena", "M. L. King Jr.", "C. Ré")
    assert (paper.published, paper.updated, paper.version) == ("1997-11-27", "2014-11-18", 2)
    assert paper.categories == ("hep-th", "gr-qc")
    assert found.facts[0].archive
    assert [one.line for one in found.rejects] == [2]
