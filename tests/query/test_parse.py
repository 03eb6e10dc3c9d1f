"""The query language: what is typed, what it means, how it prints back."""

from __future__ import annotations

import pytest

from digestui.model.query import (
    And,
    DateField,
    In,
    Is,
    Named,
    NameField,
    Not,
    Number,
    NumberField,
    Or,
    Order,
    OrderBy,
    StateName,
    Text,
    TextField,
    When,
    Where,
)
from digestui.query.parse import parse
from digestui.query.show import show


def where(text: str) -> object:
    return parse(text).query.where


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("", ""),
        ("   ", ""),
        ("vision  transformer", "vision transformer"),
        ("Vision AND transformer", "Vision transformer"),
        ("a1 OR b1 c1", "a1 OR b1 c1"),
        ("(a1 OR b1) c1", "(a1 OR b1) c1"),
        ("-(a1 OR b1)", "-(a1 OR b1)"),
        ("NOT a1", "-a1"),
        ("--a1", "a1"),
        ("title:(a1 OR -b1)", "title:a1 OR -title:b1"),
        ("au:he abs:vit", "author:he abstract:vit"),
        ("#vit", "tag:vit"),
        ("IS:Unread In:QUEUED", "is:unread in:queue"),
        ("is:queue", "is:queued"),
        ('digest:"Hugging Face Papers"', 'digest:"Hugging Face Papers"'),
        ("cat:(cs.CV OR cs.LG)", "cat:cs.CV OR cat:cs.LG"),
        ("C++ C# .NET", "C++ C# .NET"),
        ("self-supervised, learning.", "self-supervised learning"),
        ("O(n) log", "O(n) log"),
        ("(SE(3)-equivariant nets)", "SE(3)-equivariant nets"),
        ("a1) b1", "a1 b1"),
        ("(a1", "a1"),
        ('"open phrase', '"open phrase"'),
        ("“curly quotes”", '"curly quotes"'),
        ("transf*", "transf*"),
        ('"self superv"*', '"self superv"*'),
        ("year:2020..2024", "year:2020..2024"),
        ("year:2024..2020", "year:2020..2024"),
        ("year:2020-2024", "year:2020..2024"),
        ("upvotes:>50", "upvotes:>50"),
        ("upvotes:<=5", "upvotes:..5"),
        ("date:2025-4..", "date:2025-04.."),
        ("published:2017", "published:2017"),
        ("newer:3 newer:3d", "newer:3 newer:3d"),
        ("after:yesterday before:2025/05/01", "after:yesterday before:2025-05-01"),
        ("a1 sort:-date limit:5 b1", "a1 b1 sort:-date limit:5"),
        ("-sort:date", "sort:-date"),
        ("a1 OR b1 sort:title", "a1 OR b1 sort:title"),
        ("limit:0", ""),
        ("2401.01234v2", "key:arxiv:2401.01234"),
        ("https://arxiv.org/abs/2401.01234", "key:arxiv:2401.01234"),
        ("10.1145/3292500.3330701", "key:doi:10.1145/3292500.3330701"),
        ("vit -10.48550/arXiv.2401.01234", "vit -key:arxiv:2401.01234"),
        ("10.5 10.1145/", "10.5 10.1145/"),
        ("key:arxiv:2401.01234", "key:arxiv:2401.01234"),
        ("key:arxiv:24*", "key:arxiv:24*"),
        ('G\\"odel', 'G\\"odel'),
        ("Erd\\H{o}s", "Erd\\H{o}s"),
        ("foo OR", "foo"),
        ("OR", '"OR"'),
        ("- & ...", '""'),
        ('title:""', '""'),
        ('""', '""'),
        ("! sort:title", '"" sort:title'),
        ("! vision", "vision"),
        ("\x1b", '""'),
        (" \t\n", ""),
        ("(-sort:title)", "sort:-title"),
        ("( limit:3", '"" limit:3'),
    ],
)
def test_a_query_prints_in_canonical_form(typed: str, canonical: str) -> None:
    parsed = parse(typed)
    assert show(parsed.query) == canonical
    assert parse(canonical).query == parsed.query


def test_or_binds_weaker_than_and() -> None:
    assert where("a1 b1 OR c1") == Or((And((Text("a1"), Text("b1"))), Text("c1")))


