"""The mistakes that are made again and again: what each would give for a question, and where it goes wrong.

A wrong result is named only where exactly one slip gives it: a slip whose result equals another's, or the right one, is
never blamed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from cnnstudio.deferred import Deferred
from cnnstudio.errors import ConfigError, quoted
from cnnstudio.lessons import questions, typed
from cnnstudio.lessons.questions import (
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
    import numpy as np
    from numpy.typing import NDArray

    from cnnstudio.convolution.room_state import PlaygroundRoomState

    Doubles: TypeAlias = NDArray[np.float64]
else:
    np = Deferred("numpy")

SENTENCES: Mapping[str, Message] = {
    "no_plus_one": Message(
        "The first window was not counted: after it come as many as there are steps, so 1 is added."
    ),
    "one_side": Message(
        "The padding was counted on one side only: it stands before the first cell and behind the last."
    ),
    "padding_twice": Message("The padding was counted twice: each side has it once."),
    "padding_forgotten": Message("The padding was forgotten: the window also starts on the zeros around the input."),
    "ceil_for_floor": Message("The division was rounded up: a last window that would hang over the end is left out."),
    "stride_forgotten": Message("The stride was forgotten: the window does not stop at every place."),
    "stride_multiplied": Message("The stride was multiplied: wider steps make fewer stops, so it divides."),
    "minus_half_kernel": Message(
        "Half of the kernel was taken off: the row loses one place less than the kernel is wide."
    ),
    "same": Message("The size was taken as it is: that needs a padding of half the kernel on each side."),
    "dilation_forgotten": Message("The dilation was forgotten: the taps stand apart, so the window spans more cells."),
    "dilation_times_kernel": Message(
        "The window was taken to span dilation times kernel: between k taps there are k - 1 gaps."
    ),
    "trimmed_both_sides": Message("The kernel was taken off at both ends: the window hangs over at one end only."),
    "flipped_kernel": Message("The kernel was flipped: here it lies on the input as it is drawn."),
    "turned_kernel": Message("Rows and columns of the kernel were exchanged."),
    "bias_forgotten": Message("The bias was forgotten."),
    "one_channel": Message("Only the first input channel was used: the results of all channels are added."),
    "no_weights": Message("The cells under the window were added without their weights."),
    "stride_in_cell": Message(
        "The window was put where the cell's number says: with a stride it starts that many times further."
    ),
    "exchanged_cell": Message("Row and column of the cell were exchanged."),
    "padding_skipped": Message("The window was put on the input without its padding: with padding it starts outside."),
    "sum_for_average": Message("The cells were added and not divided by how many they are."),
    "maximum_for_average": Message("The largest cell was taken: this pooling takes the average."),
    "average_for_maximum": Message("The average was taken: this pooling takes the largest cell."),
    "padding_not_counted": Message(
        "The zeros of the padding were not counted: PyTorch divides by all cells of the window."
    ),
    "channels_added": Message("The channels were added: pooling treats each channel by itself."),
    "one_bias": Message("One bias was counted for the whole layer: each output channel has its own."),
    "bias_of_inputs": Message("A bias was counted for each input channel: it belongs to the output channels."),
    "in_channels_forgotten": Message(
        "The input channels were forgotten: each output channel has a kernel for every one of them."
    ),
    "out_channels_forgotten": Message("The output channels were forgotten: each has kernels of its own."),
    "side_for_area": Message("The kernel's side was taken for its area: a kernel of k × k has k times k weights."),
    "groups_forgotten": Message(
        "The groups were forgotten: an output channel reads the input channels of its own group alone."
    ),
    "positions_forgotten": Message("Only one place was counted: the kernel is used anew at every cell of the output."),
    "input_positions": Message(
        "The cells of the input were counted: the kernel is used once for every cell of the output."
    ),
    "one_direction": Message("Only one row of the output was counted: it has rows and columns."),
    "doubled": Message("Every product was counted with its addition as two: a multiply-accumulate is both together."),
    "bias_counted": Message("A bias was counted for each output channel, and none counts here."),
    "kernels_added": Message("The kernels were added: two windows overlap, so each layer adds k - 1."),
    "kernels_multiplied": Message(
        "The kernels were multiplied: only what stands apart multiplies, and that is the stride."
    ),
    "strides_forgotten": Message(
        "The strides were forgotten: behind a stride, one step is several cells of the input."
    ),
    "last_layer_only": Message("Only the last layer was looked at: what it reads has read further itself."),
    "first_layer_only": Message(
        "Only the first layer was looked at: the next ones put several of its windows together."
    ),
    "own_stride": Message("A layer's own stride was counted for its own kernel: it widens only the layers behind it."),
    "channels_kept": Message("The channels were taken as they are: a convolution has as many as it has kernels."),
    "channels_multiplied": Message(
        "The channels were multiplied: the results of all input channels are added into each output."
    ),
    "pool_merges_channels": Message("The channels were merged into one: pooling treats each channel by itself."),
    "channels_forgotten": Message("The channels were forgotten: a flattened row holds the cells of all of them."),
    "sides_added": Message("The sides were added: a flattened row holds rows times columns cells."),
}
"""What to say of each slip."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the playground a slip goes wrong.

    Attributes:
        cell: (channel, row, column) of the output cell to play from.
        tap: (channel, row, column) of the weight at which it goes wrong; None where it is no single one.
        layer: of the receptive-field half, from 0; None in the other.
    """

    cell: tuple[int, int, int] = (0, 0, 0)
    tap: tuple[int, int, int] | None = None
    layer: int | None = None


@dataclass(frozen=True, slots=True)
class Playing:
    """What the Playground is asked to play: a state, from a place on.

    Attributes:
        state: to be shown.
        place: where it goes wrong.
    """

    state: PlaygroundRoomState
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip that was recognised.

    Attributes:
        name: of ``SENTENCES``.
        value: what it gives.
        question: for which it gives that.
        expected: the right result.
    """

    name: str
    value: Value
    question: Question
    expected: Value

    @property
    def sentence(self) -> Message:
        """What went wrong, and how it is."""
        return SENTENCES[self.name]

    @property
    def place(self) -> Place:
        """Where in the playground it goes wrong; ``question.state()`` is what to play there."""
        return _place(self.question, self.name, self.value, self.expected)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a typed result.

    Attributes:
        right: whether it is right.
        expected: the right result.
        slip: what went wrong, where that is known.
    """

    right: bool
    expected: Value
    slip: Slip | None = None


def judge(question: Question, text: str) -> Verdict:
    """Whether what was typed is right, and else which slip gives it.

    A shape is right in PyTorch's order and with the channels last, as the course writes it.

    Raises:
        ConfigError: if it can be no number.
    """
    expected = question.right()
    if means(question, text, expected):
        return Verdict(True, expected)
    found = [slip for slip in distinct(question, expected) if means(question, text, slip.value)]
    return Verdict(False, expected, found[0] if len(found) == 1 else None)


def means(question: Question, text: str, value: Value) -> bool:
    """Whether what was typed as a question's result is this value.

    Raises:
        ConfigError: if it can be no number.
    """
    if len(value) == 1:
        return typed.number(text).means(value[0])
    return typed.sides(text) in question.ways(value)


def distinct(question: Question, expected: Value | None = None) -> list[Slip]:
    """The slips of a question that its result alone can tell apart, from one another and from the right one.

    Args:
        question: what is asked.
        expected: the right result, where it is known already.
    """
    right = question.right() if expected is None else expected
    results = {name: value for name, value in _results(question).items() if value is not None}
    typed_as = {name: question.ways(value) for name, value in results.items()}
    return [
        Slip(name, value, question, right)
        for name, value in results.items()
        if typed_as[name].isdisjoint(question.ways(right))
        and all(typed_as[name].isdisjoint(ways) for other, ways in typed_as.items() if other != name)
    ]


def confused_with(question: Question, name: str) -> tuple[str, ...] | None:
    """The slips that one cannot be told from: none if it gives the right result or nothing; None if it can be told.

    Args:
        question: what is asked.
        name: of a slip that its kind knows.
    """
    right = question.right()
    if name in {slip.name for slip in distinct(question, right)}:
        return None
    results = _results(question)
    mine = results[name]
    if mine is None or not question.ways(mine).isdisjoint(question.ways(right)):
        return ()
    return tuple(
        other
        for other, value in results.items()
        if other != name and value is not None and not question.ways(value).isdisjoint(question.ways(mine))
    )


def practice(name: str, seed: int) -> Iterator[Question]:
    """Fresh questions, without end, at which this slip is recognised if it is made; of all kinds that know it.

    Raises:
        ConfigError: if there is no such slip.
    """
    streams = [questions.practice(kind, seed) for kind in questions.KINDS if name in known(kind)]
    if not streams:
        raise ConfigError("There is no slip {name}. There are {known}.", name=quoted(name), known=", ".join(SENTENCES))
    while True:
        for stream in streams:
            yield next(question for question in stream if any(slip.name == name for slip in distinct(question)))


def known(kind: str) -> tuple[str, ...]:
    """The slips that a kind of question knows."""
    return tuple(_OF_KINDS[kind])


Table: TypeAlias = Mapping[str, Callable[..., Value | None]]


def _results(question: Question) -> dict[str, Value | None]:
    if isinstance(question, Shown):
        return _shown_results(question)
    return {name: give(question) for name, give in _OF_KINDS[question.KIND].items()}


def _shown_results(question: Shown) -> dict[str, Value | None]:
    """What the slips of the questions that it is like give, side by side; nothing where those ask for another value."""
    tables = [_OF_KINDS[like.KIND] for like in question.alike]
    if not tables or not agrees(question):
        return {}
    found: dict[str, Value | None] = {}
    for name in tables[0]:
        sides = [table[name](like) for table, like in zip(tables, question.alike, strict=True)]
        known = [side for side in sides if side is not None]
        found[name] = sum(known, question.lead) if len(known) == len(sides) else None
    return found


def agrees(question: Shown) -> bool:
    """Whether PyTorch gives for the questions that it is like what is shown; a cell is shown in single precision."""
    asked = sum((like.right() for like in question.alike), question.lead)
    near = Fraction(isinstance(question.alike[0], OutputCell), 1000)
    return len(asked) == len(question.value) and all(
        abs(one - other) <= near * max(Fraction(1), abs(other))
        for one, other in zip(asked, question.value, strict=True)
    )


def _one(value: int | Fraction | None) -> Value | None:
    """A number as a result; None where nobody would type it."""
    return None if value is None or value < 1 else (Fraction(value),)


def _row(
    n: int, k: int, padding: int, s: int = 1, d: int = 1, *, plus: int = 1, up: bool = False, extent: int | None = None
) -> int:
    """The size formula with its parts named, so that each can be mistaken; ``padding`` of both sides together."""
    spare = n + padding - (d * (k - 1) + 1 if extent is None else extent)
    return (-(-spare // s) if up else spare // s) + plus


_OF_OUTPUT_SIZE: Mapping[str, Callable[[OutputSize], Value | None]] = {
    "no_plus_one": lambda q: _one(_row(q.n, q.k, 2 * q.each_side, q.s, q.d, plus=0)),
    "one_side": lambda q: _one(_row(q.n, q.k, q.each_side, q.s, q.d)),
    "padding_twice": lambda q: _one(_row(q.n, q.k, 4 * q.each_side, q.s, q.d)),
    "padding_forgotten": lambda q: _one(_row(q.n, q.k, 0, q.s, q.d)),
    "ceil_for_floor": lambda q: _one(_row(q.n, q.k, 2 * q.each_side, q.s, q.d, up=True)),
    "stride_forgotten": lambda q: _one(_row(q.n, q.k, 2 * q.each_side, 1, q.d)),
    "stride_multiplied": lambda q: _one(q.s * _row(q.n, q.k, 2 * q.each_side, 1, q.d)),
    "minus_half_kernel": lambda q: _one(_row(q.n, q.k, 2 * q.each_side, q.s, q.d, extent=q.k // 2 + 1)),
    "same": lambda q: _one(q.n),
    "dilation_forgotten": lambda q: _one(_row(q.n, q.k, 2 * q.each_side, q.s)),
    "dilation_times_kernel": lambda q: _one(_row(q.n, q.k, 2 * q.each_side, q.s, extent=q.d * q.k)),
    "trimmed_both_sides": lambda q: _one(
        _row(q.n, q.k, 2 * q.each_side, q.s, extent=2 * (q.extent - 1) + 1) if q.extent > 1 else None
    ),
}


@dataclass(frozen=True, eq=False, slots=True)
class _Cell:
    """What one output cell is worked out from: (C, k, k) values and weights, and the bias."""

    values: Doubles
    weights: Doubles
    bias: float = 0.0

    def products(self) -> Doubles:
        """Value times weight, (C, k, k)."""
        return self.values * self.weights


def _cell(
    question: OutputCell, *, row: int | None = None, col: int | None = None, step: bool = True, shift: int = 0
) -> _Cell | None:
    """The window of a cell, or of another one that was taken for it; None where that would lie outside.

    Args:
        question: what is asked.
        row, col: of the output cell whose window is taken; None = the one that is asked for.
        step: whether the stride is minded.
        shift: how many cells further down and right the window is put.
    """
    state, geometry = question.playground, question.playground.geometry
    top, left = geometry.padding[0], geometry.padding[2]
    height, width = geometry.kernel_size
    padded = np.pad(
        state.input.array.astype(np.float64),
        ((0, 0), (top, geometry.padding[1]), (left, geometry.padding[3])),
        constant_values=-np.inf if geometry.operation.value == "max-pool" else 0.0,
    )
    down, across = geometry.stride if step else (1, 1)
    first = (question.row if row is None else row) * down + shift
    start = (question.col if col is None else col) * across + shift
    read = geometry.channels_read(question.channel)
    values = padded[read.start : read.stop, first : first + height, start : start + width]
    if values.shape[1:] != (height, width):
        return None
    if not geometry.operation.weighs:
        return _Cell(values, np.ones_like(values))
    bias = state.bias.at(question.channel) if state.adds_bias else 0.0
    return _Cell(values, state.kernel.array[question.channel].astype(np.float64), bias)


def _result_of(question: OutputCell, cell: _Cell | None, operation: str = "") -> Value | None:
    if cell is None:
        return None
    match operation or question.playground.geometry.operation.value:
        case "max-pool":
            result = float(cell.values.max())
        case "average-pool":
            # Padding is left out of an average only where a slip says so.
            result = float(cell.values[np.isfinite(cell.values)].mean())
        case "sum":
            result = float(cell.values[np.isfinite(cell.values)].sum())
        case _:
            result = float(cell.products().sum()) + cell.bias
    return (Fraction(result).limit_denominator(10_000),) if np.isfinite(result) else None


def _changed(question: OutputCell, change: Callable[[_Cell], _Cell]) -> Value | None:
    """What a weighing cell gives with something changed; None for pooling."""
    cell = _cell(question)
    if cell is None or not question.playground.geometry.operation.weighs:
        return None
    return _result_of(question, change(cell))


def _pooled(question: OutputCell, operation: str, instead: str) -> Value | None:
    if question.playground.geometry.operation.value != operation:
        return None
    return _result_of(question, _cell(question), instead)


def _average_of_inner(question: OutputCell) -> Value | None:
    """An average over the cells that are no padding."""
    geometry = question.playground.geometry
    if geometry.operation.value != "average-pool":
        return None
    marked = np.pad(
        np.ones(geometry.input_size),
        ((geometry.padding[0], geometry.padding[1]), (geometry.padding[2], geometry.padding[3])),
    )
    first, start = question.row * geometry.stride[0], question.col * geometry.stride[1]
    height, width = geometry.kernel_size
    count = marked[first : first + height, start : start + width].sum()
    cell = _cell(question)
    if cell is None or not count:
        return None
    return (Fraction(float(cell.values.sum()) / float(count)).limit_denominator(10_000),)


def _summed_channels(question: OutputCell) -> Value | None:
    geometry = question.playground.geometry
    if not geometry.operation.pools:
        return None
    results = [_result_of(question, _cell(replace(question, channel=one))) for one in range(geometry.in_channels)]
    return (sum((result[0] for result in results if result is not None), Fraction(0)),)


_OF_OUTPUT_CELL: Mapping[str, Callable[[OutputCell], Value | None]] = {
    "flipped_kernel": lambda q: _changed(q, lambda cell: replace(cell, weights=cell.weights[:, ::-1, ::-1])),
    "turned_kernel": lambda q: (
        _changed(q, lambda cell: replace(cell, weights=cell.weights.swapaxes(1, 2)))
        if len(set(q.playground.geometry.kernel_size)) == 1
        else None
    ),
    "bias_forgotten": lambda q: _changed(q, lambda cell: replace(cell, bias=0.0)),
    "one_channel": lambda q: _changed(q, lambda cell: _Cell(cell.values[:1], cell.weights[:1], cell.bias)),
    "no_weights": lambda q: _changed(q, lambda cell: replace(cell, weights=np.ones_like(cell.weights))),
    "stride_in_cell": lambda q: _result_of(q, _cell(q, step=False)),
    "exchanged_cell": lambda q: _result_of(q, _cell(q, row=q.col, col=q.row)),
    "padding_skipped": lambda q: _result_of(q, _cell(q, shift=q.playground.geometry.padding[0])),
    "sum_for_average": lambda q: _pooled(q, "average-pool", "sum"),
    "maximum_for_average": lambda q: _pooled(q, "average-pool", "max-pool"),
    "average_for_maximum": lambda q: _pooled(q, "max-pool", "average-pool"),
    "padding_not_counted": _average_of_inner,
    "channels_added": _summed_channels,
}


def _weights(q: ParameterCount | Macs) -> int:
    return q.i // q.groups * q.o * q.k * q.k


def _bias(q: ParameterCount) -> int:
    return q.o * q.bias


_OF_PARAMETERS: Mapping[str, Callable[[ParameterCount], Value | None]] = {
    "bias_forgotten": lambda q: _one(_weights(q)),
    "one_bias": lambda q: _one(_weights(q) + q.bias),
    "bias_of_inputs": lambda q: _one(_weights(q) + q.i * q.bias),
    "bias_counted": lambda q: _one(_weights(q) + q.o),
    "in_channels_forgotten": lambda q: _one(q.o * q.k * q.k + _bias(q)),
    "out_channels_forgotten": lambda q: _one(q.i // q.groups * q.k * q.k + q.bias),
    "side_for_area": lambda q: _one(q.i // q.groups * q.o * q.k + _bias(q)),
    "groups_forgotten": lambda q: _one(q.i * q.o * q.k * q.k + _bias(q)),
}


def _side(q: Macs) -> int:
    return _row(q.n, q.k, 2 * q.each_side, q.s)


_OF_MACS: Mapping[str, Callable[[Macs], Value | None]] = {
    "positions_forgotten": lambda q: _one(_weights(q)),
    "input_positions": lambda q: _one(_weights(q) * q.n**2),
    "one_direction": lambda q: _one(_weights(q) * _side(q)),
    "in_channels_forgotten": lambda q: _one(q.o * q.k**2 * _side(q) ** 2),
    "out_channels_forgotten": lambda q: _one(q.i // q.groups * q.k**2 * _side(q) ** 2),
    "side_for_area": lambda q: _one(q.i // q.groups * q.o * q.k * _side(q) ** 2),
    "doubled": lambda q: _one(2 * _weights(q) * _side(q) ** 2),
    "bias_counted": lambda q: _one((_weights(q) + q.o) * _side(q) ** 2),
    "groups_forgotten": lambda q: _one(q.i * q.o * q.k**2 * _side(q) ** 2),
    "stride_forgotten": lambda q: _one(_weights(q) * _row(q.n, q.k, 2 * q.each_side) ** 2),
    "padding_forgotten": lambda q: _one(
        _weights(q) * _row(q.n, q.k, 0, q.s) ** 2 if _row(q.n, q.k, 0, q.s) > 0 else None
    ),
    "one_side": lambda q: _one(
        _weights(q) * _row(q.n, q.k, q.each_side, q.s) ** 2 if _row(q.n, q.k, q.each_side, q.s) > 0 else None
    ),
}


def _widened(q: ReceptiveField, *, strides: bool = True, dilations: bool = True, own: bool = False) -> int:
    """The receptive field with its parts named, so that each can be mistaken."""
    side, step = 1, 1
    for k, s, d in q.layers:
        step = step * s if own and strides else step
        side += (k - 1) * (d if dilations else 1) * step
        step = step * s if strides and not own else step
    return side


_OF_RECEPTIVE_FIELD: Mapping[str, Callable[[ReceptiveField], Value | None]] = {
    "kernels_added": lambda q: _one(sum(d * (k - 1) + 1 for k, _, d in q.layers)),
    "kernels_multiplied": lambda q: _one(prod(k for k, _, _ in q.layers)),
    "strides_forgotten": lambda q: _one(_widened(q, strides=False)),
    "last_layer_only": lambda q: _one(q.layers[-1][0]),
    "first_layer_only": lambda q: _one(q.layers[0][0]),
    "own_stride": lambda q: _one(_widened(q, own=True)),
    "dilation_forgotten": lambda q: _one(_widened(q, dilations=False)),
}


def _shape(q: ShapeAfter, channels: int | None, side: Callable[[int], int]) -> Value | None:
    """A shape with its parts named; None for what is flattened, or where a side would vanish."""
    if q.layer == "flatten":
        return None
    sides = [channels if channels is not None else q.o or q.c, side(q.h), side(q.w)]
    return tuple(map(Fraction, sides)) if min(sides) >= 1 else None


def _right_side(q: ShapeAfter) -> Callable[[int], int]:
    return lambda n: _row(n, q.k, 2 * q.each_side, q.s)


_OF_SHAPE: Mapping[str, Callable[[ShapeAfter], Value | None]] = {
    "channels_kept": lambda q: _shape(q, q.c, _right_side(q)) if q.layer == "conv" else None,
    "channels_multiplied": lambda q: _shape(q, q.c * q.o, _right_side(q)) if q.layer == "conv" else None,
    "pool_merges_channels": lambda q: _shape(q, 1, _right_side(q)) if q.layer != "conv" else None,
    "no_plus_one": lambda q: _shape(q, None, lambda n: _row(n, q.k, 2 * q.each_side, q.s, plus=0)),
    "one_side": lambda q: _shape(q, None, lambda n: _row(n, q.k, q.each_side, q.s)),
    "padding_twice": lambda q: _shape(q, None, lambda n: _row(n, q.k, 4 * q.each_side, q.s)),
    "padding_forgotten": lambda q: _shape(q, None, lambda n: _row(n, q.k, 0, q.s)),
    "ceil_for_floor": lambda q: _shape(q, None, lambda n: _row(n, q.k, 2 * q.each_side, q.s, up=True)),
    "stride_forgotten": lambda q: _shape(q, None, lambda n: _row(n, q.k, 2 * q.each_side)),
    "same": lambda q: _shape(q, None, lambda n: n),
    "channels_forgotten": lambda q: _one(q.h * q.w) if q.layer == "flatten" else None,
    "sides_added": lambda q: _one(q.c * (q.h + q.w)) if q.layer == "flatten" else None,
}

_OF_KINDS: Mapping[str, Table] = {
    OutputSize.KIND: _OF_OUTPUT_SIZE,
    OutputCell.KIND: _OF_OUTPUT_CELL,
    ParameterCount.KIND: _OF_PARAMETERS,
    Macs.KIND: _OF_MACS,
    ReceptiveField.KIND: _OF_RECEPTIVE_FIELD,
    ShapeAfter.KIND: _OF_SHAPE,
}


# Where what is counted wrongly stands: the first weight, channel or cell that was left out.
_PLACES: Mapping[str, Place] = {
    "in_channels_forgotten": Place(tap=(1, 0, 0)),
    "out_channels_forgotten": Place(cell=(1, 0, 0)),
    "channels_kept": Place(cell=(1, 0, 0)),
    "channels_multiplied": Place(cell=(1, 0, 0)),
    "pool_merges_channels": Place(cell=(1, 0, 0)),
    "side_for_area": Place(tap=(0, 1, 0)),
    "one_bias": Place(cell=(1, 0, 0)),
    "positions_forgotten": Place(cell=(0, 0, 1)),
    "one_direction": Place(cell=(0, 1, 0)),
}


def _place(question: Question, name: str, value: Value, right: Value) -> Place:
    if isinstance(question, Shown):
        return _place_shown(question, name, value, right)
    match question:
        case OutputCell():
            return Place((question.channel, question.row, question.col), _wrong_tap(question, name))
        case ReceptiveField():
            return Place(layer=_wrong_layer(question, name))
        case OutputSize():
            return Place((0, 0, _wrong_stop(int(value[0]), int(right[0]))))
        case ShapeAfter() if name not in _PLACES and len(right) == len(value) == 3:
            # The columns, unless they come out right.
            row, col = (_wrong_stop(int(value[way]), int(right[way])) for way in (1, 2))
            return Place((0, 0, col)) if value[2] != right[2] else Place((0, row, 0))
    return _counted_place(question, name)


def _place_shown(question: Shown, name: str, value: Value, right: Value) -> Place:
    """Where a slip goes wrong in what a room shows: by the question it is like, or by the sides that come out wrong."""
    like = question.alike[0]
    if not isinstance(like, OutputSize):
        if question.played is None or isinstance(like, OutputCell | ReceptiveField):
            return _place(like, name, value, right)
        return _counted_place(question, name)
    stops = [
        _wrong_stop(int(wrong), int(side)) if wrong != side else 0
        for wrong, side in zip(value[len(question.lead) :], right[len(question.lead) :], strict=True)
    ]
    row, col = stops if len(stops) == 2 else (0, stops[0] if stops else 0)
    return Place((0, row, col))


def _counted_place(question: Question, name: str) -> Place:
    """The first weight, channel or cell that was left out, in what is played."""
    geometry = question.state().free.geometry
    place = _PLACES.get(name, Place())
    height, width = geometry.output_size
    channel, row, col = place.cell
    cell = (min(channel, geometry.channels_out - 1), min(row, height - 1), min(col, width - 1))
    tap = place.tap
    if tap is not None:
        rows, cols = geometry.kernel_size
        tap = (min(tap[0], geometry.group_width - 1), min(tap[1], rows - 1), min(tap[2], cols - 1))
    return Place(cell, tap)


def _wrong_stop(count: int, right: int) -> int:
    """The first stop of the window that was left out, or the last one, behind which too many were counted."""
    return min(count, right - 1)


def _wrong_tap(question: OutputCell, name: str) -> tuple[int, int, int] | None:
    """The first weight whose product differs from what the slip takes for it."""
    cell = _cell(question)
    if cell is None:
        return None
    wrong: _Cell | None
    match name:
        case "flipped_kernel":
            wrong = replace(cell, weights=cell.weights[:, ::-1, ::-1])
        case "turned_kernel":
            wrong = replace(cell, weights=cell.weights.swapaxes(1, 2))
        case "no_weights":
            wrong = replace(cell, weights=np.ones_like(cell.weights))
        case "one_channel":
            return (1, 0, 0)
        case "stride_in_cell":
            wrong = _cell(question, step=False)
        case "exchanged_cell":
            wrong = _cell(question, row=question.col, col=question.row)
        case "padding_skipped":
            wrong = _cell(question, shift=question.playground.geometry.padding[0])
        case _:
            return None
    if wrong is None:
        return None
    differs = np.argwhere(cell.products() != wrong.products())
    if not len(differs):
        return None
    channel, row, col = differs[0]
    return int(channel), int(row), int(col)


def _wrong_layer(question: ReceptiveField, name: str) -> int:
    """The first layer at which the slip counts otherwise."""
    match name:
        case "strides_forgotten":
            found = [index + 1 for index, (_, s, _) in enumerate(question.layers) if s > 1]
        case "own_stride":
            found = [index for index, (_, s, _) in enumerate(question.layers) if s > 1]
        case "dilation_forgotten":
            found = [index for index, (_, _, d) in enumerate(question.layers) if d > 1]
        case "last_layer_only":
            found = [0]
        case _:
            found = [1]
    return min([*found, len(question.layers) - 1])
