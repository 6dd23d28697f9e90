"""The literal arithmetic behind any single number of a layer, or the word that it is not known.

The arithmetic is done again here, term by term, for the eye (in float64, so that the last digit may differ), and held
against the number that PyTorch computed.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np
from torch import nn

from cnnstudio.convolution.geometry import Axis
from cnnstudio.convolution.step_through import CellSteps, Doubles
from cnnstudio.networks.lenet import PaperInput, RadialBasis, ScaledTanh
from cnnstudio.prediction.activations import Floats, LayerActivation, Unit
from cnnstudio.weights.shell import maps_off


class Rule(Enum):
    """How a layer makes one number from its window."""

    WEIGHTED_SUM = "weighted sum"  # values x weights, summed, + bias
    MAXIMUM = "maximum"
    MEAN = "mean"  # the sum of the values / divisor
    NORMALISE = "normalise"  # (value - mean) / sqrt(variance + epsilon) x scale + shift
    RECTIFY = "rectify"  # max(0, value)
    FUNCTION = "function"  # ``formula`` of one value
    COPY = "copy"  # a padding layer: the value, or what it fills in
    DISTANCE = "distance"  # -1/2 x the sum of (values - weights)^2
    SOFTMAX = "softmax"  # e^(value - largest) / (e^(value - largest) + others)
    OFF = "off"  # its map is switched off by an edit: 0, whatever comes in
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
        window: where they stand in the layer below; None where the arithmetic is not known, and where it is off.
        values: (C, h, w), padding filled in; for a vector below (1, 1, F).
        weights: as ``values`` or None.
        products: the terms of the sum, as ``values``, or None.
        bias: or None.
        chosen: index into ``values`` of the maximum, or None.
        constants: named numbers of the formula, see ``Rule``.
        formula: of a ``FUNCTION``, with ``{x}`` for the value and the ``constants`` by name, as ``"tanh({x})"``.
        result: what the arithmetic gives; NaN where it is not known.
        output: what the layer gave.
        taken: a window operation's number, taken apart.
    """

    rule: Rule
    window: Window | None
    values: Doubles
    output: float
    result: float
    weights: Doubles | None = None
    products: Doubles | None = None
    bias: float | None = None
    chosen: tuple[int, int, int] | None = None
    constants: dict[str, float] = field(default_factory=dict)
    formula: str = ""
    taken: CellSteps | None = None


def explain(layer: LayerActivation, unit: Unit) -> Arithmetic:
    """The literal arithmetic of one number.

    Where it is not known how the layer computes, or where what is known gives another number than the layer gave (its
    class overrides something, a hook changes something), the rule is ``UNKNOWN``: another layer's formula is never
    shown.

    Raises:
        IndexError: if the layer has no such unit.
    """
    output = float(layer.output[unit.channel, unit.row, unit.column] if layer.is_maps else layer.output[unit.channel])
    if unit.channel in maps_off(layer.module):
        return Arithmetic(Rule.OFF, None, np.zeros((0, 0, 0)), output, 0.0)
    view, explainer = layer.view, _explainer(layer.module)
    found: Arithmetic | None = None
    if view is not None:
        found = _of_window(layer, view.unit(unit.channel, unit.row, unit.column))
    elif explainer is not None:
        found = explainer(layer, layer.module, unit, output)
    if found is None or not _agrees(found):
        return Arithmetic(Rule.UNKNOWN, None, np.zeros((0, 0, 0)), output, math.nan)
    return found


def _explainer(module: nn.Module) -> "_Explainer | None":
    """How a layer that is no window operation is explained: by its class, or by one it computes like."""
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
    size = float(np.abs(terms[np.isfinite(terms)]).sum()) + abs(found.bias or 0.0)
    constants = {name: abs(value) for name, value in found.constants.items()}
    match found.rule:
        case Rule.NORMALISE:
            deviation = (constants["variance"] + constants["epsilon"]) ** 0.5
            return float((size + constants["mean"]) / deviation * constants["scale"] + constants["shift"])
        case Rule.MEAN:
            return size / constants["divisor"]
    return size + 1


