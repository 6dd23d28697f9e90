"""Why blocks are built as they are, in a network's own numbers: its stacks of 3x3, skips, branches, bottlenecks.

Whether a network has an idea is read off its graph, that is, off what it does; names of layers and classes say nothing.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

from cnnstudio.analysis.results import Analysis, Layer, Node, NodeKind, Shape
from cnnstudio.analysis.ways import Ways
from cnnstudio.convolution import receptive_field


@dataclass(frozen=True, slots=True)
class Stack:
    """Convolutions of ``kernel`` x ``kernel`` one straight after another.

    Attributes:
        kernel: side of the kernels.
        channels: before the first, and after each.
        field: side of the receptive field of the whole stack.
        params: weights, without biases.
        first, last: their paths; empty where the numbers stand for themselves.
    """

    kernel: int
    channels: tuple[int, ...]
    field: int
    params: int
    first: str = ""
    last: str = ""

    @property
    def count(self) -> int:
        """How many convolutions: also how many non-linearities they have room for."""
        return len(self.channels) - 1

    @property
    def equal(self) -> bool:
        """Whether all have the same number of channels, before and after."""
        return len(set(self.channels)) == 1

    @property
    def large(self) -> "Stack":
        """One convolution that sees as much, from the same channels to the same channels."""
        return stack(self.field, (self.channels[0], self.channels[-1]))


@dataclass(frozen=True, slots=True)
class Stage:
    """What works at one size.

    Attributes:
        rows, columns: of the maps.
        channels: of the map that the next stage, or the end of the network, is computed from.
        layers: how many layers with weights.
        values: numbers in that map: rows x columns x channels.
        macs, params: of all those layers.
    """

    rows: int
    columns: int
    channels: int
    layers: int
    values: int
    macs: int
    params: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two convolutions, one straight after the other, and one that would do for both.

    Attributes:
        first, second: their paths.
        channels: before, between, after.
        kernel: (k_h, k_w) of the one that is larger than 1 x 1.
        groups: of the one convolution that would do for both.
        params, macs: of both, without biases.
        direct_params, direct_macs: of the one.
    """

    first: str
    second: str
    channels: tuple[int, int, int]
    kernel: tuple[int, int]
    groups: int
    params: int
    macs: int
    direct_params: int
    direct_macs: int

    @property
    def saving(self) -> float:
        """Share of the MACs saved; negative where the pair costs more."""
        return 1 - self.macs / self.direct_macs


@dataclass(frozen=True, slots=True)
class Step:
    """A layer on the way through a block: its path, and what it is, such as a convolution of 3 x 3 to 64 channels.

    Attributes:
        kernel: of a convolution or a pooling; None for anything else.
        shape: of what it gives, batch first.
    """

    path: str
    label: str
    kernel: Shape | None
    shape: Shape


@dataclass(frozen=True, slots=True)
class Skip:
    """A map that goes past a block and meets its result again.

    Attributes:
        join: id of the node where they meet.
        path: of the layer that it lies in.
        adds: whether they are added; else they are put one behind the other.
        before, after: shapes of what comes in and of what is computed beside it, batch first.
        result: shape of what comes out, batch first.
        steps: the layers that multiply on the longest way between, or functions that do.
        projection: the 1x1 convolution on the short way; None where the map comes as it was.
    """

    join: int
    path: str
    adds: bool
    before: Shape
    after: Shape
    result: Shape
    steps: tuple[Step, ...]
    projection: Step | None


@dataclass(frozen=True, slots=True)
class Branches:
    """Branches whose channels are put one behind the other.

    Attributes:
        join: id of the concatenation; path: of the layer that it lies in.
        parts: the channels of each, in order.
        ways: for each, the layers that it alone goes through.
        shape: of the result, batch first.
    """

    join: int
    path: str
    parts: tuple[int, ...]
    ways: tuple[tuple[Step, ...], ...]
    shape: Shape


