"""BibTeX, RIS, CSL-JSON, PubMed, the ACL Anthology: what reference managers and databases write."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digestui.sources.bib_split import Broken, Entry, Splitter
from digestui.sources.bib_tex import decode
from sources.reading import SAMPLES, read


def test_bibtex_gives_titles_names_dates_and_ids() -> None:
    found = read(SAMPLES / "refs.bib")
    assert found.format == "bibtex"
    by_title = {paper.title: paper for paper in found.papers}
    assert list(by_title) == ["Long Short-Term Memory", "Deep Residual Learning", "Bleu", "Adam: A Method"]
    lstm = by_title["Long Short-Term Memory"]
    assert lstm.key == "doi:10.1162/neco.1997.9.8.1735"
    assert lstm.authors == ("Sepp Hochreiter", "Jürgen Schmidhuber")
    assert (lstm.published, lstm.venue) == ("1997-11", "Neural Computation")
    resnet = by_title["Deep Residual Learning"]
    assert (resnet.key, resnet.version, resnet.categories) == ("arxiv:1512.03385", 1, ("cs.CV",))
    assert (resnet.authors, resnet.venue) == (("Kaiming He",), "Proc. of the CVPR")
    assert (by_title["Bleu"].venue, by_title["Bleu"].published) == ("Proceedings of ACL", "2002")
    assert by_title["Bleu"].authors == ("Kishore Papineni", "The Group")
    assert by_title["Adam: A Method"].authors == ("Jimmy Ba",)
    assert by_title["Adam: A Method"].published == "2014-12-22"


def test_a_broken_bibtex_entry_is_named_and_the_next_one_is_read() -> None:
    found = read(SAMPLES / "refs.bib")
    assert [(r.record, r.line) for r in found.rejects] == [("untitled", 11), ("open", 12)]
    assert "title" in found.rejects[0].reason
    assert "closes" in found.rejects[1].reason


@pytest.mark.parametrize(
    ("field", "people"),
    [
        ("{van der Berg}, Jan and de la Cruz, Mar{\\'\\i}a", ("Jan van der Berg", "María de la Cruz")),
        ("King, Jr., Martin and {ATLAS Collaboration}", ("Martin King Jr.", "ATLAS Collaboration")),
        ("P. Erd{\\H o}s and others", ("P. Erdős",)),
        ("{Barnes and Noble}", ("Barnes and Noble",)),
        ("A. Smith, B. Jones, C. Doe, D. Roe", ("A. Smith", "B. Jones", "C. Doe", "D. Roe")),
        ("Smith, Ann; Jones, Bob", ("Ann Smith", "Bob Jones")),
        ("family=Beethoven, prefix=van, given=Ludwig", ("Ludwig van Beethoven",)),
        ("", ()),
        ("Smith, Ann,", ("Ann Smith",)),
    ],
)
def test_bibtex_names(field: str, people: tuple[str, ...]) -> None:
    found = read(f"@misc{{k, title = {{T}}, author = {{{field}}}}}", format="bibtex")
    assert found.papers[0].authors == people


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ("journal = {arXiv preprint arXiv:1706.03762}", "arxiv:1706.03762"),
        ("howpublished = {\\url{https://arxiv.org/abs/1706.03762v5}}", "arxiv:1706.03762"),
        ("eprint = {hep-th/9711200}", "arxiv:hep-th/9711200"),
        ("doi = {10.48550/arXiv.1412.6980}", "arxiv:1412.6980"),
        ("url = {https://aclanthology.org/J93-2004}", "acl:J93-2004"),
        ("url = {https://openreview.net/forum?id=abc_DEF12}", "openreview:abc_DEF12"),
        ("doi = {10.1000/a\\_b}", "doi:10.1000/a_b"),
        ("note = {see 10.1000/other}", "title:"),
    ],
)
def test_bibtex_ids_stand_in_many_fields(fields: str, key: str) -> None:
    paper = read(f"@misc{{k, title = {{T}}, {fields}}}", format="bibtex").papers[0]
    assert paper.key.startswith(key)
    assert "arXiv" not in (paper.venue or "")


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"{\"U}ber formal {S}{\"a}tze", "Über formal Sätze"),
        (r"at $\sqrt{s}=7$ {T}e{V}", r"at $\sqrt{s}=7$ TeV"),
        (r"3.57\% {\em a lot} \& more", "3.57% a lot & more"),
        (r"\textbackslash{}input\textbraceleft{}x\textbraceright{}", r"\input{x}"),
        (r"\foo{x} {y", r"\foo{x} {y"),
        (r"costs \$5 or \$6", "costs $5 or $6"),
        ("plain", "plain"),
    ],
)
def test_tex_of_a_field_becomes_text(tex: str, text: str) -> None:
    assert decode(tex) == text


@given(st.text(alphabet="ab{}\\$\"'^~%&_ H\n", max_size=40))
@example("\\b b")  # a bar under the letter
@settings(max_examples=300)
def test_no_letter_is_lost_in_decoding(tex: str) -> None:
    assert normalize("NFD", decode(tex)).count("b") >= tex.count("b") - tex.count("\\b")


def entries(text: str) -> list[Entry | Broken]:
    return list(Splitter(text).entries())


def test_macros_that_blow_up_are_stopped() -> None:
    bomb = '@string{a0 = "aaaaaaaaaa"}\n'
    bomb += "".join(f"@string{{a{n} = {' # '.join([f'a{n - 1}'] * 10)}}}\n" for n in range(1, 12))
    found = read(bomb + "@misc{x, title = a11}\n@misc{y, title = {Fine}}")
    assert found.titles == ["Fine"]
    assert found.rejects[0].record == "x"
    # Each use is small; thousands of them are not.
    small = '@string{m = "' + "x" * 900_000 + '"}\n' + "@misc{k, title={T}, note = m}\n" * 300
    assert sum(len(e.fields.get("note", "")) for e in entries(small) if isinstance(e, Entry)) <= 64_000_000


def test_the_end_of_an_entry_that_comes_too_early_is_told() -> None:
    found = read("@misc{k, title = {T}}, author = {Ann Smith}}\n@misc{l, title = {U}}")
    assert found.titles == ["T", "U"]
    assert any("a brace too many" in one.reason for one in found.mended)


def test_a_field_that_cannot_be_read_is_passed_over() -> None:
    found = read("@misc{k, title = {T}, nonsense here, year = 2020}")
    assert (found.papers[0].title, found.papers[0].published) == ("T", "2020")
    assert found.mended[0].record == "k"


def test_an_accent_does_not_end_a_value_in_quotes() -> None:
    found = read('@misc{k, title = "T", author = "J\\"urgen M\\"oller", note = "a \\\\", year = 2020}')
    assert (found.papers[0].authors, found.papers[0].published) == (("Jürgen Möller",), "2020")
    assert not found.reasons


def test_a_key_used_twice_is_told_and_both_are_read() -> None:
    found = read("@misc{k, title = {First}}\n@misc{k, title = {Second}}")
    assert found.titles == ["First", "Second"]
    assert "line 1" in found.mended[0].reason


def test_an_abstract_may_hold_an_at_sign() -> None:
    found = read("@misc{k, title = {mAP @ {IoU} 0.5}, abstract = {a@b.org\n@ home}}")
    assert found.titles == ["mAP @ IoU 0.5"]


def test_ris_records_of_all_dialects() -> None:
    found = read(SAMPLES / "refs.ris")
    deep, words = found.papers
    assert (deep.key, deep.title, deep.venue) == ("doi:10.1038/nature14539", "Deep learning", "Nature")
    assert deep.authors == ("Yann LeCun", "R.D. Liu")
    assert deep.abstract == "It has many layers to learn with."
    assert deep.published == "2015-05-28"
    assert not any("internal" in url for url in deep.urls)
    assert (words.key, words.authors) == ("arxiv:1301.3781", ("Tomáš Mikolov",))
    assert [(r.line, "title" in r.reason) for r in found.rejects] == [(18, True)]


def test_csl_json_names_dates_and_markup() -> None:
    found = read(SAMPLES / "cite.json")
    assert found.format == "csl-json"
    deep, mamba = found.papers
    assert deep.title == "Deep learning & H2O"
    assert deep.authors == ("Ludwig van Beethoven", "The Group", "Martin King Jr.")
    assert deep.published == "2015-05-28"
    assert (mamba.key, mamba.categories, mamba.comment) == (
        "arxiv:2312.00752",
        ("cs.LG", "cs.AI"),
        "36 pages",
    )
    assert (mamba.abstract, mamba.published) == ("State spaces.", "2023")
    assert [r.record for r in found.rejects] == ["none", "record 4"]


def test_pubmed_lines() -> None:
    found = read(SAMPLES / "med.nbib")
    (paper,) = found.papers
    assert (paper.key, paper.title) == ("doi:10.1038/nature14539", "Deep learning of many things.")
    assert paper.authors == ("Yann LeCun", "The Group")
    assert (paper.abstract, paper.published, paper.venue) == ("Many layers to learn.", "2015-05-28", "Nature")
    assert [(r.record, r.line) for r in found.rejects] == [("PMID 2", 17)]


def test_pubmed_xml_with_its_external_doctype() -> None:
    found = read(SAMPLES / "med.xml")
    first, second = found.papers
    assert (first.key, first.title) == ("doi:10.1038/s41586-021-03819-2", "Structures with AlphaFold.")
    assert first.abstract == "BACKGROUND: Proteins.\n\nRESULTS: r2 > 0.9."
    assert first.authors == ("John Jumper", "The Team")
    assert first.published == "2021-07-15"
    assert (second.published or "").startswith("1953")
    assert "doi" not in second.key


@pytest.mark.parametrize("data", ["PubmedData", "PubmedBookData"])
def test_pubmed_xml_may_name_the_doi_beside_the_article_only(data: str) -> None:
    found = read(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
        "<ArticleTitle>A title</ArticleTitle></Article></MedlineCitation>"
        f'<{data}><ArticleIdList><ArticleId IdType="doi">10.1000/xyz</ArticleId></ArticleIdList></{data}>'
        "</PubmedArticle></PubmedArticleSet>"
    )
    assert found.papers[0].keys[0] == "doi:10.1000/xyz"


def test_pubmed_xml_that_declares_anything_is_refused() -> None:
    text = (SAMPLES / "med.xml").read_text().replace('.dtd">', '.dtd" [<!ENTITY a "b">]>')
    found = read(text)
    assert "DOCTYPE" in str(found.trouble)


def test_the_anthology_gives_ids_and_venues_and_no_front_matter() -> None:
    found = read(SAMPLES / "anthology.xml")
    bart, other = found.papers
    assert (bart.key, bart.title) == ("doi:10.18653/v1/2020.acl-main.703", r"BART: up to $\alpha^2$")
    assert (bart.abstract, bart.published, bart.venue) == (
        "Gains 3.5 ROUGE.",
        "2020-07",
        "Proceedings of ACL",
    )
    assert "https://github.com/x/y" in bart.urls
    assert (other.key, other.title) == ("acl:2020.acl-main.7", "No url")
    assert [r.record for r in found.rejects] == ["2020.acl-main.8"]


@pytest.mark.parametrize(
    ("collection", "volume", "paper", "key"),
    [
        ("P19", "1", "12", "acl:P19-1012"),
        ("W19", "52", "3", "acl:W19-5203"),
        ("D19", "61", "7", "acl:D19-6107"),
    ],
)
def test_old_ids_of_the_anthology_are_put_together(
    collection: str, volume: str, paper: str, key: str
) -> None:
    inside = f'<paper id="{paper}"><title>T</title></paper>'
    text = f'<collection id="{collection}"><volume id="{volume}">{inside}</volume></collection>'
    assert read(text).papers[0].key == key
