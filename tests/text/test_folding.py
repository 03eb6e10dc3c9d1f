"""Words are parted where a real full-text index parts them, and fold to one spelling."""

from __future__ import annotations

import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.text import folding

anything = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=60)
letters = st.text(
    st.sampled_from("aB9 -éÉł øŁßæ²ﬁıİſςΣά\u0301\u0316\u0345йё中がか한🤖🏽½𝒙_'\ue000½"), max_size=40
)


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE f USING fts5(t, tokenize='unicode61 remove_diacritics 2')")
    db.execute("CREATE VIRTUAL TABLE v USING fts5vocab(f, 'instance')")
    return db


@given(text=anything | letters)
def test_words_begin_and_end_where_the_index_says(index: sqlite3.Connection, text: str) -> None:
    index.execute("DELETE FROM f")
    index.execute("INSERT INTO f(rowid, t) VALUES(1, ?)", (text,))
    tokens = [term for (term,) in index.execute("SELECT term FROM v ORDER BY offset")]
    words = folding.words(text)
    assert len(words) == len(tokens)
    for (word, start, end), token in zip(words, tokens, strict=True):
        assert word == folding.fold(text[start:end])
        # The index folds less than we do; what it kept folds to the same word.
        assert folding.fold(token) == word
        assert [one[1:] for one in folding.words(text[start:end])] == [(0, end - start)]


def test_every_single_character_parts_or_joins_words_as_in_the_index() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE f USING fts5(t, tokenize='unicode61 remove_diacritics 2')")
    db.execute("CREATE VIRTUAL TABLE v USING fts5vocab(f, 'instance')")
    points = [
        *range(1, 0x3000),
        *range(0xA000, 0xD800, 7),
        *range(0xE000, 0x20000, 3),
        *range(0xE0000, 0xE0200),
    ]
    db.executemany("INSERT INTO f(rowid, t) VALUES(?, ?)", ((p, f"ax{chr(p)}yb {chr(p)}") for p in points))
    counts = dict(db.execute("SELECT doc, count(*) FROM v GROUP BY doc"))
    wrong = [hex(p) for p in points if len(folding.words(f"ax{chr(p)}yb {chr(p)}")) != counts[p]]
    assert not wrong


@given(anything | letters)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folding.fold(folding.fold(text)) == folding.fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café", "cafe"),
        (
            "Łódź Øre Đuro Straße ÆON œuvre ısı İstanbul þorn",
            "lodz ore duro strasse aeon oeuvre isi istanbul thorn",
        ),
        ("Erdős", "erdos"),
        ("ﬁne x² 𝒙", "fine x2 x"),
        ("Ωμέγα й", "ωμεγα и"),
        ("がぎ 한국", "がぎ 한국"),
    ],
)
def test_folding_examples(text: str, folded: str) -> None:
    assert folding.fold(text) == folded


def test_words_give_their_places() -> None:
    assert folding.words("Self-Supervised naïve") == [
        ("self", 0, 4),
        ("supervised", 5, 15),
        ("naive", 16, 21),
    ]
    assert folding.words("plain x_1") == [("plain", 0, 5), ("x", 6, 7), ("1", 8, 9)]


def test_one_title_has_one_key_however_it_is_written() -> None:
    key = folding.title_key("Erdős and $L^2$: A Study")
    assert re.fullmatch("title:[0-9a-f]{16}", key)
    assert folding.title_key(r"Erd\H{o}s and L²  -- a study.") == key
    assert folding.title_key("Erdos and L2 a study") == key
    assert folding.title_key("Another study") != key


def test_titles_of_signs_alone_have_keys_that_differ() -> None:
    assert folding.title_key("???") != folding.title_key("!!!")
    assert folding.title_key("") == folding.title_key(" ")
