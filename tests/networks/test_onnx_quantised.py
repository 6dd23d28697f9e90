"""Quantised networks in ONNX: sizes of the reference, weights and products of the network that was quantised."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.networks import onnx_models
from tests.networks.onnx_models import Case, model, node, of_case, some

SHAPE = (1, 4, 6, 8)
SCALE, POINT = np.array(0.1, "float32"), np.array(3, "uint8")
SIGNED = np.array(0, "int8")
WEIGHT = np.arange(-108, 108).reshape(6, 4, 3, 3).astype("int8")


@pytest.mark.parametrize(
    "case",
    [
        ("QuantizeLinear", [SCALE, POINT], {}),
        ("QuantizeLinear", [np.abs(some(4)) + 0.1, np.zeros(4, "int8")], {"axis": 1}),
        ("QuantizeLinear", [np.abs(some(8)) + 0.1], {"axis": -1}),
    ],
    ids=str,
)
def test_numbers_made_whole_keep_their_places(tmp_path: Path, case: Case) -> None:
    made = of_case(case, shape=SHAPE)
    onnx_models.assert_sizes(made, tmp_path, SHAPE)
    found = onnx_models.analysed(made, tmp_path)
    field = found.graph.nodes[-1].receptive_field
    assert field is not None
    assert field.box(2, 3, 6, 8) == (2, 3, 3, 4)
    assert not field.at_most
    assert found.total_params == 0


def test_back_and_forth_is_number_by_number(tmp_path: Path) -> None:
    nodes = [node("QuantizeLinear", ["x", "s", "p"], ["q"]), node("DequantizeLinear", ["q", "s", "p"], ["y"])]
    made = model(nodes, {"s": SCALE, "p": POINT}, opset=19, shape=SHAPE)
    onnx_models.assert_sizes(made, tmp_path, SHAPE)
    assert not onnx_models.wrong_fields(made, tmp_path, SHAPE)


def quantised_convolution() -> Any:
    """A convolution between QuantizeLinear and DequantizeLinear: the commonest kind of quantised file."""
    nodes = [
        node("QuantizeLinear", ["x", "s", "p"], ["q"]),
        node("DequantizeLinear", ["q", "s", "p"], ["d"]),
        node("DequantizeLinear", ["w", "ws", "wp"], ["v"], axis=0),
        node("DequantizeLinear", ["b", "ws", "bp"], ["c"], axis=0),
        node("Conv", ["d", "v", "c"], ["y"], pads=[1, 1, 1, 1]),
    ]
    scales = np.abs(some(6)) + 0.1
    constants = {"s": SCALE, "p": POINT, "w": WEIGHT, "ws": scales, "wp": np.zeros(6, "int8")}
    constants |= {"b": np.arange(6, dtype="int32"), "bp": np.zeros(6, "int32")}
    return model(nodes, constants, opset=19, shape=SHAPE)


def test_a_weight_of_whole_numbers_is_the_convolutions(tmp_path: Path) -> None:
    made = quantised_convolution()
    onnx_models.assert_sizes(made, tmp_path, SHAPE)
    found = onnx_models.analysed(made, tmp_path)
    assert (found.total_params, found.total_macs) == (WEIGHT.size + 6, 6 * 8 * WEIGHT.size)
    assert {layer.type for layer in found.layers.values()} >= {"Conv2d"}
    field = found.graph.nodes[-1].receptive_field
    assert field is not None
    assert field.box(2, 2, 6, 8) == (1, 1, 4, 4)


def test_convolutions_and_products_of_whole_numbers_count_as_others_do(tmp_path: Path) -> None:
    scales = np.abs(some(6)) + 0.1
    constants = {"s": SCALE, "p": POINT, "w": WEIGHT, "ws": scales, "wp": np.zeros(6, "int8")}
    nodes = [
        node("QuantizeLinear", ["x", "s", "p"], ["q"]),
        node("QLinearConv", ["q", "s", "p", "w", "ws", "wp", "s", "p"], ["y"], pads=[1, 1, 1, 1]),
    ]
    made = model(nodes, constants, opset=19, shape=SHAPE)
    onnx_models.assert_sizes(made, tmp_path, SHAPE)
    found = onnx_models.analysed(made, tmp_path)
    assert (found.total_params, found.total_macs) == (WEIGHT.size, 6 * 8 * WEIGHT.size)
    field = found.graph.nodes[-1].receptive_field
    assert field is not None
    assert field.box(2, 2, 6, 8) == (1, 1, 4, 4)
    matrix = np.arange(40).reshape(8, 5).astype("uint8")
    nodes[1] = node("QLinearMatMul", ["q", "s", "p", "m", "s", "p", "s", "p"], ["y"])
    made = model(nodes, {"s": SCALE, "p": POINT, "m": matrix}, opset=19, shape=SHAPE)
    onnx_models.assert_sizes(made, tmp_path, SHAPE)
    found = onnx_models.analysed(made, tmp_path)
    assert (found.total_params, found.total_macs) == (40, 4 * 6 * 40)


@pytest.mark.parametrize(
    ("operator", "weight", "macs"),
    [
        ("ConvInteger", WEIGHT.astype("uint8"), 4 * 6 * WEIGHT.size),
        ("MatMulInteger", np.ones((8, 5), "uint8"), 4 * 6 * 40),
    ],
)
def test_whole_products_of_a_measured_range(tmp_path: Path, operator: str, weight: np.ndarray, macs: int) -> None:
    nodes = [node("DynamicQuantizeLinear", ["x"], ["q", "s", "p"]), node(operator, ["q", "w", "p"], ["y"])]
    made = model(nodes, {"w": weight}, opset=19, shape=SHAPE)
    onnx_models.assert_sizes(made, tmp_path, SHAPE)
    found = onnx_models.analysed(made, tmp_path)
    assert (found.total_params, found.total_macs) == (weight.size, macs)
    field = found.graph.nodes[-1].receptive_field
    assert field is not None
    assert field.covers(6, 8)  # the largest number of all decides
