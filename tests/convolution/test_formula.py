from math import floor

from hypothesis import given, settings

from cnnstudio.convolution.formula import SpecialCase, formula
from cnnstudio.convolution.geometry import Geometry, Operation
from tests.convolution.strategies import geometries


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(geometry=geometries())
def test_the_formula_gives_the_size(geometry: Geometry) -> None:
    found = formula(geometry, bias=True)
    for way, size in zip((found.rows, found.cols), geometry.output_size, strict=True):
        if way.transposed:
            assert way.size == (way.n - 1) * way.s + way.k - way.p == size
        else:
            assert way.size == floor((way.n - way.k + way.p + way.s) / way.s) == size
            assert (way.n - way.k + way.p) % way.s == way.remainder


def test_same_padding_is_named() -> None:
    same = Geometry(input_size=(5, 5), kernel_size=(3, 3), padding=(1, 1, 1, 1))
    assert SpecialCase.SAME in formula(same).cases


def test_p_is_k_minus_1_is_named() -> None:
    odd = Geometry(input_size=(5, 5), kernel_size=(2, 2), padding=(1, 0, 0, 1), stride=(2, 2))
    assert SpecialCase.FULL_PADDING in formula(odd).cases


def test_divisible_sizes_are_named() -> None:
    halved = Geometry(input_size=(6, 6), kernel_size=(3, 3), padding=(1, 1, 1, 1), stride=(2, 2))
    found = formula(halved)
    assert SpecialCase.DIVISIBLE in found.cases
    assert found.rows.size == 3


def test_one_by_one_depthwise_and_global_are_named() -> None:
    assert SpecialCase.ONE_BY_ONE in formula(Geometry(kernel_size=(1, 1))).cases
    assert SpecialCase.DEPTHWISE in formula(Geometry(in_channels=3, out_channels=3, groups=3)).cases
    assert SpecialCase.GLOBAL in formula(Geometry(Operation.AVERAGE_POOL, kernel_size=(3, 3))).cases
    assert formula(Geometry()).cases == ()


def test_costs_against_a_fully_connected_layer() -> None:
    found = formula(Geometry(in_channels=2, out_channels=3), bias=True)
    assert (found.parameters, found.biases, found.macs) == (24, 3, 96)
    assert found.dense_parameters == 2 * 9 * 3 * 4
