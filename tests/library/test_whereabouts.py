"""Where a search found papers whose titles hold none of its words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from digestui.library import intake, search, whereabouts
from digestui.library.library import Library

PAPERS = (
    {"title": "Swin moves windows", "abstract": "A backbone.", "authors": ["Ze Liu"]},
    {"title": "Another paper", "abstract": "It compares swin and others.", "authors": ["Ada Lovelace"]},
    {"title": "By its author", "abstract": "Nothing of note.", "authors": ["Per Swin"]},
    {"title": "Twice", "abstract": "All about swin.", "authors": ["Per Swin"]},
)


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Library]:
    file = tmp_path / "papers.jsonl"
    file.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS), "utf-8")
    with Library.open(tmp_path / "library.db", create=True, device="test") as lib:
        intake.import_files(lib, [file])
        yield lib


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("swin", {"Another paper": "abstract", "By its author": "authors", "Twice": "authors, abstract"}),
        ("swin paper", {}),
        ("swin OR paper", {"By its author": "authors", "Twice": "authors, abstract"}),
        ("abstract:swin", {}),
        ("lovelace", {"Another paper": "authors"}),
        ("in:any", {}),
        ("swi*", {"Another paper": "abstract", "By its author": "authors", "Twice": "authors, abstract"}),
    ],
)
def test_words_that_no_title_holds_are_found_where_they_stand(
    lib: Library, text: str, expected: dict[str, str]
) -> None:
    query = search.understand(lib, text).query
    ids = list(search.find(lib, query).ids)
    titles = {row.id: row.title for row in search.rows(lib, ids)}
    found = whereabouts.elsewhere(lib, query, ids)
    assert {titles[paper]: where for paper, where in found.items()} == expected
