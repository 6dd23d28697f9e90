"""Which operators of ONNX are layers of PyTorch's, with which settings, and which are not."""

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from cnnstudio.networks import onnx_layers
from cnnstudio.networks.onnx_file import OnnxNode
from tests.networks import onnx_models
from tests.networks.onnx_models import Case, model, node, of_case, some

WEIGHT = torch.empty(6, 4, 3, 3)


def made(operator: str, settings: dict[str, Any], **constants: torch.Tensor) -> nn.Module | None:
    names = ("x", *constants)
    return onnx_layers.layer(OnnxNode(operator, "", names, ("y",), settings, ""), constants)


@pytest.mark.parametrize(
    ("operator", "settings", "expected"),
    [
        ("Celu", {"alpha": 2.0}, "CELU(alpha=2.0)"),
        ("Softsign", {}, "Softsign()"),
        ("ThresholdedRelu", {"alpha": 0.5}, "Threshold(threshold=0.5, value=0.0)"),
        ("Shrink", {"lambd": 0.3}, "Hardshrink(0.3)"),
        ("Shrink", {"lambd": 0.3, "bias": 0.3}, "Softshrink(0.3)"),
        ("Shrink", {"lambd": 0.3, "bias": 0.1}, "None"),
        ("Swish", {}, "SiLU()"),
        ("Swish", {"alpha": 2.0}, "None"),
        ("HardSigmoid", {"alpha": 1 / 6}, "Hardsigmoid()"),
        ("HardSigmoid", {}, "None"),
        (
            "MaxPool",
            {"kernel_shape": [2], "auto_pad": "VALID", "pads": [1, 1]},
            "MaxPool1d(kernel_size=(2,), stride=(1,), padding=(0,), dilation=(1,), ceil_mode=False)",
        ),
        ("MaxPool", {"kernel_shape": [2, 2], "pads": [2, 2, 2, 2]}, "None"),
        (
            "LpPool",
            {"kernel_shape": [2, 2], "p": 3},
            "LPPool2d(norm_type=3, kernel_size=(2, 2), stride=(1, 1), ceil_mode=False)",
        ),
        ("LpPool", {"kernel_shape": [2, 2], "pads": [1, 1, 1, 1]}, "None"),
    ],
)
def test_a_layer_is_pytorchs_where_it_has_one(operator: str, settings: dict[str, Any], expected: str) -> None:
    assert repr(made(operator, settings)) == expected


def test_weights_that_are_computed_make_no_layer() -> None:
    call = OnnxNode("Conv", "", ("x", "w", "b"), ("y",), {}, "")
    assert isinstance(onnx_layers.layer(call, {"w": WEIGHT, "b": torch.empty(6)}), nn.Conv2d)
    assert onnx_layers.layer(call, {"w": WEIGHT}) is None
    assert onnx_layers.layer(call, {"b": torch.empty(6)}) is None


def test_a_bias_that_is_computed_is_read_too(tmp_path: Path) -> None:
    """The sum reads all of the picture, as its bias does."""
    nodes = [
        node("GlobalAveragePool", ["x"], ["p"]),
        node("Flatten", ["p"], ["f"]),
        node("Gemm", ["f", "m", "f"], ["g"]),
        node("Squeeze", ["g", "zero"], ["b"]),
        node("Conv", ["x", "w", "b"], ["y"]),
    ]
    constants = {"m": some(4, 4), "zero": onnx_models.whole(0), "w": some(4, 4, 1, 1)}
    found = onnx_models.analysed(model(nodes, constants, shape=(1, 4, 6, 8)), tmp_path)
    field = found.graph.nodes[-1].receptive_field
    assert field is not None
    assert field.covers(6, 8)
    assert found.total_params == 32


def test_a_bias_of_rows_is_no_layers(tmp_path: Path) -> None:
    for bias in (some(2, 1), some(1), some(2, 5)):
        nodes = [node("Flatten", ["x"], ["f"]), node("Gemm", ["f", "w", "b"], ["y"])]
        made_ = model(nodes, {"w": some(192, 5), "b": bias})
        onnx_models.assert_sizes(made_, tmp_path)
        assert onnx_models.analysed(made_, tmp_path).total_params == 192 * 5 + bias.size


@pytest.mark.parametrize(
    "case",
    [
        *((name, [], {}) for name in ("Celu", "Softsign", "ThresholdedRelu", "Shrink", "HardSigmoid", "Mish")),
        ("HardSigmoid", [], {"alpha": 0.3, "beta": 0.4}),
        ("Shrink", [], {"lambd": 0.3, "bias": 0.1}),
        ("PRelu", [some(4, 1, 1)], {}),
        ("PRelu", [some(4, 6, 8)], {}),
        ("PRelu", [some(8)], {}),
        ("PRelu", [some(1)], {}),
        ("Dropout", [], {}),
    ],
    ids=str,
)
def test_number_by_number(tmp_path: Path, case: Case) -> None:
    onnx_models.assert_sizes(of_case(case, opset=18), tmp_path)
    field = onnx_models.analysed(of_case(case, opset=18), tmp_path).graph.nodes[-1].receptive_field
    assert field is not None
    assert field.box(2, 3, 6, 8) == (2, 3, 3, 4)
    assert not field.at_most


def test_a_mask_that_is_used_is_given_too(tmp_path: Path) -> None:
    nodes = [node("Dropout", ["x"], ["d", "m"]), node("Cast", ["m"], ["f"], to=1), node("Mul", ["d", "f"], ["y"])]
    onnx_models.assert_sizes(model(nodes, {}), tmp_path)
