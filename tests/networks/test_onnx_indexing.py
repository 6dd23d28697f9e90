"""ONNX's operators that look up, sort, count on and make lists: sizes and fields of the reference implementation."""

from pathlib import Path

import numpy as np
import pytest
import torch

from cnnstudio.errors import WeightsError
from cnnstudio.networks import onnx_operators
from cnnstudio.networks.onnx_file import OnnxNode
from tests.networks import onnx_models
from tests.networks.onnx_models import Case, model, node, of_case, single, some, whole

INDEX = np.broadcast_to(np.array([0, 1, -1], "int64"), (2, 4, 6, 3)).copy()
# Operator set, results, case.
CASES: list[tuple[int, int, Case]] = [
    (17, 2, ("TopK", [whole(3)], {"axis": 2})),
    (17, 2, ("TopK", [whole(2)], {"largest": 0, "sorted": 0})),
    *(
        (17, 1, ("CumSum", [single(axis)], {"exclusive": exclusive, "reverse": reverse}))
        for axis, exclusive, reverse in ((3, 0, 0), (2, 1, 0), (-1, 0, 1), (1, 1, 1))
    ),
    (17, 1, ("GatherElements", [np.zeros((2, 4, 2, 8), "int64")], {"axis": 2})),
    (17, 1, ("GatherElements", [INDEX], {"axis": 3})),
    (17, 1, ("GatherND", [np.array([[0, 1], [1, -1]], "int64")], {})),
    (17, 1, ("GatherND", [np.array([[[3]], [[0]]], "int64")], {"batch_dims": 1})),
    (17, 1, ("ScatterElements", [INDEX, some(2, 4, 6, 3)], {"axis": 3})),
    (17, 1, ("ScatterElements", [INDEX, some(2, 4, 6, 3)], {"axis": 3, "reduction": "add"})),
    (17, 1, ("ScatterND", [np.array([[0, 1], [1, -1]], "int64"), some(2, 6, 8)], {})),
    (17, 1, ("EyeLike", [], {"k": 1})),
    (13, 1, ("Hardmax", [], {"axis": 1})),
    (17, 1, ("ArgMin", [], {"axis": 2})),
    (17, 1, ("ArgMax", [], {"axis": -1, "keepdims": 0, "select_last_index": 1})),
]


@pytest.mark.parametrize(
    ("opset", "results", "case"), CASES, ids=[f"{place}-{case[0]}" for place, (_, _, case) in enumerate(CASES)]
)
def test_the_sizes_are_those_of_the_reference(tmp_path: Path, opset: int, results: int, case: Case) -> None:
    shape = (6, 8) if case[0] == "EyeLike" else onnx_models.PICTURE
    made = of_case(case, opset=opset, shape=shape, results=results)
    if case[0] == "EyeLike":
        made = model(
            [node("Reshape", ["x", "s"], ["m"]), node("EyeLike", ["m"], ["y"], k=1)], {"s": whole(12, 32)}, opset=opset
        )
        shape = onnx_models.PICTURE
    onnx_models.assert_sizes(made, tmp_path, shape)


@pytest.mark.parametrize(
    "case",
    [
        ("CumSum", [single(3)], {}),
        ("CumSum", [single(2)], {"exclusive": 1}),
        ("CumSum", [single(3)], {"reverse": 1}),
        ("CumSum", [single(2)], {"exclusive": 1, "reverse": 1}),
    ],
    ids=str,
)
def test_running_sums_read_what_stands_before(tmp_path: Path, case: Case) -> None:
    assert not onnx_models.wrong_fields(of_case(case), tmp_path)


@pytest.mark.parametrize(
    ("case", "box"),
    [
        (("TopK", [whole(3)], {"axis": 2}), (0, 2, 6, 3)),
        (("Hardmax", [], {"axis": 3}), (1, 0, 2, 8)),
        (("GatherND", [np.array([[[3]], [[0]]], "int64")], {"batch_dims": 1}), None),
    ],
    ids=["TopK", "Hardmax", "GatherND"],
)
def test_what_is_chosen_by_size_reads_the_whole_line(
    tmp_path: Path, case: Case, box: tuple[int, int, int, int] | None
) -> None:
    """Maxima hide what they depend on from a change of a single line, so that the rule itself is stated here."""
    field = onnx_models.analysed(of_case(case), tmp_path).graph.nodes[-1].receptive_field
    assert field is not None
    if box is not None:
        assert field.box(1, 2, 6, 8) == box
    assert not field.at_most


def test_one_place_is_switched_on_for_each_number(tmp_path: Path) -> None:
    for axis in (-1, 0, 2):
        nodes = [
            node("ArgMax", ["x"], ["i"], axis=1, keepdims=0),
            node("OneHot", ["i", "depth", "values"], ["y"], axis=axis),
        ]
        made = model(nodes, {"depth": single(4), "values": np.array([0, 1], "float32")})
        onnx_models.assert_sizes(made, tmp_path)


def test_sequences_of_a_minibatch_are_turned_round(tmp_path: Path) -> None:
    made = of_case(("ReverseSequence", [whole(2, 4, 6, 1)], {"batch_axis": 1, "time_axis": 2}), shape=(1, 4, 6, 8))
    onnx_models.assert_sizes(made, tmp_path, (1, 4, 6, 8))
    made = of_case(("ReverseSequence", [whole(5)], {"batch_axis": 0, "time_axis": 2}), shape=(1, 4, 6, 8))
    assert not onnx_models.wrong_fields(made, tmp_path, (1, 4, 6, 8))


def test_lists_of_tensors_are_taken_apart_and_joined(tmp_path: Path) -> None:
    nodes = [
        node("SplitToSequence", ["x", "two"], ["l"], axis=3),
        node("SequenceAt", ["l", "one"], ["a"]),
        node("SequenceInsert", ["l", "a"], ["m"]),
        node("SequenceErase", ["m", "zero"], ["n"]),
        node("SequenceConstruct", ["a", "a"], ["o"]),
        node("ConcatFromSequence", ["n"], ["p"], axis=3),
        node("ConcatFromSequence", ["o"], ["q"], axis=0, new_axis=1),
        node("SequenceLength", ["n"], ["c"]),
    ]
    made = model(nodes, {"two": single(2), "one": single(-1), "zero": single(0)}, outputs=("p", "q"))
    onnx_models.assert_sizes(made, tmp_path)
    nodes = [
        node("SplitToSequence", ["x"], ["l"], axis=1, keepdims=0),
        node("ConcatFromSequence", ["l"], ["y"], axis=0),
    ]
    assert onnx_models.read_sizes(model(nodes, {}), tmp_path) == [(8, 6, 8)]


def test_what_is_no_list_is_told(tmp_path: Path) -> None:
    made = model([node("ConcatFromSequence", ["x"], ["y"], axis=0)], {})
    with pytest.raises(WeightsError, match="ConcatFromSequence is used in a way that is not read here"):
        onnx_models.analysed(made, tmp_path)


def test_places_of_known_numbers_are_found_and_of_others_told() -> None:
    asked = OnnxNode("NonZero", "", ("x",), ("y",), {}, "")
    (found,) = onnx_operators.play(asked, [torch.tensor([[1, 0], [1, 1]])])
    assert found.tolist() == [[0, 1, 1], [0, 0, 1]]
    with pytest.raises(WeightsError, match="sizes of numbers that only its weights or a picture give"):
        onnx_operators.play(asked, [torch.empty(2, 2, device="meta")])
