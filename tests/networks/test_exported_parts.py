"""Graphs inside the graph of an export, and the names of its results, as plain JSON values."""

import json
from typing import Any

import pytest

from cnnstudio.errors import WeightsError
from cnnstudio.networks.exported_parts import flattened, output_names
from tests.networks.graphs import node, tensor

AROUND = "torch.ops.higher_order.wrap_with_set_grad_enabled"


def _graph(nodes: list[dict[str, Any]], inputs: list[str], outputs: list[str]) -> dict[str, Any]:
    return {"nodes": nodes, "inputs": [tensor(name) for name in inputs], "outputs": [tensor(name) for name in outputs]}


def _inside(graph: dict[str, Any]) -> dict[str, Any]:
    return {"as_graph": {"name": "submod", "graph": graph}}


def _used(call: dict[str, Any]) -> list[str]:
    return [entry["arg"]["as_tensor"]["name"] for entry in call["inputs"]]


def test_a_graph_inside_stands_in_place_of_its_call() -> None:
    inner = _graph(
        [
            node("neg.default", tensor("a"), outputs=[tensor("y")]),
            node("abs.default", tensor("y"), outputs=[tensor("z")]),
        ],
        ["a"],
        ["z"],
    )
    outer = [
        node("relu.default", tensor("x"), outputs=[tensor("y")]),
        node(AROUND, {"as_bool": False}, _inside(inner), tensor("y"), outputs=[tensor("w")]),
        node("add.Tensor", tensor("y"), tensor("w"), outputs=[tensor("sum")]),
    ]
    calls, handed_on = flattened(_graph(outer, ["x"], ["sum"]))
    assert [call["target"].rpartition("aten.")[2] for call in calls] == [
        "relu.default",
        "neg.default",
        "abs.default",
        "add.Tensor",
    ]
    relu, negative, absolute, _ = calls
    # The inner y is not the outer one.
    assert _used(negative) == ["y"]
    assert negative["outputs"] != relu["outputs"]
    assert _used(absolute) == [negative["outputs"][0]["as_tensor"]["name"]]
    assert absolute["outputs"] == [tensor("w")]
    assert not handed_on


def test_results_that_are_only_handed_on_keep_their_first_name() -> None:
    inner = _graph([node("neg.default", tensor("a"), outputs=[tensor("n")])], ["a", "b"], ["b", "n", "n"])
    results = {"as_tensors": [{"name": "one"}, {"name": "two"}, {"name": "three"}]}
    outer = [
        node(AROUND, {"as_bool": True}, _inside(inner), tensor("x"), tensor("w"), outputs=[results]),
        node("add.Tensor", tensor("one"), tensor("three"), outputs=[tensor("sum")]),
    ]
    calls, handed_on = flattened(_graph(outer, ["x", "w"], ["sum"]))
    assert handed_on == {"one": "w", "three": "two"}
    assert _used(calls[-1]) == ["w", "two"]


def test_graphs_within_graphs_are_bounded() -> None:
    graph = _graph([], ["x"], ["x"])
    for _ in range(3):
        graph = _graph(
            [node(AROUND, {"as_bool": True}, _inside(graph), tensor("x"), outputs=[tensor("r")])], ["x"], ["r"]
        )
    assert flattened(graph) == ([], {"r": "x"})
    for _ in range(30):
        graph = _graph(
            [node(AROUND, {"as_bool": True}, _inside(graph), tensor("x"), outputs=[tensor("r")])], ["x"], ["r"]
        )
    with pytest.raises(WeightsError, match="more deeply"):
        flattened(graph)


def test_a_call_with_another_purpose_is_left_as_it_is() -> None:
    call = node("torch.ops.higher_order.cond", tensor("x"), _inside(_graph([], [], [])), outputs=[tensor("y")])
    assert flattened(_graph([call], ["x"], ["y"]))[0] == [call]


LEAF = {"type": None, "context": None, "children_spec": []}


@pytest.mark.parametrize(
    ("spec", "count", "names"),
    [
        (LEAF, 1, ("",)),
        ({"type": "builtins.tuple", "context": "null", "children_spec": [LEAF, LEAF]}, 2, ("0", "1")),
        ({"type": "builtins.dict", "context": '["a", "b"]', "children_spec": [LEAF, LEAF]}, 2, ("a", "b")),
        ({"type": "builtins.dict", "context": '["a", "a"]', "children_spec": [LEAF, LEAF]}, 2, ("0", "1")),
        ({"type": "builtins.tuple", "context": "null", "children_spec": [LEAF]}, 3, ("0", "1", "2")),
        ("nonsense", 2, ("0", "1")),
    ],
)
def test_names_of_results(spec: Any, count: int, names: tuple[str, ...]) -> None:
    root = {"fqn": "", "signature": {"out_spec": json.dumps([1, spec])}}
    assert output_names({"graph_module": {"module_call_graph": [root]}}, count) == names
    assert output_names({"graph_module": {}}, count) == (tuple(map(str, range(count))) if count > 1 else ("",))
