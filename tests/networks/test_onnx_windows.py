"""ONNX's windows that PyTorch has no layer for: sizes, fields and products."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.networks import onnx_models
from tests.networks.onnx_models import Case, model, node, of_case, some, whole

SHAPE = (1, 4, 6, 8)
KERNEL = {"kernel_shape": [3, 2]}
# Operator set, case.
CASES: list[tuple[int, Case]] = [
    (17, ("ConvTranspose", [some(4, 3, 2, 3)], {"strides": [2, 2], "pads": [0, 1, 1, 0]})),
    (17, ("ConvTranspose", [some(4, 3, 3, 3)], {"strides": [2, 2], "auto_pad": "SAME_UPPER"})),
    (17, ("ConvTranspose", [some(4, 3, 3, 3)], {"strides": [2, 3], "auto_pad": "SAME_LOWER"})),
    (17, ("ConvTranspose", [some(4, 3, 3, 3)], {"strides": [2, 2], "output_padding": [1, 1], "dilations": [2, 1]})),
    (17, ("MaxPool", [], {**KERNEL, "strides": [2, 2], "pads": [1, 0, 0, 1], "ceil_mode": 1})),
    (17, ("MaxPool", [], {**KERNEL, "pads": [0, 1, 1, 0], "dilations": [2, 1]})),
    (17, ("MaxPool", [], {**KERNEL, "strides": [2, 3], "auto_pad": "SAME_UPPER"})),
    (17, ("MaxPool", [], {**KERNEL, "auto_pad": "VALID"})),
    (19, ("AveragePool", [], {**KERNEL, "dilations": [2, 1], "count_include_pad": 1})),
    (19, ("AveragePool", [], {**KERNEL, "dilations": [1, 3], "pads": [1, 0, 1, 1], "count_include_pad": 1})),
    (17, ("AveragePool", [], {**KERNEL, "pads": [1, 0, 0, 1], "strides": [2, 1], "count_include_pad": 1})),
    (17, ("AveragePool", [], {**KERNEL, "strides": [2, 3], "ceil_mode": 1})),
    (18, ("LpPool", [], {**KERNEL, "strides": [2, 1]})),
    (18, ("LpPool", [], {**KERNEL, "pads": [1, 0, 1, 1], "p": 3})),
    (17, ("Conv", [some(6, 4, 3, 3)], {"pads": [2, 0, 0, 1]})),
    (17, ("Conv", [some(6, 2, 3, 3)], {"auto_pad": "SAME_UPPER", "strides": [2, 3], "group": 2})),
    (17, ("Conv", [some(6, 4, 3, 3)], {"auto_pad": "VALID"})),
]


def positive(case: Case) -> Case:
    """With weights by which no sum is nought."""
    operator, values, settings = case
    return operator, [np.abs(value) + 0.1 if isinstance(value, np.ndarray) else value for value in values], settings


@pytest.mark.parametrize(("opset", "case"), CASES, ids=[f"{place}-{case[0]}" for place, (_, case) in enumerate(CASES)])
def test_sizes_and_fields_are_those_of_the_reference(tmp_path: Path, opset: int, case: Case) -> None:
    made = of_case(positive(case), opset=opset, shape=SHAPE)
    onnx_models.assert_sizes(made, tmp_path, SHAPE)
    if case[0] != "MaxPool":  # a maximum hides what else it looks at
        assert not onnx_models.wrong_fields(made, tmp_path, SHAPE)


def test_a_size_that_is_wanted_is_made(tmp_path: Path) -> None:
    """The padding follows from it; the reference does not compute it."""
    for size in ([12, 16], [13, 17], [11, 15]):
        made = of_case(
            ("ConvTranspose", [some(4, 3, 3, 3), some(3)], {"strides": [2, 2], "output_shape": size}), shape=SHAPE
        )
        assert onnx_models.read_sizes(made, tmp_path, SHAPE) == [(1, 3, *size)]


@pytest.mark.parametrize("dimensions", [1, 3])
def test_rows_and_volumes_are_spread_too(tmp_path: Path, dimensions: int) -> None:
    shape = (1, 4, 48) if dimensions == 1 else (1, 4, 2, 4, 6)
    weight = some(4, 2, *[3] * dimensions)
    for settings in ({}, {"pads": [1] * dimensions + [0] * dimensions}):
        nodes = [
            node("Reshape", ["x", "s"], ["r"]),
            node("ConvTranspose", ["r", "w"], ["y"], strides=[2] * dimensions, **settings),
        ]
        made = model(nodes, {"s": whole(*shape), "w": weight}, shape=SHAPE)
        onnx_models.assert_sizes(made, tmp_path, SHAPE)
        found = onnx_models.analysed(made, tmp_path)
        assert (found.total_params, found.total_macs) == (weight.size, 4 * 48 * weight[0].size)


def test_maxima_are_put_back_where_they_were(tmp_path: Path) -> None:
    pool = {"kernel_shape": [2, 2], "strides": [2, 2]}
    nodes = [node("MaxPool", ["x"], ["m", "i"], **pool), node("MaxUnpool", ["m", "i"], ["y"], **pool)]
    made = model(nodes, {}, shape=(1, 1, 6, 8))
    onnx_models.assert_sizes(made, tmp_path, (1, 1, 6, 8))
    field = onnx_models.analysed(made, tmp_path).graph.nodes[-1].receptive_field
    assert field is not None
    assert field.at_most
    nodes[1].input.append("wanted")
    made = model(nodes, {"wanted": whole(1, 1, 7, 9)}, shape=(1, 1, 6, 8))
    onnx_models.assert_sizes(made, tmp_path, (1, 1, 6, 8))


@pytest.mark.parametrize("settings", [{}, {"pads": [1, 0, 1, 2]}, {"dilations": [2, 1]}, {"strides": [2, 2]}])
def test_windows_are_laid_beside_one_another(tmp_path: Path, settings: dict[str, Any]) -> None:
    """The columns of which a picture of 5x5 is made, by windows of 2x2."""
    pads, steps = settings.get("pads", [0] * 4), settings.get("strides", [1, 1])
    apart = settings.get("dilations", [1, 1])
    counts = [(5 + pads[i] + pads[i + 2] - apart[i] - 1) // steps[i] + 1 for i in (0, 1)]
    count = int(np.prod(counts))
    nodes = [node("Reshape", ["x", "s"], ["r"]), node("Col2Im", ["r", "image", "block"], ["y"], **settings)]
    constants = {"s": whole(1, 3 * 4, count), "image": whole(5, 5), "block": whole(2, 2)}
    made = model(nodes, constants, opset=18, shape=(1, 12, 1, count))
    onnx_models.assert_sizes(made, tmp_path, (1, 12, 1, count))


def test_a_deformed_convolution_counts_as_one_and_may_read_anything(tmp_path: Path) -> None:
    nodes = [node("DeformConv", ["x", "w", "o"], ["y"], pads=[1, 1, 1, 1], kernel_shape=[3, 3])]
    weight = some(6, 4, 3, 3)
    made = model(nodes, {"w": weight, "o": some(1, 18, 6, 8)}, opset=19, shape=SHAPE)
    onnx_models.assert_sizes(made, tmp_path, SHAPE)
    found = onnx_models.analysed(made, tmp_path)
    assert found.total_macs == 6 * 8 * weight.size
    assert not found.uncounted
    field = found.graph.nodes[-1].receptive_field
    assert field is not None
    assert field.at_most
    assert field.covers(6, 8)


def test_regions_are_of_the_size_that_is_asked_for(tmp_path: Path) -> None:
    boxes = np.array([[0, 0, 3, 3], [1, 1, 5, 5], [0, 2, 4, 4]], "float32")
    nodes = [node("RoiAlign", ["x", "boxes", "batch"], ["y"], output_height=2, output_width=3)]
    made = model(nodes, {"boxes": boxes, "batch": whole(0, 0, 0)}, shape=SHAPE)
    onnx_models.assert_sizes(made, tmp_path, SHAPE)
    assert onnx_models.analysed(made, tmp_path).total_macs == 0
    nodes = [node("MaxRoiPool", ["x", "boxes"], ["y"], pooled_shape=[2, 3])]
    made = model(nodes, {"boxes": some(3, 5)}, shape=SHAPE)
    assert onnx_models.read_sizes(made, tmp_path, SHAPE) == [(3, 4, 2, 3)]
