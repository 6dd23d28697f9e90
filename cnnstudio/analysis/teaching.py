"""Why blocks are built as they are, in a network's own numbers: its stacks of 3x3, skips, branches, bottlenecks."""

import itertools
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


def transitions(analysis: Analysis) -> tuple[list[tuple[Stage, Stage]], list[tuple[Stage, Stage]]]:
    """Neighbouring stages: those where rows and columns are halved and the channels doubled, and the others."""
    stages = halving_and_doubling(analysis)
    holds: list[tuple[Stage, Stage]] = []
    others: list[tuple[Stage, Stage]] = []
    for one, two in itertools.pairwise(stages):
        halved = abs(one.rows - 2 * two.rows) <= 1 and abs(one.columns - 2 * two.columns) <= 1
        (holds if halved and two.channels == 2 * one.channels else others).append((one, two))
    return holds, others


@dataclass(frozen=True, slots=True)
class SmallKernels:
    """Convolutions of 3x3, stride 1, one straight after another: ``first`` and ``last`` are their paths."""

    first: str
    last: str
    count: int
    channels: int


def stacked_kernels(analysis: Analysis) -> list[SmallKernels]:
    """Every run of two or more 3x3 convolutions with nothing but norms and activations between them."""
    nodes = analysis.graph.nodes
    runs: dict[int, SmallKernels] = {}
    for node in nodes:
        layer = _plain(analysis, node, (3, 3))
        if layer is None or layer.output_shape is None:
            continue
        before = _before(nodes, node)
        first = None if before is None else _plain(analysis, before, (3, 3))
        run = runs.pop(before.id, None) if before is not None and first is not None else None
        start = run.first if run else first.path if first else layer.path
        runs[node.id] = SmallKernels(
            start, layer.path, (run.count if run else 1) + 1 if first else 1, layer.output_shape[1]
        )
    return [run for run in runs.values() if run.count > 1]


def _plain(analysis: Analysis, node: Node, kernel: tuple[int, int]) -> Layer | None:
    layer = _convolution(analysis, node)
    fits = layer is not None and layer.kernel == kernel and layer.groups == 1 and layer.stride == (1, 1)
    return layer if fits else None


def _before(nodes: tuple[Node, ...], node: Node) -> Node | None:
    """The node whose result comes in, past norms and activations; None at the beginning and where paths meet."""
    if len(node.inputs) != 1:
        return None
    before = nodes[node.inputs[0]]
    while before.macs == 0 and len(before.inputs) == 1 and "Pool" not in before.label:
        if before.output_shape != nodes[before.inputs[0]].output_shape:
            break
        before = nodes[before.inputs[0]]
    return before


def skips(analysis: Analysis) -> list[Node]:
    """Every sum of a block's result and what came into the block, as it was or through a 1x1 convolution."""
    nodes = analysis.graph.nodes
    found = []
    for node in nodes:
        if node.label != "add" or len(node.inputs) != 2:
            continue
        for short, long in (node.inputs, node.inputs[::-1]):
            source = nodes[short]
            for _ in range(_PROJECTION):
                layer = _convolution(analysis, source)
                if len(source.inputs) != 1 or (source.macs and (layer is None or layer.kernel != (1, 1))):
                    break
                if _leads_to(nodes, source.id, long):
                    break
                source = nodes[source.inputs[0]]
            if source.id != long and _leads_to(nodes, source.id, long):
                found.append(node)
                break
    return found


_PROJECTION = 3
"""Steps that a projection beside a block has at most: a pooling, a convolution, a norm."""


def _leads_to(nodes: tuple[Node, ...], source: int, target: int) -> bool:
    """Whether the target is computed from the source."""
    waiting, seen = [target], set()
    while waiting:
        one = waiting.pop()
        if one == source:
            return True
        if one > source and one not in seen:
            seen.add(one)
            waiting.extend(nodes[one].inputs)
    return False


def parallel_branches(analysis: Analysis) -> list[Node]:
    """Every concatenation of channels of branches, each with layers of its own, none computed from another."""
    nodes = analysis.graph.nodes

    def works(number: int) -> int:
        """The last node of a branch that multiplies, pools or joins."""
        node = nodes[number]
        while node.macs == 0 and len(node.inputs) == 1 and "pool" not in node.label.lower():
            node = nodes[node.inputs[0]]
        return node.id

    return [
        node
        for node in nodes
        if node.label == "cat"
        and len(node.inputs) > 1
        and node.output_shape is not None
        and len(node.output_shape) == 4
        and len(ends := {works(number) for number in node.inputs}) > 1
        and not any(_leads_to(nodes, one, two) for one, two in itertools.combinations(sorted(ends), 2))
    ]


def dense_concatenations(analysis: Analysis) -> list[Node]:
    """Every concatenation that goes on from an earlier one: each layer reads what all before it gave."""
    return [analysis.graph.nodes[number] for number in analysis.graph.spine]


def separable(analysis: Analysis) -> Iterator[Bottleneck]:
    """Every depthwise convolution with a 1x1 convolution straight after it, against one convolution that does both.

    ``narrow`` is the depthwise one, ``wide`` the 1x1.
    """
    nodes = analysis.graph.nodes
    for node in nodes:
        point = _plain(analysis, node, (1, 1))
        before = None if point is None else _before(nodes, node)
        depth = None if before is None else _convolution(analysis, before)
        if point is None or depth is None or depth.input_shape is None or depth.kernel is None:
            continue
        channels = depth.input_shape[1]
        if not depth.groups == channels > 1 or depth.kernel == (1, 1) or point.output_shape is None:
            continue
        area, out = depth.kernel[0] * depth.kernel[1], point.output_shape[1]
        pixels = point.output_shape[-2] * point.output_shape[-1]
        params = channels * area + channels * out
        direct = channels * out * area
        yield Bottleneck(
            depth.path,
            point.path,
            channels,
            channels,
            out,
            (depth.kernel[0], depth.kernel[1]),
            params * pixels,
            params,
            direct * pixels,
            direct,
        )


def attentions(analysis: Analysis) -> list[Node]:
    """Every place where positions are weighed by a softmax over one another."""
    nodes = analysis.graph.nodes
    readers: dict[int, set[str]] = {}
    for node in nodes:
        for number in node.inputs:
            readers.setdefault(number, set()).add(node.label)
    whole = {"attention", "MultiheadAttention"}
    found = []
    for node in nodes:
        weighs = node.label in {"softmax", "Softmax"}
        after = readers.get(node.id, set())
        through = (
            {
                label
                for other in nodes
                if node.id in other.inputs and not other.macs
                for label in readers.get(other.id, ())
            }
            if weighs
            else set()
        )
        if node.label in whole or (weighs and {"matmul", "bmm", "einsum"} & (after | through)):
            found.append(node)
    return found


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
        before = _before(nodes, node)
        narrow = None if before is None else _convolution(analysis, before)
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
