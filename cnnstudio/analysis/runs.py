"""Equal blocks in a row that are told of as one, "× 3", and the figures of each of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from cnnstudio.analysis.results import Analysis, Group, Layer


@dataclass(frozen=True, slots=True)
class Run:
    """Equal blocks in a row, or calls of one block: their figures, one after another.

    Built alike is not costing alike: a block that halves the picture leaves the next a quarter of the work, and of
    blocks that share their weights the first alone has parameters of its own.

    Attributes:
        paths: of the blocks; the same path again for a later call of the same block.
        params: as in Layer; 0 for a later call.
        macs, activation_bytes: as in Layer.
    """

    paths: tuple[str, ...]
    params: tuple[int, ...]
    macs: tuple[int, ...]
    activation_bytes: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.paths)

    @property
    def is_one_block(self) -> bool:
        """Whether one block is called again and again, with the same weights."""
        return len(set(self.paths)) == 1


def of_layers(layers: Sequence[Layer]) -> Run:
    """The run of these layers."""
    return Run(
        tuple(layer.path for layer in layers),
        tuple(layer.total_params for layer in layers),
        tuple(layer.macs for layer in layers),
        tuple(layer.activation_bytes for layer in layers),
    )


def of_calls(calls: Sequence[Group]) -> Run:
    """The run of these calls; the weights of a block that is called again count once."""
    paths = [call.path for call in calls]
    return Run(
        tuple(paths),
        tuple(0 if call.path in paths[:place] else call.params for place, call in enumerate(calls)),
        tuple(call.macs for call in calls),
        tuple(call.activation_bytes for call in calls),
    )


def around(analysis: Analysis, path: str) -> Run | None:
    """The run that a diagram folds this block into, else the one that a tree of layers does; None where it has none."""
    graph, layer = analysis.graph, analysis.layers[path]
    for key, keys in graph.runs.items():
        if graph.groups[key].path == path:
            return of_calls([graph.groups[one] for one in keys])
    if layer.run_length < 2 or not layer.children:
        return None
    siblings = analysis.layers[path.rpartition(".")[0]].children
    first = next(place for place, one in enumerate(siblings) if one.path == path) - layer.run_index
    return of_layers(siblings[first : first + layer.run_length])
