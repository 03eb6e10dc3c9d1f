"""Laws of the query language, over text nobody would type and text somebody might."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from digestui.query.complete import complete
from digestui.query.edit import conditions_of, toggle
from digestui.query.parse import parse
from digestui.query.show import show
from effort import examples

PIECES = st.sampled_from(
    [
        *'()":*-#\\ ,.+{}$',
        *("OR", "AND", "NOT", " OR ", " AND ", " NOT ", " ", "  "),
        *("title:", "abs:", "note:", "is:", "has:", "in:", "tag:", "digest:", "key:", "q:", "year:", "date:"),
        *("sort:", "limit:", "newer:", "after:", "upvotes:", "titel:", "read:", "published:", "arxiv:"),
        *("vision", "starred", "queue", "café", "Erd\\H{o}s", "C++", "C#", ".NET", "🔥", "∇", "transf*"),
        *(
            "2024",
            "2020..2024",
            "..",
            ">50",
            "3d",
            "2025-04",
            "today",
            "self-supervised",
            "2401.01234",
            "10.1/x",
        ),
        *('"two words"', "\\", '\\"', "\u200b", "\x00", "\ud800", "é", "O(n)", "x:y", "-date", "relevance"),
    ]
)
LIKELY = st.lists(PIECES, max_size=14).map("".join)
SPACED = st.lists(PIECES, max_size=10).map(" ".join)
ANYTHING = st.text(max_size=80)
TYPED = st.one_of(LIKELY, SPACED, ANYTHING)


@settings(max_examples=examples(600, 10000), deadline=None)
@given(TYPED)
def test_the_canonical_form_means_the_same(text: str) -> None:
    query = parse(text).query
    assert parse(show(query)).query == query


@settings(max_examples=examples(300, 5000), deadline=None)
@given(TYPED)
def test_the_canonical_form_is_a_fixed_point_of_one_line(text: str) -> None:
    canonical = show(parse(text).query)
    assert show(parse(canonical).query) == canonical
    assert "\n" not in canonical
    assert canonical == canonical.strip()
    canonical.encode("utf-8")


@settings(max_examples=examples(300, 5000), deadline=None)
@given(TYPED)
def test_typing_any_text_never_raises_and_points_into_it(text: str) -> None:
    for end in range(0, len(text) + 1, 3):
        for correction in parse(text[:end], typing=True).corrections:
            assert 0 <= correction.start < correction.end <= end
    complete(text, len(text) // 2, lambda field, typed: [("a name", "1")])


@settings(max_examples=300, deadline=None)
@given(TYPED, st.sampled_from(["is:unread", "tag:vit", "year:2021", 'digest:"A B"', "in:queue"]))
def test_choosing_a_filter_twice_takes_it_out_again(text: str, term: str) -> None:
    query = parse(text).query
    wanted = parse(term).query.where
    if wanted in conditions_of(query.where):
        text = toggle(text, term)
    once = toggle(text, term)
    assert wanted in conditions_of(parse(once).query.where)
    assert wanted not in conditions_of(parse(toggle(once, term)).query.where)
