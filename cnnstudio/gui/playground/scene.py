"""Where everything stands: columns of sheets at one cell size, with the signs between them. Plain numbers, no widgets.

From left to right: the padded input, the kernel, the partial sums (while channels are spread), the output. Channels are
sheets behind each other, or rows below each other while they are spread.
"""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF

from cnnstudio.convolution.geometry import Geometry, Operation
from cnnstudio.convolution.links import Block
from cnnstudio.gui import language

MAX_CELL = 72.0
NUMBERS_FROM = 21.0
"""Cell size from which numbers are readable."""

_SPREAD_FROM = 27.0
_KERNEL_CELL = 32.0
# Large inputs take the whole width; the kernel goes above them.
_ABOVE_BELOW = 15.0
_KERNEL_ABOVE = 28.0
_CAPTION = 44.0
_GAP = 42.0
_ROW_GAP = 26.0
_MARGIN = 16.0
# Strips of the sheets behind: as wide as they may be, and the share of the room that all of them may take.
_STRIP, _STRIPS_SHARE = 9.0, 0.15


@dataclass(frozen=True, slots=True)
class Sheet:
    """One channel of one block.

    Attributes:
        block: which block.
        channel: input channel; the output channel of an output sheet.
        out: the output channel a kernel or partial sheet belongs to.
        rows: cells down.
        cols: cells across.
        cell: side of a cell.
        x: left edge.
        y: upper edge.
        front: whether nothing covers it.
    """

    block: Block
    channel: int
    out: int
    rows: int
    cols: int
    cell: float
    x: float
    y: float
    front: bool

    @property
    def rect(self) -> QRectF:
        """Its outline."""
        return QRectF(self.x, self.y, self.cols * self.cell, self.rows * self.cell)

    def cell_rect(self, row: float, col: float, rows: float = 1, cols: float = 1) -> QRectF:
        """The outline of cells; on the move their places are fractions."""
        return QRectF(self.x + col * self.cell, self.y + row * self.cell, cols * self.cell, rows * self.cell)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """The (row, column) under a point."""
        row, col = int((point.y() - self.y) // self.cell), int((point.x() - self.x) // self.cell)
        return (row, col) if 0 <= row < self.rows and 0 <= col < self.cols else None


@dataclass(frozen=True, slots=True)
class Column:
    """The sheets of one block, back to front, and the room they take."""

    block: Block
    sheets: tuple[Sheet, ...]
    rect: QRectF

    def at_origin(self) -> "Column":
        """The same sheets moved to the upper left corner by whole pixels: equal ones look alike."""
        left, top = math.floor(self.rect.left()), math.floor(self.rect.top())
        sheets = (replace(sheet, x=sheet.x - left, y=sheet.y - top) for sheet in self.sheets)
        return Column(self.block, tuple(sheets), self.rect.translated(-left, -top))


@dataclass(frozen=True, slots=True)
class Sign:
    """A mark between the columns: ``*``, ``=``, ``+`` or the name of a pooling."""

    at: QPointF
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """All columns and signs.

    Attributes:
        columns: left to right.
        signs: between them.
        spread: whether channels lie below each other.
        size: (width, height) it was laid out for.
    """

    columns: tuple[Column, ...]
    signs: tuple[Sign, ...]
    spread: bool
    size: tuple[float, float]

    def column(self, block: Block) -> Column | None:
        """The column of a block, if it is shown."""
        return next((column for column in self.columns if column.block is block), None)

    @property
    def caption_height(self) -> float:
        """Room for a column's title above it."""
        return _CAPTION


def lay_out(
    geometry: Geometry,
    size: tuple[float, float],
    *,
    in_front: int,
    out_front: int,
    spread: bool | None = None,
    zoom: float = 1.0,
) -> Scene:
    """Lay a state out.

    Args:
        geometry: of the state.
        size: width and height there is; the scene is centred in it.
        in_front: input channel in front.
        out_front: output channel in front.
        spread: whether channels lie below each other; None = where cells stay readable.
        zoom: enlarges cells beyond what fits.
    """
    read = geometry.channels_read(out_front)
    several = len(read) > 1 and geometry.operation.weighs
    if spread is None:
        spread = several and _Plan(geometry, size, read, True, zoom).cell >= _SPREAD_FROM
    plan = _Plan(geometry, size, read, spread and several, zoom)
    return plan.scene(in_front, out_front)


class _Plan:
    def __init__(self, geometry: Geometry, size: tuple[float, float], read: range, spread: bool, zoom: float) -> None:
        self.geometry, self.read, self.spread, self.zoom = geometry, read, spread, zoom
        self.area = size
        g = geometry
        output = (g.rows.full, g.cols.full) if g.operation is Operation.TRANSPOSED else g.output_size
        self.shapes: dict[Block, tuple[int, int]] = {Block.INPUT: g.padded_size}
        if g.operation.weighs:
            self.shapes[Block.KERNEL] = g.kernel_size
        if spread:
            self.shapes[Block.PARTIAL] = g.output_size
        self.shapes[Block.OUTPUT] = output
        self.depth = {
            Block.INPUT: 1 if spread else g.in_channels,
            Block.KERNEL: 1 if spread else len(read),
            Block.PARTIAL: 1,
            Block.OUTPUT: g.channels_out,
        }
        gaps = _GAP * (len(self.shapes) - 1)
        width = size[0] * zoom - 2 * _MARGIN - gaps
        height = size[1] * zoom - 2 * _MARGIN - _CAPTION
        lines = len(read) if spread else 1
        height = (height - (lines - 1) * _ROW_GAP) / lines
        # Where sheets lie behind each other, each shows a strip.
        behind = max(1, max(self.depth[block] for block in self.shapes) - 1)
        step = min(min(height, width) * _STRIPS_SHARE / behind, _STRIP)
        self.step = float(int(step)) if step >= 1 else max(step, 0.0)
        strips = {block: (self.depth[block] - 1) * self.step for block in self.shapes}
        cols = sum(shape[1] for shape in self.shapes.values())
        rows = max(shape[0] for shape in self.shapes.values())
        tall = height - max(strips.values())
        cell = min((width - sum(strips.values())) / cols, tall / rows, MAX_CELL * zoom)
        self.kernel_cell = cell
        if Block.KERNEL in self.shapes and cell < _KERNEL_CELL:
            # Beside a large input the kernel keeps readable cells, within a third of the width.
            kernel_rows, kernel_cols = self.shapes[Block.KERNEL]
            least = min(_KERNEL_CELL, (size[0] * 0.3) / kernel_cols, tall / kernel_rows)
            if least > cell:
                self.kernel_cell = least
                rest = width - sum(strips.values()) - kernel_cols * least
                beside = [shape for block, shape in self.shapes.items() if block is not Block.KERNEL]
                cell = min(rest / sum(shape[1] for shape in beside), tall / max(shape[0] for shape in beside), MAX_CELL)
        self.above = False
        if Block.KERNEL in self.shapes and not spread and cell < _ABOVE_BELOW * zoom:
            kernel_rows, kernel_cols = self.shapes[Block.KERNEL]
            kernel_cell = min(_KERNEL_ABOVE, size[0] * 0.8 / kernel_cols, size[1] * 0.22 / kernel_rows)
            others = [block for block in self.shapes if block is not Block.KERNEL]
            rest = width + _GAP - sum(strips[block] for block in others)
            kernel_height = kernel_rows * kernel_cell + strips[Block.KERNEL]
            tall = height - _CAPTION - kernel_height - max(strips[block] for block in others)
            below = min(
                rest / sum(self.shapes[block][1] for block in others),
                tall / max(self.shapes[block][0] for block in others),
                MAX_CELL,
            )
            # In a low room it is height that is short, and the kernel stays beside.
            if below > cell:
                self.above, self.kernel_cell, cell = True, kernel_cell, below
        cell = max(cell, 0.02)
        self.cell = float(int(cell)) if cell >= 4 else cell
        self.kernel_cell = max(float(int(self.kernel_cell)), 6.0)
        self.lines = lines

    def _cell(self, block: Block) -> float:
        return self.kernel_cell if block is Block.KERNEL else self.cell

    def scene(self, in_front: int, out_front: int) -> Scene:
        strips = {block: (self.depth[block] - 1) * self.step for block in self.shapes}
        widths = {block: shape[1] * self._cell(block) + strips[block] for block, shape in self.shapes.items()}
        heights = {block: shape[0] * self._cell(block) + strips[block] for block, shape in self.shapes.items()}
        if self.above:
            return self._kernel_above(widths, heights, in_front, out_front)
        pitch = max(heights[block] for block in self.shapes if block is not Block.OUTPUT) + _ROW_GAP
        inner = max(pitch * self.lines - _ROW_GAP if self.spread else max(heights.values()), heights[Block.OUTPUT])
        width = sum(widths.values()) + _GAP * (len(widths) - 1)
        area = (max(self.area[0], width + 2 * _MARGIN), max(self.area[1], inner + _CAPTION + 2 * _MARGIN))
        left = (area[0] - width) / 2
        top = (area[1] - inner - _CAPTION) / 2 + _CAPTION
        middle = top + inner / 2

        columns: list[Column] = []
        signs: list[Sign] = []
        x = left
        for block in self.shapes:
            spread_here = self.spread and block is not Block.OUTPUT
            centres = (
                [middle + (index - (self.lines - 1) / 2) * pitch for index in range(self.lines)]
                if spread_here
                else [middle]
            )
            sheets: list[Sheet] = []
            for line, centre in enumerate(centres):
                sheets += self._sheets(block, x, centre, line if spread_here else None, in_front, out_front)
            bounds = QRectF()
            for sheet in sheets:
                bounds = bounds.united(sheet.rect)
            columns.append(Column(block, tuple(sheets), bounds))
            after = x + widths[block]
            if block is not Block.OUTPUT:
                sign = self._sign_after(block)
                signs += [Sign(QPointF(after + _GAP / 2, centre), sign) for centre in centres]
                if block is Block.PARTIAL:
                    signs = signs[: -len(centres)]
                    signs += [
                        Sign(QPointF(x + widths[block] / 2, (first + second) / 2), "+")
                        for first, second in pairwise(centres)
                    ]
                    signs.append(Sign(QPointF(after + _GAP / 2, middle), "→"))
            x = after + _GAP
        return Scene(tuple(columns), tuple(signs), self.spread, area)

    def _kernel_above(
        self, widths: dict[Block, float], heights: dict[Block, float], in_front: int, out_front: int
    ) -> Scene:
        lower = max(heights[Block.INPUT], heights[Block.OUTPUT])
        width = widths[Block.INPUT] + _GAP + widths[Block.OUTPUT]
        inner = heights[Block.KERNEL] + _CAPTION + lower
        needs = max(width, widths[Block.KERNEL])
        area = (max(self.area[0], needs + 2 * _MARGIN), max(self.area[1], inner + _CAPTION + 2 * _MARGIN))
        left = (area[0] - width) / 2
        top = (area[1] - inner - _CAPTION) / 2 + _CAPTION
        middle = top + heights[Block.KERNEL] + _CAPTION + lower / 2
        gap = left + widths[Block.INPUT] + _GAP / 2
        places = {
            Block.INPUT: (left, middle),
            Block.KERNEL: (area[0] / 2 - widths[Block.KERNEL] / 2, top + heights[Block.KERNEL] / 2),
            Block.OUTPUT: (gap + _GAP / 2, middle),
        }
        columns = []
        for block, (x, centre) in places.items():
            sheets = self._sheets(block, x, centre, None, in_front, out_front)
            bounds = QRectF()
            for sheet in sheets:
                bounds = bounds.united(sheet.rect)
            columns.append(Column(block, tuple(sheets), bounds))
        return Scene(tuple(columns), (Sign(QPointF(gap, middle), "→"),), False, area)

    def _sign_after(self, block: Block) -> str:
        operation = self.geometry.operation
        if block is Block.INPUT:
            if operation is Operation.MAX_POOL:
                return "max\n→"
            if operation is Operation.AVERAGE_POOL:
                return f"{language.translate('playground', 'avg')}\n→"
            return "∗"
        return "="

    def _sheets(
        self, block: Block, x: float, centre: float, line: int | None, in_front: int, out_front: int
    ) -> list[Sheet]:
        rows, cols = self.shapes[block]
        cell = self._cell(block)
        if line is not None:
            y = centre - rows * cell / 2
            return [Sheet(block, self.read[line], out_front, rows, cols, cell, x, round(y), True)]
        if block is Block.OUTPUT:
            order, front = range(self.geometry.channels_out), out_front
        elif block is Block.INPUT:
            order, front = range(self.geometry.in_channels), in_front
        else:
            order, front = self.read, in_front
        # The one in front first, the others behind it in their cyclic order.
        behind = [order[(order.index(front) + step) % len(order)] for step in range(len(order))]
        strip = (len(order) - 1) * self.step
        y = centre - (rows * cell + strip) / 2 + strip
        found = []
        for depth, channel in enumerate(behind):
            out = channel if block is Block.OUTPUT else out_front
            found.append(
                Sheet(
                    block,
                    channel,
                    out,
                    rows,
                    cols,
                    cell,
                    round(x + depth * self.step),
                    round(y - depth * self.step),
                    depth == 0,
                )
            )
        return found[::-1]
