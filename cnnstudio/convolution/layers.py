"""The playground's view of a real layer: its own hyperparameters, weights and input, cut to the channels shown.

``of_layer`` gives the view, or None for a layer whose arithmetic the playground does not know. Every number comes from
the layer's own tensors; ``LayerView.shown`` gives the same ``Result`` that a free playground state computes to, so that
the same canvas, product view and formula show both.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.convolution.geometry import Geometry, Operation, PaddingMode
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.operation import Result, pad, partial_sums, transposed_weight
from cnnstudio.convolution.state import PlaygroundState
from cnnstudio.convolution.step_through import CellSteps, take_apart
from cnnstudio.networks.lenet import SparseConv2d, Subsampling

WeightPlace = tuple[str, tuple[int, ...]]
"""A weight in a layer: the tensor's name within the layer, and the index into it."""

_TRIED = 9
"""As many units of a layer are tried before its arithmetic is called known."""


@dataclass(frozen=True, eq=False)
class LayerView:
    """A layer as a window operation.

    Attributes:
        geometry: the whole layer, with all its channels.
        input: (C_in, H, W) float32, what came in.
        output: (C_out, H', W') float32, what the layer itself makes of it.
        kernel: (C_out, C_in / groups, k_h, k_w); None for pooling.
        bias: (C_out,), or None.
        place: where the weight (output, input within the group, row, column) stands in the layer's own tensors; None
            where there is no such weight, for two maps that are not connected.
        bias_name: the name of the bias's tensor within the layer; empty where there is none.
        connected: which input channels each output channel is connected with, where those are not all of its group.
        distinct_weights: how many numbers the kernel's weights are, where several of them are one and the same.
    """

    geometry: Geometry
    input: Tensor
    output: Tensor
    kernel: Tensor | None = None
    bias: Tensor | None = None
    place: Callable[[int, int, int, int], WeightPlace | None] = lambda *_: None
    bias_name: str = ""
    connected: tuple[tuple[int, ...], ...] | None = None
    distinct_weights: int | None = None

    def strongest_outputs(self, count: int) -> tuple[int, ...]:
        """The output channels with the largest mean magnitude, from the strongest down; of equals the first."""
        return _largest(self.output.abs().mean(dim=(1, 2)), count)

    def channels_read(self, out_channel: int) -> tuple[int, ...]:
        """The input channels that an output channel looks at; those that are not connected with it are left out."""
        return (
            tuple(self.geometry.channels_read(out_channel)) if self.connected is None else self.connected[out_channel]
        )

    def kernels(self, out_channel: int) -> Tensor:
        """(C, k_h, k_w): the weights of an output channel for each input channel that it looks at; none for pooling."""
        kernels = self._kernel[out_channel]
        return kernels if self.connected is None else kernels[list(self.connected[out_channel])]

    def unit(self, out_channel: int, row: int, col: int) -> CellSteps:
        """One number of the layer taken apart, with all input channels that it looks at.

        Raises:
            IndexError: if the layer has no such number.
        """
        return take_apart(
            self.geometry,
            self._padded.numpy(),
            None if self.kernel is None else self.kernels(out_channel).numpy(),
            self.channels_read(out_channel),
            (out_channel, row, col),
            float(self.output[out_channel, row, col]),
            bias=None if self.bias is None else float(self.bias[out_channel]),
        )

    @property
    def explains(self) -> bool:
        """Whether the arithmetic gives what the layer gave, tried on a few units.

        It does not where a class computes something else than the one it is derived from, or a hook changes something.
        """
        if self.output.shape != (self.geometry.channels_out, *self.geometry.output_size):
            return False
        size = self.output.numel()
        tried = {*np.linspace(0, size - 1, _TRIED, dtype=int).tolist(), int(self.output.abs().argmax())}
        height, width = self.geometry.output_size
        for index in tried:
            channel, place = divmod(index, height * width)
            taken = self.unit(channel, *divmod(place, width))
            # What is not finite can be neither held nor refuted.
            if math.isfinite(taken.result) and not taken.agrees:
                return False
        return True

    def strongest_inputs(self, out_channel: int, count: int, at: tuple[int, int] | None = None) -> tuple[int, ...]:
        """The input channels that add most to an output channel, or to one unit of it, from the strongest down.

        Args:
            out_channel: the output channel.
            count: how many at the most.
            at: (row, column) of the unit; None for the whole map.
        """
        read = self.channels_read(out_channel)
        if len(read) == 1:
            return read[:count]
        parts = self.partials(out_channel)
        size = parts.abs().mean(dim=(1, 2)) if at is None else parts[:, at[0], at[1]].abs()
        strongest = [read[index] for index in _largest(size, count)]
        apart = (each for each in self.geometry.channels_read(out_channel) if each not in read)
        return tuple([*strongest, *apart][:count])

    def shown(self, outputs: Sequence[int], inputs: Sequence[int] = ()) -> Result:
        """The layer cut to some channels; what is left out stands in the result's ``rest``.

        Args:
            outputs: the output channels to show, the one in front first; those that look at other input channels than
                the first are left out, except where every channel has its own.
            inputs: the input channels to show, where one output channel looks at several; those that the first output
                channel does not look at are left out.

        Raises:
            IndexError: if the layer has no such channel.
            ConfigError: if a number is too large to be shown.
        """
        geometry = self.geometry
        if not outputs or not all(0 <= out < geometry.channels_out for out in outputs):
            raise IndexError(f"no output channels {tuple(outputs)}")
        if geometry.operation.pools or (geometry.groups > 1 and geometry.group_width == 1):
            outs = tuple(dict.fromkeys(outputs))
            ins = tuple(geometry.channels_read(out).start for out in outs)
            weights = None if self.kernel is None else self.kernel[list(outs)]
            cut = replace(geometry, in_channels=len(ins), out_channels=len(outs), groups=len(outs))
            return self._result(cut if geometry.operation.weighs else replace(cut, groups=1), outs, ins, weights, None)
        read = geometry.channels_read(outputs[0])
        outs = tuple(out for out in dict.fromkeys(outputs) if geometry.channels_read(out) == read)
        ins = tuple(each for each in dict.fromkeys(inputs) if each in read) or tuple(read)[:1]
        kernel = self._kernel[list(outs)]
        cut = replace(geometry, in_channels=len(ins), out_channels=len(outs), groups=1)
        others = [each for each in read if each not in ins]
        rest = None
        if others:
            whole = replace(cut, in_channels=len(others))
            rest = _linear(whole, self.input[others], kernel[:, [each - read.start for each in others]])
        return self._result(cut, outs, ins, kernel[:, [each - read.start for each in ins]], rest)

    @property
    def _kernel(self) -> Tensor:
        assert self.kernel is not None
        return self.kernel

    @cached_property
    def _uncropped(self) -> Tensor:
        """A transposed layer's output before its padding crops it."""
        full = _linear(replace(self.geometry, padding=(0, 0, 0, 0)), self.input, self._kernel)
        return full if self.bias is None else full + self.bias.reshape(-1, 1, 1)

    @cached_property
    def _padded(self) -> Tensor:
        return pad(self.geometry, self.input)

    def partials(self, out_channel: int) -> Tensor:
        """(C, H', W'): what each input channel that an output channel looks at adds to it; pooling adds nothing up."""
        if self.kernel is None:
            return self.output[out_channel : out_channel + 1]
        padded = self._padded[list(self.channels_read(out_channel))]
        return partial_sums(self.geometry, padded, self.kernels(out_channel))

    def _result(
        self,
        geometry: Geometry,
        outputs: tuple[int, ...],
        inputs: tuple[int, ...],
        kernel: Tensor | None,
        rest: Tensor | None,
    ) -> Result:
        values = self.input[list(inputs)]
        bias = torch.zeros(geometry.out_channels) if self.bias is None else self.bias[list(outputs)]
        state = PlaygroundState(
            geometry=geometry,
            input=Numbers(values),
            kernel=Numbers(torch.zeros(geometry.shape_of_kernel()) if kernel is None else kernel),
            bias=Numbers(bias),
            use_bias=self.bias is not None,
            input_preset=InputPreset.CUSTOM,
            kernel_presets=(KernelPreset.CUSTOM,) * geometry.out_channels,
        )
        output = self.output[list(outputs)]
        full = output
        if geometry.operation is Operation.TRANSPOSED and any(geometry.padding):
            full = self._uncropped[list(outputs)]
        return Result(
            state,
            pad(geometry, values),
            full,
            output,
            rest,
            0 if rest is None else self.geometry.group_width - len(inputs),
            inputs,
            outputs,
        )


