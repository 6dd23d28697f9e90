"""Why blocks are built as they are, in numbers: stacks of 3x3, halving and doubling, the 1x1 bottleneck."""

from collections.abc import Iterator
from dataclasses import dataclass

from cnnstudio.analysis.results import Analysis, Layer, Node, NodeKind
from cnnstudio.convolution import receptive_field


@dataclass(frozen=True, slots=True)
class Stack:
    """``count`` convolutions of ``kernel`` x ``kernel`` one after another, all with the same number of channels.

    Attributes:
        field: side of the receptive field of the whole stack.
        params: weights, without biases.
        macs: per output pixel.
        activations: how many non-linearities it has room for.
    """

    kernel: int
    count: int
    channels: int
    field: int
    params: int
    macs: int
    activations: int


@dataclass(frozen=True, slots=True)
class Stage:
    """The layers with weights that work at one size.

    Attributes:
        rows, columns: of their outputs.
        channels: of the last of them.
        layers: how many convolutions.
        values: numbers in its last output: rows x columns x channels.
        macs, params: of all its convolutions.
    """

    rows: int
    columns: int
    channels: int
    layers: int
    values: int
    macs: int
    params: int


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A k x k convolution behind a 1x1 that thins the channels out, and the same without the 1x1.

    Attributes:
        narrow, wide: paths of the 1x1 and of the k x k convolution; empty where the numbers stand for themselves.
        channels_in, channels_between, channels_out: before the 1x1, between, after the k x k.
        kernel: (k_h, k_w).
        macs, params: of both, without biases.
        direct_macs, direct_params: of one k x k convolution from channels_in to channels_out.
    """

    narrow: str
    wide: str
    channels_in: int
    channels_between: int
    channels_out: int
    kernel: tuple[int, int]
    macs: int
    params: int
    direct_macs: int
    direct_params: int

    @property
    def saving(self) -> float:
        """Share of the MACs saved, 0..1."""
        return 1 - self.macs / self.direct_macs


def stack(kernel: int, count: int, channels: int) -> Stack:
    """A stack of equal convolutions; each widens the field by ``kernel - 1`` (Simonyan and Zisserman, section 2.3)."""
    params = count * kernel * kernel * channels * channels
    layers = (receptive_field.StackLayer(kernel=kernel),) * count
    field = receptive_field.Stack(layers, input_size=count * kernel).levels[-1].size
    return Stack(kernel, count, channels, field, params, params, count)


def stacks(channels: int) -> tuple[tuple[Stack, Stack], ...]:
    """Pairs that see the same: two 3x3 and one 5x5, three 3x3 and one 7x7."""
    return (
        (stack(3, 2, channels), stack(5, 1, channels)),
        (stack(3, 3, channels), stack(7, 1, channels)),
    )


def halving_and_doubling(analysis: Analysis) -> tuple[Stage, ...]:
    """The convolutions by the size they work at, from large to small: VGG's table for any network."""
    sizes: dict[tuple[int, int], list[Layer]] = {}
    for layer in analysis.root.walk():
        if layer.kernel is not None and layer.own_macs and not layer.auxiliary and layer.output_shape is not None:
            sizes.setdefault((layer.output_shape[-2], layer.output_shape[-1]), []).append(layer)
    stages = []
    for (rows, columns), layers in sorted(sizes.items(), reverse=True):
        shape = layers[-1].output_shape or ()
        stages.append(
            Stage(
                rows,
                columns,
                shape[1],
                len(layers),
                rows * columns * shape[1],
                sum(layer.own_macs for layer in layers),
                sum(layer.own_params for layer in layers),
            )
        )
    return tuple(stages)


def bottleneck(
    channels_in: int,
    channels_between: int,
    channels_out: int,
    kernel: tuple[int, int],
    rows: int,
    columns: int,
    *,
    narrow: str = "",
    wide: str = "",
) -> Bottleneck:
    """The cost of going through ``channels_between`` on a rows x columns map, and of not doing so."""
    area = kernel[0] * kernel[1]
    params = channels_in * channels_between + channels_between * channels_out * area
    direct = channels_in * channels_out * area
    pixels = rows * columns
    return Bottleneck(
        narrow,
        wide,
        channels_in,
        channels_between,
        channels_out,
        kernel,
        params * pixels,
        params,
        direct * pixels,
        direct,
    )


def bottlenecks(analysis: Analysis) -> Iterator[Bottleneck]:
    """Every 1x1 convolution that leads straight to a larger one, through norms and activations only.

    Those that widen the channels, as MobileNet's do, and grouped ones are left out: they save nothing this way.
    """
    nodes = analysis.graph.nodes
    for node in nodes:
        wide = _convolution(analysis, node)
        if wide is None or wide.kernel == (1, 1) or wide.groups != 1 or wide.stride != (1, 1):
            continue
        before = nodes[node.inputs[0]]
        while before.macs == 0 and len(before.inputs) == 1 and "Pool" not in before.label:
            if before.output_shape != nodes[before.inputs[0]].output_shape:
                break
            before = nodes[before.inputs[0]]
        narrow = _convolution(analysis, before)
        if narrow is None or narrow.kernel != (1, 1) or narrow.groups != 1 or narrow.stride != (1, 1):
            continue
        assert narrow.input_shape is not None
        assert wide.input_shape is not None
        assert wide.output_shape is not None
        assert wide.kernel is not None
        if narrow.input_shape[1] > wide.input_shape[1]:
            yield bottleneck(
                narrow.input_shape[1],
                wide.input_shape[1],
                wide.output_shape[1],
                (wide.kernel[0], wide.kernel[1]),
                wide.output_shape[-2],
                wide.output_shape[-1],
                narrow=narrow.path,
                wide=wide.path,
            )


def _convolution(analysis: Analysis, node: Node) -> Layer | None:
    if node.kind is not NodeKind.LAYER:
        return None
    layer = analysis.layers[node.path]
    is_convolution = layer.own_macs > 0 and layer.kernel is not None and len(layer.kernel) == 2
    return layer if is_convolution else None
