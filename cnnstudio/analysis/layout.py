"""Where the boxes of a diagram go: top to bottom, layer by layer (Sugiyama, Tagawa and Toda, 1981).

fast-sugiyama ranks the boxes and orders each rank with few crossings. It takes all boxes for equally large, so that
the last step, the x positions, is done here: every box moves towards the mean of its neighbours as far as the widths
allow. An open block is laid out on its own and is one large box to what lies around it, so blocks never overlap.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from fast_sugiyama import from_edges

from cnnstudio.analysis.view import Box, View

Point = tuple[float, float]

_SWEEPS = 12
_WIRE = 10.0


@dataclass(frozen=True, slots=True)
class Rect:
    """Left, top, width and height, y downwards."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Spacing:
    """Room between boxes side by side, between ranks, and between a frame's edge and what lies in it."""

    column: float = 24.0
    row: float = 32.0
    frame: float = 16.0
    title: float = 24.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes by id, frames by key, and for every link the points of its line from source to target."""

    boxes: Mapping[str, Rect]
    frames: Mapping[str, Rect]
    routes: Mapping[tuple[str, str], tuple[Point, ...]]
    width: float
    height: float


def layout(view: View, size: Callable[[Box], tuple[float, float]], spacing: Spacing | None = None) -> Layout:
    """Place the boxes of ``view``; ``size`` gives a box's width and height."""
    return _Builder(view, size, spacing or Spacing()).build()


@dataclass(slots=True)
class _Inner:
    """A laid-out frame in its own coordinates. Items are box ids and, for frames, ``frame:`` and the key."""

    width: float = 0.0
    height: float = 0.0
    places: dict[str, Rect] = field(default_factory=dict)
    lines: dict[tuple[str, str], list[Point]] = field(default_factory=dict)


_IN, _OUT = "port:in", "port:out"


