"""Every layer's answer to one picture, and the literal arithmetic behind any single number of it.

The numbers are those PyTorch computed in the forward pass; the arithmetic is done again here, term by term, for the
eye (in float64, so that the last digit may differ).
"""

import threading
from dataclasses import dataclass
from enum import Enum

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

Floats = NDArray[np.float32]


class Rule(Enum):
    """How a layer makes one number from its window."""

    WEIGHTED_SUM = "weighted sum"
    MAXIMUM = "maximum"
    MEAN = "mean"
    RECTIFY = "rectify"
    NORMALISE = "normalise"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True, eq=False)
class LayerAnswer:
    """What one layer took in and gave out.

    Attributes:
        path: the module's path, ``"features.0"``; a module that is called again gets ``" (2)"`` and so on.
        kind: the module's class name, ``"Conv2d"``.
        module: the layer itself.
        input: (C, H, W) or (F,) float32.
        output: (C, H, W) or (F,) float32.
        below: which of the answers before is the input, counted from 0; None for the picture, and for what the forward
            method computed without a module (a sum, a concatenation).
    """

    path: str
    kind: str
    module: nn.Module
    input: Floats
    output: Floats
    below: int | None = None

    @property
    def is_maps(self) -> bool:
        """Feature maps, not a plain vector."""
        return self.output.ndim == 3


