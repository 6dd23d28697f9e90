"""Small ONNX models written by hand, and what ONNX's own reference implementation makes of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from cnnstudio.analysis.network import analyse_exported
from cnnstudio.analysis.results import Analysis, NodeKind
from cnnstudio.networks import onnx_network

onnx = pytest.importorskip("onnx")
reference = pytest.importorskip("onnx.reference")
helper, numpy_helper = onnx.helper, onnx.numpy_helper
FLOAT = onnx.TensorProto.FLOAT
PICTURE = (2, 4, 6, 8)

_SOME = np.random.default_rng(1)

Case = tuple[str, Sequence[Any], Mapping[str, Any]]
"""Operator, its values after the picture (an array, or "" where one is left out), settings."""


def some(*shape: int) -> np.ndarray:
    """Random numbers."""
    return _SOME.standard_normal(shape).astype("float32")


def whole(*numbers: int) -> np.ndarray:
    """Whole numbers, as sizes are."""
    return np.array(numbers, "int64")


def single(number: float) -> np.ndarray:
    """One number without dimensions."""
    return np.array(number, "float32" if isinstance(number, float) else "int64")


def node(operator: str, inputs: Sequence[str], outputs: Sequence[str], **settings: Any) -> Any:
    """A call of an operator, by a module called "part"."""
    return helper.make_node(operator, inputs, outputs, name=f"/part/{operator}", **settings)


def model(
    nodes: Sequence[Any],
    constants: Mapping[str, np.ndarray],
    *,
    opset: int = 17,
    shape: Sequence[Any] = PICTURE,
    outputs: Sequence[str] = ("y",),
) -> Any:
    """A model from the picture ``x`` to these results."""
    graph = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info("x", FLOAT, shape)],
        [helper.make_tensor_value_info(name, FLOAT, None) for name in outputs],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])


def of_case(case: Case, *, opset: int = 17, shape: Sequence[int] = PICTURE, results: int = 1) -> Any:
    """A model of one operator."""
    operator, values, settings = case
    names = [f"c{place}" if isinstance(value, np.ndarray) else value for place, value in enumerate(values)]
    arrays = {name: value for name, value in zip(names, values, strict=True) if isinstance(value, np.ndarray)}
    outputs = ["y", *(f"y{place}" for place in range(1, results))]
    return model(
        [node(operator, ["x", *names], outputs, **settings)], arrays, opset=opset, shape=shape, outputs=outputs
    )


def saved(made: Any, folder: Path) -> Path:
    """The model as a file."""
    file = folder / "net.onnx"
    file.write_bytes(made.SerializeToString())
    return file


def expected(made: Any, shape: Sequence[int] = PICTURE) -> list[np.ndarray]:
    """What the reference gives for a random picture."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found: list[np.ndarray] = reference.ReferenceEvaluator(made).run(None, {"x": some(*shape)})
    return found


def read_sizes(made: Any, folder: Path, shape: Sequence[int] = PICTURE) -> list[tuple[int, ...]]:
    """The sizes of what the program reads from the model's file."""
    found = onnx_network.read(saved(made, folder)).module(torch.empty(tuple(shape), device="meta"))
    results = found.values() if isinstance(found, dict) else [found]
    return [tuple(result.shape) for result in results]


def assert_sizes(made: Any, folder: Path, shape: Sequence[int] = PICTURE) -> None:
    """The program's sizes are those of the reference's results."""
    assert read_sizes(made, folder, shape) == [result.shape for result in expected(made, shape)]


def analysed(made: Any, folder: Path) -> Analysis:
    """The program's analysis of the model's file."""
    return analyse_exported(saved(made, folder))


def wrong_fields(made: Any, folder: Path, shape: Sequence[int] = PICTURE) -> list[str]:
    """What the analysis says otherwise than the reference about which rows and columns each unit depends on."""
    run = reference.ReferenceEvaluator(made).run
    picture = (np.abs(some(*shape)) + 0.5).astype("float32")
    (before,) = run(None, {"x": picture})
    assert before.ndim == 4
    spans = []
    for axis in (2, 3):
        touched = []
        for line in range(shape[axis]):
            changed = picture.copy()
            part = changed[:, :, line] if axis == 2 else changed[..., line]
            part += 3 + np.abs(some(*part.shape))
            (after,) = run(None, {"x": changed})
            touched.append((after != before).any((0, 1)))
        by_line = np.stack(touched)
        first, end = by_line.argmax(0), len(by_line) - by_line[::-1].argmax(0)
        spans.append((first, np.where(by_line.any(0), end, first)))
    (field,) = [node.receptive_field for node in analysed(made, folder).graph.nodes if node.kind is NodeKind.OUTPUT]
    assert field is not None
    found = ["a bound only"] if field.at_most else []
    for row, column in np.ndindex(*before.shape[2:]):
        shown = field.box(row, column, *shape[2:])
        true = tuple(int(spans[axis][side][row, column]) for side in (0, 1) for axis in (0, 1))
        if shown != true:
            found.append(f"({row}, {column}): {shown} shown, {true} true")
    return found
