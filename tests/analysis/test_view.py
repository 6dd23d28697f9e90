from collections.abc import Callable
from itertools import pairwise

import pytest

from cnnstudio.analysis.results import Analysis
from cnnstudio.analysis.view import BoxKind, View, containers, everything, reveal, view

Analysed = Callable[..., Analysis]


def _is_acyclic(shown: View) -> bool:
    waiting = dict.fromkeys(shown.boxes, 0)
    for _, target in shown.links:
        waiting[target] += 1
    ready = [box for box, count in waiting.items() if not count]
    done = 0
    while ready:
        box = ready.pop()
        done += 1
        for source, target in shown.links:
            if source == box:
                waiting[target] -= 1
                if not waiting[target]:
                    ready.append(target)
    return done == len(shown.boxes)


@pytest.mark.parametrize(
    "name", ["convnet", "vgg16", "googlenet-aux", "resnet50", "densenet121", "shufflenet_v2_x1_0", "vit_b_16", "swin_t"]
)
def test_every_view_is_without_circles(analysed: Analysed, name: str) -> None:
    graph = analysed(name).graph
    for opened in (frozenset[str](), frozenset({""}), containers(graph), everything(graph)):
        assert _is_acyclic(view(graph, opened))


def test_everything_open_shows_every_node(analysed: Analysed) -> None:
    graph = analysed("googlenet").graph
    shown = view(graph, everything(graph))
    assert len(shown.boxes) == len(graph.nodes)
    assert len(shown.links) == len(graph.edges)


def test_what_a_dense_layer_joined_goes_on_to_the_next_in_one_line(analysed: Analysed) -> None:
    graph = analysed("densenet121").graph
    joins = [node for node in graph.nodes if node.label == "cat"]
    assert len(graph.edges) == 967
    for node in joins:
        reached, earlier = set(node.inputs), node.id
        while earlier in graph.spine:
            earlier = graph.spine[earlier]
            assert set(graph.nodes[earlier].inputs) < reached
        assert len(graph.lines_into(node)) == (1 if node.id not in graph.spine else 2)
    shown = view(graph, everything(graph))
    assert len(shown.links) == 490
    assert len(shown.spines) == len(graph.spine) == 6 + 12 + 24 + 16
    block = view(graph, {*containers(graph), "features.denseblock1"})
    layers = block.frames["features.denseblock1"].boxes
    assert block.spines == set(pairwise(layers))


def test_only_what_begins_alike_has_a_spine(analysed: Analysed) -> None:
    for name in ("googlenet", "inception_v3", "shufflenet_v2_x1_0", "squeezenet1_0"):
        graph = analysed(name).graph
        assert not graph.spine
        assert all(graph.lines_into(node) == node.inputs for node in graph.nodes)


def test_blocks_are_closed_at_first(analysed: Analysed) -> None:
    shown = view(analysed("googlenet").graph, containers(analysed("googlenet").graph))
    assert sum(box.label == "Inception" for box in shown.boxes.values()) == 9
    assert shown.boxes["group:inception3a"].kind is BoxKind.BLOCK
    assert shown.boxes["group:inception3a"].params == analysed("googlenet").layers["inception3a"].total_params


def test_equal_blocks_in_a_row_are_one_box(analysed: Analysed) -> None:
    graph = analysed("resnet152").graph
    opened = containers(graph)
    shown = view(graph, opened)
    run = shown.boxes["run:layer3.1"]
    assert (run.repeats, run.label, run.path) == (35, "Bottleneck", "layer3.1")
    assert run.params == 35 * analysed("resnet152").layers["layer3.1"].total_params
    unfolded = view(graph, {*opened, run.opens})
    assert len(unfolded.boxes) == len(shown.boxes) + 34


def test_a_block_opens_in_place(analysed: Analysed) -> None:
    graph = analysed("googlenet").graph
    opened = containers(graph)
    before = view(graph, opened)
    after = view(graph, {*opened, before.boxes["group:inception3a"].opens})
    assert "group:inception3a" not in after.boxes
    assert len(after.frames["inception3a"].boxes) == 5  # four branches and the concatenation
    assert set(before.boxes) - {"group:inception3a"} <= set(after.boxes)


def test_a_residual_block_shows_its_skip(analysed: Analysed) -> None:
    graph = analysed("resnet18").graph
    shown = view(graph, {*containers(graph), *reveal(graph, "layer1.0.conv1")})
    add = next(box for box in shown.boxes.values() if box.label == "add")
    sources = {shown.boxes[source].path for source, target in shown.links if target == add.id}
    assert sources == {"maxpool", "layer1.0.bn2"}


@pytest.mark.parametrize("path", ["layer3.20.conv2", "layer3.20", "layer1.0.downsample.0", "fc"])
def test_reveal_makes_a_layer_a_box_of_its_own(analysed: Analysed, path: str) -> None:
    graph = analysed("resnet152").graph
    shown = view(graph, {*containers(graph), *reveal(graph, path)})
    assert any(box.path == path and box.repeats == 1 for box in shown.boxes.values())
