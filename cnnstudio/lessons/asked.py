"""What can be asked of something that a room shows: a network's layer, the Playground's numbers, a stack's level.

What stands there is the right result. The question of a lesson that asks for the same is looked for; where PyTorch
gives for that one what is shown, its words and its slips are taken. To be called on a worker: PyTorch is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from cnnstudio import sizes
from cnnstudio.convolution.geometry import Geometry, Operation, PaddingMode
from cnnstudio.convolution.receptive_field import LayerKind, Stack
from cnnstudio.errors import ConfigError
from cnnstudio.lessons import slips
from cnnstudio.lessons.questions import (
    CellOf,
    Macs,
    OutputCell,
    OutputSize,
    ParameterCount,
    Question,
    ReceptiveField,
    ShapeAfter,
    Shown,
    Value,
)
from cnnstudio.messages import Message

if TYPE_CHECKING:
    from cnnstudio.analysis.results import Analysis, Layer
    from cnnstudio.convolution.state import PlaygroundState


class Thing(StrEnum):
    """What is asked for; each is also the kind of question under which replies are counted."""

    SIZE = OutputSize.KIND
    CELL = OutputCell.KIND
    SHAPE = ShapeAfter.KIND
    PARAMETERS = ParameterCount.KIND
    MACS = Macs.KIND
    FIELD = ReceptiveField.KIND


# --- a layer of a network


def things_of(layer: Layer) -> tuple[Thing, ...]:
    """What can be asked of a layer: what there is of it, and is known exactly."""
    field = layer.receptive_field
    there = {
        Thing.SHAPE: layer.output_shape is not None and len(layer.output_shape) > 1,
        Thing.PARAMETERS: layer.total_params > 0,
        Thing.MACS: layer.macs > 0,
        Thing.FIELD: field is not None and not field.at_most and all(float(side).is_integer() for side in field.size),
    }
    return tuple(thing for thing, can in there.items() if can)


def of_layer(layer: Layer, analysis: Analysis, thing: Thing) -> Shown:
    """The question that asks for a number of a layer; with the slips of its kind where it is one that lessons know."""
    name = f"{layer.type}({layer.settings})" if len(layer.settings) <= _LONGEST_SETTINGS else layer.type
    given = sizes.size((layer.input_shape or ())[1:])
    match thing:
        case Thing.SHAPE:
            sides = (layer.output_shape or ())[1:]
            words = Message("{layer} is given {input}. What shape comes out?", layer=name, input=given)
            if len(sides) == 1:
                words = Message("{layer} is given {input}. How many numbers come out?", layer=name, input=given)
            asked = Shown(thing, _value(*sides), words)
            return _like(asked, _shape_after(layer)) or _like_each(asked, layer) or asked
        case Thing.PARAMETERS:
            words = Message("{layer}: how many parameters does it have?", layer=name)
            if layer.children:
                words = Message("{layer}: how many parameters does it have, with all that is inside?", layer=name)
            asked = Shown(thing, _value(layer.total_params), words)
            return _like(asked, _parameter_count(layer)) or asked
        case Thing.MACS:
            words = Message(
                "{layer} is given {input}. How many multiply-accumulates does that take?", layer=name, input=given
            )
            if analysis.batch > 1:
                words = Message(
                    "{layer} is given {input}, in a minibatch of {batch}. How many multiply-accumulates does the "
                    "minibatch take?",
                    layer=name,
                    input=given,
                    batch=analysis.batch,
                )
            asked = Shown(thing, _value(layer.macs), words)
            linear = layer.type == "Linear"
            return _like(asked, _macs(layer), takes_words=not linear) or asked
        case _:
            assert layer.receptive_field is not None
            words = Message(
                "How many rows and columns of the input does one number behind {layer} depend on?",
                layer=layer.path or name,
            )
            rows, cols = layer.receptive_field.size
            asked = Shown(thing, _value(int(rows), int(cols)), words, plane=True)
            found = _chain(layer, analysis)
            return _like(asked, lambda: (found(), found())) or asked


_LONGEST_SETTINGS = 90


def _value(*numbers: int | Fraction) -> Value:
    return tuple(map(Fraction, numbers))


Make = Callable[[], Question | tuple[Question, ...]]


def _like(asked: Shown, make: Make, *, takes_words: bool = True) -> Shown | None:
    """With the words and slips of another question; None where there is none, or PyTorch gives another value for it."""
    try:
        made = make()
    except (ConfigError, TypeError, IndexError, ValueError):
        return None
    alike = made if isinstance(made, tuple) else (made,)
    found = replace(asked, alike=alike)
    if not alike or not slips.agrees(found):
        return None
    one = len(set(alike)) == 1 and takes_words and not isinstance(alike[0], OutputCell | OutputSize)
    return replace(found, words=alike[0].sentence()) if one else found


def _one_number(of: tuple[int, ...] | None) -> int:
    """The number that all directions share.

    Raises:
        ValueError: if they differ, or there is none.
    """
    (number,) = set(of or ())
    return number


_SHAPING = {"Conv2d": "conv", "MaxPool2d": "max_pool", "AvgPool2d": "average_pool"}


def _shape_after(layer: Layer) -> Make:
    def make() -> Question:
        _, c, h, w = layer.input_shape or ()
        if layer.type == "Flatten":
            return ShapeAfter("flatten", c, h, w)
        kind: Any = _SHAPING.get(layer.type, "")
        out = (layer.output_shape or ())[1] if kind == "conv" else 0
        k, each_side, s = (_one_number(each) for each in (layer.kernel, layer.padding, layer.stride))
        if layer.type == "Conv2d" and _one_number(layer.dilation) != 1:
            raise ValueError(layer.dilation)
        return ShapeAfter(kind, c, h, w, out, k, each_side, s)

    return make


def _like_each(asked: Shown, layer: Layer) -> Shown | None:
    """As rows and columns, each a question of its own, behind the channels."""

    def make() -> tuple[Question, ...]:
        _, _, *plane = layer.input_shape or ()
        ways = zip(plane, layer.kernel or (), layer.padding or (), layer.stride or (), strict=True)
        if layer.type not in _SHAPING:
            raise ValueError(layer.type)
        pool = int(layer.type != "Conv2d")
        dilations = layer.dilation or (1, 1)
        return tuple(OutputSize(n, k, p, s, dilations[way], pool) for way, (n, k, p, s) in enumerate(ways))

    if len(asked.value) != 3:
        return None
    return _like(replace(asked, lead=asked.value[:1]), make)


def _parameter_count(layer: Layer) -> Make:
    def make() -> Question:
        shapes = {one.name: one.shape for one in layer.parameters}
        weight, bias = shapes["weight"], int("bias" in shapes)
        if layer.type == "Linear":
            return ParameterCount(weight[1], weight[0], bias=bias, linear=1)
        if layer.type != "Conv2d":
            raise ValueError(layer.type)
        groups = layer.groups or 1
        return ParameterCount(weight[1] * groups, weight[0], _one_number(weight[2:]), bias, groups)

    return _if_there(layer, make)


def _if_there(layer: Layer, make: Callable[[], Question]) -> Make:
    def checked() -> Question:
        if layer.children or not any(one.name == "weight" for one in layer.parameters):
            raise ValueError(layer.path)
        return make()

    return checked


def _macs(layer: Layer) -> Make:
    def make() -> Question:
        weight = next(one.shape for one in layer.parameters if one.name == "weight")
        if layer.type == "Linear":
            return Macs(weight[1], weight[0], 1, 1)
        if layer.type != "Conv2d" or _one_number(layer.dilation) != 1:
            raise ValueError(layer.type)
        n, k, each_side, s = (
            _one_number(each) for each in ((layer.input_shape or ())[2:], weight[2:], layer.padding, layer.stride)
        )
        groups = layer.groups or 1
        return Macs(weight[1] * groups, weight[0], k, n, each_side, s, groups)

    return _if_there(layer, make)


def _chain(layer: Layer, analysis: Analysis) -> Callable[[], Question]:
    """The windows between the input and a layer, where one follows the other."""

    def make() -> Question:
        nodes = analysis.graph.nodes
        inside = [one for one in nodes if one.path == layer.path or one.path.startswith(f"{layer.path}.")]
        node, windows = inside[-1], []
        while node.inputs:
            of = analysis.layers.get(node.path)
            if of is not None and of.kernel and not of.children:
                dilation = _one_number(of.dilation) if of.dilation else 1
                windows.append((_one_number(of.kernel), _one_number(of.stride), dilation))
            (before,) = set(node.inputs)
            node = nodes[before]
        return ReceptiveField(*reversed(windows))

    return make


# --- the Playground


def things_of_geometry(geometry: Geometry) -> tuple[Thing, ...]:
    """What can be asked of a window operation; an adaptive pooling's size is a setting."""
    counts = (Thing.PARAMETERS, Thing.MACS) if geometry.operation.weighs else ()
    return (*(() if geometry.adaptive else (Thing.SIZE,)), Thing.CELL, *counts)


