"""A paper as the abstract pane, the peek and the near list write it."""

from __future__ import annotations

import re

import pytest

from digestui.model.paper import Paper
from digestui.model.triage import Place, Triage
from digestui.records import replace
from digestui.ui import show
from digestui.ui.glyphs import ASCII, UNICODE
from digestui.ui.links import links
from digestui.ui.show import ink
from digestui.ui.show.paper import author_line
from ui.samples import CVT, NEAR, NOW, PLAIN


def lines(detail=CVT, width: int = 62, **more: object) -> list[str]:  # type: ignore[no-untyped-def]
    return [ink.plain(line) for line in show.abstract(detail, width, UNICODE, NOW, **more).lines]  # type: ignore[arg-type]


def changed(**fields: object):  # type: ignore[no-untyped-def]
    return replace(CVT, paper=replace(CVT.paper, **fields))  # type: ignore[arg-type]


def transformers(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer("[Tt]ransformers?", text)]


def test_title_authors_facts_and_state_stand_above_a_blank_row() -> None:
    assert lines()[:6] == [
        "CvT: Introducing Convolutions to Vision Transformers",
        "Haiping Wu, Bin Xiao, Noel Codella, Mengchen Liu, Xiyang Dai,",
        "Lu Yuan, Lei Zhang",
        "29 Mar 2021 · cs.CV · arXiv:2103.15808",
        "★ starred   #backbone #vit",
        "",
    ]


def test_links_stand_last_and_lose_their_scheme() -> None:
    assert lines()[-1] == "o arxiv.org/abs/2103.15808   O PDF   C code"
    assert "github.com/leoxiaobin/CvT." in lines()[-3]
    assert not any("http" in line for line in lines())


def test_latex_reads_as_text() -> None:
    text = " ".join(lines())
    assert "87.7%" in text
    assert "i.e. shift" in text


def test_a_source_that_is_silent_says_so() -> None:
    assert lines(PLAIN)[2] == "28 Apr · Hugging Face · no authors or date in this digest"
    assert lines(PLAIN)[3] == ""
    assert lines(PLAIN)[-1] == "o look for this title"


def test_no_abstract_says_what_o_does() -> None:
    assert "This digest gave no abstract. o opens the page." in lines(changed(abstract=""))


def test_more_than_eight_authors_are_five_and_a_count() -> None:
    assert author_line([f"A{n}" for n in range(8)])[0].count(",") == 7
    assert author_line([f"A{n}" for n in range(17)])[0] == "A0, A1, A2, A3, A4, and 12 more"


@pytest.mark.parametrize(
    ("triage", "words"),
    [
        (Triage(place=Place.QUEUE), "≡ in queue"),
        (Triage(place=Place.DONE, starred=True), "★ starred   ✓ done"),
        (Triage(place=Place.DISMISSED, tags=("a",)), "× dismissed   #a"),
        (Triage(place=Place.QUEUE, snoozed_until=NOW + 7 * 86400), "◷ snoozed to Mon 5 May"),
        (Triage(tags=("a", "b")), "#a #b"),
    ],
)
def test_what_was_decided_is_said_in_words(triage: Triage, words: str) -> None:
    assert lines(replace(CVT, triage=triage))[4] == words


def test_many_tags_take_lines_of_their_own() -> None:
    tags = tuple(f"tag-number-{n}" for n in range(12))
    out = lines(replace(CVT, triage=Triage(starred=True, tags=tags)), 40)
    start = out.index("★ starred")
    said = " ".join(out[start + 1 : out.index("", start)])
    assert said.split() == [f"#{tag}" for tag in tags]


def test_matches_are_marked_and_their_lines_known() -> None:
    page = show.abstract(CVT, 62, UNICODE, NOW, transformers)
    marked = [n for n, line in enumerate(page.lines) for p in line if p.ink == ink.MATCH]
    assert list(page.matches) == marked
    assert len(marked) == 8


def test_a_link_does_not_break_where_it_fits() -> None:
    address = "https://github.com/some-team/a-repository-with-a-long-name"
    out = lines(changed(abstract=f"Words that fill up most of one line before {address}, and after."), 60)
    assert any(line.startswith("github.com/some-team/a-repository-with-a-long-name,") for line in out)


def test_underscores_of_an_address_survive() -> None:
    page = show.abstract(
        changed(abstract="At https://github.com/tianyic/only_train_once now"), 62, UNICODE, NOW
    )
    targets = [p.target.value for line in page.lines for p in line if p.target and p.target.kind == "link"]
    assert targets == ["https://github.com/tianyic/only_train_once"]
    assert "github.com/tianyic/only_train_once" in " ".join(map(ink.plain, page.lines))


def test_several_repositories_are_counted_and_a_project_page_is_none() -> None:
    paper = Paper(
        keys=("title:1",),
        title="t",
        abstract="Code: github.com/a/b and https://huggingface.co/c/d. Page: https://c.github.io/e",
        urls=("https://github.com/a/b.git",),
    )
    found = links(replace(PLAIN, paper=paper))
    assert found.code == ("https://github.com/a/b.git", "https://huggingface.co/c/d")
    assert found.page is None
    assert lines(replace(PLAIN, paper=paper))[-1].endswith("C code (2)")


@pytest.mark.parametrize(
    "hostile", ["[/INST] [@click=app.quit]x[/]", "\x1b]52;c;aGk=\x07", "\u202eabc", "a\x00b\x9b1m"]
)
def test_hostile_text_is_shown_without_its_controls_and_parsed_by_nobody(hostile: str) -> None:
    paper = Paper(
        keys=("title:1",), title=hostile, abstract=hostile, authors=(hostile,), categories=(hostile,)
    )
    text = "\n".join(lines(replace(CVT, paper=paper, triage=Triage(tags=(hostile,)), why=hostile)))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    if "[" in hostile and "\x1b" not in hostile:
        assert "[@click=app.quit]x[/]" in text


def test_paragraphs_are_parted_by_a_blank_row() -> None:
    out = lines(changed(abstract="One.\n\nTwo."))
    assert out[out.index("One.") : out.index("Two.") + 1] == ["One.", "", "Two."]


def test_a_wide_title_wraps_whole_and_an_empty_one_is_named() -> None:
    assert "".join(lines(changed(title="国" * 40), 20)[:4]) == "国" * 40
    assert lines(changed(title=" "))[0] == "(no title)"


def test_the_peek_has_the_whole_title_and_exactly_its_rows() -> None:
    for rows in range(9):
        assert len(show.peek(CVT, 70, rows)) == rows
    four = [ink.plain(line) for line in show.peek(CVT, 70, 4)]
    assert four[0] == "CvT: Introducing Convolutions to Vision Transformers"
    assert four[3].endswith("…")
    assert all(ink.line_width(line) <= 70 for line in show.peek(CVT, 70, 4))


def test_near_papers_have_mark_title_and_year() -> None:
    near = show.near(NEAR, 60, UNICODE)
    assert ink.plain(near[0]) == "NEAR  L all"
    assert ink.plain(near[1]).startswith("● ConViT:")
    assert ink.plain(near[1]).endswith("  2021")
    assert ink.plain(near[2]).startswith("  TiC")
    assert {p.target.value for p in near[1] if p.target} == {"11"}
    assert all(ink.line_width(line) <= 60 for line in near)


def test_ascii_says_it_in_ascii() -> None:
    text = "".join(ink.plain(line) for line in show.abstract(CVT, 62, ASCII, NOW).lines)
    assert text.isascii()
