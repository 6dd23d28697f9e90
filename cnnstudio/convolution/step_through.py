"""One output cell taken apart: every value, its weight, their product, the sums, the bias, the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnstudio.convolution.geometry import Axis, Geometry, Operation
from cnnstudio.convolution.operation import Result

Doubles = NDArray[np.float64]


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


@dataclass(frozen=True, eq=False)
class CellSteps:
    """How one output cell comes about.

    Attributes:
        out_channel: its channel.
        row: its row.
        col: its column.
        geometry: of the operation; its input channels are counted as ``inputs`` counts them.
        inputs: the input channels that it looks at.
        down: (tap, position) of each row under the window; see ``Axis.window``.
        across: the same of each column.
        values: (C, h, w), what stands under the window.
        weights: (C, h, w), what that is multiplied with; None for pooling.
        result: the output cell, as PyTorch computed it.
        rest: what the input channels that are not shown add; None where all are.
        rest_channels: how many those are.
        bias: what is added at the end; None where nothing is.
        divisor: what average pooling divides its sum by; None for every other operation.
    """

    out_channel: int
    row: int
    col: int
    geometry: Geometry
    inputs: tuple[int, ...]
    down: tuple[tuple[int, int], ...]
    across: tuple[tuple[int, int], ...]
    values: Doubles
    weights: Doubles | None
    result: float
    rest: float | None = None
    rest_channels: int = 0
    bias: float | None = None
    divisor: int | None = None

    @cached_property
    def products(self) -> Doubles:
        """(C, h, w): value times weight; for pooling the values, divided where it averages."""
        return self.values / (self.divisor or 1) if self.weights is None else self.values * self.weights

    @cached_property
    def computed(self) -> float:
        """The result, computed here from the terms."""
        if self.geometry.operation is Operation.MAX_POOL:
            return float(self.values.max())
        return float(self.products.sum()) + (self.rest or 0.0) + (self.bias or 0.0)

    @cached_property
    def size(self) -> float:
        """The sum of the sizes of what is added up: float32 rounds each by a share of it."""
        finite = self.products[np.isfinite(self.products)]
        return float(np.abs(finite).sum()) + abs(self.rest or 0.0) + abs(self.bias or 0.0)

    @property
    def agrees(self) -> bool:
        """Whether the terms give the result, up to what float32 rounds off."""
        return abs(self.computed - self.result) <= 2e-6 * (self.size + 1) + 1e-6

    @cached_property
    def winner(self) -> tuple[int, int, int] | None:
        """Where in ``values`` max-pooling's choice stands, the first of equals; None for every other operation."""
        if self.geometry.operation is not Operation.MAX_POOL:
            return None
        channel, row, col = np.unravel_index(int(self.values.argmax()), self.values.shape)
        return int(channel), int(row), int(col)

    @cached_property
    def padding(self) -> NDArray[np.bool_]:
        """(h, w): which of the places under the window lie in the padding."""
        down = [not _inside(self.geometry.rows, at) for _, at in self.down]
        across = [not _inside(self.geometry.cols, at) for _, at in self.across]
        padding: NDArray[np.bool_] = np.array(down, bool)[:, None] | np.array(across, bool)
        return padding

    @cached_property
    def channels(self) -> tuple[ChannelSum, ...]:
        """One entry for each input channel it looks at."""
        return tuple(self._summed(index) for index in range(len(self.inputs)))

    def _summed(self, index: int) -> ChannelSum:
        rows, cols = self.geometry.rows, self.geometry.cols
        largest = self.geometry.operation is Operation.MAX_POOL
        values, products = self.values[index].tolist(), self.products[index].tolist()
        padding = self.padding.tolist()
        weights = None if self.weights is None else self.weights[index].tolist()
        terms = []
        for i, (tap_row, at_row) in enumerate(self.down):
            for j, (tap_col, at_col) in enumerate(self.across):
                terms.append(
                    Term(
                        tap=(tap_row, tap_col),
                        position=(at_row, at_col),
                        weight_at=(rows.tap_of_weight(tap_row), cols.tap_of_weight(tap_col)),
                        value=values[i][j],
                        weight=1 / (self.divisor or 1) if weights is None else weights[i][j],
                        product=products[i][j],
                        is_padding=padding[i][j],
                        wins=self.winner == (index, i, j),
                    )
                )
        total = max(term.value for term in terms) if largest else sum(term.product for term in terms)
        return ChannelSum(self.inputs[index], tuple(terms), total)


def take_apart(
    geometry: Geometry,
    padded: NDArray[np.float32],
    kernel: NDArray[np.float32] | None,
    inputs: Sequence[int],
    cell: tuple[int, int, int],
    result: float,
    **more: Any,
) -> CellSteps:
    """How one output cell comes about, from the numbers themselves.

    Args:
        geometry: of the operation.
        padded: (C_in, H + p, W + p), see ``operation.pad``.
        kernel: (C, k_h, k_w), the output channel's weights for each of ``inputs``; None for pooling.
        inputs: the input channels to take apart.
        cell: (output channel, row, column).
        result: what PyTorch computed there.
        **more: ``bias``, ``rest`` and ``rest_channels`` of ``CellSteps``.

    Raises:
        IndexError: there is no such cell.
    """
    out_channel, row, col = cell
    height, width = geometry.output_size
    if not (0 <= out_channel < geometry.channels_out and 0 <= row < height and 0 <= col < width):
        raise IndexError(f"no output cell {out_channel}, {row}, {col}")
    rows, cols = geometry.rows, geometry.cols
    down, across = tuple(rows.window(row)), tuple(cols.window(col))
    window = np.ix_(inputs, [position for _, position in down], [position for _, position in across])
    weights = None
    if kernel is not None:
        taps = [[axis.tap_of_weight(tap) for tap, _ in pairs] for axis, pairs in ((rows, down), (cols, across))]
        weights = kernel[np.ix_(range(len(inputs)), *taps)].astype(np.float64)
    return CellSteps(
        out_channel,
        row,
        col,
        geometry,
        tuple(inputs),
        down,
        across,
        padded[window].astype(np.float64),
        weights,
        result,
        divisor=geometry.divisor_at(row, col) if geometry.operation is Operation.AVERAGE_POOL else None,
        **more,
    )


def steps(result: Result, out_channel: int, row: int, col: int) -> CellSteps:
    """Take one output cell apart.

    Raises:
        IndexError: there is no such cell.
    """
    state, geometry = result.state, result.state.geometry
    return take_apart(
        geometry,
        result.padded.numpy(),
        state.kernel.array[out_channel] if geometry.operation.weighs else None,
        geometry.channels_read(out_channel),
        (out_channel, row, col),
        float(result.output[out_channel, row, col]),
        bias=state.bias.at(out_channel) if state.adds_bias else None,
        rest=None if result.rest is None else float(result.rest[out_channel, row, col]),
        rest_channels=result.rest_channels,
    )


def _inside(axis: Axis, position: int) -> bool:
    return axis.transposed or axis.before <= position < axis.before + axis.n
