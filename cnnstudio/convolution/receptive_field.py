"""How far a unit in a stack of layers sees, on every layer below it and past the border.

A *level* is a feature map: level 0 is the input, level l the output of layer l. What a unit depends on follows by the
algebra of ``reach``, as for any network. All maps are square and all layers alike in both directions, so everything is
said for one axis.
"""

import itertools
import operator
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from cnnstudio.convolution import reach
from cnnstudio.convolution.geometry import Axis
from cnnstudio.convolution.reach import Reach
from cnnstudio.errors import ConfigError
from cnnstudio.messages import Message

MAX_LAYERS = 64
MAX_INPUT = 4096
"""A stack and its input are drawn whole; far beyond what a window could show they are refused."""

_LOWEST: Mapping[str, int] = {"kernel": 1, "stride": 1, "padding": 0, "dilation": 1, "channels": 1}

NAMES: Mapping[str, Message] = {
    "kernel": Message("kernel"),
    "stride": Message("stride"),
    "padding": Message("padding"),
    "dilation": Message("dilation"),
    "channels": Message("channels"),
}
"""The fields of a layer, as sentences call them."""


class LayerKind(StrEnum):
    """What a layer of the stack does."""

    CONVOLUTION = "convolution"
    POOLING = "pooling"


@dataclass(frozen=True, slots=True)
class StackLayer:
    """One layer; `channels` is what a convolution puts out and is ignored for pooling."""

    kind: LayerKind = LayerKind.CONVOLUTION
    kernel: int = 3
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    channels: int = 8

    @property
    def extent(self) -> int:
        """Cells from the first tap to the last."""
        return self.dilation * (self.kernel - 1) + 1


@dataclass(frozen=True, slots=True)
class LevelReceptiveField:
    """What one unit of a level sees on the input.

    Attributes:
        size: side of the receptive field in input cells.
        stride: distance on the input between the fields of neighbouring units.
        offset: input position of the first cell of unit 0's field; negative when it starts in the padding.
    """

    size: int
    stride: int
    offset: int

    @property
    def centre(self) -> float:
        """Input position of the middle of unit 0's field; 0 is the middle of the first cell."""
        return self.offset + (self.size - 1) / 2


