"""Reading ahead changes nothing but the time it takes."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from digestui.library.ahead import AT_ONCE, ahead


@pytest.mark.parametrize("count", [0, 1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 30 * AT_ONCE + 7])
def test_the_same_things_come_in_the_same_order(count: int) -> None:
    assert list(ahead(iter(range(count)))) == list(range(count))


@pytest.mark.parametrize("count", [3, 2 * AT_ONCE])
def test_what_goes_wrong_is_raised_where_the_things_are_used(count: int) -> None:
    def things() -> Iterator[int]:
        yield from range(count)
        raise ValueError("broken")

    got: list[int] = []
    with pytest.raises(ValueError, match="broken"):
        got.extend(ahead(things()))
    assert got == list(range(count))[: len(got)]


def test_nobody_reads_on_once_nobody_wants_more() -> None:
    before = threading.active_count()
    things = ahead(iter(range(1_000_000)))
    for _ in range(2 * AT_ONCE):
        next(things)
    things.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
