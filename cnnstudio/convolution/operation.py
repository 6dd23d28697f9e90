"""PyTorch's answer to a playground state: every number on the screen comes from here."""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional

from cnnstudio.convolution.geometry import Geometry, Operation
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.state import PlaygroundState

DRAWN_SIDE = 720


@dataclass(frozen=True, eq=False)
class Result:
    """What a state computes to.

    Attributes:
        state: the question.
        padded: (C_in, H + p, W + p), the input with its padding as the window meets it; -inf under max-pooling. The
            plain input for a transposed operation.
        full: (C_out, H', W') before a transposed operation's padding crops it; otherwise the output itself.
        output: (C_out, H', W').
    """

    state: PlaygroundState
    padded: Tensor
    full: Tensor
    output: Tensor

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
        low, high = (float(end) for end in self.state.input.tensor.aminmax())
        return low >= 0 and high <= 1

    @cached_property
    def small_padded(self) -> Tensor:
        """`padded`, averaged down to at most `DRAWN_SIDE` a side: enough for the screen."""
        return _small(self.padded)

    @cached_property
    def small_full(self) -> Tensor:
        """`full`, averaged down likewise."""
        return _small(self.full)

    def prepare_drawing(self) -> "Result":
        """Compute at once what drawing will ask for, on the thread that has the time; gives itself back."""
        _ = self.state.input.peak, self.peak, self.full_peak, self.is_picture, self.small_padded, self.small_full
        return self

    def partials(self, out_channel: int) -> Tensor:
        """(C, H', W'): what each input channel the output channel looks at adds to it, before the bias.

        They sum to the output less its bias; pooling has one channel each, so the one partial is the output.
        """
        state, geometry = self.state, self.state.geometry
        if geometry.operation.pools:
            return self.output[out_channel : out_channel + 1]
        read = geometry.channels_read(out_channel)
        values = self.padded[read.start : read.stop].unsqueeze(0)
        kernel = state.kernel.tensor[out_channel].unsqueeze(1)
        if geometry.operation is Operation.TRANSPOSED:
            full = functional.conv_transpose2d(
                values, kernel, stride=geometry.stride, dilation=geometry.dilation, groups=len(read)
            )
            return _cropped(geometry, full[0])
        if geometry.operation is Operation.CONVOLUTION:
            kernel = kernel.flip(-2, -1)
        return functional.conv2d(values, kernel, stride=geometry.stride, dilation=geometry.dilation, groups=len(read))[
            0
        ]


def compute(state: PlaygroundState) -> Result:
    """The output and what is needed to explain it, in float32 on the CPU."""
    geometry = state.geometry
    with torch.inference_mode():
        padded = pad(geometry, state.input.tensor)
        full = _full(state, padded.unsqueeze(0))[0]
        return Result(state, padded, full, _cropped(geometry, full))


def _peak(values: Tensor) -> float:
    low, high = (float(end) for end in values.aminmax())
    return max(-low, high)


def _small(values: Tensor) -> Tensor:
    step = -(-max(values.shape[-2:]) // DRAWN_SIDE)
    return values if step <= 1 else functional.avg_pool2d(values.unsqueeze(0), step)[0]


def pad(geometry: Geometry, values: Tensor) -> Tensor:
    """(C, H, W) -> (C, H + p, W + p), as the window meets it; a transposed operation is given back unpadded."""
    top, bottom, left, right = geometry.padding
    if geometry.operation is Operation.TRANSPOSED or not any(geometry.padding):
        return values
    sides = (left, right, top, bottom)
    if geometry.operation is Operation.MAX_POOL:
        return functional.pad(values.unsqueeze(0), sides, value=-torch.inf)[0]
    if geometry.padding_mode.value == "zeros":
        return functional.pad(values.unsqueeze(0), sides)[0]
    return functional.pad(values.unsqueeze(0), sides, mode=geometry.padding_mode.value)[0]


def transposed_weight(geometry: Geometry, kernel: Numbers) -> Tensor:
    """The state's (C_out, C_in / g, k, k) in the layout of PyTorch's ConvTranspose2d: (C_in, C_out / g, k, k)."""
    groups, (rows, cols) = geometry.groups, geometry.kernel_size
    split = kernel.tensor.reshape(groups, geometry.out_channels // groups, geometry.in_channels // groups, rows, cols)
    return split.transpose(1, 2).reshape(geometry.in_channels, geometry.out_channels // groups, rows, cols)


def _full(state: PlaygroundState, padded: Tensor) -> Tensor:
    geometry = state.geometry
    bias = state.bias.tensor if state.adds_bias else None
    match geometry.operation:
        case Operation.MAX_POOL:
            return functional.max_pool2d(padded, geometry.kernel_size, geometry.stride, dilation=geometry.dilation)
        case Operation.AVERAGE_POOL:
            return functional.avg_pool2d(padded, geometry.kernel_size, geometry.stride)
        case Operation.TRANSPOSED:
            return functional.conv_transpose2d(
                padded,
                transposed_weight(geometry, state.kernel),
                bias,
                stride=geometry.stride,
                groups=geometry.groups,
                dilation=geometry.dilation,
            )
        case _:
            kernel = state.kernel.tensor
            if geometry.operation is Operation.CONVOLUTION:
                kernel = kernel.flip(-2, -1)
            return functional.conv2d(
                padded, kernel, bias, stride=geometry.stride, dilation=geometry.dilation, groups=geometry.groups
            )


def _cropped(geometry: Geometry, full: Tensor) -> Tensor:
    if geometry.operation is not Operation.TRANSPOSED:
        return full
    top, _, left, _ = geometry.padding
    height, width = geometry.output_size
    return full[:, top : top + height, left : left + width]
