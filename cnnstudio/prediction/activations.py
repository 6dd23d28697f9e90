"""Every layer's activation for one picture: the numbers that PyTorch computed in the forward pass."""

import threading
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnnstudio.convolution.layers import LayerView, of_layer
from cnnstudio.convolution.opened_layer import OPENABLE, OpenedLayer
from cnnstudio.weights.shell import before_off, maps_off

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class LayerActivation:
    """What one layer took in and gave out.

    Attributes:
        path: the module's path, ``"features.0"``; a module that is called again gets ``" (2)"`` and so on.
        kind: the module's class name, ``"Conv2d"``.
        module: the layer itself.
        input: (C, H, W) or (F,) float32.
        output: (C, H, W) or (F,) float32.
        below: which of the activations before is the input, counted from 0; None for the picture, and for what the
            forward method computed without a module (a sum, a concatenation).
        of_picture: the input is the picture.
    """

    path: str
    kind: str
    module: nn.Module
    input: Floats
    output: Floats
    below: int | None = None
    of_picture: bool = False

    @property
    def is_maps(self) -> bool:
        """Feature maps, not a plain vector."""
        return self.output.ndim == 3

    @property
    def openable(self) -> bool:
        """Whether the layer can be opened in the playground."""
        return self.kind in OPENABLE

    def opened(self, unit: "Unit | None" = None) -> OpenedLayer:
        """The layer, to be opened at a unit; None = at its strongest."""
        path, _, again = self.path.partition(" (")
        call = int(again.rstrip(")")) if again else 1
        if unit is None:
            return OpenedLayer(path=path, call=call)
        return OpenedLayer(path=path, call=call, row=unit.row, col=unit.column, front=unit.channel)

    @cached_property
    def view(self) -> LayerView | None:
        """The window operation that the layer is; None where it is none, or none whose arithmetic is known.

        It gives the maps that are switched off as they would be.
        """
        given = torch.from_numpy(self.input)
        if maps_off(self.module):  # what the layer gave is not what it computed
            return of_layer(before_off(self.module), given)
        return of_layer(self.module, given, output=torch.from_numpy(self.output))


@dataclass(frozen=True, slots=True)
class Unit:
    """One number of a layer's output: map and place, or index in a vector (then row and column are 0)."""

    channel: int
    row: int = 0
    column: int = 0


_PARAMETRISED = "parametrizations"  # where torch.nn.utils.parametrize keeps them
_SILENT = (nn.Flatten, nn.Dropout, nn.Dropout2d, nn.Identity)


@torch.inference_mode()
def record(model: nn.Module, picture: Floats) -> tuple[LayerActivation, ...]:
    """Run the model in evaluation mode on one picture and keep what every layer took and gave, in the order of the run.

    Args:
        model: any module that takes (1, 1, H, W).
        picture: (H, W), the network's input: scaled as its weights want it.

    Left out are layers that change nothing (flatten, dropout) and those that take or give something else than maps or a
    vector; what a forward method computes without a module shows in the input of the module after it.
    """
    activations: list[LayerActivation] = []
    calls: dict[str, int] = {}
    here = threading.get_ident()
    taken: dict[str, Floats | None] = {}

    # Copied, and the input before the layer runs: a rectifier in place changes both its neighbour's output and its own
    # input.
    def take(path: str, given: tuple[Any, ...]) -> None:
        if threading.get_ident() == here:  # another thread may be asking the same network
            taken[path] = _of_one(given[0]) if len(given) == 1 else None

    def keep(path: str, module: nn.Module, given: Any) -> None:
        if threading.get_ident() != here:
            return
        calls[path] = calls.get(path, 0) + 1
        before, after = taken[path], _of_one(given)
        if before is None or after is None:
            return
        name = path if calls[path] == 1 else f"{path} ({calls[path]})"
        below = _giver(activations, before)
        of_picture = below is None and np.array_equal(before.ravel(), picture.ravel())
        activations.append(LayerActivation(name, type(module).__name__, module, before, after, below, of_picture))

    hooks = []
    for path, module in model.named_modules():
        if path and _is_layer(path, module):
            hooks.append(module.register_forward_pre_hook(lambda _, given, path=path: take(path, given)))
            hooks.append(module.register_forward_hook(lambda module, _, given, path=path: keep(path, module, given)))
    try:
        model.eval()(torch.from_numpy(picture)[None, None])
    finally:
        for hook in hooks:
            hook.remove()
    return tuple(activations)


def _is_layer(path: str, module: nn.Module) -> bool:
    """No container, nothing silent, and no part of how another layer's weights are computed (weight normalisation)."""
    parts = [name for name, _ in module.named_children() if name != _PARAMETRISED]
    return not parts and not isinstance(module, _SILENT) and _PARAMETRISED not in path.split(".")


def _of_one(values: Any) -> Floats | None:
    """The maps or the vector of a minibatch of one, copied; None for anything else."""
    if not isinstance(values, Tensor) or values.dim() not in (2, 4) or len(values) != 1:
        return None
    copy: Floats = values[0].float().numpy().copy()
    return copy


def _giver(activations: list[LayerActivation], taken: Floats) -> int | None:
    """The last activation that is this input, flattened or not."""
    for i in range(len(activations) - 1, -1, -1):
        given = activations[i].output
        if given.size == taken.size and np.array_equal(given.ravel(), taken.ravel()):
            return i
    return None