@dataclass(frozen=True, slots=True)
class Unit:
    """One number of a layer's output: map and place, or index in a vector (then row and column are 0)."""

    channel: int
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the layer below that a unit looks at; it may reach into the padding (negative or too large).

    Attributes:
        channels: of the layer below, from and to (exclusive).
        top, left: of the first row and column.
        height, width: number of values.
        dilation: step between neighbouring values, (down, right).
    """

    channels: tuple[int, int]
    top: int
    left: int
    height: int
    width: int
    dilation: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic:
    """How one number came about.

    Attributes:
        rule: what is done with the window's values.
        window: where they stand in the layer below.
        values: (C, h, w), padding filled in; for a vector below (1, 1, F).
        weights: as ``values`` or None.
        products: values x weights, or None.
        bias: or None.
        chosen: index into ``values`` of the maximum, or None.
        constants: named numbers of the formula (mean, variance, ... of a batch normalisation).
        result: what the arithmetic gives.
        output: what the layer gave.
    """

    rule: Rule
    window: Window
    values: Floats
    weights: Floats | None
    products: Floats | None
    bias: float | None
    chosen: tuple[int, int, int] | None
    constants: dict[str, float]
    result: float
    output: float


_SILENT = (nn.Flatten, nn.Dropout, nn.Dropout2d, nn.Identity)


@torch.inference_mode()
def record(model: nn.Module, field: Floats) -> tuple[LayerAnswer, ...]:
    """Run the model in evaluation mode on one picture and keep what every layer took and gave, in the order of the run.

    Args:
        model: any module that takes (1, 1, H, W).
        field: (H, W), the normalised picture.

    Layers that change nothing (flatten, dropout) are left out; what a forward method computes without a module shows
    in the input of the module after it.
    """
    answers: list[LayerAnswer] = []
    calls: dict[str, int] = {}
    here = threading.get_ident()
    taken: dict[str, Floats] = {}

    # Copied, and the input before the layer runs: a rectifier in place changes both its neighbour's answer and its own
    # input.
    def take(path: str, given: tuple[Tensor, ...]) -> None:
        if threading.get_ident() == here:  # another thread may be asking the same network
            taken[path] = given[0][0].numpy().copy()

    def keep(path: str, module: nn.Module, given: Tensor) -> None:
        if threading.get_ident() != here:
            return
        calls[path] = calls.get(path, 0) + 1
        name = path if calls[path] == 1 else f"{path} ({calls[path]})"
        below = _giver(answers, taken[path])
        answers.append(LayerAnswer(name, type(module).__name__, module, taken[path], given[0].numpy().copy(), below))

    hooks = []
    for path, module in model.named_modules():
        if not any(module.children()) and not isinstance(module, _SILENT) and path:
            hooks.append(module.register_forward_pre_hook(lambda _, given, path=path: take(path, given)))
            hooks.append(module.register_forward_hook(lambda module, _, given, path=path: keep(path, module, given)))
    try:
        model.eval()(torch.from_numpy(field)[None, None])
    finally:
        for hook in hooks:
            hook.remove()
    return tuple(answers)


def _giver(answers: list[LayerAnswer], taken: Floats) -> int | None:
    """The last answer that is this input, flattened or not."""
    for i in range(len(answers) - 1, -1, -1):
        given = answers[i].output
        if given.size == taken.size and np.array_equal(given.ravel(), taken.ravel()):
            return i
    return None


def explain(layer: LayerAnswer, unit: Unit) -> Arithmetic:
    """The literal arithmetic of one number.

    Raises:
        IndexError: if the layer has no such unit.
    """
    output = float(layer.output[unit.channel, unit.row, unit.column] if layer.is_maps else layer.output[unit.channel])
    match layer.module:
        case nn.Conv2d():
            return _convolution(layer, layer.module, unit, output)
        case nn.Linear():
            return _linear(layer, layer.module, unit, output)
        case nn.MaxPool2d() | nn.AvgPool2d():
            return _pool(layer, layer.module, unit, output)
        case nn.AdaptiveAvgPool2d():
            return _adaptive(layer, unit, output)
        case nn.BatchNorm2d() | nn.BatchNorm1d():
            return _normalisation(layer, layer.module, unit, output)
        case _:
            return _pointwise(layer, unit, output)


def intermediates(layer: LayerAnswer, channel: int) -> Floats:
    """What each map below contributes to one map of a convolution: (C_in / groups, H, W); their sum + bias is the map.

    Raises:
        TypeError: if the layer is no convolution.
    """
    module = layer.module
    if not isinstance(module, nn.Conv2d):
        raise TypeError(f"{layer.kind} has no maps between its input and its output")
    per_group = module.in_channels // module.groups
    first = channel // (module.out_channels // module.groups) * per_group
    with torch.inference_mode():
        below = torch.from_numpy(layer.input)[None, first : first + per_group]
        kernels = module.weight[channel][:, None]
        down, right = _padding(module)
        padded = functional.pad(below, (right[0], right[1], down[0], down[1]))
        parts = functional.conv2d(padded, kernels, None, module.stride, 0, module.dilation, per_group)
    return parts[0].numpy()


def _convolution(layer: LayerAnswer, module: nn.Conv2d, unit: Unit, output: float) -> Arithmetic:
    per_group = module.in_channels // module.groups
    first = unit.channel // (module.out_channels // module.groups) * per_group
    (above, _), (before, _) = _padding(module)
    window = Window(
        (first, first + per_group),
        unit.row * int(module.stride[0]) - above,
        unit.column * int(module.stride[1]) - before,
        int(module.kernel_size[0]),
        int(module.kernel_size[1]),
        (int(module.dilation[0]), int(module.dilation[1])),
    )
    values = _cut(layer.input, window, 0.0)
    weights = module.weight[unit.channel].detach().numpy()
    return _weighted(window, values, weights, module.bias, unit.channel, output)


def _linear(layer: LayerAnswer, module: nn.Linear, unit: Unit, output: float) -> Arithmetic:
    values = layer.input.reshape(1, 1, -1)
    window = Window((0, 1), 0, 0, 1, values.shape[2])
    weights = module.weight[unit.channel].detach().numpy().reshape(values.shape)
    return _weighted(window, values, weights, module.bias, unit.channel, output)


def _weighted(
    window: Window, values: Floats, weights: Floats, bias: Tensor | None, channel: int, output: float
) -> Arithmetic:
    products = values * weights
    added = float(bias.detach()[channel]) if bias is not None else None
    result = float(products.sum(dtype=np.float64)) + (added or 0.0)
    return Arithmetic(Rule.WEIGHTED_SUM, window, values, weights, products, added, None, {}, result, output)


def _pool(layer: LayerAnswer, module: nn.MaxPool2d | nn.AvgPool2d, unit: Unit, output: float) -> Arithmetic:
    size, stride, padding = _pair(module.kernel_size), _pair(module.stride), _pair(module.padding)
    dilation = _pair(module.dilation) if isinstance(module, nn.MaxPool2d) else (1, 1)
    window = Window(
        (unit.channel, unit.channel + 1),
        unit.row * stride[0] - padding[0],
        unit.column * stride[1] - padding[1],
        size[0],
        size[1],
        dilation,
    )
    if isinstance(module, nn.AvgPool2d):
        values = _cut(layer.input, window, 0.0)
        return _mean(window, values, output)
    values = _cut(layer.input, window, -np.inf)
    place = np.unravel_index(int(values.argmax()), values.shape)
    chosen = (int(place[0]), int(place[1]), int(place[2]))
    return Arithmetic(Rule.MAXIMUM, window, values, None, None, None, chosen, {}, float(values.max()), output)


def _adaptive(layer: LayerAnswer, unit: Unit, output: float) -> Arithmetic:
    (_, height, width), (_, rows, columns) = layer.input.shape, layer.output.shape
    top, bottom = unit.row * height // rows, -(-(unit.row + 1) * height // rows)
    left, right = unit.column * width // columns, -(-(unit.column + 1) * width // columns)
    window = Window((unit.channel, unit.channel + 1), top, left, bottom - top, right - left)
    return _mean(window, _cut(layer.input, window, 0.0), output)


def _mean(window: Window, values: Floats, output: float) -> Arithmetic:
    return Arithmetic(
        Rule.MEAN, window, values, None, None, None, None, {}, float(values.mean(dtype=np.float64)), output
    )


def _normalisation(
    layer: LayerAnswer, module: nn.BatchNorm2d | nn.BatchNorm1d, unit: Unit, output: float
) -> Arithmetic:
    window, values = _same_place(layer, unit)
    if module.running_mean is None or module.running_var is None:
        raise TypeError(f"{layer.path} keeps no running mean")
    constants = {
        "mean": float(module.running_mean[unit.channel]),
        "variance": float(module.running_var[unit.channel]),
        "epsilon": module.eps,
        "scale": float(module.weight.detach()[unit.channel]) if module.affine else 1.0,
        "shift": float(module.bias.detach()[unit.channel]) if module.affine else 0.0,
    }
    deviation = (constants["variance"] + constants["epsilon"]) ** 0.5
    result = (float(values.item()) - constants["mean"]) / deviation * constants["scale"] + constants["shift"]
    return Arithmetic(Rule.NORMALISE, window, values, None, None, None, None, constants, result, output)


def _pointwise(layer: LayerAnswer, unit: Unit, output: float) -> Arithmetic:
    window, values = _same_place(layer, unit)
    if isinstance(layer.module, nn.ReLU):
        return Arithmetic(
            Rule.RECTIFY, window, values, None, None, None, None, {}, max(0.0, float(values.item())), output
        )
    return Arithmetic(Rule.FUNCTION, window, values, None, None, None, None, {}, output, output)


def _same_place(layer: LayerAnswer, unit: Unit) -> tuple[Window, Floats]:
    if layer.is_maps:
        window = Window((unit.channel, unit.channel + 1), unit.row, unit.column, 1, 1)
        return window, _cut(layer.input, window, 0.0)
    window = Window((0, 1), 0, unit.channel, 1, 1)
    return window, layer.input[unit.channel].reshape(1, 1, 1)


def _cut(maps: Floats, window: Window, fill: float) -> Floats:
    """The window's values, ``fill`` beyond the edges."""
    rows = window.top + np.arange(window.height) * window.dilation[0]
    columns = window.left + np.arange(window.width) * window.dilation[1]
    _, height, width = maps.shape
    inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))[None, :]
    cut = maps[window.channels[0] : window.channels[1]]
    cut = cut[:, rows.clip(0, height - 1)[:, None], columns.clip(0, width - 1)[None, :]]
    return np.where(inside, cut, np.float32(fill))


def _padding(module: nn.Conv2d) -> tuple[tuple[int, int], tuple[int, int]]:
    """((above, below), (before, after)); an even total of ``same`` is split with the larger half behind."""
    sides = []
    for axis in (0, 1):
        if module.padding == "same":
            total = int(module.dilation[axis]) * (int(module.kernel_size[axis]) - 1)
            sides.append((total // 2, total - total // 2))
        elif module.padding == "valid":
            sides.append((0, 0))
        else:
            sides.append((int(module.padding[axis]), int(module.padding[axis])))
    return sides[0], sides[1]


def _pair(value: int | tuple[int, ...]) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else (int(value[0]), int(value[1]))
