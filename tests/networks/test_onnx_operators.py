"""Each operator of ONNX that is read, held against ONNX's own reference implementation: the sizes of what it gives."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from cnnstudio.analysis.network import analyse_exported
from cnnstudio.errors import WeightsError
from cnnstudio.networks import onnx_layers, onnx_network, onnx_operators
from cnnstudio.networks.onnx_file import OnnxNode
from tests.networks import onnx_models

onnx = pytest.importorskip("onnx")
reference = pytest.importorskip("onnx.reference")
helper, numpy_helper = onnx.helper, onnx.numpy_helper
FLOAT = onnx.TensorProto.FLOAT

_SOME = np.random.default_rng(1)


def some(*shape: int) -> np.ndarray:
    return _SOME.standard_normal(shape).astype("float32")


def whole(*numbers: int) -> np.ndarray:
    return np.array(numbers, "int64")


# Operator, constants after the picture of 2x4x6x8, settings.
CASES: list[tuple[str, list[np.ndarray], dict[str, Any]]] = [
    ("Conv", [some(6, 4, 3, 3), some(6)], {"pads": [1, 1, 1, 1], "strides": [2, 1]}),
    ("Conv", [some(4, 1, 3, 3)], {"group": 4, "dilations": [2, 2]}),
    ("Conv", [some(6, 4, 2, 3)], {"pads": [0, 1, 1, 1]}),
    ("Conv", [some(6, 4, 3, 3)], {"auto_pad": "SAME_UPPER", "strides": [2, 2]}),
    ("Conv", [some(6, 4, 3, 3)], {"auto_pad": "SAME_LOWER"}),
    ("ConvTranspose", [some(4, 3, 2, 2), some(3)], {"strides": [2, 2]}),
    ("BatchNormalization", [some(4), some(4), some(4), some(4) ** 2], {}),
    ("MaxPool", [], {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]}),
    ("MaxPool", [], {"kernel_shape": [3, 2], "strides": [2, 3], "ceil_mode": 1}),
    ("MaxPool", [], {"kernel_shape": [2, 2], "strides": [2, 2], "pads": [0, 0, 1, 1]}),
    ("AveragePool", [], {"kernel_shape": [2, 2], "strides": [2, 2]}),
    ("GlobalAveragePool", [], {}),
    ("GlobalMaxPool", [], {}),
    *((name, [], {}) for name in ("Relu", "Sigmoid", "Tanh", "Softplus", "Erf", "Exp", "Neg", "Abs", "Floor", "Sign")),
    *((name, [], {}) for name in ("LeakyRelu", "Elu", "Selu", "HardSigmoid", "HardSwish", "Softmax", "LogSoftmax")),
    ("Flatten", [], {"axis": 2}),
    ("Flatten", [], {}),
    ("Identity", [], {}),
    ("Transpose", [], {"perm": [0, 2, 3, 1]}),
    ("Transpose", [], {}),
    ("Reshape", [whole(0, -1, 2)], {}),
    ("Squeeze", [whole()], {}),
    ("Unsqueeze", [whole(0, -1)], {}),
    ("Expand", [whole(3, 2, 4, 6, 8)], {}),
    ("Expand", [whole(1, 1)], {}),
    ("Tile", [whole(1, 2, 1, 3)], {}),
    ("Slice", [whole(1, 0), whole(3, 100), whole(1, 3), whole(1, 3)], {}),
    ("Slice", [whole(-1), whole(-100), whole(2), whole(-2)], {}),
    ("Slice", [whole(5), whole(2), whole(3)], {}),
    ("Gather", [whole(2, -1, 0)], {"axis": 2}),
    ("Gather", [np.array([[0, 1], [1, 0]], "int64")], {"axis": 1}),
    ("Gather", [np.array(3, "int64")], {"axis": 3}),
    ("Pad", [whole(0, 0, 1, 2, 0, 0, 3, 0)], {}),
    ("Pad", [whole(0, 0, 1, 2, 0, 0, 3, 0)], {"mode": "reflect"}),
    ("Resize", [np.zeros(0, "float32"), np.array([1, 1, 2, 2], "float32")], {"mode": "nearest"}),
    ("Resize", [np.zeros(0, "float32"), np.array([1, 1, 0.5, 1.5], "float32")], {"mode": "linear"}),
    ("Add", [some(4, 1, 1)], {}),
    ("Mul", [np.array(2.0, "float32")], {}),
    ("Sub", [some(2, 4, 6, 8)], {}),
    ("Div", [np.array([2.0], "float32")], {}),
    ("Pow", [np.array(2.0, "float32")], {}),
    ("Max", [some(8)], {}),
    ("Clip", [np.array(0.0, "float32"), np.array(6.0, "float32")], {}),
    ("PRelu", [some(4, 1, 1)], {}),
    ("MatMul", [some(8, 5)], {}),
    ("MatMul", [some(2, 4, 8, 3)], {}),
    ("ReduceMean", [], {"axes": [2, 3], "keepdims": 0}),
    ("ReduceMax", [], {"axes": [1]}),
    ("ReduceSum", [whole(-1)], {"keepdims": 0}),
    ("ReduceL2", [], {"axes": [1], "keepdims": 1}),
    ("ArgMax", [], {"axis": 1, "keepdims": 0}),
    ("Concat", [some(2, 3, 6, 8)], {"axis": 1}),
    ("LayerNormalization", [some(8), some(8)], {"axis": -1}),
    ("InstanceNormalization", [some(4), some(4)], {}),
    ("LRN", [], {"size": 3}),
    ("SpaceToDepth", [], {"blocksize": 2}),
    ("DepthToSpace", [], {"blocksize": 2}),
    ("DepthToSpace", [], {"blocksize": 2, "mode": "CRD"}),
    ("Cast", [], {"to": 7}),
    ("Einsum", [some(8, 5)], {"equation": "nchw,wk->nchk"}),
    *(
        (name, [], {})
        for name in ("Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh")
    ),
    *((name, [], {}) for name in ("IsNaN", "IsInf")),
    *((f"Reduce{name}", [], {"axes": [1, -1]}) for name in ("L1", "LogSum", "LogSumExp", "Prod", "SumSquare", "Min")),
    ("ReduceProd", [], {"axes": [2], "keepdims": 0}),
    ("ReduceSum", [whole()], {"noop_with_empty_axes": 1}),
    ("LpNormalization", [], {"axis": 1, "p": 1}),
    ("MeanVarianceNormalization", [], {}),
    ("Mean", [some(4, 6, 8), some(8)], {}),
    ("Sum", [some(4, 6, 8), some(8)], {}),
    ("CastLike", [whole(1)], {}),
    ("RandomNormalLike", [], {"dtype": 1}),
]


@pytest.mark.parametrize(
    ("operator", "constants", "settings"),
    [pytest.param(*case, id=f"{place}-{case[0]}") for place, case in enumerate(CASES)],
)
def test_the_sizes_are_those_of_the_reference(
    tmp_path: Path, operator: str, constants: list[np.ndarray], settings: dict[str, Any]
) -> None:
    names = [f"c{place}" for place in range(len(constants))]
    node = helper.make_node(operator, ["x", *names], ["y"], name=f"/part/{operator}", **settings)
    graph = helper.make_graph(
        [node],
        "net",
        [helper.make_tensor_value_info("x", FLOAT, (2, 4, 6, 8))],
        [helper.make_tensor_value_info("y", FLOAT, None)],
        [numpy_helper.from_array(array, name) for array, name in zip(constants, names, strict=True)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    with np.errstate(invalid="ignore"):  # of some numbers there is no logarithm
        (expected,) = reference.ReferenceEvaluator(model).run(None, {"x": some(2, 4, 6, 8)})
    file = tmp_path / "net.onnx"
    file.write_bytes(model.SerializeToString())
    network = onnx_network.read(file)
    assert network.input_shape == (2, 4, 6, 8)
    found = network.module(torch.empty(2, 4, 6, 8, device="meta"))
    assert tuple(found.shape) == expected.shape


@pytest.mark.parametrize(
    ("settings", "pairs"),
    [({"axis": 2}, False), ({"axis": 1, "onesided": 1}, False), ({"axis": 3, "inverse": 1}, True), ({"axis": 2}, True)],
)
def test_a_fourier_transform_has_the_references_sizes(tmp_path: Path, settings: dict[str, int], pairs: bool) -> None:
    parts = [helper.make_node("Unsqueeze", ["x", "last"], ["a"])]
    if pairs:
        parts.append(helper.make_node("Concat", ["a", "a"], ["b"], axis=-1))
    parts.append(helper.make_node("DFT", ["b" if pairs else "a"], ["y"], **settings))
    made = onnx_models.model(parts, {"last": whole(4)})
    onnx_models.assert_sizes(made, tmp_path)
    found = onnx_models.analysed(made, tmp_path)
    assert [name.startswith(("fft", "_fft")) for names in found.uncounted.values() for name in names] == [True]


def test_what_the_reference_does_not_do_has_the_sizes_of_the_text(tmp_path: Path) -> None:
    for operator, size in (("GlobalLpPool", (2, 4, 1, 1)), ("Bernoulli", (2, 4, 6, 8))):
        assert onnx_models.read_sizes(onnx_models.of_case((operator, [], {})), tmp_path) == [size]
    made = onnx_models.of_case(("Det", [], {}), shape=(2, 4, 6, 6))
    onnx_models.assert_sizes(made, tmp_path, (2, 4, 6, 6))


SCHEMAS = {schema.name for schema in onnx.defs.get_all_schemas() if schema.domain == ""}


def test_every_operator_of_onnx_is_read_or_refused_with_its_reason() -> None:
    known = {name for name in SCHEMAS if onnx_operators.is_known(OnnxNode(name, "", (), (), {}, ""))}
    for name in SCHEMAS - known:
        assert onnx_operators.why_unread(name).startswith(f"{name} ("), name
    assert not [name for name in known if onnx_operators.why_unread(name) != name]
    assert len(known) > 155


def test_what_is_read_is_an_operator_of_onnx() -> None:
    assert (onnx_operators.FUNCTIONS.keys() | onnx_layers.LAYERS.keys()) <= SCHEMAS


def test_sizes_are_computed_of_sizes() -> None:
    """What PyTorch's exporter makes of ``x.view(x.shape[0], -1)``: numbers, although the picture has none."""
    picture = torch.empty(2, 4, 6, 8, device="meta")
    (shape,) = onnx_operators.play(OnnxNode("Shape", "", ("x",), ("s",), {}, ""), [picture])
    (first,) = onnx_operators.play(OnnxNode("Gather", "", ("s", "i"), ("f",), {}, ""), [shape, torch.tensor(0)])
    (alone,) = onnx_operators.play(OnnxNode("Unsqueeze", "", ("f", "a"), ("u",), {}, ""), [first, torch.tensor([0])])
    (both,) = onnx_operators.play(
        OnnxNode("Concat", "", ("u", "m"), ("b",), {"axis": 0}, ""), [alone, torch.tensor([-1])]
    )
    (flat,) = onnx_operators.play(OnnxNode("Reshape", "", ("x", "b"), ("y",), {}, ""), [picture, both])
    assert both.tolist() == [2, -1]
    assert flat.shape == (2, 192)


