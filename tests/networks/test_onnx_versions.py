"""What older sets of ONNX's operators mean: settings that became inputs, other defaults, flattened softmax."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cnnstudio.networks.onnx_file import OnnxNode
from cnnstudio.networks.onnx_versions import modern
from tests.networks import onnx_models
from tests.networks.onnx_models import PICTURE, Case, model, node, of_case, single, some, whole


@pytest.mark.parametrize("operator", ["Softmax", "LogSoftmax", "Hardmax"])
@pytest.mark.parametrize("axis", [None, 0, 1, 2, 3, -1])
@pytest.mark.parametrize("opset", [9, 11, 12])
def test_a_softmax_before_operator_set_13_is_over_all_from_its_axis_on(
    tmp_path: Path, operator: str, axis: int | None, opset: int
) -> None:
    """Held against today's Softmax of the flattened picture, as the text of operator set 11 has it."""
    settings = {} if axis is None else {"axis": axis}
    old = model([node(operator, ["x"], ["y"], **settings)], {}, opset=opset)
    rows = int(np.prod(PICTURE[: 1 if axis is None else axis]))
    parts = [
        node("Reshape", ["x", "flat"], ["a"]),
        node(operator, ["a"], ["b"], axis=1),
        node("Reshape", ["b", "wide"], ["y"]),
    ]
    today = model(parts, {"flat": whole(rows, -1), "wide": whole(*PICTURE)})
    assert onnx_models.read_sizes(old, tmp_path) == [result.shape for result in onnx_models.expected(today)]
    field = onnx_models.analysed(old, tmp_path).graph.nodes[-1].receptive_field
    assert field is not None
    rows_read = 6 if axis in (None, 0, 1, 2) else 1
    assert field.box(0, 0, 6, 8) == (0, 0, rows_read, 8)
    assert not onnx_models.wrong_fields(today, tmp_path) or operator == "Hardmax"


def test_todays_softmax_is_over_its_axis_alone(tmp_path: Path) -> None:
    for axis, box in ((1, (0, 0, 1, 1)), (2, (0, 0, 6, 1)), (-1, (0, 0, 1, 8))):
        made = model([node("Softmax", ["x"], ["y"], axis=axis)], {}, opset=13)
        field = onnx_models.analysed(made, tmp_path).graph.nodes[-1].receptive_field
        assert field is not None
        assert field.box(0, 0, 6, 8) == box
        assert not onnx_models.wrong_fields(made, tmp_path)


# Operator set, and what was a setting in it.
SETTINGS: list[tuple[int, Case]] = [
    (11, ("Squeeze", [], {"axes": [0]})),
    (7, ("Unsqueeze", [], {"axes": [0, 3]})),
    (11, ("Unsqueeze", [], {"axes": [1, 4]})),
    (6, ("Clip", [], {"min": 0.0, "max": 6.0})),
    (10, ("Clip", [], {"min": 0.0})),
    (10, ("Clip", [], {})),
    (10, ("Pad", [], {"pads": [0, 0, 1, 2, 0, 0, 3, 0], "value": 1.0})),
    (2, ("Pad", [], {"pads": [0, 0, 1, 2, 0, 0, 3, 0], "mode": "reflect"})),
    (9, ("Slice", [], {"starts": [1, 0], "ends": [3, 100], "axes": [1, 3]})),
    (7, ("Slice", [], {"starts": [0, 1, -3], "ends": [1, -1, 100]})),
    (12, ("ReduceSum", [], {"axes": [1], "keepdims": 0})),
    (11, ("ReduceMean", [], {"axes": [2, 3]})),
    (12, ("ReduceLogSumExp", [], {"axes": [-1]})),
    (9, ("TopK", [], {"k": 3, "axis": 2})),
    (7, ("Dropout", [], {"ratio": 0.3})),
    (9, ("BatchNormalization", [some(4), some(4), some(4), some(4) ** 2], {"epsilon": 1e-3})),
    (7, ("Upsample", [], {"scales": [1.0, 1.0, 2.0, 3.0], "mode": "nearest"})),
    (9, ("Upsample", [np.array([1, 1, 2, 3], "float32")], {"mode": "nearest"})),
    (10, ("Resize", [np.array([1, 1, 2, 3], "float32")], {"mode": "nearest"})),
    (12, ("Split", [], {"axis": 1, "split": [1, 3]})),
    (7, ("Add", [some(4, 1, 1)], {})),
    (7, ("PRelu", [some(4, 1, 1)], {})),
    (11, ("Gemm", [some(48, 5), some(5)], {})),
]


def _today(operator: str, values: Any, settings: dict[str, Any]) -> Case | None:
    """The same with inputs in place of settings, for what the reference knows of today's alone."""
    if operator == "Upsample":
        scales = values[0] if values else np.array(settings["scales"], "float32")
        return "Upsample", [scales], {"mode": "nearest"}
    if operator == "Resize":
        plain = {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}
        return "Resize", ["", values[0]], plain
    if operator == "TopK":
        return "TopK", [whole(settings["k"])], {"axis": settings["axis"]}
    return None


