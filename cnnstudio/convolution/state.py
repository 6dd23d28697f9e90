"""`PlaygroundState`: all a page of the playground can show, as one frozen value to compare, save and undo."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import torch

from cnnstudio.convolution import inputs, kernels
from cnnstudio.convolution.geometry import Geometry, Operation, PaddingMode, with_parameters
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.numbers import MAX_VALUE, Numbers
from cnnstudio.convolution.receptive_field import Stack
from cnnstudio.errors import ConfigError

SCHEMA = 2
"""Version of the JSON form; see `files`."""


class Mode(StrEnum):
    """The two halves of the playground."""

    OPERATION = "operation"
    RECEPTIVE_FIELD = "receptive-field"


class Part(StrEnum):
    """The blocks of numbers that can be edited."""

    INPUT = "input"
    KERNEL = "kernel"
    BIAS = "bias"


def _count(channels: int, size: tuple[int, int]) -> Numbers:
    return Numbers(inputs.make(InputPreset.COUNT, channels, size))


@dataclass(frozen=True)
class PlaygroundState:
    """The playground, whole. Every `with_...` gives a new state and raises ConfigError instead of an invalid one.

    Attributes:
        geometry: sizes and parameters.
        input: (C_in, H, W).
        kernel: (C_out, C_in / groups, k_h, k_w), for transposed operations too; kept, unused, while pooling.
        bias: (C_out,), added where `use_bias`.
        use_bias: whether the bias is added.
        input_preset: what the input is made by; regrown at other sizes unless custom.
        kernel_presets: the same for each output channel's filter.
        seed: of the random presets.
        mode: which half is shown.
        stack: the layers of the receptive-field half.
    """

    geometry: Geometry = field(default_factory=Geometry)
    input: Numbers = field(default_factory=lambda: _count(1, (3, 3)))
    kernel: Numbers = field(default_factory=lambda: Numbers(torch.arange(4.0).reshape(1, 1, 2, 2)))
    bias: Numbers = field(default_factory=lambda: Numbers([0.0]))
    use_bias: bool = False
    input_preset: InputPreset = InputPreset.COUNT
    kernel_presets: tuple[KernelPreset, ...] = (KernelPreset.COUNT,)
    seed: int = 0
    mode: Mode = Mode.OPERATION
    stack: Stack = field(default_factory=Stack)

    def __post_init__(self) -> None:
        self.geometry.check()
        self.stack.check()
        geometry = self.geometry
        if self.input.shape != (geometry.in_channels, *geometry.input_size):
            raise ConfigError("The input's numbers do not fill the input's size. Open another file, or start anew.")
        if self.kernel.shape != geometry.shape_of_kernel():
            raise ConfigError("The kernel's numbers do not fill the kernel's size. Open another file, or start anew.")
        if self.bias.shape != (geometry.out_channels,) or len(self.kernel_presets) != geometry.out_channels:
            raise ConfigError("There is not one bias an output channel. Open another file, or start anew.")

    @property
    def adds_bias(self) -> bool:
        """Whether a bias takes part: only where there are weights."""
        return self.use_bias and self.geometry.operation.weighs

    def with_geometry(self, geometry: Geometry) -> "PlaygroundState":
        """Another geometry; input, kernel and bias follow: regrown from their presets, cut or filled with zeros."""
        geometry.check()
        shape = (geometry.in_channels, *geometry.input_size)
        values = self.input if self.input.shape == shape else self._regrown_input(shape)
        return self._rebuilt(geometry, values, self.input_preset)

    def _rebuilt(self, geometry: Geometry, values: Numbers, preset: InputPreset) -> "PlaygroundState":
        presets = (self.kernel_presets + self.kernel_presets[-1:] * geometry.out_channels)[: geometry.out_channels]
        return replace(
            self,
            geometry=geometry,
            input=values,
            input_preset=preset,
            kernel=self._regrown_kernel(geometry, presets),
            bias=Numbers(_first(self.bias.tensor, geometry.out_channels)),
            kernel_presets=tuple(
                # Too small for its preset: what is left of it is a kernel of its own.
                KernelPreset.CUSTOM if min(geometry.kernel_size) < kernels.smallest(preset) else preset
                for preset in presets
            ),
        )

    def _regrown_input(self, shape: tuple[int, int, int]) -> Numbers:
        if self.input_preset is not InputPreset.CUSTOM:
            return Numbers(inputs.make(self.input_preset, shape[0], (shape[1], shape[2]), seed=self.seed))
        values = self.input.tensor
        # A new channel starts as a copy of the last: something to see at once.
        more = [values, values[-1:].expand(max(0, shape[0] - len(values)), -1, -1)]
        return Numbers(inputs.resized(torch.cat(more)[: shape[0]], (shape[1], shape[2])))

    def _regrown_kernel(self, geometry: Geometry, presets: tuple[KernelPreset, ...]) -> Numbers:
        shape = geometry.shape_of_kernel()
        if self.kernel.shape == shape:
            return self.kernel
        filters = []
        for index, preset in enumerate(presets):
            if preset is not KernelPreset.CUSTOM and min(shape[2:]) >= kernels.smallest(preset):
                filters.append(kernels.make(preset, shape[1], shape[2:], index=index, seed=self.seed))
            else:
                old = self.kernel.tensor[min(index, self.kernel.shape[0] - 1)]
                more = [old, old[-1:].expand(max(0, shape[1] - len(old)), -1, -1)]
                filters.append(kernels.resized(torch.cat(more)[: shape[1]], shape[2:]))
        return Numbers(torch.stack(filters))

    def with_parameters(self, **values: int) -> "PlaygroundState":
        """Parameters of `geometry.LOWEST` changed by name; refuses what does not fit."""
        return self.with_geometry(with_parameters(self.geometry, **values))

    def with_operation(self, operation: Operation) -> "PlaygroundState":
        """Another operation; parameters it does not know are given up."""
        return self.with_geometry(replace(self.geometry, operation=operation).repaired())

    def with_padding_mode(self, mode: PaddingMode) -> "PlaygroundState":
        """Another filling of the padding; refuses what does not fit."""
        return self.with_geometry(replace(self.geometry, padding_mode=mode))

    def with_same_padding(self) -> "PlaygroundState":
        """As much padding as keeps the size at stride 1: p = d (k - 1) in all, the odd cell below and right."""
        rows, cols = self.geometry.rows.extent - 1, self.geometry.cols.extent - 1
        return self.with_geometry(
            replace(self.geometry, padding=(rows // 2, rows - rows // 2, cols // 2, cols - cols // 2))
        )

    def with_bias(self, used: bool) -> "PlaygroundState":
        """The bias added or left out."""
        return replace(self, use_bias=used)

    def with_cells(self, part: Part, cells: Mapping[tuple[int, ...], float]) -> "PlaygroundState":
        """Cells of the input (channel, row, column), kernel (output, input, row, column) or bias (output) changed."""
        block: Numbers = getattr(self, part.value)
        values = block.tensor.clone()
        if any(abs(value) > MAX_VALUE for value in cells.values() if math.isfinite(value)):
            raise ConfigError("Cells go up to {max_value:,.0f} either way. Type a smaller number.", max_value=MAX_VALUE)
        for index, value in cells.items():
            values[index] = value
        changed = Numbers(values)
        if part is Part.INPUT:
            return replace(self, input=changed, input_preset=InputPreset.CUSTOM)
        if part is Part.BIAS:
            return replace(self, bias=changed)
        touched = {index[0] for index in cells}
        presets = tuple(
            KernelPreset.CUSTOM if index in touched else preset for index, preset in enumerate(self.kernel_presets)
        )
        return replace(self, kernel=changed, kernel_presets=presets)

    def with_input(self, values: Numbers, preset: InputPreset = InputPreset.CUSTOM) -> "PlaygroundState":
        """Another input (C, H, W); the other parameters give way where they must."""
        channels, height, width = values.shape
        geometry = replace(self.geometry, in_channels=channels, input_size=(height, width)).repaired()
        return self._rebuilt(geometry, values, preset)

    def with_input_preset(self, preset: InputPreset, size: tuple[int, int] | None = None) -> "PlaygroundState":
        """The input made by a preset, at its present size unless told otherwise."""
        size = size or self.geometry.input_size
        values = Numbers(inputs.make(preset, self.geometry.in_channels, size, seed=self.seed))
        return self.with_input(values, preset)

    def with_kernel_preset(self, preset: KernelPreset, out_channel: int | None = None) -> "PlaygroundState":
        """One output channel's filter, or all, made by a preset; the kernel grows where the preset needs it."""
        least = kernels.smallest(preset)
        height, width = (max(least, side) for side in self.geometry.kernel_size)
        grown = self.with_parameters(kernel_height=height, kernel_width=width)
        channels = grown.geometry.in_channels // grown.geometry.groups
        values = grown.kernel.tensor.clone()
        presets = list(grown.kernel_presets)
        for index in range(len(presets)) if out_channel is None else [out_channel]:
            values[index] = kernels.make(preset, channels, (height, width), index=index, seed=self.seed)
            presets[index] = preset
        return replace(grown, kernel=Numbers(values), kernel_presets=tuple(presets))

    def reseeded(self) -> "PlaygroundState":
        """The random presets drawn anew."""
        state = replace(self, seed=self.seed + 1)
        if state.input_preset is InputPreset.RANDOM:
            state = state.with_input_preset(InputPreset.RANDOM)
        for index, preset in enumerate(state.kernel_presets):
            if preset is KernelPreset.RANDOM:
                state = state.with_kernel_preset(preset, index)
        return state

    def with_stack(self, stack: Stack) -> "PlaygroundState":
        """Other layers in the receptive-field half."""
        return replace(self, stack=stack)

    def with_mode(self, mode: Mode) -> "PlaygroundState":
        """The other half."""
        return replace(self, mode=mode)


def _first(values: torch.Tensor, count: int) -> torch.Tensor:
    kept = values[:count]
    return torch.cat([kept, kept.new_zeros(count - len(kept))])
