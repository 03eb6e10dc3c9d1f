"""JSON of any origin: our own export with what is personal, anybody's list, and damaged documents."""

from __future__ import annotations

import io
import itertools
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.errors import BadInput
from digestui.model.triage import Place
from digestui.sources import jsonfile
from digestui.sources.base import Hint, Reject
from digestui.sources.jsonfile import Item
from sources.reading import read

OWN = {
    "key": "arxiv:2103.14030",
    "title": "Swin",
    "abstract": "a",
    "authors": ["Ze Liu"],
    "published": "2021-03-25",
    "urls": [],
    "digests": [{"name": "HF", "date": "2025-04-28", "rank": 3}],
    "read": True,
    "starred": True,
    "place": "queue",
    "snoozed_until": "2099-01-01T08:00:00+00:00",
    "tags": ["backbone", "Zu lesen"],
    "note": "# Swin\n\ntext\n",
    "score": None,
    "future": {"x": 1},
}


def test_our_own_export_brings_back_everything_personal() -> None:
    found = read(json.dumps(OWN) + "\n" + json.dumps({**OWN, "key": "title:0123456789abcdef", "note": None}))
    assert found.format == "jsonl"
    first, second = found.incoming
    assert first.personal is not None
    triage = first.personal.triage
    assert (triage.read, triage.starred, triage.place) == (True, True, Place.QUEUE)
    assert triage.tags == ("backbone", "Zu lesen")
    assert triage.snoozed_until == 4070937600
    assert first.personal.note == "# Swin\n\ntext\n"
    assert [(d.name, d.date, d.rank) for d in first.digests] == [("HF", "2025-04-28", 3)]
    assert "title:0123456789abcdef" in second.paper.keys
    assert not found.reasons


@pytest.mark.parametrize("moment", [-1, 0, 1 << 39, "1969-06-01", "9999-12-31T23:59:59-23:59", True])
def test_a_snooze_until_a_moment_that_no_journal_can_say_is_left_out_and_told(moment: object) -> None:
    found = read(json.dumps({**OWN, "snoozed_until": moment}))
    assert found.incoming[0].personal is not None
    assert found.incoming[0].personal.triage.snoozed_until is None
    assert any("snoozed_until" in one.reason for one in found.mended)


def test_our_own_export_keeps_its_addresses_in_their_order_and_gets_no_more_of_them() -> None:
    urls = ["https://x.org/a/?b=(c", "https://arxiv.org/abs/2103.14030"]
    said = {**OWN, "abstract": "Code: https://github.com/a/b", "urls": urls}
    assert read(json.dumps(said)).papers[0].urls == tuple(urls)
    foreign = {name: said[name] for name in ("title", "abstract", "urls")}
    assert read(json.dumps(foreign)).papers[0].urls == (
        urls[1],
        "https://x.org/a/?b=",
        "https://github.com/a/b",
    )


@pytest.mark.parametrize("first", [OWN, {"title": "Ours"}])
def test_lines_are_recognised_where_the_first_is_longer_than_what_is_looked_at(
    first: dict[str, object],
) -> None:
    found = read(json.dumps({**first, "abstract": "word " * 20_000}) + "\n" + json.dumps(OWN) + "\n")
    assert (found.format, len(found.papers), found.reasons) == ("jsonl", 2, [])


def test_hostile_personal_values_are_put_right_or_left_out_and_told() -> None:
    bad = {
        **OWN,
        "read": "yes",
        "place": "root; DROP",
        "snoozed_until": "\x1b[2J",
        "tags": ["#a", "-x", "", 5],
        "note": 7,
    }
    found = read(json.dumps(bad))
    assert found.incoming[0].personal is not None
    triage = found.incoming[0].personal.triage
    assert (triage.read, triage.place, triage.snoozed_until, triage.tags) == (
        False,
        Place.INBOX,
        None,
        ("-x", "a"),
    )
    assert len(found.mended) >= 5


def test_personal_words_in_foreign_records_are_not_believed() -> None:
    found = read(json.dumps({"title": "t", "read": True, "tags": ["x"], "starred": True}) + "\n{}")
    assert found.incoming[0].personal is None


