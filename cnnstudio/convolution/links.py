"""What lights up: the cells tied to the one that is pointed at, in the input, the kernel and the output.

Cells of one block that are tied to a cell always form a grid, so a patch is its rows times its columns.
"""

from dataclasses import dataclass
from enum import StrEnum

from cnnstudio.convolution.geometry import Geometry


class Block(StrEnum):
    """The blocks of numbers on the screen."""

    INPUT = "input"
    KERNEL = "kernel"
    PARTIAL = "partial"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell on the screen.

    Attributes:
        block: where.
        channel: input channel of an input, kernel or partial cell; output channel of an output cell.
        row: its row; in the input counted with the padding.
        col: its column, likewise.
        out: the output channel a kernel or partial cell belongs to; 0 for an input cell, the channel for an output.
    """

    block: Block
    channel: int
    row: int
    col: int
    out: int = 0


@dataclass(frozen=True, slots=True)
class Patch:
    """Cells of one block: all rows times all columns, on all the named channels. On the move they are fractions."""

    rows: tuple[float, ...] = ()
    cols: tuple[float, ...] = ()
    channels: range = range(0)

    def __bool__(self) -> bool:
        return bool(self.rows and self.cols and len(self.channels))

    @property
    def solid(self) -> bool:
        """Whether it is one rectangle without holes."""
        return (
            bool(self)
            and abs(self.rows[-1] - self.rows[0] - len(self.rows) + 1) < 1e-6
            and abs(self.cols[-1] - self.cols[0] - len(self.cols) + 1) < 1e-6
        )


NOTHING = Patch()


@dataclass(frozen=True, slots=True)
class Links:
    """The patches tied to a cell; its own block's patch is the cell itself."""

    input: Patch = NOTHING
    kernel: Patch = NOTHING
    output: Patch = NOTHING


def links(geometry: Geometry, cell: Cell) -> Links:
    """What is tied to a cell.

    An output cell (or a partial): its window and the weights used. A weight: every input it ever touches and every
    output it has a part in. An input or padding cell: every output it reaches.
    """
    rows, cols = geometry.rows, geometry.cols
    if cell.block in (Block.OUTPUT, Block.PARTIAL):
        out = cell.channel if cell.block is Block.OUTPUT else cell.out
        down, across = rows.window(cell.row), cols.window(cell.col)
        read = geometry.channels_read(out)
        if cell.block is Block.PARTIAL:
            read = range(cell.channel, cell.channel + 1)
        return Links(
            Patch(tuple(sorted(at for _, at in down)), tuple(sorted(at for _, at in across)), read),
            Patch(
                tuple(sorted(rows.tap_of_weight(tap) for tap, _ in down)),
                tuple(sorted(cols.tap_of_weight(tap) for tap, _ in across)),
                read,
            ),
            Patch((cell.row,), (cell.col,), range(out, out + 1)),
        )
    if cell.block is Block.KERNEL:
        height, width = geometry.output_size
        return Links(
            Patch(tuple(rows.touched(cell.row)), tuple(cols.touched(cell.col)), range(cell.channel, cell.channel + 1)),
            Patch((cell.row,), (cell.col,), range(cell.channel, cell.channel + 1)),
            Patch(tuple(range(height)), tuple(range(width)), range(cell.out, cell.out + 1)),
        )
    row, col = rows.source(cell.row), cols.source(cell.col)
    own = range(cell.channel, cell.channel + 1)
    if row is None or col is None:
        # A padding zero: the outputs whose windows it lies in.
        return Links(
            Patch((cell.row,), (cell.col,), own),
            NOTHING,
            Patch(
                tuple(_windows_over(geometry, 0, cell.row)),
                tuple(_windows_over(geometry, 1, cell.col)),
                geometry.channels_reached(cell.channel),
            ),
        )
    return Links(
        Patch(tuple(rows.positions_of(row)), tuple(cols.positions_of(col)), own),
        NOTHING,
        Patch(tuple(rows.reach(row)), tuple(cols.reach(col)), geometry.channels_reached(cell.channel)),
    )


def _windows_over(geometry: Geometry, way: int, position: int) -> list[int]:
    axis = (geometry.rows, geometry.cols)[way]
    starts = (position - tap * axis.d for tap in range(axis.k))
    return sorted(
        {start // axis.s for start in starts if start >= 0 and start % axis.s == 0 and start // axis.s < axis.size}
    )
