"""The copied text of the papers page gives its papers, whatever a copy lacks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from digestui.sources import sniff
from digestui.sources.base import Hint, Incoming, Mended
from digestui.text.folding import title_key
from sources.reading import read

ABSTRACT = (
    "We study how a small network can learn what a large one knows. The answer is a schedule of hints which "
    "are taken away one by one. On three data sets the small network comes within one percent of the large "
    r"one, \ie it needs 87.7\% less memory. " * 2
).strip()
HEADER = (
    "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\n"
    "byAK and the research community\n\nApr 28\n\n"
)


def test_the_bundled_digest_comes_in_letter_for_letter_and_in_order(project: Path) -> None:
    file = project / "data" / "huggingface-papers-imagenet.txt"
    paragraphs = [line for line in file.read_text("ascii").split("\n") if line][5:]
    found = read(file)
    assert found.format == "hf-text"
    assert len(found.papers) == 111
    assert found.titles == paragraphs[::2]
    assert [paper.abstract for paper in found.papers] == paragraphs[1::2]
    assert [paper.key for paper in found.papers] == [title_key(title) for title in paragraphs[::2]]
    assert not found.rejects


def test_the_bundled_digest_names_its_day_and_says_that_the_year_is_guessed(project: Path) -> None:
    found = read(project / "data" / "huggingface-papers-imagenet.txt")
    facts = found.facts[0]
    assert (facts.name, facts.date, facts.source) == ("Hugging Face Papers", "2025-04-28", "Hugging Face")
    assert any("year" in one.reason for one in found.mended)


def test_the_links_of_the_bundled_digest_are_found_and_clean(project: Path) -> None:
    found = read(project / "data" / "huggingface-papers-imagenet.txt")
    urls = [url for paper in found.papers for url in paper.urls]
    github = [url for url in urls if url.startswith("https://github.com/")]
    assert len(github) == 51
    assert not [url for url in urls if url.endswith((".git", ".", ",", ")", "}"))]
    assert "https://github.com/microsoft/Swin-Transformer" in urls
    assert "https://github.com/tianyic/only_train_once" in urls
    assert "https://aka.ms/tinyclip" in urls


def test_a_copy_with_carriage_returns_and_a_mark_reads_the_same() -> None:
    text = HEADER + f"First title\n\n{ABSTRACT}\n\nSecond title?\n\n{ABSTRACT}\n"
    plain = read(text)
    other = read(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert plain.titles == other.titles == ["First title", "Second title?"]


def test_a_paper_without_abstract_does_not_spoil_the_pairs_behind_it() -> None:
    found = read(HEADER + f"One\n\nTwo without abstract\n\nThree\n\n{ABSTRACT}\n")
    assert [(p.title, bool(p.abstract)) for p in found.papers] == [
        ("One", False),
        ("Two without abstract", False),
        ("Three", True),
    ]


def test_an_abstract_in_two_paragraphs_is_one_abstract() -> None:
    closing = "Code and models are at {https://github.com/lab/x_y}."
    found = read(HEADER + f"One\n\n{ABSTRACT}\n\n{ABSTRACT}\n\n{closing}\n\nTwo\n\n{ABSTRACT}")
    assert found.titles == ["One", "Two"]
    assert found.papers[0].abstract.count("\n\n") == 2
    assert found.papers[0].urls == ("https://github.com/lab/x_y",)


def test_an_abstract_without_title_is_refused_by_its_first_words() -> None:
    found = read(HEADER + f"{ABSTRACT}\n\nOne\n\n{ABSTRACT}")
    assert found.titles == ["One"]
    assert found.rejects[0].record.startswith("We study")
    assert found.rejects[0].line == 11


def test_furniture_of_the_page_is_no_paper() -> None:
    found = read(
        HEADER + f"One\n\n{ABSTRACT}\n\n42\n\nSubmitted by somebody\n\nTwo\n\n{ABSTRACT}\n\nPrevious\n\nNext"
    )
    assert found.titles == ["One", "Two"]


def test_a_page_without_its_header_still_reads_when_asked() -> None:
    found = read(f"One\n\n{ABSTRACT}\n\nTwo\n\n{ABSTRACT}", format="hf-text")
    assert found.titles == ["One", "Two"]
    assert found.facts[0].date is None


def test_the_day_is_the_newest_such_day_not_after_the_file() -> None:
    import io

    text = HEADER.replace("Apr 28", "Dec 31") + f"One\n\n{ABSTRACT}"
    reader = sniff.reader("hf-text")
    found = list(reader.read(io.BytesIO(text.encode()), Hint("x.txt", date(2025, 5, 3))))
    assert found[0].date == "2024-12-31"  # type: ignore[union-attr]
    assert isinstance(found[1], Mended)
    assert isinstance(found[2], Incoming)