@dataclass(frozen=True, slots=True)
class DenseBlock:
    """Concatenations, each of all that the one before it joins and of what was computed from it.

    Attributes:
        joins: their ids; path: of the layer that the first lies in.
        start: channels that come in.
        added: channels that each layer adds.
        rows, columns: of the maps.
    """

    joins: tuple[int, ...]
    path: str
    start: int
    added: tuple[int, ...]
    rows: int
    columns: int

    @property
    def end(self) -> int:
        """Channels that go out."""
        return self.start + sum(self.added)


@dataclass(frozen=True, slots=True)
class Attention:
    """A place where positions are weighed by a softmax over one another.

    Attributes:
        node: its id; path: of the layer that it lies in.
        queries: positions that look; keys: positions that each looks at.
        sets: how often, side by side: windows times heads, of all pictures; None where the layer does not show it.
    """

    node: int
    path: str
    queries: int
    keys: int
    sets: int | None


def stack(kernel: int, channels: tuple[int, ...], *, first: str = "", last: str = "") -> Stack:
    """A stack of convolutions; each widens the field by ``kernel - 1`` (Simonyan and Zisserman, section 2.3)."""
    count = len(channels) - 1
    layers = (receptive_field.StackLayer(kernel=kernel),) * count
    field = receptive_field.Stack(layers, input_size=count * kernel).levels[-1].size
    params = sum(kernel * kernel * one * two for one, two in itertools.pairwise(channels))
    return Stack(kernel, channels, field, params, first, last)


def stacks(channels: int) -> tuple[tuple[Stack, Stack], ...]:
    """Pairs that see the same, with so many channels everywhere: two 3x3 and one 5x5, three 3x3 and one 7x7."""
    return tuple((small := stack(3, (channels,) * (count + 1)), small.large) for count in (2, 3))


def stacked_kernels(analysis: Analysis) -> list[Stack]:
    """Every run of two or more 3x3 convolutions with nothing but norms and activations between them."""
    ways = Ways(analysis)
    runs: dict[int, Stack] = {}
    for node in ways.nodes:
        layer = _plain(ways, node, (3, 3))
        if layer is None or layer.input_shape is None or layer.output_shape is None:
            continue
        before = ways.straight_before(node)
        run = runs.get(before.id) if before is not None else None
        if run is not None and before is not None and len(ways.readers[before.id]) == 1:
            del runs[before.id]
        channels = run.channels if run is not None else (layer.input_shape[1],)
        first = run.first if run is not None else layer.path
        runs[node.id] = stack(3, (*channels, layer.output_shape[1]), first=first, last=layer.path)
    return [run for run in runs.values() if run.count > 1]


def _plain(ways: Ways, node: Node, kernel: tuple[int, int]) -> Layer | None:
    layer = ways.convolution(node)
    if layer is None or layer.kernel != kernel or layer.groups != 1 or layer.type.startswith("ConvTranspose"):
        return None
    return layer if layer.stride == (1, 1) and (kernel == (1, 1) or layer.dilation == (1, 1)) else None


def halving_and_doubling(analysis: Analysis) -> tuple[Stage, ...]:
    """The layers with weights by the size they work at, from large to small: VGG's table for any network."""
    ways = Ways(analysis)
    sizes = _working_sizes(ways)
    ordered = sorted(sizes, key=lambda size: (size[0] * size[1], size), reverse=True)
    stages = []
    for place, size in enumerate(ordered):
        if place + 1 < len(ordered):
            channels = _channels_before(ways, size, sizes[ordered[place + 1]])
        else:
            channels = next((n for node in reversed(ways.nodes) if (n := _channels_at(node, size))), None)
        if channels is None:
            continue  # Sizes side by side, as in networks of several resolutions.
        layers = {node.path: analysis.layers[node.path] for node in sizes[size]}
        stages.append(
            Stage(
                *size,
                channels,
                len(layers),
                size[0] * size[1] * channels,
                sum(layer.own_macs for layer in layers.values()),
                sum(layer.own_params for layer in layers.values()),
            )
        )
    return tuple(stages)