def intermediates(layer: LayerActivation, channel: int) -> Floats:
    """What each map below contributes to one map of a convolution: (C, H, W); their sum + bias is the map.

    The maps below are those of ``explain``'s window, in its order.

    Raises:
        TypeError: if the layer is no convolution, or not one whose arithmetic is known.
    """
    view = layer.view
    if view is None or view.kernel is None or not layer.is_maps:
        raise TypeError(f"{layer.kind} has no maps between its input and its output")
    parts: Floats = view.partials(channel).numpy()
    return parts


def _of_window(layer: LayerActivation, taken: CellSteps) -> Arithmetic:
    """What a window operation computes; the values of a vector below stand side by side."""
    (top, down, rows), (left, across, columns) = (
        _span(taken.geometry.rows, taken.down),
        _span(taken.geometry.cols, taken.across),
    )
    flat = layer.input.ndim == 1

    def laid_out(numbers: Doubles) -> Doubles:
        return numbers.reshape(1, 1, -1) if flat else numbers[:, rows][:, :, columns]

    values = laid_out(taken.values)
    window = Window(taken.inputs, top, left, len(rows), len(columns), (down, across))
    if flat:
        window = Window((0,), 0, 0, 1, values.size)
    if taken.weights is not None:
        weights, products = laid_out(taken.weights), laid_out(taken.products)
        return Arithmetic(
            Rule.WEIGHTED_SUM,
            window,
            values,
            taken.result,
            taken.computed,
            weights=weights,
            products=products,
            bias=taken.bias,
            taken=taken,
        )
    if taken.divisor is not None:
        constants = {"divisor": float(taken.divisor)}
        return Arithmetic(Rule.MEAN, window, values, taken.result, taken.computed, constants=constants, taken=taken)
    return Arithmetic(Rule.MAXIMUM, window, values, taken.result, taken.computed, chosen=taken.winner, taken=taken)


def _span(axis: Axis, pairs: Sequence[tuple[int, int]]) -> tuple[int, int, list[int]]:
    """Of the rows (columns) under a window: the first one below, the step between them, and their order from there.

    A transposed convolution's window runs backwards over its input, and may have nothing under it.
    """
    at = [position if axis.transposed else position - axis.before for _, position in pairs]
    order = sorted(range(len(at)), key=at.__getitem__)
    return at[order[0]] if order else 0, at[order[1]] - at[order[0]] if len(order) > 1 else 1, order


def _distance(layer: LayerActivation, module: RadialBasis, unit: Unit, output: float) -> Arithmetic:
    values = layer.input.reshape(1, 1, -1).astype(np.float64)
    codes = module.codes[unit.channel].numpy().reshape(values.shape).astype(np.float64)
    terms = -0.5 * np.square(values - codes)
    window = Window((0,), 0, 0, 1, values.shape[2])
    return Arithmetic(Rule.DISTANCE, window, values, output, float(terms.sum()), weights=codes, products=terms)


