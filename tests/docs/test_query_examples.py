"""The examples of `docs/query.md`: each finds what it says in the bundled digest and prints back so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from digestui.library import search
from digestui.library.library import Library
from ui.reading import Clock, make_library

PAGE = Path(__file__).resolve().parents[2] / "docs" / "query.md"
ROW = re.compile(r"\| `([^`]+)` \| (.+) \| `([^`]+)` \| (\d+) \|")


def examples() -> list[tuple[str, str, int]]:
    """What is typed, its canonical form, how many it finds."""
    rows = map(ROW.fullmatch, PAGE.read_text("utf-8").splitlines())
    return [(row[1], row[3], int(row[4])) for row in rows if row]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    path = make_library(tmp_path_factory.mktemp("query") / "library.db")
    with Library.open(path, clock=Clock(), device="docs") as lib:
        yield lib


@pytest.mark.parametrize(("typed", "canonical", "finds"), examples())
def test_an_example_means_what_it_says(bundled: Library, typed: str, canonical: str, finds: int) -> None:
    understood = search.understand(bundled, typed)
    assert understood.canonical == canonical
    assert search.understand(bundled, canonical).query == understood.query
    assert search.find(bundled, understood.query).total == finds


def test_the_page_has_examples_in_every_part() -> None:
    parts = PAGE.read_text("utf-8").split("\n## ")[1:-1]
    assert len(examples()) >= 30
    assert all(any(map(ROW.fullmatch, part.splitlines())) for part in parts)
