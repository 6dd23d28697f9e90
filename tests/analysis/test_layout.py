from collections.abc import Callable
from itertools import combinations, pairwise

import pytest

from cnnstudio.analysis.layout import Layout, Rect, layout
from cnnstudio.analysis.results import Analysis
from cnnstudio.analysis.view import Box, BoxKind, View, containers, everything, view

Analysed = Callable[..., Analysis]


def _size(box: Box) -> tuple[float, float]:
    return (60.0, 24.0) if box.kind is BoxKind.FUNCTION else (150.0, 40.0)


def _overlap(a: Rect, b: Rect) -> bool:
    return (
        a.x < b.x + b.width - 1e-6
        and b.x < a.x + a.width - 1e-6
        and a.y < b.y + b.height - 1e-6
        and b.y < a.y + a.height - 1e-6
    )


def _inside(a: Rect, b: Rect) -> bool:
    return (
        a.x >= b.x - 1e-6
        and a.y >= b.y - 1e-6
        and a.x + a.width <= b.x + b.width + 1e-6
        and a.y + a.height <= b.y + b.height + 1e-6
    )


def _check(shown: View, placed: Layout) -> None:
    assert set(placed.boxes) == set(shown.boxes)
    for key, frame in shown.frames.items():
        inner = [placed.boxes[box] for box in frame.boxes] + [placed.frames[child] for child in frame.frames]
        assert all(_inside(rect, placed.frames[key]) for rect in inner)
        assert not any(_overlap(a, b) for a, b in combinations(inner, 2))
    assert set(placed.routes) == set(shown.links)
    for (source, target), points in placed.routes.items():
        first, last = placed.boxes[source], placed.boxes[target]
        assert points[0] == pytest.approx((first.x + first.width / 2, first.y + first.height))
        assert points[-1] == pytest.approx((last.x + last.width / 2, last.y))
        assert all(upper[1] <= lower[1] + 1e-6 for upper, lower in pairwise(points))


@pytest.mark.parametrize(
    "name", ["convnet", "vgg16", "googlenet-aux", "inception_v3", "resnet18", "shufflenet_v2_x1_0", "densenet121"]
)
def test_nothing_overlaps_and_everything_runs_downwards(analysed: Analysed, name: str) -> None:
    graph = analysed(name).graph
    for opened in (frozenset[str](), frozenset({""}), containers(graph), everything(graph)):
        shown = view(graph, opened)
        _check(shown, layout(shown, _size))


def test_the_branches_of_an_inception_module_stand_side_by_side(analysed: Analysed) -> None:
    graph = analysed("googlenet").graph
    shown = view(graph, {*containers(graph), "inception3a"})
    placed = layout(shown, _size)
    branches = [placed.boxes[box] for box in shown.frames["inception3a"].boxes if shown.boxes[box].label != "cat"]
    assert len({rect.y for rect in branches}) == 1
    assert len({rect.x for rect in branches}) == 4


def test_a_chain_is_straight(analysed: Analysed) -> None:
    graph = analysed("vgg16").graph
    shown = view(graph, containers(graph))
    placed = layout(shown, _size)
    middles = {round(rect.x + rect.width / 2, 3) for rect in placed.boxes.values()}
    assert len(middles) == 1


def test_a_residual_path_runs_straight_and_its_skip_beside_it(analysed: Analysed) -> None:
    graph = analysed("resnet18").graph
    shown = view(graph, containers(graph) | {"run:layer1.0", "layer1.0"})
    placed = layout(shown, _size)
    middles = {round(placed.boxes[box].x + placed.boxes[box].width / 2, 3) for box in shown.frames["layer1.0"].boxes}
    assert len(middles) == 1
    (middle,) = middles
    ways = [route for (_, target), route in placed.routes.items() if shown.boxes[target].label in ("add", "iadd")]
    furthest = [max(abs(x - middle) for x, _ in route) for route in ways]
    assert sorted(furthest)[0] < 1.0
    assert sorted(furthest)[1] > 75.0, "the skip goes round the boxes"


def test_a_dense_block_is_a_column(analysed: Analysed) -> None:
    graph = analysed("densenet121").graph
    assert layout(view(graph, everything(graph)), _size).width < 400


def test_branches_stand_in_the_order_of_execution(analysed: Analysed) -> None:
    graph = analysed("googlenet").graph
    for opened in ("inception3a", "inception3b"):
        for branch in ("branch1", "branch2", "branch3"):
            shown = view(graph, {*containers(graph), opened, f"{opened}.{branch}"})
            placed = layout(shown, _size)
            assert _branches(shown, placed, opened) == [f"{opened}.branch{number}" for number in (1, 2, 3, 4)]


def _branches(shown: View, placed: Layout, block: str) -> list[str]:
    """Paths of what stands side by side in an Inception module, from left to right."""
    items = [(placed.boxes[box].x, shown.boxes[box].path) for box in shown.frames[block].boxes]
    items += [(placed.frames[key].x, key) for key in shown.frames[block].frames]
    return [path for _, path in sorted(items) if path != block]


def test_blocks_in_a_row_stand_straight_under_each_other(analysed: Analysed) -> None:
    graph = analysed("swin_t").graph
    assert layout(view(graph, everything(graph)), _size).width < 1000