@dataclass(frozen=True)
class Stack:
    """Layers on a square input.

    Attributes:
        layers: bottom first.
        input_size: side of the input.
        in_channels: channels of the input.
    """

    layers: tuple[StackLayer, ...] = (StackLayer(), StackLayer())
    input_size: int = 9
    in_channels: int = 8

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """One axis a layer, bottom first."""
        axes = []
        size = self.input_size
        for layer in self.layers:
            axis = Axis(size, layer.kernel, layer.stride, layer.padding, layer.padding, layer.dilation)
            axes.append(axis)
            size = axis.size
        return tuple(axes)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Side of the map at each level, input first."""
        return (self.input_size, *(axis.size for axis in self.axes))

    @cached_property
    def channels(self) -> tuple[int, ...]:
        """Channels at each level, input first."""
        found = [self.in_channels]
        for layer in self.layers:
            found.append(layer.channels if layer.kind is LayerKind.CONVOLUTION else found[-1])
        return tuple(found)

    @cached_property
    def levels(self) -> tuple[LevelReceptiveField, ...]:
        """Size, stride and offset of the field on the input at each level, input first."""
        lines = self._lines(0)
        strides = itertools.accumulate((layer.stride for layer in self.layers), operator.mul, initial=1)
        return tuple(
            LevelReceptiveField(int(1 - line[3, 0] - line[2, 0]), stride, int(line[2, 0]))
            for line, stride in zip(lines, strides, strict=True)
        )

    @cached_property
    def _found(self) -> dict[int, list[Reach]]:
        return {}

    def _lines(self, below: int) -> list[Reach]:
        """What the units of each level from ``below`` upwards reach on that level; worked out once."""
        if below in self._found:
            return self._found[below]
        step = 1
        lines = [reach.of_line(self.sizes[below])]
        for layer, axis in zip(self.layers[below:], self.axes[below:], strict=True):
            lines.append(
                reach.slid(
                    lines[-1],
                    0,
                    axis.n,
                    axis.size,
                    kernel=layer.kernel,
                    stride=layer.stride,
                    before=layer.padding,
                    dilation=layer.dilation,
                    step=step,
                )
            )
            step *= layer.stride
        self._found[below] = lines
        return lines

    def receptive_field(self, level: int, unit: int, below: int) -> tuple[int, int]:
        """First and last cell of a unit's field on a lower level, past the border where it reaches there."""
        line = self._lines(below)[level - below]
        return int(line[2, unit]), int(-line[3, unit])

    def reads(self, level: int, unit: int, below: int) -> tuple[int, ...]:
        """The cells of a lower level that really have a part in a unit, ascending: what gradients would find.

        Narrower than `field` where padding, the floor's remainder or dilation's holes take cells away.
        """
        cells = {unit}
        for index in range(level - 1, below - 1, -1):
            axis = self.axes[index]
            cells = {
                position - axis.before
                for cell in cells
                for _, position in axis.window(cell)
                if 0 <= position - axis.before < axis.n
            }
        return tuple(sorted(cells))

    def parameters_of(self, index: int) -> int:
        """Weights and biases of one layer: k k c_i c_o + c_o; none for pooling."""
        layer = self.layers[index]
        if layer.kind is LayerKind.POOLING:
            return 0
        return layer.kernel**2 * self.channels[index] * layer.channels + layer.channels

    @property
    def parameters(self) -> int:
        """Weights and biases of all layers."""
        return sum(self.parameters_of(index) for index in range(len(self.layers)))

    @property
    def single_layer_parameters(self) -> int:
        """Weights and biases of the one convolution that would see as much: its kernel is the whole field."""
        size = self.levels[-1].size
        return size**2 * self.in_channels * self.channels[-1] + self.channels[-1]

    def problem(self) -> Message | None:
        """Why the stack cannot be built, in a sentence; None if it can."""
        if not 1 <= self.input_size <= MAX_INPUT:
            return Message("The input's side goes from 1 to {max_input:,} here.", max_input=MAX_INPUT)
        if self.in_channels < 1:
            return Message("The input has one channel or more.")
        if len(self.layers) > MAX_LAYERS:
            return Message("A stack goes up to {max_layers} layers here.", max_layers=MAX_LAYERS)
        for number, (layer, axis) in enumerate(zip(self.layers, self.axes, strict=True), start=1):
            for name, lowest in _LOWEST.items():
                if getattr(layer, name) < lowest:
                    return Message(
                        "Layer {number}: {name} is {lowest} or more.", number=number, name=NAMES[name], lowest=lowest
                    )
            if layer.kind is LayerKind.POOLING and 2 * layer.padding > layer.kernel:
                return Message(
                    "Layer {number}: pooling pads at most half of its kernel of {kernel}.",
                    number=number,
                    kernel=layer.kernel,
                )
            if axis.padded > 4 * MAX_INPUT:
                return Message(
                    "Layer {number}: its padded input would have {padded:,} cells a side, too many to draw.",
                    number=number,
                    padded=axis.padded,
                )
            if axis.size < 1:
                return Message(
                    "Layer {number}: its window spans {extent} cells and what is below has only {padded}.",
                    number=number,
                    extent=layer.extent,
                    padded=axis.padded,
                )
        return None

    def check(self) -> None:
        """Refuse what cannot be built.

        Raises:
            ConfigError: with the sentence of `problem`.
        """
        problem = self.problem()
        if problem:
            raise ConfigError(problem)

    def _checked(self, layers: tuple[StackLayer, ...]) -> "Stack":
        changed = replace(self, layers=layers)
        changed.check()
        return changed

    def with_layer(self, index: int, **changes: object) -> "Stack":
        """One layer's fields changed.

        Raises:
            ConfigError: if the stack cannot be built then.
        """
        layer = replace(self.layers[index], **changes)  # type: ignore[arg-type]
        return self._checked((*self.layers[:index], layer, *self.layers[index + 1 :]))

    def added(self, layer: StackLayer) -> "Stack":
        """A layer more on top; raises ConfigError if it does not fit."""
        return self._checked((*self.layers, layer))

    def removed(self, index: int) -> "Stack":
        """A layer less; raises ConfigError if the rest does not fit together."""
        return self._checked((*self.layers[:index], *self.layers[index + 1 :]))

    def moved(self, index: int, to: int) -> "Stack":
        """A layer at another height; raises ConfigError if the order does not fit together."""
        layers = list(self.layers)
        layers.insert(to, layers.pop(index))
        return self._checked(tuple(layers))


class StackPreset(StrEnum):
    """Stacks worth knowing."""

    TWO_3X3 = "two-3x3"
    THREE_3X3 = "three-3x3"
    CONVNET = "convnet"
    LENET5 = "lenet5"
    VGG_BLOCK = "vgg-block"


def preset(name: StackPreset) -> Stack:
    """A stack by name. VGG's block stands on a 16x16 cut-out: its field is the same on 224x224."""
    conv, pool = LayerKind.CONVOLUTION, LayerKind.POOLING
    match name:
        case StackPreset.TWO_3X3:
            return Stack((StackLayer(), StackLayer()), 9, 8)
        case StackPreset.THREE_3X3:
            return Stack((StackLayer(), StackLayer(), StackLayer()), 11, 8)
        case StackPreset.CONVNET:
            half = StackLayer(pool, 2, 2)
            return Stack(
                (StackLayer(conv, 3, 1, 1, 1, 8), half, StackLayer(conv, 3, 1, 1, 1, 16), half),
                input_size=28,
                in_channels=1,
            )
        case StackPreset.LENET5:
            half = StackLayer(pool, 2, 2)
            return Stack(
                (
                    StackLayer(conv, 5, 1, 0, 1, 6),
                    half,
                    StackLayer(conv, 5, 1, 0, 1, 16),
                    half,
                    StackLayer(conv, 5, 1, 0, 1, 120),
                ),
                input_size=32,
                in_channels=1,
            )
        case StackPreset.VGG_BLOCK:
            wide = StackLayer(conv, 3, 1, 1, 1, 64)
            return Stack((wide, wide, StackLayer(pool, 2, 2)), input_size=16, in_channels=3)
