"""Numbers that a lesson's text computes: ``{out(28, 5)}``. A closed set of functions over whole numbers, and no code.

Every function gives what the ground floor computes for the same question, so that a text cannot go stale.
"""

import ast
import inspect
import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from cnnstudio import sizes
from cnnstudio.errors import ConfigError, quoted
from cnnstudio.lessons import calls
from cnnstudio.lessons.structures import structure_of
from cnnstudio.messages import Message

if TYPE_CHECKING:
    from cnnstudio.analysis.results import Analysis, Layer

Number: TypeAlias = int | Fraction | Decimal
"""A whole number, an exact fraction, or one that was rounded to the digits it shows."""
Result: TypeAlias = Number | tuple[int, ...]

LARGEST = 10**18
"""The largest number that is worked out."""
_MOST_DIGITS = 6
_LONGEST_POWER = 20
_MOST_SIDE = 65_536


@dataclass(frozen=True, slots=True)
class Expression:
    """Something to work out, as it stands in the text."""

    text: str


def parse(text: str) -> Expression:
    """An expression, checked as far as that costs nothing: its grammar and the functions' names.

    Raises:
        ConfigError: if it is none, or calls a function that there is not.
    """
    expression = Expression(text.strip())
    _check(calls.tree(expression.text))
    return expression


def normal_form(expression: Expression) -> str:
    """Equal for expressions that differ in spaces and brackets alone."""
    return ast.unparse(calls.tree(expression.text))


def evaluate(expression: Expression) -> Result:
    """What an expression comes to; for what asks a network, its structure is analysed once.

    Raises:
        StudioError: if it cannot be worked out; the sentence says why.
    """
    value = _value(calls.tree(expression.text))
    if isinstance(value, str) or (isinstance(value, tuple) and not all(isinstance(part, int) for part in value)):
        raise ConfigError("{text} is no number. Write an expression that comes to one.", text=quoted(expression.text))
    return _as_result(value)


def shown(result: Result) -> str:
    """A result as it stands in a text: ``61,706``, ``0.25``, ``512 × 7 × 7``.

    Raises:
        ConfigError: if it has no end, as 1/3.
    """
    if isinstance(result, tuple):
        return sizes.size(result)
    if isinstance(result, Fraction):
        result = _finite(result)
    text = f"{result:,}"
    return text.replace("-", "−")


def _as_result(value: "Result | calls.Value") -> Result:
    if isinstance(value, tuple):
        return tuple(part for part in value if isinstance(part, int))
    assert not isinstance(value, str)
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value


def _finite(value: Fraction) -> Decimal:
    for digits in range(_MOST_DIGITS + 1):
        if (value * 10**digits).denominator == 1:
            return Decimal(int(value * 10**digits)).scaleb(-digits)
    raise ConfigError("{value} has no end as a decimal number. Write round({value}, 2).", value=value)


# What is added, divided and raised.
_OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction | int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}


def _check(node: ast.expr) -> None:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            _check(left)
            _check(right)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _check(operand)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=words):
            if name not in FUNCTIONS:
                raise ConfigError(
                    "There is no function {name}. There are {known}.",
                    name=quoted(name),
                    known=", ".join(sorted(FUNCTIONS)),
                )
            for part in (*args, *(word.value for word in words)):
                _check(part)
            for word in words:
                calls.name_of(word)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                _check(part)
        case _:
            calls.constant(node)


def _value(node: ast.expr) -> "Result | calls.Value":
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            return _operated(op, _fraction(_value(left)), _fraction(_value(right)))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_fraction(_value(operand))
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _fraction(_value(operand))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=words) if name in FUNCTIONS:
            return _called(
                name,
                [_plain(_value(part)) for part in args],
                {word.arg or "": _plain(_value(word.value)) for word in words},
            )
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return tuple(_argument(part) for part in parts)
        case _:
            return calls.constant(node)


def _argument(node: ast.expr) -> calls.Value:
    value = _plain(_value(node))
    if isinstance(value, Fraction | Decimal):
        raise ConfigError("A list holds whole numbers. Write them so.")
    return value


def _plain(value: "Result | calls.Value") -> "Result | calls.Value":
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value


def _fraction(value: "Result | calls.Value") -> Fraction:
    if isinstance(value, str | tuple):
        raise ConfigError("Only numbers are added, multiplied and divided. Take a number instead.")
    return Fraction(value)


