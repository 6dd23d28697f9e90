from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnstudio.convolution.geometry import (
    LOWEST,
    Axis,
    Geometry,
    Operation,
    PaddingMode,
    bounds,
    parameter,
    with_parameters,
)
from cnnstudio.errors import ConfigError
from tests.convolution.strategies import geometries

QUIET = settings(
    max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


@QUIET
@given(geometry=geometries(), name=st.sampled_from(list(LOWEST)))
def test_bounds_allow_exactly_what_can_be_computed_and_say_why_they_stop(geometry: Geometry, name: str) -> None:
    found = bounds(geometry, name)
    now = parameter(geometry, name)
    assert now in found.allowed
    for value in range(LOWEST[name] - 1, now + 20):
        problem = with_parameters(geometry, **{name: value}).problem()
        assert (value in found.allowed) == (problem is None)
    assert found.why_not_less.endswith(".")
    assert found.why_not_more == "" or found.why_not_more.endswith(".")
    assert found.next(max(found.allowed), 1) == max(found.allowed)
    assert found.next(min(found.allowed), -1) == min(found.allowed)


@pytest.mark.parametrize(
    ("geometry", "name", "reason"),
    [
        (Geometry(), "kernel_height", "The window would span 4 cells and the padded input has only 3."),
        (
            Geometry(in_channels=4, out_channels=2, groups=2),
            "groups",
            "share the 4 input channels evenly: use 1, 2 or 4.",
        ),
        (
            Geometry(padding=(2, 2, 2, 2), padding_mode=PaddingMode.REFLECT),
            "padding_top",
            "Reflection cannot reach past the far edge: at most 2 here.",
        ),
        (Geometry(operation=Operation.AVERAGE_POOL), "dilation_width", "average pooling has no dilation"),
        (Geometry(operation=Operation.MAX_POOL, padding=(1, 1, 1, 1)), "padding_left", "half of its kernel of 2"),
        (
            Geometry(operation=Operation.TRANSPOSED, padding=(3, 0, 0, 0)),
            "padding_top",
            "nothing of the 4 output cells",
        ),
    ],
)
def test_reasons(geometry: Geometry, name: str, reason: str) -> None:
    assert geometry.problem() is None
    assert reason in bounds(geometry, name).why_not_more


def test_group_bounds_step_over_what_does_not_divide() -> None:
    found = bounds(Geometry(in_channels=6, out_channels=6), "groups")
    assert found.allowed == (1, 2, 3, 6)
    assert found.next(3, 1) == 6
    # The filters follow, the input channels do not.
    assert bounds(Geometry(in_channels=6, out_channels=1), "groups").allowed == (1, 2, 3, 6)
    assert bounds(Geometry(in_channels=1, out_channels=6), "groups").allowed == (1,)


def test_the_floor_leaves_out_the_last_column_of_figure_3() -> None:
    geometry = Geometry(padding=(1, 1, 1, 1), stride=(3, 2))
    assert geometry.rows.left_out() == []
    assert geometry.rows.skipped() == [2]
    assert geometry.cols.left_out() == [4]


def test_an_odd_total_padding() -> None:
    geometry = Geometry(padding=(0, 1, 1, 0))
    assert geometry.output_size == (3, 3)


def test_costs() -> None:
    geometry = Geometry(
        input_size=(8, 8), in_channels=4, out_channels=6, kernel_size=(3, 3), padding=(1, 1, 1, 1), groups=2
    )
    assert geometry.parameters == 6 * 2 * 9
    assert geometry.macs == 64 * 6 * 2 * 9
    assert geometry.dense_parameters == 4 * 64 * 6 * 64
    assert replace(geometry, operation=Operation.MAX_POOL).parameters == 0


def test_an_impossible_geometry_is_refused_in_words() -> None:
    with pytest.raises(ConfigError, match="would span"):
        Geometry(kernel_size=(5, 5)).check()


def test_a_dilated_max_pool_never_sees_padding_alone() -> None:
    lonely = Geometry(Operation.MAX_POOL, (2, 9), kernel_size=(2, 2), padding=(1, 1, 0, 0), dilation=(3, 1))
    problem = lonely.problem()
    assert problem is not None
    assert "nothing but padding" in problem.sentence


def test_memory_is_bounded() -> None:
    wide = Geometry(Operation.TRANSPOSED, (4096, 4096), stride=(8, 8))
    problem = wide.problem()
    assert problem is not None
    assert "output values" in problem.sentence


def test_axis_of_a_transposed_operation() -> None:
    axis = Axis(3, 2, s=2, transposed=True)
    assert axis.size == 6
    assert axis.reach(1) == [2, 3]
    assert axis.window(3) == [(1, 1)]
