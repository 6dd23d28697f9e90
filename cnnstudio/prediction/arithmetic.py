"""The literal arithmetic behind any single number of a layer, or the word that it is not known.

The arithmetic is done again here, term by term, for the eye (in float64, so that the last digit may differ), and held
against the number that PyTorch computed.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.networks.lenet import PaperInput, RadialBasis, ScaledTanh, SparseConv2d, Subsampling
from cnnstudio.prediction.activations import Floats, LayerAnswer, Unit


class Rule(Enum):
    """How a layer makes one number from its window."""

    WEIGHTED_SUM = "weighted sum"  # values x weights, summed, + bias
    MAXIMUM = "maximum"
    MEAN = "mean"  # the sum of the values / divisor
    NORMALISE = "normalise"  # (value - mean) / sqrt(variance + epsilon) x scale + shift
    RECTIFY = "rectify"  # max(0, value)
    FUNCTION = "function"  # ``formula`` of one value
    COPY = "copy"  # a padding layer: the value, or what it fills in
    SUBSAMPLE = "subsample"  # the sum of the values x coefficient + bias
    DISTANCE = "distance"  # -1/2 x the sum of (values - weights)^2
    SOFTMAX = "softmax"  # e^(value - largest) / (e^(value - largest) + others)
    UNKNOWN = "unknown"  # nothing is claimed


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the layer below that a unit looks at; it may reach into the padding (negative or too large).

    Attributes:
        channels: which ones of the layer below, in their order.
        top, left: of the first row and column.
        height, width: number of values.
        dilation: step between neighbouring values, (down, right).
    """

    channels: tuple[int, ...]
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
        window: where they stand in the layer below; None where the arithmetic is not known.
        values: (C, h, w), padding filled in; for a vector below (1, 1, F).
        weights: as ``values`` or None.
        products: the terms of the sum, as ``values``, or None.
        bias: or None.
        chosen: index into ``values`` of the maximum, or None.
        constants: named numbers of the formula, see ``Rule``.
        formula: of a ``FUNCTION``, with ``{x}`` for the value and the ``constants`` by name, as ``"tanh({x})"``.
        result: what the arithmetic gives; NaN where it is not known.
        output: what the layer gave.
    """

    rule: Rule
    window: Window | None
    values: Floats
    output: float
    result: float
    weights: Floats | None = None
    products: Floats | None = None
    bias: float | None = None
    chosen: tuple[int, int, int] | None = None
    constants: dict[str, float] = field(default_factory=dict)
    formula: str = ""


def explain(layer: LayerAnswer, unit: Unit) -> Arithmetic:
    """The literal arithmetic of one number.

    Where it is not known how the layer computes, or where what is known gives another number than the layer gave (its
    class overrides something, a hook changes something), the rule is ``UNKNOWN``: another layer's formula is never
    shown.

    Raises:
        IndexError: if the layer has no such unit.
    """
    output = float(layer.output[unit.channel, unit.row, unit.column] if layer.is_maps else layer.output[unit.channel])
    explainer = _explainer(layer.module)
    found = explainer(layer, layer.module, unit, output) if explainer is not None else None
    if found is None or not _agrees(found):
        return Arithmetic(Rule.UNKNOWN, None, np.zeros((0, 0, 0), np.float32), output, math.nan)
    return found


def _explainer(module: nn.Module) -> "_Explainer | None":
    """How this layer is explained: by its class, or by one it is derived from without computing otherwise."""
    for known in type(module).__mro__:
        if known in _EXPLAINERS:
            return _EXPLAINERS[known] if type(module).forward is known.forward else None
    return None


def _agrees(found: Arithmetic) -> bool:
    """The layer computed in float32: the result may differ by what that rounds off, and by no more."""
    if not math.isfinite(found.output):
        return found.result == found.output
    return abs(found.result - found.output) <= 2e-6 * _size(found) + 1e-6


def _size(found: Arithmetic) -> float:
    """The sum of the sizes of what is added up: float32 rounds each by a share of it."""
    terms = found.values if found.products is None else found.products
    size = float(np.abs(terms[np.isfinite(terms)]).sum(dtype=np.float64)) + abs(found.bias or 0.0)
    constants = {name: abs(value) for name, value in found.constants.items()}
    match found.rule:
        case Rule.NORMALISE:
            deviation = (constants["variance"] + constants["epsilon"]) ** 0.5
            return float((size + constants["mean"]) / deviation * constants["scale"] + constants["shift"])
        case Rule.MEAN:
            return size / constants["divisor"]
        case Rule.SUBSAMPLE:
            return size * constants["coefficient"] + constants["bias"]
    return size + 1


def intermediates(layer: LayerAnswer, channel: int) -> Floats:
    """What each map below contributes to one map of a convolution: (C, H, W); their sum + bias is the map.

    The maps below are those of ``explain``'s window, in its order.

    Raises:
        TypeError: if the layer is no convolution, or not one whose arithmetic is known.
    """
    module = layer.module
    if explain(layer, Unit(channel)).rule is not Rule.WEIGHTED_SUM or not layer.is_maps:
        raise TypeError(f"{layer.kind} has no maps between its input and its output")
    with torch.inference_mode():
        if isinstance(module, SparseConv2d):
            below, kernels = _sparse(module, channel)
            parts = functional.conv2d(
                torch.from_numpy(layer.input[below])[None], torch.from_numpy(kernels)[:, None], groups=len(below)
            )
        else:
            assert isinstance(module, nn.Conv2d)
            channels = _group(module, channel)
            padded = _padded(module, layer.input[list(channels)])
            kernels = module.weight.detach()[channel].numpy()
            parts = functional.conv2d(
                torch.from_numpy(padded)[None],
                torch.from_numpy(kernels)[:, None],
                stride=module.stride,
                dilation=module.dilation,
                groups=len(channels),
            )
    result: Floats = parts[0].numpy()
    return result


def _convolution(layer: LayerAnswer, module: nn.Conv2d, unit: Unit, output: float) -> Arithmetic | None:
    if not layer.is_maps or layer.input.ndim != 3:
        return None
    (above, _), (before, _) = _padding(module)
    window = Window(
        _group(module, unit.channel),
        unit.row * int(module.stride[0]) - above,
        unit.column * int(module.stride[1]) - before,
        int(module.kernel_size[0]),
        int(module.kernel_size[1]),
        (int(module.dilation[0]), int(module.dilation[1])),
    )
    padded = _padded(module, layer.input[list(window.channels)])
    inside = Window(
        tuple(range(len(window.channels))),
        window.top + above,
        window.left + before,
        window.height,
        window.width,
        window.dilation,
    )
    values = _cut(padded, inside, 0.0)
    return _weighted(window, values, module.weight.detach()[unit.channel].numpy(), module.bias, unit.channel, output)


def _sparse_convolution(layer: LayerAnswer, module: SparseConv2d, unit: Unit, output: float) -> Arithmetic:
    below, kernels = _sparse(module, unit.channel)
    window = Window(tuple(below), unit.row, unit.column, *kernels.shape[1:])
    return _weighted(window, _cut(layer.input, window, 0.0), kernels, module.bias, unit.channel, output)


def _sparse(module: SparseConv2d, channel: int) -> tuple[list[int], Floats]:
    """The maps that map ``channel`` sees, in their order, and its kernel for each."""
    mine = torch.nonzero(module.outputs == channel)[:, 0]
    mine = mine[torch.argsort(module.inputs[mine])]
    kernels: Floats = module.weight.detach()[mine].numpy()
    return [int(number) for number in module.inputs[mine]], kernels


def _linear(layer: LayerAnswer, module: nn.Linear, unit: Unit, output: float) -> Arithmetic | None:
    if layer.input.ndim != 1:
        return None
    values = layer.input.reshape(1, 1, -1)
    window = Window((0,), 0, 0, 1, values.shape[2])
    weights = module.weight.detach()[unit.channel].numpy().reshape(values.shape)
    return _weighted(window, values, weights, module.bias, unit.channel, output)


def _weighted(
    window: Window, values: Floats, weights: Floats, bias: Tensor | None, channel: int, output: float
) -> Arithmetic:
    products = values * weights
    added = float(bias.detach()[channel]) if bias is not None else None
    result = float(products.sum(dtype=np.float64)) + (added or 0.0)
    return Arithmetic(Rule.WEIGHTED_SUM, window, values, output, result, weights=weights, products=products, bias=added)


def _distance(layer: LayerAnswer, module: RadialBasis, unit: Unit, output: float) -> Arithmetic:
    values = layer.input.reshape(1, 1, -1)
    codes = module.codes[unit.channel].numpy().reshape(values.shape)
    terms = np.float32(-0.5) * np.square(values - codes)
    window = Window((0,), 0, 0, 1, values.shape[2])
    result = float(terms.sum(dtype=np.float64))
    return Arithmetic(Rule.DISTANCE, window, values, output, result, weights=codes, products=terms)


def _max_pool(layer: LayerAnswer, module: nn.MaxPool2d, unit: Unit, output: float) -> Arithmetic | None:
    if not layer.is_maps or layer.input.ndim != 3:
        return None
    size, stride, padding = _pair(module.kernel_size), _pair(module.stride), _pair(module.padding)
    window = Window(
        (unit.channel,),
        unit.row * stride[0] - padding[0],
        unit.column * stride[1] - padding[1],
        *size,
        _pair(module.dilation),
    )
    return _maximum(window, _cut(layer.input, window, -np.inf), output)


def _mean_pool(layer: LayerAnswer, module: nn.AvgPool2d, unit: Unit, output: float) -> Arithmetic | None:
    if not layer.is_maps or layer.input.ndim != 3:
        return None
    size, stride, padding = _pair(module.kernel_size), _pair(module.stride), _pair(module.padding)
    # A window that reaches beyond the padding (rounding up does that) ends there; one that does not count the padding
    # ends with the map.
    spans = []
    for axis, place in enumerate((unit.row, unit.column)):
        first, length = place * stride[axis] - padding[axis], layer.input.shape[axis + 1]
        end = min(first + size[axis], length + padding[axis])
        if not module.count_include_pad:
            first, end = max(first, 0), min(end, length)
        spans.append((first, end - first))
    (top, height), (left, width) = spans
    window = Window((unit.channel,), top, left, height, width)
    return _mean(window, _cut(layer.input, window, 0.0), module.divisor_override, output)


def _adaptive_mean(layer: LayerAnswer, _module: nn.Module, unit: Unit, output: float) -> Arithmetic | None:
    window = _adaptive(layer, unit)
    return None if window is None else _mean(window, _cut(layer.input, window, 0.0), None, output)


def _adaptive_max(layer: LayerAnswer, _module: nn.Module, unit: Unit, output: float) -> Arithmetic | None:
    window = _adaptive(layer, unit)
    return None if window is None else _maximum(window, _cut(layer.input, window, 0.0), output)


def _adaptive(layer: LayerAnswer, unit: Unit) -> Window | None:
    if not layer.is_maps or layer.input.ndim != 3:
        return None
    (_, height, width), (_, rows, columns) = layer.input.shape, layer.output.shape
    top, bottom = unit.row * height // rows, -(-(unit.row + 1) * height // rows)
    left, right = unit.column * width // columns, -(-(unit.column + 1) * width // columns)
    return Window((unit.channel,), top, left, bottom - top, right - left)


def _subsampling(layer: LayerAnswer, module: Subsampling, unit: Unit, output: float) -> Arithmetic:
    window = Window((unit.channel,), unit.row * 2, unit.column * 2, 2, 2)
    values = _cut(layer.input, window, 0.0)
    constants = {
        "coefficient": float(module.coefficient.detach()[unit.channel]),
        "bias": float(module.bias.detach()[unit.channel]),
    }
    result = float(values.sum(dtype=np.float64)) * constants["coefficient"] + constants["bias"]
    return Arithmetic(Rule.SUBSAMPLE, window, values, output, result, constants=constants)


def _maximum(window: Window, values: Floats, output: float) -> Arithmetic:
    place = np.unravel_index(int(values.argmax()), values.shape)
    chosen = (int(place[0]), int(place[1]), int(place[2]))
    return Arithmetic(Rule.MAXIMUM, window, values, output, float(values.max()), chosen=chosen)


def _mean(window: Window, values: Floats, divisor: int | None, output: float) -> Arithmetic:
    constants = {"divisor": float(divisor or values.size)}
    result = float(values.sum(dtype=np.float64)) / constants["divisor"]
    return Arithmetic(Rule.MEAN, window, values, output, result, constants=constants)


def _normalisation(
    layer: LayerAnswer, module: nn.BatchNorm2d | nn.BatchNorm1d, unit: Unit, output: float
) -> Arithmetic | None:
    if module.running_mean is None or module.running_var is None or layer.input.shape != layer.output.shape:
        return None
    window, values = _same_place(layer, unit)
    constants = {
        "mean": float(module.running_mean[unit.channel]),
        "variance": float(module.running_var[unit.channel]),
        "epsilon": module.eps,
        "scale": float(module.weight.detach()[unit.channel]) if module.affine else 1.0,
        "shift": float(module.bias.detach()[unit.channel]) if module.affine else 0.0,
    }
    deviation = (constants["variance"] + constants["epsilon"]) ** 0.5
    result = (float(values.item()) - constants["mean"]) / deviation * constants["scale"] + constants["shift"]
    return Arithmetic(Rule.NORMALISE, window, values, output, result, constants=constants)


def _rectifier(layer: LayerAnswer, _module: nn.Module, unit: Unit, output: float) -> Arithmetic | None:
    if layer.input.shape != layer.output.shape:
        return None
    window, values = _same_place(layer, unit)
    return Arithmetic(Rule.RECTIFY, window, values, output, max(0.0, float(values.item())))


def _function(
    formula: str, compute: "Callable[..., float]", *named: str
) -> "Callable[[LayerAnswer, Any, Unit, float], Arithmetic | None]":
    """A function of one value, and of the layer's numbers of these names."""

    def explained(layer: LayerAnswer, module: Any, unit: Unit, output: float) -> Arithmetic | None:
        if layer.input.shape != layer.output.shape:
            return None
        window, values = _same_place(layer, unit)
        constants = {name: float(getattr(module, name)) for name in named}
        result = compute(float(values.item()), *constants.values())
        return Arithmetic(Rule.FUNCTION, window, values, output, result, constants=constants, formula=formula)

    return explained