def _operated(op: ast.operator, one: Fraction, two: Fraction) -> Fraction:
    if isinstance(op, ast.Div | ast.FloorDiv | ast.Mod) and not two:
        raise ConfigError("A number is divided by 0. Divide by another one.")
    if isinstance(op, ast.Pow):
        if two.denominator != 1 or not 0 <= two <= _LONGEST_POWER:
            raise ConfigError("A power goes from 0 to {longest_power}. Take another one.", longest_power=_LONGEST_POWER)
        two = Fraction(int(two))
    result = Fraction(_OPERATIONS[type(op)](one, two))
    if max(abs(result.numerator), result.denominator) > LARGEST**2 or abs(result) > LARGEST:
        raise ConfigError("A number becomes too large. Take smaller ones.")
    return result


def _called(
    name: str, args: "list[Result | calls.Value]", words: "dict[str, Result | calls.Value]"
) -> "Result | calls.Value":
    function = FUNCTIONS[name]
    signature = inspect.signature(function)
    try:
        bound = signature.bind(*args, **words)
    except TypeError as error:
        usage = ", ".join(map(str, signature.parameters))
        raise ConfigError(
            "{name} takes ({usage}): {error}. Give it these.", name=name, usage=usage, error=error
        ) from error
    result: Result = function(*bound.args, **bound.kwargs)
    return result


def _whole(name: str, value: object, least: int, most: int = _MOST_SIDE) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ConfigError(
            "{name} is {value}; it must be a whole number from {least} to {most:,}.",
            name=name,
            value=value,
            least=least,
            most=most,
        )
    return value


def _some_number(value: object) -> Fraction:
    if not isinstance(value, int | Fraction | Decimal):
        raise ConfigError("{value} is no number. Give a number.", value=quoted(value))
    return Fraction(value)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ConfigError("{name} is {value}; it must be a name in quotes.", name=name, value=value)
    return value


def _out(n: int, k: int, p: int = 0, s: int = 1, d: int = 1) -> int:
    from cnnstudio.convolution.geometry import Axis

    padding = _whole("p", p, 0)
    axis = Axis(
        n=_whole("n", n, 1),
        k=_whole("k", k, 1),
        s=_whole("s", s, 1),
        before=padding // 2,
        after=padding - padding // 2,
        d=_whole("d", d, 1),
    )
    if axis.size < 1:
        raise ConfigError(
            "A window over {extent} cells does not fit into {padded}. Take a smaller one.",
            extent=axis.extent,
            padded=axis.padded,
        )
    return axis.size


def _pad(n: int, o: int, k: int, s: int = 1) -> Fraction:
    # The padding of both sides that brings the last of o windows to the end of the row, in two halves.
    return Fraction((_whole("o", o, 1) - 1) * _whole("s", s, 1) + _whole("k", k, 1) - _whole("n", n, 1), 2)


def _params(i: int, o: int, k: int = 1, bias: int = 1, groups: int = 1) -> int:
    from cnnstudio.convolution.geometry import Geometry

    side, shared = _whole("k", k, 1), _whole("groups", groups, 1)
    geometry = Geometry(
        in_channels=_shared("i", i, shared),
        out_channels=_shared("o", o, shared),
        kernel_size=(side, side),
        groups=shared,
    )
    return geometry.parameters + (geometry.out_channels if _whole("bias", bias, 0, 1) else 0)


def _shared(name: str, value: object, groups: int) -> int:
    channels = _whole(name, value, 1, 10**8)
    if channels % groups:
        raise ConfigError(
            "{name} is {channels}, and {groups} groups cannot share that evenly. Take a multiple.",
            name=name,
            channels=channels,
            groups=groups,
        )
    return channels


def _linear(i: int, o: int, bias: int = 1) -> int:
    return _params(i, o, 1, bias)


