"""What an analysis finds: the layers as a tree, the data-flow graph, the totals. Plain frozen values; no torch."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import groupby

from cnnstudio.messages import Message, listed, parted

Shape = tuple[int, ...]
Number = int | float

NOT_FOLLOWED = Message("not followed")
"""What is said of an output that may come from the input in a way that cannot be seen."""


def _explained(name: str, what: Message) -> Message:
    return Message("{name} ({what})", name=name, what=what) if name else Message("({what})", what=what)


def paths_of(layers: Iterable[str]) -> Message:
    """``conv1, layer1.0``: layers by their paths, the network itself by its name for people."""
    return listed(path or Message("the network itself") for path in layers)


def in_layers(calls: Mapping[str, Iterable[str]]) -> Message:
    """``add in conv1, layer1.0; mul in the network itself``: what is called, and the layers that call it."""
    return parted(Message("{call} in {layers}", call=call, layers=paths_of(layers)) for call, layers in calls.items())


@dataclass(frozen=True, slots=True)
class Spans:
    """What the units of a grid read along one axis of the input.

    Attributes:
        shape: rows and columns of units; 1 where all along that direction read the same.
        data: first pixel and the one behind the last, of unit after unit, as 32-bit whole numbers; equal: nothing.
    """

    shape: tuple[int, int]
    data: bytes

    def at(self, row: int, column: int) -> tuple[int, int]:
        """(first, end) of a unit."""
        place = min(row, self.shape[0] - 1) * self.shape[1] + min(column, self.shape[1] - 1)
        numbers = memoryview(self.data).cast("i")
        return numbers[2 * place], numbers[2 * place + 1]

    def each(self) -> set[tuple[int, int]]:
        """All (first, end) that occur."""
        numbers = memoryview(self.data).cast("i").tolist()
        return set(zip(numbers[::2], numbers[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """The input rectangle behind one output, rows first, in input pixels; padding is not cut off.

    Output (i, j) reads rows ``offset[0] + i * stride[0]`` up to, not including, that plus ``size[0]``; columns alike.
    A stride of 0 means that every output reads the same rectangle: after global pooling, a fully connected layer or
    attention. Where outputs read rectangles of several sizes, as after upsampling, ``size`` is that of the output in
    the middle, and `box` tells every output's.

    Attributes:
        size, stride, offset: see above; the offset is that of the first output.
        every: outputs from one to the next whose field lies ``stride`` further: 1, after upsampling often more; 0 where
            fields are unevenly spaced, and ``stride`` is the average from output to output.
        at_most: whether an output may read less than is said.
        units: rows and columns of outputs, where they are known.
        reads: rows and columns that each output really reads, where they do not follow from the other numbers.
    """

    size: tuple[Number, Number]
    stride: tuple[Number, Number]
    offset: tuple[Number, Number]
    every: tuple[int, int] = (1, 1)
    at_most: bool = False
    units: tuple[int, int] | None = None
    reads: tuple[Spans, Spans] | None = None

    def box(self, row: int, column: int, height: int, width: int) -> tuple[int, int, int, int]:
        """(top, left, bottom, right), end-exclusive: what output (row, column) reads of a height x width input.

        Nothing is read where top and bottom, or left and right, are equal.
        """
        if self.reads is not None:
            (top, bottom), (left, right) = (spans.at(row, column) for spans in self.reads)
            return top, left, bottom, right
        first = self.offset[0] + row * self.stride[0], self.offset[1] + column * self.stride[1]
        return (
            min(height, max(0, math.floor(first[0]))),
            min(width, max(0, math.floor(first[1]))),
            max(0, min(height, math.ceil(first[0] + self.size[0]))),
            max(0, min(width, math.ceil(first[1] + self.size[1]))),
        )

    def covers(self, height: int, width: int) -> bool:
        """Whether every output sees the whole height x width input."""
        if self.reads is not None:
            return self.reads[0].each() == {(0, height)} and self.reads[1].each() == {(0, width)}
        last = (0, 0) if self.units is None else (self.units[0] - 1, self.units[1] - 1)
        if self.units is None and self.stride != (0, 0):
            return False
        return self.box(0, 0, height, width) == self.box(*last, height, width) == (0, 0, height, width)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One weight or bias of a layer.

    Attributes:
        count: its numbers; 0 where an earlier layer owns the same tensor.
        owner: the path of that layer, where they are counted; None where they are this layer's own.
    """

    name: str
    shape: Shape
    count: int
    trainable: bool
    owner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One module of the network.

    Attributes:
        path: the module's path, such as ``"layer1.0.conv1"``; empty for the network itself.
        name: the last part of the path.
        type: the class name.
        depth: 0 for the network itself.
        settings: what PyTorch prints between the brackets.
        input_shape, output_shape: of its first call, batch first; None if it never ran.
        kernel, stride, padding, dilation, groups, ceil_mode: of a window operation; padding in numbers even for
            ``"same"``; None otherwise.
        parameters: its own, without its children's.
        own_params, total_params: without and with its children's.
        share: total_params over the network's.
        own_macs, macs: multiply-accumulates of all its calls, without and with its children's.
        mac_share: macs over the network's.
        activation_bytes: memory of the outputs computed inside it; outputs that share memory with their input (in
            place, views) add nothing.
        receptive_field: of its output; None where it never ran or cannot be followed.
        calls: how often it ran.
        auxiliary: runs in training only; its MACs are not part of the network's.
        structure: equal for layers that are built alike, names aside.
        run_length, run_index: how many siblings in a row are built alike, and its place among them.
    """

    path: str
    name: str
    type: str
    depth: int
    settings: str = ""
    input_shape: Shape | None = None
    output_shape: Shape | None = None
    kernel: Shape | None = None
    stride: Shape | None = None
    padding: Shape | None = None
    dilation: Shape | None = None
    groups: int | None = None
    ceil_mode: bool = False
    parameters: tuple[Parameter, ...] = ()
    own_params: int = 0
    total_params: int = 0
    share: float = 0.0
    own_macs: int = 0
    macs: int = 0
    mac_share: float = 0.0
    activation_bytes: int = 0
    receptive_field: ReceptiveField | None = None
    calls: int = 0
    auxiliary: bool = False
    structure: str = ""
    run_length: int = 1
    run_index: int = 0
    children: tuple["Layer", ...] = ()

    @property
    def shared_with(self) -> tuple[str, ...]:
        """Paths of the layers that own what this one uses, too: it is counted there.

        With what is inside, where nothing of that is its own.
        """
        layers = (self,) if self.total_params else self.walk()
        owners = (one.owner for layer in layers for one in layer.parameters)
        return tuple(dict.fromkeys(owner for owner in owners if owner is not None))

    def walk(self) -> Iterator["Layer"]:
        """This layer and everything below it, in the order of ``named_modules()``."""
        yield self
        for child in self.children:
            yield from child.walk()


class NodeKind(Enum):
    """What a node of the data-flow graph stands for."""

    INPUT = "input"
    LAYER = "layer"
    FUNCTION = "function"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One step of the computation: a layer's call, or a function such as ``add`` or ``cat`` called between layers.

    Attributes:
        id: place in the order of execution; a node's inputs have smaller ids.
        label: class name or function name.
        path: the layer's path; for a function, that of the layer that called it.
        group: key of the group it lies in (see Group).
        inputs: ids of the nodes whose results it takes.
        output_shape: batch first.
        macs, params, activation_bytes, receptive_field: as in Layer, for this call.
        structure: equal for layers that are built alike; empty for functions.
        auxiliary: it runs in training only.
    """

    id: int
    kind: NodeKind
    label: str
    path: str
    group: str
    inputs: tuple[int, ...]
    output_shape: Shape | None
    macs: int = 0
    params: int = 0
    activation_bytes: int = 0
    receptive_field: ReceptiveField | None = None
    structure: str = ""
    auxiliary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One call of a layer that has layers inside: what the diagram draws as one box or opens.

    Attributes:
        key: the layer's path, with ``#2`` and so on for later calls of the same layer; empty for the network.
        parent: key of the group around it; None for the network.
        groups, nodes: keys of the groups and ids of the nodes that lie directly in it.
        depth: number of groups around it.
        structure, run_length, run_index: as in Layer.
    """

    key: str
    path: str
    label: str
    parent: str | None
    groups: tuple[str, ...]
    nodes: tuple[int, ...]
    depth: int
    output_shape: Shape | None
    macs: int
    params: int
    activation_bytes: int
    receptive_field: ReceptiveField | None
    structure: str
    run_length: int
    run_index: int
    auxiliary: bool


@dataclass(frozen=True)
class Graph:
    """The data-flow graph: nodes in the order of execution, and the calls that group them."""

    nodes: tuple[Node, ...]
    groups: Mapping[str, Group]

    @cached_property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """(source id, target id), by target."""
        return tuple((source, node.id) for node in self.nodes for source in node.inputs)

    @cached_property
    def spine(self) -> Mapping[int, int]:
        """For every concatenation that begins with all that an earlier one joins: that one's id, by its own.

        In a dense block (Huang et al., 2017) each layer joins the results of all layers before it, n² / 2 edges for n
        layers. What one of them joined goes on to the next: n lines say the same.
        """
        joined: dict[tuple[int, ...], int] = {}
        found: dict[int, int] = {}
        for node in self.nodes:
            if node.kind is NodeKind.FUNCTION and node.label == "cat":
                beginnings = (node.inputs[:end] for end in range(len(node.inputs) - 1, 0, -1))
                earlier = next((joined[inputs] for inputs in beginnings if inputs in joined), None)
                if earlier is not None:
                    found[node.id] = earlier
                joined[node.inputs] = node.id
        return found

    @cached_property
    def runs(self) -> Mapping[str, tuple[str, ...]]:
        """For every group that can be drawn as one with its equal neighbours: the keys of all of them, in a row."""
        members: dict[str, list[int]] = {}
        for node in self.nodes:
            key: str | None = node.group
            while key is not None:
                members.setdefault(key, []).append(node.id)
                key = self.groups[key].parent
        found: dict[str, tuple[str, ...]] = {}
        for group in self.groups.values():
            for _, alike in groupby(group.groups, lambda key: self.groups[key].structure):
                run = tuple(alike)
                ids = [number for key in run for number in members.get(key, ())]
                inside = set(ids)
                # Whatever flows in from outside has to be there before the first of them starts.
                ready = all(s in inside or s < ids[0] for number in ids for s in self.lines_into(self.nodes[number]))
                if len(run) > 1 and ids and ready:
                    found.update(dict.fromkeys(run, run))
        return found

    def lines_into(self, node: Node) -> tuple[int, ...]:
        """Where a diagram's lines into a node come from: its inputs, or the spine and the inputs new since then."""
        if node.id not in self.spine:
            return node.inputs
        earlier = self.nodes[self.spine[node.id]]
        return (earlier.id, *node.inputs[len(earlier.inputs) :])


