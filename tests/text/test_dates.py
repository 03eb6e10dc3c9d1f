"""Days and times are read and shown as people write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.errors import BadUsage
from digestui.text import dates

NOW = datetime(2025, 4, 30, 12, 0).timestamp()  # a Wednesday


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("tonight", (2025, 4, 30, 18)),
        ("tomorrow", (2025, 5, 1, 6)),
        ("wednesday", (2025, 5, 7, 6)),
        ("Thursday", (2025, 5, 1, 6)),
        ("sat", (2025, 5, 3, 6)),
        ("week", (2025, 5, 5, 6)),
        ("month", (2025, 5, 30, 6)),
        ("3d", (2025, 5, 3, 6)),
        ("2w", (2025, 5, 14, 6)),
        ("10m", (2026, 2, 28, 6)),
        ("2025-06-01", (2025, 6, 1, 6)),
        ("2025-06-01 18:30", (2025, 6, 1, 18, 30)),
        ("2025-06-01T18:30", (2025, 6, 1, 18, 30)),
    ],
)
def test_when(said: str, when: tuple[int, ...]) -> None:
    assert dates.parse_when(said, NOW) == datetime(*when).timestamp()


def test_tonight_said_in_the_evening_is_tomorrows() -> None:
    late = datetime(2025, 4, 30, 19, 0).timestamp()
    assert dates.parse_when("tonight", late) == datetime(2025, 5, 1, 18).timestamp()


@pytest.mark.parametrize("said", ["", "soon", "2025-02-30", "2024-01-01", "0d", "9999y", "t", "1.5d"])
def test_what_is_no_time_to_come_is_refused(said: str) -> None:
    with pytest.raises(BadUsage):
        dates.parse_when(said, NOW)


@given(st.text(max_size=12))
def test_anything_typed_is_a_time_to_come_or_refused(said: str) -> None:
    try:
        assert dates.parse_when(said, NOW) > NOW
    except BadUsage:
        pass


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2021-03-29", "29 Mar 2021"),
        ("2025-04-28", "28 Apr"),
        ("2017-06", "Jun 2017"),
        ("2017", "2017"),
        (None, ""),
        ("nonsense", ""),
        ("2025-04-28T10:00:00", "28 Apr"),
    ],
)
def test_days_are_shown(iso: str | None, shown: str) -> None:
    assert dates.show_day(iso, date(2025, 4, 30)) == shown


def test_partial_dates_have_a_first_and_a_last_day() -> None:
    assert (dates.day("2024-02"), dates.last_day("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (dates.day("2024"), dates.last_day("2024")) == (date(2024, 1, 1), date(2024, 12, 31))
    assert dates.day("2024-13") is None


def test_moments_are_shown() -> None:
    assert dates.show_moment(int(datetime(2025, 4, 30, 18).timestamp()), NOW) == "18:00"
    assert dates.show_moment(int(datetime(2025, 5, 5, 6).timestamp()), NOW) == "Mon 06:00"
    assert dates.show_moment(int(datetime(2026, 5, 5, 6).timestamp()), NOW) == "5 May 2026 06:00"
