"""What was kept says what to recommend; every score has its reason, and a reset forgets."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from digestui.library import intake, recommending, search, triage
from digestui.library.library import Library
from digestui.model.triage import Action, ActionKind
from library.feeding import Clock

RULE = "(diffusion OR quantization) in:any"


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db", create=True, clock=Clock(), device="test") as made:
        intake.load_bundled(made)
        yield made


def ids(lib: Library, query: str) -> list[int]:
    return list(search.find(lib, search.understand(lib, query).query).ids)


def decide(lib: Library, seed: int, count: int = 40) -> tuple[set[int], set[int]]:
    """Somebody keeps what is about the rule among some papers; gives (those seen, those that are right)."""
    every, right = ids(lib, "in:any"), set(ids(lib, RULE))
    seen = set(random.Random(seed).sample(every, count))
    triage.act(lib, sorted(seen & right), Action(ActionKind.STAR))
    triage.act(lib, sorted(seen - right), Action(ActionKind.DISMISS))
    return seen, right


def precision(order: Sequence[int], right: set[int]) -> float:
    """Average precision."""
    hits, total = 0, 0.0
    for place, paper in enumerate(order, 1):
        if paper in right:
            hits += 1
            total += hits / place
    return total / len(right)


@pytest.mark.parametrize("plain", [True, False])
def test_forty_decisions_rank_the_rest_far_better_than_chance(lib: Library, plain: bool) -> None:
    if not plain:
        pytest.importorskip("sklearn", reason="the extra digestui[recommend] is not installed")
    seen, right = decide(lib, 3)
    found = recommending.recommend(lib, "in:any", 0, plain=plain)
    order = [one.row.id for one in found.papers]
    assert not seen & set(order)
    chance = len(right - seen) / len(order)
    assert precision(order, right - seen) > max(0.5, 2 * chance)
    assert {"diffusion", "quantization"} & set(found.papers[0].why.replace(",", "").split())


def test_the_same_decisions_give_the_same_order(lib: Library) -> None:
    decide(lib, 1)
    once, again = (recommending.recommend(lib, plain=True) for _ in range(2))
    assert once == again


def test_nothing_is_recommended_before_enough_is_kept(lib: Library) -> None:
    triage.act(lib, ids(lib, RULE)[: recommending.LEAST - 1], Action(ActionKind.STAR))
    assert recommending.recommend(lib).papers == ()


def test_a_reset_forgets(lib: Library) -> None:
    decide(lib, 3)
    recommending.reset(lib)
    assert recommending.recommend(lib).model == ""


def test_a_query_limits_what_is_ranked(lib: Library) -> None:
    decide(lib, 3)
    found = recommending.recommend(lib, "transformer", 0, plain=True)
    assert {one.row.id for one in found.papers} <= set(ids(lib, "transformer in:any"))
    assert found.papers


@pytest.mark.parametrize(
    "text", ['"transformer', "transformer OR", "transformer (", "diffusion OR transformer)"]
)
def test_a_query_that_is_not_finished_limits_as_it_does_in_a_search(lib: Library, text: str) -> None:
    decide(lib, 3)
    asked = recommending.recommend(lib, text, 0, plain=True)
    inbox = set(ids(lib, "in:inbox"))
    assert asked.papers
    assert {one.row.id for one in asked.papers} <= set(found(lib, f"in:any {text}")) & inbox


def found(lib: Library, query: str) -> list[int]:
    return list(search.find(lib, search.understand(lib, query).query).ids)


def test_the_inbox_is_sorted_by_it_only_when_asked(lib: Library) -> None:
    before = found(lib, "in:inbox")
    seen, right = decide(lib, 3)
    undecided = [paper for paper in before if paper not in seen]
    assert [paper for paper in found(lib, "in:inbox") if paper not in seen] == undecided, "as it was"
    asked = found(lib, "in:inbox sort:relevance")
    assert sorted(asked) == sorted(found(lib, "in:inbox"))
    new = [paper for paper in asked if paper not in seen]
    assert asked[: len(new)] == new, "what was decided comes last"
    assert precision(new, right - seen) > 2 * precision(undecided, right - seen)
    recommended = recommending.recommend(lib, "", 0)
    assert [one.row.id for one in recommended.papers] == new
    assert found(lib, "in:inbox sort:-relevance") == asked[::-1]
    assert found(lib, "in:inbox sort:relevance limit:3") == asked[:3]


def test_with_words_the_best_match_comes_first_as_ever(lib: Library) -> None:
    before = found(lib, "transformer in:any sort:relevance")
    decide(lib, 3)
    assert found(lib, "transformer in:any sort:relevance") == before


def test_before_enough_is_kept_the_order_stays_and_says_why(lib: Library) -> None:
    hits = search.find(lib, search.understand(lib, "in:inbox sort:relevance").query)
    assert list(hits.ids) == found(lib, "in:inbox")
    assert hits.remark == "digest order, until 5 papers are kept"


def test_a_query_in_its_own_order_may_be_recommended_from(lib: Library) -> None:
    decide(lib, 3)
    assert recommending.recommend(lib, "in:any sort:relevance", 3).papers
