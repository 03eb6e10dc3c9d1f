"""Where the panes stand on terminals of all sizes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestui.ui.geometry import Shape, geometry, right_drawn


@pytest.mark.parametrize(
    ("width", "height", "filters", "list_", "right", "measure", "lines"),
    [
        (160, 45, 28, 60, 70, 66, 2),
        (140, 45, 28, 40, 70, 66, 2),
        (120, 36, 0, 53, 66, 62, 2),
        (107, 36, 0, 40, 66, 62, 3),
        (100, 30, 0, 37, 62, 56, 3),
        (200, 60, 28, 94, 76, 72, 2),
        (80, 24, 0, 79, 0, 72, 1),
    ],
)
def test_panes_have_the_widths_of_the_grid(width, height, filters, list_, right, measure, lines) -> None:
    g = geometry(width, height)
    assert (g.filters, g.list, g.right, g.measure, g.row_lines) == (filters, list_, right, measure, lines)


def test_the_drawer_takes_its_room_from_the_list() -> None:
    closed, opened = geometry(120, 36), geometry(120, 36, Shape(drawer=True))
    assert opened.filters == 28
    assert opened.list == closed.list - 29
    assert opened.right == closed.right


def test_a_drawer_that_would_leave_the_list_no_room_lies_over_the_abstract() -> None:
    opened = geometry(100, 30, Shape(drawer=True))
    assert (opened.filters, opened.list, opened.right) == (28, 70, 0)


def test_a_narrow_terminal_shows_one_pane_and_a_peek() -> None:
    g = geometry(80, 24)
    assert g.tabs
    assert g.peek == 4
    assert g.list_rows == 15


def test_a_low_narrow_terminal_keeps_six_rows_of_titles_before_it_peeks() -> None:
    assert geometry(80, 12).peek == 1
    assert geometry(80, 11).peek == 0


@given(st.integers(1, 400), st.integers(1, 120), st.integers(-40, 40), st.booleans())
def test_columns_always_add_up_to_the_width(width: int, height: int, drag: int, drawer: bool) -> None:
    g = geometry(width, height, Shape(drawer=drawer, right=drag))
    if g.list and g.right:
        assert (g.filters + 1 if g.filters else 0) + g.list + 1 + g.right == width
        assert 56 <= g.measure <= 72
    assert g.row_lines in (1, 2, 3)
    assert g.list_rows >= 1


@pytest.mark.parametrize("pane", ["list", "abstract", "note", "filters"])
def test_a_zoomed_pane_has_the_whole_body(pane: str) -> None:
    g = geometry(160, 45, Shape(zoomed=pane))
    widths = {"list": g.list + 1, "abstract": g.right, "note": g.right, "filters": g.filters}
    assert widths[pane] == 160


def test_density_rules_the_lines_of_a_row() -> None:
    assert geometry(120, 36, Shape(density="compact")).row_lines == 1
    assert geometry(120, 24).row_lines == 1
    assert geometry(120, 24, Shape(density="cosy")).row_lines == 2
    assert geometry(80, 24, Shape(density="cosy")).row_lines == 2


@pytest.mark.parametrize("width", [100, 120, 160, 200])
@pytest.mark.parametrize("drawn", [1, 40, 62, 70, 300])
def test_a_drawn_rule_never_takes_the_measure_out_of_its_bounds(width: int, drawn: int) -> None:
    found = geometry(width, 40, Shape(right=right_drawn(width, drawn)))
    assert 60 <= found.right <= 76
    assert 56 <= found.measure <= 72
    assert found.right == min(max(drawn, 60), 76)