@pytest.mark.parametrize(("opset", "case"), SETTINGS, ids=[f"{opset}-{case[0]}" for opset, case in SETTINGS])
def test_what_was_a_setting_is_read(tmp_path: Path, opset: int, case: Case) -> None:
    operator, values, settings = case
    shape = (1, 1, 1, 48) if operator == "Gemm" else (1, 4, 6, 8)
    results = {"TopK": 2, "Split": 2}.get(operator, 1)
    made = of_case(case, opset=opset, shape=shape, results=results)
    if operator == "Gemm":
        made = model(
            [node("Flatten", ["x"], ["f"]), node("Gemm", ["f", "w", "b"], ["y"])],
            {"w": values[0], "b": values[1]},
            opset=opset,
            shape=shape,
        )
    same = _today(operator, values, dict(settings))
    true = (
        made if same is None else of_case(same, opset=9 if same[0] == "Upsample" else 17, shape=shape, results=results)
    )
    sizes = onnx_models.read_sizes(made, tmp_path, shape)
    assert sizes == [result.shape for result in onnx_models.expected(true, shape)]


@pytest.mark.parametrize(("opset", "settings"), [(7, {}), (13, {}), (18, {"num_outputs": 3})])
@pytest.mark.parametrize(("axis", "length"), [(1, 6), (2, 10), (3, 8)])
def test_a_split_without_sizes_has_as_many_parts_as_results(
    tmp_path: Path, opset: int, settings: dict[str, int], axis: int, length: int
) -> None:
    """The last part is smaller where the length is no multiple of their number."""
    shape = [1, 2, 4, 4]
    shape[axis] = length
    made = of_case(("Split", [], {"axis": axis, **settings}), opset=opset, shape=shape, results=3)
    sizes = onnx_models.read_sizes(made, tmp_path, shape)
    assert [size[axis] for size in sizes] == [-(-length // 3)] * 2 + [length - 2 * -(-length // 3)]
    if length % 3 == 0 or opset == 18:
        assert sizes == [result.shape for result in onnx_models.expected(made, shape)]


def test_numbers_that_begin_at_a_dimension_are_broadcast_there(tmp_path: Path) -> None:
    """Before operator set 7: one number for each channel, by ``axis=1``."""
    made = of_case(("Add", [some(4)], {"broadcast": 1, "axis": 1}), opset=6)
    assert onnx_models.read_sizes(made, tmp_path) == [PICTURE]
    made = of_case(("Mul", [some(6, 8)], {"broadcast": 1}), opset=6)
    assert onnx_models.read_sizes(made, tmp_path) == [PICTURE]
    made = of_case(("PRelu", [some(4)], {}), opset=6)
    assert onnx_models.analysed(made, tmp_path).output_shape == PICTURE


def test_the_oldest_forms_of_shapes_are_read(tmp_path: Path) -> None:
    made = of_case(("Reshape", [], {"shape": [0, -1, 2]}), opset=1)
    assert onnx_models.read_sizes(made, tmp_path) == [(2, 96, 2)]
    made = of_case(("Tile", [single(3), single(1)], {}), opset=1)
    assert onnx_models.read_sizes(made, tmp_path) == [(2, 12, 6, 8)]
    made = of_case(("Upsample", [], {"width_scale": 2.0, "height_scale": 3.0}), opset=1)
    assert onnx_models.read_sizes(made, tmp_path) == [(2, 4, 18, 16)]
    made = of_case(("Cast", [], {"to": "DOUBLE"}), opset=1)
    assert onnx_models.read_sizes(made, tmp_path) == [PICTURE]


@pytest.mark.parametrize(
    ("opset", "settings", "results", "of_batch"),
    [
        (6, {"is_test": 1}, 1, False),
        (6, {}, 1, True),
        (9, {}, 1, False),
        (9, {}, 5, True),
        (15, {"training_mode": 1}, 3, True),
    ],
)
def test_whether_batch_normalisation_measures_is_told_by_its_time(
    tmp_path: Path, opset: int, settings: dict[str, int], results: int, of_batch: bool
) -> None:
    weights = [some(4), some(4), some(4), some(4) ** 2]
    made = of_case(("BatchNormalization", weights, settings), opset=opset, results=results)
    del made.graph.output[1:]
    found = onnx_models.analysed(made, tmp_path)
    field = found.graph.nodes[-1].receptive_field
    assert field is not None
    assert field.covers(6, 8) is of_batch
    assert found.output_shape == PICTURE


def test_a_batch_normalisation_of_each_place_has_a_weight_for_each(tmp_path: Path) -> None:
    weights = [some(4, 6, 8), some(4, 6, 8), some(4, 6, 8), some(4, 6, 8) ** 2]
    found = onnx_models.analysed(of_case(("BatchNormalization", weights, {"spatial": 0}), opset=8), tmp_path)
    assert (found.output_shape, found.total_params) == (PICTURE, 4 * 4 * 6 * 8)


def test_a_node_of_today_stays_as_it_is() -> None:
    plain = OnnxNode("Softmax", "", ("x",), ("y",), {"axis": 1}, "")
    assert modern(plain, 13) is plain
    assert modern(plain, 0) is plain
    assert modern(plain, 11).settings == {"axis": 1, "flattens": 1}
