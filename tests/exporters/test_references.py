"""bibtex, ris and csl, read again by independent readers."""

from __future__ import annotations

import json
import re
from itertools import islice

import bibtexparser
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from make import BARE, EVIL_TITLES, SWIN, dated, evil, titled

from digestui import exporters
from digestui.exporters.citekey import CiteKeys, named, named_of
from digestui.exporters.people import Name, split
from digestui.exporters.tex import escape, protect
from digestui.records import replace


def text(name: str, details: list) -> str:
    return "".join(exporters.write(name, details))


def bibtex(details: list) -> list:
    library = bibtexparser.parse_string(text("bibtex", details))
    assert not library.failed_blocks
    return library.entries


def balanced(value: str) -> bool:
    depth = 0
    for char in value:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0


def test_a_bibtex_entry_says_what_is_known() -> None:
    (entry,) = bibtex([SWIN])
    assert entry.entry_type == "inproceedings"
    assert entry.key == "liu2021swin-transformer"
    fields = {f.key: f.value for f in entry.fields}
    assert fields["author"] == (
        "Liu, Ze and van Beethoven, Ludwig and King, Jr., Martin Luther and {ATLAS Collaboration}"
    )
    assert fields["eprint"] == "2103.14030"
    assert fields["archiveprefix"] == "arXiv"
    assert fields["doi"] == "10.1109/iccv48922.2021.00986"
    assert fields["booktitle"] == "Proceedings of ICCV"
    assert fields["year"] == "2021"


def test_a_paper_known_by_title_alone_is_an_entry_too() -> None:
    (entry,) = bibtex([BARE])
    assert entry.entry_type == "misc"
    assert entry.fields_dict["title"].value == "A paper known by its title only"


def test_every_hostile_title_gives_one_whole_entry_without_a_live_command() -> None:
    entries = bibtex(evil())
    assert len(entries) == len(EVIL_TITLES)
    for entry in entries:
        for field in entry.fields:
            assert balanced(field.value)
            assert not re.search(r"\\(input|write18)\b", field.value)


def test_special_characters_stand_for_themselves_and_mathematics_stays() -> None:
    assert escape("50% of R&D costs $5 or $6_000 #1") == r"50\% of R\&D costs \$5 or \$6\_000 \#1"
    assert escape(r"Mass $\sqrt{s}=7$ TeV at 5%") == r"Mass $\sqrt{s}=7$ TeV at 5\%"
    assert r"\input" not in escape(r"$\input{x}$")
    assert r"\{" not in escape(r"$@ \{},$@")
    assert escape("a_b ~ c^2 {d}") == (
        r"a\_b \textasciitilde{} c\textasciicircum{}2 \textbraceleft{}d\textbraceright{}"
    )


def test_inner_capitals_of_a_title_are_protected() -> None:
    assert protect("ImageNet and BERT in a GeV world") == "{ImageNet} and {BERT} in a {GeV} world"
    assert protect("T2T-ViT: Tokens") == "{T2T}-{ViT}: Tokens"


@given(st.text(alphabet=st.sampled_from('ab{}\\$%&_^~#"@,= \n$'), max_size=30))
def test_any_text_keeps_the_braces_of_an_entry_balanced(words: str) -> None:
    assert balanced(escape(words))
    assert balanced(protect(words))
    bibtex([titled(words)])


def test_citation_keys_that_the_library_gave_are_used_and_no_key_twice() -> None:
    papers = [dated(SWIN, keys=(f"arxiv:2103.{n:05d}",)) for n in range(50)]
    keys = CiteKeys()
    first = keys.of(replace(papers[0], citekey="mine"))
    others = [keys.of(paper) for paper in papers[1:]]
    assert first == "mine"
    assert others[0] == "liu2021swin-transformer"
    assert len({first, *others}) == 50
    assert keys.of(replace(papers[0], citekey="mine")) != "mine"


