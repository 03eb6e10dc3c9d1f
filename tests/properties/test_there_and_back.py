"""What one half of the program writes, the other reads again: exports into readers."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from digestui import exporters
from digestui.model.paper import Paper
from digestui.model.rows import Detail
from digestui.model.triage import Place, Triage
from digestui.sources import sniff
from digestui.sources.base import Hint, Incoming, Reject
from digestui.sources.markup import inline
from digestui.text.latex import to_unicode
from digestui.text.safe import clean, one_line

LETTERS = st.text(
    alphabet=st.sampled_from("aBcé Łß1 -%&#_^~{}\\$\"'<>@=:;,.()[]|*`"), min_size=1, max_size=40
)
TITLES = LETTERS.map(one_line).filter(lambda t: any(c.isalpha() for c in to_unicode(t)))
NAMES = st.lists(
    st.sampled_from(
        [
            "Ann Smith",
            "Ludwig van Beethoven",
            "Martin King Jr.",
            "Erdős Pál",
            "ATLAS Collaboration",
            "I. Csiszár",
            "V. van Pagano",
            "M.D. Hartinger",
            "I. Ford III",
        ]
    ),
    max_size=4,
    unique=True,
)


def read(format: str, text: str) -> list[Incoming]:
    found = list(sniff.reader(format).read(io.BytesIO(text.encode()), Hint("x", date(2025, 5, 1))))
    assert not [one for one in found if isinstance(one, Reject)]
    return [one for one in found if isinstance(one, Incoming)]


def written(format: str, details: list[Detail]) -> str:
    return "".join(exporters.write(format, details))


def letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", to_unicode(text))
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c))).casefold()


def detail(title: str, names: list[str], abstract: str = "", **state: object) -> Detail:
    paper = Paper(
        keys=("arxiv:2103.14030", "doi:10.1109/iccv48922.2021.00986"),
        title=title,
        abstract=abstract,
        authors=tuple(names),
        published="2021-03-25",
        venue="A Journal",
        urls=("https://arxiv.org/abs/2103.14030",),
    )
    return Detail(id=1, paper=paper, triage=Triage(**state))  # type: ignore[arg-type]


@pytest.mark.parametrize(("export", "format"), [("bibtex", "bibtex"), ("ris", "ris"), ("csl", "csl-json")])
@given(title=TITLES, names=NAMES, abstract=LETTERS)
@settings(max_examples=150)
def test_references_come_back(export: str, format: str, title: str, names: list[str], abstract: str) -> None:
    # CSL has marks like HTML's in its texts and no way to write them otherwise: `<b>` is bold there.
    assume(export != "csl" or inline(title) == " ".join(title.split()))
    (one,) = read(format, written(export, [detail(title, names, one_line(abstract))]))
    assert one.paper.keys == ("arxiv:2103.14030", "doi:10.1109/iccv48922.2021.00986")
    assert letters(one.paper.title) == letters(title)
    assert list(one.paper.authors) == names
    assert (one.paper.published or "").startswith("2021-03")
    assert one.paper.venue == "A Journal"


@given(
    title=TITLES,
    names=NAMES,
    abstract=LETTERS,
    note=st.text(max_size=80),
    place=st.sampled_from(list(Place)),
    starred=st.booleans(),
    read_=st.booleans(),
    until=st.one_of(st.none(), st.integers(min_value=1_000_000_000, max_value=4_000_000_000)),
)
@settings(max_examples=150)
def test_our_own_lines_bring_everything_back(
    title: str,
    names: list[str],
    abstract: str,
    note: str,
    place: Place,
    starred: bool,
    read_: bool,
    until: int | None,
) -> None:
    given_ = detail(
        title,
        names,
        one_line(abstract),
        place=place,
        starred=starred,
        read=read_,
        snoozed_until=until,
        tags=("a b",),
    )
    note = clean(note)
    given_ = Detail(given_.id, given_.paper, given_.triage, note=note if note.strip() else None)
    (one,) = read("jsonl", written("jsonl", [given_]))
    assert (one.paper.keys, one.paper.title, one.paper.authors) == (given_.paper.keys, title, tuple(names))
    assert one.paper.abstract == given_.paper.abstract
    assert one.personal is not None
    assert one.personal.triage == given_.triage
    assert one.personal.note == given_.note


@given(st.lists(TITLES, min_size=1, max_size=8))
@settings(max_examples=60)
def test_as_many_come_back_as_went(titles: list[str]) -> None:
    details = [
        Detail(id=n, paper=Paper(keys=(f"arxiv:2103.{n:05d}",), title=title), triage=Triage())
        for n, title in enumerate(titles, 1)
    ]
    for export, format in (
        ("bibtex", "bibtex"),
        ("ris", "ris"),
        ("csl", "csl-json"),
        ("json", "json"),
        ("csv", "csv"),
    ):
        assert [one.paper.key for one in read(format, written(export, details))] == [d.key for d in details]
