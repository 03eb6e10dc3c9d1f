"""Near papers: who is near, why, and the same each time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digestui.errors import NotFound
from digestui.library import intake, similar
from digestui.library.library import Library

PAPERS = (
    (
        "Distilling a student from a patient teacher",
        "A teacher distils knowledge into a student.",
        ["Ada Byron"],
    ),
    ("The student surpasses its teacher", "Distillation where students beat teachers.", ["Grace Hopper"]),
    ("Soil bacteria of alpine meadows", "We sample bacteria in soil above the tree line.", ["Ada Byron"]),
    ("Glaciers and their meadows", "Alpine glaciers feed meadows.", ["Otto Hahn"]),
    ("We propose a method", "The method shows results.", []),
)


@pytest.fixture
def lib(tmp_path: Path) -> Library:
    file = tmp_path / "papers.jsonl"
    file.write_text(
        "\n".join(json.dumps({"title": t, "abstract": a, "authors": who}) for t, a, who in PAPERS)
    )
    made = Library.open(tmp_path / "library.db", create=True, device="test")
    intake.import_files(made, [str(file)])
    return made


def near(lib: Library, number: int, limit: int = 20) -> list[tuple[str, float, str]]:
    key = lib.database.value("SELECT key FROM papers WHERE title = ?", (PAPERS[number][0],))
    return [(row.title, score, why) for row, score, why in similar.similar(lib, key, limit)]


def test_the_nearest_shares_rare_words_and_the_reason_names_them(lib: Library) -> None:
    title, score, why = near(lib, 0)[0]
    assert title == PAPERS[1][0]
    assert 0 < score <= 1
    assert "student" in why
    assert "teacher" in why


def test_plurals_are_one_word_and_the_paper_itself_is_not_near(lib: Library) -> None:
    titles = [title for title, _, _ in near(lib, 3)]
    assert titles[0] == PAPERS[2][0]
    assert PAPERS[3][0] not in titles


def test_an_author_in_common_is_a_reason(lib: Library) -> None:
    lib.database.execute(
        "UPDATE papers SET abstract = abstract || ' A teacher came along.' WHERE title = ?", (PAPERS[2][0],)
    )
    found = {title: why for title, _, why in near(lib, 0)}
    assert "also by Ada Byron" in found[PAPERS[2][0]]


def test_words_that_any_paper_holds_bring_nothing_near(lib: Library) -> None:
    assert near(lib, 4) == []


def test_the_limit_holds_and_an_unknown_key_is_refused(lib: Library) -> None:
    assert len(near(lib, 0, limit=1)) == 1
    with pytest.raises(NotFound):
        similar.similar(lib, "arxiv:0000.00000", 5)


def test_two_words_of_one_term_are_named_together(tmp_path: Path) -> None:
    file = tmp_path / "papers.jsonl"
    texts = (
        ("Masked autoencoders for thorax images", "A masked autoencoder sees the thorax."),
        ("Teaching with masked autoencoders", "We mask patches. Autoencoders fill them."),
        ("Autoencoders of another kind", "Nothing here is masked."),
        ("Something else", "About the thorax. Surgery."),
    )
    file.write_text("\n".join(json.dumps({"title": t, "abstract": a}) for t, a in texts))
    with Library.open(tmp_path / "library.db", create=True, device="test") as lib:
        intake.import_files(lib, [file])
        key = lib.database.value("SELECT key FROM papers WHERE title = ?", (texts[0][0],))
        why = {row.title: why for row, _, why in similar.similar(lib, key)}
    assert why[texts[1][0]] == "shares masked autoencoders"
    assert why[texts[2][0]] in ("shares autoencoder, masked", "shares masked, autoencoder")
    assert why[texts[3][0]] == "shares thorax"


def test_a_word_that_stands_only_in_the_plural_counts(tmp_path: Path) -> None:
    file = tmp_path / "papers.jsonl"
    texts = ("Of zebras and gnus", "Zebras again", "Lions")
    file.write_text("\n".join(json.dumps({"title": title}) for title in texts))
    with Library.open(tmp_path / "library.db", create=True, device="test") as lib:
        intake.import_files(lib, [file])
        key = lib.database.value("SELECT key FROM papers WHERE title = ?", (texts[0],))
        assert [row.title for row, _, _ in similar.similar(lib, key)] == [texts[1]]
