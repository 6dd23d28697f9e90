"""One output cell taken apart: every value, its weight, their product, the sums, the bias, the result."""

from dataclasses import dataclass, replace

from cnnstudio.convolution.geometry import Axis, Operation
from cnnstudio.convolution.operation import Result


@dataclass(frozen=True, slots=True)
class Term:
    """One cell under the window.

    Attributes:
        tap: (row, column) under the window; for a transposed operation the weight's own place.
        position: (row, column) on the padded input.
        weight_at: (row, column) of its weight in the kernel as drawn.
        value: the input's value there; -inf for max-pooling's padding.
        weight: what it is weighed with: 1 for max-pooling, one over the divisor for average pooling.
        product: value times weight.
        is_padding: whether the position lies in the padding.
        wins: whether max-pooling chose it (the first of equals, as PyTorch does).
    """

    tap: tuple[int, int]
    position: tuple[int, int]
    weight_at: tuple[int, int]
    value: float
    weight: float
    product: float
    is_padding: bool
    wins: bool = False


@dataclass(frozen=True, slots=True)
class ChannelSum:
    """The terms of one input channel and their sum (under max-pooling, their maximum)."""

    channel: int
    terms: tuple[Term, ...]
    total: float


@dataclass(frozen=True, slots=True)
class CellSteps:
    """How one output cell comes about.

    Attributes:
        out_channel: its channel.
        row: its row.
        col: its column.
        channels: one entry for each input channel it looks at.
        rest: what the input channels that are not shown add; None where all are.
        rest_channels: how many those are.
        bias: what is added at the end; None where nothing is.
        divisor: what average pooling divides its sum by; None for every other operation.
        result: the output cell, as PyTorch computed it.
    """

    out_channel: int
    row: int
    col: int
    channels: tuple[ChannelSum, ...]
    bias: float | None
    result: float
    divisor: int | None = None
    rest: float | None = None
    rest_channels: int = 0


def steps(result: Result, out_channel: int, row: int, col: int) -> CellSteps:
    """Take one output cell apart.

    Raises:
        IndexError: there is no such cell.
    """
    state, geometry = result.state, result.state.geometry
    height, width = geometry.output_size
    if not (0 <= out_channel < geometry.channels_out and 0 <= row < height and 0 <= col < width):
        raise IndexError(f"no output cell {out_channel}, {row}, {col}")
    rows, cols = geometry.rows, geometry.cols
    across = cols.window(col)
    # Single values of an array are read much faster than those of a tensor.
    padded, kernel = result.padded.numpy(), state.kernel.array
    average = geometry.operation is Operation.AVERAGE_POOL
    divisor = geometry.divisor_at(row, col) if average else None
    sums = []
    for channel in geometry.channels_read(out_channel):
        inner = channel % geometry.group_width
        terms = []
        for tap_row, at_row in rows.window(row):
            for tap_col, at_col in across:
                value = float(padded[channel, at_row, at_col])
                weight_at = (rows.tap_of_weight(tap_row), cols.tap_of_weight(tap_col))
                match geometry.operation:
                    case Operation.MAX_POOL:
                        weight = 1.0
                    case Operation.AVERAGE_POOL:
                        weight = 1 / (divisor or 1)
                    case _:
                        weight = float(kernel[out_channel, inner, weight_at[0], weight_at[1]])
                terms.append(
                    Term(
                        tap=(tap_row, tap_col),
                        position=(at_row, at_col),
                        weight_at=weight_at,
                        value=value,
                        weight=weight,
                        product=value * weight,
                        is_padding=not (_inside(rows, at_row) and _inside(cols, at_col)),
                    )
                )
        sums.append(_summed(channel, terms, geometry.operation))
    return CellSteps(
        out_channel,
        row,
        col,
        tuple(sums),
        state.bias.at(out_channel) if state.adds_bias else None,
        float(result.output[out_channel, row, col]),
        divisor,
        None if result.rest is None else float(result.rest[out_channel, row, col]),
        result.rest_channels,
    )


def _inside(axis: Axis, position: int) -> bool:
    return axis.transposed or axis.before <= position < axis.before + axis.n


def _summed(channel: int, terms: list[Term], operation: Operation) -> ChannelSum:
    if operation is not Operation.MAX_POOL:
        return ChannelSum(channel, tuple(terms), sum(term.product for term in terms))
    total = max(term.value for term in terms)
    winner = next(index for index, term in enumerate(terms) if term.value == total)
    terms[winner] = replace(terms[winner], wins=True)
    return ChannelSum(channel, tuple(terms), total)
