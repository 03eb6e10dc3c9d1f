"""The laws of exchange: whatever files arrive in whatever order, every machine ends with the same library,
and the same tellings make the same paper in any order and grouping."""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from itertools import permutations
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from machines import World

from digestui.exchange import records
from digestui.model import beside
from effort import THOROUGH, examples

STEPS = 7_100 if THOROUGH else 90
"""Seven of ten are acts."""


@given(st.integers(0, 10**9))
@settings(
    max_examples=examples(6, 3),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_three_machines_end_with_equal_libraries(seed: int) -> None:
    """Two that never met and an empty one; files come in any order, twice, half, or as copies of a conflict;
    clocks are a day wrong either way; libraries are put back from backups by `restore` and by hand."""
    place = Path(tempfile.mkdtemp())
    world = World(place, random.Random(seed))
    try:
        for _ in range(STEPS):
            world.step()
        world.heal()
        world.check()
    finally:
        world.close()
        shutil.rmtree(place)


WORD = st.sampled_from(["a", "ab", "abc …", "b", ""])
NAMES = st.lists(st.sampled_from(["Ada", "Bob", "Cy"]), max_size=2)
URLS = st.lists(st.sampled_from([f"https://example.org/{n}" for n in range(4)]), max_size=3, unique=True)
RANKS = st.dictionaries(
    st.sampled_from(records.FIELDS), st.tuples(st.integers(0, 2), st.integers(-1, 2)).map(list), max_size=4
)
LINES = st.fixed_dictionaries(
    {
        "keys": st.lists(st.sampled_from(["arxiv:2501.00001", "doi:10.1/x", "acl:X-1"]), min_size=1,
                         max_size=2),
        "title": st.sampled_from(["A title", "Another title", "arXiv:2501.00001"]),
        "abstract": WORD, "authors": NAMES, "urls": URLS, "more": URLS, "ranks": RANKS,
        "upvotes": st.sampled_from([None, 1, 20, 3]), "version": st.sampled_from([None, 1, 2]),
        "day": st.sampled_from(["2025-01-01", "2025-01-02"]), "source": st.sampled_from(["x", "y"]),
        "digests": st.lists(
            st.tuples(st.sampled_from(["D", "E"]), st.just("2025-01-01"), st.integers(1, 3), st.just("x"),
                      st.booleans()).map(list), max_size=2),
    }
)  # fmt: skip


@given(st.lists(LINES, min_size=3, max_size=3))
@settings(max_examples=examples(60), deadline=None)
def test_tellings_join_alike_in_any_order_and_grouping(lines: list[dict]) -> None:
    told = [record for record in map(records.from_line, lines) if record is not None]
    assert len(told) == 3
    joined = set()
    for one, two, three in permutations(told):
        joined.add(records.line(records.join(records.join(one, two), three)))
        joined.add(records.line(records.join(one, records.join(two, three))))
    assert len(joined) == 1
    (line,) = joined
    again = records.from_line(json.loads(line))
    assert again is not None
    assert records.line(again) == line, "a line says all there is"
    assert records.line(records.join(again, told[0])) == line, "what is known already changes nothing"


TEXTS = st.lists(st.sampled_from(["one", "two", "three\n\nlines", "four", ""]), max_size=8)


@given(TEXTS)
def test_a_note_written_by_one_hand_is_its_last_text(texts: list[str]) -> None:
    standing: beside.Standing = ()
    for text in texts:
        standing = beside.after(standing, beside.together(standing), text)
        assert beside.together(standing) == text


@given(TEXTS, TEXTS)
def test_no_note_is_lost_where_two_hands_wrote(mine: list[str], theirs: list[str]) -> None:
    theirs = [text.upper() for text in theirs]
    standing: beside.Standing = ()
    for texts in (mine, theirs):
        before = ""
        for text in texts:
            standing = beside.after(standing, before, text)
            before = text
    for texts in (mine, theirs):
        if texts and texts[-1]:
            assert any(texts[-1] in text for text in standing)
