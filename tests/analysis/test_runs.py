from collections import OrderedDict
from itertools import pairwise

import pytest
import torch
from torch import Tensor, nn

from cnnstudio.analysis import runs
from cnnstudio.analysis.network import analyse_module
from cnnstudio.analysis.view import Box, containers, view


def block(*more: nn.Module) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.ReLU(), *more)


class Again(nn.Module):
    """Calls its one block three times."""

    def __init__(self) -> None:
        super().__init__()
        self.block = block()

    def forward(self, x: Tensor) -> Tensor:
        for _ in range(3):
            x = self.block(x)
        return x


def tied() -> nn.Module:
    """Two blocks, of which the second has the first's weight and a bias of its own."""
    one, other = block(), block()
    other[0].weight = one[0].weight
    return nn.Sequential(one, other)


def halving() -> nn.Module:
    """Equal blocks, each of which leaves the next a quarter of the work."""
    return nn.Sequential(OrderedDict((f"stage{n}", block(nn.MaxPool2d(2))) for n in range(3)))


def spent(module: nn.Module) -> int:
    """Multiply-accumulates as hooks on the convolutions count them."""
    counts: list[int] = []

    def count(layer: nn.Conv2d, _inputs: object, output: Tensor) -> None:
        counts.append(output.numel() * layer.weight[0].numel())

    for layer in module.modules():
        if isinstance(layer, nn.Conv2d):
            layer.register_forward_hook(count)
    module(torch.zeros(1, 4, 16, 16))
    return sum(counts)


def folded(module: nn.Module) -> Box:
    graph = analyse_module(module, (4, 16, 16)).graph
    return next(box for box in view(graph, containers(graph)).boxes.values() if box.run)


@pytest.mark.parametrize(
    ("make", "times"), [(lambda: nn.Sequential(block(), block()), 2), (Again, 3), (tied, 2), (halving, 3)]
)
def test_a_folded_box_stands_for_all_that_its_blocks_have_and_cost(make: type[nn.Module], times: int) -> None:
    module = make()
    box = folded(module)
    assert box.repeats == times
    # Every tensor once, as named_parameters() gives it.
    assert box.params == sum(parameter.numel() for _, parameter in module.named_parameters())
    assert box.macs == spent(make())


def test_each_blocks_figures_are_its_own() -> None:
    module = halving()
    run = folded(module).run
    assert run is not None
    blocks = dict(module.named_children())
    assert run.paths == tuple(blocks)
    for path, params in zip(run.paths, run.params, strict=True):
        assert params == sum(parameter.numel() for _, parameter in blocks[path].named_parameters())
    assert all(first == 4 * then for first, then in pairwise(run.macs))


def test_a_folded_box_gives_what_its_last_block_gives() -> None:
    box = folded(halving())
    assert box.last.output_shape == tuple(halving()(torch.zeros(1, 4, 16, 16)).shape)
    assert box.last.receptive_field != box.what.receptive_field


def test_a_layers_run_is_the_one_that_the_diagram_folds() -> None:
    for module in (halving(), Again(), tied()):
        analysis = analyse_module(module, (4, 16, 16))
        box = next(box for box in view(analysis.graph, containers(analysis.graph)).boxes.values() if box.run)
        assert all(runs.around(analysis, path) == box.run for path in box.run.paths)
        assert runs.around(analysis, "") is None
        assert all(runs.around(analysis, f"{path}.0") is None for path in box.run.paths), "a layer inside"


def test_where_the_diagram_does_not_fold_the_tree_of_layers_may() -> None:
    class Crossed(nn.Module):
        """Its second block waits for something that is computed after the first began."""

        def __init__(self) -> None:
            super().__init__()
            self.first, self.second, self.other = block(), block(), nn.Conv2d(4, 4, 1)

        def forward(self, x: Tensor) -> Tensor:
            y = self.first(x)
            z: Tensor = self.other(y)
            return torch.add(self.second(z), y)

    analysis = analyse_module(Crossed(), (4, 16, 16))
    assert not analysis.graph.runs
    run = runs.around(analysis, "second")
    assert run is not None
    assert (run.paths, len(set(run.params))) == (("first", "second"), 1)
