"""What is inside a closed block, as a small picture on it: a chain, branches, or a chain with its skip."""

from collections.abc import Collection
from dataclasses import dataclass

from cnnstudio.analysis.layout import Rect, Spacing, layout
from cnnstudio.analysis.results import Graph, Group
from cnnstudio.analysis.view import Box, BoxKind, View, view
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.model_browser.diagram import flow
from cnnstudio.gui.model_browser.words import Kind

Point = tuple[float, float]
# A block with more boxes or lines inside than this is only a smear at the size of a thumb nail.
_MOST, _MOST_LINES = 14, 30
_SPACING = Spacing(column=8.0, row=10.0, frame=2.0, title=4.0)


@dataclass(frozen=True, slots=True)
class Miniature:
    """Boxes and lines in a frame of ``width`` x ``height``; lines of a skip are marked."""

    width: float
    height: float
    boxes: tuple[tuple[Rect, Kind], ...]
    lines: tuple[tuple[tuple[Point, ...], bool], ...]


def miniatures(
    graph: Graph, opened: Collection[str], closed: View, *, known: Collection[str] = ()
) -> dict[str, Miniature]:
    """A miniature for every closed block of ``closed``, by the block's structure; not for those that are ``known``."""
    chosen: dict[str, str] = {}
    for box in closed.boxes.values():
        if (
            isinstance(box.what, Group)
            and box.what.structure not in known
            and len(box.what.nodes) + len(box.what.groups) <= _MOST
        ):
            chosen.setdefault(box.what.structure, box.what.key)
    if not chosen:
        return {}
    runs = {box.id for box in closed.boxes.values() if box.id.startswith("run:")}
    inside = view(graph, frozenset(opened) | runs | frozenset(chosen.values()))
    placed = layout(inside, _size, _SPACING)
    skips = flow.skips(inside)
    found = {}
    for structure, key in chosen.items():
        frame = placed.frames.get(key)
        if frame is None:
            continue
        members = [box for box in inside.boxes.values() if box.frame == key]
        ids = {box.id for box in members}
        lines = []
        for link, route in placed.routes.items():
            if link[0] in ids or link[1] in ids:
                # Of a line that comes from or goes outside, the part inside.
                near = [(x - frame.x, y - frame.y) for x, y in route if -0.5 <= y - frame.y <= frame.height + 0.5]
                if len(near) > 1:
                    # A skip that starts here is the next block's.
                    lines.append((tuple(near), link in skips and link[1] in ids))
        if len(lines) > _MOST_LINES:
            continue
        found[structure] = Miniature(
            frame.width,
            frame.height,
            tuple((_moved(placed.boxes[box.id], frame), _kind(box)) for box in members),
            tuple(lines),
        )
    return found


def _kind(box: Box) -> Kind:
    return words.kind(box.label, block=box.kind is BoxKind.BLOCK)


def _size(box: Box) -> tuple[float, float]:
    kind = _kind(box)
    if kind is Kind.JOIN:
        return (14.0, 8.0) if words.function_name(box.label) in ("+", "×") else (40.0, 8.0)
    return (22.0, 10.0) if kind in (Kind.CONVOLUTION, Kind.LINEAR, Kind.BLOCK, Kind.POOLING) else (22.0, 5.0)


def _moved(rect: Rect, frame: Rect) -> Rect:
    return Rect(rect.x - frame.x, rect.y - frame.y, rect.width, rect.height)