def _prelu(layer: LayerAnswer, module: nn.PReLU, unit: Unit, output: float) -> Arithmetic | None:
    if layer.input.shape != layer.output.shape:
        return None
    window, values = _same_place(layer, unit)
    slope = float(module.weight.detach()[unit.channel if module.num_parameters > 1 else 0])
    x = float(values.item())
    result = max(0.0, x) + slope * min(0.0, x)
    return Arithmetic(
        Rule.FUNCTION, window, values, output, result, constants={"slope": slope}, formula=_LEAKY.format(a="slope")
    )


def _gelu(layer: LayerAnswer, module: nn.GELU, unit: Unit, output: float) -> Arithmetic | None:
    if module.approximate != "none":
        return None
    half = _function("{x} × (1 + erf({x} / √2)) / 2", lambda x: x * (1 + math.erf(x / math.sqrt(2))) / 2)
    return half(layer, module, unit, output)


def _softmax(layer: LayerAnswer, module: nn.Softmax, unit: Unit, output: float) -> Arithmetic | None:
    if layer.input.ndim != 1 or module.dim not in (1, -1, None):
        return None
    values = layer.input.reshape(1, 1, -1)
    largest = float(values.max())
    powers = np.exp(values.astype(np.float64).ravel() - largest)
    own = float(powers[unit.channel])
    constants = {
        "value": float(layer.input[unit.channel]),
        "largest": largest,
        "others": float(np.delete(powers, unit.channel).sum()),
    }
    window = Window((0,), 0, 0, 1, values.shape[2])
    return Arithmetic(Rule.SOFTMAX, window, values, output, own / (own + constants["others"]), constants=constants)


