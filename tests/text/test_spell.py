"""A search finds a text however it is written, by what the index is told besides the text."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.text.folding import fold, words
from digestui.text.spell import other, spellings


def found(text: str, query: str) -> bool:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE f USING fts5(t, u, tokenize='unicode61 remove_diacritics 2')")
    db.execute("INSERT INTO f VALUES(?, ?)", (text, other(text)))
    phrase = " ".join(word for word, _, _ in words(query))
    return bool(db.execute("SELECT 1 FROM f WHERE f MATCH ?", (f'"{phrase}"',)).fetchone())


@pytest.mark.parametrize(
    ("text", "query"),
    [
        (r"On Erd\H{o}s numbers", "Erdős numbers"),
        ("On Erdős numbers", "erdos"),
        ("Łódź model of Straße", "lodz model of strasse"),
        ("Łódź model of Straße", "Łódź model of Straße"),
        ("naïve ﬁne x²", "naive fine x2"),
        ("the $L^2$ norm", "the L2 norm"),
        ("Άλφα й", "αλφα и"),
        (r"a \emph{very} deep net", "a very deep net"),
    ],
)
def test_a_phrase_is_found_in_its_folded_and_its_own_spelling(text: str, query: str) -> None:
    assert found(text, query)
    assert found(text, fold(query))


@given(st.text(st.sampled_from("ab éłßæ²ﬁıάйёが한🤖½-"), min_size=1, max_size=30))
def test_every_text_is_found_by_its_folded_words(text: str) -> None:
    for word, _, _ in words(text):
        inner = [w for w, _, _ in words(word)]
        if inner:
            assert found(text, word)


@pytest.mark.parametrize(
    "text", ["", "plain ascii ~ {x}", "naïve café Gödel", "深層学習 – “x” 中文", "Обзор методов"]
)
def test_nothing_is_told_where_the_index_needs_nothing(text: str) -> None:
    assert other(text) == ""


def test_only_the_changed_words_and_their_neighbours_are_told() -> None:
    text = "word " * 200 + r"Erd\H{o}s" + " tail" * 200
    told = other(text)
    assert "Erdős" in told
    assert len(words(told)) <= 14


def test_spellings_cover_title_abstract_and_authors() -> None:
    assert spellings("a", r"b\'ed", ("Łoś", "Bo")) == ("", "béd", "Los\nBo")
