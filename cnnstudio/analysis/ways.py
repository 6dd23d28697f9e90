"""Questions about the ways through a data-flow graph: what is computed from what, and what lies on every way."""

from functools import cached_property

from cnnstudio.analysis.results import Analysis, Layer, Node, NodeKind


class Ways:
    """The graph of an analysis, ready to be asked; sets of nodes are the bits of a number."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.nodes = analysis.graph.nodes

    @cached_property
    def _before(self) -> list[int]:
        """For each node, all that it is computed from."""
        found: list[int] = []
        for node in self.nodes:
            before = 0
            for number in node.inputs:
                before |= found[number] | 1 << number
            found.append(before)
        return found

    @cached_property
    def _working(self) -> int:
        """The nodes that multiply."""
        return sum(1 << node.id for node in self.nodes if node.macs)

    @cached_property
    def readers(self) -> dict[int, list[Node]]:
        """For each node, those that read its result."""
        found: dict[int, list[Node]] = {}
        for node in self.nodes:
            for number in node.inputs:
                found.setdefault(number, []).append(node)
        return found

    def leads(self, source: int, target: int) -> bool:
        """Whether the target is computed from the source."""
        return bool(self._before[target] >> source & 1)

    def between(self, source: int, target: int) -> list[Node]:
        """The nodes on the ways from the source to the target, the target among them, in the order of execution."""
        there = self._before[target] | 1 << target
        return [
            self.nodes[number]
            for number in range(source + 1, target + 1)
            if there >> number & 1 and self.leads(source, number)
        ]

    def work_between(self, source: int, target: int) -> int:
        """How many of those multiply."""
        return sum(1 for node in self.between(source, target) if node.macs)

    @cached_property
    def _gate(self) -> list[int]:
        """For each node, the nearest that every way to it leads through; -1 where there is none."""
        found: list[int] = []
        for node in self.nodes:
            common = -1
            for place, number in enumerate(node.inputs):
                common = number if place == 0 else self._meet(common, number, found)
            found.append(common)
        return found

    def _meet(self, one: int, two: int, gates: list[int]) -> int:
        while one != two:
            if one > two:
                one = gates[one]
            else:
                two = gates[two]
        return one

    def gates(self, numbers: list[int]) -> list[Node]:
        """The nodes that every way to all of these leads through, the nearest first, at times one of them."""
        place = numbers[0]
        for number in numbers[1:]:
            place = self._meet(place, number, self._gate)
        found = []
        while place >= 0:
            found.append(self.nodes[place])
            place = self._gate[place]
        return found

    def layer(self, node: Node) -> Layer | None:
        """The layer that a node calls."""
        return self.analysis.layers[node.path] if node.kind is NodeKind.LAYER else None

    def convolution(self, node: Node) -> Layer | None:
        """The layer, if it is a two-dimensional convolution that takes part in a prediction."""
        layer = self.layer(node)
        if layer is None or node.auxiliary or not layer.own_macs or layer.kernel is None or len(layer.kernel) != 2:
            return None
        return layer if layer.input_shape is not None and layer.output_shape is not None else None

    def straight_before(self, node: Node) -> Node | None:
        """What multiplies, pools or joins next before a node, past norms, activations and weights per channel.

        None at the beginning and where paths meet.
        """
        if len(node.inputs) != 1:
            return None
        before = self.nodes[node.inputs[0]]
        while not before.macs and "pool" not in before.label.lower():
            source = self._carried(before)
            if source is None:
                break
            before = source
        return before

    def _carried(self, node: Node) -> Node | None:
        """The node whose map this one hands on, number by number; None where it does anything else."""
        if len(node.inputs) == 1:
            source = self.nodes[node.inputs[0]]
            turned = "permute" in node.label.lower() and _channels_last(source.output_shape) == node.output_shape
            return source if turned or source.output_shape == node.output_shape else None
        if node.label == "mul" and len(node.inputs) == 2:
            # Squeeze and excitation: one number for each channel, made of the map itself.
            for one, two in (node.inputs, node.inputs[::-1]):
                shape = self.nodes[two].output_shape or ()
                weighs = len(shape) == 4 and shape[2:] == (1, 1) != (node.output_shape or ())[2:]
                if weighs and self.leads(one, two) and self.nodes[one].output_shape == node.output_shape:
                    return self.nodes[one]
        return None


def _channels_last(shape: tuple[int, ...] | None) -> tuple[int, ...] | None:
    return None if shape is None or len(shape) != 4 else (shape[0], shape[2], shape[3], shape[1])
