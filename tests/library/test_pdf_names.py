"""Names of kept PDFs: readable, and whatever a title holds they are one plain file in one folder."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.library import pdf_names
from digestui.model.paper import Paper
from digestui.model.rows import Detail
from digestui.model.triage import Triage

PATTERN = "{author} {year} {title}"


def detail(title: str = "On reading", **said: object) -> Detail:
    keys = said.pop("keys", ("arxiv:2401.01234",))
    return Detail(1, Paper(keys=keys, title=title, **said), Triage())  # type: ignore[arg-type]


def test_a_name_says_who_when_and_what() -> None:
    names = ("Ludwig van Beethoven", "B C")
    one = detail(r"On \emph{reading} $\alpha$", authors=names, published="2024-01-03")
    assert pdf_names.name(PATTERN, one) == "van Beethoven 2024 On reading α.pdf"
    assert pdf_names.name(PATTERN, one, 2) == "van Beethoven 2024 On reading α 2.pdf"


def test_what_a_record_lacks_is_left_out() -> None:
    assert pdf_names.name("{year} {title}", detail()) == "On reading.pdf"


def test_keys_are_names_too() -> None:
    assert pdf_names.name("{key}", detail(keys=("doi:10.1/a/b",))) == "doi 10.1 a b.pdf"
    assert pdf_names.name("{id}", detail()) == "2401.01234.pdf"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc passwd.pdf"),
        ("-rf ~", "rf ~.pdf"),
        (".bashrc", "bashrc.pdf"),
        ("~root", "root.pdf"),
        ("...", "arxiv 2401.01234.pdf"),
        ("/", "arxiv 2401.01234.pdf"),
        ("CON", "_CON.pdf"),
        ("a\x00b\x1b[31m\u202ec", "ab[31mc.pdf"),
        ("x" * 500, "x" * 180 + ".pdf"),
        ("é" * 500, "é" * 90 + ".pdf"),
    ],
)
def test_foreign_titles_stay_plain(title: str, name: str) -> None:
    assert pdf_names.name("{title}", detail(title)) == name


@given(
    st.text(max_size=300),
    st.text(max_size=60),
    st.sampled_from([PATTERN, "{title}", "{venue}{key}", "-{title}"]),
)
def test_no_text_leaves_the_folder(title: str, author: str, pattern: str) -> None:
    name = pdf_names.name(pattern, detail(title, authors=(author,), venue=title))
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert name.endswith(".pdf")
    assert name[0] not in ".-~ "
    assert not set(name) & set("\n\r\x1b\x00\u202e")
    assert 5 <= len(name.encode()) <= 200