def of_layer(
    module: nn.Module, given: Tensor, maps: tuple[int, int, int] | None = None, *, output: Tensor | None = None
) -> LayerView | None:
    """The window operation that a layer is, with what came into it; None where its arithmetic is not known.

    Known is what PyTorch's own classes do, and LeNet's, also in a class that is derived from one of them and computes
    the same; what the view says is held against what the layer gave.

    Args:
        module: the layer, in evaluation mode; it is run once and not changed.
        given: what came in, for one picture: (C, H, W); for a linear layer (F,) or (T, F).
        maps: for a linear layer behind a flattening, the (C, H, W) that was flattened: the layer is then shown as the
            convolution over the whole map that it is.
        output: what it gave, where that is known already: then it is not run.
    """
    known = next((kind for kind in type(module).__mro__ if kind in _KNOWN), None)
    if known is None or type(module).forward is not known.forward:
        return None
    if given.dim() != 3 if known is not nn.Linear else given.dim() not in (1, 2):
        return None
    with torch.inference_mode():
        gave = module(given.unsqueeze(0))[0] if output is None else output
        view = _view(module, given, maps, gave) if isinstance(gave, Tensor) else None
        return view if view is not None and view.explains else None


_KNOWN = (
    nn.Linear,
    nn.Conv2d,
    nn.ConvTranspose2d,
    nn.MaxPool2d,
    nn.AvgPool2d,
    nn.AdaptiveAvgPool2d,
    nn.AdaptiveMaxPool2d,
    SparseConv2d,
    Subsampling,
)


