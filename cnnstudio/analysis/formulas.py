"""A layer's formulas with its own numbers in them: output size, parameters, MACs; and its dense equivalent."""

import math
from dataclasses import dataclass
from enum import Enum

from cnnstudio.analysis.results import Layer, Shape


class Quantity(Enum):
    """What a formula gives."""

    ROWS = "rows"
    COLUMNS = "columns"
    PARAMETERS = "parameters"
    MACS = "macs"


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula of a layer.

    Attributes:
        quantity: what it gives.
        symbols: the formula in symbols, such as ``c_out × c_in / g × k_h × k_w + c_out``.
        numbers: the same with the layer's numbers.
        value: what comes out.
        terms: each symbol with its number, in the order of the formula.
    """

    quantity: Quantity
    symbols: str
    numbers: str
    value: int
    terms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class FullyConnected:
    """A fully connected layer with the same input and output: ``inputs × outputs`` weights, a bias for each output."""

    inputs: int
    outputs: int
    params: int
    macs: int


def formulas(layer: Layer) -> tuple[Formula, ...]:
    """The formulas of a layer, in the order size, parameters, MACs; empty for what has none (containers, ReLU)."""
    if layer.children:
        return ()
    return (*_sizes(layer), *_parameters(layer), *_macs(layer))


def fully_connected(layer: Layer) -> FullyConnected | None:
    """What a fully connected layer in its place would cost, for one picture; None for layers that never ran."""
    if layer.input_shape is None or layer.output_shape is None:
        return None
    inputs, outputs = math.prod(layer.input_shape[1:]), math.prod(layer.output_shape[1:])
    return FullyConnected(inputs, outputs, inputs * outputs + outputs, inputs * outputs)


def _formula(quantity: Quantity, symbols: str, value: int, **terms: int) -> Formula:
    """``symbols`` names the terms between braces."""
    numbers = symbols.format(**{name: f"{number:,}" for name, number in terms.items()})
    return Formula(quantity, symbols.format(**{name: name for name in terms}), numbers, value, tuple(terms.items()))


def _sizes(layer: Layer) -> tuple[Formula, ...]:
    if layer.kernel is None or layer.input_shape is None or layer.output_shape is None or len(layer.kernel) != 2:
        return ()
    assert layer.stride is not None
    assert layer.padding is not None
    assert layer.dilation is not None
    if layer.type == "Unfold":
        return _of_windows(layer)
    found = []
    for axis, quantity in enumerate((Quantity.ROWS, Quantity.COLUMNS)):
        terms = {
            "n": layer.input_shape[axis - 2],
            "p": layer.padding[axis],
            "d": layer.dilation[axis],
            "k": layer.kernel[axis],
            "s": layer.stride[axis],
        }
        value = layer.output_shape[axis - 2]
        reach = terms["n"] + 2 * terms["p"] - terms["d"] * (terms["k"] - 1) - 1
        if "padding=same" in layer.settings:
            symbols, terms, comes_out = "{n}", {"n": terms["n"]}, terms["n"]
        elif layer.type.startswith("ConvTranspose"):
            symbols = "({n} - 1) × {s} - 2 × {p} + {d} × ({k} - 1) + {p_out} + 1"
            full = (terms["n"] - 1) * terms["s"] - 2 * terms["p"] + terms["d"] * (terms["k"] - 1) + 1
            terms["p_out"] = value - full
            # PyTorch's output padding is smaller than the stride or the dilation: what is not is another arithmetic.
            comes_out = value if 0 <= terms["p_out"] < max(terms["s"], terms["d"]) else -1
        elif layer.ceil_mode:
            symbols, comes_out = "⌈" + _FRACTION + "⌉ + 1", -(-reach // terms["s"]) + 1
            if comes_out > (starts := -(-(terms["n"] + terms["p"]) // terms["s"])):
                # PyTorch: no window starts in the padding behind the input.
                symbols, comes_out = f"min({symbols}, ⌈({{n}} + {{p}}) / {{s}}⌉)", starts
        else:
            symbols, comes_out = "⌊" + _FRACTION + "⌋ + 1", reach // terms["s"] + 1
        if comes_out == value:  # else it is a layer with an arithmetic of its own
            found.append(_formula(quantity, symbols, value, **terms))
    return tuple(found)


_FRACTION = "({n} + 2 × {p} - {d} × ({k} - 1) - 1) / {s}"


def _of_windows(layer: Layer) -> tuple[Formula, ...]:
    """Unfold: what a window holds, and how many windows there are."""
    given, gave = layer.input_shape, layer.output_shape
    if given is None or gave is None or len(given) != 4 or len(gave) != 3:
        return ()
    assert layer.kernel is not None
    assert layer.stride is not None
    assert layer.padding is not None
    assert layer.dilation is not None
    parts: list[str] = []
    terms: dict[str, int] = {}
    count = 1
    for way, axis in (("h", 0), ("w", 1)):
        own = {
            f"n_{way}": given[axis - 2],
            f"p_{way}": layer.padding[axis],
            f"d_{way}": layer.dilation[axis],
            f"k_{way}": layer.kernel[axis],
            f"s_{way}": layer.stride[axis],
        }
        n, p, d, k, s = own.values()
        count *= (n + 2 * p - d * (k - 1) - 1) // s + 1
        names = dict(zip("npdks", own, strict=True))
        parts.append("(⌊" + _FRACTION.format(**{name: f"{{{full}}}" for name, full in names.items()}) + "⌋ + 1)")
        terms |= own
    area = {"c": given[1], "k_h": layer.kernel[0], "k_w": layer.kernel[1]}
    if (math.prod(area.values()), count) != gave[1:]:
        return ()
    return (
        _formula(Quantity.ROWS, "{c} × {k_h} × {k_w}", gave[1], **area),
        _formula(Quantity.COLUMNS, " × ".join(parts), count, **terms),
    )


def _parameters(layer: Layer) -> tuple[Formula, ...]:
    shapes = {parameter.name: parameter.shape for parameter in layer.parameters}
    value = sum(math.prod(shape) for shape in shapes.values())
    weight = shapes.get("weight")
    if not value or weight is None or set(shapes) - {"weight", "bias"}:
        return ()
    bias = "bias" in shapes
    if layer.kernel is not None and len(weight) == 4:
        groups = layer.groups or 1
        transposed = layer.type.startswith("ConvTranspose")
        outputs, inputs = (weight[1] * groups, weight[0]) if transposed else (weight[0], weight[1] * groups)
        symbols = "{c_out} × {c_in} × {k_h} × {k_w}" if groups == 1 else "{c_out} × {c_in} / {g} × {k_h} × {k_w}"
        terms = {"c_out": outputs, "c_in": inputs, "g": groups, "k_h": weight[2], "k_w": weight[3]}
        if groups == 1:
            del terms["g"]
        return (_formula(Quantity.PARAMETERS, symbols + (" + {c_out}" if bias else ""), value, **terms),)
    if len(weight) == 2 and layer.type.endswith("Linear"):
        symbols = "{n_in} × {n_out}" + (" + {n_out}" if bias else "")
        return (_formula(Quantity.PARAMETERS, symbols, value, n_in=weight[1], n_out=weight[0]),)
    if bias and shapes["bias"] == weight:
        return (_formula(Quantity.PARAMETERS, "2 × {c}", value, c=math.prod(weight)),)
    return ()


def _macs(layer: Layer) -> tuple[Formula, ...]:
    weight = next((parameter.shape for parameter in layer.parameters if parameter.name == "weight"), None)
    output: Shape | None = layer.output_shape
    if not layer.own_macs or weight is None or output is None or layer.calls != 1 or layer.input_shape is None:
        return ()
    batch = {"N": output[0]} if output[0] > 1 else {}
    times = "{N} × " if batch else ""
    if layer.kernel is not None and len(weight) == 4:
        groups = layer.groups or 1
        place = layer.input_shape if layer.type.startswith("ConvTranspose") else output
        sizes = {"h": place[-2], "w": place[-1]}
        outputs, inputs = (weight[0], weight[1] * groups) if place is output else (weight[1] * groups, weight[0])
        terms = {**batch, **sizes, "c_out": outputs, "c_in": inputs, "g": groups, "k_h": weight[2], "k_w": weight[3]}
        symbols = times + "{h} × {w} × {c_out} × {c_in}" + (" / {g}" if groups > 1 else "") + " × {k_h} × {k_w}"
        if groups == 1:
            del terms["g"]
        return (_formula(Quantity.MACS, symbols, layer.own_macs, **terms),)
    if len(weight) == 2 and layer.type.endswith("Linear"):
        positions = math.prod(output[1:-1])
        symbols = times + ("{positions} × " if positions > 1 else "") + "{n_in} × {n_out}"
        terms = {**batch, "n_in": weight[1], "n_out": weight[0]}
        if positions > 1:
            terms["positions"] = positions
        return (_formula(Quantity.MACS, symbols, layer.own_macs, **terms),)
    return ()
