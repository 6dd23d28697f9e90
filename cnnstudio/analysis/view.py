"""The diagram's view of a data-flow graph: which blocks are open, which are closed, which repeat.

A group is one call of a layer that has layers inside, so what lies in it ran without interruption: closing any set of
groups leaves a graph without circles.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from cnnstudio.analysis import runs as runs_of_blocks
from cnnstudio.analysis.results import Graph, Group, Node, NodeKind
from cnnstudio.analysis.runs import Run

_CONTAINERS = frozenset({"Sequential", "ModuleList", "ModuleDict"})


class BoxKind(Enum):
    """What a box of the diagram stands for."""

    INPUT = "input"
    LAYER = "layer"
    FUNCTION = "function"
    BLOCK = "block"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Box:
    """One box: a node, a closed group, or a run of equal closed groups.

    Attributes:
        id: stable between views: ``node:12``, ``group:layer1.0``, ``run:layer3.1``.
        path: path of the (first) layer it stands for; for a function, of the layer that called it.
        frame: key of the open group it lies in.
        what: the node or group; of a run the first.
        last: of a run the last, which gives its output; else the same as ``what``.
        run: the equal blocks in a row that it stands for; None for a single one.
        opens: what to add to the view's ``opened`` to open it; empty if it cannot be opened.
    """

    id: str
    kind: BoxKind
    path: str
    frame: str
    what: Node | Group
    last: Node | Group
    run: Run | None
    opens: str

    @property
    def label(self) -> str:
        """Class name or function name."""
        return self.what.label

    @property
    def repeats(self) -> int:
        """How many equal blocks in a row it stands for."""
        return len(self.run) if self.run else 1

    @property
    def macs(self) -> int:
        """Sum over all it stands for."""
        return sum(self.run.macs) if self.run else self.what.macs

    @property
    def params(self) -> int:
        """Sum over all it stands for, shared weights once."""
        return sum(self.run.params) if self.run else self.what.params

    @property
    def activation_bytes(self) -> int:
        """Sum over all it stands for."""
        return sum(self.run.activation_bytes) if self.run else self.what.activation_bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """An open group: ``boxes`` and ``frames`` lie directly in it; remove ``key`` from ``opened`` to close it."""

    key: str
    group: Group
    boxes: tuple[str, ...]
    frames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Boxes by id in the order of execution, frames by key (the network's own is ``""``), links as pairs of box ids.

    Attributes:
        spines: those links that stand for everything an earlier concatenation joined (see ``Graph.spine``).
    """

    boxes: Mapping[str, Box]
    frames: Mapping[str, Frame]
    links: tuple[tuple[str, str], ...]
    spines: frozenset[tuple[str, str]] = frozenset()


def containers(graph: Graph) -> frozenset[str]:
    """What to open at first: the network and the plain containers in it, so that its blocks are to be seen closed."""
    opened: set[str] = set()
    for key, group in graph.groups.items():
        if group.parent is None or (
            group.label in _CONTAINERS and group.parent in opened and not _is_block(graph, group)
        ):
            opened.add(key)
    return frozenset(opened)


def everything(graph: Graph) -> frozenset[str]:
    """Opens all groups and all runs."""
    runs = {f"run:{key}" for key, group in graph.groups.items() if group.run_length > 1}
    return frozenset(graph.groups) | runs


def view(graph: Graph, opened: Collection[str]) -> View:
    """The graph with the groups in ``opened`` open and all others closed.

    Closed blocks in a row that are built alike become one box with ``repeats``, unless ``opened`` holds the run.
    """
    runs = {
        key: run
        for key, run in graph.runs.items()
        if f"run:{run[0]}" not in opened and not any(one in opened for one in run)
    }
    boxes: dict[str, Box] = {}
    box_of: dict[int, str] = {}
    for node in graph.nodes:
        box = _box(graph, node, opened, runs)
        boxes.setdefault(box.id, box)
        box_of[node.id] = box.id
    links = dict.fromkeys(
        (box_of[source], box_of[node.id])
        for node in graph.nodes
        for source in graph.lines_into(node)
        if box_of[source] != box_of[node.id]
    )
    spines = {(box_of[source], box_of[target]) for target, source in graph.spine.items()}
    inside: dict[str, list[str]] = {}
    frames: dict[str, list[str]] = {}
    for box in boxes.values():
        inside.setdefault(box.frame, []).append(box.id)
    for key in list(inside):
        parent = graph.groups[key].parent
        while parent is not None and key not in frames.setdefault(parent, []):
            frames[parent].append(key)
            key, parent = parent, graph.groups[parent].parent
    return View(
        boxes,
        {
            key: Frame(key, group, tuple(inside.get(key, ())), tuple(frames.get(key, ())))
            for key, group in graph.groups.items()
            if key in inside or key in frames
        },
        tuple(links),
        frozenset(spines & links.keys()),
    )


def reveal(graph: Graph, path: str) -> frozenset[str]:
    """What has to be opened so that the layer of this path is a box of its own."""
    needed: set[str] = set()
    keys = [node.group for node in graph.nodes if node.kind is NodeKind.LAYER and node.path == path]
    keys = keys or [group.parent for group in graph.groups.values() if group.path == path and group.parent is not None]
    for key in keys[:1]:
        current: str | None = key
        while current is not None:
            needed.add(current)
            current = graph.groups[current].parent
    own = [key for key, group in graph.groups.items() if group.path == path]
    for key in [*needed, *own]:
        group = graph.groups[key]
        if group.run_length > 1 and group.parent is not None:
            siblings = graph.groups[group.parent].groups
            first = siblings.index(key) - group.run_index
            if first >= 0:
                needed.add(f"run:{siblings[first]}")
    return frozenset(needed)


def _is_block(graph: Graph, group: Group) -> bool:
    """A Sequential that repeats among its siblings is a block by itself, not just a container."""
    return group.parent is not None and any(
        graph.groups[other].structure == group.structure
        for other in graph.groups[group.parent].groups
        if other != group.key
    )


def _box(graph: Graph, node: Node, opened: Collection[str], runs: Mapping[str, tuple[str, ...]]) -> Box:
    chain: list[str] = []
    key: str | None = node.group
    while key is not None:
        chain.append(key)
        key = graph.groups[key].parent
    for key in reversed(chain):
        if key in opened:
            continue
        group = graph.groups[key]
        run = runs.get(key)
        if run is None:
            return Box(f"group:{key}", BoxKind.BLOCK, group.path, group.parent or "", group, group, None, key)
        calls = [graph.groups[one] for one in run]
        first, last, identity = calls[0], calls[-1], f"run:{run[0]}"
        return Box(
            identity,
            BoxKind.BLOCK,
            first.path,
            first.parent or "",
            first,
            last,
            runs_of_blocks.of_calls(calls),
            identity,
        )
    return Box(f"node:{node.id}", BoxKind(node.kind.value), node.path, node.group, node, node, None, "")