@pytest.mark.parametrize(
    ("title", "author", "published", "key"),
    [
        ("Attention Is All You Need", "Ashish Vaswani", "2017-06-12", "vaswani2017attention-all"),
        ("50% of R&D costs", r"Erd\H{o}s, P\'al", "2024", "erdos2024costs"),
        (
            r"On \emph{na\"ive} $\alpha$-mixing",
            "Ludwig van Beethoven",
            "2003-09",
            "vanbeethoven2003naive-mixing",
        ),
        (r"A $\mathcal{O}(n \log n)$ bound", "", None, "bound"),
        ("x 2", "ATLAS Collaboration", "2012", "atlascollaboration2012x-2"),
        ("视觉", "Wei Wang", "2020", "wang2020-2001-00001"),
        ("视觉", "王伟", None, "paper-2001-00001"),
        ("Neither day nor people are known", "", None, "neither-day-nor-people"),
    ],
)
def test_a_citation_key_is_made_of_family_year_and_title(
    title: str, author: str, published: str | None, key: str
) -> None:
    assert named("arxiv:2001.00001", title, author, published).plain == key


def test_names_go_on_without_end_and_never_come_twice() -> None:
    several = list(islice(named_of(SWIN).names(), 12))
    assert several[:3] == [
        "liu2021swin-transformer",
        "liu2021swin-transformer-hierarchical",
        "liu2021swin-transformer-hierarchical-vision",
    ]
    assert len(set(several)) == 12


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=60)
def test_citation_keys_hold_nothing_a_reader_trips_over(title: str, author: str) -> None:
    paper = dated(SWIN, title=title, authors=(author or "x",))
    assert re.fullmatch(r"[A-Za-z0-9-]+", CiteKeys().of(paper))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ze Liu", Name("Liu", "Ze")),
        ("Ludwig van Beethoven", Name("Beethoven", "Ludwig", "van")),
        ("María de la Cruz", Name("Cruz", "María", "de la")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", "", "Jr.")),
        ("King, Jr., Martin", Name("King", "Martin", "", "Jr.")),
        ("bell hooks", Name("hooks", "bell")),
        ("ATLAS Collaboration", Name(literal="ATLAS Collaboration")),
        ("王伟", Name(literal="王伟")),
        ("Research and Development", Name(literal="Research and Development")),
        ("", Name()),
    ],
)
def test_a_name_is_taken_apart(name: str, parts: Name) -> None:
    assert split(name) == parts


def test_ris_is_read_again_by_rispy() -> None:
    entries = rispy.loads(text("ris", [SWIN, BARE]))
    assert [e["title"] for e in entries] == [SWIN.paper.title, BARE.paper.title]
    assert entries[0]["authors"][:3] == ["Liu, Ze", "van Beethoven, Ludwig", "King, Martin Luther, Jr."]
    assert entries[0]["doi"] == "10.1109/iccv48922.2021.00986"
    assert entries[0]["date"] == "2021/03/25"
    assert "https://github.com/microsoft/Swin-Transformer" in entries[0]["urls"]
    assert set(entries[0]["keywords"]) == {"cs.CV", "cs.LG", "backbone", "zu lesen"}


@given(st.text(max_size=30))
def test_no_text_forges_a_ris_record(words: str) -> None:
    out = text("ris", [titled(words + "\nER  - \nTY  - JOUR\nTI  - forged")])
    assert len(re.findall(r"^TY  - ", out, re.MULTILINE)) == 1
    assert len(re.findall(r"^ER  - ", out, re.MULTILINE)) == 1


def test_csl_names_and_dates_are_in_parts() -> None:
    items = json.loads(text("csl", [SWIN, BARE, *evil()]))
    assert items[0]["type"] == "paper-conference"
    assert items[0]["author"][1] == {
        "family": "Beethoven",
        "given": "Ludwig",
        "non-dropping-particle": "van",
    }
    assert items[0]["author"][3] == {"literal": "ATLAS Collaboration"}
    assert items[0]["issued"] == {"date-parts": [[2021, 3, 25]]}
    assert items[0]["DOI"] == "10.1109/iccv48922.2021.00986"
    assert items[1] == {
        "id": items[1]["id"],
        "citation-key": items[1]["id"],
        "type": "article",
        "title": BARE.paper.title,
    }
    assert len(items) == 2 + len(EVIL_TITLES)