class _Builder:
    def __init__(self, view: View, size: Callable[[Box], tuple[float, float]], spacing: Spacing) -> None:
        self._view, self._size, self._spacing = view, size, spacing
        self._inner: dict[str, _Inner] = {}
        self._parents = {inner: key for key, frame in view.frames.items() for inner in frame.frames}
        self._links: dict[str, dict[tuple[str, str], None]] = {key: {} for key in view.frames}
        self._origins: dict[str, Point] = {}
        self._order: dict[str, int] = {}  # of execution; a frame's is that of the first box in it
        for number, box in enumerate(view.boxes.values()):
            self._order[box.id] = number
            key = box.frame
            while key in self._parents:
                self._order.setdefault(f"frame:{key}", number)
                key = self._parents[key]

    def build(self) -> Layout:
        steps = {link: self._path(*link) for link in self._view.links}
        for path in steps.values():
            for frame, source, target in path:
                self._links[frame][(source, target)] = None
        self._arrange("")
        boxes: dict[str, Rect] = {}
        frames: dict[str, Rect] = {}
        self._settle("", 0.0, 0.0, boxes, frames)
        routes = {}
        for link, path in steps.items():
            points: list[Point] = []
            for frame, source, target in path:
                x, y = self._origins[frame]
                points.extend((px + x, py + y) for px, py in self._inner[frame].lines[(source, target)])
            routes[link] = tuple(_without_repeats(points))
        whole = self._inner[""]
        return Layout(boxes, frames, routes, whole.width, whole.height)

    def _path(self, source: str, target: str) -> list[tuple[str, str, str]]:
        """The link as steps inside frames: out of the source's, across, into the target's."""
        left, right = self._chain(source), self._chain(target)
        shared = 0
        while left[shared][0] == right[shared][0] and left[shared][1] == right[shared][1]:
            shared += 1
        out = [(frame, item, _OUT) for frame, item in reversed(left[shared + 1 :])]
        across = (left[shared][0], left[shared][1], right[shared][1])
        return [*out, across, *((frame, _IN, item) for frame, item in right[shared + 1 :])]

    def _chain(self, box: str) -> list[tuple[str, str]]:
        """(frame, the item in it that holds the box), from the outermost frame inwards."""
        key = self._view.boxes[box].frame
        chain = [(key, box)]
        while key in self._parents:
            outer = self._parents[key]
            chain.append((outer, f"frame:{key}"))
            key = outer
        return chain[::-1]

    def _arrange(self, key: str) -> None:
        frame = self._view.frames[key]
        sizes: dict[str, tuple[float, float]] = {box: self._size(self._view.boxes[box]) for box in frame.boxes}
        for inner in frame.frames:
            self._arrange(inner)
            sizes[f"frame:{inner}"] = (self._inner[inner].width, self._inner[inner].height)
        links = list(self._links[key])
        for port in (_IN, _OUT):
            if any(port in link for link in links):
                sizes[port] = (0.0, 0.0)
        ranks, chains = _ranked(sorted(sizes, key=lambda item: self._order.get(item, 0)), links)
        self._inner[key] = self._placed(key, sizes, ranks, chains)

    def _placed(
        self,
        key: str,
        sizes: Mapping[str, tuple[float, float]],
        ranks: list[list[str]],
        chains: Mapping[tuple[str, str], list[str]],
    ) -> _Inner:
        spacing = self._spacing
        widths = {item: sizes[item][0] if item in sizes else _WIRE for rank in ranks for item in rank}
        neighbours: dict[str, list[str]] = {item: [] for item in widths}
        for chain in chains.values():
            for upper, lower in pairwise(chain):
                neighbours[upper].append(lower)
                neighbours[lower].append(upper)
        centres = _centres(ranks, widths, neighbours, spacing.column)
        anchors = {item: (self._anchor(item, _IN), self._anchor(item, _OUT)) for item in widths}
        centres = _straightened(ranks, centres, widths, list(chains.values()), anchors, spacing.column)
        if [_IN] in ranks and [_OUT] in ranks:
            # Lines leave a frame below where they enter it, so that frames in a row stand straight under each other.
            centres[_OUT] = centres[_IN]
        left = min((centres[item] - widths[item] / 2 for item in centres), default=0.0)
        right = max((centres[item] + widths[item] / 2 for item in centres), default=0.0)
        edge, top = (0.0, 0.0) if key == "" else (spacing.frame, spacing.title)
        inner = _Inner(width=right - left + 2 * edge)
        y = top
        tops: dict[str, float] = {}
        bands: dict[str, tuple[float, float]] = {}
        for rank in ranks:
            height = max((sizes[item][1] for item in rank if item in sizes), default=0.0)
            port = all(item in (_IN, _OUT) for item in rank)
            for item in rank:
                own = sizes[item][1] if item in sizes else height
                tops[item] = y + (height - own) / 2
                bands[item] = (y, y + height)
                if item in sizes and item not in (_IN, _OUT):
                    inner.places[item] = Rect(
                        centres[item] - widths[item] / 2 - left + edge, tops[item], widths[item], own
                    )
            y += height + (spacing.row / 2 if port else spacing.row)
        inner.height = y - spacing.row + (0.0 if key == "" else spacing.frame)
        for item in (_IN, _OUT):
            if item in tops:
                tops[item] = 0.0 if item == _IN else inner.height
        for link, chain in chains.items():
            points: list[Point] = []
            for place, item in enumerate(chain):
                x = centres[item] - left + edge
                if item in sizes:
                    height = sizes[item][1]
                    if item.startswith("frame:"):
                        # The line meets the frame where the lines inside it start or end.
                        x = inner.places[item].x + self._port(item[len("frame:") :], _OUT if place == 0 else _IN)
                    # Between ranks only does a line go sideways: beside a box it would cross what stands next to it.
                    if place == 0:
                        points.extend(((x, tops[item] + height), (x, max(bands[item][1], tops[item] + height))))
                    else:
                        points.extend(((x, min(bands[item][0], tops[item])), (x, tops[item])))
                else:
                    points.extend(((x, bands[item][0]), (x, bands[item][1])))
            inner.lines[link] = points
        return inner

    def _anchor(self, item: str, port: str) -> float:
        """Where lines enter or leave an item, from its middle: a frame's lines go on inside it."""
        if not item.startswith("frame:"):
            return 0.0
        key = item.removeprefix("frame:")
        return self._port(key, port) - self._inner[key].width / 2

    def _port(self, key: str, port: str) -> float:
        inner = self._inner[key]
        for (source, target), points in inner.lines.items():
            if source == port:
                return points[0][0]
            if target == port:
                return points[-1][0]
        return inner.width / 2

    def _settle(self, key: str, x: float, y: float, boxes: dict[str, Rect], frames: dict[str, Rect]) -> None:
        inner = self._inner[key]
        self._origins[key] = (x, y)
        frames[key] = Rect(x, y, inner.width, inner.height)
        for item, place in inner.places.items():
            if item.startswith("frame:"):
                self._settle(item[len("frame:") :], x + place.x, y + place.y, boxes, frames)
            else:
                boxes[item] = Rect(x + place.x, y + place.y, place.width, place.height)