def test_a_broken_line_is_named_and_the_next_is_read() -> None:
    found = read('{"title": "one"}\n\n{"title": "cut off\n[1]\n{"Title": "two", "authors": null}\n')
    assert found.format == "jsonl"
    assert found.titles == ["one", "two"]
    assert [one.line for one in found.rejects] == [3, 4]


def test_an_object_that_holds_a_list_gives_its_records_and_its_date() -> None:
    records = [{"title": "a"}, {"name": "b"}, {"title": ""}, "x"]
    found = read(json.dumps({"date": "2025-04-28", "papers": records}, indent=0))
    assert found.format == "json"
    assert found.titles == ["a", "b"]
    assert found.facts[0].date == "2025-04-28"
    assert [(one.line, one.reason) for one in found.rejects] == [
        (10, "has no title"),
        (13, "is not an object"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"title": "a"},]', "line 1, column 17"),
        ('[{"title": "a"}\n', "breaks off"),
        ("[{'title': 'a'}]", "double quotes"),
        ('[{"title": "a"}]\n[1]', "line 2, column 1"),
        ('"x"', "neither a list nor an object"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text: str, said: str) -> None:
    found = read(text, name="x.json", format="json")
    assert found.trouble is not None
    assert said in str(found.trouble)
    assert not found.papers


def test_a_record_nested_without_end_is_refused_alone() -> None:
    deep = '{"title": "deep", "x": ' + "[" * 50_000 + "]" * 50_000 + "}"
    found = read(f'[{{"title": "a"}}, {deep}, {{"title": "b"}}]', format="json")
    assert found.titles == ["a", "b"]
    assert "nested" in found.rejects[0].reason


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(json_values, max_size=8), st.integers(0, 3))
def test_a_list_comes_back_value_by_value(values: list[object], indent: int) -> None:
    raw = json.dumps(values, indent=indent or None, ensure_ascii=bool(indent % 2)).encode(
        "utf-8", "surrogatepass"
    )
    document = jsonfile.read(io.BytesIO(raw), Hint())
    assert [one.value for one in document.items if isinstance(one, Item)] == values


class Long:
    """A file that holds a list of `count` records, made while it is read."""

    def __init__(self, count: int) -> None:
        record = json.dumps({"title": "t", "abstract": 'é{]\\",' * 300}).encode()
        self.pieces = iter([b"[" + record, *itertools.repeat(b"," + record, count - 1), b"]"])
        self.pending = b""

    def read(self, size: int) -> bytes:
        while len(self.pending) < size and (piece := next(self.pieces, b"")):
            self.pending += piece
        given, self.pending = self.pending[:size], self.pending[size:]
        return given


def test_a_long_list_is_read_in_constant_memory() -> None:
    count = 12_000
    document = jsonfile.read(Long(count), Hint())  # type: ignore[arg-type]
    tracemalloc.start()
    try:
        seen = sum(isinstance(one, Item) for one in document.items)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert seen == count
    assert peak < 30_000_000


def test_a_long_list_that_breaks_off_gives_what_stands_before_the_break() -> None:
    record = json.dumps({"title": "t" * 5000})
    raw = ("[" + ",\n".join([record] * 3000) + ',\n{"title": "cut').encode()
    items = list(jsonfile.read(io.BytesIO(raw), Hint()).items)
    assert sum(isinstance(one, Item) for one in items) == 3000
    last = items[-1]
    assert isinstance(last, Reject)
    assert last.line == 3001


def test_a_short_list_that_breaks_off_is_refused_whole() -> None:
    with pytest.raises(BadInput, match="breaks off"):
        jsonfile.read(io.BytesIO(b'[{"title": "a"}, {"title": "b'), Hint())


def test_letters_of_other_encodings_in_a_document_are_told() -> None:
    found = read('[{"title": "Müller"}]'.encode("cp1252"))
    assert found.titles == ["Müller"]
    assert any("UTF-8" in reason for reason in found.reasons)
    assert read('[{"title": "Müller"}]'.encode("utf-16")).titles == ["Müller"]
