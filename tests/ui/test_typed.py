"""The line after `:`, read and completed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.ui.typed import NAMES, Said, complete, parse, split

GIVEN = {"tag": ["vit", "robustness"], "view": ["Inbox", "New with code"], "format": ["bibtex", "csv"]}


def give(kind: str, begun: str) -> Sequence[str]:
    return GIVEN.get(kind, [])


def lines(text: str) -> list[str]:
    return [offer.line for offer in complete(text, give)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tag +x -y", Said("tag", ("+x", "-y"), "+x -y")),
        (":sort year-", None),
        ("sort -date", Said("sort", ("-date",), "-date")),
        ("reload", Said("reload")),
        ("q", Said("quit")),
        ("ref", Said("refresh")),
        ('view save "New code"', Said("view", ("save", "New code"), 'save "New code"')),
        ("theme light", Said("theme", ("light",), "light")),
        ("import ~/a b.bib", Said("import", ("~/a", "b.bib"), "~/a b.bib")),
        ("search is:unread au:li", Said("search", ("is:unread", "au:li"), "is:unread au:li")),
        ("tag", Said("tag")),
        ("undo 3", Said("undo", ("3",), "3")),
        ("dismiss-above", Said("dismiss-above")),
    ],
)
def test_a_line_is_understood(text: str, said: Said | None) -> None:
    found = parse(text)
    assert found == said if said else isinstance(found, Said)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "type a command"),
        ("dismis-above", "no command dismis-above; did you mean dismiss-above?"),
        ("export csv", "say export FORMAT FILE"),
        ("zoom in", "zoom takes nothing after it"),
        ("go-s", "go-s: go-starred, go-snoozed?"),
    ],
)
def test_what_is_not_understood_is_told(text: str, words: str) -> None:
    assert parse(text) == words


def test_names_and_arguments_are_completed() -> None:
    assert lines("the") == ["theme "]
    assert lines("theme li") == ["theme light"]
    assert lines("tag +vi") == ["tag +vit"]
    assert lines("tag +vit -rob") == ["tag +vit -robustness"]
    assert lines("export b") == ["export bibtex"]
    assert lines("view new") == ['view "New with code"']
    assert lines('view save "New w') == ['view save "New with code"']
    assert lines("view save ") == ["view save Inbox", 'view save "New with code"']
    assert lines("sort d")[:3] == ["sort date", "sort digest", "sort added"]
    assert lines("zoom ") == []
    assert lines(":the") == [":theme "]


def test_what_a_colon_completes_is_a_line_that_is_understood_or_goes_on() -> None:
    for offer in complete("", give):
        assert isinstance(parse(offer.line), Said) or offer.line.endswith(" ")
    assert {offer.word for offer in complete("", give)} == set(NAMES)


@given(st.text(max_size=40))
def test_nothing_typed_breaks_reading_or_completing(text: str) -> None:
    parse(text)
    complete(text, give)
    split(text)


@given(st.lists(st.text("abc ", min_size=1, max_size=5), max_size=4))
def test_quotes_hold_words_together(words: list[str]) -> None:
    assert split(" ".join(f'"{word}"' for word in words)) == words