def _paper_input(layer: LayerAnswer, _module: PaperInput, unit: Unit, output: float) -> Arithmetic:
    window = Window((unit.channel,), unit.row - 2, unit.column - 2, 1, 1)
    values = _cut(layer.input, window, 0.0)
    result = float(values.item()) * 1.275 - 0.1
    return Arithmetic(Rule.FUNCTION, window, values, output, result, formula="{x} × 1.275 − 0.1")


def _constant_padding(
    layer: LayerAnswer, module: nn.ZeroPad2d | nn.ConstantPad2d, unit: Unit, output: float
) -> Arithmetic | None:
    return _padding_layer(layer, module.padding, unit, output, lambda place, _: place, float(module.value))


def _reflection_padding(layer: LayerAnswer, module: nn.ReflectionPad2d, unit: Unit, output: float) -> Arithmetic | None:
    def mirrored(place: int, length: int) -> int:
        return -place if place < 0 else 2 * (length - 1) - place if place >= length else place

    return _padding_layer(layer, module.padding, unit, output, mirrored)


def _replication_padding(
    layer: LayerAnswer, module: nn.ReplicationPad2d, unit: Unit, output: float
) -> Arithmetic | None:
    return _padding_layer(layer, module.padding, unit, output, lambda place, length: min(max(place, 0), length - 1))


