"""Singular and plural, and nothing looser."""

from __future__ import annotations

import pytest

from digestui.text.inflect import variants


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("network", "networks"), ("class", "classes"), ("box", "boxes"), ("survey", "surveys"),
        ("study", "studies"), ("matrix", "matrices"), ("index", "indices"), ("analysis", "analyses"),
        ("cache", "caches"), ("size", "sizes"), ("case", "cases"), ("loss", "losses"), ("batch", "batches"),
        ("bias", "biases"), ("movie", "movies"), ("corpus", "corpora"), ("datum", "data"), ("hero", "heroes"),
        ("gan", "gans"), ("vit", "vits"), ("bus", "buses"), ("lens", "lenses"), ("phase", "phases"),
    ],
)  # fmt: skip
def test_singular_and_plural_find_each_other(one: str, many: str) -> None:
    assert many in variants(one)
    assert one in variants(many)
    assert variants(one)[0] == one


@pytest.mark.parametrize(
    ("word", "other"),
    [("news", "new"), ("general", "generation"), ("this", "thi"), ("has", "ha"), ("bias", "bia"),
     ("class", "clas"), ("process", "proces"), ("physics", "physic"), ("new", "news"), ("training", "train")],
)  # fmt: skip
def test_other_words_do_not(word: str, other: str) -> None:
    assert other not in variants(word)


@pytest.mark.parametrize("word", ["a", "gpt4", "été", "3d", "c"])
def test_short_and_foreign_words_stay_alone(word: str) -> None:
    assert variants(word) == (word,)
