"""Every export of a library, read again by somebody else's reader to the same titles, authors, ids."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import bibtexparser
import pybtex.database
import pytest
import rispy
import yaml
from bibtexparser.middlewares import NormalizeFieldKeys, SeparateCoAuthors, SplitNameParts
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt
from pylatexenc.latex2text import LatexNodes2Text
from selectolax.lexbor import LexborHTMLParser
from shelves import every, ids, letters, people, whole, written

from digestui.exporters.html_page import POLICY
from digestui.library import export
from digestui.library.library import Library

SCHEMA = json.loads((Path(__file__).parent / "csl" / "csl-data.json").read_text("utf-8"))


def test_bibtex_by_bibtexparser(lib: Library) -> None:
    layers = [NormalizeFieldKeys(), SeparateCoAuthors(), SplitNameParts()]
    library = bibtexparser.parse_string(written(lib, "bibtex"), append_middleware=layers)
    papers = whole(lib)
    assert not library.failed_blocks
    assert len(library.entries) == len(papers)
    assert len({entry.key.lower() for entry in library.entries}) == len(papers), "a key of its own for each"
    decode = LatexNodes2Text(math_mode="verbatim").latex_to_text
    for entry, detail in zip(library.entries, papers, strict=True):
        fields = {field.key: field.value for field in entry.fields}
        assert letters(decode(fields["title"])) == letters(detail.paper.title)
        names = [
            decode(" ".join([*name.first, *name.von, *name.last, *name.jr]))
            for name in fields.get("author", [])
        ]
        assert people(names) == people(detail.paper.authors)
        assert fields.get("eprint", "") == ids(detail, "arxiv")
        assert fields.get("doi", "") == ids(detail, "doi")


def test_bibtex_by_pybtex(lib: Library) -> None:
    entries = pybtex.database.parse_string(written(lib, "bibtex"), "bibtex").entries
    papers = whole(lib)
    assert len(entries) == len(papers)
    decode = LatexNodes2Text(math_mode="verbatim").latex_to_text
    for entry, detail in zip(entries.values(), papers, strict=True):
        assert letters(decode(entry.fields["title"])) == letters(detail.paper.title)
        names = [decode(" ".join(map(str, named(person)))) for person in entry.persons.get("author", [])]
        assert people(names) == people(detail.paper.authors)
        assert entry.fields.get("eprint", "") == ids(detail, "arxiv")
        assert entry.fields.get("doi", "") == ids(detail, "doi")
        assert entry.fields.get("year", "") == (detail.paper.published or "")[:4]


def named(person: pybtex.database.Person) -> list[str]:
    """All parts of a name."""
    return [
        *person.first_names,
        *person.middle_names,
        *person.prelast_names,
        *person.last_names,
        *person.lineage_names,
    ]


def test_ris_by_rispy(lib: Library) -> None:
    entries, papers = rispy.loads(written(lib, "ris")), whole(lib)
    assert len(entries) == len(papers)
    for entry, detail in zip(entries, papers, strict=True):
        assert letters(entry["title"]) == letters(detail.paper.title)
        assert people(entry.get("authors", [])) == people(detail.paper.authors)
        assert entry.get("doi", "") == ids(detail, "doi")
        assert entry.get("note", "").removeprefix("arXiv:") == ids(detail, "arxiv")
        assert "\\" not in "".join(entry.get("authors", []))


def test_csl_by_its_published_schema(lib: Library) -> None:
    items, papers = json.loads(written(lib, "csl")), whole(lib)
    Draft7Validator.check_schema(SCHEMA)
    assert [error.message for error in Draft7Validator(SCHEMA).iter_errors(items)] == []
    assert len({item["id"] for item in items}) == len(items) == len(papers)
    for item, detail in zip(items, papers, strict=True):
        assert item["citation-key"] == item["id"]
        assert "\\" not in json.dumps(item.get("author", []), ensure_ascii=False)
        assert letters(item["title"]) == letters(detail.paper.title)
        assert people([" ".join(name.values()) for name in item.get("author", [])]) == people(
            detail.paper.authors
        )
        assert item.get("DOI", "") == ids(detail, "doi")
        assert item.get("number", "").removeprefix("arXiv:") == ids(detail, "arxiv")
        said = "-".join(f"{part:02d}" for part in item["issued"]["date-parts"][0]) if "issued" in item else ""
        assert said == (detail.paper.published or "")


def test_what_the_schema_of_csl_refuses_it_would_refuse() -> None:
    def refused(item: dict[str, Any]) -> bool:
        return not Draft7Validator(SCHEMA).is_valid([item])

    assert not refused({"id": "x", "type": "article"})
    assert refused({"id": "x"})
    assert refused({"id": "x", "type": "preprint"})
    assert refused({"id": "x", "type": "article", "venue": "Nature"})
    assert refused({"id": "x", "type": "article", "author": ["Ann Smith"]})
    assert refused({"id": "x", "type": "article", "issued": "2024"})


@pytest.mark.parametrize("format", ["json", "jsonl", "csv"])
def test_data_by_the_standard_library(lib: Library, format: str) -> None:
    text, papers = written(lib, format), whole(lib)
    if format == "csv":
        found = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        titles = [one["title"].removeprefix("'") for one in found]
        authors = [one["authors"].split("; ") if one["authors"] else [] for one in found]
    else:
        found = json.loads(text) if format == "json" else [json.loads(line) for line in text.splitlines()]
        titles, authors = [one["title"] for one in found], [one["authors"] for one in found]
    assert [one["key"] for one in found] == [detail.key for detail in papers]
    assert titles == [detail.paper.title for detail in papers]
    assert authors == [list(detail.paper.authors) for detail in papers]


def test_no_cell_of_csv_is_a_formula(lib: Library) -> None:
    cells = [cell for row in csv.reader(io.StringIO(written(lib, "csv"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(tuple("=+-@\t\r"))]


def test_html_by_a_parser_of_browsers(lib: Library) -> None:
    tree, papers = LexborHTMLParser(written(lib, "html")), whole(lib)
    articles = tree.css("main > article")
    assert len(articles) == len(papers)
    for article, detail in zip(articles, papers, strict=True):
        title, authors = article.css_first("h2"), article.css_first("p.authors")
        assert letters(title.text()) == letters(detail.paper.title)
        shown = authors.text() if authors is not None else ""
        assert people([shown]) == people([" ".join(detail.paper.authors)])
        assert "\\" not in shown
        assert detail.key in article.css_first("p.facts").text()
    assert not tree.css("script, img, iframe, object, embed, form, link, base")
    assert all(node.attributes["href"].startswith(("https://", "http://")) for node in tree.css("a"))


def test_markdown_by_a_reader_of_markdown(lib: Library) -> None:
    tokens, papers = MarkdownIt("commonmark").parse(written(lib, "markdown")), whole(lib)
    sections: list[list[str]] = []
    for before, token in pairwise(tokens):
        if before.type == "heading_open" and before.tag == "h2":
            sections.append([])
        if token.type == "inline" and sections:
            sections[-1].append("".join(part.content for part in token.children or ()))
    assert len(sections) == len(papers)
    for texts, detail in zip(sections, papers, strict=True):
        assert letters(texts[0]) == letters(detail.paper.title)
        if detail.paper.authors:
            assert people([texts[1]]) == people([" ".join(detail.paper.authors)])
        assert any(text.startswith(detail.key) for text in texts[1:3])


def test_the_one_style_of_a_page_is_the_one_its_policy_allows(lib: Library) -> None:
    tree = LexborHTMLParser(written(lib, "html"))
    (style,) = tree.css("style")
    allowed = base64.b64encode(hashlib.sha256(style.text(deep=True).encode()).digest()).decode()
    said = next(
        node.attributes["content"]
        for node in tree.css("meta")
        if node.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert said == POLICY
    assert f"style-src 'sha256-{allowed}'" in said
    others = [part for part in said.split("; ") if not part.startswith("style-src ")]
    assert others == ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]


def test_a_page_has_colours_for_light_dark_and_paper(lib: Library) -> None:
    css = LexborHTMLParser(written(lib, "html")).css_first("style").text(deep=True)
    light = css[: css.index("@media")]
    dark = re.search(r"@media \(prefers-color-scheme: dark\) \{(.*?)\} \}", css, re.S)
    paper_ = re.search(r"@media print \{ :root \{(.*?)\}", css, re.S)
    assert dark is not None
    assert paper_ is not None
    names = [set(re.findall(r"(--\w+):", part)) for part in (light, dark[1], paper_[1])]
    assert names[0] == names[1] == names[2] != set()
    for part in (light, dark[1], paper_[1]):
        colours = dict(re.findall(r"(--\w+): (#[0-9a-f]+)", part))
        for role in ("--text", "--bright", "--soft", "--accent"):
            assert contrast(colours[role], colours["--bg"]) >= 4.5, (role, colours)
    assert "url(" not in css
    assert "@import" not in css


def contrast(one: str, other: str) -> float:
    """How well two colours can be told apart, as WCAG reckons it."""

    def light(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_vault_by_a_reader_of_yaml(lib: Library, tmp_path: Path) -> None:
    export.export(lib, every(lib), "markdown", tmp_path / "vault")
    papers = {detail.key: detail for detail in whole(lib)}
    found = {}
    for file in (tmp_path / "vault").glob("*.md"):
        _, front, text = file.read_text("utf-8").split("---\n", 2)
        facts = yaml.safe_load(front)
        if not facts.get("index"):
            found[facts["key"]] = facts
            assert text.strip().startswith("# ")
    assert set(found) == set(papers)
    for key, facts in found.items():
        assert facts["title"] == papers[key].paper.title
        assert facts.get("authors", []) == list(papers[key].paper.authors)
        assert facts["starred"] is papers[key].triage.starred
    index = (tmp_path / "vault" / "index.md").read_text("utf-8")
    assert index.count("\n- [") == len(papers)