def _circular_padding(layer: LayerAnswer, module: nn.CircularPad2d, unit: Unit, output: float) -> Arithmetic | None:
    return _padding_layer(layer, module.padding, unit, output, lambda place, length: place % length)


def _padding_layer(
    layer: LayerAnswer,
    padding: tuple[int, ...],
    unit: Unit,
    output: float,
    source: Callable[[int, int], int],
    fill: float = 0.0,
) -> Arithmetic | None:
    """``padding``: left, right, above, below; ``source`` says which row (column) below a row (column) repeats."""
    if not layer.is_maps or layer.input.ndim != 3:
        return None
    _, height, width = layer.input.shape
    row, column = source(unit.row - padding[2], height), source(unit.column - padding[0], width)
    window = Window((unit.channel,), row, column, 1, 1)
    values = _cut(layer.input, window, fill)
    return Arithmetic(Rule.COPY, window, values, output, float(values.item()))


_LEAKY = "max(0, {{x}}) + {{{a}}} × min(0, {{x}})"

_Explainer = Callable[[LayerAnswer, Any, Unit, float], Arithmetic | None]
_EXPLAINERS: dict[type[nn.Module], _Explainer] = {
    nn.Conv2d: _convolution,
    SparseConv2d: _sparse_convolution,
    nn.Linear: _linear,
    RadialBasis: _distance,
    nn.MaxPool2d: _max_pool,
    nn.AvgPool2d: _mean_pool,
    nn.AdaptiveAvgPool2d: _adaptive_mean,
    nn.AdaptiveMaxPool2d: _adaptive_max,
    Subsampling: _subsampling,
    nn.BatchNorm2d: _normalisation,
    nn.BatchNorm1d: _normalisation,
    nn.ZeroPad2d: _constant_padding,
    nn.ConstantPad2d: _constant_padding,
    nn.ReflectionPad2d: _reflection_padding,
    nn.ReplicationPad2d: _replication_padding,
    nn.CircularPad2d: _circular_padding,
    PaperInput: _paper_input,
    nn.ReLU: _rectifier,
    nn.ReLU6: _function("min(max(0, {x}), 6)", lambda x: min(max(0.0, x), 6.0)),
    nn.Hardtanh: _function(
        "min(max({min_val}, {x}), {max_val})", lambda x, low, high: min(max(low, x), high), "min_val", "max_val"
    ),
    nn.LeakyReLU: _function(
        _LEAKY.format(a="negative_slope"), lambda x, slope: max(0.0, x) + slope * min(0.0, x), "negative_slope"
    ),
    nn.PReLU: _prelu,
    nn.ELU: _function(
        "max(0, {x}) + {alpha} × (e^(min(0, {x})) − 1)",
        lambda x, alpha: max(0.0, x) + alpha * math.expm1(min(0.0, x)),
        "alpha",
    ),
    nn.Sigmoid: _function("1 / (1 + e^(−({x})))", lambda x: _sigmoid(x)),
    nn.SiLU: _function("{x} / (1 + e^(−({x})))", lambda x: x * _sigmoid(x)),
    nn.Tanh: _function("tanh({x})", math.tanh),
    nn.GELU: _gelu,
    nn.Hardsigmoid: _function("min(max(0, {x} + 3), 6) / 6", lambda x: min(max(0.0, x + 3), 6.0) / 6),
    nn.Hardswish: _function("{x} × min(max(0, {x} + 3), 6) / 6", lambda x: x * min(max(0.0, x + 3), 6.0) / 6),
    ScaledTanh: _function("1.7159 × tanh({x} × 2 / 3)", lambda x: 1.7159 * math.tanh(x * 2 / 3)),
    nn.Softmax: _softmax,
}


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _same_place(layer: LayerAnswer, unit: Unit) -> tuple[Window, Floats]:
    if layer.is_maps:
        window = Window((unit.channel,), unit.row, unit.column, 1, 1)
        return window, _cut(layer.input, window, 0.0)
    window = Window((0,), 0, unit.channel, 1, 1)
    return window, layer.input[unit.channel].reshape(1, 1, 1)


def _cut(maps: Floats, window: Window, fill: float) -> Floats:
    """The window's values, ``fill`` beyond the edges."""
    rows = window.top + np.arange(window.height) * window.dilation[0]
    columns = window.left + np.arange(window.width) * window.dilation[1]
    _, height, width = maps.shape
    inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))[None, :]
    cut = maps[list(window.channels)]
    cut = cut[:, rows.clip(0, height - 1)[:, None], columns.clip(0, width - 1)[None, :]]
    return np.where(inside, cut, np.float32(fill))


def _group(module: nn.Conv2d, channel: int) -> tuple[int, ...]:
    """The channels below that an output channel sees."""
    per_group = module.in_channels // module.groups
    first = channel // (module.out_channels // module.groups) * per_group
    return tuple(range(first, first + per_group))


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


# As numpy calls what torch pads with.
_PADDING_MODES: dict[str, Any] = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def _padded(module: nn.Conv2d, maps: Floats) -> Floats:
    return np.pad(maps, ((0, 0), *_padding(module)), mode=_PADDING_MODES[module.padding_mode])


def _pair(value: int | tuple[int, ...]) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else (int(value[0]), int(value[1]))
