"""A paper known by its id alone gets its name from the first source that knows it, and keeps it."""

from __future__ import annotations

from digestui.library.merging import merged
from digestui.model.paper import Paper

STUB = Paper(keys=("arxiv:1706.03762",), title="arXiv:1706.03762", version=2)
REAL = Paper(keys=("arxiv:1706.03762",), title="Attention Is All You Need", version=1)


def test_any_source_names_a_paper_that_was_known_by_its_id() -> None:
    assert merged(STUB, REAL, same_source=False).title == REAL.title


def test_an_id_never_replaces_a_title_even_of_a_newer_version() -> None:
    assert merged(REAL, STUB, same_source=True).title == REAL.title


def test_a_stub_stays_a_stub_beside_another() -> None:
    assert merged(STUB, STUB, same_source=True).title == STUB.title