def test_sizes_that_only_a_picture_gives_are_refused_in_words() -> None:
    picture = torch.empty(2, 4, device="meta")
    with pytest.raises(WeightsError, match="sizes of numbers that only its weights or a picture give"):
        onnx_operators.play(OnnxNode("Reshape", "", ("x", "b"), ("y",), {}, ""), [picture, picture[0]])


@pytest.mark.parametrize(
    ("operator", "domain", "known"),
    [
        ("Conv", "", True),
        ("Constant", "ai.onnx", True),
        ("LSTM", "", True),
        ("Loop", "", False),
        ("Conv", "com.ms", False),
    ],
)
def test_what_is_read_is_known_beforehand(operator: str, domain: str, known: bool) -> None:
    assert onnx_operators.is_known(OnnxNode(operator, "", (), (), {}, domain)) is known


# Reshaped to, operator, constants, settings.
OTHER_DIMENSIONS: list[tuple[tuple[int, ...], str, list[np.ndarray], dict[str, Any]]] = [
    *(
        (shape, operator, [], {"kernel_shape": [2] * (len(shape) - 2), "strides": [2] * (len(shape) - 2)})
        for shape in ((2, 4, 48), (2, 4, 2, 4, 6))
        for operator in ("MaxPool", "AveragePool")
    ),
    ((2, 4, 48), "MaxPool", [], {"kernel_shape": [3], "pads": [0, 1], "dilations": [2]}),
    ((2, 4, 48), "GlobalAveragePool", [], {}),
    ((2, 4, 2, 4, 6), "GlobalAveragePool", [], {}),
    ((2, 192), "BatchNormalization", [some(192), some(192), some(192), some(192) ** 2], {}),
    ((2, 4, 48), "BatchNormalization", [some(4), some(4), some(4), some(4) ** 2], {}),
    ((2, 4, 2, 4, 6), "BatchNormalization", [some(4), some(4), some(4), some(4) ** 2], {}),
    ((2, 4, 48), "Resize", [np.zeros(0, "float32"), np.array([1, 1, 1.5], "float32")], {"mode": "linear"}),
]


