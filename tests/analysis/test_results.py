from array import array

import pytest

from cnnstudio.analysis.network import analyse
from cnnstudio.analysis.results import Graph, Node, NodeKind, ReceptiveField, Spans


def test_a_box_is_cut_at_the_pictures_edge() -> None:
    field = ReceptiveField((5, 3), (2, 1), (-2, -1))
    assert field.box(0, 0, 10, 10) == (0, 0, 3, 2)
    assert field.box(2, 4, 10, 10) == (2, 3, 7, 6)
    assert field.box(5, 9, 10, 10) == (8, 8, 10, 10)


def test_half_pixels_count_whole() -> None:
    field = ReceptiveField((2.5, 2.5), (1.5, 1.5), (0.5, 0.5))
    assert field.box(0, 0, 10, 10) == (0, 0, 3, 3)
    assert field.box(1, 1, 10, 10) == (2, 2, 5, 5)


@pytest.mark.parametrize(
    ("field", "covers"),
    [
        (ReceptiveField((8, 8), (0, 0), (0, 0)), True),
        (ReceptiveField((12, 12), (0, 0), (-2, -2)), True),
        (ReceptiveField((7, 8), (0, 0), (0, 0)), False),
        (ReceptiveField((8, 8), (1, 1), (0, 0)), False),
    ],
)
def test_covers_where_every_output_sees_all(field: ReceptiveField, covers: bool) -> None:
    assert field.covers(8, 8) is covers


def test_where_outputs_differ_each_has_its_own_box() -> None:
    rows = Spans((3, 1), array("i", [0, 2, 1, 4, 4, 4]).tobytes())
    columns = Spans((1, 1), array("i", [0, 8]).tobytes())
    field = ReceptiveField((3, 8), (2, 0), (0, 0), every=(0, 1), units=(3, 2), reads=(rows, columns))
    assert [field.box(row, 1, 8, 8) for row in range(3)] == [(0, 0, 2, 8), (1, 0, 4, 8), (4, 0, 4, 8)]
    assert not field.covers(8, 8)
    assert columns.each() == {(0, 8)}


def node(number: int, label: str, *inputs: int, kind: NodeKind = NodeKind.FUNCTION) -> Node:
    return Node(id=number, kind=kind, label=label, path="", group="", inputs=inputs, output_shape=None)


def dense_block() -> Graph:
    return Graph(
        (
            node(0, "input", kind=NodeKind.INPUT),
            node(1, "Conv2d", 0, kind=NodeKind.LAYER),
            node(2, "cat", 0, 1),
            node(3, "Conv2d", 2, kind=NodeKind.LAYER),
            node(4, "cat", 0, 1, 3),
            node(5, "cat", 1, 3),
        ),
        {},
    )


def test_a_later_concatenation_goes_on_from_an_earlier_one() -> None:
    graph = dense_block()
    assert graph.spine == {4: 2}
    assert graph.lines_into(graph.nodes[4]) == (2, 3)
    assert graph.lines_into(graph.nodes[5]) == (1, 3), "begins with no other's inputs"
    assert (0, 4) in graph.edges
    assert len(graph.edges) == 9


def test_layers_are_walked_in_order_and_found_by_path() -> None:
    analysis = analyse("lenet5")
    assert [layer.path for layer in analysis.root.walk()] == list(analysis.layers)
    assert analysis.layers[""] is analysis.root


def test_equal_layers_are_the_others_of_the_same_build() -> None:
    analysis = analyse("digitnet")
    pools = [layer.path for layer in analysis.root.walk() if layer.type == "MaxPool2d"]
    assert [layer.path for layer in analysis.equal_layers(pools[0])] == pools[1:]
    assert analysis.equal_layers("classifier") == ()