def test_operators_in_lower_case_are_words() -> None:
    assert where("a1 or not b1") == And(tuple(Text(word) for word in ("a1", "or", "not", "b1")))


def test_fields_become_conditions() -> None:
    assert where("title:vit") == Text("vit", TextField.TITLE)
    assert where('note:"to read"') == Text("to read", TextField.NOTE, quoted=True)
    assert where("is:starred") == Is(StateName.STARRED)
    assert where("in:any") == In(Where.ANY)
    assert where("-tag:vit") == Not(Named(NameField.TAG, "vit"))
    assert where("year:2020..") == Number(NumberField.YEAR, 2020, None)
    assert where("date:..2025-04") == When(DateField.DATE, None, "2025-04")
    assert parse("sort:-random").query.order == Order(OrderBy.RANDOM, reverse=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("is:stared", "is:starred"),
        ("is:unraed", "is:unread"),
        ("in:dismised", "in:dismissed"),
        ("has:cdoe", "has:code"),
        ("sort:-relevence", "sort:-relevance"),
        ("titel:vit", "title:vit"),
        ("autor:he", "author:he"),
        ("title: vit", "title:vit"),
    ],
)
def test_a_slip_is_pointed_at(typed: str, meant: str) -> None:
    (correction,) = parse(typed).corrections
    assert correction.meant == meant
    assert typed[correction.start : correction.end] == correction.typed


WRONG = ["is:zzzzzzz", "date:2025-13", "added:2025-02-30", "limit:x", "year:abc", "in:nowhere", "newer:soon"]


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize("typed", WRONG)
def test_a_value_that_is_like_none_its_field_takes_is_pointed_at(typed: str, typing: bool) -> None:
    (slip,) = parse(typed, typing=typing).corrections
    assert str(slip) == f"{typed} is not understood"


WHOLE = ["date:2025-04-28..today", "added:..yesterday", "newer:3days", "date:2025-4", "year:2020..2024"]


@pytest.mark.parametrize("typed", [*WHOLE, "upvotes:>=50", "limit:30", "read:2025/12/31", "sort:-title"])
def test_nothing_is_pointed_at_on_the_way_to_a_value(typed: str) -> None:
    for end in range(1, len(typed) + 1):
        assert parse(typed[:end], typing=True).corrections == (), typed[:end]


@pytest.mark.parametrize("typed", ["foo:bar", "BERT: pretraining", "http://x.org/a", "10:30"])
def test_what_is_like_nothing_is_not_corrected(typed: str) -> None:
    assert parse(typed).corrections == ()
    assert parse(typed).query.where is not None


def test_a_mistyped_value_is_searched_as_words() -> None:
    assert where("is:stared") == Text("is:stared")
    assert where('is:"stared now"') == Text("is:stared now", quoted=True)


def test_while_typing_the_last_word_is_open() -> None:
    assert parse("vision tr", typing=True).query.where == And((Text("vision"), Text("tr", open=True)))
    assert parse("vision tr ", typing=True).query.where == And((Text("vision"), Text("tr")))
    assert parse("vision t", typing=True).query.where == Text("vision")
    assert parse("tag:vi", typing=True).query.where == Named(NameField.TAG, "vi", prefix=True)


@pytest.mark.parametrize("typed", ["!", "(", '"', "...", "*", "-", "()", 'title:""', "sort:title !"])
def test_nothing_to_search_for_is_nothing_but_while_one_types(typed: str) -> None:
    assert parse(typed).query.void
    assert parse(typed, typing=True).query.where is None


@pytest.mark.parametrize("typed", ["is:", "is:sta", "title:", "year:20", "date:2025-0", "sort:-da"])
def test_while_typing_an_unfinished_condition_is_left_out(typed: str) -> None:
    parsed = parse("vit " + typed, typing=True)
    assert parsed.query.where == Text("vit")
    assert parsed.unfinished
    assert parsed.corrections == ()


def test_a_document_pasted_into_the_box_is_survived() -> None:
    assert show(parse("(" * 50_000).query) == '""'
    assert show(parse("-" * 50_000).query) == '""'
    assert parse(" " * 50_000 + "word").query.void
    assert parse("title:(" * 5_000 + "x1").query is not None
    assert len(show(parse("word " * 100_000).query)) < 25_000
