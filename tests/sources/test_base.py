"""The ground that readers stand on: dates, names, addresses, fields, encodings, containers, recognition."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.errors import BadInput, BadUsage
from digestui.sources import decode, links, names, sniff, when
from digestui.sources.base import Hint, Mended
from digestui.sources.build import Raw, Refused, build
from digestui.text.safe import clean
from sources.reading import read


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2017", "2017"),
        ("2017-06", "2017-06"),
        ("2017-06-12T17:57:34Z", "2017-06-12"),
        ("2024-05-00", "2024-05"),
        ("28/04/2025", "2025-04-28"),
        ("4/28/2025", "2025-04-28"),
        ("28.4.2025", "2025-04-28"),
        ("2015/3/7", "2015-03-07"),
        ("Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02"),
        ("Apr 28, 2025", "2025-04-28"),
        ("2015 May 28", "2015-05-28"),
        ("May 2015", "2015-05"),
        ("2015 Jan-Feb", "2015-01"),
        ("Spring 2014", "2014"),
        ("1926/1926-03", "1926"),
        (1745798400, "2025-04-28"),
        (1601308211650, "2020-09-28"),
        ("1745798400", "2025-04-28"),
        (2017, "2017"),
        ("", None),
        (None, None),
        ("0000-00-00", None),
        ("2026-02-30", None),
        ("soon", None),
        (float("nan"), None),
    ],
)
def test_dates(value: object, iso: str | None) -> None:
    assert when.partial(value)[0] == iso


@given(
    st.text(max_size=30) | st.integers() | st.floats() | st.from_regex(r"[0-9 /.:TZ-]{4,24}", fullmatch=True)
)
def test_any_value_is_a_date_that_exists_or_none(value: object) -> None:
    found, _ = when.partial(value)
    if found:
        year, month, day = (*map(int, found.split("-")), 1, 1)[:3]
        date(year, month, day)


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("Ashish Vaswani; Noam Shazeer", ["Ashish Vaswani", "Noam Shazeer"]),
        ("Kaiming He, Xiangyu Zhang, Jian Sun", ["Kaiming He", "Xiangyu Zhang", "Jian Sun"]),
        ("A B, C D and E F", ["A B", "C D", "E F"]),
        ("Liu, Z., Lin, Y.", ["Z. Liu", "Y. Lin"]),
        ("Smith, John and Doe, Jane", ["John Smith", "Jane Doe"]),
        ("King, Jr., Martin; X Y", ["Martin King Jr.", "X Y"]),
        ("Smith, John", ["John Smith"]),
        ("Ann Smith, Bob Jones et al.", ["Ann Smith", "Bob Jones"]),
        ("Ann Smith & Bob Jones", ["Ann Smith", "Bob Jones"]),
        ("Grabec, I.; Pagano, V; Hartinger, M.D.", ["I. Grabec", "V Pagano", "M.D. Hartinger"]),
        ("De Luca, I.", ["I. De Luca"]),
        ("De Luca, M.D., Rossi, A.", ["M.D. De Luca", "A. Rossi"]),
        ("Ford, I., III; Ford, V, Ann; Petrov, IV", ["I. Ford III", "Ann Ford V", "IV Petrov"]),
        ("John Smith, MD; Henry Smith, III; King, Jr.", ["John Smith MD", "Henry Smith III", "King Jr."]),
        ("John Smith, M.D., Jane Roe, M.D.", ["John Smith M.D.", "Jane Roe M.D."]),
        ("", []),
    ],
)
def test_authors(text: str, authors: list[str]) -> None:
    assert names.split(text) == authors


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("at~https://github.com/a/b.", ["https://github.com/a/b"]),
        (
            "{https://github.com/a/b.git}, (https://x.org/T2T-ViT).",
            ["https://github.com/a/b", "https://x.org/T2T-ViT"],
        ),
        ("https://x.org/a_(b) and https://x.org/a_(b)", ["https://x.org/a_(b)"]),
        (r"https://github.com/a/only\_train\_once", ["https://github.com/a/only_train_once"]),
        ("no link, https://", []),
        (
            r"\href{https://github.com/a/b}{here}, \url{https://x.org/c}.",
            ["https://github.com/a/b", "https://x.org/c"],
        ),
        (r"\href{https://x.org/a}{https://x.org/b}", ["https://x.org/a", "https://x.org/b"]),
        ("[x](https://x.org/a),[https://x.org/b](https://x.org/b)", ["https://x.org/a", "https://x.org/b"]),
        ("https://x.org/a{see and https://x.org/b_{c}", ["https://x.org/a", "https://x.org/b_{c}"]),
    ],
)
def test_links_in_prose(text: str, found: list[str]) -> None:
    assert links.find(text) == found


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "smb://x/y",
        "javascript:alert(1)",
        "https://a/\nhttps://b/",
        "data:text/html,x",
        "//x.org",
        "https://",
        "ftp://x.org/a",
    ],
)
def test_addresses_that_must_not_be_opened_are_left_out(address: str) -> None:
    found, wrong = links.clean(address)
    assert found is None
    assert wrong


def test_a_record_becomes_a_safe_paper() -> None:
    raw = Raw(
        title="A \x1b[2J \u202etitle\n two",
        abstract="one\ntwo\n\n\nthree\x07 https://github.com/a/b",
        authors=["Gomez, Aidan N.", {"given": "Ann", "family": "Smith"}, {"name": ""}, 7],
        ids=["2103.14030v2"],
        maybe=["10.1000/X"],
        urls=["http://arxiv.org/abs/2103.14030v2", "file:///x", ["https://x.org/p"]],
        upvotes="12",
    )
    paper, told = build(raw)
    assert paper.title == "A [2J title two"
    assert paper.abstract == "one two\n\nthree https://github.com/a/b"
    assert paper.authors == ("Aidan N. Gomez", "Ann Smith")
    assert paper.keys == ("arxiv:2103.14030", "doi:10.1000/x")
    assert paper.version == 2
    assert paper.upvotes == 12
    assert paper.urls == (
        "https://arxiv.org/abs/2103.14030",
        "https://x.org/p",
        "https://doi.org/10.1000/x",
        "https://github.com/a/b",
    )
    assert len(told) == 1


def test_a_paper_without_id_has_the_key_of_its_title() -> None:
    paper, _ = build(Raw(title="Some title"))
    assert paper.key.startswith("title:")


@pytest.mark.parametrize("title", [None, "", " \n ", "\x00\x07", "\u200d", ["a"], {}, True])
def test_a_record_without_a_visible_title_is_refused(title: Any) -> None:
    with pytest.raises(Refused):
        build(Raw(title=title))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(anything, anything, anything, anything, anything)
def test_no_value_of_any_type_breaks_a_record(a: Any, b: Any, c: Any, d: Any, e: Any) -> None:
    raw = Raw(
        title="t",
        abstract=a,
        authors=b,
        ids=[c],
        maybe=[d],
        published=e,
        updated=a,
        categories=b,
        venue=c,
        urls=[d, e],
        upvotes=a,
        version=b,
        comment=c,
    )
    paper, _ = build(raw)
    for text in (
        paper.abstract,
        *paper.authors,
        *paper.categories,
        *paper.urls,
        paper.venue or "",
        paper.comment or "",
    ):
        assert clean(text) == text
    assert all(url.startswith(("http://", "https://")) for url in paper.urls)


@pytest.mark.parametrize(
    ("raw", "text", "told"),
    [
        ("\ufeffé\r\nb\rc".encode(), "é\nb\nc", 0),
        ("é".encode("utf-16"), "é", 0),
        ("abcdé".encode("utf-32"), "abcdé", 0),
        ("abcdefgh".encode("utf-16-le"), "abcdefgh", 0),
        ("Müller – x".encode("cp1252"), "Müller – x", 1),
        ("ok é".encode() + "\nMüller".encode("cp1252"), "ok é\nMüller", 1),
        ("ab é".encode()[:-1], "ab ", 1),
        (b"a\xed\xa0\xbd\xed\xb8\x80b", "a😀b", 1),
    ],
)
def test_encodings(raw: bytes, text: str, told: int) -> None:
    found, remarks = decode.decoded(raw)
    assert (found, len(remarks)) == (text, told)


@given(st.binary(max_size=200))
def test_any_bytes_are_text(raw: bytes) -> None:
    text, _ = decode.decoded(raw)
    assert isinstance(text, str)
    assert "\r" not in text
    remarks: list[Mended] = []
    for number, line in decode.lines(io.BytesIO(raw), remarks):
        assert number > 0
        assert "\n" not in line
    "".join(decode.Pieces(io.BytesIO(raw)))


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(BadInput, match="larger than"):
        decode.whole(io.BytesIO(b"x" * 200), Hint("big", largest=100))


RECORD = b'[{"title": "packed"}]'


def test_gzip_is_opened_and_named_by_what_is_inside() -> None:
    assert read(gzip.compress(RECORD), "x.json.gz").titles == ["packed"]
    assert read(gzip.compress(RECORD[:10]) + gzip.compress(RECORD[10:]), "x.gz").titles == ["packed"]


def test_gzip_that_swells_or_breaks_off_is_refused() -> None:
    bomb = read(gzip.compress(b'[{"title": "' + b"a" * 30_000_000 + b'"}]'), "b.json.gz")
    assert bomb.trouble is not None
    assert "100 times" in bomb.trouble.why
    whole = gzip.compress(bytes(range(256)) * 600)
    assert read(whole[:-200], "x.gz").trouble is not None
    assert read(whole[:40] + b"\0" * 50 + whole[90:], "x.gz").trouble is not None


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def test_members_of_a_zip_are_read_and_escapes_are_refused_by_name() -> None:
    found = read(
        zipped(("d/a.json", RECORD), ("../../x.json", RECORD), ("/etc/y.json", RECORD), (".hid", b"")),
        "x.zip",
    )
    assert found.titles == ["packed"]
    assert [one.record for one in found.rejects] == ["../../x.json", "/etc/y.json", ".hid"]


def test_a_zip_that_swells_or_is_damaged_is_refused() -> None:
    swollen = read(zipped(("a.json", b"[" + b" " * 9_000_000 + b"]")), "x.zip")
    assert not swollen.papers
    assert "times" in swollen.rejects[0].reason
    assert read(zipped(("a.json", RECORD))[:-30], "x.zip").trouble is not None


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"SQLite format 3\0" + b"\0" * 90, "restore"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x7fELF\x02\x01", "program"),
        (b"<html><body>502</body></html>", "looks like HTML"),
        (b"<note/>", "XML"),
        (b"\1\2\3\0" * 9, "binary"),
        (b"hello world\n", "no known format"),
    ],
)
def test_what_is_no_list_of_papers_is_refused_with_a_reason(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        sniff.recognise(raw, Hint("x"))


def test_unknown_formats_are_refused_with_the_names_of_all() -> None:
    with pytest.raises(BadUsage, match="hf-text"):
        sniff.reader("nonsense")
    assert sniff.reader("json-flat").name == "json"