def _normalisation(
    layer: LayerActivation, module: nn.BatchNorm2d | nn.BatchNorm1d, unit: Unit, output: float
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


def _rectifier(layer: LayerActivation, _module: nn.Module, unit: Unit, output: float) -> Arithmetic | None:
    if layer.input.shape != layer.output.shape:
        return None
    window, values = _same_place(layer, unit)
    return Arithmetic(Rule.RECTIFY, window, values, output, max(0.0, float(values.item())))


def _function(
    formula: str, compute: "Callable[..., float]", *named: str
) -> "Callable[[LayerActivation, Any, Unit, float], Arithmetic | None]":
    """A function of one value, and of the layer's numbers of these names."""

    def explained(layer: LayerActivation, module: Any, unit: Unit, output: float) -> Arithmetic | None:
        if layer.input.shape != layer.output.shape:
            return None
        window, values = _same_place(layer, unit)
        constants = {name: float(getattr(module, name)) for name in named}
        result = compute(float(values.item()), *constants.values())
        return Arithmetic(Rule.FUNCTION, window, values, output, result, constants=constants, formula=formula)

    return explained


def _prelu(layer: LayerActivation, module: nn.PReLU, unit: Unit, output: float) -> Arithmetic | None:
    if layer.input.shape != layer.output.shape:
        return None
    window, values = _same_place(layer, unit)
    slope = float(module.weight.detach()[unit.channel if module.num_parameters > 1 else 0])
    x = float(values.item())
    result = max(0.0, x) + slope * min(0.0, x)
    return Arithmetic(
        Rule.FUNCTION, window, values, output, result, constants={"slope": slope}, formula=_LEAKY.format(a="slope")
    )


def _gelu(layer: LayerActivation, module: nn.GELU, unit: Unit, output: float) -> Arithmetic | None:
    if module.approximate != "none":
        return None
    half = _function("{x} × (1 + erf({x} / √2)) / 2", lambda x: x * (1 + math.erf(x / math.sqrt(2))) / 2)
    return half(layer, module, unit, output)


def _softmax(layer: LayerActivation, module: nn.Softmax, unit: Unit, output: float) -> Arithmetic | None:
    if layer.input.ndim != 1 or module.dim not in (1, -1, None):
        return None
    values = layer.input.reshape(1, 1, -1).astype(np.float64)
    largest = float(values.max())
    powers = np.exp(values.ravel() - largest)
    own = float(powers[unit.channel])
    constants = {
        "value": float(layer.input[unit.channel]),
        "largest": largest,
        "others": float(np.delete(powers, unit.channel).sum()),
    }
    window = Window((0,), 0, 0, 1, values.shape[2])
    return Arithmetic(Rule.SOFTMAX, window, values, output, own / (own + constants["others"]), constants=constants)


def _paper_input(layer: LayerActivation, _module: PaperInput, unit: Unit, output: float) -> Arithmetic:
    window = Window((unit.channel,), unit.row - 2, unit.column - 2, 1, 1)
    values = _cut(layer.input, window, 0.0)
    result = float(values.item()) * 1.275 - 0.1
    return Arithmetic(Rule.FUNCTION, window, values, output, result, formula="{x} × 1.275 − 0.1")


def _constant_padding(
    layer: LayerActivation, module: nn.ZeroPad2d | nn.ConstantPad2d, unit: Unit, output: float
) -> Arithmetic | None:
    return _padding_layer(layer, module.padding, unit, output, lambda place, _: place, float(module.value))


def _reflection_padding(
    layer: LayerActivation, module: nn.ReflectionPad2d, unit: Unit, output: float
) -> Arithmetic | None:
    def mirrored(place: int, length: int) -> int:
        return -place if place < 0 else 2 * (length - 1) - place if place >= length else place

    return _padding_layer(layer, module.padding, unit, output, mirrored)


def _replication_padding(
    layer: LayerActivation, module: nn.ReplicationPad2d, unit: Unit, output: float
) -> Arithmetic | None:
    return _padding_layer(layer, module.padding, unit, output, lambda place, length: min(max(place, 0), length - 1))


def _circular_padding(layer: LayerActivation, module: nn.CircularPad2d, unit: Unit, output: float) -> Arithmetic | None:
    return _padding_layer(layer, module.padding, unit, output, lambda place, length: place % length)


def _padding_layer(
    layer: LayerActivation,
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

_Explainer = Callable[[LayerActivation, Any, Unit, float], Arithmetic | None]
_EXPLAINERS: dict[type[nn.Module], _Explainer] = {
    RadialBasis: _distance,
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


def _same_place(layer: LayerActivation, unit: Unit) -> tuple[Window, Doubles]:
    if layer.is_maps:
        window = Window((unit.channel,), unit.row, unit.column, 1, 1)
        return window, _cut(layer.input, window, 0.0)
    window = Window((0,), 0, unit.channel, 1, 1)
    return window, layer.input[unit.channel].reshape(1, 1, 1).astype(np.float64)


def _cut(maps: Floats, window: Window, fill: float) -> Doubles:
    """The window's values, ``fill`` beyond the edges."""
    rows = window.top + np.arange(window.height) * window.dilation[0]
    columns = window.left + np.arange(window.width) * window.dilation[1]
    _, height, width = maps.shape
    inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))[None, :]
    cut = maps[list(window.channels)]
    cut = cut[:, rows.clip(0, height - 1)[:, None], columns.clip(0, width - 1)[None, :]]
    return np.where(inside, cut, np.float32(fill)).astype(np.float64)
