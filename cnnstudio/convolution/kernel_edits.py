"""Whole kernels of a real layer changed at once: scaled, mirrored, set to zero, replaced by a filter with a name.

They work on what ``LayerView`` shows of a layer and give places in the layer's own tensors, whatever kind it is of.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnnstudio.convolution import kernels
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.layers import LayerView
from cnnstudio.convolution.numbers import MAX_VALUE
from cnnstudio.errors import ConfigError

Mirror = Literal["horizontal", "vertical"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which kernels of a layer.

    Attributes:
        out: the output channel.
        inner: one of the input channels that it reads, counted within them; None = all of them.
    """

    out: int
    inner: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class NewWeights:
    """Weights of one tensor of a layer.

    Attributes:
        name: the tensor's, within the layer.
        index: (K, dims) int64, places in it.
        values: (K,) float32.
    """

    name: str
    index: NDArray[np.int64]
    values: NDArray[np.float32]


def block(view: LayerView, chosen: Chosen) -> Tensor:
    """(C, k_h, k_w): the chosen kernels as they are now.

    Raises:
        ConfigError: if the layer has no weights.
    """
    if view.kernel is None:
        raise ConfigError("Pooling has no weights to change.")
    kernel = view.kernel[chosen.out]
    return kernel if chosen.inner is None else kernel[chosen.inner : chosen.inner + 1]


def scaled(view: LayerView, chosen: Chosen, factor: float) -> NewWeights:
    """The kernels times a factor, multiplied in float32.

    Raises:
        ConfigError: if a weight would become too large to be shown, or as ``block``.
    """
    return _placed(view, chosen, block(view, chosen) * factor)


def zeroed(view: LayerView, chosen: Chosen) -> NewWeights:
    """The kernels with zeros.

    Raises:
        ConfigError: as ``block``.
    """
    return _placed(view, chosen, torch.zeros_like(block(view, chosen)))


def mirrored(view: LayerView, chosen: Chosen, axis: Mirror) -> NewWeights:
    """The kernels with left and right, or top and bottom, exchanged.

    Raises:
        ConfigError: as ``block``.
    """
    return _placed(view, chosen, block(view, chosen).flip(-1 if axis == "horizontal" else -2))


def replaced(view: LayerView, chosen: Chosen, preset: KernelPreset) -> NewWeights:
    """The kernels made by a preset; the kernels of a whole output channel share it out.

    Raises:
        ConfigError: if the preset does not make sense at this size, the four weights of a kernel are one number, or as
            ``block``.
    """
    channels, height, width = block(view, chosen).shape
    return _placed(view, chosen, kernels.make(preset, channels, (height, width), index=chosen.out))


def _placed(view: LayerView, chosen: Chosen, values: Tensor) -> NewWeights:
    """Where these (C, k_h, k_w) values stand in the layer's tensors; pairs that are not connected have no place."""
    if not bool(torch.isfinite(values).all()) or float(values.abs().max()) > MAX_VALUE:
        raise ConfigError("Weights go up to {max_value:,.0f} either way. Choose a smaller factor.", max_value=MAX_VALUE)
    found: dict[tuple[int, ...], float] = {}
    name = ""
    first = chosen.inner or 0
    for (channel, row, col), value in np.ndenumerate(values.numpy()):
        place = view.place(chosen.out, first + channel, row, col)
        if place is None:
            continue
        name, index = place
        if found.setdefault(index, float(value)) != float(value):
            raise ConfigError(
                "The weights of this kernel are one number in the network. Scale it, or type another one."
            )
    if not found:
        raise ConfigError("These two maps are not connected: there is no weight here to change.")
    return NewWeights(name, np.array(list(found), dtype=np.int64), np.array(list(found.values()), dtype=np.float32))