@pytest.mark.parametrize(
    ("shape", "operator", "constants", "settings"),
    [pytest.param(*case, id=f"{place}-{case[1]}") for place, case in enumerate(OTHER_DIMENSIONS)],
)
def test_rows_and_volumes_have_the_reference_s_sizes(
    tmp_path: Path, shape: tuple[int, ...], operator: str, constants: list[np.ndarray], settings: dict[str, Any]
) -> None:
    names = [f"c{place}" for place in range(len(constants))]
    nodes = [
        helper.make_node("Reshape", ["x", "shape"], ["r"]),
        helper.make_node(operator, ["r", *names], ["y"], name=f"/part/{operator}", **settings),
    ]
    arrays = zip([whole(*shape), *constants], ["shape", *names], strict=True)
    graph = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info("x", FLOAT, (2, 4, 6, 8))],
        [helper.make_tensor_value_info("y", FLOAT, None)],
        [numpy_helper.from_array(array, name) for array, name in arrays],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    (expected,) = reference.ReferenceEvaluator(model).run(None, {"x": some(2, 4, 6, 8)})
    file = tmp_path / "net.onnx"
    file.write_bytes(model.SerializeToString())
    module = onnx_network.read(file).module
    for _ in range(2):
        assert tuple(module(torch.empty(2, 4, 6, 8, device="meta")).shape) == expected.shape
    kinds = {type(layer).__name__[-2:] for layer in module.modules() if type(layer) is not type(module)}
    assert kinds <= {f"{max(len(shape) - 2, 1)}d"}


