"""jsonl, json and csv, read again by the standard library's own readers."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make import BARE, SWIN, evil, titled

from digestui import exporters
from digestui.errors import BadUsage
from digestui.exporters.fields import FIELDS, safe_url
from digestui.exporters.formats import Options
from digestui.records import replace


def text(name: str, details: list, options: Options | None = None) -> str:
    return "".join(exporters.write(name, details, options))


def test_json_carries_exactly_the_fields_of_the_contract() -> None:
    papers = json.loads(text("json", [SWIN, BARE]))
    assert [tuple(p) for p in papers] == [FIELDS, FIELDS]
    assert papers[0]["digests"] == [{"name": "Hugging Face Papers", "date": "2025-04-28", "rank": 1}]
    assert papers[0]["snoozed_until"] == "2099-01-01T00:00:00+00:00"
    assert papers[0]["place"] == "queue"
    assert papers[1]["published"] is None
    assert papers[1]["authors"] == []


def test_json_of_nothing_is_an_empty_list() -> None:
    assert json.loads(text("json", [])) == []
    assert json.loads(text("csl", [])) == []
    assert text("jsonl", []) == ""


def test_jsonl_is_one_object_a_line_and_carries_other_keys_too() -> None:
    lines = text("jsonl", [SWIN, *evil()]).split("\n")
    papers = [json.loads(line) for line in lines if line]
    assert len(papers) == 1 + len(evil())
    assert papers[0]["aliases"] == ["doi:10.1109/iccv48922.2021.00986", "title:00112233445566aa"]
    assert papers[0]["version"] == 2
    assert papers[0]["note"] == SWIN.note


def test_a_score_that_is_no_number_is_left_out_so_that_json_stays_strict() -> None:
    paper = json.loads(text("json", [replace(SWIN, score=float("nan"))]))[0]
    assert paper["score"] is None


def test_addresses_that_must_never_open_are_not_exported() -> None:
    for name in exporters.EXPORTS:
        for line in text(name, [titled("plain")]).splitlines():
            assert "file:///etc/passwd" not in line
    assert safe_url("javascript:alert(1)") == ""
    assert safe_url('https://x.org/a b"<c>') == "https://x.org/a%20b%22%3Cc%3E"


def test_csv_has_one_row_a_paper_and_a_heading() -> None:
    rows = list(csv.reader(io.StringIO(text("csv", [SWIN, BARE, *evil()])), strict=True))
    assert tuple(rows[0]) == FIELDS
    assert {len(r) for r in rows} == {len(FIELDS)}
    assert len(rows) == 3 + len(evil())
    assert rows[1][FIELDS.index("authors")].split("; ")[1] == "Ludwig van Beethoven"


@given(st.text(max_size=40), st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", " =", "\n="]))
def test_no_csv_cell_is_a_formula(words: str, before: str) -> None:
    rows = list(csv.reader(io.StringIO(text("csv", [titled(before + words)])), strict=True))
    for cell in rows[1]:
        assert not cell.lstrip().startswith(tuple("=+-@"))


def test_raw_csv_leaves_cells_as_they_are() -> None:
    rows = list(csv.reader(io.StringIO(text("csv", [titled("=1+1")], Options(raw=True)))))
    assert rows[1][FIELDS.index("title")] == "=1+1"


def test_an_unknown_format_is_named_with_the_ones_there_are() -> None:
    with pytest.raises(BadUsage, match="jsonl, json, csv"):
        exporters.get("docx")


def test_papers_stream() -> None:
    def endless():  # type: ignore[no-untyped-def]
        while True:
            yield SWIN

    for name in exporters.names():
        pieces = exporters.write(name, endless())
        assert len([next(pieces) for _ in range(5)]) == 5