def _working_sizes(ways: Ways) -> dict[tuple[int, int], list[Node]]:
    """The convolutions by (rows, columns) of what they give; linear layers, too, that work on maps of such sizes.

    A convolution of 1x1 on one pixel is a fully connected layer beside the way, as in squeeze and excitation.
    """
    found: dict[tuple[int, int], list[Node]] = {}
    for node in ways.nodes:
        layer = ways.convolution(node)
        if layer is None or layer.input_shape is None or layer.output_shape is None:
            continue
        if not (layer.kernel == (1, 1) and layer.input_shape[2:] == (1, 1)):
            found.setdefault((layer.output_shape[-2], layer.output_shape[-1]), []).append(node)
    for node in ways.nodes:
        layer, shape = ways.layer(node), node.output_shape
        if layer is None or node.auxiliary or not node.macs or layer.kernel is not None or not shape or len(shape) != 4:
            continue
        size = (shape[1], shape[2])
        if size in found or any(_halved(larger, size) for larger in list(found)):
            found.setdefault(size, []).append(node)
    return found


def _channels_before(ways: Ways, size: tuple[int, int], following: list[Node]) -> int | None:
    """Channels of the last map of this size that all of the next stage is computed from."""
    gates = ways.gates([node.id for node in following])
    return next((n for node in gates if (n := _channels_at(node, size))), None)


def _channels_at(node: Node, size: tuple[int, int]) -> int | None:
    shape = node.output_shape
    if shape is None or len(shape) != 4 or node.kind is NodeKind.OUTPUT or node.auxiliary:
        return None
    return shape[1] if shape[2:] == size else shape[3] if shape[1:3] == size else None