def _ranked(
    items: Sequence[str], links: Sequence[tuple[str, str]]
) -> tuple[list[list[str]], dict[tuple[str, str], list[str]]]:
    """Ranks from top to bottom, each from left to right, and every link as a chain of items and ``wire:`` bends.

    ``items`` come in the order of execution.
    """
    if not links:
        return ([list(items)] if items else []), {}
    numbers = {item: number for number, item in enumerate(dict.fromkeys(i for link in links for i in link))}
    names = list(numbers)
    edges = [(numbers[source], numbers[target]) for source, target in links]
    ranks: dict[int, list[tuple[float, str]]] = {}
    steps: dict[str, list[str]] = {}
    shift = 0.0
    for part, (positions, width, _height, drawn) in enumerate(
        from_edges(edges, vertex_spacing=10, dummy_vertices=True, ranking_type="minimize", transpose=True)
    ):
        known = {number for number, _ in positions}

        def name(number: int | str, part: int = part) -> str:
            number = int(number)
            return names[number] if number < len(names) else f"wire:{part}:{number}"

        levels = {y: level for level, y in enumerate(sorted({-y for _, (_, y) in positions}))}
        for number, (x, y) in positions:
            ranks.setdefault(levels[-y], []).append((x + shift, name(number)))
        shift += width + 10
        pairs = drawn if drawn is not None else [edge for edge in edges if edge[0] in known]
        for source, target in pairs:
            steps.setdefault(name(source), []).append(name(target))
    chains = {}
    for link in links:
        chains[link] = _chain_between(steps, *link)
    lonely = [item for item in items if item not in numbers]
    ordered = [[item for _, item in sorted(ranks[level])] for level in sorted(ranks)]
    ordered[0].extend(lonely)
    if _runs_backwards(ordered, items):
        ordered = [rank[::-1] for rank in ordered]
    return ordered, chains


def _runs_backwards(ranks: Sequence[Sequence[str]], items: Sequence[str]) -> bool:
    """Whether most neighbours stand against the order of execution: crossings do not tell left from right."""
    place = {item: number for number, item in enumerate(items)}
    against = 0
    for rank in ranks:
        for left, right in pairwise(place[item] for item in rank if item in place):
            against += 1 if left > right else -1
    return against > 0


def _chain_between(steps: Mapping[str, list[str]], source: str, target: str) -> list[str]:
    """From source to target through bends only."""
    for start in steps.get(source, ()):
        chain = [source, start]
        while chain[-1].startswith("wire:"):
            chain.append(steps[chain[-1]][0])
        if chain[-1] == target:
            return chain
    return [source, target]


def _centres(
    ranks: Sequence[Sequence[str]],
    widths: Mapping[str, float],
    neighbours: Mapping[str, Sequence[str]],
    gap: float,
) -> dict[str, float]:
    """x of every item's middle: sweeps down and up, each rank as near to its neighbours' mean as the widths allow."""
    level = {item: number for number, rank in enumerate(ranks) for item in rank}
    centres: dict[str, float] = {}
    for rank in ranks:
        x = -sum(widths[item] + gap for item in rank) / 2
        for item in rank:
            centres[item] = x + (widths[item] + gap) / 2
            x += widths[item] + gap
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        moved = 0.0
        for number in range(len(ranks)) if down else reversed(range(len(ranks))):
            rank = ranks[number]
            wanted, weights = [], []
            for item in rank:
                near = [n for n in neighbours[item] if (level[n] < number) == down or sweep >= _SWEEPS - 2]
                wanted.append(sum(centres[n] for n in near) / len(near) if near else centres[item])
                # Straight long lines matter more than centred boxes.
                weights.append(4.0 if item.startswith("wire:") else 1.0)
            separations = [(widths[a] + widths[b]) / 2 + gap for a, b in pairwise(rank)]
            settled = _separated(wanted, weights, separations)
            moved = max(moved, *(abs(x - centres[item]) for item, x in zip(rank, settled, strict=True)))
            centres.update(zip(rank, settled, strict=True))
        if moved < 0.01 and sweep > 0:
            break
    return centres


@dataclass(slots=True)
class _Column:
    """Items that stand exactly under each other: a chain without forks."""

    items: list[tuple[str, float]]  # with the middle's distance from the column's own x
    x: float
    links: list[tuple[float, "_Column", float, float]] = field(default_factory=list)  # own, other, other's, weight