def _macs(i: int, o: int, k: int, n: int, p: int = 0, s: int = 1, groups: int = 1) -> int:
    from cnnstudio.convolution.geometry import Geometry

    _out(n, k, p, s)
    geometry = Geometry(
        input_size=(n, n),
        in_channels=_shared("i", i, _whole("groups", groups, 1)),
        out_channels=_shared("o", o, groups),
        kernel_size=(k, k),
        stride=(s, s),
        padding=(p // 2, p - p // 2, p // 2, p - p // 2),
        groups=groups,
    )
    return geometry.macs


def _field_of_layers(*layers: calls.Value) -> int:
    from cnnstudio.convolution.receptive_field import Stack, StackLayer

    found = []
    for layer in layers:
        kernel, stride, dilation = calls.window(layer)
        found.append(StackLayer(kernel=kernel, stride=stride, dilation=dilation))
    side = 1
    for one in reversed(found):
        side = _whole(Message("The receptive field"), (side - 1) * one.stride + one.extent, 1)
    return Stack(tuple(found), side, 1).levels[-1].size


def _cell(figure: int, row: int, col: int, channel: int = 0) -> Fraction:
    from cnnstudio.convolution import figures, operation

    known = figures.figures()
    output = operation.compute(known[_whole("figure", figure, 1, len(known)) - 1].state).output
    channels, height, width = output.shape
    place = (
        _whole("channel", channel, 0, channels - 1),
        _whole("row", row, 0, height - 1),
        _whole("col", col, 0, width - 1),
    )
    return Fraction(float(output[place])).limit_denominator(1000)


def _analysis(network: str) -> "Analysis":
    from cnnstudio.networks.reference import CatalogueNetwork

    return structure_of(CatalogueNetwork(network))


def _layer(network: object, path: object) -> "Layer":
    analysis = _analysis(_text(Message("The network"), network))
    try:
        return analysis.layers[_text(Message("The path"), path)]
    except KeyError as error:
        raise ConfigError(
            "{title} has no layer {path}. Copy the path from Models.", title=analysis.title, path=quoted(path)
        ) from error


def _params_of(network: str, path: str = "") -> int:
    return _layer(network, path).total_params


def _macs_of(network: str, path: str = "") -> int:
    layer = _layer(network, path)
    return layer.macs if path else _analysis(network).total_macs


def _shape_of(network: str, path: str = "") -> tuple[int, ...]:
    shape = (
        _layer(network, path).output_shape if path else _analysis(_text(Message("The network"), network)).output_shape
    )
    if shape is None:
        raise ConfigError("The layer {path} has no output of its own. Take another one.", path=quoted(path))
    return shape[1:]


def _side_of_layer(network: str, path: str) -> int:
    found = _layer(network, path).receptive_field
    if found is None or found.size[0] != found.size[1] or int(found.size[0]) != found.size[0]:
        raise ConfigError("The layer {path} has no square receptive field. Take another one.", path=quoted(path))
    return int(found.size[0])


def _layers_of(network: str, kind: str) -> int:
    count = sum(1 for layer in _layer(network, "").walk() if layer.type == kind)
    if not count:
        raise ConfigError(
            "{network} has no layer of the class {kind}. Take another one.", network=network, kind=quoted(kind)
        )
    return count


def _top1_of(network: str) -> Fraction:
    from cnnstudio.networks.published import PUBLISHED

    known = PUBLISHED.get(_text(Message("The network"), network), ())
    if not known or known[0].top1 is None:
        raise ConfigError(
            "torchvision publishes no accuracy of {network}. Take another network.", network=quoted(network)
        )
    return Fraction(str(known[0].top1))


def _rounded(x: Number, digits: int = 0) -> Number:
    value = _some_number(x)
    places = _whole("digits", digits, 0, _MOST_DIGITS)
    scaled = round(value * 10**places)
    return Decimal(scaled).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN) if places else scaled


def _percent(part: Number, whole: Number, digits: int = 0) -> Number:
    if not _some_number(whole):
        raise ConfigError("Nothing can be so many per cent of 0. Take another number.")
    return _rounded(100 * _some_number(part) / _some_number(whole), digits)


FUNCTIONS: dict[str, Callable[..., Result]] = {
    "abs": lambda x: abs(_some_number(x)),
    "cell": _cell,
    "field": _field_of_layers,
    "field_of": _side_of_layer,
    "layers_of": _layers_of,
    "linear": _linear,
    "macs": _macs,
    "macs_of": _macs_of,
    "max": lambda *numbers: max(map(_some_number, numbers), default=0),
    "min": lambda *numbers: min(map(_some_number, numbers), default=0),
    "out": _out,
    "pad": _pad,
    "params": _params,
    "params_of": _params_of,
    "percent": _percent,
    "round": _rounded,
    "shape_of": _shape_of,
    "top1_of": _top1_of,
}
"""What a text may call, by name."""
