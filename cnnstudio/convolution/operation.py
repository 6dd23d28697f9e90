"""PyTorch's result for a playground state: every number on the screen comes from here."""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional

from cnnstudio.convolution.geometry import Geometry, Operation
from cnnstudio.convolution.numbers import averaged
from cnnstudio.convolution.state import PlaygroundState

_SMALL = 1 << 18
"""Values up to which convolutions are computed in float64 and rounded, so that sums come out as by hand."""

_FEW_TAPS = 32
# Rows of the output summed at a time: what fits a processor's cache.
_BAND = 64


@dataclass(frozen=True, eq=False)
class Result:
    """What a state computes to.

    Attributes:
        state: the question; of a real layer, cut to the channels that are shown.
        padded: (C_in, H + p, W + p), the input with its padding as the window meets it; -inf under max-pooling. The
            plain input for a transposed operation.
        full: (C_out, H', W') before a transposed operation's padding crops it; otherwise the output itself.
        output: (C_out, H', W').
        rest: (C_out, H', W'), what input channels that are not shown add to the output; None where all are shown.
        rest_channels: how many those are.
        inputs: numbers of the input channels that are shown, in the real layer; None = 0, 1, 2 and so on.
        outputs: the same of the output channels.
    """

    state: PlaygroundState
    padded: Tensor
    full: Tensor
    output: Tensor
    rest: Tensor | None = None
    rest_channels: int = 0
    inputs: tuple[int, ...] | None = None
    outputs: tuple[int, ...] | None = None

    @cached_property
    def peak(self) -> float:
        """The largest magnitude in the output: what its signed colours are scaled to."""
        return _peak(self.output)

    @cached_property
    def full_peak(self) -> float:
        """The same before anything is cropped."""
        return self.peak if self.full is self.output else _peak(self.full)

    @cached_property
    def is_picture(self) -> bool:
        """Whether the input looks like a picture: many cells, all within 0..1."""
        height, width = self.state.geometry.input_size
        if height * width < 24 * 24:
            return False
        low, high = self.state.input.range
        return low >= 0 and high <= 1

    @cached_property
    def small_padded(self) -> Tensor:
        """`padded`, averaged down to at most `DRAWN_SIDE` a side: enough for the screen."""
        given = self.state.input
        return given.small if self.padded is given.tensor else averaged(self.padded)

    @cached_property
    def small_full(self) -> Tensor:
        """`full`, averaged down likewise."""
        return averaged(self.full)

    def prepare_drawing(self) -> "Result":
        """Compute at once what drawing will ask for, on the thread that has the time; gives itself back."""
        _ = self.state.input.peak, self.peak, self.full_peak, self.is_picture, self.small_padded, self.small_full
        return self

    def partials(self, out_channel: int) -> Tensor:
        """(C, H', W'): what each input channel the output channel looks at adds to it, before the bias.

        With the rest they sum to the output less its bias. Pooling has one channel each: the one partial is the output.
        """
        state, geometry = self.state, self.state.geometry
        if geometry.operation.pools:
            return self.output[out_channel : out_channel + 1]
        read = geometry.channels_read(out_channel)
        return partial_sums(geometry, self.padded[read.start : read.stop], state.kernel.tensor[out_channel])


def compute(state: PlaygroundState) -> Result:
    """The output and what is needed to explain it, as float32 on the CPU."""
    geometry = state.geometry
    with torch.inference_mode():
        padded = pad(geometry, state.input.tensor)
        full = _full(state, padded.unsqueeze(0))[0].float()
        return Result(state, padded, full, _cropped(geometry, full))


def _peak(values: Tensor) -> float:
    low, high = (float(end) for end in values.aminmax())
    return max(-low, high)


def partial_sums(geometry: Geometry, padded: Tensor, kernel: Tensor) -> Tensor:
    """(C, H', W'): what each of some input channels adds to an output channel.

    Args:
        geometry: of the operation, which weighs.
        padded: (C, H + p, W + p), those input channels as ``pad`` gives them.
        kernel: (C, k_h, k_w), the output channel's weights for each of them.
    """
    values = _exactly(padded.unsqueeze(0))
    kernel = kernel.unsqueeze(1).to(values.dtype)
    if geometry.operation is Operation.TRANSPOSED:
        full = functional.conv_transpose2d(
            values,
            kernel,
            stride=geometry.stride,
            output_padding=geometry.output_padding,
            dilation=geometry.dilation,
            groups=len(kernel),
        )
        return _cropped(geometry, full[0]).float()
    if geometry.operation is Operation.CONVOLUTION:
        kernel = kernel.flip(-2, -1)
    sums = functional.conv2d(values, kernel, stride=geometry.stride, dilation=geometry.dilation, groups=len(kernel))
    return sums[0].float()