def _halved(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return all(abs(larger - 2 * smaller) <= 1 for larger, smaller in zip(one, two, strict=True))


def transitions(analysis: Analysis) -> tuple[list[tuple[Stage, Stage]], list[tuple[Stage, Stage]]]:
    """Neighbouring stages: those where rows and columns are halved and the channels doubled, and the others."""
    holds: list[tuple[Stage, Stage]] = []
    others: list[tuple[Stage, Stage]] = []
    for one, two in itertools.pairwise(halving_and_doubling(analysis)):
        (holds if holds_between(one, two) else others).append((one, two))
    return holds, others


def holds_between(one: Stage, two: Stage) -> bool:
    """Whether the second stage has half the rows and columns, to the pixel, and twice the channels."""
    return _halved((one.rows, one.columns), (two.rows, two.columns)) and two.channels == 2 * one.channels


def skips(analysis: Analysis) -> list[Skip]:
    """Every sum of a block's result and what came into the block, as it was or through a 1x1 convolution.

    Those that are put one behind the other along the channels follow, unless a dense block does that.
    """
    ways = Ways(analysis)
    dense = {number for block in dense_blocks(analysis) for number in block.joins}
    added, put = [], []
    for node in ways.nodes:
        if node.auxiliary or node.output_shape is None:
            continue
        if node.label == "add" and len(node.inputs) == 2:
            found = _added(ways, node)
            if found is not None:
                added.append(found)
        elif _joins_channels(ways, node) and node.id not in dense:
            shortest = min(node.inputs)
            longs = [number for number in node.inputs if ways.leads(shortest, number)]
            if longs and (steps := _steps(ways, shortest, max(longs))):
                before, after = (ways.nodes[number].output_shape or () for number in (shortest, max(longs)))
                put.append(Skip(node.id, node.path, False, before, after, node.output_shape or (), steps, None))
    return added + put


def _added(ways: Ways, node: Node) -> Skip | None:
    for short, long in (node.inputs, node.inputs[::-1]):
        source, projection = ways.nodes[short], None
        for _ in range(_PROJECTION):
            layer = ways.convolution(source)
            if len(source.inputs) != 1 or (source.macs and (layer is None or layer.kernel != (1, 1))):
                break
            if ways.leads(source.id, long):
                break
            projection = _step(ways, source) if source.macs else projection
            source = ways.nodes[source.inputs[0]]
        if source.id == long or not ways.leads(source.id, long):
            continue
        steps = _steps(ways, source.id, long)
        # The way around is the shorter one, and something is computed on the other.
        if ways.work_between(source.id, long) > (projection is not None):
            before, after = source.output_shape or (), ways.nodes[long].output_shape or ()
            return Skip(node.id, node.path, True, before, after, node.output_shape or (), steps, projection)
    return None


_PROJECTION = 3
"""Steps that a projection beside a block has at most: a pooling, a convolution, a norm."""


def _steps(ways: Ways, source: int, target: int) -> tuple[Step, ...]:
    """What multiplies on the way that multiplies most often."""
    best: dict[int, tuple[int, ...]] = {source: ()}
    for node in ways.between(source, target):
        before = max((best[number] for number in node.inputs if number in best), key=len)
        best[node.id] = (*before, node.id) if node.macs else before
    return tuple(_step(ways, ways.nodes[number]) for number in best[target])


def _step(ways: Ways, node: Node) -> Step:
    layer = ways.layer(node)
    return Step(node.path, node.label, layer.kernel if layer is not None else None, node.output_shape or ())


def _joins_channels(ways: Ways, node: Node) -> bool:
    """Whether it puts maps of one size one behind the other along their channels."""
    if node.label != "cat" or node.auxiliary or len(node.inputs) < 2:
        return False
    shapes = [ways.nodes[number].output_shape for number in node.inputs]
    shape = node.output_shape
    if shape is None or len(shape) != 4:
        return False
    return all(one is not None and len(one) == 4 and one[2:] == shape[2:] for one in shapes)


def parallel_branches(analysis: Analysis) -> list[Branches]:
    """Every concatenation of channels of branches, each with layers of its own, none computed from another."""
    ways = Ways(analysis)
    found = []
    for node in ways.nodes:
        if not _joins_channels(ways, node):
            continue
        ends = {_last_work(ways, number) for number in node.inputs}
        if len(ends) < 2 or any(ways.leads(one, two) for one, two in itertools.combinations(sorted(ends), 2)):
            continue
        gate = next(iter(ways.gates(list(node.inputs))), None)
        ways_in = tuple(_own_way(ways, number, gate) for number in node.inputs)
        parts = tuple((ways.nodes[number].output_shape or (0, 0))[1] for number in node.inputs)
        if sum(parts) == (node.output_shape or (0, 0))[1]:
            found.append(Branches(node.id, node.path, parts, ways_in, node.output_shape or ()))
    return found


def _last_work(ways: Ways, number: int) -> int:
    """The last node of a branch that multiplies, pools or joins."""
    node = ways.nodes[number]
    while not node.macs and len(node.inputs) == 1 and "pool" not in node.label.lower():
        node = ways.nodes[node.inputs[0]]
    return node.id


def _own_way(ways: Ways, number: int, gate: Node | None) -> tuple[Step, ...]:
    """The convolutions and poolings of a branch, from where all branches part."""
    found: list[Step] = []
    node = ways.nodes[number]
    while gate is None or node.id > gate.id:
        layer = ways.layer(node)
        if node.macs or "pool" in node.label.lower() or (layer is not None and layer.kernel is not None):
            found.insert(0, _step(ways, node))
        if not node.inputs:
            break
        node = ways.nodes[max(node.inputs)]
    return tuple(found)


def dense_blocks(analysis: Analysis) -> list[DenseBlock]:
    """Every row of concatenations that go on from one another: each layer reads what all before it gave."""
    ways = Ways(analysis)
    spine = analysis.graph.spine
    earlier: dict[int, int] = {}
    for node in ways.nodes:
        if node.label != "cat" or node.auxiliary or node.output_shape is None or len(node.output_shape) != 4:
            continue
        if node.id in spine:
            earlier[node.id] = spine[node.id]
        elif _joins_channels(ways, node):
            for number in node.inputs:
                source = ways.nodes[number]
                grown = any(other != number and ways.work_between(number, other) for other in node.inputs)
                if source.label == "cat" and grown and all(o == number or ways.leads(number, o) for o in node.inputs):
                    earlier[node.id] = number
    chains: dict[int, list[int]] = {}
    for number in sorted(earlier):
        chain = chains.pop(earlier[number], [earlier[number]])
        chains[number] = [*chain, number]
    return [block for chain in chains.values() if (block := _dense_block(ways, chain)) is not None]


def _dense_block(ways: Ways, chain: list[int]) -> DenseBlock | None:
    shapes = [ways.nodes[number].output_shape or () for number in chain]
    first = ways.nodes[chain[0]]
    start = (ways.nodes[min(first.inputs)].output_shape or (0, 0))[1]
    widths = [start, *(shape[1] for shape in shapes)]
    added = tuple(two - one for one, two in itertools.pairwise(widths) if two > one)
    joins = tuple(number for number in chain if len(ways.nodes[number].inputs) > 1)
    if len(added) < 2:
        return None
    return DenseBlock(joins, first.path, start, added, shapes[-1][-2], shapes[-1][-1])


def separable(analysis: Analysis) -> Iterator[Pair]:
    """Every depthwise convolution with a 1x1 convolution straight after it, against one convolution that does both.

    A linear layer over the channels of every pixel is a 1x1 convolution. What weighs the channels between (squeeze and
    excitation) is not counted in.
    """
    ways = Ways(analysis)
    for node in ways.nodes:
        outputs = _mixed_channels(ways, node)
        before = None if outputs is None else ways.straight_before(node)
        depth = None if before is None else ways.convolution(before)
        if outputs is None or before is None or depth is None or depth.type.startswith("ConvTranspose"):
            continue
        assert depth.input_shape is not None
        assert depth.output_shape is not None
        assert depth.kernel is not None
        channels, between = depth.input_shape[1], depth.output_shape[1]
        if not depth.groups == channels > 1 or depth.kernel == (1, 1):
            continue
        area = depth.kernel[0] * depth.kernel[1]
        params, direct = between * area + between * outputs, channels * outputs * area
        pixels = _pixels(before)
        kernel = (depth.kernel[0], depth.kernel[1])
        yield Pair(
            depth.path,
            node.path,
            (channels, between, outputs),
            kernel,
            1,
            params,
            params * pixels,
            direct,
            direct * pixels,
        )


def _mixed_channels(ways: Ways, node: Node) -> int | None:
    """Channels that a 1x1 convolution, or a linear layer over the channels, gives; None where it is neither."""
    layer, shape = ways.layer(node), node.output_shape
    if shape is None or len(shape) != 4 or node.auxiliary or not node.macs or layer is None:
        return None
    if layer.kernel is not None:
        return shape[1] if _plain(ways, node, (1, 1)) is not None else None
    given = layer.input_shape
    weights = [parameter.shape for parameter in layer.parameters if len(parameter.shape) == 2]
    linear = given is not None and given[:-1] == shape[:-1] and weights == [(shape[-1], given[-1])]
    return shape[-1] if linear else None


def _pixels(node: Node) -> int:
    """Of all pictures."""
    shape = node.output_shape or (0, 0, 0, 0)
    return shape[0] * shape[-2] * shape[-1]


def bottlenecks(analysis: Analysis) -> Iterator[Pair]:
    """Every 1x1 convolution that thins the channels out straight before a larger one, through norms and activations.

    Depthwise ones are left out: what they cost does not depend on how channels are mixed before.
    """
    ways = Ways(analysis)
    for node in ways.nodes:
        wide = ways.convolution(node)
        if wide is None or wide.kernel in (None, (1, 1)) or wide.type.startswith("ConvTranspose"):
            continue
        before = ways.straight_before(node)
        narrow = None if before is None else ways.convolution(before)
        if before is None or narrow is None or narrow.kernel != (1, 1) or narrow.groups != 1:
            continue
        assert narrow.input_shape is not None
        assert wide.input_shape is not None
        assert wide.output_shape is not None
        assert wide.kernel is not None
        channels = (narrow.input_shape[1], wide.input_shape[1], wide.output_shape[1])
        groups = wide.groups or 1
        if channels[0] <= channels[1] or groups == channels[1] or channels[0] % groups:
            continue
        area = wide.kernel[0] * wide.kernel[1]
        thin, large = channels[0] * channels[1], channels[1] * channels[2] // groups * area
        direct = channels[0] * channels[2] // groups * area
        yield Pair(
            narrow.path,
            wide.path,
            channels,
            (wide.kernel[0], wide.kernel[1]),
            groups,
            thin + large,
            thin * _pixels(before) + large * _pixels(node),
            direct,
            direct * _pixels(node),
        )


def attentions(analysis: Analysis) -> list[Attention]:
    """Every place where positions are weighed by a softmax over products of their own."""
    ways = Ways(analysis)
    found = []
    for node in ways.nodes:
        shape = node.output_shape
        if shape is None or node.auxiliary or len(shape) < 2:
            continue
        if node.label == "MultiheadAttention":
            given = [ways.nodes[number].output_shape or () for number in node.inputs]
            found.append(_of_one_layer(node, shape, given, analysis.batch))
        elif node.label == "attention" and len(shape) >= 3:
            products = math.prod(shape[:-1]) * shape[-1] * 2
            keys = node.macs // products if node.macs and not node.macs % products else shape[-2]
            found.append(Attention(node.id, node.path, shape[-2], keys, math.prod(shape[:-2])))
        elif node.label.lower() == "softmax" and _weighs_products(ways, node):
            found.append(Attention(node.id, node.path, shape[-2], shape[-1], math.prod(shape[:-2])))
    return found


def _of_one_layer(node: Node, shape: Shape, given: list[Shape], batch: int) -> Attention:
    def positions(of: Shape) -> int:
        # The batch comes first or second, as its author chose.
        return of[0] if len(of) == 2 or (of[0] != batch and of[1] == batch) else of[1]

    return Attention(node.id, node.path, positions(shape), positions(given[-1] if given else shape), None)


_PRODUCTS = {"matmul", "bmm", "einsum", "baddbmm", "tensordot"}


def _weighs_products(ways: Ways, node: Node) -> bool:
    """Whether the softmax is over products of two things computed here, and its result weighs a third."""
    before, seen = list(node.inputs), 0
    compared = False
    while before and seen < _BETWEEN and not compared:
        one, seen = ways.nodes[before.pop()], seen + 1
        compared = one.label in _PRODUCTS and (len(one.inputs) == 2 or _of_itself(one))
        if not one.macs:
            before.extend(one.inputs)
    if not compared:
        return False
    after, seen = list(ways.readers.get(node.id, ())), 0
    while after and seen < _BETWEEN:
        one, seen = after.pop(0), seen + 1
        if one.label in _PRODUCTS and len(one.inputs) == 2:
            return True
        if not one.macs:
            after.extend(ways.readers.get(one.id, ()))
    return False


_BETWEEN = 24
"""Steps that scale, mask, shift or drop between a product and its softmax, at most."""


def _of_itself(node: Node) -> bool:
    """A product of a thing with itself has one input alone."""
    return len(node.inputs) == 1 and node.output_shape is not None and node.output_shape[-1] == node.output_shape[-2]