def of_size(geometry: Geometry) -> Shown:
    """The question for an operation's output size."""
    top, bottom, left, right = geometry.padding
    values: dict[str, object] = {
        "input": sizes.size(geometry.input_size),
        "rows": top + bottom,
        "cols": left + right,
        "kernel": sizes.size(geometry.kernel_size),
        "stride": _short(geometry.stride),
        "dilation": _short(geometry.dilation),
    }
    if geometry.operation is Operation.TRANSPOSED:
        words = Message(
            "A transposed convolution of {kernel} spreads {input}, stride {stride}, dilation {dilation}; padding crops "
            "{rows} rows and {cols} columns in all. How many rows and columns come out?",
            **values,
        )
    elif geometry.dilation != (1, 1):
        words = Message(
            "An input of {input}, with {rows} rows and {cols} columns of padding in all, a window of {kernel}, stride "
            "{stride}, dilation {dilation}. How many rows and columns come out?",
            **values,
        )
    else:
        words = Message(
            "An input of {input}, with {rows} rows and {cols} columns of padding in all, a window of {kernel} and a "
            "stride of {stride}. How many rows and columns come out?",
            **values,
        )
    asked = Shown(Thing.SIZE, _value(*geometry.output_size), words, plane=True)

    def make() -> tuple[Question, ...]:
        if geometry.operation is Operation.TRANSPOSED:
            raise ValueError(geometry.operation)
        pool = int(geometry.operation.pools and geometry.dilation == (1, 1))
        return tuple(
            OutputSize(axis.n, axis.k, _one_number((axis.before, axis.after)), axis.s, axis.d, pool)
            for axis in (geometry.rows, geometry.cols)
        )

    return _like(asked, make) or asked


