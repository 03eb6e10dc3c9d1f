"""Every export of a library, read again by somebody else's reader to the same titles, authors, ids."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import bibtexparser
import pytest
import rispy
import yaml
from bibtexparser.middlewares import NormalizeFieldKeys, SeparateCoAuthors, SplitNameParts
from pylatexenc.latex2text import LatexNodes2Text
from selectolax.lexbor import LexborHTMLParser

from digestui.exporters.html_page import POLICY
from digestui.library import export, intake, search, triage
from digestui.library.library import Library
from digestui.model.rows import Detail
from digestui.model.triage import Action, ActionKind
from digestui.text.latex import to_unicode
from library.feeding import feed, paper

EXTRAS = (
    paper("50% of R&D: costs of $O(n^2)$ in {C} #1", "arxiv:2401.00001", "doi:10.1/a_b",
          authors=("Paul Erdős", "Ludwig van Beethoven", "Martin Luther King Jr."), venue="Proc. of A & B",
          published="2024-01-02"),
    paper(r"On \emph{na\"ive} $\alpha$-mixing", "arxiv:math/0309136", authors=(r"Erd\H{o}s, P\'al",),
          published="2003-09"),
    paper("=HYPERLINK(\"http://x\")", "doi:10.1000/xyz", authors=("ATLAS Collaboration",), published="2020"),
    paper("Same title", "arxiv:2401.00002", authors=("Ann Smith",), published="2024"),
    paper("Same title again", "arxiv:2401.00003", authors=("Ann Smith",), published="2024"),
    paper("Same title, once more", "arxiv:2401.00004", authors=("Ann Smith",), published="2024"),
    paper("<b>Bold</b> & \"quoted\" — “words” 视觉", "openreview:aBcD_-12",
          authors=("王伟", "María de la Cruz")),
)  # fmt: skip


@pytest.fixture(scope="module")
def lib(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("read") / "library.db"
    with Library.open(place, create=True, device="test") as made:
        intake.load_bundled(made)
        feed(made, EXTRAS, name="Extras", date="2025-04-29")
        triage.act(made, every(made)[:3], Action(ActionKind.STAR))
        yield made


def every(lib: Library) -> list[int]:
    return list(search.find(lib, search.understand(lib, "in:any").query).ids)


def whole(lib: Library) -> list[Detail]:
    return search.details(lib, every(lib))


def written(lib: Library, format: str) -> str:
    out = io.StringIO()
    export.export(lib, every(lib), format, out)
    return out.getvalue()


def letters(text: str) -> str:
    """The letters and digits of a text, whatever notation it is in."""
    plain = unicodedata.normalize("NFKD", to_unicode(text))
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c))).casefold()


def people(names: tuple[str, ...] | list[str]) -> list[list[str]]:
    """Each name as its words in alphabetical order: readers differ in which part comes first."""
    return [
        sorted(filter(None, (letters(word) for word in re.split(r"[\s,]+", to_unicode(name)))))
        for name in names
    ]


def ids(detail: Detail, kind: str) -> str:
    return next((key.partition(":")[2] for key in detail.paper.keys if key.startswith(f"{kind}:")), "")


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


def test_bibtex_keys_are_the_same_whatever_else_is_exported(lib: Library) -> None:
    def keys(chosen: list[int]) -> dict[str, str]:
        out = io.StringIO()
        export.export(lib, chosen, "bibtex", out)
        entries = bibtexparser.parse_string(out.getvalue()).entries
        return {entry.fields_dict["title"].value: entry.key for entry in entries}

    all_of_them, some = keys(every(lib)), keys(every(lib)[::2])
    twins = {title for title in all_of_them if "Same title" in title}
    assert {t: k for t, k in some.items() if t not in twins}.items() <= all_of_them.items()
    assert keys(every(lib)) == all_of_them


def test_ris_by_rispy(lib: Library) -> None:
    entries, papers = rispy.loads(written(lib, "ris")), whole(lib)
    assert len(entries) == len(papers)
    for entry, detail in zip(entries, papers, strict=True):
        assert letters(entry["title"]) == letters(detail.paper.title)
        assert people(entry.get("authors", [])) == people(detail.paper.authors)
        assert entry.get("doi", "") == ids(detail, "doi")
        assert ids(detail, "arxiv") in entry.get("custom1", "") + str(entry)


CSL = {
    "id": str, "type": str, "title": str, "author": list, "issued": dict, "container-title": str,
    "abstract": str, "DOI": str, "URL": str, "keyword": str, "number": str, "archive": str,
}  # fmt: skip
"""What may stand in an item, of what the format's definition allows."""
NAME_PARTS = {"family", "given", "non-dropping-particle", "suffix", "literal"}


def test_csl_has_the_shape_of_its_definition(lib: Library) -> None:
    items, papers = json.loads(written(lib, "csl")), whole(lib)
    assert len({item["id"] for item in items}) == len(items) == len(papers)
    for item, detail in zip(items, papers, strict=True):
        assert all(isinstance(item[name], CSL[name]) for name in item)
        assert item["type"] in ("article-journal", "paper-conference", "article")
        for name in item.get("author", []):
            assert name
            assert set(name) <= NAME_PARTS
            assert all(isinstance(part, str) and part for part in name.values())
        if "issued" in item:
            assert set(item["issued"]) == {"date-parts"}
            (parts,) = item["issued"]["date-parts"]
            assert 1 <= len(parts) <= 3
            assert all(isinstance(part, int) for part in parts)
        assert letters(item["title"]) == letters(detail.paper.title)
        assert people([" ".join(name.values()) for name in item.get("author", [])]) == people(
            detail.paper.authors
        )
        assert item.get("DOI", "") == ids(detail, "doi")
        assert item.get("number", "").removeprefix("arXiv:") == ids(detail, "arxiv")


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
        shown = (
            authors.text().split(", ")
            if authors is not None and "," not in "".join(detail.paper.authors)
            else []
        )
        if shown:
            assert people(shown) == people(detail.paper.authors)
        assert detail.key in article.css_first("p.facts").text()
    assert not tree.css("script, img, iframe, object, embed, form, link, base")
    assert all(node.attributes["href"].startswith(("https://", "http://")) for node in tree.css("a"))


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