@pytest.mark.parametrize("of_batch", [True, False])
def test_normalising_by_what_is_computed_reads_what_that_reads(tmp_path: Path, of_batch: bool) -> None:
    """A batch's own mean is made of all its pictures; so is one that other nodes compute of them."""
    nodes = [helper.make_node("BatchNormalization", ["x", "g", "b", "m", "v"], ["y"], training_mode=1)]
    if not of_batch:
        nodes = [
            helper.make_node("ReduceMean", ["x"], ["m"], axes=[0, 2, 3], keepdims=0),
            helper.make_node("BatchNormalization", ["x", "g", "b", "m", "v"], ["y"]),
        ]
    constants = [numpy_helper.from_array(some(4), name) for name in ("g", "b", "v", *(["m"] if of_batch else []))]
    graph = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info("x", FLOAT, (2, 4, 6, 8))],
        [helper.make_tensor_value_info("y", FLOAT, None)],
        constants,
    )
    file = tmp_path / "net.onnx"
    opset = helper.make_opsetid("", 17)
    file.write_bytes(helper.make_model(graph, opset_imports=[opset]).SerializeToString())
    analysis = analyse_exported(file)
    field = analysis.graph.nodes[-1].receptive_field
    assert field is not None
    assert field.covers(6, 8)
    assert analysis.output_shape == (2, 4, 6, 8)


