import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.gui.training_panel.steady_range import ceiling, steady


@given(st.floats(min_value=1e-6, max_value=1e9))
def test_ceiling_is_never_less_and_never_much_more(value: float) -> None:
    assert value * (1 - 1e-6) <= ceiling(value) <= value * 1.5


@pytest.mark.parametrize(("value", "rounded"), [(1, 1), (1.01, 1.2), (469, 500), (0.13, 0.15), (10, 10)])
def test_ceiling_is_round(value: float, rounded: float) -> None:
    assert ceiling(value) == pytest.approx(rounded)


def test_a_range_stays_while_it_holds_the_data_and_is_not_mostly_empty() -> None:
    assert steady((0, 10), 0.5, 9) == (0, 10)
    assert steady((0, 10), 0.5, 11)[1] > 11
    low, high = steady((0, 10), 0, 2)
    assert (low, high) == pytest.approx((-0.12, 2.12))


def test_a_first_range_and_a_flat_line_have_room() -> None:
    low, high = steady((math.inf, -math.inf), 0.05, 0.05)
    assert low < 0.05 < high
