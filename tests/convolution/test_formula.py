from dataclasses import replace
from math import ceil, floor

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from cnnstudio.convolution.formula import SpecialCase, formula
from cnnstudio.convolution.geometry import Geometry, Operation
from cnnstudio.convolution.layers import of_layer
from tests.convolution.strategies import geometries


def _worked_out(text: str) -> int:
    """Do the sum as it stands on the screen."""
    for sign, python in (("−", "-"), ("·", "*"), ("⌊", "floor("), ("⌈", "ceil("), ("⌋", ")"), ("⌉", ")")):
        text = text.replace(sign, python)
    return int(eval(text, {"floor": floor, "ceil": ceil}))  # our own text


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(geometry=geometries())
def test_the_formula_gives_the_size(geometry: Geometry) -> None:
    found = formula(geometry, bias=True)
    for way, size in zip((found.rows, found.cols), geometry.output_size, strict=True):
        assert _worked_out(way.text) == way.size == size
        if not way.transposed:
            assert (way.n - way.k + way.p) % way.s == way.remainder


@pytest.mark.parametrize(
    "layer",
    [
        nn.AvgPool2d(3, 2, 1, ceil_mode=True),
        nn.MaxPool2d(2, 2, 1, ceil_mode=True),
        nn.MaxPool2d(3, 3, 1, ceil_mode=True),
        nn.ConvTranspose2d(1, 1, 3, 2, 1, output_padding=1),
        nn.ConvTranspose2d(1, 1, 4, 3, output_padding=2, dilation=2),
        nn.AdaptiveAvgPool2d((3, 2)),
        nn.Conv2d(1, 1, 3, padding=2, dilation=2),
    ],
    ids=str,
)
@pytest.mark.parametrize("size", [7, 8, 12])
def test_the_formula_of_an_opened_layer_gives_pytorchs_size(layer: nn.Module, size: int) -> None:
    picture = torch.zeros(1, 1, size, size)
    view = of_layer(layer, picture[0])
    assert view is not None
    found = formula(view.geometry)
    assert (_worked_out(found.rows.text), _worked_out(found.cols.text)) == tuple(layer(picture).shape[2:])


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


@pytest.mark.parametrize(
    ("layer", "size"),
    [
        (nn.MaxPool2d(3, 2, 1, ceil_mode=True), 8),  # 5 and not 8 / 2
        (nn.AvgPool2d(3, 2, 1, ceil_mode=True), 7),
        (nn.MaxPool2d(3, 2, ceil_mode=True), 8),  # the last window hangs over
        (nn.MaxPool2d(2, 2, 1, ceil_mode=True), 7),
        (nn.MaxPool2d(3, 3, 1, ceil_mode=True), 9),
        (nn.AdaptiveAvgPool2d((3, 5)), 7),
        (nn.AdaptiveMaxPool2d((1, 2)), 7),
        (nn.AdaptiveAvgPool2d((2, 1)), 1),
    ],
    ids=str,
)
def test_what_holds_of_the_floor_is_said_of_no_other_formula(layer: nn.Module, size: int) -> None:
    view = of_layer(layer, torch.rand(1, size, size))
    assert view is not None
    floor_alone = {SpecialCase.DIVISIBLE, SpecialCase.FULL_PADDING, SpecialCase.NOTHING_LEFT, SpecialCase.GLOBAL}
    assert not floor_alone & set(formula(view.geometry).cases)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(geometry=geometries(), hangs=st.booleans())
def test_every_special_case_that_is_named_holds(geometry: Geometry, hangs: bool) -> None:
    """By the sizes alone: n, n / s and the floor without a rest."""
    if geometry.operation.pools:
        geometry = replace(geometry, ceil=hangs)
    if geometry.problem() is not None:
        return
    cases = formula(geometry).cases
    for axis in (geometry.rows, geometry.cols):
        if SpecialCase.SAME in cases:
            assert axis.size == axis.n
        if SpecialCase.DIVISIBLE in cases:
            assert axis.size * axis.s == axis.n
        if SpecialCase.FULL_PADDING in cases:
            assert axis.size == (axis.n + axis.s - 1) // axis.s
        if SpecialCase.NOTHING_LEFT in cases:
            assert (axis.size - 1) * axis.s + axis.extent == axis.n + axis.before + axis.after
        if SpecialCase.GLOBAL in cases:
            assert (axis.size, axis.extent) == (1, axis.n)