RESIZED: list[tuple[list[float], dict[str, Any]]] = [
    *(
        (scales, {"mode": "nearest", "coordinate_transformation_mode": corners, "nearest_mode": rounding})
        for scales in ([1, 1, 2.0, 1.5], [1, 1, 0.7, 2.6])
        for corners in ("half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel")
        for rounding in ("floor", "ceil", "round_prefer_floor", "round_prefer_ceil")
    ),
    *(
        (scales, {"mode": mode, "coordinate_transformation_mode": corners, "cubic_coeff_a": -0.75})
        for scales in ([1, 1, 2.0, 1.5], [1, 1, 0.7, 2.6])
        for mode in ("linear", "cubic")
        for corners in ("half_pixel", "align_corners", "pytorch_half_pixel")
    ),
]


@pytest.mark.parametrize(("scales", "settings"), RESIZED)
def test_a_resized_picture_is_made_of_the_reference_s_pixels(scales: list[float], settings: dict[str, Any]) -> None:
    picture = some(1, 2, 10, 10)
    node = helper.make_node("Resize", ["x", "", "s"], ["y"], **settings)
    graph = helper.make_graph(
        [node],
        "net",
        [helper.make_tensor_value_info("x", FLOAT, picture.shape)],
        [helper.make_tensor_value_info("y", FLOAT, None)],
        [numpy_helper.from_array(np.array(scales, "float32"), "s")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    (expected,) = reference.ReferenceEvaluator(model).run(None, {"x": picture})
    values = [torch.from_numpy(picture), None, torch.tensor(scales)]
    (found,) = onnx_operators.play(OnnxNode("Resize", "", ("x", "", "s"), ("y",), settings, ""), values)
    assert found.shape == (1, 2, int(np.float32(10) * np.float32(scales[2])), int(np.float32(10 * scales[3])))
    if found.shape == expected.shape:  # the reference computes sizes in double precision
        assert np.allclose(found.numpy(), expected, atol=1e-5)
    else:
        assert scales[2] == 0.7


@pytest.mark.parametrize(
    ("operator", "settings"),
    [
        ("Resize", {"mode": "nearest", "coordinate_transformation_mode": "tf_crop_and_resize"}),
        ("Resize", {"mode": "lanczos"}),
        ("AveragePool", {"kernel_shape": [99, 2], "dilations": [2, 2], "pads": [99] * 4}),
        ("Split", {"axis": 2, "num_outputs": 5}),
    ],
)
def test_what_pytorch_cannot_do_is_refused_rather_than_done_in_another_way(
    operator: str, settings: dict[str, Any]
) -> None:
    values = [torch.empty(1, 2, 6, 8, device="meta"), None, torch.tensor([1.0, 1.0, 2.0, 2.0])]
    with pytest.raises(WeightsError, match=f"{operator} is used in a way that is not read here"):
        onnx_operators.play(OnnxNode(operator, "", ("x", "", "s"), ("y",), settings, ""), values)


def test_a_triangle_begins_where_the_file_says() -> None:
    node = OnnxNode("Trilu", "", ("x", "k"), ("y",), {"upper": 1}, "")
    (found,) = onnx_operators.play(node, [torch.ones(3, 3), torch.tensor(1)])
    assert found.tolist() == [[0, 1, 1], [0, 0, 1], [0, 0, 0]]


def test_rows_that_a_file_picks_by_number_are_known() -> None:
    """``x[:, :, [0, 5]]``: each row that comes out reads one row."""
    picture = torch.empty(1, 2, 6, 8, device="meta")
    node = OnnxNode("Gather", "", ("x", "i"), ("y",), {"axis": 2}, "")
    (found,) = onnx_operators.play(node, [picture, torch.tensor([0, 5])])
    assert found.shape == (1, 2, 2, 8)


def test_numbers_looked_up_by_the_picture_depend_on_it(tmp_path: Path) -> None:
    nodes = [
        helper.make_node("Cast", ["x"], ["i"], to=7),
        helper.make_node("Gather", ["table", "i"], ["y"], axis=0),
    ]
    graph = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info("x", FLOAT, (1, 1, 6, 8))],
        [helper.make_tensor_value_info("y", FLOAT, None)],
        [numpy_helper.from_array(some(10, 7), "table")],
    )
    file = tmp_path / "net.onnx"
    opset = helper.make_opsetid("", 17)
    file.write_bytes(helper.make_model(graph, opset_imports=[opset]).SerializeToString())
    analysis = analyse_exported(file)
    assert (analysis.output_shape, analysis.total_params) == ((1, 1, 6, 8, 7), 70)
    assert any("does not say which of its constants are learnt" in remark for remark in analysis.remarks)