def pad(geometry: Geometry, values: Tensor) -> Tensor:
    """(C, H, W) -> (C, H + p, W + p), as the window meets it; a transposed operation is given back unpadded."""
    top, _, left, _ = geometry.padding
    rows, cols = geometry.rows, geometry.cols
    if geometry.operation is Operation.TRANSPOSED or (rows.padded, cols.padded) == geometry.input_size:
        return values
    # A last window may hang over by more than the padding.
    bottom, right = rows.padded - rows.n - top, cols.padded - cols.n - left
    sides = (left, right, top, bottom)
    if geometry.operation is Operation.MAX_POOL:
        return functional.pad(values.unsqueeze(0), sides, value=-torch.inf)[0]
    if geometry.padding_mode.value == "zeros":
        return functional.pad(values.unsqueeze(0), sides)[0]
    return functional.pad(values.unsqueeze(0), sides, mode=geometry.padding_mode.value)[0]


def transposed_weight(geometry: Geometry, kernel: Tensor) -> Tensor:
    """A kernel of (C_out, C_in / g, k, k) in the layout of PyTorch's ConvTranspose2d: (C_in, C_out / g, k, k)."""
    groups, (rows, cols) = geometry.groups, geometry.kernel_size
    split = kernel.reshape(groups, geometry.out_channels // groups, geometry.in_channels // groups, rows, cols)
    return split.transpose(1, 2).reshape(geometry.in_channels, geometry.out_channels // groups, rows, cols)


def _full(state: PlaygroundState, padded: Tensor) -> Tensor:
    geometry = state.geometry
    if geometry.operation.weighs:
        padded = _exactly(padded)
    bias = state.bias.tensor.to(padded.dtype) if state.adds_bias else None
    match geometry.operation:
        case Operation.MAX_POOL:
            if geometry.adaptive:
                return functional.adaptive_max_pool2d(padded, geometry.adaptive)
            return functional.max_pool2d(padded, geometry.kernel_size, geometry.stride, dilation=geometry.dilation)
        case Operation.AVERAGE_POOL:
            return _averages(geometry, padded)
        case Operation.TRANSPOSED:
            return functional.conv_transpose2d(
                padded,
                transposed_weight(geometry, state.kernel.tensor).to(padded.dtype),
                bias,
                stride=geometry.stride,
                output_padding=geometry.output_padding,
                groups=geometry.groups,
                dilation=geometry.dilation,
            )
        case _:
            kernel = state.kernel.tensor.to(padded.dtype)
            if geometry.operation is Operation.CONVOLUTION:
                kernel = kernel.flip(-2, -1)
            if padded.numel() > _SMALL and kernel[0].numel() <= _FEW_TAPS:
                return _summed_shifts(geometry, padded[0], kernel).unsqueeze(0) + (
                    0 if bias is None else bias.reshape(-1, 1, 1)
                )
            return functional.conv2d(
                padded, kernel, bias, stride=geometry.stride, dilation=geometry.dilation, groups=geometry.groups
            )


def _averages(geometry: Geometry, padded: Tensor) -> Tensor:
    if geometry.adaptive:
        return functional.adaptive_avg_pool2d(padded, geometry.adaptive)
    if geometry.divides_alike:
        return functional.avg_pool2d(padded, geometry.kernel_size, geometry.stride)
    sums = functional.avg_pool2d(padded, geometry.kernel_size, geometry.stride, divisor_override=1)
    height, width = geometry.output_size
    if geometry.divisor is not None:
        return sums / geometry.divisor
    down = torch.tensor([geometry.rows.counted(row) for row in range(height)], dtype=sums.dtype)
    across = torch.tensor([geometry.cols.counted(col) for col in range(width)], dtype=sums.dtype)
    return sums / (down[:, None] * across)


def _summed_shifts(geometry: Geometry, padded: Tensor, kernel: Tensor) -> Tensor:
    """(C, H + p, W + p) -> (C_out, H', W'): the sum of the input's shifted copies, each times its weight.

    PyTorch's conv2d has no fast kernel for pictures of one to three channels: on 2000x2000 it takes ten times as long.
    """
    (height, width), (down, across), (apart_down, apart_across) = (
        geometry.output_size,
        geometry.stride,
        geometry.dilation,
    )
    sums = padded.new_zeros(geometry.out_channels, height, width)
    for out in range(geometry.out_channels):
        for top in range(0, height, _BAND):
            band = sums[out, top : top + _BAND]
            for inner, channel in enumerate(geometry.channels_read(out)):
                for row in range(geometry.kernel_size[0]):
                    first = top * down + row * apart_down
                    rows = padded[channel, first : first + (len(band) - 1) * down + 1 : down]
                    for col in range(geometry.kernel_size[1]):
                        left = col * apart_across
                        shifted = rows[:, left : left + (width - 1) * across + 1 : across]
                        band.add_(shifted, alpha=float(kernel[out, inner, row, col]))
    return sums


def _exactly(values: Tensor) -> Tensor:
    return values.double() if values.numel() <= _SMALL else values


def _cropped(geometry: Geometry, full: Tensor) -> Tensor:
    if geometry.operation is not Operation.TRANSPOSED:
        return full
    top, _, left, _ = geometry.padding
    height, width = geometry.output_size
    return full[:, top : top + height, left : left + width]