def _straightened(
    ranks: Sequence[Sequence[str]],
    centres: Mapping[str, float],
    widths: Mapping[str, float],
    chains: Sequence[Sequence[str]],
    anchors: Mapping[str, tuple[float, float]],
    gap: float,
) -> dict[str, float]:
    """Chains without forks made straight, each column moved to where most of its lines are vertical.

    The order within the ranks stays. Where columns cross (their order differs between ranks) all stays as it was.
    """
    below: dict[str, list[str]] = {item: [] for item in widths}
    above: dict[str, list[str]] = {item: [] for item in widths}
    for chain in chains:
        for upper, lower in pairwise(chain):
            below[upper].append(lower)
            above[lower].append(upper)
    column_of: dict[str, _Column] = {}
    place_in: dict[str, float] = {}
    columns: list[_Column] = []
    for rank in ranks:
        for item in rank:
            upper = above[item][0] if len(above[item]) == 1 else ""
            if not upper or len(below[upper]) != 1:
                column_of[item], place_in[item] = _Column([(item, 0.0)], centres[item]), 0.0
                columns.append(column_of[item])
            else:
                column_of[item] = column_of[upper]
                place_in[item] = place_in[upper] + anchors[upper][1] - anchors[item][0]
                column_of[item].items.append((item, place_in[item]))
    for column in columns:
        column.x = sum(centres[item] - place for item, place in column.items) / len(column.items)
    for upper, lowers in below.items():
        for lower in lowers:
            one, other = column_of[upper], column_of[lower]
            if one is not other:
                here, there = place_in[upper] + anchors[upper][1], place_in[lower] + anchors[lower][0]
                # The longer of the two is the one that should run on straight.
                one.links.append((here, other, there, _weight(other)))
                other.links.append((there, one, here, _weight(one)))
    limits = [
        (column_of[a], column_of[b], (widths[a] + widths[b]) / 2 + gap + place_in[a] - place_in[b])
        for rank in ranks
        for a, b in pairwise(rank)
    ]
    ordered = _in_order(columns, limits)
    if ordered is None:
        return dict(centres)
    lefts: dict[int, list[tuple[_Column, float]]] = {id(column): [] for column in columns}
    rights: dict[int, list[tuple[_Column, float]]] = {id(column): [] for column in columns}
    for left, right, distance in limits:
        lefts[id(right)].append((left, distance))
        rights[id(left)].append((right, distance))
    for column in ordered:
        column.x = max([column.x, *(left.x + distance for left, distance in lefts[id(column)])])
    for sweep in range(_SWEEPS):
        moved = 0.0
        for column in ordered if sweep % 2 else reversed(ordered):
            if not column.links:
                continue
            wanted = _weighted_median([(other.x + there - here, weight) for here, other, there, weight in column.links])
            least = max((left.x + distance for left, distance in lefts[id(column)]), default=-math.inf)
            most = min((right.x - distance for right, distance in rights[id(column)]), default=math.inf)
            x = max(min(wanted, most), least)
            moved = max(moved, abs(x - column.x))
            column.x = x
        if moved < 0.25:
            break
    return {item: column.x + place for column in columns for item, place in column.items}


def _weight(column: _Column) -> float:
    """A long chain of boxes counts for more than one box; a bare wire for least."""
    return 0.5 + sum(not item.startswith("wire:") for item, _ in column.items)


def _weighted_median(values: Sequence[tuple[float, float]]) -> float:
    """The middle of the values by weight; between two halves of equal weight, halfway."""
    ordered = sorted(values)
    half = sum(weight for _, weight in ordered) / 2
    reached = 0.0
    for place, (value, weight) in enumerate(ordered):
        reached += weight
        if abs(reached - half) < 1e-9 and place + 1 < len(ordered):
            return (value + ordered[place + 1][0]) / 2
        if reached > half:
            return value
    return ordered[-1][0]


def _in_order(columns: Sequence[_Column], limits: Sequence[tuple[_Column, _Column, float]]) -> list[_Column] | None:
    """From left to right, so that every column comes after those at its left; None where there is no such order."""
    waiting = {id(column): 0 for column in columns}
    rights: dict[int, list[_Column]] = {id(column): [] for column in columns}
    for left, right, _ in limits:
        waiting[id(right)] += 1
        rights[id(left)].append(right)
    ready = [column for column in columns if waiting[id(column)] == 0]
    ordered = []
    while ready:
        column = ready.pop()
        ordered.append(column)
        for right in rights[id(column)]:
            waiting[id(right)] -= 1
            if waiting[id(right)] == 0:
                ready.append(right)
    return ordered if len(ordered) == len(columns) else None


def _separated(wanted: Sequence[float], weights: Sequence[float], separations: Sequence[float]) -> list[float]:
    """Least squares under ``x[i + 1] - x[i] >= separations[i]``: pool adjacent violators."""
    offsets = [0.0]
    for separation in separations:
        offsets.append(offsets[-1] + separation)
    pools: list[tuple[float, float, int]] = []
    for value, weight, offset in zip(wanted, weights, offsets, strict=True):
        mean, total, count = value - offset, weight, 1
        while pools and pools[-1][0] > mean:
            other, other_weight, other_count = pools.pop()
            mean = (mean * total + other * other_weight) / (total + other_weight)
            total += other_weight
            count += other_count
        pools.append((mean, total, count))
    means = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _without_repeats(points: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        if not kept or point != kept[-1]:
            kept.append(point)
    return kept