@pytest.mark.parametrize(
    ("operator", "values", "settings"),
    [
        ("Expand", [torch.zeros(1), torch.tensor([1 << 36])], {}),
        ("Tile", [torch.zeros(4096), torch.tensor([1 << 26])], {}),
        ("Pad", [torch.zeros(4), torch.tensor([0, 1 << 36])], {}),
        ("MatMul", [torch.zeros(60_000, 1), torch.zeros(1, 60_000)], {}),
        ("ConstantOfShape", [torch.tensor([1 << 18, 1 << 18])], {}),
        ("OneHot", [torch.zeros(60_000), torch.tensor(60_000), torch.tensor([0, 1])], {}),
        ("Concat", [torch.zeros(1).expand(1 << 36)] * 2, {"axis": 0}),
        ("Mul", [torch.zeros(60_000, 1), torch.zeros(60_000)], {}),
    ],
)
def test_numbers_that_would_fill_the_memory_are_only_counted(
    operator: str, values: list[torch.Tensor], settings: dict[str, Any]
) -> None:
    (found,) = onnx_operators.play(OnnxNode(operator, "", (), ("y",), settings, ""), values)
    assert found.is_meta
    assert found.numel() > 1 << 28


def test_a_slice_of_endless_length_goes_through_nothing() -> None:
    value = torch.empty(1, device="meta").expand(1 << 40)
    for start, end, step, count in (
        (0, 1 << 40, 2, 1 << 39),
        (-1, -(1 << 62), -1, 1 << 40),
        (5, 2, -2, 2),
        (-1, 2, -3, None),
    ):
        node = OnnxNode("Slice", "", (), ("y",), {}, "")
        (found,) = onnx_operators.play(node, [value, *(torch.tensor([n]) for n in (start, end, 0, step))])
        assert found.shape[0] == (len(range((1 << 40) - 1, 2, -3)) if count is None else count)


@pytest.mark.parametrize(("start", "end", "step"), [(5, 2, -2), (-1, -100, -1), (-2, 0, -3), (1, 7, 2), (9, -9, -4)])
def test_a_slice_gives_numpys_numbers(start: int, end: int, step: int) -> None:
    node = OnnxNode("Slice", "", (), ("y",), {}, "")
    (found,) = onnx_operators.play(node, [torch.arange(8), *(torch.tensor([n]) for n in (start, end, 0, step))])
    assert found.tolist() == np.arange(8)[start : end if end > -8 or step > 0 else None : step].tolist()
