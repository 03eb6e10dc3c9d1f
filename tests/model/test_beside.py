"""Notes written apart: what one writes on takes the place of that one's part, and of nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digestui.model.beside import BESIDE, with_part

WORDS = st.text("abcd \n-", min_size=1, max_size=12).filter(str.strip)


@given(st.lists(WORDS, min_size=1, max_size=4, unique=True), st.integers(0, 3), WORDS)
def test_the_others_texts_are_in_what_comes_of_it(parts: list[str], which: int, new: str) -> None:
    own = parts[which % len(parts)]
    found = with_part(BESIDE.join(parts), own, new)
    assert new in found
    assert all(part in found for part in parts if part != own)


@given(WORDS.filter(lambda text: "-" not in text), st.lists(st.tuples(WORDS, st.booleans()), max_size=8))
def test_two_who_write_on_in_turn_leave_two_texts_at_most(first: str, turns: list[tuple[str, bool]]) -> None:
    whole, said = first, {False: first, True: ""}
    for number, (text, second) in enumerate(turns):
        text = f"{'two' if second else 'one'} {number} {text.replace('-', '').replace(chr(10), ' ')}"
        whole = with_part(whole, said[second], text)
        said[second] = text
    assert len(whole.split(BESIDE)) <= 2
    assert all(text in whole for text in said.values())


def test_what_nobody_wrote_takes_no_place() -> None:
    assert with_part("a", "b", "c") == f"a{BESIDE}c"
    assert with_part("a", "b", "") == "a"
    assert with_part(f"a{BESIDE}b", "a", "") == "b"
    assert with_part("a", "a", "") == ""