@dataclass(frozen=True)
class Analysis:
    """Everything that can be said about a network's structure for one input.

    Attributes:
        name, title: as in the catalogue, or the user's own.
        input_shape: (C, H, W).
        batch: N.
        output_shape: of the first output, batch first.
        root: the tree of layers.
        printed: exactly what ``print(model)`` prints.
        total_params, trainable_params: every tensor counted once.
        total_macs: of one prediction, for the whole batch.
        activation_bytes: memory of all outputs of one prediction, for the whole batch, in the parameters' own type.
        parameter_bytes: memory of the parameters.
        outputs: (name, shape) of every tensor that the network returns in evaluation, batch first; a name is the keys
            and places that lead to it, joined by dots, and empty for a lone tensor.
        fixed: by the name of an output that is the same whatever the input is, or cannot be followed back to it: what
            it is, such as ``parameter head.weight``.
        uncounted: operators whose multiply-accumulates are not known and missing from the totals, by the path of the
            layer that calls them.
        notes: what else has to be said beside the figures, a sentence each.
    """

    name: str
    title: str
    input_shape: tuple[int, int, int]
    batch: int
    output_shape: Shape | None
    root: Layer
    graph: Graph
    printed: str
    total_params: int
    trainable_params: int
    total_macs: int
    activation_bytes: int
    parameter_bytes: int
    outputs: tuple[tuple[str, Shape], ...] = ()
    fixed: Mapping[str, Message] = field(default_factory=dict)
    uncounted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()

    @property
    def remarks(self) -> tuple[Message, ...]:
        """Sentences that belong beside the totals: what they leave out, and what else has to be said."""
        if not self.uncounted:
            return self.notes
        calls: dict[str, list[str]] = {}
        for path, names in self.uncounted.items():
            for name in names:
                calls.setdefault(name, []).append(path)
        return (Message("MACs not counted: {calls}.", calls=in_layers(calls)), *self.notes)

    @property
    def named_outputs(self) -> tuple[tuple[str, Shape], ...]:
        """Name and sizes of each output, the batch left out; ``0 (parameter weight)`` where it is the same for all.

        Such a name is a message.
        """
        found = []
        for name, shape in self.outputs:
            what = self.fixed.get(name)
            sizes = shape if what not in {None, NOT_FOLLOWED} else shape[1:]
            found.append((name if what is None else _explained(name, what), sizes))
        return tuple(found)

    @cached_property
    def layers(self) -> Mapping[str, Layer]:
        """Every layer by path, the network itself (``""``) first, in the order of ``named_modules()``."""
        return {layer.path: layer for layer in self.root.walk()}

    @cached_property
    def _by_structure(self) -> Mapping[str, tuple[Layer, ...]]:
        alike: dict[str, list[Layer]] = {}
        for layer in self.root.walk():
            alike.setdefault(layer.structure, []).append(layer)
        return {structure: tuple(layers) for structure, layers in alike.items()}

    def equal_layers(self, path: str) -> tuple[Layer, ...]:
        """The other layers that are built like this one."""
        return tuple(layer for layer in self._by_structure[self.layers[path].structure] if layer.path != path)
