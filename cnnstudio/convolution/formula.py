"""The formula line: the output size, the costs and the special cases, with this state's numbers in them.

The size is written as in Zhang et al., "Dive into Deep Learning", 7.3: floor((n - k + p + s) / s), with p the whole
padding of a direction; a dilated kernel counts with its extent d (k - 1) + 1.
"""

from dataclasses import dataclass
from enum import StrEnum

from cnnstudio.convolution.geometry import Axis, Geometry, Operation


class SpecialCase(StrEnum):
    """Cases with a name."""

    SAME = "same"
    """Odd extent, stride 1, half of p = k - 1 on each side: the output is as large as the input."""
    FULL_PADDING = "p=k-1"
    """p = k - 1: the size is floor((n + s - 1) / s)."""
    DIVISIBLE = "divisible"
    """p = k - 1 and n a multiple of s: the size is n / s."""
    NOTHING_LEFT = "exact"
    """The last window ends at the edge: the floor cuts nothing."""
    ONE_BY_ONE = "1x1"
    """A linear layer over the channels at every pixel."""
    DEPTHWISE = "depthwise"
    """As many groups as input channels."""
    GLOBAL = "global"
    """The window spans the whole input."""


class Rounding(StrEnum):
    """Which formula gives the size."""

    DOWN = "floor"
    """floor((n - k + p + s) / s)."""
    UP = "ceiling"
    """ceil((n - k + p + s) / s): PyTorch's ``ceil_mode``."""
    STARTS = "starts"
    """ceil((n + p_1) / s): ``ceil_mode`` where a last window would start in the padding behind the input."""
    NONE = "none"
    """(n - 1) s + k - p + e: a transposed operation."""
    CHOSEN = "chosen"
    """The size is a setting: adaptive pooling."""


@dataclass(frozen=True, slots=True)
class SizeFormula:
    """One direction of the size formula.

    Attributes:
        n: input cells.
        k: the kernel's extent d (k - 1) + 1.
        p: padding on both sides together.
        s: stride.
        size: the result.
        remainder: what the floor cuts off, in padded cells.
        transposed: whether the formula is (n - 1) s + k - p + e instead.
        before: padding ahead of the first cell, p_1.
        extra: PyTorch's ``output_padding`` e.
        rounding: which formula it is.
    """

    n: int
    k: int
    p: int
    s: int
    size: int
    remainder: int
    transposed: bool
    before: int = 0
    extra: int = 0
    rounding: Rounding = Rounding.DOWN

    @property
    def text(self) -> str:
        """The formula with its numbers, in one line; it gives `size`."""
        match self.rounding:
            case Rounding.NONE:
                return f"({self.n} − 1)·{self.s} + {self.k} − {self.p}" + (f" + {self.extra}" if self.extra else "")
            case Rounding.UP:
                return f"⌈({self.n} − {self.k} + {self.p} + {self.s}) / {self.s}⌉"
            case Rounding.STARTS:
                return f"⌈({self.n} + {self.before}) / {self.s}⌉"
            case Rounding.CHOSEN:
                return str(self.size)
        return f"⌊({self.n} − {self.k} + {self.p} + {self.s}) / {self.s}⌋"


@dataclass(frozen=True)
class Formula:
    """All the formula line says.

    Attributes:
        rows: the size down.
        cols: the size across.
        cases: special cases that hold.
        in_channels: c_i.
        out_channels: c_o.
        groups: g; 1 for pooling.
        parameters: weights without biases.
        biases: biases in use.
        macs: multiply-adds of a forward pass.
        dense_parameters: weights of a fully connected layer of the same input and output.
    """

    rows: SizeFormula
    cols: SizeFormula
    cases: tuple[SpecialCase, ...]
    in_channels: int
    out_channels: int
    groups: int
    parameters: int
    biases: int
    macs: int
    dense_parameters: int


def formula(geometry: Geometry, *, bias: bool = False) -> Formula:
    """The formula line of a geometry."""
    pools = geometry.operation.pools
    return Formula(
        rows=_size(geometry.rows),
        cols=_size(geometry.cols),
        cases=_cases(geometry),
        in_channels=geometry.in_channels,
        out_channels=geometry.channels_out,
        groups=geometry.groups,
        parameters=geometry.parameters,
        biases=geometry.out_channels if bias and not pools else 0,
        macs=geometry.macs,
        dense_parameters=geometry.dense_parameters,
    )


def _size(axis: Axis) -> SizeFormula:
    return SizeFormula(
        axis.n,
        axis.extent,
        axis.before + axis.after,
        axis.s,
        axis.size,
        axis.remainder,
        axis.transposed,
        axis.before,
        axis.extra,
        _rounding(axis),
    )


def _rounding(axis: Axis) -> Rounding:
    if axis.adaptive:
        return Rounding.CHOSEN
    if axis.transposed:
        return Rounding.NONE
    if not axis.ceil:
        return Rounding.DOWN
    unlimited = -(-(axis.n + axis.before + axis.after - axis.extent) // axis.s) + 1
    return Rounding.UP if axis.size == unlimited else Rounding.STARTS


def _cases(geometry: Geometry) -> tuple[SpecialCase, ...]:
    rows, cols = geometry.rows, geometry.cols
    both = (rows, cols)
    found = []
    if geometry.operation is not Operation.TRANSPOSED:
        # With a 1x1 window p = k - 1 = 0 says nothing.
        full = max(axis.extent for axis in both) > 1 and all(
            axis.before + axis.after == axis.extent - 1 for axis in both
        )
        if full and all(axis.s == 1 and axis.extent % 2 == 1 and axis.before == axis.after for axis in both):
            found.append(SpecialCase.SAME)
        # These are cases of the formula with the floor.
        floored = all(_rounding(axis) is Rounding.DOWN for axis in both)
        if full and floored and SpecialCase.SAME not in found:
            halves = all(axis.n % axis.s == 0 for axis in both) and max(axis.s for axis in both) > 1
            found.append(SpecialCase.DIVISIBLE if halves else SpecialCase.FULL_PADDING)
        if floored and max(axis.s for axis in both) > 1 and not any(axis.remainder for axis in both):
            found.append(SpecialCase.NOTHING_LEFT)
        alone = geometry.kernel_size == geometry.input_size and geometry.output_size == (1, 1)
        if alone and not any(geometry.padding) and geometry.kernel_size != (1, 1):
            found.append(SpecialCase.GLOBAL)
    if geometry.operation.weighs:
        if geometry.kernel_size == (1, 1) and geometry.stride == (1, 1):
            found.append(SpecialCase.ONE_BY_ONE)
        if geometry.groups == geometry.in_channels > 1:
            found.append(SpecialCase.DEPTHWISE)
    return tuple(found)