def _view(module: nn.Module, given: Tensor, maps: tuple[int, int, int] | None, output: Tensor) -> LayerView | None:
    match module:
        case nn.Linear():
            return _of_linear(module, given, maps, output)
        case nn.Conv2d() | nn.ConvTranspose2d():
            return _of_convolution(module, given, output)
        case nn.MaxPool2d() | nn.AvgPool2d():
            return _of_pool(module, given, output)
        case nn.AdaptiveAvgPool2d() | nn.AdaptiveMaxPool2d():
            return _of_adaptive(module, given, output)
        case SparseConv2d():
            return _of_sparse(module, given, output)
        case Subsampling():
            return _of_subsampling(module, given, output)
        case _:
            return None


def _of_convolution(module: nn.Conv2d | nn.ConvTranspose2d, given: Tensor, output: Tensor) -> LayerView | None:
    transposed = isinstance(module, nn.ConvTranspose2d)
    size = _sides(given)
    geometry = Geometry(
        operation=Operation.TRANSPOSED if transposed else Operation.CROSS_CORRELATION,
        input_size=size,
        in_channels=module.in_channels,
        out_channels=module.out_channels,
        kernel_size=_pair(module.kernel_size),
        stride=_pair(module.stride),
        padding=_padding(module),
        padding_mode=PaddingMode(module.padding_mode),
        dilation=_pair(module.dilation),
        groups=module.groups,
        output_padding=_pair(module.output_padding) if transposed else (0, 0),
    )
    if geometry.contradiction() is not None:
        return None
    weight = module.weight.detach()
    wide = module.out_channels // module.groups
    if transposed:
        # PyTorch keeps (C_in, C_out / g, k, k).
        split = weight.reshape(module.groups, module.in_channels // module.groups, wide, *module.kernel_size)
        kernel = split.transpose(1, 2).reshape(module.out_channels, -1, *module.kernel_size)
    else:
        kernel = weight

    def place(out: int, inner: int, row: int, col: int) -> WeightPlace:
        if not transposed:
            return "weight", (out, inner, row, col)
        return "weight", (out // wide * geometry.group_width + inner, out % wide, row, col)

    return LayerView(
        geometry,
        given,
        output,
        kernel,
        None if module.bias is None else module.bias.detach(),
        place,
        "" if module.bias is None else "bias",
    )


def _of_linear(module: nn.Linear, given: Tensor, maps: tuple[int, int, int] | None, output: Tensor) -> LayerView | None:
    """A linear layer is a convolution whose window is the whole input, or, over tokens, one of 1x1."""
    features, weight = module.in_features, module.weight.detach()
    if given.dim() == 1 and maps is not None and maps[0] * maps[1] * maps[2] == features:
        channels, height, width = maps
        values, size = given.reshape(maps), (height, width)
    elif given.dim() in (1, 2) and given.shape[-1] == features:
        channels, height, width = features, 1, 1
        values = given.reshape(-1, features).T.reshape(features, 1, -1)
        size = _sides(values)
    else:
        return None
    output = output.reshape(-1, module.out_features).T.reshape(module.out_features, 1, -1)
    geometry = Geometry(
        input_size=size, in_channels=channels, out_channels=module.out_features, kernel_size=(height, width)
    )
    return LayerView(
        geometry,
        values,
        output,
        weight.reshape(module.out_features, channels, height, width),
        None if module.bias is None else module.bias.detach(),
        lambda out, inner, row, col: ("weight", (out, (inner * height + row) * width + col)),
        "" if module.bias is None else "bias",
    )


def _of_pool(module: nn.MaxPool2d | nn.AvgPool2d, given: Tensor, output: Tensor) -> LayerView | None:
    largest = isinstance(module, nn.MaxPool2d)
    down, across = _pair(module.padding)
    geometry = Geometry(
        operation=Operation.MAX_POOL if largest else Operation.AVERAGE_POOL,
        input_size=_sides(given),
        in_channels=given.shape[0],
        out_channels=given.shape[0],
        kernel_size=_pair(module.kernel_size),
        stride=_pair(module.stride),
        padding=(down, down, across, across),
        dilation=_pair(module.dilation) if isinstance(module, nn.MaxPool2d) else (1, 1),
        ceil=module.ceil_mode,
        counts_padding=module.count_include_pad if isinstance(module, nn.AvgPool2d) else True,
        divisor=module.divisor_override if isinstance(module, nn.AvgPool2d) else None,
    )
    if geometry.contradiction() is not None:
        return None
    return LayerView(geometry, given, output)


def _of_adaptive(
    module: nn.AdaptiveAvgPool2d | nn.AdaptiveMaxPool2d, given: Tensor, output: Tensor
) -> LayerView | None:
    size = _sides(given)
    wanted = _sides(output)
    rows, cols = (
        max(-(-(index + 1) * side // count) - index * side // count for index in range(count))
        for side, count in zip(size, wanted, strict=True)
    )
    average = isinstance(module, nn.AdaptiveAvgPool2d)
    geometry = Geometry(
        operation=Operation.AVERAGE_POOL if average else Operation.MAX_POOL,
        input_size=size,
        in_channels=given.shape[0],
        out_channels=given.shape[0],
        kernel_size=(rows, cols),
        stride=(rows, cols),
    )
    if any(side % count for side, count in zip(size, wanted, strict=True)):
        geometry = replace(geometry, stride=(1, 1), adaptive=wanted)
    return LayerView(geometry, given, output) if geometry.contradiction() is None else None


def _of_sparse(module: SparseConv2d, given: Tensor, output: Tensor) -> LayerView:
    """LeNet-5's C3 as the whole convolution it is, with zeros for the pairs of maps that are not connected."""
    weight = module.weight.detach()
    kernel = weight.new_zeros(16, 6, 5, 5).index_put((module.outputs, module.inputs), weight)
    pairs = zip(module.outputs.tolist(), module.inputs.tolist(), strict=True)
    at = {pair: index for index, pair in enumerate(pairs)}
    seen = tuple(tuple(sorted(inner for out, inner in at if out == each)) for each in range(16))

    def place(out: int, inner: int, row: int, col: int) -> WeightPlace | None:
        index = at.get((out, inner))
        return None if index is None else ("weight", (index, row, col))

    geometry = Geometry(input_size=_sides(given), in_channels=6, out_channels=16, kernel_size=(5, 5))
    return LayerView(geometry, given, output, kernel, module.bias.detach(), place, "bias", seen)


def _of_subsampling(module: Subsampling, given: Tensor, output: Tensor) -> LayerView:
    """LeNet-5's S2 and S4: a kernel for each map whose four weights are one coefficient."""
    coefficient = module.coefficient.detach()
    channels = len(coefficient)
    geometry = Geometry(
        input_size=_sides(given),
        in_channels=channels,
        out_channels=channels,
        kernel_size=(2, 2),
        stride=(2, 2),
        groups=channels,
    )
    kernel = coefficient[:, None, None, None].expand(channels, 1, 2, 2)
    return LayerView(
        geometry,
        given,
        output,
        kernel,
        module.bias.detach(),
        lambda out, *_: ("coefficient", (out,)),
        "bias",
        distinct_weights=channels,
    )


def _linear(geometry: Geometry, values: Tensor, kernel: Tensor) -> Tensor:
    """(C_out, H', W') float32: the operation without its bias, summed in float64 so that it comes out as by hand."""
    padded = pad(geometry, values).unsqueeze(0).double()
    weights = kernel.double()
    if geometry.operation is not Operation.TRANSPOSED:
        sums = functional.conv2d(
            padded, weights, stride=geometry.stride, dilation=geometry.dilation, groups=geometry.groups
        )
        return sums[0].float()
    full = functional.conv_transpose2d(
        padded,
        transposed_weight(geometry, weights),
        stride=geometry.stride,
        output_padding=geometry.output_padding,
        groups=geometry.groups,
        dilation=geometry.dilation,
    )[0].float()
    top, _, left, _ = geometry.padding
    height, width = geometry.output_size
    return full[:, top : top + height, left : left + width]


def _largest(sizes: Tensor, count: int) -> tuple[int, ...]:
    order = torch.sort(sizes, descending=True, stable=True).indices[:count]
    return tuple(int(index) for index in order)


def _sides(values: Tensor) -> tuple[int, int]:
    return int(values.shape[-2]), int(values.shape[-1])


def _pair(value: int | tuple[int, ...]) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else (int(value[0]), int(value[1]))


def _padding(module: nn.Conv2d | nn.ConvTranspose2d) -> tuple[int, int, int, int]:
    """Top, bottom, left, right; of an odd total of ``same`` PyTorch puts the larger half below and at the right."""
    if module.padding == "valid":
        return 0, 0, 0, 0
    if module.padding == "same":
        totals = [_pair(module.dilation)[axis] * (_pair(module.kernel_size)[axis] - 1) for axis in (0, 1)]
        return totals[0] // 2, totals[0] - totals[0] // 2, totals[1] // 2, totals[1] - totals[1] // 2
    down, across = _pair(module.padding)  # type: ignore[arg-type]
    return down, down, across, across
