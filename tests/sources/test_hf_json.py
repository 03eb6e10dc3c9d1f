"""What the Hugging Face API and page say of a day's papers."""

from __future__ import annotations

import html
import json

from sources.reading import read

PAPER = {
    "id": "2402.17764",
    "title": "The Era of\n1-bit Models",
    "summary": "First line\nsecond line.",
    "authors": [{"name": "Ann Smith"}, {"name": "Hidden One", "hidden": True}],
    "publishedAt": "2024-02-27T18:56:19.000Z",
    "submittedOnDailyAt": "2024-02-28T00:52:13.034Z",
    "upvotes": 0,
    "ai_summary": "not this",
    "githubRepo": "https://github.com/lab/bits",
    "thumbnail": None,
}
ENTRY = {"paper": PAPER, "publishedAt": "2024-02-28T05:00:00.000Z", "title": "outer"}


def test_fields_of_a_daily_paper() -> None:
    found = read(json.dumps([ENTRY]))
    assert found.format == "hf-json"
    paper = found.papers[0]
    assert paper.key == "arxiv:2402.17764"
    assert paper.title == "The Era of 1-bit Models"
    assert paper.abstract == "First line second line."
    assert paper.authors == ("Ann Smith", "Hidden One")
    assert paper.published == "2024-02-27"
    assert paper.upvotes == 0
    assert paper.urls[0] == "https://arxiv.org/abs/2402.17764"
    assert "https://github.com/lab/bits" in paper.urls
    assert found.facts[0].date == "2024-02-28"


def test_a_single_paper_is_read() -> None:
    found = read(json.dumps(PAPER))
    assert (found.format, found.titles) == ("hf-json", ["The Era of 1-bit Models"])


def test_a_dump_of_years_is_an_archive_without_a_day() -> None:
    old = {"paper": {**PAPER, "id": "2301.00001", "submittedOnDailyAt": "2023-01-02T00:00:00Z"}}
    found = read(json.dumps([ENTRY, old]))
    assert found.facts[0].archive
    assert found.facts[0].date is None


def test_wrong_types_are_refused_record_by_record() -> None:
    found = read(json.dumps([ENTRY, {"paper": None}, 7, None, "x", [], {"paper": {"id": 5, "title": ["a"]}}]))
    assert len(found.papers) == 1
    assert len(found.rejects) == 6


def test_numbers_that_are_none_are_told_and_left_out() -> None:
    text = json.dumps([ENTRY]).replace('"upvotes": 0', '"upvotes": NaN')
    found = read(text)
    assert found.papers[0].upvotes is None
    assert any("upvotes" in reason for reason in found.reasons)
    assert read(text.replace("NaN", "9" * 5000)).papers[0].key == "arxiv:2402.17764"


def test_the_page_is_read_from_its_data_and_not_from_its_cards() -> None:
    data = {"dateString": "2024-02-28", "dailyPapers": [ENTRY]}
    page = (
        '<!doctype html><html><body><div data-target="SideNav" data-props="{&quot;x&quot;:1}"></div>'
        '<div data-target="DailyPapers" data-props="'
        + html.escape(json.dumps(data))
        + '"><h3>A card</h3></div></html>'
    )
    found = read(page)
    assert found.format == "hf-html"
    assert found.titles == ["The Era of 1-bit Models"]
    assert found.facts[0].date == "2024-02-28"


def test_a_page_whose_data_is_cut_is_refused() -> None:
    found = read(
        '<html><div data-target="DailyPapers" data-props="{&quot;dailyPapers&quot;:[{"></div></html>'
    )
    assert found.trouble is not None
    assert "damaged" in found.trouble.why
