"""Which cell reads which: sizes, windows and reach of a 2-D window operation, as whole numbers only.

Both directions of the picture are alike and independent, so all the work is done on one `Axis` and a `Geometry` is two
of them plus the channels. Positions are counted on the padded input unless a docstring says otherwise: position 0 is
the first padding cell.

Source of the size formula: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016, relations 6
(convolution) and 14 (transposed); written as floor((n - k + p + s) / s) in Zhang et al., "Dive into Deep
Learning", 7.3.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message, any_of

MAX_CELLS = 1 << 24
"""Values an input or an output may have in all: 64 MiB of float32."""


class Operation(StrEnum):
    """What happens under the window."""

    CROSS_CORRELATION = "cross-correlation"
    CONVOLUTION = "convolution"
    MAX_POOL = "max-pool"
    AVERAGE_POOL = "average-pool"
    TRANSPOSED = "transposed-convolution"

    @property
    def pools(self) -> bool:
        """Whether the window summarises instead of weighing."""
        return self in (Operation.MAX_POOL, Operation.AVERAGE_POOL)

    @property
    def weighs(self) -> bool:
        """Whether there is a kernel of weights."""
        return not self.pools


class PaddingMode(StrEnum):
    """What stands in the padding cells; the values are PyTorch's own names."""

    ZEROS = "zeros"
    REFLECT = "reflect"
    REPLICATE = "replicate"
    CIRCULAR = "circular"


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction of a window operation.

    Attributes:
        n: input cells.
        k: kernel taps.
        s: stride.
        before: padding cells (transposed: cropped output cells) ahead of the first.
        after: the same behind the last.
        d: dilation.
        mode: what fills the padding.
        transposed: whether each input cell is spread instead of gathered.
        flipped: whether weights are read backwards (true convolution).
        extra: output cells a transposed operation adds behind the last (PyTorch's ``output_padding``).
        ceil: whether a last window may hang over the end (PyTorch's ``ceil_mode``).
        adaptive: output cells of an adaptive pooling, whose windows follow from it; 0 for every other operation.
        counts_padding: whether an average counts padding cells.
    """

    n: int
    k: int
    s: int = 1
    before: int = 0
    after: int = 0
    d: int = 1
    mode: PaddingMode = PaddingMode.ZEROS
    transposed: bool = False
    flipped: bool = False
    extra: int = 0
    ceil: bool = False
    adaptive: int = 0
    counts_padding: bool = True

    @property
    def extent(self) -> int:
        """Cells from the first to the last tap: d (k - 1) + 1."""
        return self.d * (self.k - 1) + 1

    @property
    def padded(self) -> int:
        """Cells of the padded input, and those a last window hangs over; a transposed operation pads nothing."""
        if self.transposed or self.adaptive:
            return self.n
        own = self.n + self.before + self.after
        return max(own, (self.size - 1) * self.s + self.extent) if self.ceil else own

    @property
    def full(self) -> int:
        """Output cells before a transposed operation's padding crops them."""
        return (self.n - 1) * self.s + self.extent + self.extra if self.transposed else self.size

    @property
    def size(self) -> int:
        """Output cells; below 1 where the window does not fit."""
        if self.adaptive:
            return self.adaptive
        if self.transposed:
            return self.full - self.before - self.after
        spare = self.n + self.before + self.after - self.extent
        if not self.ceil:
            return spare // self.s + 1
        # PyTorch's rule: no window starts behind the input, in the padding on its right.
        count = -(-spare // self.s) + 1
        return count - 1 if (count - 1) * self.s >= self.n + self.before else count

    @property
    def remainder(self) -> int:
        """Trailing padded cells the floor in the size formula leaves out: no window starts late enough for them."""
        if self.transposed or self.adaptive:
            return 0
        return max(0, self.padded - (self.size - 1) * self.s - self.extent)

    def tap_of_weight(self, weight: int) -> int:
        """The place under the window where a weight lands (its own inverse)."""
        return self.k - 1 - weight if self.flipped else weight

    def unpadded(self, position: int) -> int:
        """A padded position as the input counts it: 0 is its first cell, below that and behind the last is padding."""
        return position if self.transposed else position - self.before

    def source(self, position: int) -> int | None:
        """The input cell whose value stands at a padded position; None for a zero."""
        cell = self.unpadded(position)
        if 0 <= cell < self.n:
            return cell
        match self.mode:
            case PaddingMode.REFLECT:
                return -cell if cell < 0 else 2 * (self.n - 1) - cell
            case PaddingMode.REPLICATE:
                return min(max(cell, 0), self.n - 1)
            case PaddingMode.CIRCULAR:
                return cell % self.n
            case _:
                return None

    def window(self, output: int) -> list[tuple[int, int]]:
        """(tap, position) pairs that make one output cell; for a transposed operation positions are input cells."""
        if self.adaptive:
            # PyTorch's rule: from floor(i n / o) up to ceil((i + 1) n / o).
            first, end = output * self.n // self.adaptive, -(-(output + 1) * self.n // self.adaptive)
            return [(at - first, at) for at in range(first, end)]
        if not self.transposed:
            return [(tap, output * self.s + tap * self.d) for tap in range(self.k)]
        full = output + self.before
        pairs = ((tap, full - tap * self.d) for tap in range(self.k))
        return [(tap, at // self.s) for tap, at in pairs if at % self.s == 0 and 0 <= at // self.s < self.n]

    def counted(self, output: int) -> int:
        """Cells of a window that an average is divided by."""
        end = self.n + self.before + self.after if self.counts_padding else self.n + self.before
        first = 0 if self.counts_padding else self.before
        return sum(first <= position < end for _, position in self.window(output))

    def positions_of(self, cell: int) -> list[int]:
        """Every padded position that shows an input cell: its own, and its mirror images or copies in the padding."""
        if self.transposed:
            return [cell]
        own = cell + self.before
        if self.mode is PaddingMode.ZEROS:
            return [own]
        border = [*range(self.before), *range(self.before + self.n, self.padded)]
        return sorted([own, *(position for position in border if self.source(position) == cell)])

    def reach(self, cell: int) -> list[int]:
        """Every output an input cell has a part in, ascending."""
        if self.transposed:
            landed = (cell * self.s + tap * self.d - self.before for tap in range(self.k))
            return [at for at in landed if 0 <= at < self.size]
        if self.adaptive:
            windows = ((output, self.window(output)) for output in range(self.size))
            return [output for output, window in windows if window[0][1] <= cell <= window[-1][1]]
        outputs = set()
        for position in self.positions_of(cell):
            for tap in range(self.k):
                start = position - tap * self.d
                if start >= 0 and start % self.s == 0 and start // self.s < self.size:
                    outputs.add(start // self.s)
        return sorted(outputs)

    def touched(self, weight: int) -> list[int]:
        """Every position a weight ever lies on, ascending."""
        tap = self.tap_of_weight(weight)
        if self.transposed:
            return [cell for cell in range(self.n) if 0 <= cell * self.s + tap * self.d - self.before < self.size]
        return [output * self.s + tap * self.d for output in range(self.size)]

    def left_out(self) -> list[int]:
        """Padded positions behind the last window, ascending: the floor's remainder."""
        return list(range(self.padded - self.remainder, self.padded))

    def skipped(self) -> list[int]:
        """Padded positions between or inside windows that none reads, ascending (wide strides, dilation)."""
        if (
            self.transposed
            or self.adaptive
            or (self.d == 1 and self.s <= self.k)
            or (self.s == 1 and self.size >= self.d)
        ):
            return []
        read = {position for output in range(self.size) for _, position in self.window(output)}
        return [position for position in range(self.padded - self.remainder) if position not in read]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a combination of parameters cannot be computed, and which parameter to look at."""

    parameter: str
    sentence: Message


@dataclass(frozen=True)
class Geometry:
    """The whole-number half of a playground state. Pairs are (height, width).

    Attributes:
        operation: what happens under the window.
        input_size: input rows and columns, without padding.
        in_channels: input channels.
        out_channels: output channels of a weighing operation; pooling keeps the input's channels.
        kernel_size: taps down and across.
        stride: steps down and across.
        padding: cells at the top, bottom, left, right; a transposed convolution crops so many from its output.
        padding_mode: what fills them.
        dilation: distance between taps down and across.
        groups: independent blocks of channels; 1 for pooling, which treats every channel by itself.
        output_padding: output cells a transposed convolution adds below and at the right.
        ceil: whether the last windows of a pooling may hang over the end.
        counts_padding: whether average pooling counts padding cells.
        divisor: what average pooling divides its sums by; None for the number of cells it counts.
        adaptive: output rows and columns of an adaptive pooling; None for every other operation. Its kernel size is
            that of the largest window, its stride and padding say nothing.
    """

    operation: Operation = Operation.CROSS_CORRELATION
    input_size: tuple[int, int] = (3, 3)
    in_channels: int = 1
    out_channels: int = 1
    kernel_size: tuple[int, int] = (2, 2)
    stride: tuple[int, int] = (1, 1)
    padding: tuple[int, int, int, int] = (0, 0, 0, 0)
    padding_mode: PaddingMode = PaddingMode.ZEROS
    dilation: tuple[int, int] = (1, 1)
    groups: int = 1
    output_padding: tuple[int, int] = (0, 0)
    ceil: bool = False
    counts_padding: bool = True
    divisor: int | None = None
    adaptive: tuple[int, int] | None = None

    @cached_property
    def rows(self) -> Axis:
        """The vertical direction."""
        return self._axis(0)

    @cached_property
    def cols(self) -> Axis:
        """The horizontal direction."""
        return self._axis(1)

    def _axis(self, way: int) -> Axis:
        return Axis(
            n=self.input_size[way],
            k=self.kernel_size[way],
            s=self.stride[way],
            before=self.padding[2 * way],
            after=self.padding[2 * way + 1],
            d=self.dilation[way],
            mode=self.padding_mode,
            transposed=self.operation is Operation.TRANSPOSED,
            flipped=self.operation is Operation.CONVOLUTION,
            extra=self.output_padding[way],
            ceil=self.ceil,
            adaptive=self.adaptive[way] if self.adaptive else 0,
            counts_padding=self.counts_padding,
        )

    @property
    def output_size(self) -> tuple[int, int]:
        """Output rows and columns."""
        return self.rows.size, self.cols.size

    @property
    def padded_size(self) -> tuple[int, int]:
        """Rows and columns of the padded input."""
        return self.rows.padded, self.cols.padded

    @property
    def channels_out(self) -> int:
        """Channels of the output."""
        return self.in_channels if self.operation.pools else self.out_channels

    @property
    def group_width(self) -> int:
        """Input channels one output channel looks at."""
        return 1 if self.operation.pools else self.in_channels // self.groups

    def channels_read(self, out_channel: int) -> range:
        """The input channels one output channel looks at."""
        if self.operation.pools:
            return range(out_channel, out_channel + 1)
        group = out_channel // (self.out_channels // self.groups)
        return range(group * self.group_width, (group + 1) * self.group_width)

    def channels_reached(self, in_channel: int) -> range:
        """The output channels that look at one input channel."""
        if self.operation.pools:
            return range(in_channel, in_channel + 1)
        width = self.out_channels // self.groups
        group = in_channel // self.group_width
        return range(group * width, (group + 1) * width)

    @property
    def parameters(self) -> int:
        """Weights, without biases: c_o (c_i / g) k_h k_w."""
        if self.operation.pools:
            return 0
        return self.out_channels * self.group_width * self.kernel_size[0] * self.kernel_size[1]

    @property
    def macs(self) -> int:
        """Multiply-adds of one forward pass, padding cells included as every library does; none for pooling."""
        if self.operation is Operation.TRANSPOSED:
            return self.input_size[0] * self.input_size[1] * self.parameters
        return self.output_size[0] * self.output_size[1] * self.parameters

    @property
    def dense_parameters(self) -> int:
        """Weights of a fully connected layer between the same input and output: c_1 h_1 w_1 c_2 h_2 w_2."""
        height, width = self.output_size
        return self.in_channels * self.input_size[0] * self.input_size[1] * self.channels_out * height * width

    def problem(self) -> Problem | None:
        """What makes this geometry impossible, in a sentence that says where to stop; None if it can be computed."""
        return self.contradiction() or self._memory_problem()

    def contradiction(self) -> Problem | None:
        """What makes this geometry impossible, however much memory there is: a real layer has been computed already."""
        for name, lowest in LOWEST.items():
            if parameter(self, name) < lowest:
                return Problem(
                    name,
                    Message("A whole number of at least {lowest} is needed here.", lowest=lowest),
                )
        return self._channel_problem() or self._operation_problem() or self._size_problem()

    def _channel_problem(self) -> Problem | None:
        if self.operation.pools and self.groups > 1:
            return Problem("groups", Message("Pooling treats every channel by itself already."))
        if self.in_channels % self.groups:
            return Problem(
                "in_channels",
                Message(
                    "{groups} groups share the input channels evenly: use a multiple of {groups}.", groups=self.groups
                ),
            )
        if self.out_channels % self.groups:
            return Problem(
                "out_channels",
                Message(
                    "{groups} groups share the output channels evenly: use a multiple of {groups}.", groups=self.groups
                ),
            )
        return None

    def _operation_problem(self) -> Problem | None:
        if not self.operation.pools and (self.ceil or self.adaptive or self.divisor is not None):
            return Problem("kernel_height", Message("Only pooling lets windows hang over, adapts them, or divides."))
        if self.operation is not Operation.TRANSPOSED and any(self.output_padding):
            return Problem("padding_bottom", Message("Only a transposed convolution adds cells to its output."))
        if any(
            extra >= max(pair)
            for extra, *pair in zip(self.output_padding, self.stride, self.dilation, strict=True)
            if extra
        ):
            return Problem(
                "padding_bottom", Message("A transposed convolution adds fewer cells than its stride or dilation.")
            )
        if self.divisor == 0 or any(side < 1 for side in self.adaptive or ()):
            return Problem("kernel_height", Message("A whole number of at least 1 is needed here."))
        plain = self.operation in (Operation.CROSS_CORRELATION, Operation.CONVOLUTION)
        if self.padding_mode is not PaddingMode.ZEROS and not plain:
            if self.operation.pools:
                return Problem("padding_mode", Message("PyTorch's pooling has no other padding than its own."))
            return Problem(
                "padding_mode", Message("PyTorch's transposed convolution has no other padding than its own.")
            )
        if self.operation is Operation.AVERAGE_POOL and self.dilation != (1, 1):
            name = "dilation_height" if self.dilation[0] != 1 else "dilation_width"
            return Problem(name, Message("PyTorch's average pooling has no dilation."))
        for axis, names in ((self.rows, ("top", "bottom")), (self.cols, ("left", "right"))):
            for amount, side in zip((axis.before, axis.after), names, strict=True):
                name = f"padding_{side}"
                if self.operation.pools and 2 * amount > axis.k:
                    return Problem(
                        name,
                        Message("Pooling pads at most half of its kernel of {k}.", k=axis.k),
                    )
                if axis.mode is PaddingMode.REFLECT and amount >= axis.n:
                    return Problem(
                        name,
                        Message("Reflection cannot reach past the far edge: at most {n} here.", n=axis.n - 1),
                    )
                if axis.mode is PaddingMode.CIRCULAR and amount > axis.n:
                    return Problem(
                        name,
                        Message("Wrapping goes around once at most: {n} here.", n=axis.n),
                    )
        return None

    def _size_problem(self) -> Problem | None:
        for axis, way, (first, last) in (
            (self.rows, "height", ("top", "bottom")),
            (self.cols, "width", ("left", "right")),
        ):
            if axis.size < 1:
                if axis.transposed:
                    name = f"padding_{last if axis.after else first}"
                    return Problem(
                        name,
                        Message("Cropping more would leave nothing of the {full} output cells.", full=axis.full),
                    )
                return Problem(
                    f"kernel_{way}",
                    Message(
                        "The window would span {extent} cells and the padded input has only {padded}.",
                        extent=axis.extent,
                        padded=axis.padded,
                    ),
                )
            if self.operation is Operation.MAX_POOL and axis.d > 1 and (axis.before or axis.after):
                last_cell = axis.before + axis.n
                for output in range(min(axis.size, axis.before + 1)):
                    if all(not axis.before <= at < last_cell for _, at in axis.window(output)):
                        return Problem(f"dilation_{way}", Message("A window would see nothing but padding."))
                for output in range(max(0, axis.size - axis.after - axis.extent - 1), axis.size):
                    if all(not axis.before <= at < last_cell for _, at in axis.window(output)):
                        return Problem(f"dilation_{way}", Message("A window would see nothing but padding."))
        return None

    def _memory_problem(self) -> Problem | None:
        height, width = self.output_size
        if self.in_channels * self.padded_size[0] * self.padded_size[1] > MAX_CELLS:
            return Problem(
                "input_height",
                Message("Up to {max_cells:,} input values can be computed.", max_cells=MAX_CELLS),
            )
        if self.channels_out * height * width > MAX_CELLS:
            return Problem(
                "out_channels",
                Message("Up to {max_cells:,} output values can be computed.", max_cells=MAX_CELLS),
            )
        return None

    def check(self) -> None:
        """Refuse what cannot be computed.

        Raises:
            ConfigError: with the sentence of `problem`.
        """
        problem = self.problem()
        if problem is not None:
            raise ConfigError(problem.sentence)

    def repaired(self) -> "Geometry":
        """The nearest geometry that can be computed: gives up padding mode, dilation, padding, groups, then size."""
        fixed = self
        if fixed.problem() is None:
            return fixed
        if fixed.operation not in (Operation.CROSS_CORRELATION, Operation.CONVOLUTION):
            fixed = replace(fixed, padding_mode=PaddingMode.ZEROS)
        if not fixed.operation.pools:
            fixed = replace(fixed, ceil=False, counts_padding=True, divisor=None, adaptive=None)
        if fixed.operation is not Operation.TRANSPOSED:
            fixed = replace(fixed, output_padding=(0, 0))
        if fixed.operation is Operation.AVERAGE_POOL:
            fixed = replace(fixed, dilation=(1, 1))
        if fixed.operation.pools or fixed.in_channels % fixed.groups or fixed.out_channels % fixed.groups:
            fixed = replace(fixed, groups=1)
        if fixed.operation.pools:
            caps = (fixed.rows.k // 2,) * 2 + (fixed.cols.k // 2,) * 2
            top, bottom, left, right = (min(pair) for pair in zip(fixed.padding, caps, strict=True))
            fixed = replace(fixed, padding=(top, bottom, left, right))
        for change in (
            {},
            {"padding_mode": PaddingMode.ZEROS},
            {"dilation": (1, 1)},
            {"padding": (0, 0, 0, 0)},
            {"stride": (1, 1)},
            {
                "kernel_size": (
                    min(fixed.kernel_size[0], fixed.input_size[0]),
                    min(fixed.kernel_size[1], fixed.input_size[1]),
                )
            },
            {"out_channels": 1, "groups": 1},
        ):
            fixed = replace(fixed, **change)
            if fixed.problem() is None:
                return fixed
        fixed.check()
        return fixed

    def divisor_at(self, row: int, col: int) -> int:
        """What average pooling divides the sum of one window by."""
        return self.divisor if self.divisor is not None else self.rows.counted(row) * self.cols.counted(col)

    @property
    def divides_alike(self) -> bool:
        """Whether average pooling divides all its windows by the number of its kernel's cells."""
        return self.counts_padding and not self.ceil and self.divisor is None and self.adaptive is None

    def shape_of_kernel(self) -> tuple[int, int, int, int]:
        """(C_out, C_in / groups, k_h, k_w), the layout of PyTorch's Conv2d, also kept for transposed operations."""
        return self.out_channels, self.in_channels // self.groups, *self.kernel_size


_PLACES: Mapping[str, tuple[str, int | None]] = {
    "input_height": ("input_size", 0),
    "input_width": ("input_size", 1),
    "in_channels": ("in_channels", None),
    "out_channels": ("out_channels", None),
    "kernel_height": ("kernel_size", 0),
    "kernel_width": ("kernel_size", 1),
    "stride_height": ("stride", 0),
    "stride_width": ("stride", 1),
    "padding_top": ("padding", 0),
    "padding_bottom": ("padding", 1),
    "padding_left": ("padding", 2),
    "padding_right": ("padding", 3),
    "dilation_height": ("dilation", 0),
    "dilation_width": ("dilation", 1),
    "groups": ("groups", None),
}

LOWEST: Mapping[str, int] = {name: 0 if name.startswith("padding") else 1 for name in _PLACES}
"""The parameters by name, with their least values; the other parameters narrow them further."""


def parameter(geometry: Geometry, name: str) -> int:
    """One whole-number parameter by its name in `LOWEST`."""
    field, index = _PLACES[name]
    value = getattr(geometry, field)
    return int(value if index is None else value[index])


def with_parameters(geometry: Geometry, **values: int) -> Geometry:
    """A geometry with parameters changed by name; not checked."""
    changes: dict[str, Any] = {}
    for name, value in values.items():
        field, index = _PLACES[name]
        if index is None:
            changes[field] = value
        else:
            parts = list(changes.get(field, getattr(geometry, field)))
            parts[index] = value
            changes[field] = tuple(parts)
    return replace(geometry, **changes)


def entered(geometry: Geometry, name: str, value: int) -> Geometry:
    """A geometry in which one parameter is set alone, by its name in `LOWEST`; not checked.

    Other groups bring the filters that they share evenly: as many groups as input channels are a depthwise convolution
    by this one number.
    """
    changed = with_parameters(geometry, **{name: value})
    if name == "groups" and value > 0 and not geometry.operation.pools:
        return replace(changed, out_channels=-(-changed.out_channels // value) * value)
    return changed


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far one parameter can go while the others stay (for groups: the others but the filters; see `entered`).

    Attributes:
        allowed: every value that can be computed, ascending.
        why_not_less: the sentence that says why it stops downwards.
        why_not_more: the same upwards.
    """

    allowed: tuple[int, ...]
    why_not_less: Message
    why_not_more: Message

    def next(self, value: int, step: int) -> int:
        """The next allowed value up (step 1) or down (step -1), or the same value at the end."""
        if step > 0:
            return min((each for each in self.allowed if each > value), default=value)
        return max((each for each in self.allowed if each < value), default=value)


def bounds(geometry: Geometry, name: str, problem: Callable[[Geometry], Problem | None] = Geometry.problem) -> Bounds:
    """The bounds of one parameter as a function of all others.

    Only values up to 64 beyond the present one are tried, so that asking costs well under a millisecond.

    Args:
        geometry: what it is now.
        name: the parameter, by its name in `LOWEST`.
        problem: what else stands in the way than arithmetic; a page's controls end somewhere.
    """
    now = parameter(geometry, name)

    def found(value: int) -> Problem | None:
        return problem(entered(geometry, name, value))

    allowed = tuple(value for value in range(max(LOWEST[name], now - 64), now + 65) if found(value) is None)

    def why(value: int) -> Message:
        at = found(value)
        if at is not None and name == "groups" and at.parameter == "in_channels":
            return _why_no_such_groups(geometry.in_channels)
        return at.sentence if at else Message()

    return Bounds(allowed, why(min(allowed, default=now) - 1), why(max(allowed, default=now) + 1))


def _why_no_such_groups(channels: int) -> Message:
    if channels == 1:
        return Message("Groups share the input channels, and there is only one.")
    counts = [count for count in range(1, channels + 1) if channels % count == 0]
    return Message(
        "Groups share the {channels} input channels evenly: use {counts}.", channels=channels, counts=any_of(counts)
    )