def _short(sides: tuple[int, ...]) -> str:
    """One number where all are equal, else all."""
    return str(sides[0]) if len(set(sides)) == 1 else sizes.size(sides)


def of_cell(state: PlaygroundState, result: float, cell: tuple[int, int, int], number: int = 0) -> Shown:
    """The question for what stands in an output cell.

    Args:
        state: the numbers that are shown.
        result: what stands in the cell.
        cell: (channel, row, column) of the state's output, counted from 0.
        number: of that channel in the real layer, from 0, where only some of its channels are shown.
    """
    channel, row, col = cell
    geometry = state.geometry
    words = Message("What stands in the output at row {row}, column {col}?", row=row + 1, col=col + 1)
    if geometry.channels_out > 1:
        words = Message(
            "What stands in the output in channel {channel} at row {row}, column {col}?",
            channel=number + 1,
            row=row + 1,
            col=col + 1,
        )
    asked = Shown(Thing.CELL, (Fraction(result).limit_denominator(10_000),), words)

    def make() -> Question:
        plain = geometry.operation in (Operation.CROSS_CORRELATION, Operation.MAX_POOL, Operation.AVERAGE_POOL)
        even = geometry.padding[::2] == geometry.padding[1::2]
        if not plain or not even or geometry.padding_mode is not PaddingMode.ZEROS or geometry.ceil:
            raise ValueError(geometry)
        return CellOf(0, row, col, channel, 0, state)

    return _like(asked, make) or asked


def of_counts(geometry: Geometry, *, bias: bool, thing: Thing) -> Shown:
    """The question for the parameters or the multiply-accumulates of an operation that weighs."""
    kernel, given = sizes.size(geometry.kernel_size), sizes.size((geometry.in_channels, *geometry.input_size))
    values: dict[str, object] = {"kernel": kernel, "input": given, "o": geometry.out_channels}
    if thing is Thing.PARAMETERS:
        words = Message(
            "A window of {kernel} over {input}, {o} output channels: how many parameters does it have?", **values
        )
        count = geometry.parameters + (geometry.out_channels if bias else 0)
        asked = Shown(thing, _value(count), words)
        return (
            _like(
                asked,
                lambda: ParameterCount(
                    geometry.in_channels,
                    geometry.out_channels,
                    _one_number(geometry.kernel_size),
                    int(bias),
                    geometry.groups,
                ),
            )
            or asked
        )
    words = Message(
        "A window of {kernel} over {input}, {o} output channels: how many multiply-accumulates does that take?",
        **values,
    )
    asked = Shown(thing, _value(geometry.macs), words)

    def make() -> Question:
        if geometry.operation is Operation.TRANSPOSED or _one_number(geometry.dilation) != 1:
            raise ValueError(geometry)
        sides = (geometry.input_size, geometry.padding, geometry.stride)
        n, each_side, s = (_one_number(each) for each in sides)
        k = _one_number(geometry.kernel_size)
        return Macs(geometry.in_channels, geometry.out_channels, k, n, each_side, s, geometry.groups)

    return _like(asked, make) or asked


def of_level(stack: Stack, level: int, thing: Thing) -> Shown:
    """The question for the shape, or the receptive field, of a level of the receptive-field half, from 1."""
    layer = stack.layers[level - 1]
    if thing is Thing.SHAPE:
        side, before = stack.sizes[level], stack.sizes[level - 1]
        pool = int(layer.kind is LayerKind.POOLING and layer.dilation == 1)
        words = Message(
            "Layer {level} of the stack is a window of {k} × {k}, padding {padding} on each side, stride {s}, dilation "
            "{d}. What shape comes out of it?",
            level=level,
            k=layer.kernel,
            padding=layer.padding,
            s=layer.stride,
            d=layer.dilation,
        )
        asked = Shown(thing, _value(stack.channels[level], side, side), words, lead=_value(stack.channels[level]))

        def both_ways() -> tuple[Question, ...]:
            way = OutputSize(before, layer.kernel, layer.padding, layer.stride, layer.dilation, pool)
            return way, way

        return _like(asked, both_ways) or asked
    side = stack.levels[level].size
    words = Message("How many rows and columns of the input does one unit of layer {level} depend on?", level=level)
    asked = Shown(thing, _value(side, side), words, plane=True)

    def both() -> tuple[Question, ...]:
        field = ReceptiveField(*((each.kernel, each.stride, each.dilation) for each in stack.layers[:level]))
        return field, field

    return _like(asked, both) or asked
